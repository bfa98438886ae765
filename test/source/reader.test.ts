/** The contract of a log's reader, held against each of its implementations. */

import { describe, expect, test } from 'vitest';

import { Diagnostics } from '../../src/diagnostics.ts';
import type { LogChunk, LogReader } from '../../src/source/source.ts';
import { keyOf, numbers } from '../support/kafka.ts';
import { readSource } from '../support/source-reader.ts';
import { implementations, KEPT, type World } from '../support/source-worlds.ts';
import { until } from '../support/until.ts';

const MUCH = 1024 * 1024;
const { signal } = new AbortController();
const of = (values: readonly string[], partition = 0, partitions = 1) =>
  values.map((value) => ({ key: keyOf(partition, partitions), value }));
const shown = (chunk: LogChunk | null) =>
  chunk === null
    ? null
    : { offsets: chunk.records.map(({ offset }) => Number(offset)), values: values(chunk), nextOffset: Number(chunk.nextOffset) };
const values = ({ records }: LogChunk) => records.map(({ value }) => String(value));
const readerOf = (world: World) => {
  const source = world.source(new Diagnostics());
  return { reader: source.reader, source, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() };
};

/** All from that offset to the end, read in chunks. */
async function readAll(reader: LogReader, topic: string, partition: number, from: bigint, maxBytes: number): Promise<string[]> {
  const all: string[] = [];
  for (let next = from; ;) {
    const chunk = await reader.read(topic, partition, next, maxBytes, signal);
    if (chunk === null || chunk.nextOffset === next) return all;
    all.push(...values(chunk));
    next = chunk.nextOffset;
  }
}

