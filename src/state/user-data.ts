/** How much of the data that a switch attaches to calls is kept. */
import type { Json, JsonObject } from '../events/vocabulary.ts';

/** Null for more than `maxBytes` as JSON. */
export function keptUserData(data: JsonObject, maxBytes: number): JsonObject | null {
  return mostBytes(data, maxBytes) <= maxBytes || Buffer.byteLength(JSON.stringify(data)) <= maxBytes ? data : null;
}

export function isEmpty(data: JsonObject): boolean {
  for (const _key in data) return false;
  return true;
}

/** An escaped character: \u0000. */
const MOST_BYTES_PER_CHARACTER = 6;
const MOST_BYTES_PER_NUMBER = 25;

/** A bound that is told without writing the data; what is beyond `enough` need not be exact. */
function mostBytes(value: Json, enough: number): number {
  if (typeof value === 'string') return value.length * MOST_BYTES_PER_CHARACTER + 2;
  if (typeof value !== 'object' || value === null) return MOST_BYTES_PER_NUMBER;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) {
      bytes += mostBytes(element, enough) + 1;
      if (bytes > enough) break;
    }
    return bytes;
  }
  const object = value as JsonObject;
  for (const key in object) {
    bytes += key.length * MOST_BYTES_PER_CHARACTER + 4 + mostBytes(object[key] ?? null, enough);
    if (bytes > enough) break;
  }
  return bytes;
}
