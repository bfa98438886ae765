/** What tests do to a Kafka broker beside reading it: topics, records, truncation, transactions, groups. */

import { randomUUID } from 'node:crypto';

import type { Admin, Kafka } from 'kafkajs';

import type { Diagnostics } from '../../src/diagnostics.ts';
import { kafkaClient } from '../../src/source/kafka-client.ts';
import { kafkaProducer, type KafkaProducer } from '../../src/source/kafka-producer.ts';
import { kafkaSource, type KafkaSourceOptions } from '../../src/source/kafka.ts';
import { keyHash } from '../../src/source/key-hash.ts';
import type { Source } from '../../src/source/source.ts';
import { until } from './until.ts';

export type KafkaForTests = AsyncDisposable & {
  readonly brokers: readonly string[];
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly producer: KafkaProducer;
  /** A name that no other test has. */
  topicName(): string;
  /** Creates a topic with a name of its own and waits until it can be used. */
  createTopic(options?: {
    readonly partitions?: number;
    readonly name?: string;
    readonly config?: Readonly<Record<string, string>>;
  }): Promise<string>;
  deleteTopic(topic: string): Promise<void>;
  /** Writes values with keys that belong to this partition. */
  write(
    topic: string,
    values: readonly (string | null)[],
    place?: { readonly partition: number; readonly partitions: number },
  ): Promise<void>;
  addPartitions(topic: string, count: number): Promise<void>;
  /** All records below the offset go, as by retention. */
  deleteBelow(topic: string, partition: number, offset: number): Promise<void>;
  /** A source with short intervals. */
  source(topics: readonly string[], options?: Partial<KafkaSourceOptions>): (diagnostics: Diagnostics) => Source;
  groups(prefix: string): Promise<string[]>;
};

export async function kafkaForTests(brokers: readonly string[]): Promise<KafkaForTests> {
  const client = kafkaClient({ brokers, clientId: 'test' });
  const admin = client.kafka.admin();
  await admin.connect();
  const producer = kafkaProducer({ brokers, clientId: 'test' });
  const topicName = (): string => `test-${randomUUID()}`;

  return {
    brokers,
    kafka: client.kafka,
    admin,
    producer,
    topicName,
    createTopic: async ({ partitions = 1, name = topicName(), config = {} } = {}) => {
      const configEntries = Object.entries(config).map(([entry, value]) => ({ name: entry, value }));
      await admin.createTopics({
        topics: [{ topic: name, numPartitions: partitions, replicationFactor: 1, configEntries }],
        // kafkajs would wait for it, but fails where the broker has not heard of the topic yet.
        waitForLeaders: false,
      });
      await until(() => hasLeaders(client.kafka, name, partitions), { what: `topic ${name} to be ready` });
      // The metadata may be ahead of the leaders. Where one refuses a part of what is written, kafkajs writes all of it again.
      await until(() => isServed(admin, name, partitions), { what: `the partitions of ${name} to be served` });
      return name;
    },
    deleteTopic: async (topic) => {
      await admin.deleteTopics({ topics: [topic] });
      await until(async () => !(await admin.listTopics()).includes(topic), { what: 'the topic to be gone' });
    },
    write: async (topic, values, { partition, partitions } = { partition: 0, partitions: 1 }) => {
      const key = keyOf(partition, partitions);
      await producer.send(values.map((value) => ({ topic, key, value })));
    },
    deleteBelow: async (topic, partition, offset) => {
      // Makes the admin learn of the topic; it refuses without.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    },
    addPartitions: async (topic, count) => {
      await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      // A write to a partition without a leader would be tried again, together with others that were written.
      const ready = async (): Promise<boolean> => (await admin.fetchTopicOffsets(topic).catch(() => [])).length === count;
      await until(ready, { what: 'the new partitions to have leaders' });
    },
    source: (topics, options) => testSource(brokers, topics, options),
    groups: async (prefix) =>
      (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(prefix)),
    [Symbol.asyncDispose]: async () => {
      await producer[Symbol.asyncDispose]();
      await admin.disconnect();
      client.destroy();
    },
  };
}

/** Asked by an admin of its own: one that has met a topic that is gone now answers no more. */
async function hasLeaders(kafka: Kafka, topic: string, partitions: number): Promise<boolean> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const leaders = topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? [];
    return leaders.length === partitions;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

/** A source with short intervals and a group prefix of its own. */
export const testSource =
  (brokers: readonly string[], topics: readonly string[], options: Partial<KafkaSourceOptions> = {}) =>
  (diagnostics: Diagnostics): Source =>
    kafkaSource(
      {
        brokers,
        clientId: 'test',
        groupPrefix: `test-${randomUUID()}`,
        topics,
        checkIntervalMs: 100,
        stallTimeoutMs: 2_000,
        maxBackoffMs: 500,
        ...options,
      },
      diagnostics,
    );

/** Sends values in one transaction, which is open until it is told how it ends. */
export async function transaction(kafka: KafkaForTests, topic: string, values: readonly string[], key = 'k') {
  const producer = kafka.kafka.producer({ transactionalId: kafka.topicName(), maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  const transacting = await producer.transaction();
  await transacting.send({ topic, messages: values.map((value) => ({ key, value })) });
  return {
    commit: () => transacting.commit(),
    abort: () => transacting.abort(),
    [Symbol.asyncDispose]: async () => {
      if (transacting.isActive()) await transacting.abort();
      await producer.disconnect();
    },
  };
}

/** A key that is hashed to this partition of so many, `before` in front of it. */
export function keyOf(partition: number, partitions: number, before = ''): string {
  for (let n = 0; ; n++) if (keyHash(Buffer.from(`${before}key-${n}`)) % partitions === partition) return `${before}key-${n}`;
}

export const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `v${from + index}`);

async function isServed(admin: Admin, topic: string, partitions: number): Promise<boolean> {
  const offsets = await admin.fetchTopicOffsets(topic).catch(() => []);
  return offsets.length === partitions;
}
