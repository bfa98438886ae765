/** GraphQL over HTTP and SSE, and the GraphiQL page: Yoga, with graphql's own execution. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { execute, subscribe } from 'graphql';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import type { Context, Services } from '../graphql/context.ts';
import type { Claims } from '../scope.ts';
import type { Documents } from './documents.ts';
import { EXAMPLE_OPERATIONS } from './example-operations.ts';
import { withExtensions } from './present-error.ts';
import type { PresentError } from './present-error.ts';

type NodeContext = { readonly req: IncomingMessage; readonly res: ServerResponse };

export type GraphqlHttpOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly services: Services;
  readonly claims: Claims;
  readonly presentError: PresentError;
  readonly graphiql: boolean;
  readonly maxMessageBytes: number;
};

export function createGraphqlHttp(options: GraphqlHttpOptions): YogaServerInstance<NodeContext, Context> {
  const { schema, documents, services, claims } = options;
  return createYoga<NodeContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ res }) => ({ claims, services, onStreamEnd: () => cutUnlessTaken(res) }),
    plugins: [engine(documents)],
    parserAndValidationCache: false,
    maskedErrors: { maskError: (error) => forHttp(options.presentError(error)) },
    maxRequestBodySize: options.maxMessageBytes,
    multipart: false,
    batching: false,
    // The gateway's own guard has answered for origins.
    cors: false,
    landingPage: false,
    logging: false,
    renderGraphiQL,
    graphiql: options.graphiql ? { title: 'Voice events', subscriptionsProtocol: 'WS', defaultQuery: EXAMPLE_OPERATIONS } : false,
  });
}

/** A client that does not even read the last result of its stream is cut. */
function cutUnlessTaken(response: ServerResponse): void {
  const cut = setTimeout(() => response.destroy(), LAST_RESULT_TIMEOUT_MS);
  response.once('close', () => clearTimeout(cut));
}
const LAST_RESULT_TIMEOUT_MS = 5000;

/** graphql-js itself, and the documents shared with the WebSocket. */
function engine(documents: Documents): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn((source) => documents.parse(typeof source === 'string' ? source : source.body)),
    onValidate: ({ setValidationFn }) => setValidationFn((_schema, document) => documents.validate(document)),
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
  };
}

/** GraphQL over HTTP: a request that was never executed is the client's error, 400 unless it asked for the older application/json. */
function forHttp(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== 'BAD_USER_INPUT' || error.path !== undefined) return error;
  return withExtensions(error, { ...error.extensions, http: { status: 400, spec: true } });
}
