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

/** A class: a literal with accessors takes over a microsecond to make, thirty times as long. */
class ShownAgent implements Agent {
  readonly #agent: AgentRecord;
  readonly #scope: Scope;
  readonly #knownSinceMs: number;
  readonly #updatedMs: number;
  readonly tenantId: string;
  readonly agentId: string;
  readonly loginId: string | null;
  readonly state: Agent['state'];
  readonly stateSince: Agent['stateSince'];
  readonly activity: Agent['activity'];
  readonly workMode: string | null;
  readonly reasonCode: string | null;
  readonly reasons: Agent['reasons'];
  readonly lastEvent: VoiceEvent | null;
  readonly stale: boolean;

  constructor(agent: AgentRecord, scope: Scope) {
    const leading = leadingSession(agent);
    let { updatedMs } = agent;
    for (const telephone of agent.telephones.values()) updatedMs = Math.max(updatedMs, telephone.updatedMs);
    this.#agent = agent;
    this.#scope = scope;
    this.#knownSinceMs = agent.knownSinceMs;
    this.#updatedMs = updatedMs;
    this.tenantId = agent.tenant.tenantId;
    this.agentId = agent.agentId;
    this.loginId = agent.loginId;
    this.state = agent.state;
    this.stateSince = agent.stateSince;
    this.activity = activityOf(agent);
    this.workMode = leading?.workMode ?? null;
    this.reasonCode = leading?.reason.reasonCode ?? null;
    this.reasons = leading?.reason.reasons ?? null;
    this.lastEvent = shown(agent.lastEvent, scope);
    this.stale = agent.isStale;
  }

  get sessions() {
    return sessionsOf(this.#agent);
  }

  get dns() {
    return dnsOf(this.#agent, this.#scope.mask);
  }

  get calls() {
    return callsOfAgent(this.#agent, this.#scope);
  }

  get knownSince() {
    return instantOfMs(this.#knownSinceMs);
  }

  get updatedAt() {
    return instantOfMs(this.#updatedMs);
  }
}

export function showAgent(agent: AgentRecord, scope: Scope): Agent {
  return new ShownAgent(agent, scope);
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

class ShownThread implements CallThread {
  readonly #thread: ThreadRecord;
  readonly #scope: Scope;
  readonly #knownSinceMs: number;
  readonly #updatedMs: number;
  readonly tenantId: string;
  readonly callThreadId: string;
  readonly status: CallThread['status'];
  readonly startedAt: CallThread['startedAt'];
  readonly endedAt: CallThread['endedAt'];
  readonly endReason: CallThread['endReason'];
  readonly lastEvent: VoiceEvent | null;
  readonly stale: boolean;

  constructor(thread: ThreadRecord, scope: Scope) {
    this.#thread = thread;
    this.#scope = scope;
    this.#knownSinceMs = thread.knownSinceMs;
    this.#updatedMs = thread.updatedMs;
    this.tenantId = thread.tenant.tenantId;
    this.callThreadId = thread.callThreadId;
    this.status = statusOf(thread);
    this.startedAt = thread.startedAt;
    this.endedAt = thread.endedAt;
    this.endReason = endReasonOf(thread);
    this.lastEvent = shown(thread.lastEvent, scope);
    this.stale = thread.isStale;
  }

  get calls() {
    return callsOf(this.#thread, this.#scope.mask);
  }

  get parties() {
    return partiesOf(this.#thread, this.#scope.mask);
  }

  get queues() {
    return entriesOf(this.#thread, this.#scope.mask);
  }

  get treatments() {
    return treatmentsOf(this.#thread, this.#scope.mask);
  }

  get agents() {
    return agentsOfThread(this.#thread, this.#scope);
  }

  get knownSince() {
    return instantOfMs(this.#knownSinceMs);
  }

  get updatedAt() {
    return instantOfMs(this.#updatedMs);
  }
}

export function showThread(thread: ThreadRecord, scope: Scope): CallThread {
  return new ShownThread(thread, scope);
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
