/** One kafkajs consumer on one topic, from its connection to its end. It is never revived: when it is no good, the next one takes its place. */

import { randomUUID } from 'node:crypto';

import kafkajs, { type Cluster, type Consumer, type KafkaMessage } from 'kafkajs';

import { kafkaClient, type KafkaConnection, type KafkaLog } from './kafka-client.ts';

export type KafkaSessionOptions = KafkaConnection & {
  readonly groupPrefix: string;
  readonly metadataMaxAgeMs: number;
  /** Is given each consumer before it starts; for tests that harm it. */
  readonly onConsumer?: ((consumer: Consumer) => void) | undefined;
};

export type KafkaSessionHandlers = {
  /** Where to read on; asked for each partition that the group gives us, at every join. */
  positionOf(partition: number): bigint;
  /** What was fetched, records that can be read and the offset after it. What it returns is awaited before the next call. */
  onFetched(partition: number, messages: readonly KafkaMessage[], nextOffset: bigint): Promise<void>;
  /** Something is worth a look: it has ended, has joined, or the broker refuses a position. */
  onChange(): void;
};

export type KafkaSession = {
  readonly groupId: string;
  /** The partitions that the group has given us; null before the first join. */
  assigned(): ReadonlySet<number> | null;
  /** Whether the broker has answered a fetch. */
  reading(): boolean;
  /** Why it has ended by itself; null while it has not. */
  failure(): { readonly error: unknown } | null;
  /** Partitions in which the broker has refused our position. From then on the session hands over nothing. */
  outOfRange(): ReadonlySet<number>;
  /** Makes the consumer look for new partitions now; it then joins again by itself. */
  refresh(): void;
  /** Hands over nothing from now on, leaves the group and closes the connections, politely for a while and then for good. */
  close(): Promise<void>;
};

const CLOSE_TIMEOUT_MS = 5_000;
const MAX_WAIT_MS = 100;

export function kafkaSession(options: KafkaSessionOptions, topic: string, handlers: KafkaSessionHandlers): KafkaSession {
  const groupId = `${options.groupPrefix}-${randomUUID()}`;
  const outOfRange = new Set<number>();
  let assigned: ReadonlySet<number> | null = null;
  let cluster: Cluster | null = null;
  let reading = false;
  let failure: { readonly error: unknown } | null = null;
  let closed = false;

  const fail = (error: unknown): void => {
    failure ??= { error };
    handlers.onChange();
  };

  const client = kafkaClient(options, (log) => {
    const partition = outOfRangePartition(log, topic);
    if (partition === null) return;
    // kafkajs now jumps to the log's beginning by itself. What it fetches there is not ours: whoever knows the log decides where to go on.
    outOfRange.add(partition);
    handlers.onChange();
  });

  const consumer = client.kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    metadataMaxAge: options.metadataMaxAgeMs,
    maxWaitTimeInMs: MAX_WAIT_MS,
    minBytes: 1,
    rebalanceTimeout: 30_000,
    retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: async () => false },
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  const gone = (): boolean => closed || outOfRange.size > 0;

  consumer.on('consumer.group_join', ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? [];
    // kafkajs starts from the group's committed offsets at every join, and there are none. This happens before its first fetch.
    for (const partition of partitions) consumer.seek({ topic, partition, offset: String(handlers.positionOf(partition)) });
    assigned = new Set(partitions);
    handlers.onChange();
  });
  consumer.on('consumer.fetch', () => {
    if (reading || assigned === null) return;
    reading = true;
    handlers.onChange();
  });
  // Batches of which nothing can be read (control records, aborted transactions) are told here only; they move our position, too.
  consumer.on('consumer.end_batch_process', ({ payload }) => {
    if (payload.batchSize > 0 || gone()) return;
    void handlers.onFetched(payload.partition, [], BigInt(payload.lastOffset) + 1n);
  });
  consumer.on('consumer.crash', ({ payload }) => fail(payload.error));
  options.onConsumer?.(consumer);

  const started = (async () => {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 1,
        eachBatch: async ({ batch }) => {
          if (!gone()) await handlers.onFetched(batch.partition, batch.messages, BigInt(batch.lastOffset()) + 1n);
        },
      });
    } catch (error) {
      fail(error);
    }
  })();

  return {
    groupId,
    assigned: () => assigned,
    reading: () => reading,
    failure: () => failure,
    outOfRange: () => outOfRange,
    refresh: () => void cluster?.refreshMetadata().catch(() => {}),
    close: async () => {
      closed = true;
      const polite = started.then(() => consumer.disconnect()).catch(() => {});
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_TIMEOUT_MS)));
      await Promise.race([polite, late]);
      clearTimeout(timer);
      // A kafkajs consumer that hangs, or that was stopped in the midst of joining, would otherwise live on by itself.
      client.destroy();
    },
  };
}

/** kafkajs has no event for it, only this line (2.2.4, `recoverFromOffsetOutOfRange`); a test watches that it stays. */
function outOfRangePartition(log: KafkaLog, topic: string): number | null {
  if (!log.message.startsWith('Offset out of range, resetting') || log['topic'] !== topic) return null;
  return typeof log['partition'] === 'number' ? log['partition'] : null;
}
