/**
 * One subscription over all connections, and its place in the log:
 *
 * 1. before it begins it has a place: what its caller gave, or `logCursor` of now;
 * 2. each event moves the place, and so do pings of the gateway that came after the gateway had heard of the subscription;
 * 3. whenever it begins again, it begins after its place; what it has had already is dropped.
 */
import type { Connection, Result } from './connection.ts';
import type { Sent } from './operation.ts';
import { problemOf, refusalOf, StreamError } from './problem.ts';
import type { Problem, Refusal } from './problem.ts';
import { Stream } from './stream.ts';
import type { StreamOptions } from './stream.ts';

export type SubscriptionOptions = StreamOptions & {
  /** The question for a place: logCursor of a $tenantId. */
  readonly logCursor: Sent;
  /** Resolves with the place to go on from; null for now. */
  readonly onRefused: (refusal: Refusal) => Promise<string | null>;
};

/** At a place where a stream is taken up again an event may come twice, right behind it. So many are remembered. */
const MAX_REMEMBERED = 1_000;

export class Subscription extends Stream {
  readonly #options: SubscriptionOptions;
  readonly #remembered = new Set<string>();
  #after: string | null;
  /** Until there is a place, what the caller gave. */
  #since: unknown;
  /** The caller is asked for a new place: nothing may begin. */
  #refused = false;
  #placeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Pings tell where it stands, too. */
  #heard = false;

  constructor(options: SubscriptionOptions) {
    super(options);
    this.#options = options;
    const { after, since } = options.variables;
    this.#after = typeof after === 'string' ? after : null;
    this.#since = since ?? undefined;
  }

  /** Everything before it has been handed over; null while it is not known. */
  get cursor(): string | null {
    return this.#after;
  }

  override reach(cursor: string): void {
    if (this.underWay === null || !this.#heard) return;
    this.succeeded();
    this.#moveTo(cursor);
  }

  override end(): void {
    super.end();
    clearTimeout(this.#placeTimer);
  }

  protected override beginOn(connection: Connection): void {
    if (this.#refused) return;
    if (this.#after === null && this.#since === undefined && this.#options.operation.tenantId !== null) this.#findPlace(connection);
    else this.#subscribe(connection);
  }

  protected override halt(): void {
    super.halt();
    this.#heard = false;
  }

  protected override failed(problem: Problem): void {
    const refusal = refusalOf(problem);
    if (refusal !== null) {
      this.halt();
      return this.#askForPlace(refusal);
    }
    if (problem.resumeAfter !== null) this.#moveTo(problem.resumeAfter);
    super.failed(problem);
  }

  /** Live streams have a place only once something has come: a connection that ends before that would leave a hole. */
  #findPlace(connection: Connection): void {
    const variables = { tenantId: this.#options.operation.tenantId };
    this.run(connection, { ...this.#options.logCursor, variables }, ({ data, errors }) => {
      const cursor = data?.['logCursor'];
      if (typeof cursor !== 'string') return this.failed(problemOf(errors ?? []));
      this.halt();
      this.#moveTo(cursor);
      this.begin();
    });
  }

  #subscribe(connection: Connection): void {
    const { after: _after, since: _since, ...others } = this.#options.variables;
    // They exclude each other.
    const variables = this.#after === null ? { ...others, since: this.#since } : { ...others, after: this.#after };
    this.runOperation(connection, variables, (result) => this.#take(result));
    void this.#hear(connection);
  }

  async #hear(connection: Connection): Promise<void> {
    const { underWay } = this;
    await connection.whenHeard();
    if (underWay === this.underWay) this.#heard = true;
  }

  #take({ data, errors }: Result): void {
    const event = Object.values(data ?? {})[0] as { readonly eventId?: unknown; readonly cursor?: unknown } | null | undefined;
    if (data == null || event == null) return this.failed(problemOf(errors ?? []));
    const { eventId, cursor } = event;
    if (typeof eventId !== 'string' || typeof cursor !== 'string')
      return this.fail(
        new StreamError(
          'BAD_USER_INPUT',
          'An event came without its place: select `eventId` and `cursor` of every event, under these names.',
        ),
      );
    this.succeeded();
    this.#moveTo(cursor);
    if (this.#remembered.has(eventId)) return;
    this.#remember(eventId);
    this.#options.onData(data);
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
      if (this.isOver) return;
      this.#refused = false;
      this.#after = cursor;
      this.wait(told);
    } catch (error) {
      if (this.isOver) return;
      const waitMs = this.tell(`${told} No new place was found: ${String(error)}`);
      this.#placeTimer = setTimeout(() => void this.#findNewPlace(refusal), waitMs);
    }
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
