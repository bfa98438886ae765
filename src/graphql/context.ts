/** What the resolvers need of the gateway: small interfaces, handed in by whoever builds it. */
import type { EventStream } from '../hub/event-stream.ts';
import type { Hub } from '../hub/hub.ts';
import type { GatewayError } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import type { Claims, Scope } from '../scope.ts';
import type { StateReader } from '../state/model.ts';

/** What the resolvers may ask of the gateway. */
export type Services = {
  readonly hub: Hub;
  readonly state: StateReader;
  /** How far the reading of history has come; null once the state is complete. */
  readonly replay: () => ReplayProgress | null;
  /** The tenants that this replica keeps. */
  readonly tenants: 'all' | ReadonlySet<string>;
  readonly status: () => GatewayStatus;
  /** Bound on what waits for one subscription's reader. */
  readonly maxBufferedBytes: number;
  /** All streams that are open: whoever ends them all finds them here. */
  readonly streams: Set<EventStream>;
  readonly onDelivered: (family: Family) => void;
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
  /** The open streams of this connection or request, each with what it was opened for. */
  readonly streams: Map<EventStream, Scope>;
  /** A stream that ends rejects, for the transport to tell by a frame of its own; else the error is its last item. */
  readonly endsInError: boolean;
  /** For the record of who was given what, or refused it. */
  readonly audit: (
    what: 'subscribe' | 'refuse',
    details: { readonly field: string; readonly tenantId?: string; readonly code?: string },
  ) => void;
  /** Called when a stream cannot go on: its last item is the error, and the transport does what else belongs to it. */
  readonly onStreamEnd: (error: GatewayError) => void;
};
