/** Agents, threads and queues as the API tells them to a caller: what the scope does not cover is left out, what its mask hides is hidden. Good for the tick in which they are shown: what is told of them is made when it is read. */
import { instantOfMs } from '../events/time.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Scope } from '../scope.ts';
import { byAgents, hasAgent } from './agent-calls.ts';
import { activityOf, dnsOf, sessionsOf, updatedMsOf } from './agent-parts.ts';
import { leadingSession } from './agent.ts';
import type { AgentRecord, Session } from './agent.ts';
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

/**
 * Read when it is asked for, within the tick in which it was shown: most ask for a part. A class: a literal with accessors takes over a microsecond to
 * make, thirty times as long.
 */
class ShownAgent implements Agent {
  readonly #agent: AgentRecord;
  readonly #scope: Scope;
  #leading: Session | null | undefined;

  constructor(agent: AgentRecord, scope: Scope) {
    this.#agent = agent;
    this.#scope = scope;
  }

  /** The session that gives the state. */
  get #leader(): Session | null {
    return this.#leading === undefined ? (this.#leading = leadingSession(this.#agent)) : this.#leading;
  }

  get tenantId() {
    return this.#agent.tenant.tenantId;
  }

  get agentId() {
    return this.#agent.agentId;
  }

  get loginId() {
    return this.#agent.loginId;
  }

  get state() {
    return this.#agent.state;
  }

  get stateSince() {
    return this.#agent.stateSince;
  }

  get activity() {
    return activityOf(this.#agent);
  }

  get workMode() {
    return this.#leader?.workMode ?? null;
  }

  get reasonCode() {
    return this.#leader?.reason.reasonCode ?? null;
  }

  get reasons() {
    return this.#leader?.reason.reasons ?? null;
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

  get lastEvent() {
    return shown(this.#agent.lastEvent, this.#scope);
  }

  get stale() {
    return this.#agent.isStale;
  }

  get knownSince() {
    return instantOfMs(this.#agent.knownSinceMs);
  }

  get updatedAt() {
    return instantOfMs(updatedMsOf(this.#agent));
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

  constructor(thread: ThreadRecord, scope: Scope) {
    this.#thread = thread;
    this.#scope = scope;
  }

  get tenantId() {
    return this.#thread.tenant.tenantId;
  }

  get callThreadId() {
    return this.#thread.callThreadId;
  }

  get status() {
    return statusOf(this.#thread);
  }

  get startedAt() {
    return this.#thread.startedAt;
  }

  get endedAt() {
    return this.#thread.endedAt;
  }

  get endReason() {
    return endReasonOf(this.#thread);
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

  get lastEvent() {
    return shown(this.#thread.lastEvent, this.#scope);
  }

  get stale() {
    return this.#thread.isStale;
  }

  get knownSince() {
    return instantOfMs(this.#thread.knownSinceMs);
  }

  get updatedAt() {
    return instantOfMs(this.#thread.updatedMs);
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
