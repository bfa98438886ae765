/** An event on its way into the state of its call, and the party that it is about. */
import type { VoiceEvent } from '../events/event.ts';
import { createParty, describeParty, setState } from './party.ts';
import type { Party } from './party.ts';
import type { Telephone } from './telephone.ts';
import type { Moment } from './tenant.ts';
import type { CallRecord } from './thread.ts';

/** An event that names what it is about. */
export type Step = {
  readonly event: VoiceEvent;
  readonly call: CallRecord;
  readonly dn: string;
  readonly telephone: Telephone;
  /** ThisQueue, or the number itself. */
  readonly queueId: string;
  readonly moment: Moment;
};

/** ThisDN's party with what the event tells of it; not live if it has not been there before. */
export function partyOf({ call, dn, telephone, event }: Step): Party {
  const party = call.parties.get(dn) ?? createParty(call, dn, telephone);
  describeParty(party, event);
  return party;
}

/** For an event that proves that ThisDN is on the call, but tells no state. It does not bring back a party that is gone. One that tells that a party is over proves that it was there. */
export function presentParty(step: Step): Party {
  const isNew = !step.call.parties.has(step.dn);
  const party = partyOf(step);
  if (isNew) setState(party, 'UNKNOWN', step.moment);
  return party;
}
