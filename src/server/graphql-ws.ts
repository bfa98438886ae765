/** The protocol of subscriptions over WebSocket: graphql-ws, told how this gateway parses, executes and words its errors. */
import { createSourceEventStream, GraphQLError, validateSubscriptionArgs } from 'graphql';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema, ValidatedSubscriptionArgs } from 'graphql';
import { makeServer } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { closeCodes, draining, GatewayError, unauthenticated } from '../errors.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Plans } from '../graphql/plans.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Start } from '../hub/replay.ts';
import type { StateSubscriptionField } from '../graphql/subscription-fields.ts';
import type { Claims, Scope } from '../scope.ts';
import type { Wanted } from '../views/views.ts';
import type { Authenticator } from './authenticator.ts';
import type { Documents } from './documents.ts';
import type { Drain } from './drain.ts';
import { EventFrames, UpdateFrames } from './frame-stream.ts';
import type { FrameStream } from './frame-stream.ts';
import type { Shed } from './overload.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import type { PresentError } from './present-error.ts';
import type { Refuse } from './refusals.ts';
import type { Streams } from './streams.ts';
import type { Connection } from './websocket.ts';

export type GraphqlWsOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly persisted: PersistedOperations;
  readonly services: Services;
  readonly streams: Streams;
  readonly plans: Plans;
  readonly authenticator: Authenticator;
  readonly presentError: PresentError;
  readonly drain: Drain;
  readonly initTimeoutMs: number;
  readonly maxSubscriptionsPerConnection: number;
  readonly refuse: Refuse;
  readonly shed: Shed;
};

export function createGraphqlWs(options: GraphqlWsOptions): Server<Connection> {
  const { presentError } = options;
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: options.initTimeoutMs,
    onConnect: ({ connectionParams, extra }) => {
      extra.begin();
      return admit(options, extra, connectionParams);
    },
    // A client may hand in a fresh token on its open connection.
    onPing: async ({ extra, acknowledged }, payload) => {
      if (acknowledged && authorizationOf(payload) !== undefined) await admit(options, extra, payload);
    },
    onSubscribe: ({ extra }, id, payload) => operationOf(options, extra, id, payload),
    // A subscription that could not begin is told by an error frame, like one that was not valid.
    subscribe: async (args) => {
      const validated = validateSubscriptionArgs(args);
      if (!('schema' in validated)) return refusedWith(validated);
      const operation = args.contextValue as Operation;
      operation.validated = validated;
      const { maxSubscriptionsPerConnection: max, refuse, shed } = options;
      const overloaded = shed('subscription');
      if (overloaded !== null) return refusedWith([presentError(overloaded)]);
      if (operation.subscriptions >= max) return refusedWith([presentError(refuse('MAX_SUBSCRIPTIONS_PER_CONNECTION', max))]);
      // It may take long to find where it begins: the position of a ping meanwhile would not be its own.
      using _opening = operation.opening();
      const source = await createSourceEventStream(validated);
      return Symbol.asyncIterator in source ? (source as FrameStream) : refusedWith(source.errors ?? []);
    },
    // Errors are told the same way as over HTTP.
    onError: (_context, _id, _payload, errors) =>
      errors
        .flatMap((error): readonly unknown[] => {
          const { cause } = error;
          if (cause instanceof Refused) return cause.errors;
          return [cause instanceof GatewayError ? cause : error];
        })
        .map((error) => presentError(error).toJSON()),
    onNext: (_context, _id, _payload, _args, result) => {
      const errors = result.errors?.map((error) => presentError(error).toJSON());
      return (errors === undefined ? result : { ...result, errors }) as FormattedExecutionResult;
    },
  });
}

