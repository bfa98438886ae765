/**
 * A client that whatever ends a connection or a stream comes back: with events it goes on behind the last one, and what shows the state begins again with
 * all that is there.
 */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { DocumentNode } from 'graphql';
import { BackOff } from './back-off.ts';
import { Connection } from './connection.ts';
import type { ConnectionEnd, ConnectionOptions } from './connection.ts';
import { operationOf, requirePlace, requireState, sentOf } from './operation.ts';
import { LogCursorDocument } from './operations.ts';
import { isFatalClose, StreamError } from './problem.ts';
import type { Refusal } from './problem.ts';
import type { Stream, StreamOptions } from './stream.ts';
import { Subscription } from './subscription.ts';
import { Watch } from './watch.ts';

export { StreamError };
export type { Refusal };

export type ResumingClientOptions = {
  /** `wss://…/graphql`. */
  readonly url: string;
  /**
   * A JSON Web Token, without the word Bearer, or what fetches one: asked for each connection, after 4403 too, and shortly before a token ends.
   * Where it rejects, the next attempt asks again.
   */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Told of every change of `state`. */
  readonly onState?: ((state: ConnectionState) => void) | undefined;
  /** KEEPALIVE_SECONDS of the gateway, in milliseconds; 15 000 by default. Where nothing comes for twice as long, the connection is dead. */
  readonly keepAliveMs?: number | undefined;
  /** MAX_MESSAGES_PER_SECOND of the gateway; 100 by default. Who has more to say, as with many subscriptions, says it over some seconds. */
  readonly messagesPerSecond?: number | undefined;
  /**
   * Sends the hash of each operation instead of its text, as a gateway with PERSISTED_OPERATIONS knows them: that of the documents of the package, and
   * of your own where your code generator embeds it. What the client itself asks stands in `voice-events-gateway/persisted-operations.json`.
   */
  readonly persisted?: boolean | undefined;
  /** The first wait is drawn between zero and this, each further one between zero and twice as much; 1 000 by default. */
  readonly firstWaitMs?: number | undefined;
  /** Waits do not become longer; 30 000 by default. */
  readonly longestWaitMs?: number | undefined;
  /** `WebSocket` of `ws` in Node 20; browsers and Node 22 have their own. */
  readonly webSocketImpl?: unknown;
};

/** `closed` is where it begins, and where it comes back to when nothing is subscribed; `reason` then says why nothing is, if not on wish. */
export type ConnectionState =
  | { readonly status: 'connecting' | 'connected' }
  | { readonly status: 'waiting'; readonly nextAttemptAt: Date; readonly reason: string }
  | { readonly status: 'closed'; readonly reason: string | null };

/** The one field of an event subscription. The operation has to select `eventId` and `cursor` of every event, under these names. */
export type EventData = { readonly [field: string]: { readonly eventId: string; readonly cursor: string } };

/** The operation has to declare `$after: Cursor`, and to pass it on. */
export type EventVariables = { readonly after?: string | null | undefined };

/** The one field of a state subscription. */
export type StateData = { readonly [field: string]: { readonly [name: string]: unknown; readonly eventId?: never } };

export type WatchHandlers<Data> = {
  /** Each payload; after an outage a snapshot first. */
  readonly next: (data: Data) => void;
  /** The subscription has ended for good: trying again cannot help. Without it, the error is thrown where nothing catches it. */
  readonly onError?: ((error: StreamError) => void) | undefined;
  /** The state of the connection; `waiting` also while this subscription alone waits for its next attempt. */
  readonly onState?: ((state: ConnectionState) => void) | undefined;
};

export type Handlers<Data> = WatchHandlers<Data> & {
  /** Each event once, in the order of the log per agent or call thread. */
  readonly next: (data: Data) => void;
  /**
   * The gateway cannot go on from where the subscription was: events may be missing. Read what the page shows anew, and return the `logCursor`
   * of that answer: the subscription goes on from there. Without one it goes on from now. Where it throws or rejects, it is called again.
   */
  readonly onRefused?: ((refusal: Refusal) => string | null | undefined | void | Promise<string | null | undefined | void>) | undefined;
};

export type ResumingSubscription = {
  /** The place behind all that `next` was given, or that cannot concern it; null while it is not known. `after` it nothing is missed. */
  readonly cursor: string | null;
  readonly unsubscribe: () => void;
};

