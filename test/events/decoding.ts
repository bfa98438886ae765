/** One decoder over the documented catalogue, and the shortest way to hand it a record. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Decode, Decoded } from '../../src/events/decode.ts';
import { flat } from '../../src/events/decoded-event.ts';
import type { VoiceEvent } from '../../src/events/event.ts';

export const AGENT_TOPIC = 'voice-agentstate';
export const CALL_TOPIC = 'voice-callthread';
export const MAX_RECORD_BYTES = 1024 * 1024;

export function decoderOf(events: Catalogue = catalogue, maxRecordBytes: number = MAX_RECORD_BYTES): Decode {
  return createDecoder({
    catalogue: events,
    families: new Map([
      [AGENT_TOPIC, 'agentState'],
      [CALL_TOPIC, 'callThread'],
    ]),
    maxRecordBytes,
  });
}
const decode = decoderOf();

export type Given = {
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: bigint;
  readonly key?: string | Buffer | null;
  readonly timestampMs?: number;
  readonly decode?: Decode;
};

/** 2023-11-14T22:13:20Z */
export const TIMESTAMP_MS = 1_700_000_000_000;
export const RECEIVED_AT_MS = TIMESTAMP_MS + 1_234;

/** Decodes bytes as they are. */
export function decodeBytes(value: Buffer | null, given: Given = {}): Decoded {
  const { topic = AGENT_TOPIC, partition = 3, offset = 42n, key = 'tenant-1:entity-1', timestampMs = TIMESTAMP_MS } = given;
  const keyBytes = typeof key === 'string' ? Buffer.from(key) : key;
  return (given.decode ?? decode)(topic, partition, { offset, timestampMs, key: keyBytes, value }, RECEIVED_AT_MS);
}

/** Decodes JSON text. */
export function decodeText(text: string, given?: Given): Decoded {
  return decodeBytes(Buffer.from(text), given);
}

export function decodeJson(value: unknown, given?: Given): Decoded {
  return decodeText(JSON.stringify(value), given);
}

/** The one event of a record. */
export function only({ events }: Decoded): VoiceEvent {
  const [event] = events;
  if (event === undefined || events.length !== 1) throw new Error(`${events.length} events, not one`);
  return event;
}

/** An agent's login with these members, decoded. */
export function login(members: Readonly<Record<string, unknown>>, given?: Given): VoiceEvent {
  return only(decodeJson({ id: 'EventAgentLogin', ...members }, given));
}

/** A ringing call with these members, decoded. */
export function ringing(members: Readonly<Record<string, unknown>>, given?: Given): VoiceEvent {
  return only(decodeJson({ id: 'EventRinging', ...members }, { topic: CALL_TOPIC, ...given }));
}

/** An event as a socket would write it: its offset, the one value that JSON has no form for, left out. */
export function written(event: VoiceEvent): string {
  return JSON.stringify({ ...flat(event), offset: null });
}
