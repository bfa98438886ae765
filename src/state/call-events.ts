/** What the events of calls do: a table from the name of an event to its effect. */
import type { VoiceEvent } from '../events/event.ts';
import { createClosed, openEntry, setRouted, wasOpenedBy } from './entry.ts';
import type { Entry } from './entry.ts';
import { closeEntry, leave } from './leaving.ts';
import { scheduleThread, settle } from './lifetime.ts';
import { endMonitoring } from './monitoring.ts';
import { createParty, describeParty, isLive, isWaiting, setBridged, setQueue, setState } from './party.ts';
import type { Party } from './party.ts';
import { countOutcome } from './queue.ts';
import { hear, telephoneOf } from './telephone.ts';
import type { Moment, Tenant } from './tenant.ts';
import { createCall, createThread, handOver, refer, unrefer } from './thread.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import { move } from './transfer.ts';
import { isOver, treat } from './treatment.ts';
import { keptUserData } from './user-data.ts';

/** An event that names what it is about. */
type Step = {
  readonly event: VoiceEvent;
  readonly call: CallRecord;
  readonly dn: string;
  /** ThisQueue, or the number itself. */
  readonly queueId: string;
  readonly moment: Moment;
};

type Effect = (step: Step) => void;

const effects: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['EventDialing', (step) => arrive(step, 'DIALING')],
  ['EventNetworkReached', networkReached],
  ['EventDestinationBusy', destinationBusy],
  ['EventRinging', ringing],
  ['EventEstablished', established],
  ['EventHeld', (step) => setState(partyOf(step), 'HELD', step.moment)],
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
  const step: Step = { event, call, dn, queueId: event.thisQueue ?? dn, moment };
  if (!isRepeatedOpening(step)) {
    describeCall(call, event, tenant.world.rules.maxUserDataBytes);
    effect(step);
    hear(telephoneOf(tenant, dn), ms);
  }
  settle(thread, call, moment);
  return true;
}

function see(thread: ThreadRecord, event: VoiceEvent, ms: number): void {
  thread.lastEvent = event;
  if (ms > thread.lastEventMs) thread.lastEventMs = ms;
  thread.updatedMs = ms;
  thread.tenant.updatedMs = ms;
}

/** What every event tells of its call; what it leaves out stays. */
function describeCall(call: CallRecord, event: VoiceEvent, maxUserDataBytes: number): void {
  const { callType, callId, ani, dnis, customerId, userData, previousConnId } = event;
  if (callType !== null && callType !== 'UNKNOWN') call.callType = callType;
  if (callId !== null) call.callId = callId;
  if (customerId !== null) call.customerId = customerId;
  if (ani !== null && ani !== '' && ani !== call.ani) {
    if (call.ani !== null) unrefer(call.thread, 'ani', call.ani);
    refer(call.thread, 'ani', ani);
    call.ani = ani;
  }
  if (dnis !== null && dnis !== '' && dnis !== call.dnis) {
    if (call.dnis !== null) unrefer(call.thread, 'dnis', call.dnis);
    refer(call.thread, 'dnis', dnis);
    call.dnis = dnis;
  }
  if (userData !== null && Object.keys(userData).length > 0) call.userData = keptUserData(userData, maxUserDataBytes);
  if (previousConnId !== null && previousConnId !== call.connId && event.name !== 'EventPartyChanged') call.previousConnId = previousConnId;
}

/** ThisDN's party with what the event tells of it; not live if it has not been there before. */
function partyOf({ call, dn, event }: Step): Party {
  const party = call.parties.get(dn) ?? createParty(call, dn);
  describeParty(party, event);
  return party;
}

/** For an event that proves that ThisDN is on the call, but tells no state. It does not bring back a party that is gone. */
function presentParty(step: Step): Party {
  const isNew = !step.call.parties.has(step.dn);
  const party = partyOf(step);
  if (isNew) setState(party, 'UNKNOWN', step.moment);
  return party;
}

/** For an event that tells that a party is over: one that was never seen was there all the same. */
function leavingParty(step: Step): Party {
  return presentParty(step);
}

function arrive(step: Step, state: 'DIALING' | 'ALERTING' | 'CONNECTED'): Party {
  const party = partyOf(step);
  setState(party, state, step.moment);
  handOver(step.call, false);
  return party;
}

function networkReached(step: Step): void {
  const party = partyOf(step);
  if (party.state === 'GONE' || party.state === 'UNKNOWN') setState(party, 'DIALING', step.moment);
}

function destinationBusy(step: Step): void {
  const party = partyOf(step);
  setState(party, 'BUSY', step.moment);
  party.cause = step.event.callState ?? party.cause;
}

