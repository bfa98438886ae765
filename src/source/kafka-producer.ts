/** Writes records to Kafka, in the order in which they are handed over; for the simulator and for trying things out. */

import kafkajs, { type Message, type TopicMessages } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './kafka-client.ts';
import { isUnknownTopic, kafkaProblem } from './kafka-problem.ts';
import type { NewRecord } from './source.ts';

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

export type KafkaProducerOptions = KafkaConnection & { readonly compression?: Compression };

export type KafkaProducer = AsyncDisposable & {
  /**
   * Resolves when all replicas have the records; rejects with one sentence on what is wrong and what helps.
   * Records leave in the order of the calls. After a failure in between (a new leader, a lost answer) some may be written twice.
   */
  send(records: readonly NewRecord[]): Promise<void>;
};

/** New partitions are written to after this time at the latest. */
const METADATA_MAX_AGE_MS = 30_000;
const COMPRESSIONS: Readonly<Record<Compression, number>> = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 };

/** Connects with the first call of `send`. */
export function kafkaProducer(options: KafkaProducerOptions): KafkaProducer {
  const client = kafkaClient(options);
  const producer = client.kafka.producer({
    // The hash of Kafka's own clients, so that a key keeps its partition whoever writes it.
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    maxInFlightRequests: 1,
    metadataMaxAge: METADATA_MAX_AGE_MS,
  });
  const compression = COMPRESSIONS[options.compression ?? 'none'];
  // Each call waits for the one before, so that records leave in the order of the calls.
  let turn: Promise<unknown> = Promise.resolve();
  let connected = false;

  const write = async (records: readonly NewRecord[]): Promise<void> => {
    try {
      if (!connected) await producer.connect();
      connected = true;
      await producer.sendBatch({ topicMessages: byTopic(records), compression, acks: -1 });
    } catch (error) {
      const names = [...new Set(records.map(({ topic }) => topic))].join(', ');
      throw new Error(isUnknownTopic(error) ? unknownTopics(names) : kafkaProblem(error, options, { topic: names }), { cause: error });
    }
  };

  return {
    send: (records) => {
      const written = turn.then(() => write(records));
      turn = written.catch(() => {});
      return written;
    },
    [Symbol.asyncDispose]: async () => {
      await turn;
      await producer.disconnect().catch(() => {});
      client.destroy();
    },
  };
}

const unknownTopics = (names: string): string =>
  `Not all of these topics exist: ${names}. Create what is missing, or check the configured names.`;

function byTopic(records: readonly NewRecord[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, timestampMs } of records) {
    let messages = topics.get(topic);
    if (messages === undefined) topics.set(topic, (messages = []));
    messages.push({ key, value, ...(timestampMs === undefined ? {} : { timestamp: String(timestampMs) }) });
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

/** Creates the topics that are missing, with this many partitions and as many replicas as the cluster has nodes, three at most. Others stay as they are. */
export async function ensureTopics(connection: KafkaConnection, topics: readonly string[], partitions: number): Promise<void> {
  const client = kafkaClient(connection);
  const admin = client.kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    const replicationFactor = Math.min(3, brokers.length);
    if (missing.length > 0)
      await admin.createTopics({ topics: missing.map((topic) => ({ topic, numPartitions: partitions, replicationFactor })) });
    await admin.disconnect();
  } catch (error) {
    throw new Error(kafkaProblem(error, connection), { cause: error });
  } finally {
    client.destroy();
  }
}
