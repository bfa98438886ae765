/** What the embedded log has beyond the contract of a source: bounds, keys, places. */

import { expect, test } from 'vitest';

import { MemoryLog } from '../../src/source/memory.ts';
import { readSource } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

test('a key always goes to the same partition, and records without a key to each in turn', () => {
  const log = new MemoryLog({ topics: ['t'], partitions: 4 });
  const partitionOf = (key: string | null) => log.append({ topic: 't', key, value: 'v' }).partition;

  expect(new Set(Array.from({ length: 10 }, () => partitionOf('tenant:agent'))).size).toBe(1);
  expect(new Set(Array.from({ length: 8 }, () => partitionOf(null))).size).toBe(4);
});

test('keeps no more records than it was told, and their offsets stay', () => {
  const log = new MemoryLog({ topics: ['t'], partitions: 1, maxRecords: 1_000 });
  for (let n = 0; n < 10_000; n++) log.append({ topic: 't', key: 'k', value: `v${n}` });
  const [partition] = log.partitions();

  expect([partition?.start, partition?.end]).toEqual([9_000n, 10_000n]);
  expect(partition?.read(0n, 1).map(({ offset, value }) => [offset, String(value)])).toEqual([[9_000n, 'v9000']]);
  expect(partition?.read(9_999n, 10).map(({ value }) => String(value))).toEqual(['v9999']);
});

test('keeps no more bytes than it was told, but always the newest record', () => {
  const log = new MemoryLog({ topics: ['t'], partitions: 1, maxBytes: 100 });
  const [partition] = log.partitions();
  for (let n = 0; n < 20; n++) log.append({ topic: 't', key: 'k', value: 'x'.repeat(19) });
  expect(partition?.read(0n, 100)).toHaveLength(5);
  log.append({ topic: 't', key: 'k', value: 'x'.repeat(1_000) });
  expect(partition?.read(0n, 100)).toHaveLength(1);
});

test('stamps records with the time of writing unless they bring their own', () => {
  const log = new MemoryLog({ topics: ['t'], partitions: 1, now: () => 42 });
  log.append({ topic: 't', key: 'k', value: 'a' });
  log.append({ topic: 't', key: 'k', value: 'b', timestampMs: 7 });

  expect(
    log
      .partitions()[0]
      ?.read(0n, 2)
      .map(({ timestampMs }) => timestampMs),
  ).toEqual([42, 7]);
});

test('does not take records for a topic that it does not have', () => {
  const log = new MemoryLog({ topics: ['t'] });

  expect(() => log.append({ topic: 'other', key: 'k', value: 'v' })).toThrow('the log has no topic other');
});

test('hands a long backlog over in bounded batches', async () => {
  const log = new MemoryLog({ topics: ['t'], partitions: 1 });
  for (let n = 0; n < 2_500; n++) log.append({ topic: 't', key: 'k', value: 'v' });
  await using reader = readSource((diagnostics) => log.source(diagnostics));
  await until(() => reader.source.status().caughtUp, { what: 'the source to catch up' });

  expect(reader.batches.map(({ records }) => records.length)).toEqual([1_000, 1_000, 500]);
});
