/** Asks a broker about one topic's log, on connections of its own, so that what we know of the log does not depend on the consumer's health. */

import kafkajs, { type Cluster } from 'kafkajs';

import { kafkaClient, type KafkaClient, type KafkaConnection } from './kafka-client.ts';
import type { LogBounds } from './kafka-partition.ts';

export type KafkaProbe = {
  /** The bounds of each partition. Throws if the broker does not answer or the topic does not exist. */
  look(): Promise<Map<number, LogBounds>>;
  /** For each partition the offset of the first record that is not older; none for a partition that has no such record. */
  offsetsSince(timestampMs: number): Promise<Map<number, bigint>>;
  /** Whether a consumer at this offset would get anything: not while all that follows belongs to an open transaction or was compacted away. */
  readableAt(partition: number, offset: bigint): Promise<boolean>;
  /** Drops the connections; the next question makes new ones. */
  reset(): void;
  /** As `reset`, and for good. */
  close(): void;
};

/** The part of a fetch response that we look at; kafkajs leaves it untyped. */
type FetchResponse = {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly { readonly offset: string }[] }[] }[];
};

const READ_COMMITTED = 1;
const GLANCE_BYTES = 64 * 1024;

export function kafkaProbe(connection: KafkaConnection, topic: string): KafkaProbe {
  let open: { client: KafkaClient; cluster: Cluster } | null = null;
  let closed = false;

  const reset = (): void => {
    open?.client.destroy();
    open = null;
  };

  const cluster = async (): Promise<Cluster> => {
    if (closed) throw new Error('the client is closed');
    open ??= openCluster(connection);
    await open.cluster.connect();
    await open.cluster.addTargetTopic(topic);
    return open.cluster;
  };

  const partitionsOf = (of: Cluster): { partition: number }[] =>
    of.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }));

  return {
    look: async () => {
      const at = await cluster();
      await at.refreshMetadata();
      const partitions = partitionsOf(at);
      // First the beginning: it only grows, and must not be above the end.
      const low = offsets(await at.fetchTopicsOffset([{ topic, partitions, fromBeginning: true }]));
      const end = offsets(await at.fetchTopicsOffset([{ topic, partitions, fromBeginning: false }]));
      return new Map([...end].map(([partition, offset]) => [partition, { low: low.get(partition) ?? 0n, end: offset }]));
    },
    offsetsSince: async (timestampMs) => {
      const at = await cluster();
      const found = offsets(await at.fetchTopicsOffset([{ topic, partitions: partitionsOf(at), fromTimestamp: timestampMs }]));
      return new Map([...found].filter(([, offset]) => offset >= 0n));
    },
    readableAt: async (partition, offset) => {
      const at = await cluster();
      const leader = at.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader;
      if (leader === undefined) return false;
      const broker = await at.findBroker({ nodeId: String(leader) });
      const response: FetchResponse = await broker.fetch({
        isolationLevel: READ_COMMITTED,
        maxWaitTime: 0,
        minBytes: 0,
        maxBytes: GLANCE_BYTES,
        topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: GLANCE_BYTES }] }],
      });
      return response.responses.some(({ partitions }) =>
        partitions.some(({ messages }) => messages.some((message) => BigInt(message.offset) >= offset)),
      );
    },
    reset,
    close: () => {
      closed = true;
      reset();
    },
  };
}

/**
 * kafkajs' admin has neither the metadata of one topic without that of all it ever asked for, nor a fetch. Its `Cluster`, which it hands to
 * partition assigners, has both; a consumer that never joins a group is the documented way to one.
 */
function openCluster(connection: KafkaConnection): { client: KafkaClient; cluster: Cluster } {
  const client = kafkaClient(connection);
  let cluster: Cluster | null = null;
  client.kafka.consumer({
    groupId: 'none',
    // So that the end of the log is the high watermark: how far it is readable is another question.
    readUncommitted: true,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (cluster === null) throw new Error('kafkajs did not hand out its cluster');
  return { client, cluster };
}

const offsets = (
  topics: readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[],
): Map<number, bigint> =>
  new Map(topics.flatMap(({ partitions }) => partitions.map(({ partition, offset }) => [partition, BigInt(offset)] as const)));
