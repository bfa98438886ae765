/** Call threads: calls and what belongs to them, how a thread is found, and whether it goes on or has ended. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { JsonObject } from '../events/vocabulary.ts';
import type { Entry } from './entry.ts';
import type { CallThreadEndReason, CallThreadStatus } from './model.ts';
import type { Party } from './party.ts';
import { goneDimensions } from './tenant.ts';
import type { Dimension, GoneDimension, Tenant } from './tenant.ts';
import type { Treatment } from './treatment.ts';
import { touch } from './touch.ts';

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

type Ref = { readonly dimension: Dimension; readonly key: string };

export type ThreadRecord = {
  readonly kind: 'thread';
  readonly tenant: Tenant;
  readonly callThreadId: string;
  /** Null until the event that creates it has been taken. */
  status: CallThreadStatus | null;
  readonly calls: Map<string, CallRecord>;
  readonly entries: Entry[];
  readonly treatments: Treatment[];
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
  /** What it is found by, each as often as there is a reason. */
  readonly refs: { readonly [D in Dimension]: string[] };
  /** Who took part and is gone, each once. */
  readonly gone: { readonly [D in GoneDimension]: string[] };
  /** What it would no longer be found by after the present event; what an ended thread keeps being found by. */
  leaving: Ref[];
  kept: readonly Ref[];
  /** Parties that went with the present event; those of the end of an ended thread. */
  left: Party[];
  lastParties: readonly Party[];
  lastEvent: VoiceEvent | null;
  lastEventMs: number;
  readonly knownSinceMs: number;
  updatedMs: number;
  dueMs: number;
  readonly order: number;
  scheduledMs: number;
  place: number;
};

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
    refs: { dn: [], queue: [], login: [], agent: [], ani: [], dnis: [] },
    gone: { dn: [], login: [], agent: [] },
    leaving: [],
    kept: [],
    left: [],
    lastParties: [],
    lastEvent: null,
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
export function refer({ refs, tenant, callThreadId }: ThreadRecord, dimension: Dimension, key: string): void {
  const keys = refs[dimension];
  if (!keys.includes(key)) tenant.threadsBy[dimension].add(key, callThreadId);
  keys.push(key);
}

export function unrefer({ refs, tenant, callThreadId }: ThreadRecord, dimension: Dimension, key: string): void {
  const keys = refs[dimension];
  const at = keys.indexOf(key);
  if (at < 0) return;
  const last = keys.pop();
  if (last !== undefined && at < keys.length) keys[at] = last;
  if (!keys.includes(key)) tenant.threadsBy[dimension].delete(key, callThreadId);
}

/** Somebody who took part is gone. */
export function remember({ gone, tenant, callThreadId }: ThreadRecord, dimension: GoneDimension, key: string): void {
  if (gone[dimension].includes(key)) return;
  gone[dimension].push(key);
  tenant.threadsByGone[dimension].add(key, callThreadId);
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
  const { tenant, callThreadId, refs, gone, calls } = thread;
  for (const dimension of ['dn', 'queue', 'login', 'agent', 'ani', 'dnis'] as const)
    for (const key of refs[dimension]) tenant.threadsBy[dimension].delete(key, callThreadId);
  for (const dimension of goneDimensions) for (const key of gone[dimension]) tenant.threadsByGone[dimension].delete(key, callThreadId);
  for (const call of calls.values()) {
    const others = callsOf(tenant.calls.get(call.connId)).filter((other) => other !== call);
    const [first] = others;
    if (first === undefined) tenant.calls.delete(call.connId);
    else tenant.calls.set(call.connId, others.length === 1 ? first : others);
  }
  tenant.threads.move(callThreadId, thread.status, null);
  tenant.threads.delete(callThreadId);
  touch(tenant, ms);
}
