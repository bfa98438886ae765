/** The life of a call thread: what it is after an event, what a time limit makes of it, and when that is due. */
import { closeEntry, leave } from './leaving.ts';
import type { CallThreadEndReason, CallThreadStatus } from './model.ts';
import type { Moment } from './tenant.ts';
import { forgetThread, handOver, NOTHING, refer, unrefer } from './thread.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import { endTreatment } from './treatment.ts';
import { touch } from './touch.ts';
import { tenantChanged, threadChanged } from './watcher.ts';

/** To be called after each event has been taken and seen, with its call. */
export function settle(thread: ThreadRecord, call: CallRecord, moment: Moment): void {
  decide(thread, call, null, moment);
}

/** A time limit of the thread has come. */
export function expireThread(thread: ThreadRecord, atMs: number): void {
  if (thread.status === 'ENDED') {
    forgetThread(thread, atMs);
    return;
  }
  const { tenant, lastEvent, lastEventMs } = thread;
  const moment: Moment = { time: lastEvent?.time ?? '', ms: atMs };
  const isOverdue = awaitsDestination(thread) && atMs >= lastEventMs + tenant.world.rules.threadTransitGraceMs;
  for (const entry of thread.entries)
    if (entry.leftAt === null && (entry.isRouted || !isOverdue)) closeEntry(entry, isOverdue ? 'ROUTED' : 'DIVERTED', moment);
  if (!isOverdue) for (const call of thread.calls.values()) for (const party of call.parties.values()) leave(party, null, moment);
  if (thread.live === 0) for (const call of thread.calls.values()) handOver(call, false);
  touch(thread, atMs);
  threadChanged(thread);
  touch(tenant, atMs);
  tenantChanged(tenant);
  decide(thread, null, isOverdue ? 'LEFT_MONITORED_PARTIES' : 'EXPIRED', moment);
}

function decide(thread: ThreadRecord, call: CallRecord | null, rule: CallThreadEndReason | null, moment: Moment): void {
  const before = thread.status;
  const after: CallThreadStatus = thread.live > 0 ? 'ACTIVE' : thread.handOvers > 0 ? 'IN_TRANSIT' : 'ENDED';
  // Those that only others told of are gone with the thread, also where that was told after its end.
  if (after === 'ENDED' && thread.members > 0)
    for (const each of thread.calls.values()) for (const party of each.parties.values()) if (party.isMember) leave(party, null, moment);
  if (after === 'ENDED' && before !== 'ENDED') {
    end(thread, moment);
    thread.endCall = call;
    thread.endRule = rule;
  } else {
    if (before === 'ENDED' && after !== 'ENDED') revive(thread);
    const { leaving, left } = thread.tenant.world;
    for (let ref = leaving.pop(); ref !== undefined; ref = leaving.pop()) unrefer(thread, ref.index, ref.key);
    while (left.length > 0) left.pop();
  }
  if (after !== before) setStatus(thread, after);
  scheduleThread(thread);
}

/** Nothing is live any more, and nothing is on its way. What went just now is what the thread had at its end. */
function end(thread: ThreadRecord, moment: Moment): void {
  if (thread.openEntries > 0)
    for (const entry of thread.entries) if (entry.leftAt === null) closeEntry(entry, entry.isRouted ? 'ROUTED' : 'DIVERTED', moment);
  for (const { call, dn } of thread.treatments) endTreatment(call, dn, moment.time);
  const { threadsBy, world } = thread.tenant;
  const { leaving, left } = world;
  for (const party of left) {
    party.isLast = true;
    if (party.loginId === null && party.agentId !== null) leaving.push(refer(thread, threadsBy.agent, party.agentId));
  }
  thread.kept = leaving.slice();
  thread.lastParties = left.slice();
  leaving.length = left.length = 0;
  thread.endedAt = moment.time;
  thread.endedMs = moment.ms;
}

function revive(thread: ThreadRecord): void {
  for (const { index, key } of thread.kept) unrefer(thread, index, key);
  for (const party of thread.lastParties) party.isLast = false;
  thread.kept = NOTHING;
  thread.lastParties = NOTHING;
  thread.endedAt = null;
  thread.endedMs = -Infinity;
  thread.endRule = null;
  thread.endCall = null;
}

function setStatus(thread: ThreadRecord, status: CallThreadStatus): void {
  const { tenant, callThreadId, status: before } = thread;
  tenant.threads.move(callThreadId, before, status);
  tenant.callsActive += (status === 'ENDED' ? 0 : 1) - (before === null || before === 'ENDED' ? 0 : 1);
  thread.status = status;
}

function awaitsDestination({ status, routedEntries }: ThreadRecord): boolean {
  return status === 'IN_TRANSIT' || routedEntries > 0;
}

/** All limits count from the last event; that of an ended thread from its end, if a limit ended it. */
export function scheduleThread(thread: ThreadRecord): void {
  const { deadlines, rules } = thread.tenant.world;
  if (thread.status === 'ENDED') thread.dueMs = Math.max(thread.lastEventMs, thread.endedMs) + rules.threadLingerMs;
  else {
    const expiryMs = thread.status === 'ACTIVE' ? thread.lastEventMs + rules.threadStaleAfterMs : Infinity;
    const graceMs = awaitsDestination(thread) ? thread.lastEventMs + rules.threadTransitGraceMs : Infinity;
    thread.dueMs = Math.min(expiryMs, graceMs);
  }
  deadlines.schedule(thread);
}
