/** What the resolvers need of the gateway: small interfaces, handed in by whoever builds it. */
import type { GatewayError } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Start } from '../hub/replay.ts';
import type { From } from '../hub/resume.ts';
import type { Claims, Scope } from '../scope.ts';
import type { StateViewer } from '../state/model.ts';
import type { Wanted } from '../views/views.ts';
import type { StateSubscriptionField } from './subscription-fields.ts';

/** What the resolvers may ask of the gateway. */
export type Services = {
  readonly state: StateViewer;
  /** Moves the clock of the state on to now: what time alone changes is true at the time of an answer. */
  readonly advance: () => void;
  /** How far the reading of history has come; null once the state is complete. */
  readonly replay: () => ReplayProgress | null;
  /** The tenants that this replica keeps. */
  readonly tenants: 'all' | ReadonlySet<string>;
  /** Of one list. */
  readonly maxIds: number;
  readonly status: () => GatewayStatus;
  readonly log: LogServices;
};

/** What may be asked about places in the log, and about what happened lately. */
export type LogServices = {
  /** The position of the state in both topics. Throws SOURCE_UNAVAILABLE before the log was seen. */
  readonly cursor: () => string;
  /** The position right behind an event that is known here. */
  readonly cursorAfter: (event: VoiceEvent) => string;
  /** The newest events of an agent or a call thread, as far as they are kept and the scope sees them, the newest first. */
  readonly recent: (family: Family, scope: Scope, id: string, last: number) => readonly VoiceEvent[];
  /** Where a stream begins. Rejects with CURSOR_INVALID, CURSOR_EXPIRED, LOG_TRUNCATED, BAD_USER_INPUT or SOURCE_UNAVAILABLE. */
  readonly startFrom: (family: Family, from: From) => Promise<Start>;
};

/** Counted in offsets, of which a compacted log has more than records. */
export type ReplayProgress = {
  readonly recordsRead: number;
  /** As far as the log has been seen; null before. */
  readonly recordsInAll: number | null;
};

export type GatewayStatus = {
  readonly version: string;
  readonly ready: boolean;
  readonly sourceHealthy: boolean;
  readonly startedAtMs: number;
  /** From when on a stream can be replayed; null before the log was seen. */
  readonly oldestReplayableMs: number | null;
  /** Null before the log has been seen. */
  readonly partitions:
    | readonly {
        readonly topic: string;
        readonly partition: number;
        readonly position: bigint;
        readonly endOffset: bigint | null;
        readonly lastRecordAtMs: number | null;
      }[]
    | null;
};

/** One per request, or per operation on a WebSocket. */
export type Context = {
  readonly claims: Claims;
  readonly services: Services;
  /** Delivers what the scope sees and the filter lets pass, the way the transport does it: from now on, or from a place in the log. */
  readonly open: (scope: Scope, filter: EventFilter, start: Start | null) => AsyncIterable<unknown>;
  /** Shows what is wanted, the way the transport does it: first what is there, then what changes. */
  readonly follow: (field: StateSubscriptionField, scope: Scope, wanted: Wanted<unknown>) => AsyncIterable<unknown>;
  /** The error for what is beyond a bound that is a setting; it counts. */
  readonly refuse: (setting: string, value: number) => GatewayError;
  /** For the record of who was given what, or refused it. */
  readonly audit: (
    what: 'subscribe' | 'refuse',
    details: { readonly field: string; readonly tenantId?: string; readonly code?: string },
  ) => void;
};
