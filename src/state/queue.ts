/** Queues: who waits, who serves, and what was counted today. */
import { microsOf } from '../events/time.ts';
import type { Instant } from '../events/time.ts';
import type { Entry } from './entry.ts';
import type { Tenant } from './tenant.ts';
import { Waits } from './waits.ts';
import { touch } from './touch.ts';
import { queueChanged } from './watcher.ts';

export type Outcome = 'answered' | 'abandoned' | 'diverted';

export type QueueRecord = {
  readonly kind: 'queue';
  readonly tenant: Tenant;
  readonly queueId: string;
  readonly waits: Waits;
  agentsLoggedIn: number;
  agentsReady: number;
  /** Start of the day that is counted. */
  dayMs: number;
  offered: number;
  answered: number;
  abandoned: number;
  diverted: number;
  /** Of the entries that left; microseconds. */
  waitsKnown: number;
  waitsSum: number;
  waitsLongest: number;
  knownSinceMs: number;
  updatedMs: number;
};

export function queueOf(tenant: Tenant, queueId: string, ms: number): QueueRecord {
  let queue = tenant.queues.get(queueId);
  if (queue === undefined) {
    queue = {
      kind: 'queue',
      tenant,
      queueId,
      waits: new Waits(),
      agentsLoggedIn: 0,
      agentsReady: 0,
      dayMs: -Infinity,
      offered: 0,
      answered: 0,
      abandoned: 0,
      diverted: 0,
      waitsKnown: 0,
      waitsSum: 0,
      waitsLongest: 0,
      knownSinceMs: ms,
      updatedMs: ms,
    };
    tenant.queues.set(queueId, queue);
    tenant.queueIds.add(queueId);
    queueChanged(queue);
  } else if (ms < queue.knownSinceMs) {
    queue.knownSinceMs = ms;
    queueChanged(queue);
  }
  startDay(tenant, queue, ms);
  return queue;
}

/** Starts to count anew where a day has begun, by the clock or by a record that is ahead of it. */
export function startDay({ world }: Tenant, queue: QueueRecord, ms: number): void {
  const dayMs = world.days.startOf(Math.max(ms, world.clockMs));
  if (dayMs <= queue.dayMs) return;
  queue.dayMs = dayMs;
  queue.offered = queue.answered = queue.abandoned = queue.diverted = 0;
  queue.waitsKnown = queue.waitsSum = queue.waitsLongest = 0;
}

export function countOffer(tenant: Tenant, entry: Entry, ms: number): void {
  const { queue } = entry;
  startDay(tenant, queue, ms);
  entry.dayMs = tenant.world.days.startOf(ms);
  entry.counted = null;
  if (isOfToday(entry)) queue.offered += 1;
}

/** Counts what has become of an entry, or moves it to where it belongs now. */
export function countOutcome(tenant: Tenant, entry: Entry, ms: number): void {
  const { queue } = entry;
  startDay(tenant, queue, ms);
  const outcome: Outcome | null = entry.answered ? 'answered' : entry.abandoned ? 'abandoned' : entry.leftAt === null ? null : 'diverted';
  if (outcome === entry.counted || !isOfToday(entry)) return;
  if (entry.counted !== null) queue[entry.counted] -= 1;
  if (outcome !== null) queue[outcome] += 1;
  entry.counted = outcome;
  touch(queue, ms);
  queueChanged(queue);
}

export function countWait(entry: Entry, from: Instant, to: Instant): void {
  if (!isOfToday(entry)) return;
  const { queue } = entry;
  // Whole microseconds add up to the same in any order.
  const micros = Math.max(microsOf(to) - microsOf(from), 0);
  queue.waitsKnown += 1;
  queue.waitsSum += micros;
  queue.waitsLongest = Math.max(queue.waitsLongest, micros);
}

/** One whose opening was not seen, or that was opened before midnight, counts nowhere. */
function isOfToday(entry: Entry): boolean {
  return entry.dayMs === entry.queue.dayMs;
}
