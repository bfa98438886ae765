/** Call threads as the API tells them, but for the links to other entities; without caller data where there is a mask. */
import type { Mask } from '../mask.ts';
import type { Call, CallThreadStatus, Party, QueueEntry, Treatment } from './model.ts';
import { compare } from './pages.ts';
import { agentIdOf } from './party.ts';
import type { Party as PartyRecord } from './party.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';

export function statusOf({ status }: ThreadRecord): CallThreadStatus {
  return status ?? 'ENDED';
}

export function callsOf({ calls }: ThreadRecord, mask: Mask | null): readonly Call[] {
  return [...calls.values()].map((call) => callOf(call, mask));
}

function callOf(call: CallRecord, mask: Mask | null): Call {
  const { connId, callType, callId, ani, dnis, previousConnId, userData, customerId, startedAt } = call;
  const shown = mask === null ? { ani, dnis, userData } : { ani: null, dnis: mask.optionalNumber(dnis), userData: null };
  return { connId, callType, callId, ...shown, previousConnId, customerId, startedAt };
}

export function partiesOf({ tenant, calls }: ThreadRecord, mask: Mask | null): readonly Party[] {
  return [...calls.values()]
    .sort((a, b) => compare(a.connId, b.connId))
    .flatMap(({ connId, parties }) =>
      [...parties.values()].sort((a, b) => compare(a.dn, b.dn)).map((party) => partyOf(party, connId, agentIdOf(tenant, party), mask)),
    );
}

function partyOf(
  { dn, role, state, queueId, since, isBridged, telephone, cause }: PartyRecord,
  connId: string,
  agentId: string | null,
  mask: Mask | null,
): Party {
  const isLive = state !== 'GONE';
  return {
    connId,
    dn: mask === null ? dn : mask.number(dn),
    role,
    state,
    agentId,
    queueId,
    since,
    bridged: isBridged,
    observer: role === 'OBSERVER',
    muted: isLive && telephone.muted.calls?.has(connId) === true,
    deafened: isLive && telephone.deafened.calls?.has(connId) === true,
    cause,
  };
}

export function entriesOf({ entries }: ThreadRecord, mask: Mask | null): readonly QueueEntry[] {
  return entries.map(({ call, queue, queuedAt, leftAt, outcome, to }) => {
    return { connId: call.connId, queueId: queue.queueId, queuedAt, leftAt, outcome, to: mask === null ? to : mask.optionalNumber(to) };
  });
}

export function treatmentsOf({ treatments }: ThreadRecord, mask: Mask | null): readonly Treatment[] {
  return treatments.map(({ call, dn, type, state, since, collectedDigits, errorCode, errorMessage }) => {
    const shown = mask === null ? { dn, collectedDigits } : { dn: mask.number(dn), collectedDigits: null };
    return { connId: call.connId, ...shown, type, state, since, errorCode, errorMessage };
  });
}
