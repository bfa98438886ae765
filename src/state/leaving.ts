/** Parties and queue entries go together: a queue is a party of a call for as long as its entry is open. */
import { shut } from './entry.ts';
import type { Entry } from './entry.ts';
import type { QueueOutcome } from './model.ts';
import { depart, isWaiting } from './party.ts';
import type { Party } from './party.ts';
import type { Moment } from './tenant.ts';

/** A party is gone, and the entry in which it waited is closed with it. */
export function leave(party: Party, cause: string | null, moment: Moment): void {
  const { call, dn, queueId } = party;
  const entry = isWaiting(party) && queueId !== null ? call.entries?.get(queueId) : undefined;
  depart(party, cause, moment);
  if (entry !== undefined && entry.leftAt === null && entry.dns.includes(dn)) {
    closeEntry(entry, entry.isRouted ? 'ROUTED' : 'DIVERTED', moment);
  }
}

/** An open entry is closed, and the parties that waited in it are gone with it. */
export function closeEntry(entry: Entry, outcome: QueueOutcome, moment: Moment): void {
  const { call, queue } = entry;
  shut(entry, outcome, moment);
  for (const dn of entry.dns) {
    const party = call.parties.get(dn);
    if (party !== undefined && isWaiting(party) && party.queueId === queue.queueId) depart(party, null, moment);
  }
}
