/** Operation texts to documents: parsed and validated once each, whichever transport they come by. */
import { GraphQLError, NoSchemaIntrospectionCustomRule, OverlappingFieldsCanBeMergedRule, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { extentOf } from '../graphql/extent.ts';
import { withExtensions } from './present-error.ts';
import type { Refuse } from './refusals.ts';

/** Texts come from clients, so what is remembered is bounded; the least recently used goes. A document costs some hundred times its text. */
const MAX_DOCUMENTS = 1000;
const MAX_TEXT_LENGTH = 1024 * 1024;

/** It compares each field with each of the same name, through all fragments: what is wrong anyhow, circles of them above all, need not be compared. */
const COSTING_LITTLE = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

export type DocumentsOptions = {
  readonly introspection: boolean;
  readonly maxQueryTokens: number;
  readonly maxQueryDepth: number;
  readonly maxAliases: number;
  readonly refuse: Refuse;
};

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: typeof specifiedRules;
  readonly #options: DocumentsOptions;
  /** Valid ones only: whoever sends what is not valid pays for it each time. */
  readonly #valid = new Map<string, DocumentNode>();
  readonly #texts = new WeakMap<DocumentNode, string>();
  #textLength = 0;

  /** Whether errors keep to themselves what there is instead: a schema that is not shown must not be guessed either. */
  readonly hideSuggestions: boolean;

  constructor(schema: GraphQLSchema, options: DocumentsOptions) {
    const { introspection } = options;
    this.#schema = schema;
    this.hideSuggestions = !introspection;
    this.#rules = introspection ? COSTING_LITTLE : [...COSTING_LITTLE, NoSchemaIntrospectionCustomRule];
    this.#options = options;
  }

  /** The document of a text that was found valid before; null for any other. */
  known(text: string): DocumentNode | null {
    const known = this.#valid.get(text);
    if (known === undefined) return null;
    this.#valid.delete(text);
    this.#valid.set(text, known);
    return known;
  }

  /** Throws a GraphQLError with GRAPHQL_PARSE_FAILED, or a LIMIT_EXCEEDED. */
  parse(text: string): DocumentNode {
    const known = this.known(text);
    if (known !== null) return known;
    const document = this.#parse(text);
    this.#checkExtent(document);
    this.#texts.set(document, text);
    return document;
  }

  /** Errors with GRAPHQL_VALIDATION_FAILED, made anew for each caller; empty for a valid document. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    const text = this.#texts.get(document);
    if (text !== undefined && this.#valid.has(text)) return [];
    const by = (rules: typeof specifiedRules) => validate(this.#schema, document, rules, { hideSuggestions: this.hideSuggestions });
    const costingLittle = by(this.#rules);
    const errors = costingLittle.length > 0 ? costingLittle : by([OverlappingFieldsCanBeMergedRule]);
    if (errors.length === 0 && text !== undefined) this.#remember(text, document);
    return errors.map((error) => withExtensions(error, { code: 'GRAPHQL_VALIDATION_FAILED' }));
  }

  #parse(text: string): DocumentNode {
    const { maxQueryTokens, refuse } = this.#options;
    try {
      return parse(text, { maxTokens: maxQueryTokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.includes(`more than ${maxQueryTokens} tokens`)) throw refuse('MAX_QUERY_TOKENS', maxQueryTokens);
      throw withExtensions(error, { code: 'GRAPHQL_PARSE_FAILED' });
    }
  }

  /** Before anything costlier is done with it. */
  #checkExtent(document: DocumentNode): void {
    const { maxQueryDepth, maxAliases, refuse } = this.#options;
    const { depth, aliases } = extentOf(document);
    if (depth > maxQueryDepth) throw refuse('MAX_QUERY_DEPTH', maxQueryDepth);
    if (aliases > maxAliases) throw refuse('MAX_ALIASES', maxAliases);
  }

  #remember(text: string, document: DocumentNode): void {
    this.#valid.set(text, document);
    this.#textLength += text.length;
    for (const oldest of this.#valid.keys()) {
      if (this.#valid.size <= MAX_DOCUMENTS && this.#textLength <= MAX_TEXT_LENGTH) break;
      this.#valid.delete(oldest);
      this.#textLength -= oldest.length;
    }
  }
}
