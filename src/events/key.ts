/** The record key: `{tenant_id}:{agent_id}` on voice-agentstate, `{tenant_id}:{callthread_id}` on voice-callthread. */
import { isUtf8 } from 'node:buffer';

export type RecordKey = {
  readonly tenantId: string;
  /** Everything behind the first colon: the agent or the thread. Null where nothing stands there. */
  readonly entityId: string | null;
};

/** Null where no tenant can be told: no key, no colon, nothing before it, not UTF-8. A tenant is never guessed. */
export function parseKey(key: Buffer | null): RecordKey | null {
  if (key === null || key.length === 0) return null;
  let text = key.toString('utf8');
  // Stands for bytes that are no UTF-8, or for itself.
  if (text.includes('\uFFFD') && !isUtf8(key)) {
    // Only the tenant has to be readable; the rest is identified by its bytes as well as they can be shown.
    const colon = key.indexOf(0x3a);
    if (colon < 0 || !isUtf8(key.subarray(0, colon))) return null;
  }
  text = unquoted(text);
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
