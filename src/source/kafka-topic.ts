/** Reads one topic for as long as it is asked to: waits for broker and topic, keeps our positions, puts a new consumer in place of one that fails or stalls. */

import type { KafkaMessage } from 'kafkajs';

import type { Diagnostics } from '../diagnostics.ts';
import { KafkaPartition, type Gap } from './kafka-partition.ts';
import { isUnknownTopic, kafkaProblem, missingTopic } from './kafka-problem.ts';
import { kafkaProbe, type KafkaProbe } from './kafka-probe.ts';
import { kafkaSession, type KafkaSession, type KafkaSessionOptions } from './kafka-session.ts';
import { kafkaWatchdog } from './kafka-watchdog.ts';
import type { Delivery } from './one-at-a-time.ts';
import type { Batch, LogBounds, StartAt, StartFrom } from './source.ts';

export type KafkaTopicOptions = KafkaSessionOptions & {
  readonly checkIntervalMs: number;
  readonly stallTimeoutMs: number;
  readonly maxBackoffMs: number;
};

export type KafkaTopicContext = {
  readonly from: StartFrom;
  readonly delivery: Delivery;
  readonly diagnostics: Diagnostics;
  /** Something in the topic's state has changed. */
  readonly onChange: () => void;
  /** This group is used no more. */
  readonly onGroupLeft: (groupId: string) => void;
};

const MIN_BACKOFF_MS = 250;
/** Until we have caught up once, somebody waits for us. */
const EAGER_INTERVAL_MS = 500;

/**
 * One loop, one question at a time: look at the log; note what is new, gone or lost; then see to the consumer. The consumer itself only says
 * that it is worth a look, so there is one place that decides.
 */
export class KafkaTopic {
  readonly #topic: string;
  readonly #options: KafkaTopicOptions;
  readonly #context: KafkaTopicContext;
  readonly #probe: KafkaProbe;
  readonly #watchdog: ReturnType<typeof kafkaWatchdog>;
  readonly #partitions = new Map<number, KafkaPartition>();
  #session: KafkaSession | null = null;
  /** The partitions there were when the session was made; others that it lacks have come since. */
  #sessionPartitions: ReadonlySet<number> = new Set();
  /** The partitions at the last look. The consumer may have met a newer one in the meantime. */
  #existing: ReadonlySet<number> = new Set();
  readonly #closing = new Set<Promise<void>>();
  #seen = false;
  #everRead = false;
  #stalled = false;
  #restarts = 0;
  #failures = 0;
  #records = 0;
  #delivering = 0;
  #lookProblem: string | null = null;
  #sessionProblem: string | null = null;
  #wake: () => void = () => {};

  constructor(topic: string, options: KafkaTopicOptions, context: KafkaTopicContext) {
    this.#topic = topic;
    this.#options = options;
    this.#context = context;
    this.#probe = kafkaProbe(options, topic);
    this.#watchdog = kafkaWatchdog(options.stallTimeoutMs);
  }

  get problem(): string | null {
    return this.#lookProblem ?? this.#sessionProblem;
  }

  get healthy(): boolean {
    return this.problem === null && this.#everRead;
  }

  /** Whether the broker has answered the last time; it may have answered that there is no such topic. */
  get reachable(): boolean {
    return this.#failures === 0;
  }

  /** Whether all partitions, as they were at first sight, have been read. A topic that does not exist has none. */
  get caughtUp(): boolean {
    return this.#seen && [...this.#partitions.values()].every((partition) => partition.caughtUp);
  }

