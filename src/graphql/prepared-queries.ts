/**
 * Queries that are asked again and again, each compiled to writers at its first use: no execution, no result object, no resolver info, and no generated
 * code, in which texts of clients could hide. What comes out is what graphql-js and JSON.stringify give, byte for byte, or nothing:
 * whatever would have an error to tell is left to graphql-js, which words it.
 */
import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { Context } from './context.ts';
import { collect, leafWriter } from './selection.ts';
import type { Selected } from './selection.ts';

/** Of all that is prepared: fields cost some hundred bytes each, and fragments within fragments can make many of a short text. */
const MAX_FIELDS = 50_000;

export class PreparedQueries {
  readonly #schema: GraphQLSchema;
  /** By document, and name of the operation. Null for what is left to graphql-js. */
  #prepared = new WeakMap<DocumentNode, Map<string | null, Prepared | null>>();
  #fields = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Fields that are prepared, of all queries. */
  get size(): number {
    return this.#fields;
  }

  /**
   * The response of a valid document as JSON, if it has no errors. Null for what is left to graphql-js: all that would fail, what is no query, introspection, and what
   * variables switch on and off.
   */
  answer(
    document: DocumentNode,
    operationName: string | null,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
  ): string | null {
    const prepared = this.#of(document, operationName);
    if (prepared === null) return null;
    try {
      const { variableValues } = getVariableValues(this.#schema, prepared.operation.variableDefinitions ?? [], variables);
      return variableValues === undefined ? null : `{"data":${prepared.write(undefined, { variableValues, context })}}`;
    } catch {
      return null;
    }
  }

  #of(document: DocumentNode, operationName: string | null): Prepared | null {
    const known = this.#prepared.get(document)?.get(operationName);
    if (known !== undefined) return known;
    const operation = getOperationAST(document, operationName);
    // Names that are not there would fill the map.
    if (operation?.operation !== 'query') return null;
    if (this.#fields > MAX_FIELDS) {
      // What is still asked for is soon back.
      this.#prepared = new WeakMap();
      this.#fields = 0;
    }
    const prepared = isPreparable(document)
      ? prepare(this.#schema, document, operation, (fields) => {
          this.#fields += fields;
        })
      : null;
    const byName = this.#prepared.get(document) ?? new Map<string | null, Prepared | null>();
    this.#prepared.set(document, byName.set(operationName, prepared));
    return prepared;
  }
}

type Asked = { readonly variableValues: Selected['variableValues']; readonly context: Context };
/** Turns one value into JSON. Throws for any that graphql-js would not tell just so. */
type Write = (value: unknown, asked: Asked) => string;
type Prepared = { readonly operation: OperationDefinitionNode; readonly write: Write };
/** One field of the response: what stands before its value, and what is written for the value of its parent. */
type Field = { readonly before: string; readonly write: Write };

function isPreparable(document: DocumentNode): boolean {
  let preparable = true;
  visit(document, {
    Directive: ({ arguments: given }) => void (preparable &&= !(given?.some(hasVariable) ?? false)),
    Field: ({ name: { value: name } }) => void (preparable &&= name === '__typename' || !name.startsWith('__')),
  });
  return preparable;
}

