/** Writes events to Kafka as they happen, each marked with the time at which it was handed to the producer. */
import { kafkaProducer } from '../src/source/kafka-producer.ts';
import { answer } from './answer.ts';
import { Feed } from './feed.ts';
import type { PaceOptions } from './feed.ts';

const [, , brokers = '', topic = ''] = process.argv;
const producer = kafkaProducer({ brokers: [brokers], clientId: 'load' });
let failure: unknown = null;
const feed = new Feed(
  (record) => ({ ...record, topic }),
  (batch) => void producer.send(batch).catch((error: unknown) => (failure ??= error)),
);
const calls = {
  pace: async (options: PaceOptions): Promise<void> => {
    await feed.pace(options);
    if (failure !== null) throw failure;
  },
};
export type ProducerCalls = typeof calls;
answer(calls);
