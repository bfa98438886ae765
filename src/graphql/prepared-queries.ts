/**
 * Queries that are asked again and again, each compiled to writers at its first use. What comes out is what graphql-js and JSON.stringify give, byte for
 * byte, or nothing: whatever would have an error to tell is left to graphql-js, which words it.
 */
import { getOperationAST, getVariableValues, Kind, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Context } from './context.ts';
import type { Selected } from './selection.ts';
import { hasVariable, Writers } from './writers.ts';
import type { Write } from './writers.ts';

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
      const { variableValues } = getVariableValues(this.#schema, prepared.operation.variableDefinitions ?? [], variables, NO_ERRORS);
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

type Prepared = { readonly operation: OperationDefinitionNode; readonly write: Write };

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
  return { operation, write: new Writers(selected, onFields).object(root, [operation.selectionSet]) };
}

/** Whoever words them is another. */
const NO_ERRORS = { maxErrors: 0, hideSuggestions: true };

const NO_VARIABLES: Selected['variableValues'] = { sources: {}, coerced: {} };
