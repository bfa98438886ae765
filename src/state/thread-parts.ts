/** Call threads as the API tells them, but for the links to other entities. */
import type { Call, CallThreadStatus, Party, QueueEntry, Treatment } from './model.ts';
import { compare } from './pages.ts';
import { agentIdOf } from './party.ts';
import type { Party as PartyRecord } from './party.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';

export function statusOf({ status }: ThreadRecord): CallThreadStatus {
  return status ?? 'ENDED';
}

export function callsOf({ calls }: ThreadRecord): readonly Call[] {
  return [...calls.values()].map(callOf);
}

function callOf({ connId, callType, callId, ani, dnis, previousConnId, userData, customerId, startedAt }: CallRecord): Call {
  return { connId, callType, callId, ani, dnis, previousConnId, userData, customerId, startedAt };
}

export function partiesOf({ tenant, calls }: ThreadRecord): readonly Party[] {
  return [...calls.values()]
    .sort((a, b) => compare(a.connId, b.connId))
    .flatMap(({ connId, parties }) =>
      [...parties.values()].sort((a, b) => compare(a.dn, b.dn)).map((party) => partyOf(party, connId, agentIdOf(tenant, party))),
    );
}

function partyOf(
  { dn, role, state, queueId, since, isBridged, telephone, cause }: PartyRecord,
  connId: string,
  agentId: string | null,
): Party {
  const isLive = state !== 'GONE';
  return {
    connId,
    dn,
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

export function entriesOf({ entries }: ThreadRecord): readonly QueueEntry[] {
  return entries.map(({ call, queue, queuedAt, leftAt, outcome, to }) => {
    return { connId: call.connId, queueId: queue.queueId, queuedAt, leftAt, outcome, to };
  });
}

export function treatmentsOf({ treatments }: ThreadRecord): readonly Treatment[] {
  return treatments.map(({ call, dn, type, state, since, collectedDigits, errorCode, errorMessage }) => {
    return { connId: call.connId, dn, type, state, since, collectedDigits, errorCode, errorMessage };
  });
}
