/** A process that reads one record from Kafka, waits for its standard input to close, and ends its source. It never calls `process.exit`. */

import { Diagnostics } from '../../src/diagnostics.ts';
import { kafkaSource } from '../../src/source/kafka.ts';

const [broker = '', topic = ''] = process.argv.slice(2);
const source = kafkaSource(
  { brokers: [broker], clientId: 'child', groupPrefix: 'test-child', topics: [topic], checkIntervalMs: 100 },
  new Diagnostics(),
);
source.start({ from: 'earliest', onBatch: ({ records }) => records.forEach(({ value }) => console.log(`read ${value?.toString()}`)) });
for await (const _ of process.stdin);
await source[Symbol.asyncDispose]();
console.log('ended');
