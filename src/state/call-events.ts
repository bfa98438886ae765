/** What the events of calls do: a table from the name of an event to its effect. */
import type { VoiceEvent } from '../events/event.ts';
import { scheduleThread, settle } from './lifetime.ts';
import { partyAdded, partyChanged, partyDeleted } from './member-events.ts';
import {
  abandoned,
  bridged,
  destinationBusy,
  dialing,
  established,
  held,
  networkReached,
  released,
  retrieved,
  ringing,
} from './party-events.ts';
import { diverted, isRepeatedOpening, queued, routeRequest, routeUsed } from './queue-events.ts';
import type { Step } from './step.ts';
import { hear, telephoneOf } from './telephone.ts';
import type { Moment, Tenant } from './tenant.ts';
import { createCall, createThread, refer, unrefer } from './thread.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import { treatmentApplied, treatmentEnd, treatmentNotApplied, treatmentRequired } from './treatment-events.ts';
import { isEmpty, keptUserData } from './user-data.ts';
import { touch } from './touch.ts';
import { tenantChanged, threadChanged } from './watcher.ts';

type Effect = (step: Step) => void;

const effects: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['EventDialing', dialing],
  ['EventNetworkReached', networkReached],
  ['EventDestinationBusy', destinationBusy],
  ['EventRinging', ringing],
  ['EventEstablished', established],
  ['EventHeld', held],
  ['EventRetrieved', retrieved],
  ['EventReleased', released],
  ['EventAbandoned', abandoned],
  ['EventQueued', queued],
  ['EventDiverted', diverted],
  ['EventRouteRequest', routeRequest],
  ['EventRouteUsed', routeUsed],
  ['EventTreatmentRequired', treatmentRequired],
  ['EventTreatmentApplied', treatmentApplied],
  ['EventTreatmentEnd', treatmentEnd],
  ['EventTreatmentNotApplied', treatmentNotApplied],
  ['EventPartyAdded', partyAdded],
  ['EventPartyChanged', partyChanged],
  ['EventPartyDeleted', partyDeleted],
  ['EventBridged', bridged],
]);

/** Those that need OtherDN. */
const ofMembers: ReadonlySet<string> = new Set(['EventPartyAdded', 'EventPartyDeleted']);
/** What begins with one of these is known from its start. */
const beginnings: ReadonlySet<string> = new Set(['EventDialing', 'EventRinging', 'EventQueued', 'EventRouteRequest']);

/** An event without what its effect needs, or one that nobody knows, is only the last that was seen of a thread that is there. */
export function applyCallEvent(tenant: Tenant, event: VoiceEvent, ms: number): boolean {
  const { callThreadId, connId, thisDn: dn, name, time } = event;
  if (callThreadId === null) return false;
  const known = tenant.threads.get(callThreadId);
  const effect = effects.get(name);
  if (effect === undefined || connId === null || dn === null || (event.otherDn === null && ofMembers.has(name))) {
    if (known === undefined) return false;
    see(known, event, ms);
    scheduleThread(known);
    return true;
  }
  const startedAt = beginnings.has(name) ? time : null;
  const thread = known ?? createThread(tenant, callThreadId, startedAt, ms);
  const call = thread.calls.get(connId) ?? createCall(thread, connId, startedAt);
  const moment: Moment = { time, ms };
  see(thread, event, ms);
  const queueId = event.thisQueue ?? dn;
  if (!isRepeatedOpening(event, call, queueId)) {
    describeCall(call, event, tenant.world.rules.maxUserDataBytes);
    const telephone = telephoneOf(tenant, dn);
    hear(telephone, ms);
    effect({ event, call, dn, telephone, queueId, moment });
  }
  settle(thread, call, moment);
  return true;
}

function see(thread: ThreadRecord, event: VoiceEvent, ms: number): void {
  thread.lastEvent = event;
  if (ms > thread.lastEventMs) thread.lastEventMs = ms;
  touch(thread, ms);
  threadChanged(thread);
  touch(thread.tenant, ms);
  tenantChanged(thread.tenant);
}

/** What every event tells of its call; what it leaves out stays. */
function describeCall(call: CallRecord, event: VoiceEvent, maxUserDataBytes: number): void {
  const { callType, callId, ani, dnis, customerId, userData, previousConnId } = event;
  const { thread } = call;
  const { threadsBy } = thread.tenant;
  if (callType !== null && callType !== 'UNKNOWN') call.callType = callType;
  if (callId !== null) call.callId = callId;
  if (customerId !== null) call.customerId = customerId;
  if (ani !== null && ani !== '' && ani !== call.ani) {
    if (call.ani !== null) unrefer(thread, threadsBy.ani, call.ani);
    refer(thread, threadsBy.ani, ani);
    call.ani = ani;
  }
  if (dnis !== null && dnis !== '' && dnis !== call.dnis) {
    if (call.dnis !== null) unrefer(thread, threadsBy.dnis, call.dnis);
    refer(thread, threadsBy.dnis, dnis);
    call.dnis = dnis;
  }
  if (userData !== null && !isEmpty(userData)) call.userData = keptUserData(userData, maxUserDataBytes);
  if (previousConnId !== null && previousConnId !== call.connId && event.name !== 'EventPartyChanged') call.previousConnId = previousConnId;
}
