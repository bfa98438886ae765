/** The record key: `{tenant_id}:{agent_id}` on voice-agentstate, `{tenant_id}:{callthread_id}` on voice-callthread. */
import { isAscii, isUtf8 } from 'node:buffer';

export type RecordKey = {
  readonly tenantId: string;
  /** Everything behind the first colon: the agent or the thread. Null where nothing stands there. */
  readonly entityId: string | null;
};

/**
 * The keys that were read last, by a hash of their bytes. An agent or a call mostly has many records: 0.05 us against 0.25 us to read a key
 * anew, and all events share its strings. A later key takes the place of an earlier one with the same hash, so there are never more.
 */
const REMEMBERED = 4096;
const MAX_REMEMBERED_LENGTH = 64;
const remembered: ({ readonly text: string; readonly key: RecordKey } | undefined)[] = Array.from({ length: REMEMBERED });

/** Null where no tenant can be told: no key, no colon, nothing before it, not UTF-8. A tenant is never guessed. */
export function parseKey(bytes: Buffer | null): RecordKey | null {
  if (bytes === null || bytes.length === 0) return null;
  if (bytes.length > MAX_REMEMBERED_LENGTH) return readKey(bytes, bytes.toString('utf8'));
  const at = placeOf(bytes);
  const known = remembered[at];
  if (known !== undefined && isText(bytes, known.text)) return known.key;
  const text = bytes.toString('utf8');
  const key = readKey(bytes, text);
  if (key !== null && isAscii(bytes)) remembered[at] = { text, key };
  return key;
}

function placeOf(bytes: Buffer): number {
  let hash = 0;
  for (let i = 0; i < bytes.length; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (REMEMBERED - 1);
}

function isText(bytes: Buffer, ascii: string): boolean {
  if (bytes.length !== ascii.length) return false;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== ascii.charCodeAt(i)) return false;
  return true;
}

function readKey(bytes: Buffer, written: string): RecordKey | null {
  if (!isUtf8(bytes)) {
    // Only the tenant has to be readable; the rest is identified by its bytes as well as they can be shown.
    const colon = bytes.indexOf(0x3a);
    if (colon < 0 || !isUtf8(bytes.subarray(0, colon))) return null;
  }
  const text = unquoted(written);
  const colon = text.indexOf(':');
  if (colon <= 0) return null;
  return { tenantId: text.slice(0, colon), entityId: colon + 1 < text.length ? text.slice(colon + 1) : null };
}

/** Some JSON serialisers write a string key with its quotes. */
function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}
