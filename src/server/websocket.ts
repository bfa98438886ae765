/** The server's side of WebSocket connections: every frame leaves through the connection's outbox, and a connection that ends lets go of all at once. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Diagnostics } from '../diagnostics.ts';
import { draining, slowConsumer } from '../errors.ts';
import type { GatewayError } from '../errors.ts';
import { closeFor, named, namingSocket } from './close-reason.ts';
import type { Close } from './close-reason.ts';
import type { Drain, Guest } from './drain.ts';
import { Flusher } from './flusher.ts';
import { Outbox } from './outbox.ts';
import type { PresentError } from './present-error.ts';
import { Session } from './session.ts';
import { WriteBuffer } from './write-buffer.ts';

export type WebSocketsOptions = {
  /** graphql-ws, which keeps the protocol. */
  readonly protocol: Server<Connection>;
  readonly presentError: PresentError;
  readonly diagnostics: Diagnostics;
  /** Who asks, for the log. */
  readonly address: (request: IncomingMessage) => string;
  /** Told the code of each connection that the gateway ends. */
  readonly onEnded: (code: string) => void;
  /** Told of each connection. */
  readonly drain: Drain;
  readonly maxMessageBytes: number;
  readonly maxOutboxBytes: number;
  /** The position up to which every stream that stands where live is has been served; null while that is not known. */
  readonly cursor: () => string | null;
  /** The server's ping. A client that has sent nothing between two of them is gone. */
  readonly keepAliveMs: number;
};

/** What the protocol knows of a connection. */
export type Connection = {
  /** Of the request that opened it. */
  readonly authorization: string | undefined;
  readonly session: Session;
  readonly outbox: Outbox;
  /** Ends it, and all that it holds, for this reason. */
  end(error: GatewayError): void;
};

export type WebSockets = AsyncDisposable & {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly connections: number;
  readonly outboxBytes: number;
};

/** A peer that does not even take the close frame is cut after this. */
const CLOSE_TIMEOUT_MS = 5000;

type Open = Connection & { readonly gone: Promise<void> };

export function createWebSockets(options: WebSocketsOptions): WebSockets {
  const { protocol, maxMessageBytes } = options;
  const connections = new Set<Open>();
  const flusher = new Flusher();
  const buffer = new WriteBuffer();
  const serverOptions = {
    noServer: true,
    maxPayload: maxMessageBytes,
    WebSocket: namingSocket(maxMessageBytes),
    perMessageDeflate: false,
    // A complete and a subscribe with the same id may come in one packet: the first must be over before the second begins.
    allowSynchronousEvents: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
  };
  const server = new WebSocketServer(serverOptions);

  const open = (socket: WebSocket, raw: Duplex, request: IncomingMessage): void => {
    const end = (error: GatewayError): void => {
      if (left) return;
      // Nothing is wrong with it: what the kernel takes at once it still gets.
      if (error.code === 'DRAINING') outbox.flush();
      options.onEnded(error.code);
      close(closeFor(error));
    };
    const outbox = new Outbox(
      {
        write: (bytes) => raw.write(bytes),
        get bufferedBytes() {
          return raw.writableLength;
        },
      },
      { flusher, buffer, maxBytes: options.maxOutboxBytes, onOverflow: () => end(slowConsumer()) },
    );
    let left = false;
    let leaving = false;
    const leave: Guest['leave'] = (error) => {
      if (leaving) return;
      leaving = true;
      const leaveWhenFlushed = (): void => {
        outbox.flush();
        if (outbox.bytes === raw.writableLength) end(error);
        else raw.once('drain', leaveWhenFlushed);
      };
      leaveWhenFlushed();
    };
    const guest = options.drain.add({ leave });
    // Known once the protocol has begun, which may be to refuse.
    let closed: ((code: number, reason: string) => Promise<void>) | null = null;
    // Nothing is sent and no subscription is held from here on, however long the peer takes to answer the close frame.
    const letGo = ({ code, reason }: Close): void => {
      if (left) return;
      left = true;
      clearInterval(keepAlive);
      session[Symbol.dispose]();
      outbox.close();
      options.diagnostics.tell('connectionClosed', { code, reason });
      void closed?.(code, reason);
    };
    const close = (how: Close): void => {
      const { code, reason } = named(how);
      letGo({ code, reason });
      socket.close(code, reason);
    };
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const ping = (): void => {
      const { expiresInSeconds, isReplaying } = session;
      const cursor = isReplaying ? null : options.cursor();
      const payload = {
        ...(cursor === null ? {} : { cursor }),
        ...(expiresInSeconds === null ? {} : { tokenExpiresInSeconds: expiresInSeconds }),
      };
      outbox.send(JSON.stringify(Object.keys(payload).length === 0 ? { type: 'ping' } : { type: 'ping', payload }));
    };
    const session = new Session({
      transport: 'websocket',
      address: options.address(request),
      diagnostics: options.diagnostics,
      onExpiring: ping,
      onExpired: end,
    });
    const connection: Open = { authorization: request.headers.authorization, session, outbox, end, gone };
    connections.add(connection);
    let heard = true;
    raw.on('drain', () => {
      // Its answer to the ping may still wait behind what it has not read; but it does read.
      heard = true;
      outbox.drained();
    });

    const keepAlive = setInterval(() => {
      if (!heard) {
        socket.terminate();
        return;
      }
      heard = false;
      ping();
    }, options.keepAliveMs);

    closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Taken is as good as sent: the outbox bounds what waits, and a subscription need not wait for the kernel.
        send: (frame) => {
          outbox.send(frame);
          return Promise.resolve();
        },
        close: (code = 1000, reason = '') => close({ code, reason }),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            if (left) return;
            heard = true;
            handle((data as Buffer).toString('utf8')).catch((error: unknown) => {
              // What a server only sends is what graphql-ws throws over.
              if (error instanceof Error && error.message.startsWith('Unexpected message')) close({ code: 4400, reason: error.message });
              else close({ code: 1011, reason: `INTERNAL_SERVER_ERROR: ${options.presentError(error).message}` });
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
      guest[Symbol.dispose]();
      letGo({ code, reason: String(reason) });
    });
  };

  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, request)),
    get connections() {
      return connections.size;
    },
    get outboxBytes() {
      let bytes = 0;
      for (const { outbox } of connections) bytes += outbox.bytes;
      return bytes;
    },
    async [Symbol.asyncDispose]() {
      const all = [...connections];
      for (const { end } of all) end(draining());
      await Promise.all(all.map(({ gone }) => gone));
      server.close();
    },
  };
}
