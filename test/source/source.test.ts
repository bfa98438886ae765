/** The contract of a source, held against each of its implementations. */

import { describe, expect, test } from 'vitest';

import { keyOf, numbers } from '../support/kafka.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { implementations, KEPT } from '../support/source-worlds.ts';
import { until } from '../support/until.ts';

const PARTITIONS = 3;
const of = (values: readonly string[], partition = 0, partitions = 1) =>
  values.map((value) => ({ key: keyOf(partition, partitions), value }));
const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read` });
const untilCaughtUp = (reader: SourceReader) => until(() => reader.source.status().caughtUp, { what: 'the source to catch up' });

for (const { name, missing, open } of implementations) {
  describe.skipIf(missing !== null)(`a source on ${name}`, () => {
    test('delivers each record once, in the order of its partition, with its offset', async () => {
      await using world = await open(PARTITIONS);
      const written = Array.from({ length: 300 }, (_, n) => ({ key: keyOf(n % PARTITIONS, PARTITIONS), value: `v${n}` }));
      await world.append(written.slice(0, 100));
      await using reader = readSource(world.source);
      await world.append(written.slice(100, 200));
      await world.append(written.slice(200));
      await untilRead(reader, written.length);

      expect(reader.seen()).toHaveLength(written.length);
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const seen = reader.seen().filter((record) => record.partition === partition);
        expect(seen.map(({ value }) => value)).toEqual(
          written.filter(({ key }) => key === keyOf(partition, PARTITIONS)).map(({ value }) => value),
        );
        expect(seen.map(({ offset }) => offset)).toEqual(seen.map((_, index) => index));
      }
    });

    test('says after each batch which offset comes next, without a break and without a gap', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 10)));
      await using reader = readSource(world.source);
      await untilRead(reader, 10);
      await world.append(of(numbers(10, 20)));
      await untilRead(reader, 20);

      let next = 0n;
      for (const batch of reader.batches) {
        if (batch.records.length > 0) expect(batch.records[0]?.offset).toBe(next);
        expect(batch.nextOffset).toBe(next + BigInt(batch.records.length));
        expect(batch.gapBefore).toBe(false);
        next = batch.nextOffset;
      }
    });

    test('tells history from what was written after it had first seen the log', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 5)));
      await using reader = readSource(world.source);
      await untilCaughtUp(reader);
      await world.append(of(numbers(5, 8)));
      await untilRead(reader, 8);

      expect(reader.seen().map(({ live }) => live)).toEqual([false, false, false, false, false, true, true, true]);
    });

    test('started at the latest, delivers only what is written afterwards', async () => {
      await using world = await open(PARTITIONS);
      await world.append(of(numbers(0, 5), 1, PARTITIONS));
      await using reader = readSource(world.source, 'latest');
      await untilCaughtUp(reader);
      await world.append(of(['new'], 1, PARTITIONS));
      await untilRead(reader, 1);

      expect(reader.seen()).toEqual([{ partition: 1, offset: 5, key: keyOf(1, PARTITIONS), value: 'new', live: true }]);
    });

    test('started at a time, begins in each partition with the first record that is not older', async () => {
      await using world = await open(2);
      const then = Date.now() - 60_000;
      const at = (partition: number, seconds: readonly number[]) =>
        seconds.map((second) => ({ key: keyOf(partition, 2), value: `p${partition}s${second}`, timestampMs: then + second * 1_000 }));
      await world.append([...at(0, [0, 10, 20, 30]), ...at(1, [5, 6, 7])]);
      await using reader = readSource(world.source, { sinceMs: then + 10_000 });
      await untilCaughtUp(reader);
      // Old by its timestamp, but written after the source had started: it belongs to what is delivered.
      await world.append(at(1, [8]));
      await untilRead(reader, 4);

      expect(reader.values().toSorted()).toEqual(['p0s10', 'p0s20', 'p0s30', 'p1s8']);
    });

    test('started so many offsets before the end, begins there in each partition, or at the beginning of a shorter one', async () => {
      await using world = await open(2);
      await world.append([...of(numbers(0, 10), 0, 2), ...of(['only'], 1, 2)]);
      await using reader = readSource(world.source, { last: 3 });
      await untilCaughtUp(reader);

      expect(reader.values().toSorted()).toEqual(['only', 'v7', 'v8', 'v9']);
    });

    const offsets = (topic: string, positions: Readonly<Record<number, bigint>>) => ({
      offsets: new Map([[topic, new Map(Object.entries(positions).map(([partition, offset]) => [Number(partition), offset]))]]),
    });

    test('started at offsets, goes on there in each partition, and begins one that is not named at its first record', async () => {
      await using world = await open(PARTITIONS);
      for (const partition of [0, 1, 2]) await world.append(of(numbers(0, 10), partition, PARTITIONS));
      await using reader = readSource(world.source, offsets(world.topic, { 0: 7n, 1: 10n }));
      await untilCaughtUp(reader);

      const read = (partition: number) => reader.seen().flatMap((one) => (one.partition === partition ? [one.offset] : []));
      expect([0, 1, 2].map(read)).toEqual([[7, 8, 9], [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
      expect(reader.batches.some(({ gapBefore }) => gapBefore)).toBe(false);
      expect(reader.seen().some(({ live }) => live)).toBe(false);
      expect(reader.source.status().partitions.map(({ startOffset }) => startOffset)).toEqual([7n, 10n, 0n]);
    });

    test('started at an offset that retention has taken, says that there is a gap before it has caught up, and begins at the first record', async () => {
      await using world = await open(1);
      await world.appendAndKeep(of(numbers(0, 200)), KEPT);
      await using reader = readSource(world.source, offsets(world.topic, { 0: 20n }));
      await untilCaughtUp(reader);

      expect(reader.batches[0]).toMatchObject({ gapBefore: true, liveFrom: 200n });
      expect(reader.batches.slice(1).some(({ gapBefore }) => gapBefore)).toBe(false);
      expect(reader.values()).toEqual(numbers(200 - KEPT, 200));
      expect(reader.told().slice(0, 2)).toEqual(['sourceGap', 'sourceCaughtUp']);
      expect(reader.notes[0]).toEqual({
        note: 'sourceGap',
        topic: world.topic,
        partition: 0,
        fromOffset: 20n,
        toOffset: BigInt(200 - KEPT),
      });
    });

    test('started at the end of a log of which nothing is left, has lost nothing', async () => {
      await using world = await open(1);
      await world.appendAndKeep(of(numbers(0, 200)), KEPT);
      await using reader = readSource(world.source, offsets(world.topic, { 0: 200n }));
      await untilCaughtUp(reader);
      await world.append(of(['next']));
      await untilRead(reader, 1);

      expect(reader.seen()).toMatchObject([{ offset: 200, value: 'next', live: true }]);
      expect(reader.batches.some(({ gapBefore }) => gapBefore)).toBe(false);
    });

    test('started behind the end of the log, which is another one then, says that there is a gap before it has caught up', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 5)));
      await using reader = readSource(world.source, offsets(world.topic, { 0: 6n }));
      await untilCaughtUp(reader);

      expect(reader.batches[0]).toMatchObject({ gapBefore: true, liveFrom: 5n });
      expect(reader.values()).toEqual(numbers(0, 5));
      expect(reader.told().slice(0, 2)).toEqual(['sourceGap', 'sourceCaughtUp']);
    });

    test('asks where to begin when it has seen the log, and before it reads anything', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 5)));
      const asked: { clusterId: string | null; batches: number }[] = [];
      let read = 0;
      const from = (clusterId: string | null) => {
        asked.push({ clusterId, batches: read });
        return offsets(world.topic, { 0: 3n });
      };
      await using reader = readSource(world.source, from, () => void (read += 1));
      await untilCaughtUp(reader);

      expect(reader.values()).toEqual(['v3', 'v4']);
      expect(asked).toEqual([{ clusterId: reader.source.status().clusterId, batches: 0 }]);
      expect(asked[0]?.clusterId).toEqual(expect.any(String));
    });

    test('has caught up at once with a log that is empty', async () => {
      await using world = await open(PARTITIONS);
      await using reader = readSource(world.source);
      await untilCaughtUp(reader);

      expect(reader.notes).toContainEqual({ note: 'sourceCaughtUp', records: 0 });
    });

    test('says that it has caught up once, when the records of the beginning have been taken', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 5)));
      await using reader = readSource(world.source);
      reader.hold();
      await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
      expect(reader.source.status().caughtUp).toBe(false);
      reader.release();
      await untilCaughtUp(reader);
      await world.append(of(numbers(5, 10)));
      await untilRead(reader, 10);

      expect(reader.source.status().caughtUp).toBe(true);
      expect(reader.told().filter((note) => note === 'sourceCaughtUp')).toHaveLength(1);
      expect(reader.notes).toContainEqual({ note: 'sourceCaughtUp', records: 5 });
    });

    test('says that records are gone when retention overtakes a slow reader, and goes on with those that are left', async () => {
      await using world = await open(1);
      await world.append(of(['first']));
      await using reader = readSource(world.source);
      reader.hold();
      await until(() => reader.underWay() === 1, { what: 'the first batch to be under way' });
      await world.appendAndKeep(of(numbers(0, 200)), KEPT);
      reader.release();
      await untilRead(reader, 1 + KEPT);

      expect(reader.values()).toEqual(['first', ...numbers(200 - KEPT, 200)]);
      expect(reader.batches.filter(({ gapBefore }) => gapBefore)).toHaveLength(1);
      const gap = reader.batches.findIndex(({ gapBefore }) => gapBefore);
      expect(reader.batches.slice(0, gap).flatMap(({ records }) => records)).toHaveLength(1);
      expect(reader.notes.filter(({ note }) => note === 'sourceGap')).toEqual([
        { note: 'sourceGap', topic: world.topic, partition: 0, fromOffset: 1n, toOffset: BigInt(201 - KEPT) },
      ]);
    });

    test('waits for each batch to be taken before it hands over the next, over all partitions', async () => {
      await using world = await open(PARTITIONS);
      await using reader = readSource(world.source);
      reader.hold();
      const all = [0, 1, 2].map((partition) => of(numbers(0, 50), partition, PARTITIONS));
      for (const some of all) await world.append(some);
      await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
      const positions = () => reader.source.status().partitions.map(({ position }) => position);
      expect(positions()).toEqual([0n, 0n, 0n]);
      expect(reader.batches).toHaveLength(1);
      reader.release();
      await untilRead(reader, 150);

      expect(reader.mostTogether()).toBe(1);
      await until(() => positions().every((position) => position === 50n), { what: 'all to be taken' });
    });

    test('ends only when the batch under way has been taken, and hands over nothing afterwards', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 5)));
      const reader = readSource(world.source);
      reader.hold();
      await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
      await world.append(of(numbers(5, 10)));
      let ended = false;
      const ending = reader.source[Symbol.asyncDispose]().then(() => (ended = true));
      // Long enough for a source that does not wait to be found out: other sources come and go in the meantime.
      await using other = readSource(world.source);
      await untilRead(other, 10);
      expect(ended).toBe(false);
      const before = reader.batches.length;
      reader.release();
      await ending;
      await world.append(of(['late']));
      await untilRead(other, 11);

      expect(reader.batches).toHaveLength(before);
    });

    test('ends before it has read anything', async () => {
      await using world = await open(1);
      const reader = readSource(world.source);
      await reader[Symbol.asyncDispose]();

      expect(reader.batches).toEqual([]);
    });

    test('reads partitions that are added while it reads from their beginning, and all of it is live', async () => {
      await using world = await open(1);
      await world.append(of(['old']));
      await using reader = readSource(world.source);
      await untilCaughtUp(reader);
      await world.setPartitions(3);
      await world.append([...of(['a', 'b'], 1, 3), ...of(['c'], 2, 3)]);
      await untilRead(reader, 4);

      const added = reader.seen().filter(({ partition }) => partition > 0);
      expect(added.toSorted((a, b) => a.partition - b.partition).map(({ value, offset, live }) => [value, offset, live])).toEqual([
        ['a', 0, true],
        ['b', 1, true],
        ['c', 0, true],
      ]);
      expect(reader.source.status().partitions.map(({ partition }) => partition)).toEqual([0, 1, 2]);
    });

    test('passes tombstones, missing keys, empty values and any bytes through as they are', async () => {
      await using world = await open(1);
      const bytes = Buffer.from([0, 255, 128, 10]);
      await world.append([
        { key: 'k', value: null },
        { key: null, value: 'no key' },
        { key: '', value: '' },
        { key: bytes, value: bytes },
      ]);
      await using reader = readSource(world.source);
      await untilRead(reader, 4);

      expect(reader.batches.flatMap(({ records }) => records).map(({ key, value }) => [key, value])).toEqual([
        [Buffer.from('k'), null],
        [null, Buffer.from('no key')],
        [Buffer.from(''), Buffer.from('')],
        [bytes, bytes],
      ]);
    });

    test('shows for each partition what it reads next, where the log ends and how old its newest record is', async () => {
      await using world = await open(2);
      const timestampMs = Date.now() - 5_000;
      await world.append([
        { key: keyOf(1, 2), value: 'a', timestampMs: timestampMs - 1 },
        { key: keyOf(1, 2), value: 'b', timestampMs },
      ]);
      await using reader = readSource(world.source);
      const status = await until(
        () => {
          const now = reader.source.status();
          return now.caughtUp && now.healthy ? now : null;
        },
        { what: 'the source to be healthy and caught up' },
      );

      expect(status).toEqual({
        healthy: true,
        caughtUp: true,
        stalled: false,
        problem: null,
        restarts: 0,
        clusterId: expect.any(String),
        partitions: [
          {
            topic: world.topic,
            partition: 0,
            startOffset: 0n,
            historyEnd: 0n,
            liveFrom: 0n,
            position: 0n,
            endOffset: 0n,
            lastRecordAtMs: null,
          },
          {
            topic: world.topic,
            partition: 1,
            startOffset: 0n,
            historyEnd: 2n,
            liveFrom: 2n,
            position: 2n,
            endOffset: 2n,
            lastRecordAtMs: timestampMs,
          },
        ],
      });
    });

    test('tells where it began and where history ends, whatever is written and read since', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 10)));
      await using reader = readSource(world.source, { last: 4 });
      await untilCaughtUp(reader);
      await world.append(of(numbers(10, 13)));
      await untilRead(reader, 7);
      await until(() => reader.source.status().partitions[0]?.position === 13n, { what: 'the position behind the last record' });

      expect(reader.source.status().partitions).toMatchObject([{ startOffset: 6n, historyEnd: 10n, position: 13n }]);
    });

    test('does not disturb, and is not disturbed by, another source on the same log', async () => {
      await using world = await open(1);
      await using one = readSource(world.source);
      await using two = readSource(world.source);
      one.hold();
      await world.append(of(numbers(0, 20)));
      await untilRead(two, 20);
      one.release();
      await untilRead(one, 20);

      expect(one.values()).toEqual(two.values());
    });

    test('goes on when a batch is refused by an exception, and says so', async () => {
      await using world = await open(1);
      await world.append(of(['bad']));
      await using reader = readSource(world.source, 'earliest', ({ records }) => {
        if (records[0]?.value?.toString() === 'bad') throw new Error('refused');
      });
      await until(() => reader.told().includes('unexpectedError'), { what: 'the exception to be told' });
      await world.append(of(['good']));
      await untilRead(reader, 2);

      expect(reader.values()).toEqual(['bad', 'good']);
    });
  });
}
