/** One WebSocket from its first attempt to its end, whatever ends it. graphql-ws keeps the protocol; there is no second attempt here. */
import { createClient } from 'graphql-ws';
import type { Client, FormattedExecutionResult, SubscribePayload } from 'graphql-ws';
import { Pacing } from './pacing.ts';

export type ConnectionEnd = {
  /** Of the close frame; null where there was none. */
  readonly code: number | null;
  readonly reason: string;
};

export type ConnectionOptions = {
  readonly url: string;
  /** Of the callers: `Bearer …`. */
  readonly authorization: string | null;
  readonly webSocketImpl: new (...parameters: readonly unknown[]) => Socket;
  /** A connection on which nothing has come for so long is dead. */
  readonly silenceMs: number;
  /** What the gateway takes. */
  readonly messagesPerSecond: number;
  readonly onConnected: () => void;
  readonly onPing: (payload: Record<string, unknown>) => void;
  /** Once. Not called for a connection that was closed from here. */
  readonly onEnd: (end: ConnectionEnd) => void;
};

export type Result = FormattedExecutionResult<Record<string, unknown>, unknown>;

export type Sink = {
  readonly onNext: (result: Result) => void;
  /** The errors of the frame. */
  readonly onError: (errors: readonly unknown[]) => void;
  readonly onComplete: () => void;
};

/** What all WebSockets have; those of `ws` can also be cut. */
type Socket = {
  readonly readyState: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate?(): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
};

const OPEN = 1;
/** A peer that does not answer the close frame is not waited for longer. */
const CLOSE_WITHIN_MS = 1_000;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #client: Client;
  readonly #closed = deferred();
  #socket: Socket | null = null;
  #pacing: Pacing | null = null;
  #over = false;
  /** By the clock: timers stand still while a laptop sleeps. */
  #heardMs = Date.now();
  readonly #watch: ReturnType<typeof setInterval>;
  /** Of the pings that are under way: what each pong tells. */
  readonly #hearing: (() => void)[] = [];
  #heard: { readonly promise: Promise<void>; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { url, authorization, silenceMs, messagesPerSecond } = options;
    this.#watch = setInterval(() => {
      if (Date.now() - this.#heardMs > silenceMs) this.#end({ code: null, reason: `nothing came for ${silenceMs} ms` });
    }, silenceMs / 4);
    this.#client = createClient({
      url,
      webSocketImpl: holding(options.webSocketImpl, (socket, send) => {
        this.#socket = socket;
        this.#pacing = new Pacing({ perSecond: messagesPerSecond, send });
        socket.addEventListener('close', this.#closed.resolve);
        // ws throws an error that nobody listens to, also that of an attempt that is given up.
        socket.addEventListener('error', () => {});
        return this.#pacing;
      }),
      ...(authorization === null ? {} : { connectionParams: { authorization } }),
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => {},
      on: {
        connected: () => options.onConnected(),
        message: () => (this.#heardMs = Date.now()),
        ping: (received, payload) => {
          if (received) options.onPing(payload ?? {});
        },
        pong: (received, payload) => {
          const { heard, paced } = payload ?? {};
          if (received && typeof heard === 'number') this.#hearing[heard]?.();
          if (received && paced === true) this.#pacing?.heard();
        },
        error: () => this.#end({ code: null, reason: 'the connection failed' }),
        closed: (event) => {
          const { code, reason } = event as { readonly code: number; readonly reason: string };
          this.#end({ code, reason });
        },
      },
    });
  }

  /** Begins an operation; the function that is returned ends it. The sink hears nothing more once the connection has ended. */
  subscribe(payload: SubscribePayload, sink: Sink): () => void {
    let over = false;
    const unlessOver = (tell: () => void): void => {
      if (!over && !this.#over) tell();
    };
    const unsubscribe = this.#client.subscribe(payload, {
      next: (result) => unlessOver(() => sink.onNext(result)),
      error: (errors) => unlessOver(() => sink.onError(Array.isArray(errors) ? errors : [errors])),
      complete: () => unlessOver(sink.onComplete),
    });
    return () => {
      over = true;
      // Not before what has come together with this: graphql-ws would take an operation for ended twice, and close the connection too early.
      queueMicrotask(() => {
        if (!this.#over) unsubscribe();
      });
    };
  }

  /** Resolves when the gateway has received all that was begun up to now: it answers in order. */
  whenHeard(): Promise<void> {
    if (this.#heard === null) {
      const { promise, resolve } = deferred();
      const heard = this.#hearing.push(resolve) - 1;
      // graphql-ws sends an operation some microtasks after it is told to. One ping is enough for all that begin together.
      const timer = setTimeout(() => {
        this.#heard = null;
        this.ping({ heard });
      }, 0);
      this.#heard = { promise, timer };
    }
    return this.#heard.promise;
  }

  ping(payload: Record<string, unknown>): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify({ type: 'ping', payload }));
  }

  /** Resolves when nothing of it is left; soon, where the peer is dead and the socket cannot be cut. */
  close(): Promise<void> {
    this.#shut();
    return this.#closed.promise;
  }

  #end(end: ConnectionEnd): void {
    if (this.#over) return;
    this.#shut();
    this.#options.onEnd(end);
  }

  #shut(): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#watch);
    clearTimeout(this.#heard?.timer);
    this.#pacing?.end();
    const socket = this.#socket;
    if (socket === null) {
      this.#closed.resolve();
    } else {
      const cut = setTimeout(() => {
        if (socket.terminate === undefined) this.#closed.resolve();
        else socket.terminate();
      }, CLOSE_WITHIN_MS);
      // First, since a platform may tell of the end within the call.
      socket.addEventListener('close', () => clearTimeout(cut));
      socket.close(1000, 'Normal Closure');
    }
    // graphql-ws waits for a connection even where it is disposed: terminating settles what it waits for.
    this.#client.dispose()?.then(undefined, () => {});
    this.#client.terminate();
  }
}

/** The implementation, and each socket of it in hand before it is open: graphql-ws has no other way to give an attempt up. */
function holding(Base: ConnectionOptions['webSocketImpl'], hold: (socket: Socket, send: (text: string) => void) => Pacing): unknown {
  return class extends Base {
    readonly #pacing: Pacing;

    constructor(...parameters: readonly unknown[]) {
      super(...parameters);
      this.#pacing = hold(this, (text) => super.send(text));
    }

    override send(text: string): void {
      this.#pacing.send(text);
    }
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
