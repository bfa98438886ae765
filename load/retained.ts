/** A Kafka of a measurement's own that holds what a simulated contact centre wrote. */
import { startKafka } from '../scripts/kafka-broker.ts';
import type { KafkaBroker } from '../scripts/kafka-broker.ts';
import type { SimulatedRecord } from '../src/simulator/records.ts';
import { simulate } from '../src/simulator/simulator.ts';
import { ensureTopics, kafkaProducer } from '../src/source/kafka-producer.ts';
import type { NewRecord } from '../src/source/source.ts';
import { AGENT_STATE, CALL_THREAD } from './workload.ts';

const PARTITIONS = 6;
const BATCH = 2000;
/** Of the time in which they are said to have happened. */
export const RECORDS_PER_SECOND = 500;
const START_MS = Date.parse('2026-03-02T08:00:00Z');

/** Empty, with both topics. */
export async function emptyKafka(): Promise<KafkaBroker> {
  // What was written years ago by its timestamps must stay.
  const broker = await startKafka({ properties: { 'log.retention.ms': '-1' } });
  await ensureTopics({ brokers: broker.brokers, clientId: 'load' }, [AGENT_STATE, CALL_THREAD], PARTITIONS);
  return broker;
}

/** Writes so many records of agents at work, as from `startMs` on. `onRecord` is told of each, `onSent` how many the broker has. */
export async function fill(
  { brokers }: KafkaBroker,
  records: number,
  {
    startMs = START_MS,
    onRecord = () => {},
    onSent = () => {},
  }: { readonly startMs?: number; readonly onRecord?: (record: SimulatedRecord) => void; readonly onSent?: (sent: number) => void } = {},
): Promise<void> {
  await using producer = kafkaProducer({ brokers, clientId: 'load' });
  let batch: NewRecord[] = [];
  let written = 0;
  const options = {
    tenants: 2,
    agents: 1000,
    rate: RECORDS_PER_SECOND,
    seed: 1,
    startMs,
    agentStateTopic: AGENT_STATE,
    callThreadTopic: CALL_THREAD,
  };
  for (const record of simulate(options)) {
    const { topic, key, value, timestampMs } = record;
    onRecord(record);
    batch.push({ topic, key, value, timestampMs });
    written += 1;
    if (batch.length === BATCH || written === records) {
      await producer.send(batch);
      batch = [];
      onSent(written);
    }
    if (written === records) return;
  }
}