/** Checks a token and lets the connection hold what it covers. A token that is refused ends the connection: its client comes back with another. */
async function admit({ authenticator, presentError }: GraphqlWsOptions, connection: Connection, payload: unknown): Promise<boolean> {
  try {
    const claims = await authenticator.authenticate(authorizationOf(payload) ?? connection.authorization);
    const full = connection.place.hold(claims);
    if (full !== null) throw full;
    connection.session.hold(claims);
    return true;
  } catch (error) {
    const refused = error instanceof GatewayError ? error : unauthenticated(presentError(error).message);
    connection.session.audit('refuse', { code: refused.code });
    connection.end(refused);
    return false;
  }
}

/** The key in any case, as in headers. */
function authorizationOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  for (const [key, value] of Object.entries(payload)) if (key.toLowerCase() === 'authorization') return String(value);
  return undefined;
}

/** One operation on a connection: what its resolvers ask, and how its events leave. */
class Operation implements Context {
  readonly #options: GraphqlWsOptions;
  readonly #connection: Connection;
  readonly #id: string;
  readonly #text: string;
  /** Known once the arguments of a subscription are. */
  validated: ValidatedSubscriptionArgs | null = null;

  constructor(options: GraphqlWsOptions, connection: Connection, id: string, text: string) {
    this.#options = options;
    this.#connection = connection;
    this.#id = id;
    this.#text = text;
  }

  get services(): Services {
    return this.#options.services;
  }

  get claims(): Claims {
    return this.#connection.session.claims;
  }

  /** Those of its connection. */
  get subscriptions(): number {
    return this.#connection.session.subscriptions;
  }

  get refuse(): Refuse {
    return this.#options.refuse;
  }

  opening(): Disposable {
    return this.#connection.session.opening();
  }

  audit: Context['audit'] = (what, details) => this.#connection.session.audit(what, details);

  follow(field: StateSubscriptionField, scope: Scope, wanted: Wanted): FrameStream {
    const { session, outbox } = this.#connection;
    return this.#options.streams.follow(session.streams, field, scope, wanted, (hooks) => {
      return new UpdateFrames({ operationId: this.#id, outbox, onEnd: (error) => this.#onEnd(error), ...hooks });
    });
  }

  open(scope: Scope, filter: EventFilter, start: Start | null): FrameStream {
    const { validated } = this;
    if (validated === null) throw new Error('only subscriptions open streams');
    const { session, outbox } = this.#connection;
    const plan = this.#options.plans.planFor(validated, this.#text, scope.mask !== null);
    return this.#options.streams.open(session.streams, scope, filter, start, (hooks) => {
      return new EventFrames({ operationId: this.#id, plan, outbox, onEnd: (error) => this.#onEnd(error), ...hooks });
    });
  }

  #onEnd(error: GatewayError): void {
    // A connection that is closed makes the client come back; an error frame would end the operation for good.
    if (closeCodes.has(error.code)) this.#connection.end(error);
  }
}

class Refused extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('refused');
    this.errors = errors;
  }
}

/** What graphql-ws answers with an error frame: a stream that fails before its first item. */
// oxlint-disable-next-line require-yield
async function* refusedWith(errors: readonly GraphQLError[]): AsyncGenerator<ExecutionResult, void, void> {
  throw new Refused(errors);
}

type Payload = {
  readonly query: string;
  readonly extensions?: Record<string, unknown> | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
};

function operationOf(
  options: GraphqlWsOptions,
  connection: Connection,
  id: string,
  payload: Payload,
): ExecutionArgs | readonly GraphQLError[] {
  const { schema, documents, persisted } = options;
  try {
    // With an error frame alone the operation would end for good.
    if (options.drain.begun) connection.end(draining());
    const text = String(persisted.textOf(payload));
    const document = documents.parse(text);
    const errors = documents.validate(document);
    if (errors.length > 0) return errors;
    // A connection that is closed makes the client come back; an error frame would end the operation for good.
    const contextValue = new Operation(options, connection, id, text);
    const { operationName, variables } = payload;
    return {
      schema,
      document,
      contextValue,
      operationName: operationName ?? null,
      variableValues: variables ?? null,
      ...documents.execution,
    };
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof GatewayError) return [options.presentError(error)];
    throw error;
  }
}
