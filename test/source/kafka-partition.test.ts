/** How our own position in a Kafka partition moves, without a broker. */

import type { KafkaMessage } from 'kafkajs';
import { expect, test } from 'vitest';

import { KafkaPartition } from '../../src/source/kafka-partition.ts';

const messages = (...offsets: readonly number[]): KafkaMessage[] =>
  offsets.map((offset) => ({
    offset: String(offset),
    timestamp: '7',
    key: null,
    value: Buffer.from(`v${offset}`),
    attributes: 0,
    headers: {},
  }));
const partitionAt = (position: bigint, end = 100n) => new KafkaPartition('t', 0, position, { low: 0n, end });
const offsets = (batch: ReturnType<KafkaPartition['take']>) => batch?.records.map(({ offset }) => Number(offset)) ?? null;

test('takes nothing of a fetch that lies below its position, and only the new part of one that overlaps', () => {
  const partition = partitionAt(10n);

  expect(partition.take(messages(7, 8, 9), 10n)).toBeNull();
  expect(offsets(partition.take(messages(8, 9, 10, 11), 12n))).toEqual([10, 11]);
  expect(partition.take(messages(10, 11), 12n)).toBeNull();
  expect(partition.position).toBe(12n);
});

test('reads on behind offsets that are not there, and calls that no gap', () => {
  const partition = partitionAt(10n);

  expect(partition.take(messages(15), 20n)).toMatchObject({ nextOffset: 20n, gapBefore: false });
  expect(partition.take(messages(), 25n)).toMatchObject({ records: [], nextOffset: 25n, gapBefore: false });
});

test('does not take a log that it has read on in for another one because its end was asked for before', () => {
  const partition = partitionAt(10n, 12n);
  partition.take(messages(10, 11, 12), 13n);

  expect(partition.see({ low: 0n, end: 12n }, 10n, false)).toBeNull();
  expect(partition.position).toBe(13n);
});

test('starts anew, all live, in a log that ends below its position', () => {
  const partition = partitionAt(10n);

  expect(partition.see({ low: 0n, end: 3n }, 10n, false)).toEqual({ fromOffset: 10n, toOffset: 0n });
  expect(partition.take(messages(0), 1n)).toMatchObject({ gapBefore: true, liveFrom: 0n });
  expect(partition.take(messages(1), 2n)).toMatchObject({ gapBefore: false, liveFrom: 0n });
  expect(partition.caughtUp).toBe(true);
});

test('starts anew when the broker refuses a position that would fit again by now', () => {
  expect(partitionAt(10n).see({ low: 0n, end: 50n }, 10n, true)).toEqual({ fromOffset: 10n, toOffset: 0n });
});

test('is told from another log of the same name by a record that was read when it was looked at last, as long as that is there', () => {
  const partition = partitionAt(10n);
  const landmark = (low: bigint, end: bigint) => partition.landmark({ low, end });
  expect(landmark(0n, 100n)).toBeNull();
  partition.take(messages(10, 11), 12n);
  const first = landmark(0n, 100n);
  expect(first).toMatchObject({ offset: 11n, timestampMs: 7 });
  first?.isOurs();
  // It has not grown.
  expect(landmark(0n, 100n)).toBeNull();
  partition.take(messages(12), 13n);
  const second = landmark(0n, 101n);
  expect(second).toMatchObject({ offset: 11n });
  // What is read while the log is looked at may be of another one.
  partition.take(messages(13), 14n);
  second?.isOurs();
  expect(landmark(0n, 102n)).toMatchObject({ offset: 12n });
  // Retention has taken it: the newest that was read tells from then on.
  expect(landmark(13n, 103n)).toBeNull();
  expect(landmark(13n, 104n)).toMatchObject({ offset: 13n });
  partition.see({ low: 0n, end: 104n }, 14n, true);
  expect(landmark(0n, 105n)).toBeNull();
});

test('goes to the first record that is left, with a gap', () => {
  const partition = partitionAt(10n);

  expect(partition.see({ low: 40n, end: 100n }, 10n, true)).toEqual({ fromOffset: 10n, toOffset: 40n });
  expect(partition.takeGap()).toMatchObject({ records: [], nextOffset: 40n, gapBefore: true, liveFrom: 100n });
  expect(partition.takeGap()).toBeNull();
});

test('has caught up only when what it had at first sight has been taken, not merely fetched', () => {
  const partition = partitionAt(98n);
  const batch = partition.take(messages(98, 99), 100n);
  expect(partition.caughtUp).toBe(false);
  if (batch !== null) partition.taken(batch);

  expect(partition.caughtUp).toBe(true);
});

test('has caught up with a tail of which nothing can be read, and takes what becomes readable later for live', () => {
  const partition = partitionAt(98n);
  expect(partition.pending).toBe(true);
  partition.seeNothingReadable();

  expect([partition.caughtUp, partition.pending]).toEqual([true, false]);
  expect(partition.take(messages(98), 99n)?.liveFrom).toBe(98n);
  partition.see({ low: 0n, end: 101n }, 99n, false);
  expect(partition.pending).toBe(true);
});
