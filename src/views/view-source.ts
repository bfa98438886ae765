/** What a view looks at: the agents, call threads or queues of a tenant that a filter lets pass, or the figures of the tenant, as a scope sees them. */
import { requireAllAgents } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Agent, AgentFilter, CallThread, CallThreadFilter, Queue, StateViewer, TenantSummary } from '../state/model.ts';
import type { Route } from './routes.ts';

export type EntityKind = 'agent' | 'thread' | 'queue' | 'summary';

export type ViewSource<E = unknown> = {
  readonly kind: EntityKind;
  readonly scope: Scope;
  /** Equal for filters that let the same pass. */
  readonly filter: string;
  /** Where changes are told that may concern it; null for all of the tenant. */
  readonly routes: readonly Route[] | null;
  /** Identifiers in their order: all that belong to it, and those that time alone would bring. */
  page(after: string | null, first: number): { readonly ids: readonly string[]; readonly hasNextPage: boolean };
  /** Null for one that does not belong to it now. */
  one(id: string): E | null;
  /** When time alone brings one that does not belong to it now, on the clock of the state; Infinity for never. */
  dueMs(id: string): number;
};

export function agentsSource(state: StateViewer, scope: Scope, filter: AgentFilter): ViewSource<Agent> {
  const { agentIds, queueIds, dns } = filter;
  const untimed = { ...filter, stateLongerThanMs: null };
  return {
    kind: 'agent',
    scope,
    filter: textOf(filter),
    routes:
      routesOf('agent', scope.agent === null ? agentIds : [scope.agent.agentId]) ??
      routesOf('agentQueue', queueIds) ??
      routesOf('agentDn', dns),
    page: (after, first) => {
      const { items, hasNextPage } = state.agentIds(scope, untimed, { first, after });
      return { ids: items, hasNextPage };
    },
    one: (id) => state.agentIn(scope, filter, id),
    dueMs: (id) => state.agentDueMs(scope, filter, id),
  };
}

export function callThreadsSource(state: StateViewer, scope: Scope, filter: CallThreadFilter): ViewSource<CallThread> {
  const { callThreadIds, agentIds, queueIds, dns } = filter;
  const untimed = { ...filter, waitingLongerThanMs: null };
  const { agent } = scope;
  const own: readonly Route[] | null =
    agent === null ? null : [{ by: 'threadAgent', key: agent.agentId }, ...(routesOf('threadDn', agent.dns) ?? [])];
  return {
    kind: 'thread',
    scope,
    filter: textOf(filter),
    routes:
      routesOf('thread', callThreadIds) ??
      own ??
      routesOf('threadAgent', agentIds) ??
      routesOf('threadQueue', queueIds) ??
      routesOf('threadDn', dns),
    page: (after, first) => {
      const { items, hasNextPage } = state.callThreadIds(scope, untimed, { first, after });
      return { ids: items, hasNextPage };
    },
    one: (id) => state.callThreadIn(scope, filter, id),
    dueMs: (id) => state.callThreadDueMs(scope, filter, id),
  };
}

/** Throws FORBIDDEN for who may see one agent only. */
export function queuesSource(state: StateViewer, scope: Scope, queueIds: ReadonlySet<string> | null): ViewSource<Queue> {
  requireAllAgents(scope, 'queues');
  const isWanted = (id: string): boolean => queueIds === null || queueIds.has(id);
  return {
    kind: 'queue',
    scope,
    filter: textOf({ queueIds }),
    routes: routesOf('queue', queueIds),
    page: (after, first) => {
      const rest = state.queueIds(scope).filter((id) => (after === null || id > after) && isWanted(id));
      return { ids: rest.slice(0, first), hasNextPage: rest.length > first };
    },
    one: (id) => (isWanted(id) ? state.queue(scope, id) : null),
    dueMs: () => Infinity,
  };
}

/** Of the one entity that it has. */
const SUMMARY_ID = '';

/** Throws FORBIDDEN for who may see one agent only. */
export function summarySource(state: StateViewer, scope: Scope): ViewSource<TenantSummary> {
  requireAllAgents(scope, 'tenantSummary');
  return {
    kind: 'summary',
    scope,
    filter: '',
    routes: null,
    page: () => ({ ids: [SUMMARY_ID], hasNextPage: false }),
    one: () => state.tenantSummary(scope),
    dueMs: () => Infinity,
  };
}

/** The order of what is listed does not matter. */
function textOf(filter: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.values(filter).map((member) => (member instanceof Set ? [...member].toSorted() : member)));
}

function routesOf(by: Route['by'], keys: Iterable<string> | null): readonly Route[] | null {
  return keys === null ? null : [...keys].map((key) => ({ by, key }));
}
