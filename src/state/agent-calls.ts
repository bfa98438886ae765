/** Which threads are an agent's: by what the agent logged in with, by the telephones, and for parties that are gone by whose they were. */
import type { OwnAgent } from '../scope.ts';
import type { Index } from './id-index.ts';
import { agentIdOf } from './party.ts';
import { underKeys } from './pages.ts';
import type { Candidates } from './pages.ts';
import { agentAt } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';

/** Threads with a party that may be one of these agents'. Whose a live party is changes with every login, so that each has to be looked at. */
export function byAgents({ agents, threadsBy }: Tenant, agentIds: ReadonlySet<string> | null): Candidates | null {
  if (agentIds === null) return null;
  const keys: (readonly [index: Index, key: string])[] = [];
  for (const agentId of agentIds) {
    keys.push([threadsBy.agent, agentId], [threadsBy.login, agentId]);
    const agent = agents.get(agentId);
    if (agent === undefined) continue;
    for (const login of agent.logins) if (login !== agentId) keys.push([threadsBy.login, login]);
    for (const telephone of agent.telephones.values()) if (agentAt(telephone) === agent) keys.push([threadsBy.dn, telephone.dn]);
  }
  return underKeys(keys);
}

/** Whether one of the agents takes part, or did at the end. */
export function hasAgent(thread: ThreadRecord, agentIds: ReadonlySet<string>): boolean {
  for (const call of thread.calls.values()) {
    for (const party of call.parties.values()) {
      if (party.state === 'GONE' && !party.isLast) continue;
      const agentId = agentIdOf(thread.tenant, party);
      if (agentId !== null && agentIds.has(agentId)) return true;
    }
  }
  return false;
}

/** Threads that may be the caller's own: live or gone, the agent or one of the agent's numbers took part. */
export function byOwnAgent(tenant: Tenant, { agentId, dns }: OwnAgent): Candidates {
  const { threadsBy, threadsByGone } = tenant;
  const agent = tenant.agents.get(agentId);
  const logins = new Set([agentId, ...(agent?.logins ?? [])]);
  const numbers = new Set([...dns, ...(agent?.telephones.keys() ?? [])]);
  return underKeys([
    [threadsByGone.agent, agentId],
    ...[...logins].flatMap((login) => [[threadsBy.login, login] as const, [threadsByGone.login, login] as const]),
    ...[...numbers].flatMap((dn) => [[threadsBy.dn, dn] as const, [threadsByGone.dn, dn] as const]),
  ]);
}

/** Whether the agent or one of the agent's numbers takes part, or did. */
export function tookPart({ tenant, calls }: ThreadRecord, { agentId, dns }: OwnAgent): boolean {
  for (const call of calls.values())
    for (const party of call.parties.values()) if (dns.has(party.dn) || agentIdOf(tenant, party) === agentId) return true;
  return false;
}
