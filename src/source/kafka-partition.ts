/** Our own position in one Kafka partition, and what is known of the log around it. No I/O: it decides what of a fetched batch is new. */

import type { KafkaMessage } from 'kafkajs';

import type { Batch, LogBounds, PartitionStatus, RawRecord } from './source.ts';

/** A record that was read, by which this log is told from another one of the same name. */
export type Landmark = Pick<RawRecord, 'offset' | 'timestampMs'>;

export type Gap = { readonly fromOffset: bigint; readonly toOffset: bigint };

export class KafkaPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #startOffset: bigint;
  /** The offset we want next from the broker; ahead of `#taken` while a batch is being taken. */
  #position: bigint;
  /** The position up to which batches have been taken. */
  #taken: bigint;
  #liveFrom: bigint;
  /** The end at first sight: read up to here, the partition has caught up. */
  #firstEnd: bigint;
  #low: bigint;
  #end: bigint | null;
  /** Below this offset nothing more can be read now, although the log goes on: an open transaction, or a tail that was compacted away. */
  #emptyUntil = 0n;
  #gapPending = false;
  /** In the log as it was when we looked at it last. */
  #landmark: Landmark | null = null;
  /** The end of the log then. */
  #landmarkEnd: bigint | null = null;
  #newest: Landmark | null = null;
  #lastRecordAtMs: number | null = null;

  /** `bounds` are those at first sight; a partition that appears while we read has none, and all of it is live. */
  constructor(topic: string, partition: number, position: bigint, bounds: LogBounds | null) {
    this.topic = topic;
    this.partition = partition;
    this.#startOffset = position;
    this.#position = position;
    this.#taken = position;
    this.#liveFrom = bounds?.end ?? 0n;
    this.#firstEnd = bounds?.end ?? 0n;
    this.#low = bounds?.low ?? 0n;
    this.#end = bounds?.end ?? null;
  }

  get position(): bigint {
    return this.#position;
  }

  get caughtUp(): boolean {
    return this.#taken >= this.#firstEnd || this.#emptyUntil >= this.#firstEnd;
  }

  /** Whether the log has, as far as is known, something that we have not read. */
  get pending(): boolean {
    return this.#end !== null && this.#end > this.#position && this.#end > this.#emptyUntil;
  }

  /**
   * Takes the new part of what was fetched: all that is not below our position. Null if there is none. `nextOffset` is one past the last offset
   * that was fetched, readable or not. The caller hands the batch on and tells `taken` afterwards.
   */
  take(messages: readonly KafkaMessage[], nextOffset: bigint): Batch | null {
    if (nextOffset <= this.#position) return null;
    const expected = this.#position;
    const all = messages.map(rawRecord);
    const records = (all[0]?.offset ?? expected) >= expected ? all : all.filter(({ offset }) => offset >= expected);
    // Usually told by the broker (see `lost`); a first offset above the expected one is a loss only if the log begins above it, else it is sparse.
    if (expected < this.#low && (records[0]?.offset ?? nextOffset) >= this.#low) this.#gapPending = true;
    this.#newest = records.at(-1) ?? this.#newest;
    this.#landmark ??= this.#newest;
    this.#position = nextOffset;
    if (this.#end !== null && this.#end < nextOffset) this.#end = nextOffset;
    return this.#batch(records, nextOffset);
  }

  taken(batch: Batch): void {
    // After `moveTo` a batch from before may still be on its way; it must not move us back or forth.
    if (batch.nextOffset <= this.#position) this.#taken = batch.nextOffset;
    this.#lastRecordAtMs = batch.records.at(-1)?.timestampMs ?? this.#lastRecordAtMs;
  }

  /**
   * What has to be in a log with these bounds if it is still ours, or null where nothing tells: it has not changed, or no longer holds what we know.
   * `isOurs` is told once it was found, or where it is no more.
   */
  landmark({ low, end }: LogBounds): (Landmark & { readonly isOurs: () => void }) | null {
    const [landmark, newest] = [this.#landmark, this.#newest];
    if (landmark === null || end === this.#landmarkEnd) return null;
    const isOurs = (): void => {
      // Read before it was asked for, so it is of the same log.
      this.#landmark = newest;
      this.#landmarkEnd = end;
    };
    if (landmark.offset >= low && landmark.offset < end) return { ...landmark, isOurs };
    if (landmark.offset < low) isOurs();
    return null;
  }

  /**
   * Notes the log's bounds; says what was lost if our position is outside of them. `positionBefore` is our position when the bounds were asked
   * for: we may have read on since. `isOther`: the broker has refused our position, or this is another log of the same name.
   */
  see({ low, end }: LogBounds, positionBefore: bigint, isOther: boolean): Gap | null {
    this.#low = low;
    this.#end = end;
    if (this.#position < low) return this.#moveTo(low);
    // The log ends before our position: it is another one of the same name.
    if (positionBefore > end || isOther) return this.#startAnew(low);
    return null;
  }

  /** It was to begin at an offset that its log does not hold. */
  missed(fromOffset: bigint): Gap {
    this.#gapPending = true;
    return { fromOffset, toOffset: this.#position };
  }

  /** The topic is gone. What comes under its name later is another log. */
  forget(): Gap | null {
    this.#end = null;
    this.#low = 0n;
    return this.#position > 0n ? this.#startAnew(0n) : null;
  }

  /** At our position there is nothing to read now, up to the end as last seen. What becomes readable later was not there before: it is live. */
  seeNothingReadable(): void {
    if (this.#end === null) return;
    this.#emptyUntil = this.#end;
    if (this.#position < this.#liveFrom) this.#liveFrom = this.#position;
  }

  /** An empty batch that tells of a gap at once, if there is one that was not told yet. */
  takeGap(): Batch | null {
    return this.#gapPending ? this.#batch([], this.#position) : null;
  }

  status(): PartitionStatus {
    return {
      topic: this.topic,
      partition: this.partition,
      startOffset: this.#startOffset,
      historyEnd: this.#firstEnd,
      liveFrom: this.#liveFrom,
      position: this.#taken,
      endOffset: this.#end,
      lastRecordAtMs: this.#lastRecordAtMs,
    };
  }

  #startAnew(low: bigint): Gap {
    this.#liveFrom = 0n;
    this.#firstEnd = 0n;
    this.#emptyUntil = 0n;
    this.#landmark = null;
    this.#newest = null;
    return this.#moveTo(low);
  }

  #moveTo(offset: bigint): Gap {
    const gap = { fromOffset: this.#position, toOffset: offset };
    this.#position = offset;
    this.#gapPending = true;
    return gap;
  }

  #batch(records: readonly RawRecord[], nextOffset: bigint): Batch {
    const gapBefore = this.#gapPending;
    this.#gapPending = false;
    return { topic: this.topic, partition: this.partition, records, nextOffset, liveFrom: this.#liveFrom, gapBefore };
  }
}

export function rawRecord({ offset, timestamp, key, value }: Pick<KafkaMessage, 'offset' | 'timestamp' | 'key' | 'value'>): RawRecord {
  return { offset: BigInt(offset), timestampMs: Number(timestamp), key: key ?? null, value: value ?? null };
}
