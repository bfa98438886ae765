/** Which views a change concerns: found by what leads to the entity, never by asking each view. */
import type { Scope } from '../scope.ts';
import type { StateViewer } from '../state/model.ts';
import type { TenantChanges } from '../state/changes.ts';
import type { EntityKind } from './view-source.ts';

/** By the identifier of the entity, or by what it has: the queues and telephones of an agent; the agents, queues and telephones of a thread. */
type By = 'agent' | 'agentQueue' | 'agentDn' | 'thread' | 'threadAgent' | 'threadQueue' | 'threadDn' | 'queue';
export type Route = { readonly by: By; readonly key: string };

/** Who is told. */
export type Concerned = {
  readonly kind: EntityKind;
  readonly scope: Scope;
  /** One of its entities, or one that is shown within one, may be another now. */
  note(kind: EntityKind, id: string): void;
};

type Index = Map<string, Set<Concerned>>;

/** The views of one tenant. */
export class Routes {
  readonly #everything: { readonly [K in EntityKind]: Set<Concerned> } = {
    agent: new Set(),
    thread: new Set(),
    queue: new Set(),
    summary: new Set(),
  };
  readonly #by: { readonly [B in By]: Index } = {
    agent: new Map(),
    agentQueue: new Map(),
    agentDn: new Map(),
    thread: new Map(),
    threadAgent: new Map(),
    threadQueue: new Map(),
    threadDn: new Map(),
    queue: new Map(),
  };

  /** All of its kind. */
  addEverything(view: Concerned): void {
    this.#everything[view.kind].add(view);
  }

  deleteEverything(view: Concerned): void {
    this.#everything[view.kind].delete(view);
  }

  /** Once a route at a time. */
  add({ by, key }: Route, view: Concerned): void {
    const index = this.#by[by];
    const views = index.get(key);
    if (views === undefined) index.set(key, new Set([view]));
    else views.add(view);
  }

  delete({ by, key }: Route, view: Concerned): void {
    const views = this.#by[by].get(key);
    if (views?.delete(view) === true && views.size === 0) this.#by[by].delete(key);
  }

  /** Every view is told of what it may show. Any scope of the tenant leads to the keys. */
  tell({ agents, threads, queues }: TenantChanges, state: StateViewer, scope: Scope): void {
    const { agent, agentQueue, agentDn, thread, threadAgent, threadQueue, threadDn, queue } = this.#by;
    for (const id of agents) {
      tellEach(this.#everything.agent, 'agent', id);
      tellEach(agent.get(id), 'agent', id);
      if (agentQueue.size === 0 && agentDn.size === 0) continue;
      const { queueIds, dns } = state.agentKeys(scope, id);
      for (const queueId of queueIds) tellEach(agentQueue.get(queueId), 'agent', id);
      for (const dn of dns) tellEach(agentDn.get(dn), 'agent', id);
    }
    for (const id of threads) {
      tellEach(this.#everything.thread, 'thread', id);
      tellEach(thread.get(id), 'thread', id);
      if (threadAgent.size === 0 && threadQueue.size === 0 && threadDn.size === 0) continue;
      const { agentIds, queueIds, dns } = state.callThreadKeys(scope, id);
      for (const agentId of agentIds) tellEach(threadAgent.get(agentId), 'thread', id);
      for (const queueId of queueIds) tellEach(threadQueue.get(queueId), 'thread', id);
      for (const dn of dns) tellEach(threadDn.get(dn), 'thread', id);
    }
    for (const id of queues) {
      tellEach(this.#everything.queue, 'queue', id);
      tellEach(queue.get(id), 'queue', id);
    }
    tellEach(this.#everything.summary, 'summary', '');
  }
}

function tellEach(views: ReadonlySet<Concerned> | undefined, kind: EntityKind, id: string): void {
  if (views !== undefined) for (const view of views) view.note(kind, id);
}
