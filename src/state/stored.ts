/** The entities as they can be kept as JSON: what they are made of. What follows from it (indexes, counts, states, deadlines) is worked out again when it is read. */
import type { StoredEvent } from '../events/stored-event.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { Entry } from './entry.ts';
import type { CallThreadStatus } from './model.ts';
import type { Party } from './party.ts';
import type { QueueRecord } from './queue.ts';
import type { Telephone } from './telephone.ts';
import type { Dimension } from './tenant.ts';
import type { CallRecord, ThreadRecord } from './thread.ts';
import type { Treatment } from './treatment.ts';

/** Milliseconds since 1970; null for -Infinity, which JSON does not have. */
type Ms = number | null;

export type StoredTenant = { readonly kind: 'tenant'; readonly tenantId: string; readonly updatedMs: Ms };

export type StoredQueue = Pick<
  QueueRecord,
  'queueId' | 'offered' | 'answered' | 'abandoned' | 'diverted' | 'waitsKnown' | 'waitsSum' | 'waitsLongest' | 'knownSinceMs' | 'updatedMs'
> & { readonly kind: 'queue'; readonly tenantId: string; readonly dayMs: Ms };

type StoredSilence = { readonly told: Telephone['muted']['told']; readonly calls: readonly string[] | null };

export type StoredTelephone = Pick<
  Telephone,
  'dn' | 'inService' | 'doNotDisturb' | 'forwardedTo' | 'forwardMode' | 'messageWaiting' | 'offHook' | 'callSeen' | 'order'
> & {
  readonly kind: 'telephone';
  readonly tenantId: string;
  readonly muted: StoredSilence;
  readonly deafened: StoredSilence;
  readonly monitoring: readonly (readonly [otherDn: string, role: string | null, type: string | null])[] | null;
  readonly holder: string | null;
  readonly keyAgent: string | null;
  readonly updatedMs: Ms;
  readonly lastEventMs: Ms;
};

export type StoredSession = Omit<Session, 'queues'> & { readonly queues: readonly (readonly [queueId: string, since: string])[] };

export type StoredAgent = Pick<
  AgentRecord,
  'agentId' | 'loginId' | 'logins' | 'stateSince' | 'isStale' | 'lastEventMs' | 'knownSinceMs' | 'updatedMs' | 'order'
> & {
  readonly kind: 'agent';
  readonly tenantId: string;
  /** Those of the logins that lead to this agent. */
  readonly aliases: readonly string[];
  readonly sessions: readonly StoredSession[];
  readonly telephones: readonly string[];
  readonly lastEvent: StoredEvent | null;
};

export type StoredParty = Omit<Party, 'call' | 'telephone'>;
export type StoredCall = Omit<CallRecord, 'thread' | 'parties' | 'entries' | 'treatments'> & { readonly parties: readonly StoredParty[] };
export type StoredEntry = Omit<Entry, 'call' | 'queue' | 'wait' | 'dayMs'> & {
  readonly connId: string;
  readonly queueId: string;
  /** Null where its opening was not seen. */
  readonly dayMs: number | null;
};
export type StoredTreatment = Omit<Treatment, 'call'> & { readonly connId: string };

export type StoredThread = Pick<
  ThreadRecord,
  'callThreadId' | 'startedAt' | 'endedAt' | 'endRule' | 'isStale' | 'lastEventMs' | 'knownSinceMs' | 'updatedMs' | 'order'
> & {
  readonly kind: 'thread';
  readonly tenantId: string;
  readonly status: CallThreadStatus;
  readonly endedMs: Ms;
  /** ConnID of the call of the event that ended it. */
  readonly endCall: string | null;
  readonly calls: readonly StoredCall[];
  readonly entries: readonly StoredEntry[];
  readonly treatments: readonly StoredTreatment[];
  /** What an ended thread keeps being found by. */
  readonly kept: readonly (readonly [Dimension, string])[];
  readonly lastEvent: StoredEvent | null;
};

export type Stored = StoredTenant | StoredQueue | StoredTelephone | StoredAgent | StoredThread;

/** Stands in no JSON text. */
const SEPARATOR = '\t';

/** A line of a copy: which entity, by which later lines are known to be of the same, and what it is; null for one that has been forgotten since. */
export function lineOf(kind: Stored['kind'], tenantId: string, id: string, stored: Stored | null): string {
  return `${JSON.stringify([kind, tenantId, id])}${SEPARATOR}${stored === null ? '' : JSON.stringify(stored)}\n`;
}

/** Throws for what is no such line. */
export function split(line: string): { readonly identity: string; readonly stored: string } {
  const end = line.indexOf(SEPARATOR);
  if (end < 0) throw new Error('a line does not say what it is of');
  return { identity: line.slice(0, end), stored: line.slice(end + 1) };
}

export function kindOf(identity: string): string {
  return identity.slice(2, identity.indexOf('"', 2));
}
