/** What can be read of the current state: one shape an entity, as the API tells it. Read within one tick, all of it is true at one position of the log. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { JsonObject } from '../events/vocabulary.ts';
import type { Scope } from '../scope.ts';
import type { StateWatcher } from './watcher.ts';

export const agentStateSummaries = ['UNKNOWN', 'LOGGED_OUT', 'LOGGED_IN', 'READY', 'NOT_READY', 'AFTER_CALL_WORK'] as const;
export type AgentStateSummary = (typeof agentStateSummaries)[number];
export const agentActivities = ['UNKNOWN', 'IDLE', 'DIALING', 'RINGING', 'TALKING', 'HOLDING'] as const;
export type AgentActivity = (typeof agentActivities)[number];
export const tristates = ['UNKNOWN', 'YES', 'NO'] as const;
export type Tristate = (typeof tristates)[number];
export const callThreadStatuses = ['ACTIVE', 'IN_TRANSIT', 'ENDED'] as const;
export type CallThreadStatus = (typeof callThreadStatuses)[number];
export const callThreadEndReasons = ['RELEASED', 'ABANDONED', 'LEFT_MONITORED_PARTIES', 'EXPIRED'] as const;
export type CallThreadEndReason = (typeof callThreadEndReasons)[number];
export const partyStates = ['UNKNOWN', 'DIALING', 'ALERTING', 'CONNECTED', 'HELD', 'BUSY', 'QUEUED', 'ROUTING', 'GONE'] as const;
export type PartyState = (typeof partyStates)[number];
export const queueOutcomes = ['WAITING', 'DIVERTED', 'ABANDONED', 'ROUTED'] as const;
export type QueueOutcome = (typeof queueOutcomes)[number];
export const treatmentStates = ['REQUIRED', 'RUNNING', 'ENDED', 'FAILED'] as const;
export type TreatmentState = (typeof treatmentStates)[number];

export type Agent = {
  readonly tenantId: string;
  readonly agentId: string;
  readonly loginId: string | null;
  readonly state: AgentStateSummary;
  readonly stateSince: Instant | null;
  readonly activity: AgentActivity;
  readonly workMode: string | null;
  readonly reasonCode: string | null;
  readonly reasons: JsonObject | null;
  /** Ordered by dn. */
  readonly sessions: readonly AgentSession[];
  /** Ordered by dn. */
  readonly dns: readonly DirectoryNumber[];
  /** Threads not ENDED with a live party whose agentId is this agent, ordered by callThreadId. */
  readonly calls: readonly CallThread[];
  readonly lastEvent: VoiceEvent | null;
  readonly stale: boolean;
  readonly knownSince: Instant;
  readonly updatedAt: Instant;
};

export type AgentSession = {
  readonly dn: string;
  readonly loggedIn: Tristate;
  readonly since: Instant | null;
  /** Ordered by queueId. */
  readonly queues: readonly { readonly queueId: string; readonly since: Instant | null }[];
  readonly ready: Tristate;
  readonly readySince: Instant | null;
  readonly workMode: string | null;
  readonly reasonCode: string | null;
  readonly reasons: JsonObject | null;
  readonly hardwareReason: string | null;
};

export type DirectoryNumber = {
  readonly dn: string;
  readonly inService: Tristate;
  readonly doNotDisturb: Tristate;
  readonly forwardedTo: string | null;
  readonly forwardMode: string | null;
  readonly messageWaiting: Tristate;
  readonly offHook: Tristate;
  readonly muted: Tristate;
  readonly deafened: Tristate;
  /** Ordered by otherDn. */
  readonly monitoring: readonly { readonly otherDn: string; readonly role: string | null; readonly type: string | null }[];
};

