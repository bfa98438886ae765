/** GraphQL over HTTP and SSE: Yoga, with graphql's own execution of queries, and the texts of subscriptions that all share. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { execute, GraphQLError } from 'graphql';
import type { ExecutionArgs, GraphQLSchema, ValidatedSubscriptionArgs } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { CORSOptions, Plugin, YogaServerInstance } from 'graphql-yoga';
import type { Diagnostics } from '../diagnostics.ts';
import { GatewayError, RETRY_AFTER_SECONDS } from '../errors.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Plan } from '../graphql/plan.ts';
import type { Plans } from '../graphql/plans.ts';
import { EventStream } from '../hub/event-stream.ts';
import { UpdateStream } from '../views/update-stream.ts';
import type { Admission } from './admission.ts';
import type { Authenticator } from './authenticator.ts';
import type { Documents } from './documents.ts';
import type { Drain } from './drain.ts';
import { allows } from './guard.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { createPlainQueries } from './plain-queries.ts';
import { withExtensions } from './present-error.ts';
import type { PresentError } from './present-error.ts';
import type { Refuse } from './refusals.ts';
import { secure } from './security-headers.ts';
import { Session } from './session.ts';
import { subscribeShared } from './shared-results.ts';
import type { Streams } from './streams.ts';
import type { Turns } from './turns.ts';

type NodeContext = { readonly req: IncomingMessage; readonly res: ServerResponse; readonly session: Session };

export type GraphqlHttpOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly persisted: PersistedOperations;
  readonly services: Services;
  readonly streams: Streams;
  readonly plans: Plans;
  /** Bound on what waits for one stream's reader. */
  readonly maxBufferedBytes: number;
  readonly authenticator: Authenticator;
  readonly presentError: PresentError;
  readonly diagnostics: Diagnostics;
  /** Who asks, for the log. */
  readonly address: (request: IncomingMessage) => string;
  readonly maxMessageBytes: number;
  readonly bodyTimeoutMs: number;
  readonly admission: Admission;
  /** In which connections are given up. */
  readonly connectionTurns: Turns;
  /** In which new operations are judged. */
  readonly messageTurns: Turns;
  readonly refuse: Refuse;
  readonly allowedOrigins: ReadonlySet<string>;
  /** Told of each request that may have a stream. */
  readonly drain: Drain;
  /** Told the code of each stream that the gateway ends. */
  readonly onEnded: (code: string) => void;
};

/** Answers a request, whose path is the GraphQL one. Nobody is answered before the token has been checked, be it that the operation is no GraphQL. */
export type GraphqlHttp = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createGraphqlHttp(options: GraphqlHttpOptions): GraphqlHttp {
  const yoga = openYoga(options);
  const plainQueries = createPlainQueries(options);
  return async (request, response) => {
    const place = options.admission.enter();
    if (place instanceof GatewayError) return refuse(request, response, place, options);
    const endStreams = (error: GatewayError): void => {
      for (const stream of session.streams.keys()) stream.end(error);
    };
    const session = new Session({
      transport: 'http',
      address: options.address(request),
      diagnostics: options.diagnostics,
      onExpired: endStreams,
    });
    whenClosed(response, () => {
      place[Symbol.dispose]();
      session[Symbol.dispose]();
    });
    // A browser asks without the token whether it may send it.
    if (request.method !== 'OPTIONS') {
      try {
        const claims = await options.authenticator.authenticate(request.headers.authorization);
        const full = place.hold(claims);
        if (full !== null) throw full;
        session.hold(claims);
      } catch (error) {
        session.audit('refuse', { code: error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR' });
        return refuse(request, response, error, options);
      }
    }
    // Nobody is there any more for an answer.
    if (response.closed) return;
    // Almost always the body has come by now.
    if (!request.complete) boundBody(request, response, options);
    // Who needs to be told that its origin is allowed hears it from Yoga.
    const isAllowed = allows(options.allowedOrigins, request.headers.origin ?? '');
    if (!isAllowed && (await plainQueries(request, response, () => contextOf(options, response, session)))) return;
    if (response.writableEnded) return;
    const guest = options.drain.add({ leave: endStreams });
    whenClosed(response, () => guest[Symbol.dispose]());
    secure(response);
    await yoga.handle(request, response, { session });
  };
}

function refuse({ headers: { origin } }: IncomingMessage, response: ServerResponse, error: unknown, options: GraphqlHttpOptions): void {
  const status = error instanceof GatewayError ? (refusalStatus.get(error.extensions['setting'] ?? error.code) ?? 401) : 500;
  const body = JSON.stringify({ errors: [options.presentError(error).toJSON()] });
  secure(response);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    // Whatever more may come on this connection is not waited for.
    ...(status === 408 ? { connection: 'close' } : {}),
    ...(status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    // A page of an allowed origin is to read why.
    ...(origin !== undefined && allows(options.allowedOrigins, origin) ? { 'access-control-allow-origin': origin, vary: 'Origin' } : {}),
  });
  response.end(body);
}

/** What is not about the token. */
const refusalStatus: ReadonlyMap<unknown, number> = new Map([
  ['OVERLOADED', 503],
  ['MAX_CONNECTIONS', 503],
  ['MAX_CONNECTIONS_PER_TENANT', 503],
  ['BODY_TIMEOUT_SECONDS', 408],
]);

function boundBody(request: IncomingMessage, response: ServerResponse, options: GraphqlHttpOptions): void {
  const { bodyTimeoutMs, connectionTurns } = options;
  const late = setTimeout(() => {
    connectionTurns.do(() => {
      if (request.complete || response.headersSent) return;
      refuse(request, response, options.refuse('BODY_TIMEOUT_SECONDS', bodyTimeoutMs / 1000), options);
      response.once('finish', () => request.destroy());
    });
  }, bodyTimeoutMs);
  request.once('close', () => clearTimeout(late));
}

function contextOf(options: GraphqlHttpOptions, response: ServerResponse, session: Session): Context {
  const onEnd = ({ code }: GatewayError): void => {
    options.onEnded(code);
    cutUnlessTaken(response);
  };
  return {
    claims: session.claims,
    services: options.services,
    open: (scope, filter, start) =>
      options.streams.open(session.streams, scope, filter, start, ({ onDetach, onDelivered, position }) => {
        return new EventStream({ maxBufferedBytes: options.maxBufferedBytes, onDetach, onTaken: onDelivered, position, onEnd });
      }),
    follow: (field, scope, wanted) =>
      options.streams.follow(session.streams, field, scope, wanted, ({ onDetach, onDelivered }) => {
        return new UpdateStream({ onDetach, onDelivered, onEnd });
      }),
    refuse: options.refuse,
    audit: (what, details) => session.audit(what, details),
  };
}

function openYoga(options: GraphqlHttpOptions): YogaServerInstance<NodeContext, Context> {
  const { schema } = options;
  return createYoga<NodeContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ res, session }) => contextOf(options, res, session),
    plugins: [engine(options)],
    parserAndValidationCache: false,
    maskedErrors: { maskError: (error) => forHttp(options.presentError(inWords(error)), options) },
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

