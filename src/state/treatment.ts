/** Treatments: what a caller is given while waiting, one for each telephone of a call at a time. */
import type { Instant } from '../events/time.ts';
import type { TreatmentState } from './model.ts';
import type { CallRecord } from './thread.ts';

export type Treatment = {
  call: CallRecord;
  readonly dn: string;
  type: string | null;
  state: TreatmentState;
  since: Instant;
  collectedDigits: string | null;
  errorCode: string | null;
  errorMessage: string | null;
};

/** The treatment there, in that state from now on. One that takes the place of another has nothing of it. */
export function treat(call: CallRecord, dn: string, state: TreatmentState, time: Instant, isNew: boolean): Treatment {
  call.treatments ??= new Map();
  let treatment = call.treatments.get(dn);
  if (treatment === undefined) {
    treatment = { call, dn, type: null, state, since: time, collectedDigits: null, errorCode: null, errorMessage: null };
    call.treatments.set(dn, treatment);
    const { thread } = call;
    if (thread.treatments.length === 0) thread.treatments = [treatment];
    else thread.treatments.push(treatment);
    return treatment;
  }
  if (isNew) treatment.type = treatment.collectedDigits = treatment.errorCode = treatment.errorMessage = null;
  if (treatment.state !== state || isNew) {
    treatment.state = state;
    treatment.since = time;
  }
  return treatment;
}

export function isOver({ state }: Treatment): boolean {
  return state === 'ENDED' || state === 'FAILED';
}

/** Its party is gone. */
export function endTreatment(call: CallRecord, dn: string, time: Instant): void {
  const treatment = call.treatments?.get(dn);
  if (treatment === undefined || isOver(treatment)) return;
  treatment.state = 'ENDED';
  treatment.since = time;
}
