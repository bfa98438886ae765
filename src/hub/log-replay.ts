/**
 * Reads again, from the log, what is not in the journal any more: once for all streams that wait for the same stretch, a chunk at a time, so that what
 * is live goes on between them.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { logTruncated } from '../errors.ts';
import type { EncodedRecord } from '../events/decode.ts';
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import { outOfReach, PATIENCE_MS, RETRY_MS } from './outage.ts';
import type { Record, Replay } from './replay.ts';

/** What is read in one go; sockets are served in between. */
const CHUNK_BYTES = 256 * 1024;
const MAX_SLICE_MS = 5;
/** What cannot be read now (an open transaction) is asked for again after this. */
const UNREADABLE_MS = 100;

export type LogReplayOptions = {
  /** Null where the log does not hold that offset. Rejects while the log is out of reach. */
  readonly read: (
    family: Family,
    partition: number,
    from: bigint,
    maxBytes: number,
    signal: AbortSignal,
  ) => Promise<{ readonly records: readonly EncodedRecord[]; readonly nextOffset: bigint } | null>;
  /** Never throws; no events for what is of no use. */
  readonly decode: (family: Family, partition: number, record: EncodedRecord) => readonly VoiceEvent[];
  readonly maxChunkBytes: number;
};

type Wanted = { readonly family: Family; readonly partition: number; readonly from: bigint };

export class LogReplay implements AsyncDisposable {
  readonly #options: LogReplayOptions;
  readonly #stop = new AbortController();
  /** In the order in which they came. */
  readonly #waiting = new Set<Replay>();
  #reading: Promise<void> | null = null;
  #turn = 0;

  constructor(options: LogReplayOptions) {
    this.#options = options;
  }

  /** How many streams wait for the log. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Hands the stream what it lacks; it is run again when that is done. */
  want(replay: Replay): void {
    this.#waiting.add(replay);
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { signal } = this.#stop;
    let failingSinceMs: number | null = null;
    // Whoever asked is still setting up.
    await nextTurn();
    while (!signal.aborted) {
      const wanted = this.#next();
      if (wanted === null) return;
      try {
        await this.#serve(wanted);
        failingSinceMs = null;
      } catch (error) {
        if (signal.aborted) return;
        failingSinceMs ??= performance.now();
        if (performance.now() - failingSinceMs > PATIENCE_MS) {
          for (const replay of this.#waiting) replay.fail(outOfReach(error));
          this.#waiting.clear();
        } else await pause(RETRY_MS);
      }
      await nextTurn();
    }
  }

  /** What those want who have waited longest, partition by partition, from the lowest place on that anybody wants in it. */
  #next(): Wanted | null {
    for (const replay of this.#waiting) {
      const partitions = replay.isOver ? [] : replay.lacking;
      if (partitions.length === 0) {
        this.#waiting.delete(replay);
        if (!replay.isOver) replay.run();
        continue;
      }
      const { family } = replay.filter;
      const partition = partitions[(this.#turn += 1) % partitions.length] ?? 0;
      let from = replay.position.at(partition);
      for (const other of this.#waiting)
        if (other.filter.family === family && other.position.at(partition) < from && other.lacking.includes(partition))
          from = other.position.at(partition);
      return { family, partition, from };
    }
    return null;
  }

  async #serve({ family, partition, from }: Wanted): Promise<void> {
    const { read, decode, maxChunkBytes } = this.#options;
    const stretch = await read(family, partition, from, Math.min(CHUNK_BYTES, maxChunkBytes), this.#stop.signal);
    if (stretch === null) {
      for (const replay of this.#those(family, partition, from, from + 1n)) {
        this.#waiting.delete(replay);
        replay.fail(logTruncated(null));
      }
      return;
    }
    const { records, nextOffset } = stretch;
    if (nextOffset <= from) {
      // Whoever wants something else is not to wait for them.
      for (const replay of this.#those(family, partition, from, from + 1n)) {
        this.#waiting.delete(replay);
        this.#waiting.add(replay);
      }
      await pause(UNREADABLE_MS);
      return;
    }
    const decoded: Record[] = [];
    let sliceMs = performance.now();
    for (const record of records) {
      decoded.push({ offset: record.offset, timestampMs: record.timestampMs, events: decode(family, partition, record) });
      if (performance.now() - sliceMs <= MAX_SLICE_MS) continue;
      await nextTurn();
      sliceMs = performance.now();
    }
    for (const replay of this.#those(family, partition, from, nextOffset)) {
      // One that has no room for more waits for it by itself, and asks again.
      if (!replay.take(partition, decoded, nextOffset)) this.#waiting.delete(replay);
      if (performance.now() - sliceMs <= MAX_SLICE_MS) continue;
      await nextTurn();
      sliceMs = performance.now();
    }
  }

  #those(family: Family, partition: number, from: bigint, to: bigint): Replay[] {
    return [...this.#waiting].filter(({ filter, position, isOver }) => {
      const at = position.at(partition);
      return !isOver && filter.family === family && at >= from && at < to;
    });
  }
}
