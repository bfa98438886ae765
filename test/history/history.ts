/** All that is written down of a run, in the order in which it happened: plain values, so that it can be kept and held against the model again. */
import type { Received } from './delivery.ts';
import type { Caller, Filter } from '../trust/model.ts';
import type { LogRecord } from './records.ts';

export type Subscription = {
  readonly field: 'agentStateEvents' | 'callThreadEvents';
  readonly filter: Filter;
  readonly caller: Caller;
  readonly transport: 'WebSocket' | 'SSE';
};

/** Where a stream was to begin: behind a cursor, or with what comes; then between two places, each null where the gateway could not be asked. */
export type Start = { readonly after: string } | { readonly notBefore: string | null; readonly by: string | null };

/** One connection of an event subscription. */
export type Course = {
  readonly replica: number;
  readonly start: Start;
  readonly events: readonly Received[];
  /** Cursors that came beside the events, by pings and with the end, each with how many events had come by then. */
  readonly places: readonly { readonly cursor: string; readonly events: number }[];
  /** How it ended, if before all had come: by a code of the gateway, or `left`. */
  readonly end: string | null;
};

export type ClientHistory = { readonly name: string; readonly subscription: Subscription; readonly courses: readonly Course[] };

/** What a replica told of the state, by an answer or by an update of a subscription. */
export type Told = {
  readonly replica: number;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly cursor: string;
  /** The clock of the gateway. */
  readonly serverTime: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** A subscription to the state: the list that it shows, as a question to which every update is a part of the answer. */
export type Watching = {
  readonly list: 'agents' | 'callThreads' | 'queues' | 'tenantSummary';
  /** The subscription, and the query that selects the same of the same. */
  readonly text: string;
  readonly question: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly transport: 'WebSocket' | 'SSE';
};

export type Entity = Readonly<Record<string, unknown>>;

/** A payload of a subscription to the state. Figures of a tenant come as a change of one entity. */
export type Update = {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly snapshotComplete: boolean;
  readonly entities: readonly Entity[];
  readonly removed: readonly string[];
  readonly cursor: string;
  readonly serverTime: string;
};

export type Watched = {
  readonly replica: number;
  readonly updates: readonly Update[];
  /** What the question was answered with when all had come to rest, and how many updates had come by then; null for a connection that had ended before. */
  readonly atLast: { readonly entities: readonly Entity[]; readonly updates: number } | null;
};

export type WatcherHistory = { readonly name: string; readonly watching: Watching; readonly courses: readonly Watched[] };

export type ReplicaHistory = {
  /** By topic and partition, before it was started. */
  readonly ends: Readonly<Record<string, number>>;
  /** Directly after the first 200 of `/readyz`; null for a replica that never became ready. Or why the gateway could not tell. */
  readonly read: Readonly<Record<string, number>> | string | null;
  /** What it still held when all had left, in words; null for one that was killed. */
  readonly leftOver: readonly string[] | null;
};

export type History = {
  readonly seed: number;
  readonly topics: { readonly agentState: string; readonly callThread: string };
  readonly threadLingerMs: number;
  readonly log: readonly LogRecord[];
  readonly clients: readonly ClientHistory[];
  readonly told: readonly Told[];
  readonly watchers: readonly WatcherHistory[];
  readonly replicas: readonly ReplicaHistory[];
  /** What did not come to rest in time after the last fault, in words. */
  readonly unsettled: readonly string[];
};