export type ResumingClient = {
  readonly state: ConnectionState;
  /**
   * Delivers events until `unsubscribe`, over any number of connections. `after` or `since` in the variables say where it begins; without them
   * it begins now. Throws a TypeError for an operation that cannot be resumed.
   */
  readonly subscribe: <Data extends EventData, Variables extends EventVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    handlers: Handlers<Data>,
  ) => ResumingSubscription;
  /**
   * Shows the state until the function that it returns is called, over any number of connections: whenever it begins again it begins with a snapshot.
   * Throws a TypeError for an operation that is no state subscription.
   */
  readonly watch: <Data extends StateData, Variables extends Readonly<Record<string, unknown>>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    handlers: WatchHandlers<Data>,
  ) => () => void;
  /**
   * Ends all subscriptions. Resolves when nothing is left: no socket, no timer. The WebSocket of Node itself cannot be cut: where the gateway hangs
   * it stays, and with it the process, until the network gives it up. That of `ws` goes after a second.
   */
  readonly dispose: () => Promise<void>;
};

/** Connects with the first subscription, and closes with the last. All subscriptions share one connection. */
export function createResumingClient(options: ResumingClientOptions): ResumingClient {
  const client = new Client(options);
  return {
    get state() {
      return client.state;
    },
    subscribe: (document, variables, handlers) => client.subscribe(document, variables, handlers),
    watch: (document, variables, handlers) => client.watch(document, variables, handlers),
    dispose: () => client.dispose(),
  };
}

/** A connection that held for so long was a good one. */
const HELD_MS = 10_000;
/** The gateway tells every few seconds that a token is about to end; half of what is left may pass before another one is fetched. */
const RENEW_AGAIN_AFTER_MS = 1_000;

type Entry = { readonly subscription: Stream; readonly onState: (state: ConnectionState) => void };

class Client {
  readonly #options: ResumingClientOptions;
  readonly #webSocketImpl: ConnectionOptions['webSocketImpl'];
  readonly #waits: { readonly firstWaitMs: number; readonly longestWaitMs: number };
  readonly #silenceMs: number;
  readonly #backOff: BackOff;
  readonly #entries = new Set<Entry>();
  #state: ConnectionState = { status: 'closed', reason: null };
  /** Made anew with each attempt; what belongs to another one comes too late. */
  #attempt: object | null = null;
  #connection: Connection | null = null;
  #connectedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewNotBeforeMs = 0;
  /** Connections whose sockets are not closed yet. */
  readonly #closing = new Set<Promise<void>>();
  #disposed = false;

