/** Reads the embedded log by the contract of a source. */

import type { Diagnostics } from '../diagnostics.ts';
import type { MemoryLog, MemoryPartition } from './memory.ts';
import { memoryReader } from './memory-reader.ts';
import { oneAtATime, type Delivery } from './one-at-a-time.ts';
import type { PartitionStatus, Source, SourceStatus, StartAt } from './source.ts';

const MAX_BATCH_RECORDS = 1_000;

/** How far one partition has been read. */
type Reading = {
  readonly log: MemoryPartition;
  /** The end at first sight: records from here on are live. */
  readonly liveFrom: bigint;
  readonly startOffset: bigint;
  position: bigint;
  /** Where it was to begin is not in the log. */
  isLost: boolean;
  lastRecordAtMs: number | null;
};

export function memorySource(log: MemoryLog, diagnostics: Diagnostics): Source {
  const stop = new AbortController();
  const readings: Reading[] = [];
  let records = 0;
  let caughtUp = false;
  let reading: Promise<void> | null = null;

  const noticeCaughtUp = (): void => {
    if (caughtUp || readings.some(({ position, liveFrom, isLost }) => position < liveFrom || isLost)) return;
    caughtUp = true;
    diagnostics.tell('sourceCaughtUp', { records });
  };

  /** Partitions that appear after the start are read from their beginning, and all of it is live. */
  const noticePartitions = (): void => {
    const partitions = log.partitions();
    if (partitions.length === readings.length) return;
    const known = new Set(readings.map((each) => each.log));
    for (const partition of partitions)
      if (!known.has(partition))
        readings.push({ log: partition, liveFrom: 0n, startOffset: 0n, position: 0n, isLost: false, lastRecordAtMs: null });
  };

  const readOne = async (from: Reading, delivery: Delivery): Promise<boolean> => {
    if (from.position >= from.log.end && !from.isLost) return false;
    const { topic, partition, start } = from.log;
    const gapBefore = from.position < start || from.isLost;
    if (gapBefore) diagnostics.tell('sourceGap', { topic, partition, fromOffset: from.position, toOffset: start });
    if (gapBefore) from.position = start;
    const batch = from.log.read(from.position, MAX_BATCH_RECORDS);
    const nextOffset = from.position + BigInt(batch.length);
    from.isLost = false;
    await delivery.deliver({ topic, partition, records: batch, nextOffset, liveFrom: from.liveFrom, gapBefore });
    from.position = nextOffset;
    from.lastRecordAtMs = batch.at(-1)?.timestampMs ?? from.lastRecordAtMs;
    records += batch.length;
    noticeCaughtUp();
    return true;
  };

  const read = async (delivery: Delivery): Promise<void> => {
    let wake = Promise.withResolvers<void>();
    using _change = log.onChange(() => wake.resolve());
    stop.signal.addEventListener('abort', () => wake.resolve());
    while (!stop.signal.aborted) {
      wake = Promise.withResolvers();
      noticePartitions();
      let some = false;
      for (const each of readings) {
        if (stop.signal.aborted) return;
        some = (await readOne(each, delivery)) || some;
      }
      // A long backlog must not keep timers and sockets from their turn.
      if (some) await new Promise((resolve) => setImmediate(resolve));
      else await wake.promise;
    }
  };

  return {
    start: ({ from, onBatch }) => {
      if (reading !== null) throw new Error('a source is started once');
      const at = typeof from === 'function' ? from(log.id) : from;
      for (const partition of log.partitions()) {
        const position = firstPosition(partition, at);
        const isLost = position < partition.start || position > partition.end;
        const startOffset = isLost ? partition.start : position;
        readings.push({ log: partition, liveFrom: partition.end, startOffset, position, isLost, lastRecordAtMs: null });
      }
      // Not in this tick: whoever starts us may still be setting up.
      reading = Promise.resolve().then(() => {
        noticeCaughtUp();
        return read(oneAtATime(onBatch, diagnostics));
      });
    },
    status: (): SourceStatus => ({
      healthy: true,
      caughtUp,
      stalled: false,
      problem: null,
      restarts: 0,
      clusterId: log.id,
      partitions: readings.map(partitionStatus),
    }),
    reader: memoryReader(log, stop.signal),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await reading;
    },
  };
}

const partitionStatus = ({ log, liveFrom, startOffset, position, lastRecordAtMs }: Reading): PartitionStatus => ({
  topic: log.topic,
  partition: log.partition,
  startOffset,
  historyEnd: liveFrom,
  liveFrom,
  position,
  endOffset: log.end,
  lastRecordAtMs,
});

function firstPosition(log: MemoryPartition, from: StartAt): bigint {
  if (from === 'earliest') return log.start;
  if (from === 'latest') return log.end;
  if ('offsets' in from) return from.offsets.get(log.topic)?.get(log.partition) ?? log.start;
  if ('last' in from) return log.end - log.start > BigInt(from.last) ? log.end - BigInt(from.last) : log.start;
  return log.offsetSince(from.sinceMs);
}
