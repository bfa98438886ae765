/** What the resolvers need of the gateway: small interfaces, handed in by whoever builds it. */
import type { EventFilter } from '../hub/filter.ts';
import type { Claims, Scope } from '../scope.ts';
import type { StateReader } from '../state/model.ts';

/** What the resolvers may ask of the gateway. */
export type Services = {
  readonly state: StateReader;
  /** How far the reading of history has come; null once the state is complete. */
  readonly replay: () => ReplayProgress | null;
  /** The tenants that this replica keeps. */
  readonly tenants: 'all' | ReadonlySet<string>;
  readonly status: () => GatewayStatus;
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
  /** Delivers from now on what the scope sees and the filter lets pass, the way the transport does it. */
  readonly open: (scope: Scope, filter: EventFilter) => AsyncIterable<unknown>;
  /** For the record of who was given what, or refused it. */
  readonly audit: (
    what: 'subscribe' | 'refuse',
    details: { readonly field: string; readonly tenantId?: string; readonly code?: string },
  ) => void;
};
