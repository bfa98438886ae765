/** What tests of the simulator share: the real decoder over simulated records. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Decoded } from '../../src/events/decode.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import type { SimulatedRecord } from '../../src/simulator/records.ts';
import { demoOptions, simulate } from '../../src/simulator/simulator.ts';
import type { SimulationOptions } from '../../src/simulator/simulation.ts';

export const START_MS = Date.UTC(2026, 0, 5, 8);
export const allNames: readonly string[] = [...catalogue.agentState, ...catalogue.callThread].map((event) => event.name);

const demo = demoOptions(START_MS);
const decode = createDecoder({
  catalogue,
  families: new Map<string, Family>([
    [demo.agentStateTopic, 'agentState'],
    [demo.callThreadTopic, 'callThread'],
  ]),
  maxRecordBytes: 1_048_576,
});

export function simulated(options: Partial<SimulationOptions>): readonly SimulatedRecord[] {
  return [...simulate({ ...demo, durationMs: 60_000, ...options })];
}

export function decoded({ topic, key, value, timestampMs }: SimulatedRecord, offset: number): Decoded {
  return decode(topic, 0, { offset: BigInt(offset), timestampMs, key: Buffer.from(key), value: Buffer.from(value) }, timestampMs);
}

export function eventsOf(options: Partial<SimulationOptions>): readonly VoiceEvent[] {
  return simulated(options).flatMap((record, offset) => decoded(record, offset).events);
}
