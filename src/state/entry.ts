/** Queue entries: a call that waits, or waited, in a queue. */
import type { Instant } from '../events/time.ts';
import type { QueueOutcome } from './model.ts';
import { countOffer, countOutcome, countWait, queueOf } from './queue.ts';
import type { Outcome, QueueRecord } from './queue.ts';
import type { Moment } from './tenant.ts';
import { refer } from './thread.ts';
import type { CallRecord } from './thread.ts';
import type { Wait } from './waits.ts';
import { touch } from './touch.ts';

export type Entry = {
  call: CallRecord;
  readonly queue: QueueRecord;
  /** Telephones by which it was opened: mostly one, the queue itself. */
  readonly dns: string[];
  queuedAt: Instant | null;
  /** Null while it is open. */
  leftAt: Instant | null;
  outcome: QueueOutcome;
  to: string | null;
  /** By EventQueued; else only by EventRouteRequest. */
  isQueued: boolean;
  /** Routing has told where the call goes, but the queue has not told yet that it left. */
  isRouted: boolean;
  /** The events by which it was opened, as far as they need to be known again. */
  readonly openings: string[];
  wait: Wait | null;
  /** The day that counts it; NaN for an entry whose opening was not seen. */
  dayMs: number;
  answered: boolean;
  abandoned: boolean;
  counted: Outcome | null;
};

/** A call that came back more often than that may be counted twice. */
const MAX_OPENINGS = 32;

function createEntry(call: CallRecord, queueId: string, ms: number): Entry {
  const { thread } = call;
  const entry: Entry = {
    call,
    queue: queueOf(thread.tenant, queueId, ms),
    dns: [],
    queuedAt: null,
    leftAt: null,
    outcome: 'WAITING',
    to: null,
    isQueued: false,
    isRouted: false,
    openings: [],
    wait: null,
    dayMs: Number.NaN,
    answered: false,
    abandoned: false,
    counted: null,
  };
  call.entries ??= new Map();
  call.entries.set(queueId, entry);
  thread.entries.push(entry);
  return entry;
}

/** Whether that event opened the entry that has been closed since. */
export function wasOpenedBy(entry: Entry | undefined, opening: string): boolean {
  return entry !== undefined && entry.leftAt !== null && entry.openings.includes(opening);
}

/** Opens it, or opens it anew. Does nothing but take the telephone down where it is open. */
export function openEntry(call: CallRecord, queueId: string, dn: string, opening: string, moment: Moment): Entry {
  const known = call.entries?.get(queueId);
  if (known !== undefined && known.leftAt === null) {
    if (!known.dns.includes(dn)) known.dns.push(dn);
    return known;
  }
  const { thread } = call;
  const { tenant } = thread;
  const entry = known ?? createEntry(call, queueId, moment.ms);
  entry.dns.length = 0;
  entry.dns.push(dn);
  entry.queuedAt = moment.time;
  entry.leftAt = null;
  entry.outcome = 'WAITING';
  entry.to = null;
  entry.isQueued = entry.isRouted = entry.answered = entry.abandoned = false;
  entry.openings.push(opening);
  if (entry.openings.length > MAX_OPENINGS) entry.openings.shift();
  entry.wait = { since: moment.time, isOver: false };
  entry.queue.waits.add(entry.wait);
  tenant.waits.add(entry.wait);
  touch(entry.queue, moment.ms);
  countOffer(tenant, entry, moment.ms);
  if (thread.openEntries === 0) tenant.threadsWaiting += 1;
  thread.openEntries += 1;
  refer(thread, 'queue', queueId);
  return entry;
}

/** One that nobody saw open, and that is closed already. */
export function createClosed(call: CallRecord, queueId: string, outcome: QueueOutcome, to: string | null, { time, ms }: Moment): void {
  const entry = createEntry(call, queueId, ms);
  entry.leftAt = time;
  entry.outcome = outcome;
  entry.to = to;
}

/** Closes an open entry. The parties that waited in it are for the caller to see off. */
export function shut(entry: Entry, outcome: QueueOutcome, moment: Moment): void {
  const { call, queue, wait } = entry;
  const { thread } = call;
  const { tenant } = thread;
  setRouted(entry, false);
  entry.leftAt = moment.time;
  entry.outcome = outcome;
  if (wait !== null) {
    wait.isOver = true;
    queue.waits.end();
    tenant.waits.end();
    entry.wait = null;
  }
  touch(queue, moment.ms);
  countOutcome(tenant, entry, moment.ms);
  if (entry.queuedAt !== null) countWait(entry, entry.queuedAt, moment.time);
  thread.openEntries -= 1;
  if (thread.openEntries === 0) tenant.threadsWaiting -= 1;
  thread.leaving.push({ dimension: 'queue', key: queue.queueId });
}

export function setRouted(entry: Entry, isRouted: boolean): void {
  if (entry.isRouted === isRouted) return;
  entry.isRouted = isRouted;
  entry.call.thread.routedEntries += isRouted ? 1 : -1;
}
