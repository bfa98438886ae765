/** What events do to the treatments of a call. */
import { describeParty, isLive } from './party.ts';
import { presentParty } from './step.ts';
import type { Step } from './step.ts';
import { isOver, treat } from './treatment.ts';

export function treatmentRequired(step: Step): void {
  const { call, dn, moment } = step;
  const party = presentParty(step);
  const known = call.treatments?.get(dn);
  treat(call, dn, isLive(party) ? 'REQUIRED' : 'ENDED', moment.time, known !== undefined && isOver(known));
}

export function treatmentApplied(step: Step): void {
  const { event, call, dn, moment } = step;
  const party = presentParty(step);
  treat(call, dn, isLive(party) ? 'RUNNING' : 'ENDED', moment.time, true).type = event.treatmentType;
}

export function treatmentEnd(step: Step): void {
  const { event, call, dn, moment } = step;
  describeIfThere(step);
  const treatment = treat(call, dn, 'ENDED', moment.time, false);
  treatment.type ??= event.treatmentType;
  treatment.collectedDigits = event.collectedDigits ?? treatment.collectedDigits;
}

export function treatmentNotApplied(step: Step): void {
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