  get stalled(): boolean {
    return this.#stalled;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Of the cluster; null before one has told of this topic. */
  get clusterId(): string | null {
    return this.#probe.clusterId();
  }

  get records(): number {
    return this.#records;
  }

  partitions(): KafkaPartition[] {
    return [...this.#partitions.values()].toSorted((a, b) => a.partition - b.partition);
  }

  /** Resolves once the signal is given and all is closed. */
  async run(signal: AbortSignal): Promise<void> {
    // A question under way ends at once, too.
    signal.addEventListener('abort', () => {
      this.#probe.close();
      this.#wake();
    });
    while (!signal.aborted) {
      const woken = Promise.withResolvers<void>();
      this.#wake = woken.resolve;
      await this.#check();
      this.#context.onChange();
      if (signal.aborted) break;
      const timer = setTimeout(woken.resolve, this.#pauseMs());
      await woken.promise;
      clearTimeout(timer);
    }
    this.#closeSession();
    await Promise.all(this.#closing);
  }

  #pauseMs(): number {
    if (this.#failures > 0) return Math.min(MIN_BACKOFF_MS * 2 ** (this.#failures - 1), this.#options.maxBackoffMs);
    return this.caughtUp ? this.#options.checkIntervalMs : Math.min(this.#options.checkIntervalMs, EAGER_INTERVAL_MS);
  }

  async #check(): Promise<void> {
    try {
      const before = new Map([...this.#partitions].map(([id, { position }]) => [id, position]));
      const bounds = await this.#look();
      if (bounds === null) return this.#seeNoTopic();
      this.#lookProblem = null;
      if (this.#seen) this.#seeBounds(bounds, before, await this.#madeAnew(bounds));
      else await this.#seeFirst(bounds);
      await this.#seeToSession();
      this.#failures = this.#sessionProblem === null ? 0 : this.#failures;
    } catch (error) {
      this.#failures++;
      this.#lookProblem = this.#describe(error);
      this.#probe.reset();
    }
  }

  async #look(): Promise<Map<number, LogBounds> | null> {
    try {
      return await this.#probe.look();
    } catch (error) {
      if (isUnknownTopic(error)) return null;
      throw error;
    }
  }

  async #seeFirst(bounds: ReadonlyMap<number, LogBounds>): Promise<void> {
    const from = typeof this.#context.from === 'function' ? this.#context.from(this.clusterId) : this.#context.from;
    const since = typeof from === 'object' && 'sinceMs' in from ? await this.#probe.offsetsSince(from.sinceMs) : null;
    const offsets = typeof from === 'object' && 'offsets' in from ? from.offsets.get(this.#topic) : undefined;
    const gaps: [KafkaPartition, Gap][] = [];
    for (const [id, { low, end }] of bounds) {
      const offset = offsets?.get(id);
      const isLost = offset !== undefined && (offset < low || offset > end);
      const position = isLost ? low : (offset ?? firstPosition(from, since?.get(id), { low, end }));
      const partition = new KafkaPartition(this.#topic, id, position, { low, end });
      this.#partitions.set(id, partition);
      if (isLost) gaps.push([partition, partition.missed(offset)]);
    }
    this.#existing = new Set(bounds.keys());
    // Before anybody takes what was known before for what is.
    for (const [partition, gap] of gaps) await this.#tellGap(partition, gap);
    this.#seen = true;
  }

  /** Partitions that hold something else where we have read: a log of the same name that may have grown past our position, so that its bounds tell nothing. */
  async #madeAnew(bounds: ReadonlyMap<number, LogBounds>): Promise<ReadonlySet<number>> {
    const others = new Set<number>();
    for (const [id, each] of bounds) {
      const landmark = this.#partitions.get(id)?.landmark(each) ?? null;
      if (landmark === null) continue;
      const timestampMs = await this.#probe.timestampAt(id, landmark.offset);
      // Compaction may have taken it.
      if (timestampMs === null || timestampMs === landmark.timestampMs) landmark.isOurs();
      else others.add(id);
    }
    return others;
  }

  #seeBounds(bounds: ReadonlyMap<number, LogBounds>, before: ReadonlyMap<number, bigint>, others: ReadonlySet<number>): void {
    const refused = (this.#session?.outOfRange() ?? new Set<number>()).union(others);
    const gaps: [KafkaPartition, Gap][] = [];
    for (const id of this.#existing) {
      const partition = this.#partitions.get(id);
      if (partition === undefined || bounds.has(id)) continue;
      // Made anew with fewer partitions.
      const gap = partition.forget();
      if (gap !== null) gaps.push([partition, gap]);
      this.#partitions.delete(id);
    }
    this.#existing = new Set(bounds.keys());
    for (const [id, each] of bounds) {
      const partition = this.#partition(id);
      const gap = partition.see(each, before.get(id) ?? 0n, refused.has(id));
      if (gap !== null) gaps.push([partition, gap]);
    }
    if (gaps.length > 0) this.#restart('records that it was to read next are gone from the log');
    for (const [partition, gap] of gaps) void this.#tellGap(partition, gap);
  }

  #seeNoTopic(): void {
    this.#failures = 0;
    this.#seen = true;
    this.#sessionProblem = null;
    this.#lookProblem = missingTopic(this.#topic);
    this.#probe.reset();
    this.#closeSession();
    for (const partition of this.#partitions.values()) {
      const gap = partition.forget();
      if (gap !== null) void this.#tellGap(partition, gap);
    }
  }

  async #seeToSession(): Promise<void> {
    const session = this.#session;
    if (session === null) return this.#startSession();

    const failure = session.failure();
    if (failure !== null) {
      this.#failures++;
      this.#sessionProblem = this.#describe(failure.error);
      this.#restart(this.#sessionProblem);
      // The first time at once; then the loop's pause lies between two attempts.
      return this.#failures > 1 ? undefined : this.#startSession();
    }
    if (session.outOfRange().size > 0) this.#restart('the broker refused its position');
    else if (session.reading()) {
      this.#sessionProblem = null;
      this.#everRead = true;
      this.#seeToAssignment(session);
    }
    if (this.#session !== null) await this.#watch(session);
    if (this.#session === null) this.#startSession();
  }

  #seeToAssignment(session: KafkaSession): void {
    const assigned = session.assigned() ?? new Set<number>();
    const lacking = [...this.#existing].filter((id) => !assigned.has(id));
    if (lacking.length === 0) return;
    // New partitions: the consumer would find them by itself, but late. Others can only have gone to a foreign member of our group.
    if (lacking.every((id) => !this.#sessionPartitions.has(id))) session.refresh();
    else this.#restart('another consumer has joined its group');
  }

  async #watch(session: KafkaSession): Promise<void> {
    const unmoved = this.#watchdog.unmoved(this.#partitions.values());
    // Who waits for onBatch does not stall.
    const suspects = this.#delivering > 0 ? [] : unmoved;
    const stuck: KafkaPartition[] = [];
    for (const partition of suspects) {
      // Before its first answer a consumer has not had its chance; that nothing can be read is then no finding, yet.
      if (!session.reading() || (await this.#probe.readableAt(partition.partition, partition.position))) stuck.push(partition);
      else partition.seeNothingReadable();
    }
    const stalled = this.#watchdog.isStalled(stuck, performance.now());
    if (stalled) {
      this.#stalled = true;
      this.#restart('it stood still although the log went on');
      this.#watchdog.restarted();
    } else if (stuck.length === 0) this.#stalled = false;
  }

  #startSession(): void {
    this.#sessionPartitions = new Set(this.#partitions.keys());
    this.#session = kafkaSession(this.#options, this.#topic, {
      positionOf: (id) => this.#partition(id).position,
      onFetched: (id, messages, nextOffset) => this.#onFetched(this.#partition(id), messages, nextOffset),
      onChange: () => this.#wake(),
    });
  }

  /** This check or the next one starts another session. */
  #restart(reason: string): void {
    if (this.#session === null) return;
    this.#restarts++;
    this.#context.diagnostics.tell('sourceRestarted', { reason: `The reader of topic ${this.#topic} was built anew: ${reason}` });
    this.#closeSession();
  }

  /**
   * Nobody waits for it but the end of all: a session that is closing hands over nothing, and the next one has a group of its own, so reading
   * goes on although the old consumer hangs or its coordinator is gone.
   */
  #closeSession(): void {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    const close = async (): Promise<void> => {
      await session.close();
      this.#context.onGroupLeft(session.groupId);
      this.#closing.delete(closing);
    };
    const closing = close();
    this.#closing.add(closing);
  }

  /** A partition that we have not met is new: it is read from its beginning, and all of it is live. */
  #partition(id: number): KafkaPartition {
    let partition = this.#partitions.get(id);
    if (partition === undefined) this.#partitions.set(id, (partition = new KafkaPartition(this.#topic, id, 0n, null)));
    return partition;
  }

  async #tellGap(partition: KafkaPartition, gap: Gap): Promise<void> {
    this.#context.diagnostics.tell('sourceGap', { topic: this.#topic, partition: partition.partition, ...gap });
    const batch = partition.takeGap();
    if (batch !== null) await this.#deliver(partition, batch);
  }

  async #onFetched(partition: KafkaPartition, messages: readonly KafkaMessage[], nextOffset: bigint): Promise<void> {
    const batch = partition.take(messages, nextOffset);
    if (batch !== null) await this.#deliver(partition, batch);
  }

  async #deliver(partition: KafkaPartition, batch: Batch): Promise<void> {
    this.#delivering++;
    await this.#context.delivery.deliver(batch);
    this.#delivering--;
    this.#records += batch.records.length;
    partition.taken(batch);
    this.#context.onChange();
  }

  #describe(error: unknown): string {
    return kafkaProblem(error, this.#options, { topic: this.#topic, groupPrefix: this.#options.groupPrefix });
  }
}

/** Where a partition begins for which no offset is given; `since` is that of the first record that is not older than a time. */
function firstPosition(from: StartAt, since: bigint | undefined, { low, end }: LogBounds): bigint {
  if (from === 'earliest' || (typeof from === 'object' && 'offsets' in from)) return low;
  const wanted = typeof from === 'object' && 'last' in from ? end - BigInt(from.last) : (since ?? end);
  if (wanted < low) return low;
  // What was written since we looked at the end is live, however old its timestamp: it must not be left out.
  return wanted > end ? end : wanted;
}
