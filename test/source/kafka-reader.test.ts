/** What a Kafka log may look like where it is read, and what may happen to its broker between two questions. */

import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { startKafka, type KafkaBroker } from '../../scripts/kafka-broker.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { kafkaProducer } from '../../src/source/kafka-producer.ts';
import { kafkaForTests, numbers, testSource, transaction, type KafkaForTests } from '../support/kafka.ts';
import { MUCH, readerOf, signal, valuesOf, walk } from '../support/log-reader.ts';
import { readSource } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const open = () => kafkaForTests(inject('kafkaBrokers') ?? []);

/** What the reading of all of it delivers: the reader is to say the same. */
async function delivered(kafka: KafkaForTests, topic: string): Promise<{ offset: number; value: string | null }[]> {
  await using reader = readSource(kafka.source([topic]));
  await until(() => reader.source.status().caughtUp, { what: 'the source to catch up' });
  return reader.seen().map(({ offset, value }) => ({ offset, value }));
}

describe.skipIf(inject('kafkaMissing') !== null)('a reader of Kafka', () => {
  test('leaves out aborted transactions and control records, and goes on behind them', async () => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    for (const end of ['abort', 'commit', 'abort'] as const) {
      await using some = await transaction(kafka, topic, [`${end} 1`, `${end} 2`]);
      await some[end]();
    }
    await until(async () => (await reader.bounds(topic, signal)).get(0)?.end === 10n, { what: 'the last marker' });

    const all = await walk(reader, topic, 0n);
    expect(valuesOf(all)).toEqual(['a', 'commit 1', 'commit 2']);
    expect(all.nextOffset).toBe(10);
    expect(all.records).toEqual(await delivered(kafka, topic));
    // From within each of them, too.
    for (let from = 1; from < 10; from++)
      expect(await walk(reader, topic, BigInt(from))).toEqual({
        records: all.records.filter(({ offset }) => offset >= from),
        nextOffset: 10,
      });
    expect(await reader.read(topic, 0, 7n, MUCH, signal)).toEqual({ records: [], nextOffset: 10n });
  });

  test('leaves out transactions that lie within each other and are aborted, whichever ends first', async () => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic();
    await using outer = await transaction(kafka, topic, ['outer']);
    await using inner = await transaction(kafka, topic, ['inner']);
    await kafka.write(topic, ['between']);
    await inner.abort();
    await outer.abort();
    await kafka.write(topic, ['after']);
    await until(async () => (await walk(reader, topic, 0n)).nextOffset === 6, { what: 'both to be over' });

    expect(valuesOf(await walk(reader, topic, 0n))).toEqual(['between', 'after']);
  });

  test('stops before a transaction that is open, also within it, and gives it once it is committed', async () => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    await using some = await transaction(kafka, topic, ['t1', 't2']);
    await kafka.write(topic, ['behind']);

    expect(await walk(reader, topic, 0n)).toEqual({ records: [{ offset: 0, value: 'a' }], nextOffset: 1 });
    for (const from of [1n, 2n, 3n, 4n]) expect(await reader.read(topic, 0, from, MUCH, signal)).toEqual({ records: [], nextOffset: from });
    expect(await reader.read(topic, 0, 5n, MUCH, signal)).toBeNull();
    await some.commit();
    await until(async () => (await walk(reader, topic, 0n)).nextOffset === 5, { what: 'the transaction to be over' });
    expect(valuesOf(await walk(reader, topic, 2n))).toEqual(['t2', 'behind']);
  });

  test.for(['gzip', 'snappy', 'lz4', 'zstd'] as const)('reads from the middle of a batch compressed with %s', async (compression) => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic();
    await using producer = kafkaProducer({ brokers: kafka.brokers, clientId: 'test', compression });
    for (const some of [numbers(0, 50), numbers(50, 100)]) await producer.send(some.map((value) => ({ topic, key: 'k', value })));

    const chunk = await reader.read(topic, 0, 30n, 1, signal);
    // The first batch only, for so few bytes.
    expect(chunk?.records.map(({ value }) => String(value))).toEqual(numbers(30, 50));
    expect(chunk?.nextOffset).toBe(50n);
    expect(valuesOf(await walk(reader, topic, 30n))).toEqual(numbers(30, 100));
  });

  test('passes over what compaction has removed, wherever it begins: a whole batch, its beginning, its end', async () => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic({
      config: { 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0.01' },
    });
    // The last batch of such a producer is kept although nothing is left of it.
    const idempotent = kafka.kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await idempotent.connect();
    await idempotent.send({ topic, messages: [{ key: 'k', value: 'old' }] });
    await idempotent.disconnect();
    for (let n = 0; n < 5; n++)
      await kafka.producer.send([
        { topic, key: 'first', value: `old ${n}` },
        { topic, key: `kept-${n}`, value: `kept ${n}` },
        { topic, key: 'k', value: `old ${n}` },
      ]);
    await kafka.producer.send(['first', 'k'].map((key) => ({ topic, key, value: 'new' })));
    const all = await until(
      async () => {
        // A record more each time rolls the segment.
        await kafka.producer.send([{ topic, key: 'other', value: 'x' }]);
        const walked = await walk(reader, topic, 0n);
        return walked.records.every(({ value }) => !value.startsWith('old')) && walked;
      },
      { what: 'compaction', timeoutMs: 30_000 },
    );

    const kept = [2, 5, 8, 11, 14, 16, 17];
    const upTo17 = (walked: typeof all) => walked.records.map(({ offset }) => offset).filter((offset) => offset <= 17);
    expect(upTo17(all)).toEqual(kept);
    for (let from = 0; from <= 17; from++)
      expect(upTo17(await walk(reader, topic, BigInt(from), 1))).toEqual(kept.filter((offset) => offset >= from));
  });

  test('opens no connection for each of many questions at a time', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    const connections = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const before = connections();
    using reader = readerOf(kafka.brokers);
    await Promise.all(Array.from({ length: 50 }, () => reader.read(topic, 0, 0n, MUCH, signal)));
    await Promise.all(Array.from({ length: 50 }, () => reader.bounds(topic, signal)));

    // One for questions, one for records, as kafkajs has it.
    expect(connections() - before).toBe(2);
  });

  test('says where a topic that was made anew begins and ends, and reads it', async () => {
    await using kafka = await open();
    using reader = readerOf(kafka.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    expect(valuesOf(await walk(reader, topic, 8n))).toEqual(['v8', 'v9']);
    await kafka.deleteTopic(topic);
    await expect(until(() => reader.read(topic, 0, 8n, MUCH, signal), { what: 'never' })).rejects.toThrow(`Topic ${topic} does not exist`);
    await kafka.createTopic({ name: topic });
    await using fresh = await open();
    await fresh.write(topic, ['new']);

    expect(await reader.read(topic, 0, 8n, MUCH, signal)).toBeNull();
    expect(valuesOf(await walk(reader, topic, 0n))).toEqual(['new']);
    expect(await reader.bounds(topic, signal)).toEqual(new Map([[0, { low: 0n, end: 1n }]]));
  });
});