function ringing(step: Step): void {
  arrive(step, 'ALERTING');
  closeRouted(step);
}

function established(step: Step): void {
  const { call, event, moment } = step;
  setBridged(arrive(step, 'CONNECTED'), false, moment.ms);
  call.isAbandoned = false;
  closeRouted(step);
  const entry = event.thisQueue === null ? undefined : call.entries?.get(event.thisQueue);
  if (entry === undefined) return;
  entry.answered = true;
  countOutcome(call.thread.tenant, entry, moment.ms);
}

function retrieved(step: Step): void {
  const party = partyOf(step);
  setState(party, 'CONNECTED', step.moment);
  setBridged(party, false, step.moment.ms);
}

function bridged(step: Step): void {
  const party = partyOf(step);
  setState(party, 'CONNECTED', step.moment);
  setBridged(party, true, step.moment.ms);
}

/** It has come to where the routing sent it, and the queue has not told that it left. */
function closeRouted({ call, dn, moment }: Step): void {
  if (call.thread.routedEntries === 0 || call.entries === null) return;
  for (const entry of call.entries.values()) if (entry.isRouted && !entry.dns.includes(dn)) closeEntry(entry, 'ROUTED', moment);
}

/** With these a call leaves for another destination. */
const departures: ReadonlySet<string | null> = new Set(['TRANSFERRED', 'REDIRECTED', 'FORWARDED', 'CONFERENCED', 'CONVERSE_ON']);

function released(step: Step): void {
  const { call, dn, event, moment } = step;
  const { thread } = call;
  const known = call.parties.get(dn);
  const wasLive = known !== undefined && isLive(known);
  const party = leavingParty(step);
  leave(party, event.callState, moment);
  if (party.role === 'OBSERVER') endMonitoring(call, party, moment);
  if (wasLive && thread.live === 0 && departures.has(event.callState)) handOver(call, true);
}

function abandoned(step: Step): void {
  const { call, dn, event, moment } = step;
  const known = call.parties.get(dn);
  // Without ThisQueue it is the entry in which the number waits.
  const queueId = event.thisQueue ?? (known !== undefined && isWaiting(known) ? known.queueId : null) ?? dn;
  const party = leavingParty(step);
  const entry = call.entries?.get(queueId);
  if (entry !== undefined) {
    entry.abandoned = true;
    if (entry.leftAt === null && (queueId === dn || entry.dns.includes(dn))) closeEntry(entry, 'ABANDONED', moment);
    else countOutcome(call.thread.tenant, entry, moment.ms);
  }
  leave(party, event.callState, moment);
  call.isAbandoned = true;
  handOver(call, false);
}

function openingOf({ name, thisDn, time }: VoiceEvent): string {
  return `${name} ${thisDn} ${time}`;
}

/** An event told again that has opened the entry before, which has been closed since. */
function isRepeatedOpening({ event, call, queueId }: Step): boolean {
  if (event.name !== 'EventQueued' && event.name !== 'EventRouteRequest') return false;
  return wasOpenedBy(call.entries?.get(queueId), openingOf(event));
}

function queued(step: Step): void {
  const { event, call, dn, queueId, moment } = step;
  const party = partyOf(step);
  setQueue(party, queueId);
  openEntry(call, queueId, dn, openingOf(event), moment).isQueued = true;
  if (party.state !== 'ROUTING') setState(party, 'QUEUED', moment);
  handOver(call, false);
}

function routeRequest(step: Step): void {
  const { event, call, dn, queueId, moment } = step;
  const party = partyOf(step);
  setQueue(party, queueId);
  const entry = openEntry(call, queueId, dn, openingOf(event), moment);
  // Where it was routed before, that did not come off.
  if (entry.isRouted) entry.to = null;
  setRouted(entry, false);
  setState(party, 'ROUTING', moment);
  handOver(call, false);
}

function diverted(step: Step): void {
  const { event, call, queueId, moment } = step;
  const party = leavingParty(step);
  setQueue(party, queueId);
  const entry = call.entries?.get(queueId);
  const hasLeft = leaveQueue(step, entry, entry?.isRouted === true ? 'ROUTED' : 'DIVERTED');
  leave(party, event.callState, moment);
  if (hasLeft) awaitDestination(step, entry);
}

