/** Reads Kafka topics by the contract of a source: every partition, in a group of our own, from positions of our own. Nothing is ever committed. */

import type { Diagnostics } from '../diagnostics.ts';
import { kafkaClient, type KafkaConnection } from './kafka-client.ts';
import { kafkaReader } from './kafka-reader.ts';
import type { KafkaSessionOptions } from './kafka-session.ts';
import { KafkaTopic, type KafkaTopicOptions } from './kafka-topic.ts';
import { oneAtATime, type Delivery } from './one-at-a-time.ts';
import type { Source, SourceStatus } from './source.ts';

export type KafkaSourceOptions = KafkaConnection & {
  /** Each consumer has a group of its own, `<prefix>-<random>`; it is deleted at the end. */
  readonly groupPrefix: string;
  readonly topics: readonly string[];
  /** How often the log is looked at: its end, new partitions, topics that appear. Default 2 s. */
  readonly checkIntervalMs?: number;
  /** After standing still for so long, although there is something to read, a consumer is replaced. Default 10 s. */
  readonly stallTimeoutMs?: number;
  /** The longest pause between two attempts to reach a broker. Default 5 s. */
  readonly maxBackoffMs?: number;
  /** After which kafkajs by itself looks for new partitions and leaders. Default 30 s. */
  readonly metadataMaxAgeMs?: number;
  readonly onConsumer?: KafkaSessionOptions['onConsumer'];
};

const DELETE_GROUPS_TIMEOUT_MS = 3_000;

export function kafkaSource(options: KafkaSourceOptions, diagnostics: Diagnostics): Source {
  const stop = new AbortController();
  const reader = kafkaReader(options);
  const oldGroups = new Set<string>();
  const { topics: names, ...rest } = options;
  const topicOptions: KafkaTopicOptions = {
    checkIntervalMs: 2_000,
    stallTimeoutMs: 10_000,
    maxBackoffMs: 5_000,
    metadataMaxAgeMs: 30_000,
    ...rest,
  };
  let topics: KafkaTopic[] = [];
  let delivery: Delivery | null = null;
  let running: Promise<unknown> | null = null;
  let caughtUp = false;
  let told: readonly string[] = [];

  const sum = (of: (topic: KafkaTopic) => number): number => topics.reduce((total, topic) => total + of(topic), 0);
  /** One cause may be seen by each topic: it is one problem. */
  const problems = (): string[] => [...new Set(topics.map(({ problem }) => problem).filter((problem) => problem !== null))];

  const onChange = (): void => {
    if (stop.signal.aborted) return;
    const now = problems();
    for (const problem of now) if (!told.includes(problem)) diagnostics.tell('sourceTrouble', { problem });
    if (now.length === 0 && told.length > 0) diagnostics.tell('sourceRecovered', {});
    told = now;
    if (caughtUp || !topics.every((topic) => topic.caughtUp)) return;
    caughtUp = true;
    diagnostics.tell('sourceCaughtUp', { records: sum(({ records }) => records) });
  };

  return {
    start: ({ from, onBatch }) => {
      if (running !== null) throw new Error('a source is started once');
      delivery = oneAtATime(onBatch, diagnostics);
      const context = { from, delivery, diagnostics, onChange, onGroupLeft: (groupId: string) => void oldGroups.add(groupId) };
      // A consumer for each topic: what befalls one topic (it is missing, deleted, not allowed) does not touch the other.
      topics = names.map((name) => new KafkaTopic(name, topicOptions, context));
      running = Promise.all(topics.map((topic) => topic.run(stop.signal)));
    },
    status: (): SourceStatus => ({
      healthy: topics.length > 0 && topics.every(({ healthy }) => healthy),
      caughtUp,
      stalled: topics.some(({ stalled }) => stalled),
      problem: problems().join(' ') || null,
      restarts: sum(({ restarts }) => restarts),
      clusterId: topics.map(({ clusterId }) => clusterId).find((id) => id !== null) ?? null,
      partitions: topics.flatMap((topic) => topic.partitions().map((partition) => partition.status())),
    }),
    reader,
    [Symbol.asyncDispose]: async () => {
      reader[Symbol.dispose]();
      const reachable = topics.some((topic) => topic.reachable);
      stop.abort();
      const ended = delivery?.end();
      await running;
      await ended;
      // Out of reach, they stay: an empty group goes with the broker's own retention.
      if (reachable && oldGroups.size > 0) await deleteGroups(options, [...oldGroups]);
    },
  };
}

async function deleteGroups(connection: KafkaConnection, groups: string[]): Promise<void> {
  const client = kafkaClient(connection);
  const admin = client.kafka.admin({ retry: { retries: 0 } });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, DELETE_GROUPS_TIMEOUT_MS)));
  const deleted = admin
    .connect()
    .then(() => admin.deleteGroups(groups))
    .then(() => admin.disconnect())
    // One that is gone already or is still held by a hung member: nothing to be done.
    .catch(() => {});
  await Promise.race([deleted, late]);
  clearTimeout(timer);
  client.destroy();
}
