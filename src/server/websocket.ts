/** Subscriptions over WebSocket: graphql-ws keeps the protocol, every frame leaves through the connection's outbox. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Diagnostics } from '../diagnostics.ts';
import type { GatewayError } from '../errors.ts';
import type { Context, Services } from '../graphql/context.ts';
import type { Claims } from '../scope.ts';
import type { Documents } from './documents.ts';
import { Outbox } from './outbox.ts';
import type { PresentError } from './present-error.ts';

export type WebSocketsOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly services: Services;
  readonly claims: Claims;
  readonly presentError: PresentError;
  readonly diagnostics: Diagnostics;
  readonly maxMessageBytes: number;
  readonly maxOutboxBytes: number;
  readonly initTimeoutMs: number;
  /** The server's ping. A client that has sent nothing between two of them is gone. */
  readonly keepAliveMs: number;
};

export type WebSockets = AsyncDisposable & {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly connections: number;
  readonly outboxBytes: number;
};

/** A peer that does not even take the close frame is cut after this. */
const CLOSE_TIMEOUT_MS = 5000;

/** What ends a connection, and the code that makes the client come back (reliability: what close codes make clients do). */
const closeCodes: ReadonlyMap<string, number> = new Map([
  ['SLOW_CONSUMER', 1013],
  ['DRAINING', 1012],
]);

type Connection = { readonly socket: WebSocket; readonly outbox: Outbox; close(code: number, reason: string): void };

export function createWebSockets(options: WebSocketsOptions): WebSockets {
  const connections = new Set<Connection>();
  const protocol = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: options.initTimeoutMs,
    onSubscribe: ({ extra }, _id, payload) => operationOf(options, extra, payload),
    // A subscription that could not begin is told by an error frame, like one that was not valid.
    onOperation: (_context, _id, _payload, _args, result) => {
      const errors = 'errors' in result && !('data' in result) ? result.errors : undefined;
      return errors === undefined ? result : refusedWith(errors);
    },
    // Errors are told the same way as over HTTP.
    onError: (_context, _id, _payload, errors) =>
      errors
        .flatMap((error) => (error.cause instanceof Refused ? error.cause.errors : [error]))
        .map((error) => options.presentError(error).toJSON()),
    onNext: (_context, _id, _payload, _args, result) => {
      const errors = result.errors?.map((error) => options.presentError(error).toJSON());
      return (errors === undefined ? result : { ...result, errors }) as FormattedExecutionResult;
    },
  });
  const serverOptions = {
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    // A complete and a subscribe with the same id may come in one packet: the first must be over before the second begins.
    allowSynchronousEvents: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
  };
  const server = new WebSocketServer(serverOptions);

  const open = (socket: WebSocket, raw: Duplex): void => {
    const outbox = new Outbox(
      {
        write: (frame) => socket.send(frame),
        get bufferedBytes() {
          return socket.bufferedAmount;
        },
        get full() {
          return raw.writableNeedDrain;
        },
      },
      {
        maxBytes: options.maxOutboxBytes,
        onOverflow: () => connection.close(1013, 'SLOW_CONSUMER: you read more slowly than events arrive'),
      },
    );
    const connection: Connection = {
      socket,
      outbox,
      close: (code, reason) => {
        end(code, reason);
        socket.close(code, reason);
      },
    };
    let ended = false;
    // Known once the protocol has begun, which may be to refuse.
    let leave: ((code: number, reason: string) => Promise<void>) | null = null;
    // Nothing is sent and no subscription is held from here on, however long the peer takes to answer the close frame.
    const end = (code: number, reason: string): void => {
      if (ended) return;
      ended = true;
      clearInterval(keepAlive);
      outbox.close();
      options.diagnostics.tell('connectionClosed', { code, reason });
      void leave?.(code, reason);
    };
    connections.add(connection);
    raw.on('drain', () => outbox.drained());

    let heard = true;
    const keepAlive = setInterval(() => {
      if (!heard) {
        socket.terminate();
        return;
      }
      heard = false;
      outbox.send('{"type":"ping"}');
    }, options.keepAliveMs);

    leave = protocol.opened(
      {
        protocol: socket.protocol,
        // Taken is as good as sent: the outbox bounds what waits, and a subscription need not wait for the kernel.
        send: (frame) => {
          outbox.send(frame);
          return Promise.resolve();
        },
        close: (code = 1000, reason = '') => connection.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            if (ended) return;
            heard = true;
            handle((data as Buffer).toString('utf8')).catch((error: unknown) => {
              const { message } = options.presentError(error);
              connection.close(1011, `INTERNAL_SERVER_ERROR: ${message}`.slice(0, 120));
            });
          });
        },
      },
      connection,
    );
    // A protocol error of the peer is followed by the close event, where all of it ends.
    socket.on('error', () => {});
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      end(code, String(reason));
    });
  };

  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket)),
    get connections() {
      return connections.size;
    },
    get outboxBytes() {
      let bytes = 0;
      for (const { outbox } of connections) bytes += outbox.bytes;
      return bytes;
    },
    async [Symbol.asyncDispose]() {
      const gone = [...connections].map(({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const { close } of connections) close(1012, 'DRAINING: this gateway is going down, connect again');
      await Promise.all(gone);
      server.close();
    },
  };
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

function operationOf(options: WebSocketsOptions, connection: Connection, payload: Payload): ExecutionArgs | readonly GraphQLError[] {
  const { schema, documents, services, claims } = options;
  try {
    const document = documents.parse(payload.query);
    const errors = documents.validate(document);
    if (errors.length > 0) return errors;
    // A connection that is closed makes the client come back; an error frame would end the operation for good.
    const contextValue: Context = { claims, services, onStreamEnd: (error) => connection.close(closeCodeOf(error), reasonOf(error)) };
    return { schema, document, contextValue, operationName: payload.operationName ?? null, variableValues: payload.variables ?? null };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function closeCodeOf(error: GatewayError): number {
  return closeCodes.get(error.code) ?? 1011;
}

/** Begins with the code's name; a close frame has room for 123 bytes. */
function reasonOf(error: GatewayError): string {
  return Buffer.from(`${error.code}: ${error.message}`)
    .subarray(0, 120)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
