/** The current state of all tenants, folded from the events: one writer, synchronous readers. */
import type { VoiceEvent } from '../events/event.ts';
import { requireAllAgents } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { applyAgentEvent } from './agent-events.ts';
import { forgetAgent } from './agent.ts';
import { applyCallEvent } from './call-events.ts';
import { Days } from './days.ts';
import { Deadlines } from './deadlines.ts';
import { coversAgent, showAgent, showQueue, showSummary, showThread } from './entities.ts';
import { expireThread } from './lifetime.ts';
import type {
  Agent,
  AgentFilter,
  CallThread,
  CallThreadFilter,
  EntityKeys,
  Page,
  Queue,
  RecordPlace,
  StateFold,
  StateViewer,
  StateRules,
  TenantSummary,
  Window,
} from './model.ts';
import { agentStateSummaries } from './model.ts';
import { pageOf } from './pages.ts';
import {
  agentCandidates,
  agentDueMs,
  agentPasses,
  coversThread,
  keysOfAgent,
  keysOfThread,
  threadCandidates,
  threadDueMs,
  threadPasses,
} from './queries.ts';
import { forgetTelephone } from './telephone.ts';
import { createTenant } from './tenant.ts';
import type { Mortal, Tenant, World } from './tenant.ts';
import { queueChanged } from './watcher.ts';
import type { StateWatcher } from './watcher.ts';

export class State implements StateViewer, StateFold {
  readonly #world: World;
  readonly #tenants = new Map<string, Tenant>();
  /** Offset of the last record, by topic and partition. */
  readonly #positions = new Map<string, Map<number, { offset: bigint }>>();

