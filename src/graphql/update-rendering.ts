/**
 * From what a view shows to the bytes of a response: writers for what is selected of an entity, whose texts are kept, and a frame around them for each
 * payload. Equal, byte for byte, to what graphql-js and JSON.stringify give.
 */
import { getNamedType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import type { Rendering, UpdateContent } from '../views/update.ts';
import type { Context } from './context.ts';
import { beginAnswer } from './reading.ts';
import { collect } from './selection.ts';
import type { Selected } from './selection.ts';
import { TextBuffer } from './text-buffer.ts';
import { Writers } from './writers.ts';
import type { Asked, Write } from './writers.ts';

type OnShown = Parameters<Rendering<unknown>['render']>[1];
/** Adds one part of a payload, given what it tells. */
type Part = (content: UpdateContent, bytes: TextBuffer) => void;

/** Fields of a payload that tell of the moment: without them it is seen whether anything has changed. */
const ofTheMoment: ReadonlySet<string> = new Set(['cursor', 'serverTime']);

/** The operation is valid, so it has one field at its root. */
export function updateRendering<E>(selected: Selected & { readonly operation: OperationDefinitionNode }, context: Context): Rendering<E> {
  const root = selected.schema.getSubscriptionType();
  const [[key, nodes] = ['', []]] = root === undefined || root === null ? [] : collect(selected, root, [selected.operation.selectionSet]);
  const type = getNamedType(root?.getFields()[nodes[0]?.name.value ?? '']?.type);
  if (!isObjectType(type)) throw new Error('a state subscription tells of objects');
  const writers = new Writers(selected, () => {});
  const texts: Write[] = [];
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const isList = 'removed' in type.getFields();
  const parts = [...collect(selected, type, selections)].map(([name, [node, ...more]], i) => {
    const part = node === undefined ? NOTHING : isList ? partOfUpdate(node, more) : partOfFigures(node, more);
    const before = `${i === 0 ? '' : ','}${JSON.stringify(name)}:`;
    return (content: UpdateContent, bytes: TextBuffer) => {
      bytes.add(before);
      part(content, bytes);
    };
  });
  const before = `{"data":{${JSON.stringify(key)}:{`;
  let shown: OnShown = () => {};
  // One for all that it tells of: an entity takes a few microseconds.
  const telling: Asked = {
    variableValues: selected.variableValues,
    context,
    onObject: ({ name }, source) => tell(name, source, shown),
  };

  return {
    render: (entity, onShown) => {
      shown = onShown;
      beginAnswer(context);
      return texts.map((write) => flat(write(entity, telling)));
    },
    bytesOf: (content) =>
      TextBuffer.of((bytes) => {
        bytes.add(before);
        for (const part of parts) part(content, bytes);
        bytes.add(CLOSING);
      }),
  };

  function partOfUpdate(node: FieldNode, more: readonly FieldNode[]): Part {
    const name = node.name.value;
    const field = (type as GraphQLObjectType).getFields()[name];
    const entity = getNamedType(field?.type);
    if (isObjectType(entity)) {
      const place = texts.length;
      texts.push(
        writers.object(
          entity,
          [node, ...more].flatMap(({ selectionSet }) => selectionSet ?? []),
        ),
      );
      /** Of pages, which the view hands out again until something changes. */
      const pages = new WeakMap<UpdateContent['members'], Buffer>();
      return ({ kind, members }, bytes) => {
        const known = pages.get(members);
        if (known !== undefined) return bytes.addBytes(known);
        const start = bytes.length;
        bytes.add('[');
        for (let i = 0; i < members.length; i += 1) {
          if (i > 0) bytes.addCode(COMMA);
          bytes.add(members[i]?.texts?.[place] ?? 'null');
        }
        bytes.add(']');
        if (kind === 'SNAPSHOT') pages.set(members, bytes.copyFrom(start));
      };
    }
    return partOfContent(name);
  }

  /** There is one entity, whose fields are those of the payload. */
  function partOfFigures(node: FieldNode, more: readonly FieldNode[]): Part {
    if (ofTheMoment.has(node.name.value)) return partOfContent(node.name.value);
    const place = texts.length;
    texts.push(writers.field(type as GraphQLObjectType, [node, ...more]));
    return ({ members }, bytes) => bytes.add(members[0]?.texts?.[place] ?? 'null');
  }

  function partOfContent(name: string): Part {
    if (name === '__typename') return (_content, bytes) => bytes.add(JSON.stringify((type as GraphQLObjectType).name));
    return (content, bytes) => bytes.add(JSON.stringify(content[name as keyof UpdateContent]));
  }
}

const NOTHING: Part = (_content, bytes) => bytes.add('null');
const COMMA = 0x2c;
/** Of the payload, the data, the response and the frame. */
const CLOSING = '}}}}';

/** In one piece: a text that is put together is a tree of its parts, several times as large, that is gone through each time that it is used. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

function tell(name: string, source: unknown, onShown: OnShown): void {
  if (name === 'Agent') onShown('agent', (source as { readonly agentId: string }).agentId);
  else if (name === 'CallThread') onShown('thread', (source as { readonly callThreadId: string }).callThreadId);
}
