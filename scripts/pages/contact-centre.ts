/** The contact centre that the pages show: simulated, the same on every machine and every day, its events decoded as the gateway decodes them. */
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import type { JsonObject } from '../../src/events/vocabulary.ts';
import type { SimulatedRecord } from '../../src/simulator/records.ts';
import { simulate } from '../../src/simulator/simulator.ts';

export const TOPICS = { agentState: 'voice-agentstate', callThread: 'voice-callthread' } as const;

const START_MS = Date.UTC(2026, 0, 5, 8);

export type Written = { readonly record: SimulatedRecord; readonly event: VoiceEvent };

/** What happened in the first seconds of a Monday morning, in the order of the log. Throws for a record that is not one event as documented. */
export function* firstSeconds(seconds: number): Generator<Written> {
  const records = simulate({
    tenants: 1,
    agents: 20,
    rate: 5,
    seed: 1,
    startMs: START_MS,
    agentStateTopic: TOPICS.agentState,
    callThreadTopic: TOPICS.callThread,
    durationMs: seconds * 1000,
  });
  const offsets = { [TOPICS.agentState]: 0n, [TOPICS.callThread]: 0n };
  for (const record of records) {
    const topic = record.topic === TOPICS.agentState ? TOPICS.agentState : TOPICS.callThread;
    yield { record, event: decode(topic, offsets[topic]++, record) };
  }
}

const decodeRecord = createDecoder({
  catalogue,
  families: new Map([
    [TOPICS.agentState, 'agentState'],
    [TOPICS.callThread, 'callThread'],
  ]),
  maxRecordBytes: 1024 * 1024,
});

type Text = Pick<SimulatedRecord, 'key' | 'value' | 'timestampMs'>;

function decode(topic: string, offset: bigint, { key, value, timestampMs }: Text): VoiceEvent {
  const record = { offset, timestampMs, key: Buffer.from(key), value: Buffer.from(value) };
  const { events, rejected, oddities } = decodeRecord(topic, 0, record, timestampMs);
  const [event] = events;
  if (event === undefined || events.length > 1 || rejected.size > 0 || oddities.length > 0)
    throw new Error(`not one plain event: ${value}`);
  return event;
}

/** An event that nobody simulates. */
export function otherEvent(topic: string, key: string, value: JsonObject): Written['event'] {
  return decode(topic, 0n, { key, value: JSON.stringify(value), timestampMs: START_MS });
}
