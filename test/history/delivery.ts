/**
 * Holds what a client has received against what the log has. I1: nothing foreign. I2: nothing lost, and no cursor that stands behind something
 * that has not come yet. I3: in order, and nothing twice but where it was taken up again.
 */
import type { Places } from './places.ts';
import type { Written } from './records.ts';

export type Received = {
  readonly eventId: string;
  readonly tenantId: string;
  readonly id: string | null;
  readonly cursor: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What came by one connection, in the order of arrival. */
export type Stretch = { readonly events: readonly Received[]; readonly course?: Course };

/** Where a stretch begins and ends, as far as that is known. */
export type Course = {
  /** All that follows is to come. Null where that is not known. */
  readonly from: Places | null;
  /** What stands before it is not to come. */
  readonly notBefore: Places | null;
  /** Cursors that came beside the events, each with how many events had come by then. */
  readonly places: readonly { readonly cursor: string; readonly events: number }[];
  /** It was open until all had come. */
  readonly isWhole: boolean;
  /** What a cursor stands for; null for one that cannot be read. */
  readonly read: (cursor: string) => Places | null;
};

export type Expected = {
  /** All of the log, in log order for each partition. */
  readonly written: readonly Written[];
  /** What the client has asked for; it has its end when nothing of it is to come any more. */
  readonly wants: (event: Written) => boolean;
  /** What it had of each agent or call thread before: only what follows it is to come. */
  readonly had?: ReadonlyMap<string, string>;
  /** What is wrong with an event as it was shown; null where nothing is. By default nothing is. */
  readonly wrongIn?: (origin: Written, shown: Received) => string | null;
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

const partitionOf = ({ topic, partition }: Written): string => `${topic}:${partition}`;

/** What is wrong with what came by the connections of a client, one after the other, in words; each begins with the promise that is broken, and how. */
export function faultsOf(stretches: readonly Stretch[], expected: Expected): string[] {
  const { written, wants, wrongIn = () => null } = expected;
  const faults: string[] = [];
  const log = new Map(written.map((event, rank) => [event.eventId, { origin: event, rank }]));
  const first = new Map<string, { readonly stretch: number; readonly content: string }>();
  /** The place of the last one of each agent or call thread, by partition: keys have no order between partitions. */
  const last = new Map<string, number>();

  for (const [stretch, { events }] of stretches.entries()) {
    const fresh = new Set<string>();
    for (const event of events) {
      const { eventId } = event;
      const at = `${eventId} of ${event.tenantId}:${event.id ?? ''} on connection ${stretch}`;
      const { origin, rank } = log.get(eventId) ?? { origin: undefined, rank: -1 };
      if (origin === undefined || !wants(origin) || origin.tenantId !== event.tenantId || origin.id !== (event.id ?? '')) {
        faults.push(`I1 foreign: ${at}`);
        continue;
      }
      const wrong = wrongIn(origin, event);
      if (wrong !== null) faults.push(`I1 shown wrongly: ${at}: ${wrong}`);
      const content = JSON.stringify(event.attributes);
      const before = first.get(eventId);
      if (before !== undefined) {
        if (before.content !== content) faults.push(`I3 changed: ${at}`);
        if (before.stretch === stretch || fresh.has(partitionOf(origin))) faults.push(`I3 twice: ${at}`);
        continue;
      }
      first.set(eventId, { stretch, content });
      fresh.add(partitionOf(origin));
      const key = `${partitionOf(origin)}:${origin.tenantId}:${origin.id}`;
      if (rank < (last.get(key) ?? -1)) faults.push(`I3 out of order: ${at}`);
      else last.set(key, rank);
    }
  }

  const due = dueOf(expected);
  if (stretches.some(({ course }) => course !== undefined)) {
    for (const [stretch, { events, course }] of stretches.entries())
      if (course !== undefined) faults.push(...gapsOf(events, course, due).map((fault) => `${fault} on connection ${stretch}`));
  } else {
    const isDue = new Set(due);
    for (const event of written) {
      const { eventId } = event;
      if (isDue.has(event) && !first.has(eventId)) faults.push(`I2 lost: ${eventId} of ${event.tenantId}:${event.id}`);
      if (!isDue.has(event) && first.has(eventId)) faults.push(`I3 twice: ${eventId} was had before`);
    }
  }
  return faults.length <= SHOWN ? faults : [...faults.slice(0, SHOWN), `and ${faults.length - SHOWN} more`];
}

/** What is missing within a stretch, and cursors that promise too much: behind each, all that follows is to be had, so all before it has to have come. */
function gapsOf(events: readonly Received[], { from, notBefore, places, isWhole, read }: Course, due: readonly Written[]): string[] {
  const faults: string[] = [];
  const told = new Set<Written>();
  const came = new Set<string>();
  const lose = (event: Written, why: string): void => {
    if (told.has(event)) return;
    told.add(event);
    faults.push(`I2 lost: ${event.eventId} of ${event.tenantId}:${event.id} (${why})`);
  };
  const byId = new Map(due.map((event) => [event.eventId, event]));
  /** What of each partition is to come, in order, and how much of it has come without a gap. */
  const lanes = new Map<string, { readonly events: Written[]; done: number }>();
  const receivedIds = new Set(events.map(({ eventId }) => eventId));
  const begun = new Set<string>();
  for (const event of due) {
    const isBehind = from !== null && event.offset >= from.at(event.topic, event.partition);
    // Where the start is not known, all is to come from the first on that did.
    const lane = partitionOf(event);
    if (!isBehind && !begun.has(lane) && !receivedIds.has(event.eventId)) continue;
    begun.add(lane);
    const known = lanes.get(lane);
    if (known === undefined) lanes.set(lane, { events: [event], done: 0 });
    else known.events.push(event);
  }
  const settle = (cursor: string, what: string): void => {
    const reached = read(cursor);
    if (reached === null) {
      faults.push(`I2 no place: the cursor ${what} cannot be read`);
      return;
    }
    for (const lane of lanes.values())
      for (let event = lane.events[lane.done]; event !== undefined; event = lane.events[(lane.done += 1)])
        if (!came.has(event.eventId)) {
          if (event.offset < reached.at(event.topic, event.partition)) lose(event, `the cursor ${what} stands behind it`);
          else break;
        }
  };
  let [beside, count] = [0, 0];
  const settleBeside = (): void => {
    for (let place = places[beside]; place !== undefined && place.events <= count; place = places[(beside += 1)])
      settle(place.cursor, `beside event ${place.events}`);
  };
  settleBeside();
  for (const { eventId, cursor } of events) {
    came.add(eventId);
    count += 1;
    const event = byId.get(eventId);
    if (event === undefined) continue;
    if (notBefore !== null && event.offset < notBefore.at(event.topic, event.partition))
      faults.push(`I3 twice: ${eventId} stands before the place that it was taken up at`);
    if (event.next > event.offset && (read(cursor)?.at(event.topic, event.partition) ?? 0) < event.next)
      faults.push(`I3 no progress: the cursor of ${eventId} stands before it`);
    settle(cursor, `of ${eventId}`);
    settleBeside();
  }
  const lastOf = new Map<string, number>();
  for (const { events: lane } of lanes.values())
    for (const [n, { eventId, id }] of lane.entries()) if (came.has(eventId)) lastOf.set(id, n);
  for (const { events: lane } of lanes.values())
    for (const [n, event] of lane.entries()) {
      if (came.has(event.eventId)) continue;
      if (isWhole) lose(event, 'it was there until all had come');
      else if (n < (lastOf.get(event.id) ?? -1)) lose(event, 'what follows it has come');
    }
  return faults;
}
