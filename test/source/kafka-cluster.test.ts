/** A source on three brokers of which one goes, and on a broker that keeps its connections but answers nothing. */

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { startKafka, type KafkaBroker } from '../../scripts/kafka-broker.ts';
import { kafkaForTests, keyOf, numbers, testSource } from '../support/kafka.ts';
import { MUCH, readerOf, signal, valuesOf, walk } from '../support/log-reader.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read`, timeoutMs: 60_000 });

describe.skipIf(inject('ownKafkaMissing') !== null)('a source on Kafka', () => {
  let cluster: KafkaBroker;
  beforeAll(async () => {
    cluster = await startKafka({ nodes: 3 });
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test(
    'loses and repeats nothing when one of three brokers is killed and its partitions get new leaders',
    { timeout: 120_000 },
    async () => {
      await using kafka = await kafkaForTests(cluster.brokers);
      const topic = kafka.topicName();
      await kafka.admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 3 }] });
      const partitions = [0, 1, 2];
      for (const partition of partitions) await kafka.write(topic, numbers(0, 20), { partition, partitions: 3 });
      await using reader = readSource(testSource(cluster.brokers, [topic], { stallTimeoutMs: 3_000 }));
      await untilRead(reader, 60);
      await cluster.kill(2);
      // A producer may write a record twice when a leader goes; the log, not the producer's calls, says what must be read.
      await until(
        () =>
          kafka.producer.send(partitions.map((partition) => ({ topic, key: keyOf(partition, 3), value: 'while one is away' }))).then(
            () => true,
            () => false,
          ),
        { what: 'the new leaders to take records', timeoutMs: 60_000 },
      );
      const ends = async () => (await kafka.admin.fetchTopicOffsets(topic).catch(() => [])).map(({ high }) => Number(high));
      const total = await until(async () => ((await ends()).length === 3 ? (await ends()).reduce((sum, end) => sum + end, 0) : null), {
        what: 'the ends of the log',
      });
      await untilRead(reader, total);

      for (const partition of partitions) {
        const offsets = reader
          .seen()
          .filter((record) => record.partition === partition)
          .map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.map((_, index) => index));
      }
      expect(reader.seen()).toHaveLength(total);
      expect(reader.batches.some(({ gapBefore }) => gapBefore)).toBe(false);
      await until(() => reader.source.status().healthy && !reader.source.status().stalled, {
        what: 'the source to be healthy',
        timeoutMs: 60_000,
      });
      await cluster.restart(2);
    },
  );

  test(
    'its reader follows the leader, and does not disturb questions to other leaders, when one of three brokers is killed',
    { timeout: 180_000 },
    async () => {
      await using kafka = await kafkaForTests(cluster.brokers);
      using reader = readerOf(cluster.brokers, { connectTimeoutMs: 1_000 });
      const topic = kafka.topicName();
      await kafka.admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 3 }] });
      const partitions = [0, 1, 2];
      for (const partition of partitions) await kafka.write(topic, numbers(0, 20), { partition, partitions: 3 });
      const readAll = () => Promise.all(partitions.map((partition) => reader.read(topic, partition, 5n, MUCH, signal)));
      const expected = partitions.map(() => numbers(5, 20));
      const valuesIn = (chunks: Awaited<ReturnType<typeof readAll>>) =>
        chunks.map((chunk) => chunk?.records.map(({ value }) => String(value)));
      expect(valuesIn(await readAll())).toEqual(expected);

      // Its only replica moves to another node: the one that is known refuses, and nobody has hung up.
      const moving = kafka.topicName();
      const [from = 0, to = 0] = (await kafka.admin.describeCluster()).brokers.map(({ nodeId }) => nodeId);
      await kafka.admin.createTopics({ topics: [{ topic: moving, replicaAssignment: [{ partition: 0, replicas: [from] }] }] });
      await kafka.write(moving, numbers(0, 5));
      expect(valuesOf(await walk(reader, moving, 3n))).toEqual(['v3', 'v4']);
      await kafka.admin.alterPartitionReassignments({
        topics: [{ topic: moving, partitionAssignment: [{ partition: 0, replicas: [to] }] }],
      });
      const moved = async () => {
        const { topics } = await kafka.admin.fetchTopicMetadata({ topics: [moving] });
        return String(topics[0]?.partitions[0]?.replicas) === String(to) && topics[0]?.partitions[0]?.leader === to;
      };
      await until(moved, { what: 'the replica to have moved' });
      expect((await reader.read(moving, 0, 3n, MUCH, signal))?.records).toHaveLength(2);

      await cluster.kill(2);
      // A new leader gives nothing until it has heard from the others how far they are.
      const complete = async () => {
        const chunks = await readAll().catch(() => []);
        return chunks.length > 0 && chunks.every((chunk) => chunk?.nextOffset === 20n) && chunks;
      };
      expect(valuesIn(await until(complete, { what: 'the new leaders to answer', timeoutMs: 60_000 }))).toEqual(expected);
    },
  );

  test('notices a broker that hangs without closing its connections, and reads on when it goes on', { timeout: 120_000 }, async () => {
    await using broker = await startKafka();
    await using kafka = await kafkaForTests(broker.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    await using reader = readSource(testSource(broker.brokers, [topic], { requestTimeoutMs: 2_000, connectTimeoutMs: 1_000 }));
    await untilRead(reader, 10);
    await broker.pause();
    await until(() => reader.source.status().problem, { what: 'the trouble to be told', timeoutMs: 30_000 });
    broker.resume();
    await kafka.write(topic, numbers(10, 20));
    await untilRead(reader, 20);

    expect(reader.values()).toEqual(numbers(0, 20));
    await until(() => reader.source.status().healthy, { what: 'the source to be healthy' });
  });
});