function routeUsed(step: Step): void {
  const { event, call, queueId, moment } = step;
  const party = leavingParty(step);
  setQueue(party, queueId);
  const entry = call.entries?.get(queueId);
  if (entry !== undefined && entry.leftAt === null && entry.isQueued) {
    entry.to = event.thirdPartyDn ?? entry.to;
    setRouted(entry, true);
    if (party.state === 'ROUTING' || party.state === 'UNKNOWN') setState(party, 'QUEUED', moment);
    return;
  }
  if (entry?.outcome === 'DIVERTED') {
    entry.outcome = 'ROUTED';
    entry.to = event.thirdPartyDn ?? entry.to;
  }
  const hasLeft = leaveQueue(step, entry, 'ROUTED');
  if (isWaiting(party) || party.state === 'UNKNOWN') leave(party, null, moment);
  if (hasLeft) awaitDestination(step, entry);
}

/** Closes the entry; one that nobody saw open was there all the same. False if it had left before. */
function leaveQueue({ event, call, queueId, moment }: Step, entry: Entry | undefined, outcome: 'DIVERTED' | 'ROUTED'): boolean {
  if (entry === undefined) createClosed(call, queueId, outcome, event.thirdPartyDn, moment);
  else if (entry.leftAt === null) {
    entry.to = event.thirdPartyDn ?? entry.to;
    closeEntry(entry, outcome, moment);
  } else {
    if (entry.outcome !== 'ABANDONED') entry.to ??= event.thirdPartyDn;
    return false;
  }
  return true;
}

/** The call is on its way, unless the destination has it already. */
function awaitDestination({ event, call, dn, queueId }: Step, entry: Entry | undefined): void {
  const to = event.thirdPartyDn ?? entry?.to ?? null;
  for (const party of call.parties.values()) {
    if (party.dn === dn || !isLive(party) || party.isMember) continue;
    if (party.dn === to || party.queueId === queueId) return;
  }
  handOver(call, true);
}

function treatmentRequired(step: Step): void {
  const { call, dn, moment } = step;
  const party = presentParty(step);
  const known = call.treatments?.get(dn);
  treat(call, dn, isLive(party) ? 'REQUIRED' : 'ENDED', moment.time, known !== undefined && isOver(known));
}

function treatmentApplied(step: Step): void {
  const { event, call, dn, moment } = step;
  const party = presentParty(step);
  treat(call, dn, isLive(party) ? 'RUNNING' : 'ENDED', moment.time, true).type = event.treatmentType;
}

function treatmentEnd(step: Step): void {
  const { event, call, dn, moment } = step;
  describeIfThere(step);
  const treatment = treat(call, dn, 'ENDED', moment.time, false);
  treatment.type ??= event.treatmentType;
  treatment.collectedDigits = event.collectedDigits ?? treatment.collectedDigits;
}

function treatmentNotApplied(step: Step): void {
  const { event, call, dn, moment } = step;
  describeIfThere(step);
  const treatment = treat(call, dn, 'FAILED', moment.time, false);
  treatment.type = event.treatmentType ?? treatment.type;
  treatment.errorCode = event.errorCode;
  treatment.errorMessage = event.errorMessage;
}

/** The end of a treatment is no proof that its telephone is on the call. */
function describeIfThere({ call, dn, event }: Step): void {
  const party = call.parties.get(dn);
  if (party !== undefined && !party.isMember) describeParty(party, event);
}

function partyAdded(step: Step): void {
  const { event, call, dn, moment } = step;
  const party = presentParty(step);
  if (party.state === 'HELD' && event.thirdPartyDn === dn && event.callState === 'CONFERENCED') setState(party, 'CONNECTED', moment);
  if (event.otherDn === null) return;
  const known = call.parties.get(event.otherDn);
  if (known !== undefined) {
    if (known.isMember) known.role = event.otherDnRole ?? known.role;
    return;
  }
  createMember(call, event.otherDn, moment).role = event.otherDnRole;
}

/** A party that others tell of. */
function createMember(call: CallRecord, dn: string, moment: Moment): Party {
  const member = createParty(call, dn);
  member.isMember = true;
  setState(member, 'UNKNOWN', moment);
  return member;
}

function partyDeleted(step: Step): void {
  const { event, call, moment } = step;
  presentParty(step);
  if (event.otherDn === null) return;
  // One that nobody had told of was there all the same, and goes as others do.
  const party = call.parties.get(event.otherDn) ?? createMember(call, event.otherDn, moment);
  if (isLive(party)) leave(party, null, moment);
}

function partyChanged(step: Step): void {
  const { event, call, dn, moment } = step;
  const { previousConnId } = event;
  const from = previousConnId === null || previousConnId === call.connId ? undefined : call.thread.calls.get(previousConnId);
  const before = from?.parties.get(dn);
  if (from !== undefined && before !== undefined) {
    if (isLive(before)) move(before, call, moment);
    else if (!call.parties.has(dn)) return;
  }
  presentParty(step);
}
