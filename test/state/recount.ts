/** The figures and the answers of the filters anew, slowly, from all agents and all threads: what the indexes have to agree with. */
import type { Scope } from '../../src/scope.ts';
import { agentStateSummaries } from '../../src/state/model.ts';
import type { Agent, AgentFilter, CallThread, CallThreadFilter, Queue, StateReader, TenantSummary } from '../../src/state/model.ts';
import { agentsOf, threadsOf } from './log.ts';

export type Entities = { readonly agents: readonly Agent[]; readonly threads: readonly CallThread[] };

/** All there is, paged through without a filter. */
export function entitiesOf(state: StateReader, scope: Scope, first = 50): Entities {
  return { agents: agentsOf(state, scope, {}, first), threads: threadsOf(state, scope, {}, first) };
}

type LiveFigures = Pick<Queue, 'queueId' | 'callsWaiting' | 'oldestWaitSince' | 'agentsLoggedIn' | 'agentsReady'>;

export function liveFigures({ queueId, callsWaiting, oldestWaitSince, agentsLoggedIn, agentsReady }: Queue): LiveFigures {
  return { queueId, callsWaiting, oldestWaitSince, agentsLoggedIn, agentsReady };
}

export function recountQueue({ agents, threads }: Entities, queueId: string): LiveFigures {
  const open = threads.flatMap((thread) => thread.queues).filter((entry) => entry.queueId === queueId && entry.outcome === 'WAITING');
  const here = agents.map((agent) =>
    agent.sessions.filter((session) => session.loggedIn === 'YES' && session.queues.some((queue) => queue.queueId === queueId)),
  );
  return {
    queueId,
    callsWaiting: open.length,
    oldestWaitSince: earliest(open.map((entry) => entry.queuedAt)),
    agentsLoggedIn: here.filter((sessions) => sessions.length > 0).length,
    agentsReady: here.filter((sessions) => sessions.some((session) => session.ready === 'YES')).length,
  };
}

export function recountSummary({ agents, threads }: Entities, tenantId: string): Omit<TenantSummary, 'updatedAt'> {
  const waiting = threads.filter((thread) => thread.queues.some((entry) => entry.outcome === 'WAITING'));
  return {
    tenantId,
    agentsByState: agentStateSummaries.map((state) => ({ state, count: agents.filter((agent) => agent.state === state).length })),
    callsActive: threads.filter((thread) => thread.status !== 'ENDED').length,
    callsWaiting: waiting.length,
    longestWaitSince: earliest(
      waiting.flatMap((thread) => thread.queues.filter((entry) => entry.outcome === 'WAITING').map((entry) => entry.queuedAt)),
    ),
  };
}

function earliest(instants: readonly (string | null)[]): string | null {
  return instants.filter((instant) => instant !== null).toSorted()[0] ?? null;
}

/** The queues that entities name now; a state may know more. */
export function queuesNamed({ agents, threads }: Entities): Set<string> {
  return new Set([
    ...threads.flatMap((thread) => thread.queues.map((entry) => entry.queueId)),
    ...agents.flatMap((agent) => agent.sessions.flatMap((session) => session.queues.map((queue) => queue.queueId))),
  ]);
}

const passes = <T>(wanted: ReadonlySet<T> | null | undefined, values: readonly T[]): boolean =>
  wanted === null || wanted === undefined || values.some((value) => wanted.has(value));

const isOld = (limitMs: number | null | undefined, sinces: readonly (string | null)[], clockMs: number): boolean =>
  limitMs === null ||
  limitMs === undefined ||
  sinces.some((since) => since !== null && clockMs * 1000 - (Date.parse(since) * 1000 + Number(since.slice(23, 26))) >= limitMs * 1000);

export function agentPasses(agent: Agent, filter: Partial<AgentFilter>, clockMs: number): boolean {
  return (
    isOld(filter.stateLongerThanMs, [agent.stateSince], clockMs) &&
    passes(filter.agentIds, [agent.agentId]) &&
    passes(filter.states, [agent.state]) &&
    passes(
      filter.queueIds,
      agent.sessions
        .filter((session) => session.loggedIn === 'YES')
        .flatMap((session) => session.queues)
        .map((queue) => queue.queueId),
    ) &&
    passes(
      filter.dns,
      agent.dns.map((dn) => dn.dn),
    )
  );
}

/** Of a thread that has not ended. */
export function threadPasses(thread: CallThread, filter: Partial<CallThreadFilter>, clockMs: number): boolean {
  const live = thread.parties.filter((party) => party.state !== 'GONE');
  return (
    thread.status !== 'ENDED' &&
    passesWith(
      thread,
      filter,
      live,
      thread.queues.filter((entry) => entry.outcome === 'WAITING'),
      clockMs,
    )
  );
}

/** Of one that has: not more than by every number that was ever part of it. Who and what these had at the end, later events may have changed. */
export function threadMightPass(thread: CallThread, filter: Partial<CallThreadFilter>, clockMs: number): boolean {
  return (
    thread.status === 'ENDED' && passesWith(thread, { ...filter, agentIds: null, queueIds: null }, thread.parties, thread.queues, clockMs)
  );
}

function passesWith(
  thread: CallThread,
  filter: Partial<CallThreadFilter>,
  parties: CallThread['parties'],
  entries: CallThread['queues'],
  clockMs: number,
): boolean {
  const same = (wanted: string | null | undefined, values: readonly (string | null)[]): boolean =>
    wanted === null || wanted === undefined || values.includes(wanted);
  return (
    isOld(
      filter.waitingLongerThanMs,
      entries.flatMap((entry) => (entry.outcome === 'WAITING' ? entry.queuedAt : [])),
      clockMs,
    ) &&
    passes(filter.callThreadIds, [thread.callThreadId]) &&
    passes(filter.statuses, [thread.status]) &&
    passes(
      filter.agentIds,
      parties.flatMap((party) => party.agentId ?? []),
    ) &&
    passes(
      filter.dns,
      parties.map((party) => party.dn),
    ) &&
    passes(filter.queueIds, [...entries.map((entry) => entry.queueId), ...parties.flatMap((party) => party.queueId ?? [])]) &&
    same(
      filter.ani,
      thread.calls.map((call) => call.ani),
    ) &&
    same(
      filter.dnis,
      thread.calls.map((call) => call.dnis),
    )
  );
}
