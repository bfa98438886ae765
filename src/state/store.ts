/** From the entities to what is kept of them. */
import { storeEvent } from '../events/stored-event.ts';
import type { StoredEvent } from '../events/stored-event.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { Entry } from './entry.ts';
import type { Party } from './party.ts';
import type { QueueRecord } from './queue.ts';
import { lineOf } from './stored.ts';
import type { Stored, StoredCall, StoredEntry, StoredParty, StoredSession, StoredTreatment } from './stored.ts';
import type { Silence, Telephone } from './telephone.ts';
import type { Dimension, Tenant } from './tenant.ts';
import type { ThreadIndex } from './thread-index.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import type { Treatment } from './treatment.ts';

export type Entity = Tenant | QueueRecord | Telephone | AgentRecord | ThreadRecord;

/** A line of a copy, of the entity as it is now: one that has been forgotten is gone, or another one under the same identifier. */
export function store(entity: Entity): string {
  switch (entity.kind) {
    case 'tenant':
      return lineOf(entity.kind, entity.tenantId, '', storeTenant(entity));
    case 'queue':
      return lineOf(entity.kind, entity.tenant.tenantId, entity.queueId, storeQueue(entity));
    case 'telephone': {
      const { kind, tenant, dn } = entity;
      const known = tenant.telephones.get(dn);
      return lineOf(kind, tenant.tenantId, dn, known === undefined ? null : storeTelephone(known));
    }
    case 'agent': {
      const { kind, tenant, agentId } = entity;
      const known = tenant.agents.get(agentId);
      return lineOf(kind, tenant.tenantId, agentId, known === undefined ? null : storeAgent(known));
    }
    case 'thread': {
      const { kind, tenant, callThreadId } = entity;
      const known = tenant.threads.get(callThreadId);
      return lineOf(kind, tenant.tenantId, callThreadId, known === undefined ? null : storeThread(known));
    }
  }
}

function storeTenant({ tenantId, updatedMs }: Tenant): Stored {
  return { kind: 'tenant', tenantId, updatedMs: finite(updatedMs) };
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

function storeQueue(queue: QueueRecord): Stored {
  const { tenant, queueId, dayMs, offered, answered, abandoned, diverted, waitsKnown, waitsSum, waitsLongest } = queue;
  const { knownSinceMs, updatedMs } = queue;
  return {
    ...{ kind: 'queue', tenantId: tenant.tenantId, queueId, dayMs: finite(dayMs), offered, answered, abandoned, diverted },
    ...{ waitsKnown, waitsSum, waitsLongest, knownSinceMs, updatedMs },
  };
}

function storeTelephone(telephone: Telephone): Stored {
  const { tenant, dn, order, inService, doNotDisturb, forwardedTo, forwardMode, messageWaiting, offHook } = telephone;
  const { tenantId } = tenant;
  const { muted, deafened, monitoring, updatedMs, holder, keyAgent, callSeen, lastEventMs } = telephone;
  return {
    ...{ kind: 'telephone', tenantId, dn, inService, doNotDisturb, forwardedTo, forwardMode, messageWaiting, offHook },
    muted: storeSilence(muted),
    deafened: storeSilence(deafened),
    monitoring: monitoring === null ? null : Array.from(monitoring, ([otherDn, { role, type }]) => [otherDn, role, type] as const),
    holder: holder?.agentId ?? null,
    keyAgent: keyAgent?.agentId ?? null,
    ...{ callSeen, order, updatedMs: finite(updatedMs), lastEventMs: finite(lastEventMs) },
  };
}

function storeSilence({ told, calls }: Silence): { readonly told: Silence['told']; readonly calls: readonly string[] | null } {
  return { told, calls: calls === null ? null : [...calls] };
}

function storeAgent(agent: AgentRecord): Stored {
  const { tenant, agentId, loginId, logins, sessions, telephones, stateSince, lastEvent, isStale } = agent;
  const { lastEventMs, knownSinceMs, updatedMs, order } = agent;
  const { tenantId, aliases } = tenant;
  return {
    ...{ kind: 'agent', tenantId, agentId, loginId, logins, stateSince, isStale, lastEventMs, knownSinceMs, updatedMs, order },
    aliases: logins.filter((login) => aliases.get(login) === agentId),
    sessions: Array.from(sessions.values(), storeSession),
    telephones: [...telephones.keys()],
    lastEvent: stored(lastEvent),
  };
}

function storeSession(session: Session): StoredSession {
  const { dn, login, since, loginAt, queues, ready, readySince, workMode, reason } = session;
  return { dn, login, since, loginAt, queues: [...queues], ready, readySince, workMode, reason };
}

function stored(event: VoiceEvent | null): StoredEvent | null {
  return event === null ? null : storeEvent(event);
}

function storeThread(thread: ThreadRecord): Stored {
  const { tenant, callThreadId, status, calls, entries, treatments, startedAt, endedAt, endedMs, endRule, endCall } = thread;
  const { kept, lastEvent, isStale, lastEventMs, knownSinceMs, updatedMs, order } = thread;
  const { tenantId } = tenant;
  if (status === null) throw new Error('a thread has no status only within an event');
  return {
    ...{ kind: 'thread', tenantId, callThreadId, status, startedAt, endedAt, endedMs: finite(endedMs), endRule },
    endCall: endCall?.connId ?? null,
    calls: Array.from(calls.values(), storeCall),
    entries: entries.map(storeEntry),
    treatments: treatments.map(storeTreatment),
    kept: kept.map(({ index, key }) => [dimensionOf(tenant, index), key] as const),
    lastEvent: stored(lastEvent),
    ...{ isStale, lastEventMs, knownSinceMs, updatedMs, order },
  };
}

function dimensionOf({ threadsBy }: Tenant, index: ThreadIndex): Dimension {
  for (const dimension in threadsBy) if (threadsBy[dimension as Dimension] === index) return dimension as Dimension;
  throw new Error('a thread keeps being found by an index of another tenant');
}

function storeCall(call: CallRecord): StoredCall {
  const { connId, callType, callId, ani, dnis, previousConnId, userData, customerId, startedAt, parties, isHandedOver, isAbandoned } = call;
  return {
    ...{ connId, callType, callId, ani, dnis, previousConnId, userData, customerId, startedAt, isHandedOver, isAbandoned },
    parties: Array.from(parties.values(), storeParty),
  };
}

function storeParty({ call: _call, telephone: _telephone, ...party }: Party): StoredParty {
  return party;
}

function storeEntry({ call, queue, wait: _wait, dayMs, ...entry }: Entry): StoredEntry {
  return { connId: call.connId, queueId: queue.queueId, dayMs: finite(dayMs), ...entry };
}

function storeTreatment({ call, ...treatment }: Treatment): StoredTreatment {
  return { connId: call.connId, ...treatment };
}
