/**
 * From what a resolver gave to JSON, by writers that are made once for a selection: no execution, no result object, no resolver info, and no generated
 * code, in which texts of clients could hide. What comes out is what graphql-js and JSON.stringify give, byte for byte, or an error is thrown.
 */
import { getArgumentValues, isAbstractType, isLeafType, isListType, isNonNullType, isObjectType, visit } from 'graphql';
import type {
  FieldNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  SelectionSetNode,
} from 'graphql';
import type { Context } from './context.ts';
import { collect, leafWriter, settled } from './selection.ts';
import type { Selected } from './selection.ts';

/** What a response depends on beside the values that are told in it. */
export type Asked = {
  readonly variableValues: Selected['variableValues'];
  readonly context: Context;
  /** Told of each object before it is written. */
  readonly onObject?: (type: GraphQLObjectType, source: unknown) => void;
};
/** Turns one value into JSON. Throws for any that graphql-js would not tell just so. */
export type Write = (value: unknown, asked: Asked) => string;
/** One field of the response: what stands before its value, and what is written for the value of its parent. */
type Field = { readonly before: string; readonly write: Write };

export class Writers {
  readonly #selected: Selected;
  readonly #onFields: (fields: number) => void;

  /** `onFields` is told how many fields writers were made for, each time some were. */
  constructor(selected: Selected, onFields: (fields: number) => void) {
    this.#selected = selected;
    this.#onFields = onFields;
  }

  /** Of an object of that type. */
  object(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): Write {
    // Not before it is needed: data ends where fragments within fragments could go on.
    let fields: readonly Field[] | null = null;
    return (source, asked) => {
      fields ??= this.#fieldsOf(type, selectionSets);
      asked.onObject?.(type, source);
      let text = '{';
      for (const { before, write } of fields) text += before + write(source, asked);
      return `${text}}`;
    };
  }

  #fieldsOf(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): readonly Field[] {
    if (type.isTypeOf) throw new Error(`${type.name} looks at its values`);
    const nodesByKey = [...collect(this.#selected, type, selectionSets)];
    this.#onFields(nodesByKey.length);
    return nodesByKey.map(([key, nodes], i) => ({
      before: `${i === 0 ? '' : ','}${JSON.stringify(key)}:`,
      write: this.field(type, nodes),
    }));
  }

  /** Of one field of an object of that type, given the object. */
  field(type: GraphQLObjectType, nodes: readonly FieldNode[]): Write {
    const [node] = nodes;
    const name = node?.name.value ?? '';
    if (name === '__typename') return () => JSON.stringify(type.name);
    const field = type.getFields()[name];
    if (node === undefined || field === undefined) throw new Error(`${name} is none of the gateway's own fields`);
    const write = this.#value(
      field.type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    const property = propertyOf(field);
    if (property !== null) return (source, asked) => write((source as Readonly<Record<string, unknown>>)[property], asked);
    const argumentsFor = argumentsOf(field, node);
    return (source, asked) => write(field.resolve?.(source, argumentsFor(asked), asked.context, NO_INFO), asked);
  }

  #value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write {
    const isRequired = isNonNullType(type);
    const nullable = isRequired ? type.ofType : type;
    const write = this.#present(nullable, selectionSets);
    return (value, asked) => {
      if (value !== null && value !== undefined) return write(value, asked);
      if (isRequired) throw new Error('a field that is never null is null');
      return 'null';
    };
  }

  #present(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write {
    if (isLeafType(type)) return leafWriter(type);
    if (isObjectType(type)) {
      const write = this.object(type, selectionSets);
      return (value, asked) => write(settled(value), asked);
    }
    if (isAbstractType(type)) return this.#abstract(type, selectionSets);
    if (!isListType(type)) throw new Error('a value that is never null was looked at');
    const write = this.#value(type.ofType, selectionSets);
    return (values, asked) => {
      if (!Array.isArray(values)) throw new Error('a list is none');
      let text = '[';
      for (let i = 0; i < values.length; i += 1) {
        if (i > 0) text += ',';
        text += write(values[i], asked);
      }
      return `${text}]`;
    };
  }

  #abstract(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): Write {
    const writers = new Map<string, Write>();
    return (given, asked) => {
      const value = settled(given);
      const name = type.resolveType?.(value, asked.context, NO_INFO, type);
      const known = typeof name === 'string' ? writers.get(name) : undefined;
      if (known !== undefined) return known(value, asked);
      const objectType = typeof name === 'string' ? this.#selected.schema.getType(name) : undefined;
      if (!isObjectType(objectType) || !this.#selected.schema.isSubType(type, objectType)) throw new Error(`a value is no ${type.name}`);
      const write = this.object(objectType, selectionSets);
      writers.set(objectType.name, write);
      return write(value, asked);
    };
  }
}

/** Of whose parent the value is read without asking anybody; null where a resolver is to be asked. */
function propertyOf({ name, resolve, extensions }: GraphQLField<unknown, unknown>): string | null {
  if (resolve === undefined) return name;
  const exposed = extensions['pothosExposedField'];
  return typeof exposed === 'string' ? exposed : null;
}

function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): (asked: Asked) => Record<string, unknown> {
  if (node.arguments?.some(hasVariable)) return ({ variableValues }) => getArgumentValues(field, node, variableValues);
  const constant = getArgumentValues(field, node);
  return () => constant;
}

export function hasVariable(node: Parameters<typeof visit>[0]): boolean {
  let found = false;
  visit(node, { Variable: () => void (found = true) });
  return found;
}

/** The root of a query is nothing. Resolvers that ask for more are left to graphql-js. */
const NO_INFO = new Proxy({ rootValue: undefined } as GraphQLResolveInfo, {
  get: (info, name) => {
    if (name in info) return undefined;
    throw new Error(`${String(name)} of an execution is asked for, which there is not`);
  },
});