  /** Throws RangeError for a time zone that is none. */
  constructor(rules: StateRules) {
    this.#world = {
      rules,
      days: new Days(rules.dayTimeZone),
      deadlines: new Deadlines(),
      leaving: [],
      left: [],
      watchers: [],
      clockMs: -Infinity,
      nextDayMs: -Infinity,
    };
  }

  apply({ topic, partition, offset, timestampMs }: RecordPlace, events: readonly VoiceEvent[]): void {
    let positions = this.#positions.get(topic);
    if (positions === undefined) {
      positions = new Map();
      this.#positions.set(topic, positions);
    }
    const position = positions.get(partition);
    if (position === undefined) positions.set(partition, { offset });
    else if (offset <= position.offset) return;
    else position.offset = offset;
    for (const event of events) this.#fold(event, timestampMs);
  }

  advance(clockMs: number): void {
    const world = this.#world;
    if (!(clockMs > world.clockMs)) return;
    world.clockMs = clockMs;
    world.deadlines.run(clockMs, expire);
    if (clockMs >= world.nextDayMs) this.#startDay();
  }

  /** Tells the watcher of all changes from now on, until the result is disposed. */
  watch(watcher: StateWatcher): Disposable {
    const world = this.#world;
    world.watchers = [...world.watchers, watcher];
    return { [Symbol.dispose]: () => (world.watchers = world.watchers.filter((other) => other !== watcher)) };
  }

  agent(scope: Scope, agentId: string): Agent | null {
    const agent = this.#tenant(scope)?.agents.get(agentId);
    return agent === undefined || !coversAgent(scope, agentId) ? null : showAgent(agent, scope);
  }

  agents(scope: Scope, filter: AgentFilter, window: Window): Page<Agent> {
    const tenant = this.#tenant(scope);
    if (tenant === undefined) return EMPTY;
    const accept = (agentId: string) => {
      const agent = tenant.agents.get(agentId);
      return agent !== undefined && coversAgent(scope, agentId) && agentPasses(agent, filter) ? agent : null;
    };
    return pageOf(agentCandidates(tenant, scope, filter), window, accept, (agent) => showAgent(agent, scope));
  }

  callThread(scope: Scope, callThreadId: string): CallThread | null {
    const thread = this.#tenant(scope)?.threads.get(callThreadId);
    return thread === undefined || !coversThread(scope, thread) ? null : showThread(thread, scope);
  }

  callThreads(scope: Scope, filter: CallThreadFilter, window: Window): Page<CallThread> {
    const tenant = this.#tenant(scope);
    if (tenant === undefined) return EMPTY;
    const accept = (callThreadId: string) => {
      const thread = tenant.threads.get(callThreadId);
      return thread !== undefined && coversThread(scope, thread) && threadPasses(thread, filter) ? thread : null;
    };
    return pageOf(threadCandidates(tenant, scope, filter), window, accept, (thread) => showThread(thread, scope));
  }

  queue(scope: Scope, queueId: string): Queue | null {
    requireAllAgents(scope, 'queue');
    const tenant = this.#tenant(scope);
    const queue = tenant?.queues.get(queueId);
    return tenant === undefined || queue === undefined ? null : showQueue(tenant, queue);
  }

  queues(scope: Scope): readonly Queue[] {
    return this.queueIds(scope).flatMap((queueId) => this.queue(scope, queueId) ?? []);
  }

  queueIds(scope: Scope): readonly string[] {
    requireAllAgents(scope, 'queues');
    const ids: string[] = [];
    this.#tenant(scope)?.queueIds.scan(null, (queueId) => ids.push(queueId) > 0);
    return ids;
  }

  tenantSummary(scope: Scope): TenantSummary {
    requireAllAgents(scope, 'tenantSummary');
    const tenant = this.#tenant(scope);
    if (tenant !== undefined) return showSummary(tenant);
    return {
      tenantId: scope.tenantId,
      agentsByState: agentStateSummaries.map((state) => ({ state, count: 0 })),
      callsActive: 0,
      callsWaiting: 0,
      longestWaitSince: null,
      updatedAt: null,
    };
  }

  get clockMs(): number {
    return this.#world.clockMs;
  }

  agentIn(scope: Scope, filter: AgentFilter, agentId: string): Agent | null {
    const agent = this.#tenant(scope)?.agents.get(agentId);
    return agent === undefined || !coversAgent(scope, agentId) || !agentPasses(agent, filter) ? null : showAgent(agent, scope);
  }

  callThreadIn(scope: Scope, filter: CallThreadFilter, callThreadId: string): CallThread | null {
    const thread = this.#tenant(scope)?.threads.get(callThreadId);
    return thread === undefined || !coversThread(scope, thread) || !threadPasses(thread, filter) ? null : showThread(thread, scope);
  }

  agentDueMs(scope: Scope, filter: AgentFilter, agentId: string): number {
    const agent = this.#tenant(scope)?.agents.get(agentId);
    return agent === undefined || !coversAgent(scope, agentId) ? Infinity : agentDueMs(agent, filter);
  }

  callThreadDueMs(scope: Scope, filter: CallThreadFilter, callThreadId: string): number {
    const thread = this.#tenant(scope)?.threads.get(callThreadId);
    return thread === undefined || !coversThread(scope, thread) ? Infinity : threadDueMs(thread, filter);
  }

  agentKeys(scope: Scope, agentId: string): EntityKeys {
    const agent = this.#tenant(scope)?.agents.get(agentId);
    return agent === undefined ? NO_KEYS : keysOfAgent(agent);
  }

  callThreadKeys(scope: Scope, callThreadId: string): EntityKeys {
    const thread = this.#tenant(scope)?.threads.get(callThreadId);
    return thread === undefined ? NO_KEYS : keysOfThread(thread);
  }

  /** Queues begin to count anew, each when it is looked at. */
  #startDay(): void {
    const world = this.#world;
    world.nextDayMs = world.days.endOf(world.clockMs);
    for (const { queues } of this.#tenants.values()) for (const queue of queues.values()) queueChanged(queue);
  }

  #tenant(scope: Scope): Tenant | undefined {
    return this.#tenants.get(scope.tenantId);
  }

  #fold(event: VoiceEvent, timestampMs: number): void {
    const { tenantId } = event;
    const known = this.#tenants.get(tenantId);
    const tenant = known ?? createTenant(tenantId, this.#world);
    const ms = Number.isFinite(timestampMs) ? timestampMs : Math.max(this.#world.clockMs, 0);
    const isKept = event.family === 'agentState' ? applyAgentEvent(tenant, event, ms) : applyCallEvent(tenant, event, ms);
    if (isKept && known === undefined) this.#tenants.set(tenantId, tenant);
  }
}

const NO_KEYS: EntityKeys = { agentIds: [], queueIds: [], dns: [] };
const EMPTY: Page<never> = { items: [], hasNextPage: false };

function expire(mortal: Mortal, atMs: number): void {
  if (mortal.kind === 'thread') expireThread(mortal, atMs);
  else if (mortal.kind === 'agent') forgetAgent(mortal, atMs);
  else forgetTelephone(mortal);
}
