/** Operation texts to documents: parsed and validated once each, whichever transport they come by. */
import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OverlappingFieldsCanBeMergedRule,
  parse,
  Source,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { extentOf } from '../graphql/extent.ts';
import { mergeConflict } from '../graphql/mergeable.ts';
import { RecentlyUsed } from '../graphql/recently-used.ts';
import { inShort } from './present-error.ts';
import type { Refuse } from './refusals.ts';

/** Texts come from clients, so what is remembered is bounded. A document costs some hundred times its text. */
const VALID = { maxEntries: 1000, maxWeight: 1024 * 1024, weigh: lengthOf };
/** Of those that were refused no more is kept than what to answer: sent again, and again, they cost nothing. */
const REFUSED = { maxEntries: 1000, maxWeight: 512 * 1024, weigh: lengthOf };

/** What somebody mends in one go: the wording of a hundred costs more than the operation would. */
const MAX_ERRORS = 10;
/** Each may hold all of the variable. */
const MAX_VARIABLE_ERRORS = 3;

/** Whether fields can merge is asked last, and otherwise: mergeable.ts. */
const RULES = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

export type DocumentsOptions = {
  readonly introspection: boolean;
  readonly maxQueryTokens: number;
  readonly maxQueryDepth: number;
  readonly maxAliases: number;
  readonly refuse: Refuse;
};

/** An error as it is remembered: without the document, which it would keep. */
type Failure = { readonly message: string; readonly positions: readonly number[] };

type Refusal =
  | { readonly setting: string; readonly value: number }
  | { readonly syntax: Failure }
  /** The document without its fields: what has to be known to say which of its operations is meant. */
  | { readonly document: DocumentNode; readonly invalid: readonly Failure[] };

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: typeof specifiedRules;
  readonly #options: DocumentsOptions;
  readonly #valid = new RecentlyUsed<DocumentNode>(VALID);
  readonly #refused = new RecentlyUsed<Refusal>(REFUSED);
  readonly #texts = new WeakMap<DocumentNode, string>();

  /** How what is valid is executed. Errors keep to themselves what there is instead, where a schema that is not shown must not be guessed either. */
  readonly execution: { readonly hideSuggestions: boolean; readonly options: NonNullable<ExecutionArgs['options']> };

  constructor(schema: GraphQLSchema, options: DocumentsOptions) {
    const { introspection } = options;
    this.#schema = schema;
    this.execution = { hideSuggestions: !introspection, options: { maxCoercionErrors: MAX_VARIABLE_ERRORS } };
    this.#rules = introspection ? RULES : [...RULES, NoSchemaIntrospectionCustomRule];
    this.#options = options;
  }

  /** The document of a text that was found valid before; null for any other. */
  known(text: string): DocumentNode | null {
    return this.#valid.get(text) ?? null;
  }

  /** Has judged what `parse` and `validate` then find ready, if nobody has asked for it before. */
  judge(text: string): void {
    if (this.#valid.has(text) || this.#refused.has(text)) return;
    const parsed = this.#parse(text);
    if (!('kind' in parsed)) return this.#refused.set(text, parsed);
    this.#texts.set(parsed, text);
    this.validate(parsed);
  }

  /** Throws a GraphQLError with GRAPHQL_PARSE_FAILED, or a LIMIT_EXCEEDED. What it returns is for `validate`. */
  parse(text: string): DocumentNode {
    const known = this.known(text);
    if (known !== null) return known;
    const parsed = this.#refused.get(text) ?? this.#parse(text);
    if ('kind' in parsed) {
      this.#texts.set(parsed, text);
      return parsed;
    }
    this.#refused.set(text, parsed);
    if ('setting' in parsed) throw this.#options.refuse(parsed.setting, parsed.value);
    if ('syntax' in parsed) throw errorOf(text, parsed.syntax, 'GRAPHQL_PARSE_FAILED');
    return parsed.document;
  }

  /** Errors with GRAPHQL_VALIDATION_FAILED, made anew for each caller; empty for a valid document. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    const text = this.#texts.get(document);
    if (text === undefined) throw new Error('a document was not parsed here');
    if (this.#valid.has(text)) return [];
    const refused = this.#refused.get(text);
    const failures = refused !== undefined && 'invalid' in refused ? refused.invalid : this.#failuresOf(document);
    if (failures.length === 0) this.#valid.set(text, document);
    else if (refused === undefined) {
      const outline = outlineOf(document);
      this.#texts.set(outline, text);
      this.#refused.set(text, { document: outline, invalid: failures });
    }
    return failures.map((failure) => errorOf(text, failure, 'GRAPHQL_VALIDATION_FAILED'));
  }

  #failuresOf(document: DocumentNode): readonly Failure[] {
    const { hideSuggestions } = this.execution;
    const errors = validate(this.#schema, document, this.#rules, { hideSuggestions, maxErrors: MAX_ERRORS });
    if (errors.length > 0) return errors.map(failureOf);
    const conflict = mergeConflict(this.#schema, document);
    return conflict === null ? [] : [failureOf(conflict)];
  }

  #parse(text: string): DocumentNode | Refusal {
    const { maxQueryTokens, maxQueryDepth, maxAliases } = this.#options;
    // For the place of an error all lines before it are counted. Who has more lines than tokens does without.
    const noLocation = hasMoreLines(text, maxQueryTokens);
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: maxQueryTokens, noLocation });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.includes(`more than ${maxQueryTokens} tokens`)) return { setting: 'MAX_QUERY_TOKENS', value: maxQueryTokens };
      return { syntax: { ...failureOf(error), ...(noLocation ? { positions: [] } : {}) } };
    }
    // Before anything costlier is done with it.
    const { depth, aliases } = extentOf(document);
    if (depth > maxQueryDepth) return { setting: 'MAX_QUERY_DEPTH', value: maxQueryDepth };
    if (aliases > maxAliases) return { setting: 'MAX_ALIASES', value: maxAliases };
    return document;
  }
}

function failureOf({ message, positions = [] }: GraphQLError): Failure {
  return {
    message: inShort(message),
    positions: positions.slice(0, MAX_ERRORS),
  };
}

function errorOf(text: string, { message, positions }: Failure, code: string): GraphQLError {
  return new GraphQLError(message, {
    ...(positions.length === 0 ? {} : { source: new Source(text), positions }),
    extensions: { code },
  });
}

function outlineOf({ kind, definitions }: DocumentNode): DocumentNode {
  return { kind, definitions: definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION).map(headOf) };
}

/** A node that was parsed would keep all tokens of the text. */
function headOf({ kind, operation, name }: OperationDefinitionNode): OperationDefinitionNode {
  const named = name === undefined ? undefined : ({ kind: Kind.NAME, value: name.value } as const);
  return { kind, operation, name: named, selectionSet: NOTHING_SELECTED };
}
const NOTHING_SELECTED = { kind: Kind.SELECTION_SET, selections: [] } as const;

function lengthOf({ length }: string): number {
  return length;
}

function hasMoreLines(text: string, max: number): boolean {
  let lines = 1;
  for (const _end of text.matchAll(/\r\n|[\n\r]/g)) if ((lines += 1) > max) return true;
  return false;
}
