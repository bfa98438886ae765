/** The protocol of subscriptions over WebSocket: graphql-ws, told how this gateway parses, executes and words its errors. */
import { GraphQLError, subscribe } from 'graphql';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { makeServer } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { GatewayError } from '../errors.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Claims } from '../scope.ts';
import type { Documents } from './documents.ts';
import type { PresentError } from './present-error.ts';
import type { Connection } from './websocket.ts';

export type GraphqlWsOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly services: Services;
  readonly claims: Claims;
  readonly presentError: PresentError;
  readonly initTimeoutMs: number;
};

export function createGraphqlWs(options: GraphqlWsOptions): Server<Connection> {
  const { presentError } = options;
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: options.initTimeoutMs,
    onSubscribe: ({ extra }, _id, payload) => operationOf(options, extra, payload),
    // A subscription that could not begin is told by an error frame, like one that was not valid.
    subscribe: async (args) => {
      const result = await subscribe(args);
      return 'errors' in result && result.errors !== undefined ? refusedWith(result.errors) : result;
    },
    // Errors are told the same way as over HTTP.
    onError: (_context, _id, _payload, errors) =>
      errors
        .flatMap((error) => (error.cause instanceof Refused ? error.cause.errors : [error]))
        .map((error) => presentError(error).toJSON()),
    onNext: (_context, _id, _payload, _args, result) => {
      const errors = result.errors?.map((error) => presentError(error).toJSON());
      return (errors === undefined ? result : { ...result, errors }) as FormattedExecutionResult;
    },
  });
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
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
};

function operationOf(options: GraphqlWsOptions, connection: Connection, payload: Payload): ExecutionArgs | readonly GraphQLError[] {
  const { schema, documents, services, claims } = options;
  try {
    const document = documents.parse(payload.query);
    const errors = documents.validate(document);
    if (errors.length > 0) return errors;
    // A connection that is closed makes the client come back; an error frame would end the operation for good.
    const contextValue: Context = { claims, services, onStreamEnd: (error) => connection.end(error) };
    return { schema, document, contextValue, operationName: payload.operationName ?? null, variableValues: payload.variables ?? null };
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof GatewayError) return [options.presentError(error)];
    throw error;
  }
}