for (const { name, missing, open } of implementations) {
  describe.skipIf(missing !== null)(`a reader of ${name}`, () => {
    test('reads from the middle to the end, and from the end nothing yet', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.append(of(numbers(0, 10)));

      expect(shown(await at.reader.read(world.topic, 0, 6n, MUCH, signal))).toEqual({
        offsets: [6, 7, 8, 9],
        values: numbers(6, 10),
        nextOffset: 10,
      });
      expect(shown(await at.reader.read(world.topic, 0, 10n, MUCH, signal))).toEqual({ offsets: [], values: [], nextOffset: 10 });
      await world.append(of(['later']));
      expect(shown(await at.reader.read(world.topic, 0, 10n, MUCH, signal))).toMatchObject({ values: ['later'], nextOffset: 11 });
    });

    test('gives records as the log holds them', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      const timestampMs = Date.now() - 5_000;
      await world.append([
        { key: 'k', value: Buffer.from([0, 255]), timestampMs },
        { key: null, value: null, timestampMs },
      ]);

      expect((await at.reader.read(world.topic, 0, 0n, MUCH, signal))?.records).toEqual([
        { offset: 0n, timestampMs, key: Buffer.from('k'), value: Buffer.from([0, 255]) },
        { offset: 1n, timestampMs, key: null, value: null },
      ]);
    });

    test('says null below the beginning, beyond the end, and for a partition that is not there', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.appendAndKeep(of(numbers(0, 200)), KEPT);
      const begin = BigInt(200 - KEPT);

      expect(await at.reader.read(world.topic, 0, begin - 1n, MUCH, signal)).toBeNull();
      expect(shown(await at.reader.read(world.topic, 0, begin, MUCH, signal))).toMatchObject({ values: numbers(200 - KEPT, 200) });
      expect(await at.reader.read(world.topic, 0, 201n, MUCH, signal)).toBeNull();
      expect(await at.reader.read(world.topic, 1, 0n, MUCH, signal)).toBeNull();
      expect(await at.reader.bounds(world.topic, signal)).toEqual(new Map([[0, { low: begin, end: 200n }]]));
    });

    test('reads in chunks of about so many bytes, and at least one record at a time', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      const large = numbers(0, 20).map((value) => value.padEnd(1_000, '.'));
      for (const value of large) await world.append(of([value]));

      const some = await at.reader.read(world.topic, 0, 0n, 5_500, signal);
      expect(some?.records.length).toBeGreaterThanOrEqual(4);
      expect(some?.records.length).toBeLessThanOrEqual(6);
      expect(some?.nextOffset).toBe(BigInt(some?.records.length ?? 0));
      expect(await at.reader.read(world.topic, 0, 3n, 1, signal)).toMatchObject({ records: [{ offset: 3n }], nextOffset: 4n });
      expect(await readAll(at.reader, world.topic, 0, 0n, 5_500)).toEqual(large);
    });

    test('finds a partition that was added, and its bounds', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.append(of(['a']));
      expect((await at.reader.bounds(world.topic, signal)).size).toBe(1);
      await world.setPartitions(2);
      await world.append(of(['b'], 1, 2));

      expect(shown(await at.reader.read(world.topic, 1, 0n, MUCH, signal))).toMatchObject({ values: ['b'] });
      expect(await at.reader.bounds(world.topic, signal)).toEqual(
        new Map([
          [0, { low: 0n, end: 1n }],
          [1, { low: 0n, end: 1n }],
        ]),
      );
    });

    test('finds the offsets of a time: of the first record that is not older, the end where there is none', async () => {
      await using world = await open(3);
      await using at = readerOf(world);
      const then = Date.now() - 60_000;
      const stamped = (partition: number, seconds: readonly number[]) =>
        seconds.map((second) => ({ key: keyOf(partition, 3), value: 'x', timestampMs: then + second * 1_000 }));
      await world.append([...stamped(0, [0, 10, 20, 30]), ...stamped(1, [5, 6, 7])]);
      const since = async (second: number) => [...(await at.reader.offsetsSince(world.topic, then + second * 1_000, signal)).entries()];

      expect((await since(10)).toSorted()).toEqual([
        [0, 1n],
        [1, 3n],
        [2, 0n],
      ]);
      expect((await since(6)).toSorted()).toEqual([
        [0, 1n],
        [1, 1n],
        [2, 0n],
      ]);
      expect((await since(-1)).toSorted()).toEqual([
        [0, 0n],
        [1, 0n],
        [2, 0n],
      ]);
    });

    test('finds no offset of a time below what the log still has', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.appendAndKeep(of(numbers(0, 200)), KEPT);

      expect(await at.reader.offsetsSince(world.topic, 0, signal)).toEqual(new Map([[0, BigInt(200 - KEPT)]]));
    });

    test('rejects with a sentence for a topic that does not exist, and is none the worse for it', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.append(of(['a']));
      const { reader } = at;
      const sentence = /topic no-such-topic/i;

      await expect(reader.read('no-such-topic', 0, 0n, MUCH, signal)).rejects.toThrow(sentence);
      await expect(reader.bounds('no-such-topic', signal)).rejects.toThrow(sentence);
      await expect(reader.offsetsSince('no-such-topic', 0, signal)).rejects.toThrow(sentence);
      expect(shown(await reader.read(world.topic, 0, 0n, MUCH, signal))).toMatchObject({ values: ['a'] });
    });

    test('answers many questions at a time, each its own', async () => {
      await using world = await open(2);
      await using at = readerOf(world);
      await world.append([...of(numbers(0, 40), 0, 2), ...of(numbers(100, 140), 1, 2)]);
      const questions = Array.from({ length: 80 }, (_, n) => ({ partition: n % 2, from: Math.floor(n / 2) }));
      const [answers] = await Promise.all([
        Promise.all(questions.map(({ partition, from }) => at.reader.read(world.topic, partition, BigInt(from), MUCH, signal))),
        expect(at.reader.read('no-such-topic', 0, 0n, MUCH, signal)).rejects.toThrow(/no-such-topic/),
      ]);

      expect(answers.map((answer) => answer && values(answer))).toEqual(
        questions.map(({ partition, from }) => numbers(partition * 100 + from, partition * 100 + 40)),
      );
    });

    test('rejects an aborted question with the reason of its signal, and answers the others', async () => {
      await using world = await open(1);
      await using at = readerOf(world);
      await world.append(of(['a']));
      const reason = new Error('the client has left');
      const aborting = new AbortController();
      const other = at.reader.read(world.topic, 0, 0n, MUCH, signal);
      const aborted = at.reader.read(world.topic, 0, 0n, MUCH, AbortSignal.abort(reason));

      await expect(aborted).rejects.toBe(reason);
      expect(shown(await other)).toMatchObject({ values: ['a'] });
      aborting.abort(reason);
      await expect(at.reader.bounds(world.topic, aborting.signal)).rejects.toBe(reason);
    });

    test('answers before its source is started, beside its reading, and no more once it has ended', async () => {
      await using world = await open(1);
      await world.append(of(numbers(0, 20)));
      const reader = readSource(world.source);
      const side = reader.source.reader;
      await until(() => reader.source.status().caughtUp, { what: 'the source to catch up' });
      const all = await readAll(side, world.topic, 0, 0n, 100);
      await reader[Symbol.asyncDispose]();

      expect(all).toEqual(numbers(0, 20));
      expect(reader.values()).toEqual(numbers(0, 20));
      await expect(side.read(world.topic, 0, 0n, MUCH, signal)).rejects.toThrow('the source is closed');
      await expect(side.bounds(world.topic, signal)).rejects.toThrow('the source is closed');
    });

    test('the id of the cluster is known with the first sight of the log, and the same for all sources on it', async () => {
      await using world = await open(1);
      await using one = readSource(world.source);
      await using two = readSource(world.source);
      for (const { source } of [one, two]) await until(() => source.status().partitions.length > 0, { what: 'the log to be seen' });

      expect(one.source.status().clusterId).toMatch(/./);
      expect(two.source.status().clusterId).toBe(one.source.status().clusterId);
    });
  });
}
