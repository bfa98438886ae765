/** From the source to state and hub: each record is decoded once, folded into the state and, if it is live, published in the same tick. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Diagnostics } from './diagnostics.ts';
import type { Oddity } from './events/attributes.ts';
import type { Decode, RejectionReason } from './events/decode.ts';
import { parseKey } from './events/key.ts';
import type { Family } from './events/definition.ts';
import type { Hub } from './hub/hub.ts';
import type { Journal } from './hub/journal.ts';
import type { VoiceEvent } from './events/event.ts';
import type { Position } from './position.ts';
import type { Batch, RawRecord, SourceStatus } from './source/source.ts';
import type { StateFold } from './state/model.ts';

/** Sockets are served between slices of a batch: by then every reader has taken what it was handed. */
const MAX_SLICE_MS = 5;
const MAX_SLICE_BYTES = 256 * 1024;

export type TopicCounts = {
  records: number;
  /** Of tenants that are not kept. */
  skipped: number;
  readonly rejected: Map<RejectionReason, number>;
  readonly odd: Map<Oddity | 'TIMESTAMP_AHEAD', number>;
};

export type IngestOptions = {
  readonly decode: Decode;
  readonly state: StateFold;
  readonly hub: Hub;
  readonly journal: Journal;
  /** Which family of events each topic holds. */
  readonly families: ReadonlyMap<string, Family>;
  /** Records that live streams were to get are gone for good. All that is still there follows `oldest`. */
  readonly onLoss: (family: Family, oldest: Position | null) => void;
  /** The tenants whose records are read. */
  readonly tenants: 'all' | ReadonlySet<string>;
  readonly log: () => Pick<SourceStatus, 'caughtUp' | 'partitions'>;
  readonly diagnostics: Diagnostics;
  /** Bound on the bytes of records between two turns of the event loop. */
  readonly maxSliceBytes?: number;
  /** The wall clock. */
  readonly now?: () => number;
};

