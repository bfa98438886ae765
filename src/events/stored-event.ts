/** Events as they can be kept as JSON, beyond the process and its log, and read again to be what they were. */
import type { Catalogue } from './catalogue.ts';
import { contextOf, decodeEvent, findEvent, MAX_ENVELOPES, Origins } from './decode.ts';
import type { Source } from './decoded-event.ts';
import type { Family } from './definition.ts';
import type { VoiceEvent } from './event.ts';

/** What the decoder works out of it is not kept. */
export type StoredEvent = Pick<VoiceEvent, 'topic' | 'partition' | 'timestampMs' | 'receivedAt' | 'sizeBytes' | 'attributes'> & {
  readonly offset: string;
  /** Which event of its record it is. */
  readonly n: number;
  /** Second part of the record key. */
  readonly entityId: string | null;
};

export function storeEvent(event: VoiceEvent): StoredEvent {
  const { topic, partition, offset, timestampMs, receivedAt, sizeBytes, attributes, family, agentId, callThreadId, eventId } = event;
  const n = Number(eventId.slice(`${topic}:${partition}:${offset}:`.length));
  const entityId = family === 'agentState' ? agentId : callThreadId;
  return { topic, partition, offset: String(offset), n, timestampMs, receivedAt, sizeBytes, entityId, attributes };
}

/** Reads stored events of a tenant. Throws for what is none. */
export type Restore = (tenantId: string, stored: StoredEvent) => VoiceEvent;

export type RestoreOptions = { readonly catalogue: Catalogue; readonly families: ReadonlyMap<string, Family> };

export function createRestore({ catalogue, families }: RestoreOptions): Restore {
  const context = contextOf(catalogue);
  const origins = new Origins(families);
  return (tenantId, { topic, partition, timestampMs, receivedAt, sizeBytes, offset, n, entityId, attributes }) => {
    const source: Source = {
      ...{ timestampMs, receivedAt, sizeBytes, offset: BigInt(offset) },
      origin: origins.of(topic, partition),
      key: { tenantId, entityId },
    };
    // It was found before: what came in an envelope is kept without it.
    const found = findEvent(context, source.origin.family, attributes, MAX_ENVELOPES);
    const event = found === null ? undefined : decodeEvent(source, found, n).events[0];
    if (event === undefined) throw new Error('a stored event has no name');
    return event;
  };
}
