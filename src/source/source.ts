/** The contract of a source of records: what Kafka and the embedded log have in common. Knows bytes and positions, nothing of events. */

import type { Offsets } from '../position.ts';

/** One record as the log holds it. */
export type RawRecord = {
  readonly offset: bigint;
  /** The record's own timestamp in milliseconds since 1970 (set by the producer or the broker). */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
};

/** Consecutive records of one partition. */
export type Batch = {
  readonly topic: string;
  readonly partition: number;
  /** In ascending offset order. Offsets may be sparse (compaction, transactions); the list may be empty. */
  readonly records: readonly RawRecord[];
  /** The position after this batch: the offset that is read next. It may lie beyond the last record. */
  readonly nextOffset: bigint;
  /** Records at or above this offset were written after the source had first seen the log: they are live, those below are history. */
  readonly liveFrom: bigint;
  /** Records between our position and this batch are gone for good (retention, or a topic that was made anew). Sparse offsets are no gap. */
  readonly gapBefore: boolean;
};

/**
 * Where to begin in each partition: at its first record, at its end, at the first record that is not older, or so many offsets before its end.
 * Partitions that appear later are read from their beginning.
 */
export type StartAt =
  | 'earliest'
  | 'latest'
  | { readonly sinceMs: number }
  | { readonly last: number }
  /**
   * Where reading has come before. A partition that is not named begins at its first record. So does one that does not hold its offset any more, or not
   * yet; its first batch then says that there is a gap.
   */
  | { readonly offsets: Offsets };

/** Where to begin, or who decides it when the log has been seen: asked for each topic, before anything of it is read, with the cluster's id. */
export type StartFrom = StartAt | ((clusterId: string | null) => StartAt);

export type PartitionStatus = {
  readonly topic: string;
  readonly partition: number;
  /** The offset that was read first. */
  readonly startOffset: bigint;
  /** One past the last record of history: the end of the log when the source first saw it; 0 for a partition that appeared later. */
  readonly historyEnd: bigint;
  /** What stands at or above this offset is live: `historyEnd`, or lower where something before it became readable late. */
  readonly liveFrom: bigint;
  /** The offset that is read next. */
  readonly position: bigint;
  /** One past the last record of the log, as last seen; null before it was seen. */
  readonly endOffset: bigint | null;
  /** Timestamp of the newest record read, in milliseconds since 1970. */
  readonly lastRecordAtMs: number | null;
};

export type SourceStatus = {
  /** Whether the log can be read now. */
  readonly healthy: boolean;
  /** Whether every partition has been read up to the end that it had when the source first saw it. Never goes back to false. */
  readonly caughtUp: boolean;
  /** The broker answers and the log moves on, but our position does not. */
  readonly stalled: boolean;
  /** One sentence on what is wrong and what helps, for people; null while nothing is. */
  readonly problem: string | null;
  /** How often the reader had to be built anew. */
  readonly restarts: number;
  /** Which log this is, so that positions of another one can be told; null before the cluster was seen. */
  readonly clusterId: string | null;
  readonly partitions: readonly PartitionStatus[];
};

export type StartOptions = {
  readonly from: StartFrom;
  /**
   * Takes each batch: one call at a time over all partitions, in offset order per partition, no record twice. What it returns is awaited
   * before the next call (backpressure). It must not throw.
   */
  readonly onBatch: (batch: Batch) => void | Promise<void>;
};

/** Where a log begins and ends: the offset of its first record, and one past its last (the high watermark). */
export type LogBounds = { readonly low: bigint; readonly end: bigint };

export type LogChunk = {
  /** In ascending offset order; offsets may be sparse. */
  readonly records: readonly RawRecord[];
  /**
   * Where to read on. It lies beyond the last record where what follows cannot be read (control records, aborted transactions, compaction), and
   * is the offset that was asked for where nothing can be read now.
   */
  readonly nextOffset: bigint;
};

/**
 * What the log can be asked at any time, beside the reading of all of it. While the log is out of reach or has no such topic, all reject with an
 * Error whose message is one sentence on what is wrong and what helps; they do not wait for better times, but the next call finds them. An aborted
 * call rejects at once with the signal's reason. Calls do not disturb each other, nor the reading.
 */
export type LogReader = {
  /** The bounds of each partition, asked now. */
  bounds(topic: string, signal: AbortSignal): Promise<ReadonlyMap<number, LogBounds>>;
  /** For each partition the offset of the first record that is not older (milliseconds since 1970); its end where there is none. */
  offsetsSince(topic: string, timestampMs: number, signal: AbortSignal): Promise<ReadonlyMap<number, bigint>>;
  /**
   * Records from that offset on, about `maxBytes` of them, at least one where there is one. Null where the log does not hold that offset: below
   * its beginning, beyond its end, or of a partition that the topic does not have.
   */
  read(topic: string, partition: number, from: bigint, maxBytes: number, signal: AbortSignal): Promise<LogChunk | null>;
};

/** A log of records that is read once and for all partitions. Disposing it ends the reading and waits for a call of `onBatch` under way. */
export type Source = AsyncDisposable & {
  /** Begins to read; called once. Returns at once: while the log is out of reach it keeps trying, and tells so in `status`. */
  start(options: StartOptions): void;
  status(): SourceStatus;
  /** Can be asked from the beginning, started or not. After the end it answers no more. */
  readonly reader: LogReader;
};

/** A record to be written. */
export type NewRecord = {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  /** Milliseconds since 1970; the time of writing when absent. */
  readonly timestampMs?: number;
};
