/** The current state of all tenants, folded from the events: one writer, synchronous readers. */
import type { VoiceEvent } from '../events/event.ts';
import type { Offsets } from '../position.ts';
import { requireAllAgents } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { applyAgentEvent } from './agent-events.ts';
import { forgetAgent } from './agent.ts';
import type { AgentRecord } from './agent.ts';
import { applyCallEvent } from './call-events.ts';
import { copyState } from './copy.ts';
import type { CopyEnd, StateCopy } from './copy.ts';
import { Days } from './days.ts';
import { Deadlines } from './deadlines.ts';
import { coversAgent, showAgent, showQueue, showSummary, showThread } from './entities.ts';
import { loseRecords } from './gap.ts';
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
import { Restoring } from './restore.ts';
import type { RestoreOptions } from './restore.ts';
import { forgetTelephone } from './telephone.ts';
import { createTenant } from './tenant.ts';
import type { Mortal, Tenant, World } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';
import { queueChanged } from './watcher.ts';
import type { StateWatcher } from './watcher.ts';

export class State implements StateViewer, StateFold {
  #world: World;
  #tenants = new Map<string, Tenant>();
  /** The offset that is read next, by topic and partition. */
  #positions = new Map<string, Map<number, { next: bigint }>>();

  /** Throws RangeError for a time zone that is none. */
  constructor(rules: StateRules) {
    this.#world = createWorld(rules);
  }

  /** What a copy is made a state of again: of the state's lines, and of where it was true. A clock ahead of this machine's has not come yet. */
  static restoring(rules: StateRules, options: RestoreOptions): StateRestoring {
    const restoring = new Restoring(options);
    return {
      take: (line) => restoring.take(line),
      get entities() {
        return restoring.size;
      },
      finish: ({ offsets, clockMs }) => {
        const state = new State(rules);
        state.#world.clockMs = Math.min(clockMs, options.nowMs);
        for (const [topic, partitions] of offsets)
          for (const [partition, next] of partitions) state.#position(topic, partition, next).next = next;
        state.#tenants = restoring.finish(state.#world);
        return state;
      },
    };
  }

