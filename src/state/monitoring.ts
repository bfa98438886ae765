/** Supervision: which telephone observes which, and when that is over. */
import type { VoiceEvent } from '../events/event.ts';
import type { Party } from './party.ts';
import type { Telephone } from './telephone.ts';
import type { Moment } from './tenant.ts';
import type { CallRecord } from './thread.ts';
import { touch } from './touch.ts';
import { telephoneChanged } from './watcher.ts';

const ONE_CALL = 'ONE_CALL';

export function monitor(telephone: Telephone, { otherDn, otherDnRole, monitorNextCallType }: VoiceEvent): void {
  if (otherDn === null) return;
  telephone.monitoring ??= new Map();
  telephone.monitoring.set(otherDn, { role: otherDnRole, type: monitorNextCallType });
}

export function cancel(telephone: Telephone, otherDn: string | null): void {
  if (otherDn === null || telephone.monitoring?.delete(otherDn) !== true) return;
  if (telephone.monitoring.size === 0) telephone.monitoring = null;
}

/** An observer has left a call: the supervision of one call is over at both telephones. */
export function endMonitoring(call: CallRecord, { telephone: observer, dn }: Party, { ms }: Moment): void {
  const { telephones } = call.thread.tenant;
  const observed: string[] = [];
  for (const [otherDn, { role, type }] of observer.monitoring ?? []) if (type === ONE_CALL && role !== 'OBSERVER') observed.push(otherDn);
  const onCall = observed.filter((otherDn) => call.parties.has(otherDn));
  for (const otherDn of onCall.length > 0 ? onCall : observed) {
    cancel(observer, otherDn);
    touch(observer, ms);
    telephoneChanged(observer);
  }
  for (const otherDn of new Set([...observed, ...call.parties.keys()])) {
    const other = telephones.get(otherDn);
    const { role, type } = other?.monitoring?.get(dn) ?? { role: null, type: null };
    if (other === undefined || type !== ONE_CALL || role !== 'OBSERVER') continue;
    if (observed.includes(otherDn) && !call.parties.has(otherDn) && onCall.length > 0) continue;
    cancel(other, dn);
    touch(other, ms);
    telephoneChanged(other);
  }
}
