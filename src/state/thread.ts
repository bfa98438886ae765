/** Call threads: calls and what belongs to them, how a thread is found, and whether it goes on or has ended. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { JsonObject } from '../events/vocabulary.ts';
import type { Entry } from './entry.ts';
import type { CallThreadEndReason, CallThreadStatus } from './model.ts';
import type { Party } from './party.ts';
import { refOf } from './thread-index.ts';
import type { Ref, ThreadIndex } from './thread-index.ts';
import type { Tenant } from './tenant.ts';
import type { Treatment } from './treatment.ts';
import { touch } from './touch.ts';
import { tenantChanged, threadChanged } from './watcher.ts';

export type CallRecord = {
  readonly thread: ThreadRecord;
  readonly connId: string;
  callType: string | null;
  callId: string | null;
  ani: string | null;
  dnis: string | null;
  previousConnId: string | null;
  userData: JsonObject | null;
  customerId: string | null;
  readonly startedAt: Instant | null;
  /** By telephone. */
  readonly parties: Map<string, Party>;
  /** By queue. */
  entries: Map<string, Entry> | null;
  /** By telephone. */
  treatments: Map<string, Treatment> | null;
  /** It left for another destination, and has not come there yet. */
  isHandedOver: boolean;
  /** Since it was last answered. */
  isAbandoned: boolean;
};

export type ThreadRecord = {
  readonly kind: 'thread';
  readonly tenant: Tenant;
  readonly callThreadId: string;
  /** Null until the event that creates it has been taken. */
  status: CallThreadStatus | null;
  readonly calls: Map<string, CallRecord>;
  entries: Entry[];
  treatments: Treatment[];
  readonly startedAt: Instant | null;
  endedAt: Instant | null;
  /** When a rule or a record ended it, on the clock. */
  endedMs: number;
  /** Of the end by a time limit. */
  endRule: CallThreadEndReason | null;
  /** The call of the event that ended it. */
  endCall: CallRecord | null;
  /** Parties that are not gone, without the members that only others told of. */
  live: number;
  /** These. */
  members: number;
  handOvers: number;
  openEntries: number;
  /** Open entries whose call has been routed. */
  routedEntries: number;
  /** All that it is found by, and who took part and is gone. */
  readonly refs: Ref[];
  /** What an ended thread keeps being found by. */
  kept: readonly Ref[];
  /** Those of the end of an ended thread. */
  lastParties: readonly Party[];
  lastEvent: VoiceEvent | null;
  /** Records that may have been the thread's are gone. */
  isStale: boolean;
  lastEventMs: number;
  readonly knownSinceMs: number;
  updatedMs: number;
  dueMs: number;
  readonly order: number;
  scheduledMs: number;
  place: number;
};

export const NOTHING: readonly never[] = [];

export function createThread(tenant: Tenant, callThreadId: string, startedAt: Instant | null, ms: number): ThreadRecord {
  const thread: ThreadRecord = {
    kind: 'thread',
    tenant,
    callThreadId,
    status: null,
    calls: new Map(),
    entries: [],
    treatments: [],
    startedAt,
    endedAt: null,
    endedMs: -Infinity,
    endRule: null,
    endCall: null,
    live: 0,
    members: 0,
    handOvers: 0,
    openEntries: 0,
    routedEntries: 0,
    refs: [],
    kept: NOTHING,
    lastParties: NOTHING,
    lastEvent: null,
    isStale: false,
    lastEventMs: ms,
    knownSinceMs: ms,
    updatedMs: ms,
    dueMs: Infinity,
    order: tenant.world.deadlines.nextOrder(),
    scheduledMs: Infinity,
    place: -1,
  };
  tenant.threads.add(callThreadId, thread);
  return thread;
}

export function createCall(thread: ThreadRecord, connId: string, startedAt: Instant | null): CallRecord {
  const call: CallRecord = {
    thread,
    connId,
    callType: null,
    callId: null,
    ani: null,
    dnis: null,
    previousConnId: null,
    userData: null,
    customerId: null,
    startedAt,
    parties: new Map(),
    entries: null,
    treatments: null,
    isHandedOver: false,
    isAbandoned: false,
  };
  thread.calls.set(connId, call);
  const { calls } = thread.tenant;
  const others = calls.get(connId);
  calls.set(connId, others === undefined ? call : [...callsOf(others), call]);
  return call;
}

export function callsOf(calls: CallRecord | readonly CallRecord[] | undefined): readonly CallRecord[] {
  if (calls === undefined) return [];
  return 'connId' in calls ? [calls] : calls;
}

/** One more reason to find the thread by that key. */
export function refer(thread: ThreadRecord, index: ThreadIndex, key: string): Ref {
  const known = refOf(thread, index, key);
  if (known !== undefined) {
    known.reasons += 1;
    return known;
  }
  const ref: Ref = { thread, index, key, reasons: 1, place: -1 };
  thread.refs.push(ref);
  index.add(ref);
  return ref;
}

export function unrefer(thread: ThreadRecord, index: ThreadIndex, key: string): void {
  const ref = refOf(thread, index, key);
  if (ref === undefined) return;
  ref.reasons -= 1;
  if (ref.reasons > 0) return;
  const { refs } = thread;
  const last = refs.pop();
  if (last !== undefined && last !== ref) refs[refs.indexOf(ref)] = last;
  index.delete(ref);
}

/** A reason less to find the thread by that key, once the present event has been taken. */
export function leaveBehind(thread: ThreadRecord, index: ThreadIndex, key: string): void {
  const ref = refOf(thread, index, key);
  if (ref !== undefined) thread.tenant.world.leaving.push(ref);
}

/** Somebody who took part is gone. */
export function remember(thread: ThreadRecord, index: ThreadIndex, key: string): void {
  if (refOf(thread, index, key) === undefined) refer(thread, index, key);
}

export function handOver(call: CallRecord, isHandedOver: boolean): void {
  if (call.isHandedOver === isHandedOver) return;
  call.isHandedOver = isHandedOver;
  call.thread.handOvers += isHandedOver ? 1 : -1;
}

export function endReasonOf({ status, endRule, endCall }: ThreadRecord): CallThreadEndReason | null {
  if (status !== 'ENDED') return null;
  return endRule ?? (endCall?.isAbandoned === true ? 'ABANDONED' : 'RELEASED');
}

export function forgetThread(thread: ThreadRecord, ms: number): void {
  const { tenant, callThreadId, refs, calls } = thread;
  for (const ref of refs) ref.index.delete(ref);
  for (const call of calls.values()) forgetCall(tenant, call);
  tenant.threads.move(callThreadId, thread.status, null);
  tenant.threads.delete(callThreadId);
  threadChanged(thread);
  touch(tenant, ms);
  tenantChanged(tenant);
}

function forgetCall({ calls }: Tenant, call: CallRecord): void {
  const known = calls.get(call.connId);
  if (known === call) {
    calls.delete(call.connId);
    return;
  }
  const others = callsOf(known).filter((other) => other !== call);
  const [first] = others;
  if (first !== undefined) calls.set(call.connId, others.length === 1 ? first : others);
}