export type CallThread = {
  readonly tenantId: string;
  readonly callThreadId: string;
  readonly status: CallThreadStatus;
  /** Ordered by their first event. */
  readonly calls: readonly Call[];
  /** Ordered by connId, dn. */
  readonly parties: readonly Party[];
  /** Ordered by their first event. */
  readonly queues: readonly QueueEntry[];
  /** Ordered by their first event. */
  readonly treatments: readonly Treatment[];
  /** Those of its parties, live or gone, that are known as agents; ordered by agentId. */
  readonly agents: readonly Agent[];
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endReason: CallThreadEndReason | null;
  readonly lastEvent: VoiceEvent | null;
  readonly stale: boolean;
  readonly knownSince: Instant;
  readonly updatedAt: Instant;
};

export type Call = {
  readonly connId: string;
  readonly callType: string | null;
  readonly callId: string | null;
  readonly ani: string | null;
  readonly dnis: string | null;
  readonly previousConnId: string | null;
  readonly userData: JsonObject | null;
  readonly customerId: string | null;
  readonly startedAt: Instant | null;
};

export type Party = {
  readonly connId: string;
  readonly dn: string;
  readonly role: string | null;
  readonly state: PartyState;
  readonly agentId: string | null;
  readonly queueId: string | null;
  readonly since: Instant | null;
  readonly bridged: boolean;
  readonly observer: boolean;
  readonly muted: boolean;
  readonly deafened: boolean;
  readonly cause: string | null;
};

export type QueueEntry = {
  readonly connId: string;
  readonly queueId: string;
  readonly queuedAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly outcome: QueueOutcome;
  readonly to: string | null;
};

