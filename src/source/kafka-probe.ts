/** Asks a broker about one topic's log, on connections of its own, so that what we know of the log does not depend on the consumer's health. */

import type { Cluster } from 'kafkajs';

import type { KafkaConnection } from './kafka-client.ts';
import { clusterId, connectFor, fetchAt, isOutOfRange, logBounds, offsetsSince, openCluster, type OpenCluster } from './kafka-cluster.ts';
import type { LogBounds } from './source.ts';

export type KafkaProbe = {
  /** The bounds of each partition. Throws if the broker does not answer or the topic does not exist. */
  look(): Promise<Map<number, LogBounds>>;
  /** For each partition the offset of the first record that is not older; none for a partition that has no such record. */
  offsetsSince(timestampMs: number): Promise<Map<number, bigint>>;
  /** Whether a consumer at this offset would get anything: not while all that follows belongs to an open transaction or was compacted away. */
  readableAt(partition: number, offset: bigint): Promise<boolean>;
  /** Timestamp of the record at this offset; null where the log has none. */
  timestampAt(partition: number, offset: bigint): Promise<number | null>;
  /** Of the cluster that was looked at last; null before. */
  clusterId(): string | null;
  /** Drops the connections; the next question makes new ones. */
  reset(): void;
  /** As `reset`, and for good. */
  close(): void;
};

const GLANCE_BYTES = 64 * 1024;

export function kafkaProbe(connection: KafkaConnection, topic: string): KafkaProbe {
  let open: OpenCluster | null = null;
  let closed = false;
  let id: string | null = null;
  /** Once for each client: another one may have found another cluster at the same address. */
  let identified: OpenCluster | null = null;

  const reset = (): void => {
    open?.destroy();
    open = null;
  };

  const cluster = async (): Promise<Cluster> => {
    if (closed) throw new Error('the client is closed');
    const opened = (open ??= openCluster(connection));
    await connectFor(opened.cluster, topic);
    if (identified !== opened) {
      id = await clusterId(opened.cluster, topic);
      identified = opened;
    }
    return opened.cluster;
  };

  return {
    look: async () => logBounds(await cluster(), topic),
    offsetsSince: async (timestampMs) => offsetsSince(await cluster(), topic, timestampMs),
    readableAt: async (partition, offset) => {
      const fetched = await fetchAt(await cluster(), topic, partition, offset, GLANCE_BYTES);
      return fetched?.messages.some((message) => BigInt(message.offset) >= offset) ?? false;
    },
    timestampAt: async (partition, offset) => {
      try {
        const fetched = await fetchAt(await cluster(), topic, partition, offset, 1);
        const found = fetched?.messages.find((message) => BigInt(message.offset) === offset);
        return found === undefined ? null : Number(found.timestamp);
      } catch (error) {
        // It has gone since the bounds were asked for; the next look finds out.
        if (isOutOfRange(error)) return null;
        throw error;
      }
    },
    clusterId: () => id,
    reset,
    close: () => {
      closed = true;
      reset();
    },
  };
}
