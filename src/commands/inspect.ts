/** `npm run inspect`: how a site's real records decode, told without a single value. */
import { inspectConfig } from '../config.ts';
import { Diagnostics } from '../diagnostics.ts';
import { catalogue } from '../events/catalogue.ts';
import { createDecoder } from '../events/decode.ts';
import { inspectRecord, inspectSummary } from '../events/inspect.ts';
import type { Inspected } from '../events/inspect.ts';
import type { KafkaConnection } from '../source/kafka-client.ts';
import { kafkaSource } from '../source/kafka.ts';
import type { RawRecord } from '../source/source.ts';
import type { CommandInput } from './command.ts';

type Placed = { readonly partition: number; readonly record: RawRecord };

/** Prints one line a record and a summary. Throws a SettingsError for settings, and an error with a sentence when Kafka cannot be read. */
export async function inspect(input: CommandInput): Promise<void> {
  const { connection, topics, topic, last, maxRecordBytes } = inspectConfig(input);
  const decode = createDecoder({
    catalogue,
    families: new Map([
      [topics.agentState, 'agentState'],
      [topics.callThread, 'callThread'],
    ]),
    maxRecordBytes,
  });
  const all: Inspected[] = [];
  for (const name of topic === null ? [topics.agentState, topics.callThread] : [topic]) {
    for (const { partition, record } of await newest(connection, name, last, input.signal)) {
      const inspected = inspectRecord(decode(name, partition, record, Date.now()));
      console.log(`${name}:${partition}:${record.offset}  ${inspected.line}`);
      all.push(inspected);
    }
  }
  console.log(inspectSummary(all));
}

/** The newest records of a topic by their timestamps, oldest first. Throws with the source's own sentence if it cannot read. */
async function newest(connection: KafkaConnection, topic: string, last: number, signal: AbortSignal): Promise<readonly Placed[]> {
  const placed: Placed[] = [];
  const diagnostics = new Diagnostics();
  const done = Promise.withResolvers<void>();
  using listening = new DisposableStack();
  listening.use(diagnostics.on('sourceCaughtUp', () => done.resolve()));
  listening.use(diagnostics.on('sourceTrouble', ({ problem }) => done.reject(new Error(problem))));
  signal.addEventListener('abort', () => done.resolve(), { once: true });
  await using source = kafkaSource({ ...connection, topics: [topic], groupPrefix: connection.clientId }, diagnostics);
  source.start({
    from: { last },
    onBatch: ({ partition, records }) => {
      for (const record of records) placed.push({ partition, record });
    },
  });
  await done.promise;
  return placed.toSorted((a, b) => a.record.timestampMs - b.record.timestampMs).slice(-last);
}