export type Treatment = {
  readonly connId: string;
  readonly dn: string;
  readonly type: string | null;
  readonly state: TreatmentState;
  readonly since: Instant | null;
  readonly collectedDigits: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

export type Queue = {
  readonly tenantId: string;
  readonly queueId: string;
  readonly callsWaiting: number;
  readonly oldestWaitSince: Instant | null;
  readonly agentsLoggedIn: number;
  readonly agentsReady: number;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly diverted: number;
  readonly averageWaitSeconds: number | null;
  readonly longestWaitSeconds: number | null;
  readonly countedSince: Instant;
  readonly updatedAt: Instant;
};

export type TenantSummary = {
  readonly tenantId: string;
  /** All six states in their order, zeros included. */
  readonly agentsByState: readonly { readonly state: AgentStateSummary; readonly count: number }[];
  readonly callsActive: number;
  readonly callsWaiting: number;
  readonly longestWaitSince: Instant | null;
  /** Null for a tenant of which nothing is known. */
  readonly updatedAt: Instant | null;
};

/** Different members narrow (and), the values of one widen (or); null is absent. */
export type AgentFilter = {
  readonly agentIds: ReadonlySet<string> | null;
  readonly states: ReadonlySet<AgentStateSummary> | null;
  /** Logged in to one of these now. */
  readonly queueIds: ReadonlySet<string> | null;
  readonly dns: ReadonlySet<string> | null;
  /** The present state is as old as that at least: the clock minus stateSince. */
  readonly stateLongerThanMs: number | null;
};

/** Live parties and open queue entries count; for an ended thread, as they stood at its end. */
export type CallThreadFilter = {
  readonly callThreadIds: ReadonlySet<string> | null;
  readonly statuses: ReadonlySet<CallThreadStatus> | null;
  readonly agentIds: ReadonlySet<string> | null;
  readonly queueIds: ReadonlySet<string> | null;
  readonly dns: ReadonlySet<string> | null;
  readonly ani: string | null;
  readonly dnis: string | null;
  /** A call waits in a queue for as long as that at least: the clock minus queuedAt. */
  readonly waitingLongerThanMs: number | null;
};

/** The entities that follow `after` (an id, exclusive; null for the first) in the order of their ids, `first` at most. */
export type Window = { readonly first: number; readonly after: string | null };
export type Page<T> = { readonly items: readonly T[]; readonly hasNextPage: boolean };

/** What the API reads. Synchronous throughout: one response is true at one position. What the scope does not cover is not there; figures of a whole tenant throw FORBIDDEN. */
export type StateReader = {
  /** What time rules are evaluated against, in milliseconds since 1970. */
  readonly clockMs: number;
  agent(scope: Scope, agentId: string): Agent | null;
  agents(scope: Scope, filter: AgentFilter, window: Window): Page<Agent>;
  callThread(scope: Scope, callThreadId: string): CallThread | null;
  callThreads(scope: Scope, filter: CallThreadFilter, window: Window): Page<CallThread>;
  queue(scope: Scope, queueId: string): Queue | null;
  /** Ordered by queueId. */
  queues(scope: Scope): readonly Queue[];
  tenantSummary(scope: Scope): TenantSummary;
};

/** What leads from an entity to those who look at entities with that key. */
export type EntityKeys = { readonly agentIds: readonly string[]; readonly queueIds: readonly string[]; readonly dns: readonly string[] };

/** What those ask who look at the state again and again. Null for what is not there, not covered by the scope, or kept out by the filter. */
export type StateViewer = StateReader & {
  /** The same pages, of whom nothing else is to be told yet. */
  agentIds(scope: Scope, filter: AgentFilter, window: Window): Page<string>;
  callThreadIds(scope: Scope, filter: CallThreadFilter, window: Window): Page<string>;
  agentIn(scope: Scope, filter: AgentFilter, agentId: string): Agent | null;
  callThreadIn(scope: Scope, filter: CallThreadFilter, callThreadId: string): CallThread | null;
  /** When time alone will let it pass the filter, on the clock; Infinity if it passes already, or never will. */
  agentDueMs(scope: Scope, filter: AgentFilter, agentId: string): number;
  callThreadDueMs(scope: Scope, filter: CallThreadFilter, callThreadId: string): number;
  /** In their order. Throws FORBIDDEN for who may see one agent only. */
  queueIds(scope: Scope): readonly string[];
  /** Of an agent that is there: queues that it is logged in to, telephones. */
  agentKeys(scope: Scope, agentId: string): EntityKeys;
  /** Of a thread that is there: agents and telephones that take or took part, and queues in which it waits or is, or was at its end. */
  callThreadKeys(scope: Scope, callThreadId: string): EntityKeys;
  watch(watcher: StateWatcher): Disposable;
};

/** The rules that are settings. */
export type StateRules = {
  /** How long a thread with a pending hand-over may have no live party. */
  readonly threadTransitGraceMs: number;
  /** How long an ended thread is kept. */
  readonly threadLingerMs: number;
  /** An active thread without any event for so long has lost its end. */
  readonly threadStaleAfterMs: number;
  /** How long an agent that is logged out or without a session, and a telephone without a session, is kept without an event. */
  readonly agentForgetAfterMs: number;
  /** When the daily counters of the queues start anew: an IANA time zone. */
  readonly dayTimeZone: string;
  /** Names of the reason in Reasons and Extensions, the first that is there counts. */
  readonly reasonKeys: readonly string[];
  /** Bound on the user data kept per call, as JSON; larger is not kept. */
  readonly maxUserDataBytes: number;
};

/** What a record did, for whoever folds it. */
export type RecordPlace = { readonly topic: string; readonly partition: number; readonly offset: bigint; readonly timestampMs: number };

export type StateFold = {
  /** Takes the events of one record. A record at or below the position of its partition changes nothing. */
  apply(place: RecordPlace, events: readonly VoiceEvent[]): void;
  /** All of a partition before that offset has been read: what was not handed to `apply` holds no events. */
  pass(topic: string, partition: number, next: bigint): void;
  /**
   * Records of a partition are gone that were not read, or the partition is another one of the same name. Who may have changed by them is stale, and
   * any offset may come next.
   */
  lose(topic: string, partition: number): void;
  /** The offset that is read next in a partition; null before anything of it was read. */
  next(topic: string, partition: number): bigint | null;
  /** Moves the clock on; it never goes back. Evaluates grace, linger, expiry and forgetting. */
  advance(clockMs: number): void;
};
