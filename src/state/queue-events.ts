/** What events do to the place of a call in a queue or at a routing point. */
import type { VoiceEvent } from '../events/event.ts';
import { createClosed, openEntry, setRouted, wasOpenedBy } from './entry.ts';
import type { Entry, Opening } from './entry.ts';
import { closeEntry, leave } from './leaving.ts';
import { isLive, isWaiting, setQueue, setState } from './party.ts';
import { partyOf, presentParty } from './step.ts';
import type { Step } from './step.ts';
import { handOver } from './thread.ts';
import type { CallRecord } from './thread.ts';

function openingOf({ name, thisDn, time }: VoiceEvent): Opening {
  return { name, thisDn, time };
}

/** An event told again that has opened the entry before, which has been closed since. */
export function isRepeatedOpening(event: VoiceEvent, call: CallRecord, queueId: string): boolean {
  if (event.name !== 'EventQueued' && event.name !== 'EventRouteRequest') return false;
  return wasOpenedBy(call.entries?.get(queueId), event);
}

export function queued(step: Step): void {
  const { event, call, dn, queueId, moment } = step;
  const party = partyOf(step);
  setQueue(party, queueId);
  openEntry(call, queueId, dn, openingOf(event), moment).isQueued = true;
  if (party.state !== 'ROUTING') setState(party, 'QUEUED', moment);
  handOver(call, false);
}

export function routeRequest(step: Step): void {
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

export function diverted(step: Step): void {
  const { event, call, queueId, moment } = step;
  const party = presentParty(step);
  setQueue(party, queueId);
  const entry = call.entries?.get(queueId);
  const hasLeft = leaveQueue(step, entry, entry?.isRouted === true ? 'ROUTED' : 'DIVERTED');
  leave(party, event.callState, moment);
  if (hasLeft) awaitDestination(step, entry);
}

export function routeUsed(step: Step): void {
  const { event, call, queueId, moment } = step;
  const party = presentParty(step);
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