function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  onFields: (fields: number) => void,
): Prepared | null {
  const root = schema.getQueryType();
  if (root === null || root === undefined) return null;
  const fragmentDefinitions: Record<string, FragmentDefinitionNode> = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragmentDefinitions[definition.name.value] = definition;
  const selected: Selected = { schema, fragmentDefinitions, variableValues: NO_VARIABLES };
  return { operation, write: writerOfObject(root, [operation.selectionSet]) };

  function writerOfObject(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): Write {
    // Not before it is needed: data ends where fragments within fragments could go on.
    let fields: readonly Field[] | null = null;
    return (source, asked) => {
      fields ??= fieldsOf(type, selectionSets);
      let text = '{';
      for (const { before, write } of fields) text += before + write(source, asked);
      return `${text}}`;
    };
  }

  function fieldsOf(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): readonly Field[] {
    if (type.isTypeOf) throw new Error(`${type.name} looks at its values`);
    const nodesByKey = [...collect(selected, type, selectionSets)];
    onFields(nodesByKey.length);
    return nodesByKey.map(([key, nodes], i) => ({
      before: `${i === 0 ? '' : ','}${JSON.stringify(key)}:`,
      write: writerOfField(type, nodes),
    }));
  }

  function writerOfField(type: GraphQLObjectType, nodes: readonly FieldNode[]): Write {
    const [node] = nodes;
    const name = node?.name.value ?? '';
    if (name === '__typename') return () => JSON.stringify(type.name);
    const field = type.getFields()[name];
    if (node === undefined || field === undefined) throw new Error(`${name} is none of the gateway's own fields`);
    const write = writerOf(
      field.type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    const { resolve } = field;
    if (resolve === undefined) return (source, asked) => write((source as Readonly<Record<string, unknown>>)[name], asked);
    const argumentsFor = argumentsOf(field, node);
    return (source, asked) => write(resolve(source, argumentsFor(asked), asked.context, NO_INFO), asked);
  }

  function writerOf(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write {
    if (isNonNullType(type)) {
      const write = writerOf(type.ofType, selectionSets);
      return (value, asked) => {
        if (value === null || value === undefined) throw new Error('a field that is never null is null');
        return write(value, asked);
      };
    }
    const write = writerOfPresent(type, selectionSets);
    return (value, asked) => (value === null || value === undefined ? 'null' : write(settled(value), asked));
  }

  function writerOfPresent(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write {
    if (isLeafType(type)) return leafWriter(type);
    if (isObjectType(type)) return writerOfObject(type, selectionSets);
    if (isAbstractType(type)) return writerOfAbstract(type, selectionSets);
    if (!isListType(type)) throw new Error('a value that is never null was looked at');
    const write = writerOf(type.ofType, selectionSets);
    return (values, asked) => {
      if (!Array.isArray(values)) throw new Error('a list is none');
      let text = '[';
      for (const [i, value] of values.entries()) text += i === 0 ? write(value, asked) : `,${write(value, asked)}`;
      return `${text}]`;
    };
  }

  function writerOfAbstract(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): Write {
    const writers = new Map<string, Write>();
    return (value, asked) => {
      const name = type.resolveType?.(value, asked.context, NO_INFO, type);
      const known = typeof name === 'string' ? writers.get(name) : undefined;
      if (known !== undefined) return known(value, asked);
      const objectType = typeof name === 'string' ? schema.getType(name) : undefined;
      if (!isObjectType(objectType) || !schema.isSubType(type, objectType)) throw new Error(`a value is no ${type.name}`);
      const write = writerOfObject(objectType, selectionSets);
      writers.set(objectType.name, write);
      return write(value, asked);
    };
  }
}

function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): (asked: Asked) => Record<string, unknown> {
  if (node.arguments?.some(hasVariable)) return ({ variableValues }) => getArgumentValues(field, node, variableValues);
  const constant = getArgumentValues(field, node);
  return () => constant;
}

function hasVariable(node: Parameters<typeof visit>[0]): boolean {
  let found = false;
  visit(node, { Variable: () => void (found = true) });
  return found;
}

/** As it is, if graphql-js would take it so, too. */
function settled(value: unknown): unknown {
  if (typeof value === 'function') throw new Error('a value is still to be made');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error || typeof (value as { then?: unknown }).then === 'function')
    throw new Error('a value is an error, or not there yet');
  return value;
}

const NO_VARIABLES: Selected['variableValues'] = { sources: {}, coerced: {} };
/** Resolvers that ask for it are left to graphql-js. */
const NO_INFO = new Proxy({} as GraphQLResolveInfo, {
  get: (_info, name) => {
    throw new Error(`${String(name)} of an execution is asked for, which there is not`);
  },
});
