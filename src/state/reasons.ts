/** Why an agent is ready or not, as the lists of an event tell it. */
import type { VoiceEvent } from '../events/event.ts';
import type { Json, JsonObject } from '../events/vocabulary.ts';

export type Reason = {
  readonly reasonCode: string | null;
  readonly reasons: JsonObject | null;
  readonly hardwareReason: string | null;
};

export const NO_REASON: Reason = { reasonCode: null, reasons: null, hardwareReason: null };

export function reasonOf({ reasons, extensions }: VoiceEvent, keys: readonly string[]): Reason {
  if (reasons === null && extensions === null) return NO_REASON;
  const hardwareReason = valueOf(extensions, keys);
  return { reasonCode: valueOf(reasons, keys) ?? hardwareReason, reasons, hardwareReason };
}

/** The first key that is there counts. */
function valueOf(list: JsonObject | null, keys: readonly string[]): string | null {
  if (list === null) return null;
  for (const key of keys) {
    const text = Object.hasOwn(list, key) ? textOf(list[key]) : null;
    if (text !== null) return text;
  }
  return null;
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}