export class Ingest {
  readonly #options: IngestOptions;
  readonly #now: () => number;
  readonly #maxSliceBytes: number;
  readonly #counts = new Map<string, TopicCounts>();
  #clockMs = -Infinity;
  /** For good: the log is not asked any more. */
  #caughtUp = false;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#maxSliceBytes = Math.min(options.maxSliceBytes ?? MAX_SLICE_BYTES, MAX_SLICE_BYTES);
  }

  /** Since the start, by topic. */
  get counts(): ReadonlyMap<string, TopicCounts> {
    return this.#counts;
  }

  /** Moves the clock of the state on although no record comes; called about once a second. While history is read only records move it. */
  tick(): void {
    const { log, state, journal } = this.#options;
    const { caughtUp, partitions } = log();
    if (caughtUp) this.advance();
    // Of which there has been nothing to read yet.
    for (const { topic, partition, startOffset } of partitions)
      if (state.next(topic, partition) === null) state.pass(topic, partition, startOffset);
    journal.look();
  }

  /** The same at once; not before all history has been read. */
  advance(): void {
    this.#advance(this.#now());
  }

  async onBatch(batch: Batch): Promise<void> {
    const { topic, partition } = batch;
    const { decode, state, hub, journal, families, tenants, diagnostics } = this.#options;
    const family = families.get(topic);
    if (family === undefined) throw new Error(`no family of events is known for the topic ${topic}`);
    journal.begin(family, partition, batch.liveFrom);
    if (batch.gapBefore) this.#noteGap(family, batch);
    // No record comes twice: a partition that begins again is another one of the same name, which was not there when it was first looked for.
    const isAnew = (batch.records[0]?.offset ?? batch.nextOffset) < (state.next(topic, partition) ?? 0n);
    if (batch.gapBefore || isAnew) state.lose(topic, partition);
    const counts = this.#countsOf(topic);
    const clockLimitMs = this.#clockLimit(topic, partition);
    const slice = new Slice(this.#maxSliceBytes, this.#now);
    const pass = ({ offset, timestampMs }: RawRecord, events: readonly VoiceEvent[]): void => {
      journal.append(family, partition, events, offset + 1n);
      if (events.length === 0) journal.advance(family, partition, offset + 1n, timestampMs);
    };
    for (const record of batch.records) {
      if (slice.isFull(record.value?.length ?? 0)) await slice.next();
      counts.records += 1;
      // What is still to come has not happened: a producer whose clock is fast must not end calls and forget agents of others.
      const timestampMs = Math.min(record.timestampMs, slice.startedAtMs);
      if (record.timestampMs > slice.startedAtMs) count(counts.odd, 'TIMESTAMP_AHEAD');
      this.#advance(clockLimitMs === null ? slice.startedAtMs : Math.min(timestampMs, clockLimitMs));
      if (tenants !== 'all' && isForeign(record.key, tenants)) {
        counts.skipped += 1;
        pass(record, []);
        continue;
      }
      const { events, rejected, oddities } = decode(topic, partition, record, slice.startedAtMs);
      // History only tells where things stand; what was written before the start is no news.
      const isLive = record.offset >= batch.liveFrom;
      const place = { topic, partition, offset: record.offset, timestampMs };
      if (events.length === 0) state.apply(place, events);
      pass(record, events);
      for (let i = 0; i < events.length; i += 1) {
        const event = events[i] as VoiceEvent;
        const isLast = i === events.length - 1;
        // The last is published in the tick in which the state takes the record; only a record of many may need more than one.
        if (i > 0 && slice.isFull(event.sizeBytes)) await slice.next();
        // Whoever resumes behind an event that is not the last of its record is to get the record again: its position stands before it.
        if (isLast) {
          // In one tick: whoever asks in between is told of the state without this record, and of the place before it.
          state.apply(place, events);
          journal.advance(family, partition, record.offset + 1n, record.timestampMs);
        }
        if (isLive) hub.publish(event);
      }
      for (const oddity of oddities) count(counts.odd, oddity);
      for (const [reason, many] of rejected) {
        count(counts.rejected, reason, many);
        diagnostics.tell('recordRejected', { topic, partition, offset: record.offset, reason, count: many });
      }
    }
    // What stands behind the last record of the batch cannot be read.
    journal.append(family, partition, [], batch.nextOffset);
    journal.advance(family, partition, batch.nextOffset, 0);
    state.pass(topic, partition, batch.nextOffset);
  }

  /** Streams that were to get what is gone must not go on as if nothing were missing. */
  #noteGap(family: Family, { partition, records, nextOffset, liveFrom }: Batch): void {
    const from = records[0]?.offset ?? nextOffset;
    const { journal, onLoss } = this.#options;
    journal.reset(family, partition, from, liveFrom);
    const position = journal.position(family);
    // A log made anew is found out partition by partition: where we stand in the others is no place in it.
    if (liveFrom === 0n) onLoss(family, position?.beginning() ?? null);
    else if (from > liveFrom) onLoss(family, position);
  }

  /**
   * How far the clock may go with the records of this partition; null once all history is read, when it is the wall clock. Partitions are read
   * one ahead of the other by minutes or hours. Would the first set the clock, calls of the last would seem to have waited, lingered and ended
   * long before their next record is read: so no partition is left behind.
   */
  #clockLimit(topic: string, partition: number): number | null {
    if (this.#caughtUp) return null;
    const { caughtUp, partitions } = this.#options.log();
    this.#caughtUp = caughtUp;
    if (caughtUp) return null;
    let limitMs = Infinity;
    for (const other of partitions) {
      if (other.position >= other.historyEnd || (other.topic === topic && other.partition === partition)) continue;
      limitMs = Math.min(limitMs, other.lastRecordAtMs ?? -Infinity);
    }
    return limitMs;
  }

  #advance(toMs: number): void {
    if (toMs <= this.#clockMs) return;
    this.#clockMs = toMs;
    this.#options.state.advance(toMs);
  }

  #countsOf(topic: string): TopicCounts {
    let counts = this.#counts.get(topic);
    if (counts === undefined) {
      counts = { records: 0, skipped: 0, rejected: new Map(), odd: new Map() };
      this.#counts.set(topic, counts);
    }
    return counts;
  }
}

/** Told by the key alone: what stands in the record is not even parsed. A key without a tenant is for the decoder to reject. */
function isForeign(key: Buffer | null, tenants: ReadonlySet<string>): boolean {
  const tenantId = parseKey(key)?.tenantId;
  return tenantId !== undefined && !tenants.has(tenantId);
}

function count<K>(counts: Map<K, number>, key: K, many = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + many);
}

/** What is done between two turns of the event loop. */
class Slice {
  readonly #maxBytes: number;
  #bytes = 0;
  #startedMs = performance.now();
  readonly #now: () => number;
  startedAtMs: number;

  constructor(maxBytes: number, now: () => number) {
    this.#maxBytes = maxBytes;
    this.#now = now;
    this.startedAtMs = now();
  }

  /** Whether this much more would be too much; otherwise it counts. */
  isFull(bytes: number): boolean {
    if ((this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) || performance.now() - this.#startedMs > MAX_SLICE_MS) return true;
    this.#bytes += bytes;
    return false;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.#bytes = 0;
    this.#startedMs = performance.now();
    this.startedAtMs = this.#now();
  }
}
