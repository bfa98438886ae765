/** Queues, telephones and agents as they were when they were stored. */
import type { Restore } from '../events/stored-event.ts';
import { extend, summarize } from './agent.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { QueueRecord } from './queue.ts';
import { joinQueue } from './session.ts';
import type { StoredAgent, StoredQueue, StoredSession, StoredTelephone } from './stored.ts';
import { attach, reschedule, telephoneOf } from './telephone.ts';
import type { Silence, Telephone } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import { Waits } from './waits.ts';

/** What the reading machine makes of the times of the writing one: what lies ahead of its own clock has not happened later than now. */
export type Times = {
  ms(storedMs: number | null): number;
  /** The start of a day that was counted; -Infinity where its counters are of no use. */
  day(dayMs: number | null): number;
};

export function restoreQueue(tenant: Tenant, stored: StoredQueue, times: Times, clockMs: number): void {
  const { queueId, offered, answered, abandoned, diverted, waitsKnown, waitsSum, waitsLongest, knownSinceMs, updatedMs } = stored;
  const dayMs = times.day(stored.dayMs);
  const isCounted = dayMs > -Infinity;
  const queue: QueueRecord = {
    kind: 'queue',
    tenant,
    queueId,
    waits: new Waits(),
    agentsLoggedIn: 0,
    agentsReady: 0,
    dayMs,
    offered: isCounted ? offered : 0,
    answered: isCounted ? answered : 0,
    abandoned: isCounted ? abandoned : 0,
    diverted: isCounted ? diverted : 0,
    waitsKnown: isCounted ? waitsKnown : 0,
    waitsSum: isCounted ? waitsSum : 0,
    waitsLongest: isCounted ? waitsLongest : 0,
    knownSinceMs: isCounted ? times.ms(knownSinceMs) : clockMs,
    updatedMs: times.ms(updatedMs),
  };
  tenant.queues.set(queueId, queue);
  tenant.queueIds.add(queueId);
}

/** What it returns is to be called when all agents are there: then those have it whose it is. */
export function restoreTelephone(tenant: Tenant, stored: StoredTelephone, times: Times): () => void {
  const { holder, keyAgent, dn, inService, doNotDisturb, forwardedTo, forwardMode, messageWaiting, offHook, muted, deafened, monitoring } =
    stored;
  const telephone: Telephone = {
    kind: 'telephone',
    tenant,
    dn,
    inService,
    doNotDisturb,
    forwardedTo,
    forwardMode,
    messageWaiting,
    offHook,
    muted: restoreSilence(muted),
    deafened: restoreSilence(deafened),
    monitoring: monitoring === null ? null : new Map(monitoring.map(([otherDn, role, type]) => [otherDn, { role, type }])),
    updatedMs: times.ms(stored.updatedMs),
    holder: null,
    keyAgent: null,
    live: [0, 0, 0, 0, 0, 0],
    callSeen: stored.callSeen,
    isForgotten: false,
    agents: 0,
    lastEventMs: times.ms(stored.lastEventMs),
    dueMs: Infinity,
    order: tenant.world.deadlines.keep(stored.order),
    scheduledMs: Infinity,
    place: -1,
  };
  tenant.telephones.set(dn, telephone);
  return () => {
    telephone.holder = holder === null ? null : (tenant.agents.get(holder) ?? null);
    telephone.keyAgent = keyAgent === null ? null : (tenant.agents.get(keyAgent) ?? null);
    reschedule(telephone);
  };
}

function restoreSilence({ told, calls }: StoredTelephone['muted']): Silence {
  return { told, calls: calls === null ? null : new Set(calls) };
}

/** Its queues and telephones are there. */
export function restoreAgent(tenant: Tenant, stored: StoredAgent, times: Times, restore: Restore): void {
  const { tenantId, agentId, loginId, logins, aliases, sessions, telephones, stateSince, lastEvent, isStale } = stored;
  const agent: AgentRecord = {
    kind: 'agent',
    tenant,
    agentId,
    loginId,
    logins: [...logins],
    sessions: new Map(),
    telephones: new Map(),
    memberships: new Map(),
    state: 'UNKNOWN',
    stateSince: null,
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
  tenant.agents.add(agentId, agent);
  tenant.agents.move(agentId, null, agent.state);
  for (const login of aliases) tenant.aliases.set(login, agentId);
  for (const dn of telephones) attach(agent, telephoneOf(tenant, dn));
  for (const session of sessions) restoreSession(agent, session);
  summarize(agent, stateSince);
  extend(agent, agent.lastEventMs);
}

function restoreSession(agent: AgentRecord, { queues, ...rest }: StoredSession): void {
  const session: Session = { ...rest, queues: new Map() };
  agent.sessions.set(session.dn, session);
  for (const [queueId, time] of queues) {
    // Known for as long as before.
    const ms = agent.tenant.queues.get(queueId)?.knownSinceMs ?? agent.lastEventMs;
    joinQueue(agent, session, queueId, { time, ms });
  }
}
