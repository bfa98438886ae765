/** Operation texts to documents: parsed and validated once each, whichever transport they come by. */
import { GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { withExtensions } from './present-error.ts';

/** Texts come from clients, so what is remembered is bounded; the least recently used goes. */
const MAX_DOCUMENTS = 1000;

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: typeof specifiedRules;
  readonly #documents = new Map<string, DocumentNode>();
  readonly #errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(schema: GraphQLSchema, options: { readonly introspection: boolean }) {
    this.#schema = schema;
    this.#rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  /** Throws a GraphQLError with GRAPHQL_PARSE_FAILED. */
  parse(text: string): DocumentNode {
    let document = this.#documents.get(text);
    if (document === undefined) document = parseCoded(text);
    else this.#documents.delete(text);
    this.#documents.set(text, document);
    if (this.#documents.size > MAX_DOCUMENTS) {
      const [oldest] = this.#documents.keys();
      if (oldest !== undefined) this.#documents.delete(oldest);
    }
    return document;
  }

  /** Errors with GRAPHQL_VALIDATION_FAILED; empty for a valid document. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    let errors = this.#errors.get(document);
    if (errors === undefined) {
      errors = validate(this.#schema, document, this.#rules).map((error) => withExtensions(error, { code: 'GRAPHQL_VALIDATION_FAILED' }));
      this.#errors.set(document, errors);
    }
    return errors;
  }
}

function parseCoded(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof GraphQLError ? withExtensions(error, { code: 'GRAPHQL_PARSE_FAILED' }) : error;
  }
}
