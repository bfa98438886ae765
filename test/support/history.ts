/** Holds what a client has received against what the log has: nothing lost, nothing foreign, in order, and nothing twice but where it was taken up again. */

/** One event as another reader of the log has it. */
export type Written = {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly tenantId: string;
  /** The agent or the call thread: what follows the tenant in the key of the record. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type Received = {
  readonly eventId: string;
  readonly tenantId: string;
  readonly id: string;
  readonly cursor: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What came by one connection, in the order of arrival. */
export type Stretch = { readonly events: readonly Received[] };

export type Expected = {
  /** All of the log, in log order for each partition. */
  readonly written: readonly Written[];
  /** What the client has asked for; it has its end when nothing of it is to come any more. */
  readonly wants: (event: Written) => boolean;
  /** What it had of each agent or call thread before: only what follows it is to come. */
  readonly had?: ReadonlyMap<string, string>;
};

const SHOWN = 10;

/** What is to come to the client. */
export function dueOf({ written, wants, had = new Map() }: Expected): Written[] {
  const log = new Map(written.map((event) => [event.eventId, event]));
  return written.filter((event) => {
    const place = log.get(had.get(event.id) ?? '');
    return wants(event) && !(place !== undefined && place.partition === event.partition && event.offset <= place.offset);
  });
}

/** What is wrong with what came by the connections of a client, one after the other, in words; each begins with `lost`, `foreign`, `out of order`, `changed` or `twice`. */
export function faultsOf(stretches: readonly Stretch[], expected: Expected): string[] {
  const { written, wants } = expected;
  const faults: string[] = [];
  const log = new Map(written.map((event) => [event.eventId, event]));
  const first = new Map<string, { readonly stretch: number; readonly content: string }>();
  /** The offset of the last one of each agent or call thread, by partition: keys have no order between partitions. */
  const last = new Map<string, number>();

  for (const [stretch, { events }] of stretches.entries()) {
    const fresh = new Set<string>();
    for (const event of events) {
      const { eventId } = event;
      const at = `${eventId} of ${event.tenantId}:${event.id} on connection ${stretch}`;
      const origin = log.get(eventId);
      if (origin === undefined || !wants(origin) || origin.tenantId !== event.tenantId || origin.id !== event.id) {
        faults.push(`foreign: ${at}`);
        continue;
      }
      const partition = `${origin.topic}:${origin.partition}`;
      const content = JSON.stringify(event.attributes);
      const before = first.get(eventId);
      if (before !== undefined) {
        if (before.content !== content) faults.push(`changed: ${at}`);
        if (before.stretch === stretch || fresh.has(partition)) faults.push(`twice: ${at}`);
        continue;
      }
      first.set(eventId, { stretch, content });
      fresh.add(partition);
      const key = `${partition}:${origin.tenantId}:${origin.id}`;
      if (origin.offset < (last.get(key) ?? -1)) faults.push(`out of order: ${at}`);
      else last.set(key, origin.offset);
    }
  }

  const due = new Set(dueOf(expected));
  for (const event of written) {
    const { eventId } = event;
    if (due.has(event) && !first.has(eventId)) faults.push(`lost: ${eventId} of ${event.tenantId}:${event.id}`);
    if (!due.has(event) && first.has(eventId)) faults.push(`twice: ${eventId} was had before`);
  }
  return faults.length <= SHOWN ? faults : [...faults.slice(0, SHOWN), `and ${faults.length - SHOWN} more`];
}
