/** What the parties of a call are told of each other: who came, who went, who is somebody else now. */
import { leave } from './leaving.ts';
import { createParty, isLive, setState } from './party.ts';
import type { Party } from './party.ts';
import { presentParty } from './step.ts';
import type { Step } from './step.ts';
import { telephoneOf } from './telephone.ts';
import type { Moment } from './tenant.ts';
import type { CallRecord } from './thread.ts';
import { move } from './transfer.ts';

export function partyAdded(step: Step): void {
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
  const member = createParty(call, dn, telephoneOf(call.thread.tenant, dn));
  member.isMember = true;
  setState(member, 'UNKNOWN', moment);
  return member;
}

export function partyDeleted(step: Step): void {
  const { event, call, moment } = step;
  presentParty(step);
  if (event.otherDn === null) return;
  // One that nobody had told of was there all the same, and goes as others do.
  const party = call.parties.get(event.otherDn) ?? createMember(call, event.otherDn, moment);
  if (isLive(party)) leave(party, null, moment);
}

export function partyChanged(step: Step): void {
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
