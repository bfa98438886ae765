/** What events do to the party that they are about: it comes, it changes, it goes. */
import { closeEntry, leave } from './leaving.ts';
import { endMonitoring } from './monitoring.ts';
import { isLive, isWaiting, setBridged, setState } from './party.ts';
import type { Party } from './party.ts';
import { countOutcome } from './queue.ts';
import { partyOf, presentParty } from './step.ts';
import type { Step } from './step.ts';
import { handOver } from './thread.ts';

function arrive(step: Step, state: 'DIALING' | 'ALERTING' | 'CONNECTED'): Party {
  const party = partyOf(step);
  setState(party, state, step.moment);
  handOver(step.call, false);
  return party;
}

export function dialing(step: Step): void {
  arrive(step, 'DIALING');
}

export function networkReached(step: Step): void {
  const party = partyOf(step);
  if (party.state === 'GONE' || party.state === 'UNKNOWN') setState(party, 'DIALING', step.moment);
}

export function destinationBusy(step: Step): void {
  const party = partyOf(step);
  setState(party, 'BUSY', step.moment);
  party.cause = step.event.callState ?? party.cause;
}

export function ringing(step: Step): void {
  arrive(step, 'ALERTING');
  closeRouted(step);
}

export function established(step: Step): void {
  const { call, event, moment } = step;
  setBridged(arrive(step, 'CONNECTED'), false, moment.ms);
  call.isAbandoned = false;
  closeRouted(step);
  const entry = event.thisQueue === null ? undefined : call.entries?.get(event.thisQueue);
  if (entry === undefined) return;
  entry.answered = true;
  countOutcome(call.thread.tenant, entry, moment.ms);
}

export function held(step: Step): void {
  setState(partyOf(step), 'HELD', step.moment);
}

export function retrieved(step: Step): void {
  const party = partyOf(step);
  setState(party, 'CONNECTED', step.moment);
  setBridged(party, false, step.moment.ms);
}

export function bridged(step: Step): void {
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

export function released(step: Step): void {
  const { call, dn, event, moment } = step;
  const { thread } = call;
  const known = call.parties.get(dn);
  const wasLive = known !== undefined && isLive(known);
  const party = presentParty(step);
  leave(party, event.callState, moment);
  if (party.role === 'OBSERVER') endMonitoring(call, party, moment);
  if (wasLive && thread.live === 0 && departures.has(event.callState)) handOver(call, true);
}

export function abandoned(step: Step): void {
  const { call, dn, event, moment } = step;
  const known = call.parties.get(dn);
  // Without ThisQueue it is the entry in which the number waits.
  const queueId = event.thisQueue ?? (known !== undefined && isWaiting(known) ? known.queueId : null) ?? dn;
  const party = presentParty(step);
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