/** graphql-js itself, and the documents and plans shared with the WebSocket. */
function engine({ documents, persisted, plans, messageTurns }: GraphqlHttpOptions): Plugin<NodeContext> {
  const { execution } = documents;
  return {
    onParams: ({ params, setParams }) => {
      const query = persisted.textOf(params);
      if (query !== params.query) setParams({ ...params, query: query as string });
      if (typeof query !== 'string') return;
      const judged = Promise.withResolvers<void>();
      messageTurns.do(() => {
        try {
          judged.resolve(documents.judge(query));
        } catch (error) {
          judged.reject(error);
        }
      });
      return judged.promise;
    },
    // A stream of another status is none to a browser, so nobody would hear what it says.
    onResponse: ({ response, setResponse, fetchAPI }) => {
      if (response.status !== 400 || response.headers.get('content-type') !== 'text/event-stream') return;
      setResponse(new fetchAPI.Response(response.body, { status: 200, headers: response.headers }));
    },
    onParse: ({ setParseFn }) => setParseFn((source) => documents.parse(typeof source === 'string' ? source : source.body)),
    onValidate: ({ setValidationFn }) => setValidationFn((_schema, document) => documents.validate(document)),
    onExecute: ({ setExecuteFn }) => setExecuteFn((args: ExecutionArgs) => execute({ ...args, ...execution })),
    onSubscribe: ({ setSubscribeFn, args }) => {
      const { res, session, params } = args.contextValue;
      const planFor = (validated: ValidatedSubscriptionArgs): Plan =>
        plans.planFor(validated, params.query ?? '', session.claims.mask !== null);
      setSubscribeFn((args: ExecutionArgs) => subscribeShared({ ...args, ...execution }, planFor));
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

const clientCodes: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'PERSISTED_OPERATION_NOT_FOUND',
  'PERSISTED_OPERATION_REQUIRED',
]);

/** GraphQL over HTTP: a request that was never executed is the client's error, 400 unless it asked for the older application/json. */
function forHttp(error: GraphQLError, { maxMessageBytes, refuse }: GraphqlHttpOptions): GraphQLError {
  const code = yogaCodes.get(error.extensions.code) ?? error.extensions.code;
  const unexecuted = error.path === undefined && clientCodes.has(code);
  const late = code === 'TOKEN_EXPIRED' ? { status: 401, headers: { 'www-authenticate': 'Bearer' } } : undefined;
  const http = error.extensions.http ?? late ?? (unexecuted ? { status: 400, spec: true } : undefined);
  if (error.extensions.code === 'REQUEST_ENTITY_TOO_LARGE') {
    const { message, extensions } = refuse('MAX_MESSAGE_BYTES', maxMessageBytes);
    return withExtensions(error, { ...extensions, http }, message);
  }
  return withExtensions(error, { ...error.extensions, code, ...(http === undefined ? {} : { http }) });
}
