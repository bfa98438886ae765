/** Which threads are an agent's: by what the agent logged in with, by the telephones, and for parties that are gone by whose they were. */
import { IdIndex } from './id-index.ts';
import { agentIdOf } from './party.ts';
import type { Candidates } from './pages.ts';
import { agentAt } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';

/** Threads with a party that may be one of these agents'. Whose a live party is changes with every login, so that each has to be looked at. */
export function byAgents({ agents, threadsBy }: Tenant, agentIds: ReadonlySet<string> | null): Candidates | null {
  if (agentIds === null) return null;
  const keys: (readonly [index: IdIndex, key: string])[] = [];
  for (const agentId of agentIds) {
    keys.push([threadsBy.agent, agentId], [threadsBy.login, agentId]);
    const agent = agents.get(agentId);
    if (agent === undefined) continue;
    for (const login of agent.logins) if (login !== agentId) keys.push([threadsBy.login, login]);
    for (const telephone of agent.telephones.values()) if (agentAt(telephone) === agent) keys.push([threadsBy.dn, telephone.dn]);
  }
  const used = keys.filter(([index, key]) => index.has(key));
  return {
    size: used.reduce((size, [index, key]) => size + index.sizeOf(key), 0),
    cursors: (after) => used.map(([index, key]) => index.cursor(key, after)),
  };
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
