/**
 * From an event to the bytes of a response, once for all subscriptions that select alike. An operation is compiled to a list of writers for each
 * type of event: no execution, no result object, no resolver info. What comes out is what graphql-js and JSON.stringify give, byte for byte.
 */
import {
  getDirectiveValues,
  getNamedType,
  GraphQLID,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
  ValidatedSubscriptionArgs,
} from 'graphql';
import type { VoiceEvent } from '../events/event.ts';
import type { Position } from '../position.ts';

/** Turns one value of a field into JSON. */
type Write = (value: unknown) => string;
type Resolve = (event: VoiceEvent, position: Position) => unknown;
/** One field of the response: what stands before its value, and how the value is written. */
type Writer = { readonly before: string; readonly resolve: Resolve; readonly write: Write };

/** What of an operation decides on its responses. */
export type Selected = Pick<ValidatedSubscriptionArgs, 'schema' | 'operation' | 'fragmentDefinitions' | 'variableValues'>;

export class Plan {
  readonly #before: string;
  /** By type of event. */
  readonly #writers: ReadonlyMap<string, readonly Writer[]>;
  readonly #showsCursor: boolean;
  #lastEvent: VoiceEvent | null = null;
  #lastPosition: Position | null = null;
  #lastBytes: Buffer = Buffer.alloc(0);

  /** The operation is valid, so it has one field at its root, and the fields of events are leaves. Nothing of the caller is kept. */
  constructor(selected: Selected) {
    const root = selected.schema.getSubscriptionType();
    const [[key, nodes] = ['', []]] = root === undefined || root === null ? [] : collect(selected, root, [selected.operation.selectionSet]);
    const type = getNamedType(root?.getFields()[nodes[0]?.name.value ?? '']?.type);
    const types = isAbstractType(type) ? selected.schema.getPossibleTypes(type) : [];
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    this.#before = `{"data":{${JSON.stringify(key)}:{`;
    this.#writers = new Map(types.map((each) => [each.name, compile(selected, each, selections)]));
    this.#showsCursor = [...this.#writers.values()].some((writers) => writers.some(({ resolve }) => resolve === cursorOf));
  }

  /**
   * The response, and the brace that ends the frame around it. The same buffer for everybody who asks about the same event in turn, where it shows the
   * cursor: for all whose position is the same.
   */
  render(event: VoiceEvent, position: Position): Buffer {
    if (event !== this.#lastEvent || (position !== this.#lastPosition && this.#showsCursor)) {
      this.#lastBytes = Buffer.from(`${this.text(event, position)}}`);
      this.#lastEvent = event;
      this.#lastPosition = position;
    }
    return this.#lastBytes;
  }

  /** The response as JSON. `position` is that right behind the event. */
  text(event: VoiceEvent, position: Position): string {
    const writers = this.#writers.get(event.type);
    if (writers === undefined) throw new Error(`${event.type} is no event of this operation`);
    let text = this.#before;
    for (const { before, resolve, write } of writers) text += before + write(resolve(event, position));
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
    if (name === 'cursor') return { before, resolve: cursorOf, write: writerOf(field.type) };
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

const cursorOf: Resolve = (_event, position) => position.cursor;

/** As graphql-js collects fields, by response key: in the order of their first mention, each fragment once. */
function collect(
  { schema, fragmentDefinitions, variableValues }: Selected,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const isIncluded = (node: SelectionNode): boolean => {
    if (node.directives === undefined || node.directives.length === 0) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
  };
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection)) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes === undefined) fields.set(key, [selection]);
        else nodes.push(selection);
      } else if (selection.kind === 'InlineFragment') {
        if (applies(schema, selection.typeCondition?.name.value, type)) visit(selection.selectionSet);
      } else {
        const name = selection.name.value;
        const fragment: FragmentDefinitionNode | undefined = fragmentDefinitions[name];
        if (visited.has(name) || fragment === undefined) continue;
        visited.add(name);
        if (applies(schema, fragment.typeCondition.name.value, type)) visit(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) visit(selectionSet);
  return fields;
}

const NO_ARGUMENTS = {};
const NO_INFO = {} as GraphQLResolveInfo;

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}

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
  const write = (value: unknown): string =>
    value === null || value === undefined ? 'null' : (JSON.stringify(type.coerceOutputValue(value)) ?? 'null');
  // What is a text already stays one; and of an enumeration's values there are few.
  if (type === GraphQLID || type === GraphQLString) return (value) => (typeof value === 'string' ? quoted(value) : write(value));
  if (!isEnumType(type)) return write;
  const texts = new Map(type.getValues().map(({ value }) => [value as unknown, write(value)]));
  return (value) => texts.get(value) ?? write(value);
}

/** As JSON.stringify has it. Most texts have nothing to escape, and looking is cheaper than asking. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
const PLAIN = /^[ !#-[\]-~]*$/;
