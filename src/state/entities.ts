/** Agents, threads and queues as the API tells them to a caller: what the scope does not cover is left out, what its mask hides is hidden. Links and lists are made when they are read. */
import { instantOfMs } from '../events/time.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Scope } from '../scope.ts';
import { byAgents, hasAgent } from './agent-calls.ts';
import { activityOf, dnsOf, sessionsOf } from './agent-parts.ts';
import { leadingSession } from './agent.ts';
import type { AgentRecord } from './agent.ts';
import type { Agent, CallThread, Queue, TenantSummary } from './model.ts';
import { agentStateSummaries } from './model.ts';
import { compare, each } from './pages.ts';
import { agentIdOf } from './party.ts';
import { startDay } from './queue.ts';
import type { QueueRecord } from './queue.ts';
import type { Tenant } from './tenant.ts';
import { endReasonOf } from './thread.ts';
import type { ThreadRecord } from './thread.ts';
import { callsOf, entriesOf, partiesOf, statusOf, treatmentsOf } from './thread-parts.ts';

export function showAgent(agent: AgentRecord, scope: Scope): Agent {
  const { tenant, agentId, loginId, state, stateSince, lastEvent, knownSinceMs, updatedMs } = agent;
  const leading = leadingSession(agent);
  return {
    tenantId: tenant.tenantId,
    agentId,
    loginId,
    state,
    stateSince,
    activity: activityOf(agent),
    workMode: leading?.workMode ?? null,
    reasonCode: leading?.reason.reasonCode ?? null,
    reasons: leading?.reason.reasons ?? null,
    get sessions() {
      return sessionsOf(agent);
    },
    get dns() {
      return dnsOf(agent, scope.mask);
    },
    get calls() {
      return callsOfAgent(agent, scope);
    },
    lastEvent: shown(lastEvent, scope),
    stale: agent.isStale,
    knownSince: instantOfMs(knownSinceMs),
    updatedAt: instantOfMs(Math.max(updatedMs, ...[...agent.telephones.values()].map((telephone) => telephone.updatedMs))),
  };
}

function shown(event: VoiceEvent | null, scope: Scope): VoiceEvent | null {
  return event !== null && scope.sees(event) ? scope.show(event) : null;
}

function callsOfAgent({ tenant, agentId }: AgentRecord, scope: Scope): readonly CallThread[] {
  const agentIds = new Set([agentId]);
  const threads: CallThread[] = [];
  each(byAgents(tenant, agentIds)?.cursors(null) ?? [], null, (callThreadId) => {
    const thread = tenant.threads.get(callThreadId);
    if (thread !== undefined && thread.status !== 'ENDED' && hasAgent(thread, agentIds)) threads.push(showThread(thread, scope));
    return true;
  });
  return threads;
}

export function showThread(thread: ThreadRecord, scope: Scope): CallThread {
  const { tenant, callThreadId, startedAt, endedAt, lastEvent, knownSinceMs, updatedMs } = thread;
  return {
    tenantId: tenant.tenantId,
    callThreadId,
    status: statusOf(thread),
    get calls() {
      return callsOf(thread, scope.mask);
    },
    get parties() {
      return partiesOf(thread, scope.mask);
    },
    get queues() {
      return entriesOf(thread, scope.mask);
    },
    get treatments() {
      return treatmentsOf(thread, scope.mask);
    },
    get agents() {
      return agentsOfThread(thread, scope);
    },
    startedAt,
    endedAt,
    endReason: endReasonOf(thread),
    lastEvent: shown(lastEvent, scope),
    stale: thread.isStale,
    knownSince: instantOfMs(knownSinceMs),
    updatedAt: instantOfMs(updatedMs),
  };
}

function agentsOfThread({ tenant, calls }: ThreadRecord, scope: Scope): readonly Agent[] {
  const agents = new Set<AgentRecord>();
  for (const call of calls.values()) {
    for (const party of call.parties.values()) {
      const agentId = agentIdOf(tenant, party);
      const agent = agentId === null ? undefined : tenant.agents.get(agentId);
      if (agent !== undefined && coversAgent(scope, agent.agentId)) agents.add(agent);
    }
  }
  return [...agents].sort((a, b) => compare(a.agentId, b.agentId)).map((agent) => showAgent(agent, scope));
}

/** Whether the caller may see the agent. */
export function coversAgent({ agent }: Scope, agentId: string): boolean {
  return agent === null || agent.agentId === agentId;
}

export function showQueue(tenant: Tenant, queue: QueueRecord): Queue {
  startDay(tenant, queue, tenant.world.clockMs);
  const { queueId, waits, agentsLoggedIn, agentsReady, offered, answered, abandoned, diverted } = queue;
  return {
    tenantId: tenant.tenantId,
    queueId,
    callsWaiting: waits.count,
    oldestWaitSince: waits.earliest,
    agentsLoggedIn,
    agentsReady,
    offered,
    answered,
    abandoned,
    diverted,
    averageWaitSeconds: queue.waitsKnown === 0 ? null : queue.waitsSum / queue.waitsKnown / 1e6,
    longestWaitSeconds: queue.waitsKnown === 0 ? null : queue.waitsLongest / 1e6,
    countedSince: instantOfMs(Math.max(queue.dayMs, queue.knownSinceMs)),
    // The start of the day was a change, also where a time limit that had come before it was evaluated after it.
    updatedAt: instantOfMs(Math.max(queue.updatedMs, queue.dayMs)),
  };
}

export function showSummary({ tenantId, agents, callsActive, threadsWaiting, waits, updatedMs }: Tenant): TenantSummary {
  return {
    tenantId,
    agentsByState: agentStateSummaries.map((state) => ({ state, count: agents.sizeOf(state) })),
    callsActive,
    callsWaiting: threadsWaiting,
    longestWaitSince: waits.earliest,
    updatedAt: updatedMs === -Infinity ? null : instantOfMs(updatedMs),
  };
}
