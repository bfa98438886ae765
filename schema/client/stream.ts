/** One operation over all connections: begun on each, and again on the same one where it ends by itself and trying again may help. */
import { BackOff } from './back-off.ts';
import type { BackOffOptions } from './back-off.ts';
import type { Connection, Result } from './connection.ts';
import type { Operation } from './operation.ts';
import { isFatal, problemOf, StreamError } from './problem.ts';
import type { Problem } from './problem.ts';

export type StreamOptions = BackOffOptions & {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly onData: (data: Record<string, unknown>) => void;
  /** It waits by itself, on a connection that is there; it goes on with null. */
  readonly onWaiting: (waiting: { readonly nextAttemptAt: Date; readonly reason: string } | null) => void;
  /** Once; nothing comes after it. */
  readonly onError: (error: StreamError) => void;
};

export abstract class Stream {
  readonly #options: StreamOptions;
  readonly #backOff: BackOff;
  /** Null while there is no connection. */
  #connection: Connection | null = null;
  /** Of the operation that is under way on it. */
  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options);
  }

  /** There is a connection. */
  start(connection: Connection): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.begin();
  }

  /** The connection has ended. */
  pause(): void {
    this.halt();
    this.#connection = null;
  }

  /** A place up to which the connection has been served. */
  abstract reach(cursor: string): void;

  /** Nothing more of it is heard. */
  end(): void {
    this.#over = true;
    this.pause();
  }

  fail(error: StreamError): void {
    if (this.#over) return;
    this.end();
    this.#options.onError(error);
  }

  /** Begins what is to be run on a connection that is there. */
  protected abstract beginOn(connection: Connection): void;

  protected get isOver(): boolean {
    return this.#over;
  }

  /** Changes with each operation; null where none is under way. */
  protected get underWay(): object | null {
    return this.#stop;
  }

  protected begin(): void {
    if (this.#connection !== null && !this.#over) this.beginOn(this.#connection);
  }

  protected runOperation(connection: Connection, variables: Readonly<Record<string, unknown>>, onNext: (result: Result) => void): void {
    this.run(connection, { ...this.#options.operation.sent, variables: { ...variables } }, onNext);
  }

  protected run(connection: Connection, payload: Parameters<Connection['subscribe']>[0], onNext: (result: Result) => void): void {
    this.#stop = connection.subscribe(payload, {
      onNext,
      onError: (errors) => this.failed(problemOf(errors)),
      onComplete: () =>
        this.failed({ code: 'COMPLETE', message: 'The gateway has ended the stream.', resumeAfter: null, oldestCursor: null }),
    });
  }

  protected failed(problem: Problem): void {
    this.halt();
    if (isFatal(problem)) this.fail(new StreamError(problem.code, problem.message));
    else this.wait(`${problem.code}: ${problem.message}`);
  }

  /** Something came: what fails now fails for the first time. */
  protected succeeded(): void {
    this.#backOff.reset();
  }

  /** Ends what is under way; nothing more of it is taken. */
  protected halt(): void {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
  }

  /** Begins again after a while. Without a connection the next one is what it waits for. */
  protected wait(reason: string): void {
    if (this.#connection === null) return;
    this.#timer = setTimeout(() => {
      this.#options.onWaiting(null);
      this.begin();
    }, this.tell(reason));
  }

  /** Returns how long it waits. */
  protected tell(reason: string): number {
    const waitMs = this.#backOff.next();
    this.#options.onWaiting({ nextAttemptAt: new Date(Date.now() + waitMs), reason });
    return waitMs;
  }
}
