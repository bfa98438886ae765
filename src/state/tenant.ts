/** All that is known of one tenant: its entities, and the indexes that lead to them. */
import { agentStateSummaries, callThreadStatuses } from './model.ts';
import type { AgentStateSummary, CallThreadStatus, StateRules } from './model.ts';
import type { AgentRecord } from './agent.ts';
import type { Days } from './days.ts';
import type { Deadlines } from './deadlines.ts';
import { Directory } from './directory.ts';
import { IdIndex } from './id-index.ts';
import type { Party } from './party.ts';
import type { QueueRecord } from './queue.ts';
import { SortedIds } from './sorted-ids.ts';
import type { Telephone } from './telephone.ts';
import { ThreadIndex } from './thread-index.ts';
import type { Ref } from './thread-index.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import type { Instant } from '../events/time.ts';
import { Waits } from './waits.ts';
import type { StateWatcher } from './watcher.ts';

export type Mortal = AgentRecord | Telephone | ThreadRecord;

/** What the tenants share. */
export type World = {
  readonly rules: StateRules;
  readonly days: Days;
  readonly deadlines: Deadlines<Mortal>;
  /** What the thread of the present event would no longer be found by after it. One list for all threads: events are folded one by one. */
  readonly leaving: Ref[];
  /** Parties that went with the present event. */
  readonly left: Party[];
  watchers: readonly StateWatcher[];
  /** -Infinity before it is told for the first time. */
  clockMs: number;
  /** When the next day begins for the queues, by the clock. */
  nextDayMs: number;
};

/** When something happened: `time` as the event tells it, `ms` as its record or the clock does. */
export type Moment = { readonly time: Instant; readonly ms: number };

/** By what threads are found: what is live, and for an ended thread what was so at its end. Agents only of parties that are gone; of live ones they are told by their telephones. */
export type Dimension = 'dn' | 'queue' | 'login' | 'agent' | 'ani' | 'dnis';

/** What is kept of parties that are gone. */
type GoneDimension = 'dn' | 'login' | 'agent';

export type Tenant = {
  readonly kind: 'tenant';
  readonly tenantId: string;
  readonly world: World;
  /** In groups by their state. */
  readonly agents: Directory<AgentRecord, AgentStateSummary>;
  readonly agentsByQueue: IdIndex;
  readonly agentsByDn: IdIndex;
  /** From what an agent logged in with to the agent. */
  readonly aliases: Map<string, string>;
  readonly telephones: Map<string, Telephone>;
  /** In groups by their status. */
  readonly threads: Directory<ThreadRecord, CallThreadStatus>;
  readonly threadsBy: { readonly [D in Dimension]: ThreadIndex };
  /** Threads by those who took part and are gone, for as long as the thread is known. */
  readonly threadsByGone: { readonly [D in GoneDimension]: ThreadIndex };
  /** A call is mostly in one thread. */
  readonly calls: Map<string, CallRecord | readonly CallRecord[]>;
  readonly queues: Map<string, QueueRecord>;
  readonly queueIds: SortedIds;
  callsActive: number;
  /** Threads with an open queue entry. */
  threadsWaiting: number;
  readonly waits: Waits;
  updatedMs: number;
};

export function createTenant(tenantId: string, world: World): Tenant {
  const threads = new Directory<ThreadRecord, CallThreadStatus>(callThreadStatuses, ({ status }) => status);
  return {
    kind: 'tenant',
    tenantId,
    world,
    agents: new Directory(agentStateSummaries, ({ state }) => state),
    agentsByQueue: new IdIndex(),
    agentsByDn: new IdIndex(),
    aliases: new Map(),
    telephones: new Map(),
    threads,
    threadsBy: {
      dn: new ThreadIndex(threads),
      queue: new ThreadIndex(threads),
      login: new ThreadIndex(threads),
      agent: new ThreadIndex(threads),
      ani: new ThreadIndex(threads),
      dnis: new ThreadIndex(threads),
    },
    threadsByGone: { dn: new ThreadIndex(threads), login: new ThreadIndex(threads), agent: new ThreadIndex(threads) },
    calls: new Map(),
    queues: new Map(),
    queueIds: new SortedIds(),
    callsActive: 0,
    threadsWaiting: 0,
    waits: new Waits(),
    updatedMs: -Infinity,
  };
}