describe.skipIf(inject('ownKafkaMissing') !== null)('a reader of a Kafka that comes and goes', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterAll(() => broker[Symbol.asyncDispose]());

  test(
    'rejects with a sentence while the broker is away, and answers the next question after it is back',
    { timeout: 120_000 },
    async () => {
      using reader = readerOf(broker.brokers);
      const topic = await (async () => {
        await using kafka = await kafkaForTests(broker.brokers);
        const name = await kafka.createTopic();
        await kafka.write(name, numbers(0, 5));
        return name;
      })();
      expect(valuesOf(await walk(reader, topic, 3n))).toEqual(['v3', 'v4']);

      // Restarted between two questions: the connections are dead, the log is the same.
      await broker.stop();
      await broker.restart();
      await using again = await kafkaForTests(broker.brokers);
      await until(async () => (await again.admin.fetchTopicOffsets(topic).catch(() => [])).length === 1, {
        what: 'the topic to be served',
      });
      expect(valuesOf(await walk(reader, topic, 3n))).toEqual(['v3', 'v4']);

      await broker.kill();
      const cannot = `Kafka at ${broker.brokers[0]} cannot be reached`;
      for (const question of [reader.read(topic, 0, 0n, MUCH, signal), reader.bounds(topic, signal), reader.offsetsSince(topic, 0, signal)])
        await expect(question).rejects.toThrow(cannot);
      await broker.restart();
      const read = () => walk(reader, topic, 0n).catch(() => null);
      expect(valuesOf(await until(read, { what: 'the reader to read again' }))).toEqual(numbers(0, 5));
    },
  );

  test('ends a question under way when it is aborted or its source ends, although the broker hangs', { timeout: 120_000 }, async () => {
    await using kafka = await kafkaForTests(broker.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 5));
    const source = testSource(broker.brokers, [topic])(new Diagnostics());
    const { reader } = source;
    expect(valuesOf(await walk(reader, topic, 3n))).toEqual(['v3', 'v4']);
    await broker.pause();
    const aborting = new AbortController();
    const reason = new Error('enough');
    const aborted = reader.read(topic, 0, 0n, MUCH, aborting.signal);
    const left = reader.read(topic, 0, 1n, MUCH, signal);
    const over: string[] = [];
    const noting = [
      aborted.then(
        (chunk) => over.push(`aborted: read up to ${chunk?.nextOffset}`),
        (error: unknown) => over.push(`aborted: ${String(error)}`),
      ),
      left.then(
        (chunk) => over.push(`left: read up to ${chunk?.nextOffset}`),
        (error: unknown) => over.push(`left: ${String(error)}`),
      ),
    ];
    await wait(100);
    expect(over).toEqual([]);
    aborting.abort(reason);
    await noting[0];
    expect(over).toEqual(['aborted: Error: enough']);
    await source[Symbol.asyncDispose]();
    await noting[1];
    expect(over).toEqual(['aborted: Error: enough', 'left: Error: the source is closed']);
    broker.resume();
  });
});
