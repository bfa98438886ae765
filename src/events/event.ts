/** A decoded event: the one object that travels from the decoder to every socket. */
import type { EventDefinition, Family } from './definition.ts';
import type { Instant } from './time.ts';
import type { AttributeFields, JsonObject } from './vocabulary.ts';

/**
 * Flat and unchangeable. A field of an attribute is null where it was not sent, whatever the documentation says. Fields need not be properties of
 * the object itself, and a list is another object each time that it is read: `flat` gives a copy that has them all.
 */
export type VoiceEvent = AttributeFields & {
  readonly family: Family;
  /** The GraphQL type: the documented name, or that of the family's unrecognized events. */
  readonly type: string;
  /** As documented; as received where the name is unknown. */
  readonly name: string;
  /** One bit of the family's set of names: see `nameBit`. */
  readonly nameBit: number;
  /** topic:partition:offset, and :n for the n-th further event of one record. */
  readonly eventId: string;
  readonly tenantId: string;
  /** Second part of the key on the agent topic; null on the call topic. */
  readonly agentId: string | null;
  readonly time: Instant;
  /** `time` is the record's timestamp because the event had none that could be read. */
  readonly timeEstimated: boolean;
  readonly receivedAt: Instant;
  /** Wire names of attributes documented as mandatory that were not sent. */
  readonly missingAttributes: readonly string[];
  /** As received; integers beyond 2^53 are strings. */
  readonly attributes: JsonObject;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Timestamp of the record in milliseconds since 1970. */
  readonly timestampMs: number;
  /** Its share of the record's value: what holding it costs, roughly. */
  readonly sizeBytes: number;
};

export const unrecognizedTypes = {
  agentState: 'UnrecognizedAgentStateEvent',
  callThread: 'UnrecognizedCallThreadEvent',
} as const satisfies Record<Family, string>;

/** The bit of a documented event in its family's set of names, or with null the bit of the unrecognized ones. */
export function nameBit(definition: Pick<EventDefinition, 'index'> | null): number {
  return definition === null ? 1 : 2 << definition.index;
}
/** `nameBit` has room for this many events in a family. */
export const MAX_EVENTS_PER_FAMILY = 30;
