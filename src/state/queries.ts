/** Agents and threads that pass a filter: candidates from the index that has the fewest, each looked at. */
import type { AgentRecord } from './agent.ts';
import type { Directory } from './directory.ts';
import { microsOf } from '../events/time.ts';
import type { Scope } from '../scope.ts';
import { byAgents, byOwnAgent, hasAgent, tookPart } from './agent-calls.ts';
import type { Index } from './id-index.ts';
import type { AgentFilter, CallThreadFilter, EntityKeys } from './model.ts';
import { agentIdOf } from './party.ts';
import { byIds, fewest, underKeys } from './pages.ts';
import type { Candidates } from './pages.ts';
import type { Tenant } from './tenant.ts';
import { refOf } from './thread-index.ts';
import type { ThreadRecord } from './thread.ts';

export function agentCandidates(tenant: Tenant, { agent }: Scope, { agentIds, states, queueIds, dns }: AgentFilter): Candidates {
  const ways = [
    byIds(agent === null ? null : new Set([agent.agentId])),
    byIds(agentIds),
    byKeys(tenant.agents, states),
    byKeys(tenant.agentsByQueue, queueIds),
    byKeys(tenant.agentsByDn, dns),
  ];
  return fewest(ways) ?? everyone(tenant.agents);
}

export function agentPasses(agent: AgentRecord, filter: AgentFilter): boolean {
  return isWantedAgent(agent, filter) && agent.tenant.world.clockMs >= heldLongMs(agent, filter);
}

/** The clock in ms at which the agent, if nothing happens, begins to pass by the age of its state; Infinity if it never will, or passes already. */
export function agentDueMs(agent: AgentRecord, filter: AgentFilter): number {
  const dueMs = heldLongMs(agent, filter);
  return dueMs > agent.tenant.world.clockMs && isWantedAgent(agent, filter) ? dueMs : Infinity;
}

/** From when on the state is old enough. */
function heldLongMs({ stateSince }: AgentRecord, { stateLongerThanMs }: AgentFilter): number {
  if (stateLongerThanMs === null) return -Infinity;
  return stateSince === null ? Infinity : microsOf(stateSince) / 1000 + stateLongerThanMs;
}

/** Whatever the time. */
function isWantedAgent(
  { agentId, state, memberships, telephones }: AgentRecord,
  { agentIds, states, queueIds, dns }: AgentFilter,
): boolean {
  return (
    (agentIds === null || agentIds.has(agentId)) &&
    (states === null || states.has(state)) &&
    (queueIds === null || meets(memberships, queueIds)) &&
    (dns === null || meets(telephones, dns))
  );
}

/** Whether the caller may see the thread. */
export function coversThread({ agent }: Scope, thread: ThreadRecord): boolean {
  return agent === null || tookPart(thread, agent);
}

export function threadCandidates(tenant: Tenant, { agent }: Scope, filter: CallThreadFilter): Candidates {
  const { callThreadIds, statuses, agentIds, queueIds, dns, ani, dnis } = filter;
  const { threadsBy, threads } = tenant;
  const ways = [
    agent === null ? null : byOwnAgent(tenant, agent),
    byIds(callThreadIds),
    byKeys(threads, statuses),
    byAgents(tenant, agentIds),
    byKeys(threadsBy.queue, queueIds),
    byKeys(threadsBy.dn, dns),
    byKeys(threadsBy.ani, ani === null ? null : new Set([ani])),
    byKeys(threadsBy.dnis, dnis === null ? null : new Set([dnis])),
  ];
  return fewest(ways) ?? everyone(threads);
}

export function threadPasses(thread: ThreadRecord, filter: CallThreadFilter): boolean {
  return isWantedThread(thread, filter) && thread.tenant.world.clockMs >= waitedLongMs(thread, filter);
}

/** The clock in ms at which the thread, if nothing happens, begins to pass by how long a call waits; Infinity if it never will, or passes already. */
export function threadDueMs(thread: ThreadRecord, filter: CallThreadFilter): number {
  const dueMs = waitedLongMs(thread, filter);
  return dueMs > thread.tenant.world.clockMs && isWantedThread(thread, filter) ? dueMs : Infinity;
}

/** From when on one of its calls has waited long enough. */
function waitedLongMs({ openEntries, entries }: ThreadRecord, { waitingLongerThanMs }: CallThreadFilter): number {
  if (waitingLongerThanMs === null) return -Infinity;
  if (openEntries === 0) return Infinity;
  let longMs = Infinity;
  for (const { leftAt, queuedAt } of entries)
    if (leftAt === null && queuedAt !== null) longMs = Math.min(longMs, microsOf(queuedAt) / 1000 + waitingLongerThanMs);
  return longMs;
}

/** Whatever the time. */
function isWantedThread(thread: ThreadRecord, filter: CallThreadFilter): boolean {
  const { callThreadIds, statuses, agentIds, queueIds, dns, ani, dnis } = filter;
  const { callThreadId, status, refs } = thread;
  const { threadsBy } = thread.tenant;
  return (
    (callThreadIds === null || callThreadIds.has(callThreadId)) &&
    (statuses === null || (status !== null && statuses.has(status))) &&
    (queueIds === null || refs.some(({ index, key }) => index === threadsBy.queue && queueIds.has(key))) &&
    (dns === null || refs.some(({ index, key }) => index === threadsBy.dn && dns.has(key))) &&
    (ani === null || refOf(thread, threadsBy.ani, ani) !== undefined) &&
    (dnis === null || refOf(thread, threadsBy.dnis, dnis) !== undefined) &&
    (agentIds === null || hasAgent(thread, agentIds))
  );
}

export function keysOfAgent({ agentId, memberships, telephones }: AgentRecord): EntityKeys {
  return { agentIds: [agentId], queueIds: [...memberships.keys()], dns: [...telephones.keys()] };
}

export function keysOfThread({ tenant, calls, refs }: ThreadRecord): EntityKeys {
  const { queue, dn } = tenant.threadsBy;
  const agentIds = new Set<string>();
  const dns = new Set<string>();
  for (const { parties } of calls.values()) {
    for (const party of parties.values()) {
      dns.add(party.dn);
      const agentId = agentIdOf(tenant, party);
      if (agentId !== null) agentIds.add(agentId);
    }
  }
  for (const { index, key } of refs) if (index === dn) dns.add(key);
  return { agentIds: [...agentIds], queueIds: refs.flatMap(({ index, key }) => (index === queue ? [key] : [])), dns: [...dns] };
}

function everyone<R, G extends string>(all: Directory<R, G>): Candidates {
  return { size: all.size, cursors: (after) => [all.cursor(null, after)] };
}

function byKeys(index: Index, keys: ReadonlySet<string> | null): Candidates | null {
  return keys === null ? null : underKeys([...keys].map((key) => [index, key]));
}

/** The smaller of the two is gone through. */
function meets(map: ReadonlyMap<string, unknown>, wanted: ReadonlySet<string>): boolean {
  if (map.size <= wanted.size) {
    for (const key of map.keys()) if (wanted.has(key)) return true;
  } else for (const key of wanted) if (map.has(key)) return true;
  return false;
}