  constructor(options: ResumingClientOptions) {
    // A wrong one would only be told by each attempt.
    if (!/^wss?:\/\//.test(options.url)) throw new TypeError(`url is ${options.url}: it begins with ws:// or wss://.`);
    const implementation = options.webSocketImpl ?? (globalThis as { readonly WebSocket?: unknown }).WebSocket;
    if (typeof implementation !== 'function')
      throw new TypeError('There is no WebSocket here: give `webSocketImpl`, for example that of `ws`.');
    this.#webSocketImpl = implementation as ConnectionOptions['webSocketImpl'];
    const { keepAliveMs = 15_000, firstWaitMs = 1_000, longestWaitMs = 30_000 } = options;
    this.#options = options;
    this.#silenceMs = 2 * keepAliveMs;
    this.#waits = { firstWaitMs, longestWaitMs };
    this.#backOff = new BackOff(this.#waits);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  subscribe<Data extends EventData, Variables extends EventVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    handlers: Handlers<Data>,
  ): ResumingSubscription {
    requirePlace(document);
    const { stream, end } = this.#open(document, variables, handlers, (options) => {
      const onRefused = async (refusal: Refusal): Promise<string | null> => (await handlers.onRefused?.(refusal)) ?? null;
      return new Subscription({ ...options, logCursor: sentOf(LogCursorDocument, this.#options.persisted ?? false), onRefused });
    });
    return {
      get cursor() {
        return stream.cursor;
      },
      unsubscribe: end,
    };
  }

  watch<Data extends StateData, Variables extends Readonly<Record<string, unknown>>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    handlers: WatchHandlers<Data>,
  ): () => void {
    requireState(document);
    return this.#open(document, variables, handlers, (options) => new Watch(options)).end;
  }

  #open<Data, S extends Stream>(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    handlers: WatchHandlers<Data>,
    make: (options: StreamOptions) => S,
  ): { readonly stream: S; readonly end: () => void } {
    if (this.#disposed) throw new TypeError('The client has been disposed.');
    const { persisted = false } = this.#options;
    const onState = (state: ConnectionState): void => guarded(() => handlers.onState?.(state));
    const stream = make({
      ...this.#waits,
      operation: operationOf(document, variables, persisted),
      variables,
      onData: (data) => guarded(() => handlers.next(data as Data)),
      onWaiting: (waiting) => onState(waiting === null ? this.#state : { status: 'waiting', ...waiting }),
      onError: (error) => {
        this.#leave(entry);
        guarded(() => {
          if (handlers.onError === undefined) throw error;
          handlers.onError(error);
        });
      },
    });
    const entry: Entry = { subscription: stream, onState };
    this.#entries.add(entry);
    if (this.#attempt === null && this.#state.status !== 'waiting') this.#connect();
    else {
      onState(this.#state);
      if (this.#connection !== null && this.#state.status === 'connected') stream.start(this.#connection);
    }
    return {
      stream,
      end: () => {
        stream.end();
        this.#leave(entry);
      },
    };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const { subscription } of this.#entries) subscription.end();
    this.#entries.clear();
    this.#close(null);
    await Promise.all(this.#closing);
  }

  #leave(entry: Entry): void {
    if (this.#entries.delete(entry) && this.#entries.size === 0) this.#close(null);
  }

  /** Nothing is wanted any more. */
  #close(reason: string | null): void {
    clearTimeout(this.#timer);
    this.#attempt = null;
    this.#letGo();
    if (this.#state.status !== 'closed') this.#turn({ status: 'closed', reason });
  }

  #letGo(): void {
    const connection = this.#connection;
    this.#connection = null;
    if (connection !== null) void this.#await(connection.close());
  }

  async #await(closed: Promise<void>): Promise<void> {
    this.#closing.add(closed);
    await closed;
    this.#closing.delete(closed);
  }

  #connect(): void {
    const attempt = {};
    this.#attempt = attempt;
    const isOver = (): boolean => this.#attempt !== attempt;
    this.#turn({ status: 'connecting' });
    // Whoever was told may have left.
    if (isOver()) return;
    this.#timer = setTimeout(() => this.#ended({ code: null, reason: `no token for ${this.#silenceMs} ms` }), this.#silenceMs);
    void this.#openWhenAuthorized(isOver);
  }

  async #openWhenAuthorized(isOver: () => boolean): Promise<void> {
    try {
      const authorization = await this.#authorization();
      if (!isOver()) this.#openConnection(authorization, isOver);
    } catch (error) {
      if (!isOver()) this.#ended({ code: null, reason: `no token: ${String(error)}` });
    }
  }

  #openConnection(authorization: string | null, isOver: () => boolean): void {
    clearTimeout(this.#timer);
    const connection = new Connection({
      url: this.#options.url,
      authorization,
      webSocketImpl: this.#webSocketImpl,
      silenceMs: this.#silenceMs,
      messagesPerSecond: this.#options.messagesPerSecond ?? 100,
      onConnected: () => {
        if (isOver()) return;
        this.#connectedMs = Date.now();
        this.#turn({ status: 'connected' });
        for (const { subscription } of this.#entries) subscription.start(connection);
      },
      onPing: ({ cursor, tokenExpiresInSeconds }) => {
        if (isOver()) return;
        if (typeof cursor === 'string') for (const { subscription } of this.#entries) subscription.reach(cursor);
        if (typeof tokenExpiresInSeconds === 'number') void this.#renew(connection, tokenExpiresInSeconds, isOver);
      },
      onEnd: (end) => {
        if (!isOver()) this.#ended(end);
      },
    });
    this.#connection = connection;
  }

  #ended({ code, reason }: ConnectionEnd): void {
    clearTimeout(this.#timer);
    const told = code === null ? reason : `${code} ${reason}`.trim();
    if (isFatalClose(code)) {
      const ended = [...this.#entries];
      this.#entries.clear();
      this.#close(told);
      for (const { subscription } of ended) subscription.fail(new StreamError(String(code), told));
      return;
    }
    this.#attempt = null;
    this.#letGo();
    for (const { subscription } of this.#entries) subscription.pause();
    if (this.#state.status === 'connected' && Date.now() - this.#connectedMs > HELD_MS) this.#backOff.reset();
    const waitMs = this.#backOff.next();
    this.#timer = setTimeout(() => this.#connect(), waitMs);
    this.#turn({ status: 'waiting', nextAttemptAt: new Date(Date.now() + waitMs), reason: told });
  }

  async #authorization(): Promise<string | null> {
    const { token } = this.#options;
    const fetched = typeof token === 'function' ? await token() : token;
    return fetched === undefined ? null : `Bearer ${fetched}`;
  }

  /** A fresh token keeps the connection and all that is on it. */
  async #renew(connection: Connection, secondsLeft: number, isOver: () => boolean): Promise<void> {
    if (typeof this.#options.token !== 'function' || Date.now() < this.#renewNotBeforeMs) return;
    this.#renewNotBeforeMs = Date.now() + Math.max(RENEW_AGAIN_AFTER_MS, secondsLeft * 500);
    try {
      const authorization = await this.#authorization();
      if (!isOver()) connection.ping({ authorization });
    } catch {
      // The next ping of the gateway asks again, and a connection whose token has ended comes back with another.
      this.#renewNotBeforeMs = 0;
    }
  }

  #turn(state: ConnectionState): void {
    this.#state = state;
    guarded(() => this.#options.onState?.(state));
    for (const { onState } of this.#entries) onState(state);
  }
}

/** A page that throws must not end the stream: the error is thrown where nothing catches it. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
