/** Who is told of changes of the state, and what one change changes elsewhere. Costs nothing while nobody watches. */
import type { AgentRecord } from './agent.ts';
import type { QueueRecord } from './queue.ts';
import type { Telephone } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';
import type { ThreadIndex } from './thread-index.ts';

/**
 * Told of each entity that may be another now: it came, changed, or was forgotten. Told more than once of one, and of some that are as they were, but
 * never too little. The state must not be read within the call: the event is still being taken.
 */
export type StateWatcher = {
  /** What it is shown with of its telephones and calls is told of these. */
  agent(agent: AgentRecord): void;
  thread(thread: ThreadRecord): void;
  telephone(telephone: Telephone): void;
  queue(queue: QueueRecord): void;
  /** Figures of the whole tenant. */
  tenant(tenant: Tenant): void;
};

export function agentChanged(agent: AgentRecord): void {
  for (const watcher of agent.tenant.world.watchers) watcher.agent(agent);
}

export function threadChanged(thread: ThreadRecord): void {
  for (const watcher of thread.tenant.world.watchers) watcher.thread(thread);
}

export function telephoneChanged(telephone: Telephone): void {
  for (const watcher of telephone.tenant.world.watchers) watcher.telephone(telephone);
}

export function queueChanged(queue: QueueRecord): void {
  for (const watcher of queue.tenant.world.watchers) watcher.queue(queue);
}

export function tenantChanged(tenant: Tenant): void {
  for (const watcher of tenant.world.watchers) watcher.tenant(tenant);
}

/** Whose the telephone is, or since when: parties at it may be of another agent now. To be called before and after. */
export function ownerChanged({ tenant, dn, holder, keyAgent }: Telephone): void {
  if (holder !== null) agentChanged(holder);
  if (keyAgent !== null) agentChanged(keyAgent);
  threadsChanged(tenant, tenant.threadsBy.dn, dn);
  threadsChanged(tenant, tenant.threadsByGone.dn, dn);
}

/** Whom a login belongs to: without an alias, to the agent of that name. To be called before and after. */
export function aliasChanged(tenant: Tenant, loginId: string): void {
  if (tenant.world.watchers.length === 0) return;
  const agent = tenant.agents.get(tenant.aliases.get(loginId) ?? loginId);
  if (agent !== undefined) agentChanged(agent);
  threadsChanged(tenant, tenant.threadsBy.login, loginId);
  threadsChanged(tenant, tenant.threadsByGone.login, loginId);
}

/** There is an agent of that name now, or none any more: threads link to those that there are. */
export function existenceChanged(agent: AgentRecord): void {
  const { tenant, agentId } = agent;
  agentChanged(agent);
  aliasChanged(tenant, agentId);
  threadsChanged(tenant, tenant.threadsBy.agent, agentId);
  threadsChanged(tenant, tenant.threadsByGone.agent, agentId);
}

/** Which parties at it are muted or deafened: told by another topic than the calls. */
export function silenceChanged({ tenant, dn }: Telephone): void {
  threadsChanged(tenant, tenant.threadsBy.dn, dn);
}

function threadsChanged(tenant: Tenant, index: ThreadIndex, key: string): void {
  if (tenant.world.watchers.length === 0) return;
  for (const thread of index.threadsOf(key)) threadChanged(thread);
}
