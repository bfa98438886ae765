/** What a gap in the log does to the entities whose records may be missing: they stay as they were last known, and say so. */
import { summarize } from './agent.ts';
import type { AgentRecord } from './agent.ts';
import type { VoiceEvent } from '../events/event.ts';
import { forgetReadiness } from './session.ts';
import type { Tenant } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';
import { touch } from './touch.ts';
import { agentChanged, tenantChanged, threadChanged } from './watcher.ts';

/** An entity belongs to the partition of its last record: all records of a key go to one. */
export function loseRecords(tenants: Iterable<Tenant>, topic: string, partition: number, clockMs: number): void {
  const isOf = (event: VoiceEvent | null): boolean => event !== null && event.partition === partition && event.topic === topic;
  for (const tenant of tenants) {
    for (const agent of tenant.agents.values()) if (isOf(agent.lastEvent)) loseAgent(agent, clockMs);
    for (const thread of tenant.threads.values()) if (isOf(thread.lastEvent)) loseThread(thread, clockMs);
  }
}

/** Until the next login, logout or readiness event. Since when the agent is what is left, nobody knows. */
function loseAgent(agent: AgentRecord, ms: number): void {
  if (!agent.isStale) {
    agent.isStale = true;
    touch(agent, ms);
    touch(agent.tenant, ms);
    tenantChanged(agent.tenant);
  }
  for (const session of agent.sessions.values()) if (session.login === 'YES') forgetReadiness(agent, session, ms);
  summarize(agent, null);
  agentChanged(agent);
}

/** Until it is forgotten. */
function loseThread(thread: ThreadRecord, ms: number): void {
  if (thread.isStale) return;
  thread.isStale = true;
  touch(thread, ms);
  touch(thread.tenant, ms);
  threadChanged(thread);
  tenantChanged(thread.tenant);
}
