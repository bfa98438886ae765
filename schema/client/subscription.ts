/**
 * One subscription over all connections, and its place in the log:
 *
 * 1. before it begins it has a place: what its caller gave, or `logCursor` of now;
 * 2. each event moves the place, and so do pings of the gateway that came after the gateway had heard of the subscription;
 * 3. whenever it begins again, it begins after its place; what it has had already is dropped.
 */
import { BackOff } from './back-off.ts';
import type { BackOffOptions } from './back-off.ts';
import type { Connection, Result } from './connection.ts';
import type { Operation, Sent } from './operation.ts';
import { isFatal, problemOf, refusalOf, StreamError } from './problem.ts';
import type { Problem, Refusal } from './problem.ts';

export type SubscriptionOptions = BackOffOptions & {
  readonly operation: Operation;
  /** The question for a place: logCursor of a $tenantId. */
  readonly logCursor: Sent;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly onData: (data: Record<string, unknown>) => void;
  /** Resolves with the place to go on from; null for now. */
  readonly onRefused: (refusal: Refusal) => Promise<string | null>;
  /** It waits by itself, on a connection that is there; it goes on with null. */
  readonly onWaiting: (waiting: { readonly nextAttemptAt: Date; readonly reason: string } | null) => void;
  /** Once; nothing comes after it. */
  readonly onError: (error: StreamError) => void;
};

/** At a place where a stream is taken up again an event may come twice, right behind it. So many are remembered. */
const MAX_REMEMBERED = 1_000;

export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #backOff: BackOff;
  readonly #remembered = new Set<string>();
  #after: string | null;
  /** Until there is a place, what the caller gave. */
  #since: unknown;
  /** Null while there is no connection. */
  #connection: Connection | null = null;
  /** Of the operation that is under way on it. */
  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The caller is asked for a new place: nothing may begin. */
  #refused = false;
  #placeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Pings tell where it stands, too. */
  #heard = false;
  #over = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options);
    const { after, since } = options.variables;
    this.#after = typeof after === 'string' ? after : null;
    this.#since = since ?? undefined;
  }

  /** Everything before it has been handed over; null while it is not known. */
  get cursor(): string | null {
    return this.#after;
  }

  /** There is a connection. */
  start(connection: Connection): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#begin();
  }

  /** The connection has ended. */
  pause(): void {
    this.#halt();
    this.#connection = null;
  }

  /** A place up to which the connection has been served. */
  reach(cursor: string): void {
    if (this.#stop === null || !this.#heard) return;
    this.#backOff.reset();
    this.#moveTo(cursor);
  }

  /** Nothing more of it is heard. */
  end(): void {
    this.#over = true;
    this.pause();
    clearTimeout(this.#placeTimer);
  }

  fail(error: StreamError): void {
    if (this.#over) return;
    this.end();
    this.#options.onError(error);
  }

  #begin(): void {
    if (this.#connection === null || this.#refused || this.#over) return;
    if (this.#after === null && this.#since === undefined && this.#options.operation.tenantId !== null) this.#findPlace(this.#connection);
    else this.#subscribe(this.#connection);
  }

  /** Live streams have a place only once something has come: a connection that ends before that would leave a hole. */
  #findPlace(connection: Connection): void {
    const variables = { tenantId: this.#options.operation.tenantId };
    this.#run(connection, { ...this.#options.logCursor, variables }, ({ data, errors }) => {
      const cursor = data?.['logCursor'];
      if (typeof cursor !== 'string') return this.#failed(problemOf(errors ?? []));
      this.#halt();
      this.#moveTo(cursor);
      this.#begin();
    });
  }

  #subscribe(connection: Connection): void {
    const { after: _after, since: _since, ...others } = this.#options.variables;
    // They exclude each other.
    const variables = this.#after === null ? { ...others, since: this.#since } : { ...others, after: this.#after };
    this.#run(connection, { ...this.#options.operation.sent, variables }, (result) => this.#take(result));
    void this.#hear(connection);
  }

  async #hear(connection: Connection): Promise<void> {
    const stop = this.#stop;
    await connection.whenHeard();
    if (stop === this.#stop) this.#heard = true;
  }

  #run(connection: Connection, payload: Parameters<Connection['subscribe']>[0], onNext: (result: Result) => void): void {
    this.#stop = connection.subscribe(payload, {
      onNext,
      onError: (errors) => this.#failed(problemOf(errors)),
      onComplete: () =>
        this.#failed({ code: 'COMPLETE', message: 'The gateway has ended the stream.', resumeAfter: null, oldestCursor: null }),
    });
  }

  #take({ data, errors }: Result): void {
    const event = Object.values(data ?? {})[0] as { readonly eventId?: unknown; readonly cursor?: unknown } | null | undefined;
    if (data == null || event == null) return this.#failed(problemOf(errors ?? []));
    const { eventId, cursor } = event;
    if (typeof eventId !== 'string' || typeof cursor !== 'string')
      return this.fail(
        new StreamError(
          'BAD_USER_INPUT',
          'An event came without its place: select `eventId` and `cursor` of every event, under these names.',
        ),
      );
    this.#backOff.reset();
    this.#moveTo(cursor);
    if (this.#remembered.has(eventId)) return;
    this.#remember(eventId);
    this.#options.onData(data);
  }

  #failed(problem: Problem): void {
    this.#halt();
    if (isFatal(problem)) return this.fail(new StreamError(problem.code, problem.message));
    const refusal = refusalOf(problem);
    if (refusal !== null) return this.#askForPlace(refusal);
    if (problem.resumeAfter !== null) this.#moveTo(problem.resumeAfter);
    this.#wait(`${problem.code}: ${problem.message}`);
  }

  #askForPlace(refusal: Refusal): void {
    this.#refused = true;
    // A log that was made anew counts from zero: its events may have the ids of others.
    this.#remembered.clear();
    this.#after = null;
    this.#since = undefined;
    void this.#findNewPlace(refusal);
  }

  async #findNewPlace(refusal: Refusal): Promise<void> {
    const told = `${refusal.code}: ${refusal.message}`;
    try {
      const cursor = await this.#options.onRefused(refusal);
      if (this.#over) return;
      this.#refused = false;
      this.#after = cursor;
      this.#wait(told);
    } catch (error) {
      if (this.#over) return;
      const waitMs = this.#tell(`${told} No new place was found: ${String(error)}`);
      this.#placeTimer = setTimeout(() => void this.#findNewPlace(refusal), waitMs);
    }
  }

  /** Ends what is under way; nothing more of it is taken. */
  #halt(): void {
    this.#stop?.();
    this.#stop = null;
    this.#heard = false;
    clearTimeout(this.#timer);
  }

  /** Begins again after a while. Without a connection the next one is what it waits for. */
  #wait(reason: string): void {
    if (this.#connection === null) return;
    this.#timer = setTimeout(() => {
      this.#options.onWaiting(null);
      this.#begin();
    }, this.#tell(reason));
  }

  /** Returns how long it waits. */
  #tell(reason: string): number {
    const waitMs = this.#backOff.next();
    this.#options.onWaiting({ nextAttemptAt: new Date(Date.now() + waitMs), reason });
    return waitMs;
  }

  #moveTo(cursor: string): void {
    this.#after = cursor;
    this.#since = undefined;
  }

  #remember(eventId: string): void {
    this.#remembered.add(eventId);
    if (this.#remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#remembered) {
      this.#remembered.delete(oldest);
      return;
    }
  }
}
