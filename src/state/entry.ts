/** Queue entries: a call that waits, or waited, in a queue. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { QueueOutcome } from './model.ts';
import { countOffer, countOutcome, countWait, queueOf } from './queue.ts';
import type { Outcome, QueueRecord } from './queue.ts';
import type { Moment } from './tenant.ts';
import { leaveBehind, refer } from './thread.ts';
import type { CallRecord } from './thread.ts';
import type { Wait } from './waits.ts';
import { touch } from './touch.ts';
import { queueChanged } from './watcher.ts';

/** What an event that opened an entry is known again by. */
export type Opening = Pick<VoiceEvent, 'name' | 'thisDn' | 'time'>;

export type Entry = {
  call: CallRecord;
  readonly queue: QueueRecord;
  /** Telephones by which it was opened: mostly one, the queue itself. */
  dns: string[];
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
  openings: Opening[];
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
  if (thread.entries.length === 0) thread.entries = [entry];
  else thread.entries.push(entry);
  return entry;
}

/** Whether that event opened the entry that has been closed since. */
export function wasOpenedBy(entry: Entry | undefined, { name, thisDn, time }: Opening): boolean {
  if (entry === undefined || entry.leftAt === null) return false;
  return entry.openings.some((one) => one.time === time && one.thisDn === thisDn && one.name === name);
}

/** Opens it, or opens it anew. Does nothing but take the telephone down where it is open. */
export function openEntry(call: CallRecord, queueId: string, dn: string, opening: Opening, moment: Moment): Entry {
  const known = call.entries?.get(queueId);
  if (known !== undefined && known.leftAt === null) {
    if (!known.dns.includes(dn)) known.dns.push(dn);
    return known;
  }
  const { thread } = call;
  const { tenant } = thread;
  const entry = known ?? createEntry(call, queueId, moment.ms);
  entry.dns = [dn];
  entry.queuedAt = moment.time;
  entry.leftAt = null;
  entry.outcome = 'WAITING';
  entry.to = null;
  entry.isQueued = entry.isRouted = entry.answered = entry.abandoned = false;
  if (entry.openings.length === 0) entry.openings = [opening];
  else entry.openings.push(opening);
  if (entry.openings.length > MAX_OPENINGS) entry.openings.shift();
  touch(entry.queue, moment.ms);
  queueChanged(entry.queue);
  countOffer(tenant, entry, moment.ms);
  wait(entry, moment.time);
  return entry;
}

/** The call waits there from then on. */
function wait(entry: Entry, since: Instant): void {
  const { thread } = entry.call;
  const { tenant } = thread;
  entry.wait = { since, isOver: false };
  entry.queue.waits.add(entry.wait);
  tenant.waits.add(entry.wait);
  if (thread.openEntries === 0) tenant.threadsWaiting += 1;
  thread.openEntries += 1;
  refer(thread, tenant.threadsBy.queue, entry.queue.queueId);
}

/** An entry that was restored is counted and found as it was before; its counters are the queue's own. */
export function resumeEntry(entry: Entry): void {
  const { call, queue, queuedAt, leftAt, isRouted } = entry;
  call.entries ??= new Map();
  call.entries.set(queue.queueId, entry);
  call.thread.entries.push(entry);
  if (leftAt === null && queuedAt !== null) wait(entry, queuedAt);
  if (isRouted) call.thread.routedEntries += 1;
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
  queueChanged(queue);
  countOutcome(tenant, entry, moment.ms);
  if (entry.queuedAt !== null) countWait(entry, entry.queuedAt, moment.time);
  thread.openEntries -= 1;
  if (thread.openEntries === 0) tenant.threadsWaiting -= 1;
  leaveBehind(thread, tenant.threadsBy.queue, queue.queueId);
}

export function setRouted(entry: Entry, isRouted: boolean): void {
  if (entry.isRouted === isRouted) return;
  entry.isRouted = isRouted;
  entry.call.thread.routedEntries += isRouted ? 1 : -1;
}