  /** Becomes another state, which is not to be used any more. Only before anything was folded. */
  adopt(other: State): void {
    if (this.#tenants.size > 0) throw new Error('a state of its own would be lost');
    const { watchers, clockMs } = this.#world;
    this.#world = other.#world;
    this.#world.watchers = watchers;
    this.#tenants = other.#tenants;
    this.#positions = other.#positions;
    this.advance(clockMs);
  }

  /** Begins a copy that is true where it is finished. */
  copy(): StateCopy {
    return copyState({
      tenants: this.#tenants,
      watch: (watcher) => this.watch(watcher),
      position: () => ({ offsets: this.#offsets(), clockMs: this.#world.clockMs }),
    });
  }

  apply({ topic, partition, offset, timestampMs }: RecordPlace, events: readonly VoiceEvent[]): void {
    const position = this.#position(topic, partition, offset);
    if (offset < position.next) return;
    position.next = offset + 1n;
    for (const event of events) this.#fold(event, timestampMs);
  }

  pass(topic: string, partition: number, next: bigint): void {
    const position = this.#position(topic, partition, next);
    if (next > position.next) position.next = next;
  }

  lose(topic: string, partition: number): void {
    this.#positions.get(topic)?.delete(partition);
    loseRecords(this.#tenants.values(), topic, partition, this.#world.clockMs);
  }

  next(topic: string, partition: number): bigint | null {
    return this.#positions.get(topic)?.get(partition)?.next ?? null;
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
    this.#world.watchers = [...this.#world.watchers, watcher];
    return { [Symbol.dispose]: () => (this.#world.watchers = this.#world.watchers.filter((other) => other !== watcher)) };
  }

  agent(scope: Scope, agentId: string): Agent | null {
    const agent = this.#tenant(scope)?.agents.get(agentId);
    return agent === undefined || !coversAgent(scope, agentId) ? null : showAgent(agent, scope);
  }

  agents(scope: Scope, filter: AgentFilter, window: Window): Page<Agent> {
    return this.#agentPage(scope, filter, window, (agent) => showAgent(agent, scope));
  }

  callThread(scope: Scope, callThreadId: string): CallThread | null {
    const thread = this.#tenant(scope)?.threads.get(callThreadId);
    return thread === undefined || !coversThread(scope, thread) ? null : showThread(thread, scope);
  }

  callThreads(scope: Scope, filter: CallThreadFilter, window: Window): Page<CallThread> {
    return this.#callThreadPage(scope, filter, window, (thread) => showThread(thread, scope));
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

  agentIds(scope: Scope, filter: AgentFilter, window: Window): Page<string> {
    return this.#agentPage(scope, filter, window, ({ agentId }) => agentId);
  }

  callThreadIds(scope: Scope, filter: CallThreadFilter, window: Window): Page<string> {
    return this.#callThreadPage(scope, filter, window, ({ callThreadId }) => callThreadId);
  }

  agentIn(scope: Scope, filter: AgentFilter, agentId: string): Agent | null {
    const agent = passingAgent(this.#tenant(scope), scope, filter, agentId);
    return agent === null ? null : showAgent(agent, scope);
  }

  callThreadIn(scope: Scope, filter: CallThreadFilter, callThreadId: string): CallThread | null {
    const thread = passingThread(this.#tenant(scope), scope, filter, callThreadId);
    return thread === null ? null : showThread(thread, scope);
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

  #agentPage<T>(scope: Scope, filter: AgentFilter, window: Window, show: (agent: AgentRecord) => T): Page<T> {
    const tenant = this.#tenant(scope);
    if (tenant === undefined) return EMPTY;
    return pageOf(agentCandidates(tenant, scope, filter), window, (agentId) => passingAgent(tenant, scope, filter, agentId), show);
  }

  #callThreadPage<T>(scope: Scope, filter: CallThreadFilter, window: Window, show: (thread: ThreadRecord) => T): Page<T> {
    const tenant = this.#tenant(scope);
    if (tenant === undefined) return EMPTY;
    return pageOf(
      threadCandidates(tenant, scope, filter),
      window,
      (callThreadId) => passingThread(tenant, scope, filter, callThreadId),
      show,
    );
  }

  /** Queues begin to count anew, each when it is looked at. */
  #startDay(): void {
    const world = this.#world;
    world.nextDayMs = world.days.endOf(world.clockMs);
    for (const { queues } of this.#tenants.values()) for (const queue of queues.values()) queueChanged(queue);
  }

  /** One that is not known yet begins there. */
  #position(topic: string, partition: number, begin: bigint): { next: bigint } {
    let positions = this.#positions.get(topic);
    if (positions === undefined) this.#positions.set(topic, (positions = new Map()));
    let position = positions.get(partition);
    if (position === undefined) positions.set(partition, (position = { next: begin }));
    return position;
  }

  #offsets(): Offsets {
    const offsetsOf = (positions: ReadonlyMap<number, { next: bigint }>) => new Map(Array.from(positions, ([id, { next }]) => [id, next]));
    return new Map(Array.from(this.#positions, ([topic, positions]) => [topic, offsetsOf(positions)]));
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

export type StateRestoring = {
  /** A line of a copy. Throws for what is none. */
  take(line: string): void;
  /** Of which lines have been taken. */
  readonly entities: number;
  /** Throws where the lines do not fit together. */
  finish(end: Omit<CopyEnd, 'text'>): State;
};

function createWorld(rules: StateRules): World {
  return {
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

const NO_KEYS: EntityKeys = { agentIds: [], queueIds: [], dns: [] };
const EMPTY: Page<never> = { items: [], hasNextPage: false };

function passingAgent(tenant: Tenant | undefined, scope: Scope, filter: AgentFilter, agentId: string): AgentRecord | null {
  const agent = tenant?.agents.get(agentId);
  return agent !== undefined && coversAgent(scope, agentId) && agentPasses(agent, filter) ? agent : null;
}

function passingThread(tenant: Tenant | undefined, scope: Scope, filter: CallThreadFilter, callThreadId: string): ThreadRecord | null {
  const thread = tenant?.threads.get(callThreadId);
  return thread !== undefined && coversThread(scope, thread) && threadPasses(thread, filter) ? thread : null;
}

function expire(mortal: Mortal, atMs: number): void {
  if (mortal.kind === 'thread') expireThread(mortal, atMs);
  else if (mortal.kind === 'agent') forgetAgent(mortal, atMs);
  else forgetTelephone(mortal);
}
