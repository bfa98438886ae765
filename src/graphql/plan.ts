/**
 * From an event to the bytes of a response, once for all subscriptions that select alike. An operation is compiled to a list of writers for each
 * type of event: no execution, no result object, no resolver info. What comes out is what graphql-js and JSON.stringify give, byte for byte.
 */
import { getNamedType, isAbstractType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo, SelectionSetNode, ValidatedSubscriptionArgs } from 'graphql';
import type { VoiceEvent } from '../events/event.ts';
import type { Position } from '../position.ts';
import { collect, leafWriter } from './selection.ts';
import type { Selected, Write } from './selection.ts';

/** Right behind an event. */
type Place = Pick<Position, 'cursor'>;
type Resolve = (event: VoiceEvent, place: Place) => unknown;
/** One field of the response: what stands before its value, and how the value is written. */
type Writer = { readonly before: string; readonly resolve: Resolve; readonly write: Write };

export class Plan {
  readonly #before: string;
  /** By type of event. */
  readonly #writers: ReadonlyMap<string, readonly Writer[]>;
  readonly #showsCursor: boolean;
  /** How much it holds: fields of all types of events. */
  readonly writers: number;
  #lastEvent: VoiceEvent | null = null;
  #lastCursor: string | null = null;
  #lastBytes: Buffer = Buffer.alloc(0);

  /** The operation is valid, so it has one field at its root, and the fields of events are leaves. Nothing of the caller is kept. */
  constructor(selected: Selected & Pick<ValidatedSubscriptionArgs, 'operation'>) {
    const root = selected.schema.getSubscriptionType();
    const [[key, nodes] = ['', []]] = root === undefined || root === null ? [] : collect(selected, root, [selected.operation.selectionSet]);
    const type = getNamedType(root?.getFields()[nodes[0]?.name.value ?? '']?.type);
    const types = isAbstractType(type) ? selected.schema.getPossibleTypes(type) : [];
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    this.#before = `{"data":{${JSON.stringify(key)}:{`;
    this.#writers = new Map(types.map((each) => [each.name, compile(selected, each, selections)]));
    this.writers = [...this.#writers.values()].reduce((sum, { length }) => sum + length, 0);
    this.#showsCursor = [...this.#writers.values()].some((writers) => writers.some(({ resolve }) => resolve === cursorOf));
  }

  /**
   * The response, and the brace that ends the frame around it. The same buffer for everybody who asks about the same event in turn, where it shows the
   * cursor: for all who stand at the same place.
   */
  render(event: VoiceEvent, place: Place): Buffer {
    const cursor = this.#showsCursor ? place.cursor : null;
    if (event !== this.#lastEvent || cursor !== this.#lastCursor) {
      this.#lastBytes = Buffer.from(`${this.text(event, place)}}`);
      this.#lastEvent = event;
      this.#lastCursor = cursor;
    }
    return this.#lastBytes;
  }

  /** The response as JSON. */
  text(event: VoiceEvent, place: Place): string {
    const writers = this.#writers.get(event.type);
    if (writers === undefined) throw new Error(`${event.type} is no event of this operation`);
    let text = this.#before;
    for (const { before, resolve, write } of writers) text += before + write(resolve(event, place));
    return `${text}}}}`;
  }
}

function compile(selected: Selected, type: GraphQLObjectType, selections: readonly SelectionSetNode[]): readonly Writer[] {
  return [...collect(selected, type, selections)].map(([key, [node]], i) => {
    const before = `${i === 0 ? '' : ','}${JSON.stringify(key)}:`;
    const name = node?.name.value ?? '';
    if (name === '__typename') return { before, resolve: () => type.name, write: JSON.stringify };
    const field = type.getFields()[name];
    if (field === undefined) throw new Error(`${type.name} has no field ${name}`);
    // The one field that depends on the stream as well.
    if (name === 'cursor') return { before, resolve: cursorOf, write: writeCursor };
    const { resolve } = field;
    const property = name as keyof VoiceEvent;
    // Fields of events take no arguments and know nothing but the event.
    const read =
      resolve === undefined
        ? (event: VoiceEvent) => event[property]
        : (event: VoiceEvent) => resolve(event, NO_ARGUMENTS, undefined, NO_INFO);
    return { before, resolve: read, write: writerOf(field.type) };
  });
}

const cursorOf: Resolve = (_event, { cursor }) => cursor;
/** There is nothing to escape in a cursor, and with many partitions it is long. */
const writeCursor: Write = (cursor) => `"${cursor as string}"`;
const NO_ARGUMENTS = {};
const NO_INFO = {} as GraphQLResolveInfo;

function writerOf(type: GraphQLOutputType): Write {
  if (isNonNullType(type)) {
    const write = writerOf(type.ofType);
    return (value) => {
      if (value === null || value === undefined) throw new Error('a field that is never null is null');
      return write(value);
    };
  }
  if (isListType(type)) {
    const write = writerOf(type.ofType);
    return (values) => (values === null || values === undefined ? 'null' : `[${(values as readonly unknown[]).map(write).join(',')}]`);
  }
  if (!isLeafType(type)) throw new Error(`${getNamedType(type).name} is no leaf: events hold leaves only`);
  const write = leafWriter(type);
  return (value) => (value === null || value === undefined ? 'null' : write(value));
}
