/** GraphQL over HTTP and SSE: Yoga, with graphql's own execution. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { execute, GraphQLError, subscribe } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { CORSOptions, Plugin, YogaServerInstance } from 'graphql-yoga';
import { limitExceeded } from '../errors.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Claims } from '../scope.ts';
import type { Documents } from './documents.ts';
import { allows } from './guard.ts';
import { withExtensions } from './present-error.ts';
import type { PresentError } from './present-error.ts';

type NodeContext = { readonly req: IncomingMessage; readonly res: ServerResponse };

export type GraphqlHttpOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly services: Services;
  readonly claims: Claims;
  readonly presentError: PresentError;
  readonly maxMessageBytes: number;
  readonly allowedOrigins: ReadonlySet<string>;
  /** Told the code of each stream that the gateway ends. */
  readonly onEnded: (code: string) => void;
};

export function createGraphqlHttp(options: GraphqlHttpOptions): YogaServerInstance<NodeContext, Context> {
  const { schema, documents, services, claims } = options;
  return createYoga<NodeContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ res }) => ({
      claims,
      services,
      onStreamEnd: ({ code }) => {
        options.onEnded(code);
        cutUnlessTaken(res);
      },
    }),
    plugins: [engine(documents)],
    parserAndValidationCache: false,
    maskedErrors: { maskError: (error) => forHttp(options.presentError(inWords(error)), options.maxMessageBytes) },
    maxRequestBodySize: options.maxMessageBytes,
    multipart: false,
    batching: false,
    // The guard has refused foreign origins; a browser also wants to be told that the allowed ones are.
    cors: (request) => (allows(options.allowedOrigins, request.headers.get('origin') ?? '') ? ALLOWED : false),
    landingPage: false,
    logging: false,
    // Yoga would build 9 MB for each browser: graphiql.ts has the page.
    graphiql: false,
  });
}

/** Of any origin, to Yoga, means that the answer names the one that asked, and varies by it. */
const ALLOWED: CORSOptions = { origin: '*', methods: ['GET', 'POST'], allowedHeaders: ['content-type', 'authorization'] };

/** A client that does not even read the last result of its stream is cut. */
function cutUnlessTaken(response: ServerResponse): void {
  if (response.closed) return;
  const cut = setTimeout(() => response.destroy(), LAST_RESULT_TIMEOUT_MS);
  response.once('close', () => clearTimeout(cut));
}
const LAST_RESULT_TIMEOUT_MS = 5000;

function whenClosed(response: ServerResponse, then: () => void): void {
  if (response.closed) then();
  else response.once('close', then);
}

/** graphql-js itself, and the documents shared with the WebSocket. */
function engine(documents: Documents): Plugin<NodeContext> {
  return {
    onParse: ({ setParseFn }) => setParseFn((source) => documents.parse(typeof source === 'string' ? source : source.body)),
    onValidate: ({ setValidationFn }) => setValidationFn((_schema, document) => documents.validate(document)),
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn, args }) => {
      setSubscribeFn(subscribe);
      const { res } = args.contextValue;
      return {
        onSubscribeResult: ({ result }) => {
          // A response may end without its stream having been read at all: for a client that accepts no stream, say.
          if (Symbol.asyncIterator in result) whenClosed(res, () => void result[Symbol.asyncIterator]().return?.());
        },
      };
    },
  };
}

/** Yoga throws as they are what JSON.parse and decodeURIComponent say of a query string. */
function inWords(error: unknown): unknown {
  const malformed = error instanceof SyntaxError || error instanceof URIError;
  return malformed
    ? new GraphQLError('The query string is malformed: variables and extensions are JSON, percent-encoded.', {
        extensions: { code: 'BAD_USER_INPUT' },
      })
    : error;
}

/** Yoga's own words for what has a code with us. */
const yogaCodes: ReadonlyMap<unknown, string> = new Map([
  ['BAD_REQUEST', 'BAD_USER_INPUT'],
  ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'],
  ['REQUEST_ENTITY_TOO_LARGE', 'LIMIT_EXCEEDED'],
]);

/** GraphQL over HTTP: a request that was never executed is the client's error, 400 unless it asked for the older application/json. */
function forHttp(error: GraphQLError, maxMessageBytes: number): GraphQLError {
  const code = yogaCodes.get(error.extensions.code) ?? error.extensions.code;
  const unexecuted = error.path === undefined && (code === 'BAD_USER_INPUT' || code === 'LIMIT_EXCEEDED');
  const http = error.extensions.http ?? (unexecuted ? { status: 400, spec: true } : undefined);
  if (error.extensions.code === 'REQUEST_ENTITY_TOO_LARGE') {
    const { message, extensions } = limitExceeded('MAX_MESSAGE_BYTES', maxMessageBytes);
    return withExtensions(error, { ...extensions, http }, message);
  }
  return withExtensions(error, { ...error.extensions, code, ...(http === undefined ? {} : { http }) });
}
