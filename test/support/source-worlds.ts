/** The implementations of the source contract, each as a small world that one suite can be run in. */

import { inject } from 'vitest';

import type { Diagnostics } from '../../src/diagnostics.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { kafkaProducer } from '../../src/source/kafka-producer.ts';
import type { NewRecord, Source } from '../../src/source/source.ts';
import { kafkaForTests } from './kafka.ts';

export type World = AsyncDisposable & {
  readonly topic: string;
  append(records: readonly Omit<NewRecord, 'topic'>[]): Promise<void>;
  setPartitions(count: number): Promise<void>;
  /** Appends to the only partition, and all but the newest records go. */
  appendAndKeep(records: readonly Omit<NewRecord, 'topic'>[], keep: number): Promise<void>;
  source(diagnostics: Diagnostics): Source;
};

export type Implementation = {
  readonly name: string;
  /** Why it cannot be tried here; null if it can. */
  readonly missing: string | null;
  open(partitions: number): Promise<World>;
};

/** What `appendAndKeep` keeps in the embedded log, whose bound is set when it is made. */
export const KEPT = 50;

export const implementations: readonly Implementation[] = [
  { name: 'the embedded log', missing: null, open: openMemory },
  { name: 'Kafka', missing: inject('kafkaMissing'), open: openKafka },
];

async function openMemory(partitions: number): Promise<World> {
  const topic = 'test';
  // A bound by records only for a single partition: the tests of retention have one.
  const log = new MemoryLog({ topics: [topic], partitions, ...(partitions === 1 ? { maxRecords: KEPT } : {}) });
  const append: World['append'] = async (records) => {
    for (const record of records) log.append({ topic, ...record });
  };
  return {
    topic,
    append,
    setPartitions: async (count) => log.setPartitions(topic, count),
    appendAndKeep: append,
    source: (diagnostics) => log.source(diagnostics),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function openKafka(partitions: number): Promise<World> {
  const kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  const topic = await kafka.createTopic({ partitions });
  let producer = kafka.producer;
  const append: World['append'] = (records) => producer.send(records.map((record) => ({ topic, ...record })));
  const owned = new AsyncDisposableStack();
  owned.use(kafka);
  return {
    topic,
    append,
    setPartitions: async (count) => {
      await kafka.addPartitions(topic, count);
      // One that has not seen the topic before: the other would go on with the partitions that it knows.
      producer = owned.use(kafkaProducer({ brokers: kafka.brokers, clientId: 'test' }));
    },
    appendAndKeep: async (records, keep) => {
      await append(records);
      const [end] = await kafka.admin.fetchTopicOffsets(topic);
      await kafka.deleteBelow(topic, 0, Number(end?.high) - keep);
    },
    source: kafka.source([topic]),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
