/** Call threads as they were when they were stored. */
import type { Restore } from '../events/stored-event.ts';
import { resumeEntry } from './entry.ts';
import { scheduleThread } from './lifetime.ts';
import { resumeParty } from './party.ts';
import type { Party } from './party.ts';
import { queueOf } from './queue.ts';
import type { Times } from './restore-agents.ts';
import type { StoredCall, StoredEntry, StoredParty, StoredThread, StoredTreatment } from './stored.ts';
import { createTelephone } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import { createCall, handOver, NOTHING, refer } from './thread.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';

/** Its queues and telephones are there. */
export function restoreThread(tenant: Tenant, stored: StoredThread, times: Times, restore: Restore): void {
  const { tenantId, callThreadId, status, startedAt, endedAt, endRule, endCall, lastEvent, isStale, kept } = stored;
  const thread: ThreadRecord = {
    kind: 'thread',
    tenant,
    callThreadId,
    status,
    calls: new Map(),
    entries: [],
    treatments: [],
    startedAt,
    endedAt,
    endedMs: times.ms(stored.endedMs),
    endRule,
    endCall: null,
    live: 0,
    members: 0,
    handOvers: 0,
    openEntries: 0,
    routedEntries: 0,
    refs: [],
    kept: NOTHING,
    lastParties: NOTHING,
    lastEvent: lastEvent === null ? null : restore(tenantId, lastEvent),
    isStale,
    lastEventMs: times.ms(stored.lastEventMs),
    knownSinceMs: times.ms(stored.knownSinceMs),
    updatedMs: times.ms(stored.updatedMs),
    dueMs: Infinity,
    order: tenant.world.deadlines.keep(stored.order),
    scheduledMs: Infinity,
    place: -1,
  };
  tenant.threads.add(callThreadId, thread);
  tenant.threads.move(callThreadId, null, status);
  if (status !== 'ENDED') tenant.callsActive += 1;
  for (const call of stored.calls) restoreCall(thread, call);
  for (const entry of stored.entries) restoreEntry(thread, entry, times);
  for (const treatment of stored.treatments) restoreTreatment(thread, treatment);
  thread.endCall = endCall === null ? null : callOf(thread, endCall);
  thread.kept = kept.map(([dimension, key]) => refer(thread, tenant.threadsBy[dimension], key));
  thread.lastParties = [...thread.calls.values()].flatMap(({ parties }) => [...parties.values()].filter(({ isLast }) => isLast));
  scheduleThread(thread);
}

function restoreCall(thread: ThreadRecord, { connId, startedAt, parties, isHandedOver, ...rest }: StoredCall): void {
  const call = Object.assign(createCall(thread, connId, startedAt), rest);
  const { threadsBy } = thread.tenant;
  if (call.ani !== null) refer(thread, threadsBy.ani, call.ani);
  if (call.dnis !== null) refer(thread, threadsBy.dnis, call.dnis);
  handOver(call, isHandedOver);
  for (const party of parties) restoreParty(call, party);
}

function restoreParty(call: CallRecord, stored: StoredParty): void {
  const { tenant } = call.thread;
  let telephone = tenant.telephones.get(stored.dn);
  if (telephone === undefined) {
    // The party has gone, and its telephone is forgotten.
    telephone = createTelephone(tenant, stored.dn);
    telephone.isForgotten = true;
  }
  const party: Party = { call, telephone, ...stored };
  call.parties.set(party.dn, party);
  resumeParty(party);
}

function restoreEntry(thread: ThreadRecord, { connId, queueId, dayMs, ...rest }: StoredEntry, times: Times): void {
  const { tenant } = thread;
  const queue = tenant.queues.get(queueId) ?? queueOf(tenant, queueId, thread.knownSinceMs);
  resumeEntry({ call: callOf(thread, connId), queue, wait: null, dayMs: dayMs === null ? Number.NaN : times.day(dayMs), ...rest });
}

function restoreTreatment(thread: ThreadRecord, { connId, ...rest }: StoredTreatment): void {
  const call = callOf(thread, connId);
  const treatment = { call, ...rest };
  call.treatments ??= new Map();
  call.treatments.set(treatment.dn, treatment);
  thread.treatments.push(treatment);
}

function callOf({ calls, callThreadId }: ThreadRecord, connId: string): CallRecord {
  const call = calls.get(connId);
  if (call === undefined) throw new Error(`the thread ${callThreadId} has no call ${connId}`);
  return call;
}
