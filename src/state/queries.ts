/** Agents and threads that pass a filter: candidates from the index that has the fewest, each looked at. */
import type { AgentRecord } from './agent.ts';
import type { Directory } from './directory.ts';
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

export function agentPasses(
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
