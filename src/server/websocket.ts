/** The server's side of WebSocket connections: every frame leaves through the connection's outbox, and a connection that ends lets go of all at once. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Diagnostics } from '../diagnostics.ts';
import { draining, GatewayError, slowConsumer } from '../errors.ts';
import type { Admission, Place } from './admission.ts';
import { closeFor, named, namingSocket } from './close-reason.ts';
import type { Close } from './close-reason.ts';
import type { Drain, Guest } from './drain.ts';
import { Flusher } from './flusher.ts';
import { MessageRate } from './message-rate.ts';
import { Outbox } from './outbox.ts';
import type { PresentError } from './present-error.ts';
import type { Refuse } from './refusals.ts';
import { Session } from './session.ts';
import type { Turns } from './turns.ts';
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
  readonly admission: Admission;
  /** In which connections are opened and given up. */
  readonly connectionTurns: Turns;
  /** In which messages are dealt with. */
  readonly messageTurns: Turns;
  readonly refuse: Refuse;
  readonly maxMessageBytes: number;
  readonly maxMessagesPerSecond: number;
  readonly initTimeoutMs: number;
  readonly maxConnectionsWithoutInit: number;
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
  readonly place: Place;
  /** Its `connection_init` has come. */
  begin(): void;
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

/** Those that are turned away may leave the close frame unanswered for a while; more than this many at a time are cut. */
const MAX_TURNED_AWAY = 1000;

type Open = Connection & { readonly gone: Promise<void> };

export function createWebSockets(options: WebSocketsOptions): WebSockets {
  const { protocol, connectionTurns, messageTurns, maxMessageBytes, maxMessagesPerSecond, maxConnectionsWithoutInit, admission, refuse } =
    options;
  const connections = new Set<Open>();
  /** Without `connection_init` yet, the one that has waited longest first. */
  const waiting = new Set<Open>();
  let turnedAway = 0;
  const flusher = new Flusher();
  const buffer = new WriteBuffer();
  const serverOptions = {
    noServer: true,
    maxPayload: maxMessageBytes,
    WebSocket: namingSocket(() => {
      const error = refuse('MAX_MESSAGE_BYTES', maxMessageBytes);
      options.onEnded(error.code);
      return error;
    }),
    perMessageDeflate: false,
    // A complete and a subscribe with the same id may come in one packet: the first must be over before the second begins.
    allowSynchronousEvents: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
  };
  const server = new WebSocketServer(serverOptions);

  const turnAway = (socket: WebSocket, error: GatewayError): void => {
    const { code, reason } = closeFor(error);
    options.onEnded(error.code);
    options.diagnostics.tell('connectionClosed', { code, reason });
    turnedAway += 1;
    socket.on('error', () => {});
    socket.once('close', () => (turnedAway -= 1));
    if (turnedAway > MAX_TURNED_AWAY) socket.terminate();
    else socket.close(code, reason);
  };

  const open = (socket: WebSocket, raw: Duplex, request: IncomingMessage, place: Place): void => {
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
      waiting.delete(connection);
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
    const begin = (): void => void waiting.delete(connection);
    const connection: Open = { authorization: request.headers.authorization, session, outbox, place, begin, end, gone };
    connections.add(connection);
    waiting.add(connection);
    // Not this one: whoever means to begin does so at once, so who has waited longest is the least likely to.
    if (waiting.size > maxConnectionsWithoutInit)
      waiting.values().next().value?.end(refuse('MAX_CONNECTIONS_WITHOUT_INIT', maxConnectionsWithoutInit));
    /** Since the last ping: it has taken something, or sent a whole message. */
    let heard = true;
    /** Messages that wait for their turn. */
    let untaken = 0;
    // What waits for its turn has been heard, and what comes behind it cannot be.
    const isThere = (): boolean => heard || untaken > 0;
    let rate: MessageRate | null = null;
    const isWithinRate = (): boolean => {
      if (left) return false;
      // The first message, connection_init, is not counted: as many subscriptions may follow it at once.
      if (rate === null) rate = new MessageRate(maxMessagesPerSecond, performance.now());
      else if (!rate.take(performance.now())) end(refuse('MAX_MESSAGES_PER_SECOND', maxMessagesPerSecond));
      return !left;
    };
    socket.on('ping', isWithinRate);
    socket.on('pong', isWithinRate);
    raw.on('drain', () => {
      // Its answer to the ping may still wait behind what it has not read; but it does read.
      heard = true;
      outbox.drained();
    });

    const ask = (): void => {
      heard = false;
      ping();
    };
    const keepAlive = setInterval(() => {
      if (isThere()) return ask();
      // While the process was busy its answer may have come: what is there is read in this turn of the event loop, and told of in the next.
      setImmediate(() => {
        setImmediate(() => {
          if (left) return;
          if (isThere()) ask();
          else socket.terminate();
        });
      });
    }, options.keepAliveMs);

    closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Taken is as good as sent: the outbox bounds what waits, and a subscription need not wait for the kernel.
        send: (frame) => {
          outbox.send(frame);
          return Promise.resolve();
        },
        close: (code = 1000, reason = '') => {
          if (code === 4408) connectionTurns.do(() => end(refuse('INIT_TIMEOUT_SECONDS', options.initTimeoutMs / 1000)));
          else close({ code, reason });
        },
        onMessage: (handle) => {
          const take = (data: Buffer): void => {
            if (left) return;
            handle(data.toString('utf8')).catch((error: unknown) => {
              // What a server only sends is what graphql-ws throws over.
              if (error instanceof Error && error.message.startsWith('Unexpected message')) close({ code: 4400, reason: error.message });
              else close({ code: 1011, reason: `INTERNAL_SERVER_ERROR: ${options.presentError(error).message}` });
            });
          };
          socket.on('message', (data, isBinary) => {
            if (!isWithinRate()) return;
            if (isBinary) return close({ code: 4400, reason: 'a message is binary: send text' });
            heard = true;
            untaken += 1;
            messageTurns.do(() => {
              untaken -= 1;
              take(data as Buffer);
              if (socket.isPaused && untaken === 0) socket.resume();
            });
            // Nothing more is read before this is dealt with: what waits is bounded by what is on its way.
            if (untaken > 0) socket.pause();
          });
        },
      },
      connection,
    );
    // A protocol error of the peer is followed by the close event, where all of it ends.
    socket.on('error', () => {});
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      place[Symbol.dispose]();
      guest[Symbol.dispose]();
      letGo({ code, reason: String(reason) });
    });
  };

  return {
    upgrade: (request, socket, head) =>
      connectionTurns.do(() =>
        server.handleUpgrade(request, socket, head, (webSocket) => {
          const place = admission.enter();
          if (place instanceof GatewayError) turnAway(webSocket, place);
          else open(webSocket, socket, request, place);
        }),
      ),
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
