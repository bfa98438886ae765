/** Events and hubs for tests, made by the real decoder. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import type { Json } from '../../src/events/vocabulary.ts';

export const TOPICS = { agentState: 'voice-agentstate', callThread: 'voice-callthread' } as const satisfies Record<Family, string>;

const decode = createDecoder({
  catalogue,
  families: new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family])),
  maxRecordBytes: 1024 * 1024,
});

let nextOffset = 0n;

/** One decoded event; each call has an offset of its own. */
export function event(family: Family, key: string, attributes: Readonly<Record<string, Json>>): VoiceEvent {
  const record = {
    offset: nextOffset++,
    timestampMs: 1_700_000_000_000,
    key: Buffer.from(key),
    value: Buffer.from(JSON.stringify(attributes)),
  };
  const [decoded] = decode(TOPICS[family], 0, record, 1_700_000_000_000).events;
  if (decoded === undefined) throw new Error('not an event');
  return decoded;
}
