/** What keeping an event takes of the heap, about: worked out from its size on the wire and the objects in it. Measured, see test/hub/journal.test.ts. */
import type { VoiceEvent } from '../events/event.ts';
import type { Json, JsonObject } from '../events/vocabulary.ts';

/** Of the event without its attributes, its entry in the journal, and their share of what links them. */
const EVENT_BYTES = 450;
const OBJECT_BYTES = 24;
const SLOT_BYTES = 8;
/** An object of many members is a hash table, half empty. */
const MAX_SLOTS = 128;
const TABLE_SLOT_BYTES = 24;

/** The texts take about what the whole event takes on the wire, whatever else stands between them. In bytes, a whole number. */
export function footprint({ attributes, sizeBytes }: VoiceEvent): number {
  return EVENT_BYTES + sizeBytes + objectBytes(attributes);
}

function objectBytes(object: JsonObject): number {
  let members = 0;
  let inside = 0;
  for (const name in object) {
    members += 1;
    const value = object[name];
    if (typeof value === 'object' && value !== null) inside += containerBytes(value);
  }
  return inside + OBJECT_BYTES + (members <= MAX_SLOTS ? SLOT_BYTES * members : TABLE_SLOT_BYTES * tableSlots(members));
}

function containerBytes(value: JsonObject | readonly Json[]): number {
  if (!Array.isArray(value)) return objectBytes(value as JsonObject);
  let bytes = OBJECT_BYTES + SLOT_BYTES * value.length;
  for (const element of value as readonly Json[]) if (typeof element === 'object' && element !== null) bytes += containerBytes(element);
  return bytes;
}

/** The next power of two that leaves room for half as many again. */
function tableSlots(members: number): number {
  return 2 ** Math.ceil(Math.log2(members * 1.5));
}
