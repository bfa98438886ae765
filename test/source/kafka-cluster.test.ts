/** A source on three brokers of which one goes, and on a broker that keeps its connections but answers nothing. */

import { describe, expect, inject, test } from 'vitest';

import { startKafka } from '../../scripts/kafka-broker.ts';
import { kafkaForTests, keyOf, numbers, testSource } from '../support/kafka.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read`, timeoutMs: 60_000 });

describe.skipIf(inject('ownKafkaMissing') !== null)('a source on Kafka', () => {
  test(
    'loses and repeats nothing when one of three brokers is killed and its partitions get new leaders',
    { timeout: 120_000 },
    async () => {
      await using cluster = await startKafka({ nodes: 3 });
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
