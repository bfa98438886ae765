/** Reads the embedded log at any place, beside the reading of all of it. */

import type { MemoryLog } from './memory.ts';
import type { LogReader, RawRecord } from './source.ts';

const MAX_CHUNK_RECORDS = 1_000;

/** Answers until `closing` is aborted. */
export function memoryReader(log: MemoryLog, closing: AbortSignal): LogReader {
  const partitionsOf = (topic: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    if (closing.aborted) throw new Error('the source is closed');
    return log.partitionsOf(topic);
  };
  return {
    bounds: async (topic, signal) =>
      new Map(partitionsOf(topic, signal).map(({ partition, start, end }) => [partition, { low: start, end }])),
    offsetsSince: async (topic, timestampMs, signal) =>
      new Map(partitionsOf(topic, signal).map((each) => [each.partition, each.offsetSince(timestampMs)])),
    read: async (topic, partition, from, maxBytes, signal) => {
      const of = partitionsOf(topic, signal).find((each) => each.partition === partition);
      if (of === undefined || from < of.start || from > of.end) return null;
      const records = upTo(maxBytes, of.read(from, MAX_CHUNK_RECORDS));
      return { records, nextOffset: from + BigInt(records.length) };
    },
  };
}

function upTo(maxBytes: number, records: readonly RawRecord[]): readonly RawRecord[] {
  let bytes = 0;
  const tooMany = records.findIndex(({ key, value }, index) => {
    bytes += (key?.length ?? 0) + (value?.length ?? 0);
    return index > 0 && bytes > maxBytes;
  });
  return tooMany < 0 ? records : records.slice(0, tooMany);
}
