/** The log as a plain consumer reads it, and the events in it: by the documented form of a record alone, without the gateway's decoder. */

export type LogRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
};

/** One event as another reader of the log has it. */
export type Written = {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Where a reader stands that has had it: behind its record, or in front of it as long as more of the record is to come. */
  readonly next: number;
  readonly tenantId: string;
  /** The agent or the call thread: what follows the tenant in the key of the record. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What is no event is passed over: a tombstone, text that is no JSON, a key without a tenant, an object without a name. */
export function eventsIn(records: readonly LogRecord[]): Written[] {
  return records.flatMap(({ topic, partition, offset, key, value }) => {
    const [, tenantId, id = ''] = /^([^:]+):(.*)$/s.exec(key ?? '') ?? [];
    if (tenantId === undefined || value === null) return [];
    const elements = [parsed(value)].flat().filter(isEvent);
    return elements.map((attributes, n) => {
      const eventId = `${topic}:${partition}:${offset}${n === 0 ? '' : `:${n}`}`;
      const next = n === elements.length - 1 ? offset + 1 : offset;
      return { eventId, topic, partition, offset, next, tenantId, id, attributes };
    });
  });
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && value.id !== '';
}
