/** What can happen to the consumer under a source on Kafka, and that nobody notices: a foreign member, joining again, a silent stop, a crash. */

import { randomUUID } from 'node:crypto';

import type { Consumer } from 'kafkajs';
import { describe, expect, inject, test } from 'vitest';

import { kafkaClient } from '../../src/source/kafka-client.ts';
import { kafkaForTests, numbers, type KafkaForTests } from '../support/kafka.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const open = () => kafkaForTests(inject('kafkaBrokers') ?? []);
const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read` });
const places = (reader: SourceReader) => reader.seen().map(({ partition, offset }) => `${partition}:${offset}`);
const prefix = () => `test-${randomUUID()}`;

async function writeToAll(kafka: KafkaForTests, topic: string, partitions: number, values: readonly string[]): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) await kafka.write(topic, values, { partition, partitions });
}

const hasOnce = (reader: SourceReader, count: number): void => {
  expect(reader.seen()).toHaveLength(count);
  expect(new Set(places(reader)).size).toBe(count);
};

/** Another consumer in the group of ours, with a client of its own. */
async function join(kafka: KafkaForTests, groupId: string, topic: string): Promise<AsyncDisposable & { readonly joined: () => boolean }> {
  const client = kafkaClient({ brokers: kafka.brokers, clientId: 'foreign' });
  const consumer = client.kafka.consumer({ groupId });
  let joined = false;
  consumer.on('consumer.group_join', () => (joined = true));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachBatch: async () => {} });
  return {
    joined: () => joined,
    [Symbol.asyncDispose]: async () => {
      await consumer.disconnect();
      client.destroy();
    },
  };
}

describe.skipIf(inject('kafkaMissing') !== null)('a source on Kafka', () => {
  test('loses and repeats nothing when a foreign consumer joins its group, and reads on in another one', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 4 });
    const groupPrefix = prefix();
    await writeToAll(kafka, topic, 4, numbers(0, 25));
    await using reader = readSource(kafka.source([topic], { groupPrefix }));
    await untilRead(reader, 100);
    const [groupId] = await kafka.groups(groupPrefix);
    await using foreign = await join(kafka, groupId as string, topic);
    await until(foreign.joined, { what: 'the foreign consumer to join' });
    await writeToAll(kafka, topic, 4, numbers(25, 50));
    await untilRead(reader, 200);

    hasOnce(reader, 200);
    expect(reader.source.status().restarts).toBe(1);
    expect(reader.notes).toContainEqual(
      expect.objectContaining({ note: 'sourceRestarted', reason: expect.stringContaining('another consumer has joined') }),
    );
  });

  test('joins its group again exactly at its positions: what it has read is not even fetched again', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 1 });
    await kafka.write(topic, numbers(0, 200));
    const fetchedFrom: string[] = [];
    let joins = 0;
    const onConsumer = (consumer: Consumer): void => {
      consumer.on('consumer.group_join', () => joins++);
      consumer.on('consumer.start_batch_process', ({ payload }) =>
        fetchedFrom.push(`join ${joins}: ${payload.partition}:${payload.firstOffset}`),
      );
    };
    await using reader = readSource(kafka.source([topic], { onConsumer }));
    await untilRead(reader, 200);
    // More partitions make it join again.
    await kafka.addPartitions(topic, 2);
    await until(() => joins === 2, { what: 'the consumer to join again' });
    await using fresh = await open();
    await writeToAll(fresh, topic, 2, ['new']);
    await untilRead(reader, 202);

    hasOnce(reader, 202);
    const afterwards = fetchedFrom.filter((line) => !line.startsWith('join 1:'));
    expect(afterwards.toSorted()).toEqual(['join 2: 0:200', 'join 2: 1:0']);
    expect(reader.source.status().restarts).toBe(0);
  });

  test('commits nothing, and deletes its groups when it ends', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const groupPrefix = prefix();
    await kafka.write(topic, numbers(0, 10));
    const reader = readSource(kafka.source([topic], { groupPrefix }));
    await untilRead(reader, 10);
    const groups = await kafka.groups(groupPrefix);
    expect(groups).toHaveLength(1);
    const committed = await kafka.admin.fetchOffsets({ groupId: groups[0] as string, topics: [topic] });
    await reader[Symbol.asyncDispose]();

    expect(committed).toEqual([{ topic, partitions: [expect.objectContaining({ offset: '-1' })] }]);
    expect(await kafka.groups(groupPrefix)).toEqual([]);
  });

  test('deletes its groups although one of its topics is missing', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const groupPrefix = prefix();
    await kafka.write(topic, ['a']);
    const reader = readSource(kafka.source([topic, kafka.topicName()], { groupPrefix }));
    await untilRead(reader, 1);
    await until(() => reader.source.status().problem, { what: 'the missing topic to be told' });
    await reader[Symbol.asyncDispose]();

    expect(await kafka.groups(groupPrefix)).toEqual([]);
  });

  test('replaces a consumer that has silently stopped, says so, and loses and repeats nothing', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 2 });
    const consumers: Consumer[] = [];
    const onConsumer = (consumer: Consumer): void => void consumers.push(consumer);
    await writeToAll(kafka, topic, 2, numbers(0, 10));
    await using reader = readSource(kafka.source([topic], { onConsumer, stallTimeoutMs: 1_000 }));
    await untilRead(reader, 20);
    // As after kafkajs #1441: it heartbeats, has its partitions, and fetches no more.
    consumers[0]?.pause([{ topic }]);
    await writeToAll(kafka, topic, 2, numbers(10, 20));
    await until(() => reader.source.status().stalled, { what: 'the stall to be seen' });
    await untilRead(reader, 40);

    hasOnce(reader, 40);
    expect(consumers).toHaveLength(2);
    await until(() => !reader.source.status().stalled, { what: 'the stall to be over' });
    expect(reader.source.status()).toMatchObject({ restarts: 1, healthy: true, problem: null });
    expect(reader.notes).toContainEqual(
      expect.objectContaining({ note: 'sourceRestarted', reason: expect.stringContaining('it stood still') }),
    );
  });

  test('replaces a consumer that reads one partition and has forgotten the other', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 2 });
    const consumers: Consumer[] = [];
    const onConsumer = (consumer: Consumer): void => void consumers.push(consumer);
    await using reader = readSource(kafka.source([topic], { onConsumer, stallTimeoutMs: 1_000 }));
    await until(() => reader.source.status().healthy, { what: 'the source to be healthy' });
    consumers[0]?.pause([{ topic, partitions: [1] }]);
    await kafka.write(topic, ['forgotten'], { partition: 1, partitions: 2 });
    let written = 0;
    await until(
      async () => {
        await kafka.write(topic, [`v${written++}`], { partition: 0, partitions: 2 });
        return reader.values().includes('forgotten');
      },
      { what: 'the forgotten partition to be read' },
    );
    await untilRead(reader, written + 1);

    hasOnce(reader, written + 1);
    expect(reader.source.status().restarts).toBe(1);
  });

  test('does not take a slow reader for a stalled consumer', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const stallTimeoutMs = 200;
    await kafka.write(topic, ['first']);
    await using reader = readSource(kafka.source([topic], { stallTimeoutMs }));
    reader.hold();
    await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
    await kafka.write(topic, numbers(0, 10));
    const begin = performance.now();
    await until(() => performance.now() - begin > stallTimeoutMs * 5, { what: 'time to pass' });
    expect(reader.source.status()).toMatchObject({ restarts: 0, stalled: false });
    reader.release();
    await untilRead(reader, 11);

    hasOnce(reader, 11);
  });

  test('replaces a consumer that has crashed, and loses and repeats nothing', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const consumers: Consumer[] = [];
    const onConsumer = (consumer: Consumer): void => {
      // A listener that throws is an error in the midst of a batch that kafkajs does not survive.
      if (consumers.push(consumer) > 1) return;
      consumer.on('consumer.start_batch_process', ({ payload }) => {
        if (Number(payload.firstOffset) >= 10) throw new TypeError('planted');
      });
    };
    await kafka.write(topic, numbers(0, 10));
    await using reader = readSource(kafka.source([topic], { onConsumer }));
    await untilRead(reader, 10);
    await kafka.write(topic, numbers(10, 20));
    await untilRead(reader, 20);

    hasOnce(reader, 20);
    expect(consumers).toHaveLength(2);
    expect(reader.values()).toEqual(numbers(0, 20));
    await until(() => reader.source.status().problem === null, { what: 'the trouble to be over' });
    expect(reader.told().filter((note) => note === 'sourceTrouble' || note === 'sourceRecovered')).toEqual([
      'sourceTrouble',
      'sourceRecovered',
    ]);
  });
});
