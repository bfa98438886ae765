/** What can be asked of a Kafka cluster about one topic's log without a consumer group. Each question is one attempt, and throws what kafkajs throws. */

import kafkajs, { type Cluster, type KafkaMessage } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './kafka-client.ts';
import type { LogBounds } from './source.ts';

export type OpenCluster = {
  readonly cluster: Cluster;
  /** Ends its connections at once and for good. */
  destroy(): void;
};

/** The part of what a fetch brings of one partition that we look at; kafkajs leaves it untyped. */
export type Fetched = {
  readonly messages: readonly FetchedMessage[];
  readonly abortedTransactions?: readonly AbortedTransaction[] | null;
  /** One past the last offset that can be read now; brokers before Kafka 0.11 do not tell it. */
  readonly lastStableOffset?: string;
};
export type FetchedMessage = Pick<KafkaMessage, 'offset' | 'timestamp' | 'key' | 'value'> & {
  readonly isControlRecord?: boolean;
  /** Of the batch that it was written in; the formats before Kafka 0.11 have none. */
  readonly batchContext?: {
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
    readonly producerId: string;
    readonly inTransaction: boolean;
  };
};
type AbortedTransaction = { readonly producerId: string; readonly firstOffset: string };

const READ_COMMITTED = 1;
/** Leaders and partitions are asked for anew after so long. */
const METADATA_MAX_AGE_MS = 30_000;

/**
 * kafkajs' admin has neither the metadata of one topic without that of all it ever asked for, nor a fetch. Its `Cluster`, which it hands to
 * partition assigners, has both; a consumer that never joins a group is the documented way to one.
 */
export function openCluster(connection: KafkaConnection): OpenCluster {
  const client = kafkaClient(connection);
  let cluster: Cluster | null = null;
  client.kafka.consumer({
    groupId: 'none',
    // So that the end of the log is the high watermark: how far it is readable is another question.
    readUncommitted: true,
    allowAutoTopicCreation: false,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (cluster === null) throw new Error('kafkajs did not hand out its cluster');
  return { cluster, destroy: () => client.destroy() };
}

/** To be asked before the questions below. Throws if the broker does not answer or the topic does not exist. */
export async function connectFor(cluster: Cluster, topic: string): Promise<void> {
  await cluster.connect();
  await cluster.addTargetTopic(topic);
}

/** Of the cluster that answers; null for brokers that have none. */
export async function clusterId(cluster: Cluster, topic: string): Promise<string | null> {
  // Both are missing in the types of kafkajs. Without a topic it would be told of all.
  const metadata = cluster.metadata.bind(cluster) as (of: { topics: string[] }) => Promise<{ clusterId?: string | null } | null>;
  return (await metadata({ topics: [topic] }))?.clusterId ?? null;
}

export async function logBounds(cluster: Cluster, topic: string): Promise<Map<number, LogBounds>> {
  await cluster.refreshMetadata();
  const partitions = partitionsOf(cluster, topic);
  // First the beginning: it only grows, and must not be above the end.
  const low = offsets(await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: true }]));
  const end = offsets(await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: false }]));
  return new Map([...end].map(([partition, offset]) => [partition, { low: low.get(partition) ?? 0n, end: offset }]));
}

/** For each partition the offset of the first record that is not older; none for a partition that has no such record. */
export async function offsetsSince(cluster: Cluster, topic: string, timestampMs: number): Promise<Map<number, bigint>> {
  const found = await cluster.fetchTopicsOffset([{ topic, partitions: partitionsOf(cluster, topic), fromTimestamp: timestampMs }]);
  return new Map([...offsets(found)].filter(([, offset]) => offset >= 0n));
}

/** The node that leads a partition, as far as is known; null if the topic has no such partition. */
export function leaderOf(cluster: Cluster, topic: string, partition: number): string | null {
  const found = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition);
  return found === undefined ? null : String(found.leader);
}

/** What the leader has at this offset now, without waiting: committed records and those among which they lie. Null without such a partition. */
export async function fetchAt(
  cluster: Cluster,
  topic: string,
  partition: number,
  offset: bigint,
  maxBytes: number,
): Promise<Fetched | null> {
  const leader = leaderOf(cluster, topic, partition);
  if (leader === null) return null;
  const broker = await cluster.findBroker({ nodeId: leader });
  const response = (await broker.fetch({
    isolationLevel: READ_COMMITTED,
    maxWaitTime: 0,
    minBytes: 0,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes }] }],
  })) as { readonly responses: readonly { readonly partitions: readonly Fetched[] }[] };
  return response.responses[0]?.partitions[0] ?? null;
}

/** Whether a fetch was refused for its offset. */
export function isOutOfRange(error: unknown): boolean {
  return (error as { readonly type?: unknown }).type === 'OFFSET_OUT_OF_RANGE';
}

const partitionsOf = (cluster: Cluster, topic: string): { partition: number }[] =>
  cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }));

const offsets = (
  topics: readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[],
): Map<number, bigint> =>
  new Map(topics.flatMap(({ partitions }) => partitions.map(({ partition, offset }) => [partition, BigInt(offset)] as const)));
