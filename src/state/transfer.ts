/** A party moves from one call of a thread to another when a transfer is completed. */
import { setRouted } from './entry.ts';
import { closeEntry } from './leaving.ts';
import { drop, isLive } from './party.ts';
import type { Party } from './party.ts';
import type { Moment } from './tenant.ts';
import type { CallRecord } from './thread.ts';
import { silenceChanged } from './watcher.ts';

/** With all that it is. One that has come to the other call by events of its own stays what it is there. */
export function move(party: Party, to: CallRecord, moment: Moment): void {
  const { call: from, dn } = party;
  const there = to.parties.get(dn);
  if (there !== undefined && isLive(there) && !there.isMember) {
    drop(party);
  } else {
    if (there !== undefined) drop(there);
    from.parties.delete(dn);
    to.parties.set(dn, party);
    party.call = to;
    for (const { calls } of [party.telephone.muted, party.telephone.deafened])
      if (calls?.delete(from.connId) === true) calls.add(to.connId);
    silenceChanged(party.telephone);
  }
  moveEntries(from, to, dn, moment);
  const treatment = from.treatments?.get(dn);
  if (treatment === undefined || to.treatments?.has(dn) === true) return;
  from.treatments?.delete(dn);
  to.treatments ??= new Map();
  to.treatments.set(dn, treatment);
  treatment.call = to;
}

/** Where a queue moves, its call waits on in the other call. */
function moveEntries(from: CallRecord, to: CallRecord, dn: string, moment: Moment): void {
  if (from.entries === null) return;
  const { entries } = from.thread;
  for (const [queueId, entry] of from.entries) {
    if (entry.leftAt !== null || !entry.dns.includes(dn)) continue;
    const there = to.entries?.get(queueId);
    if (there !== undefined && there.leftAt === null) {
      if (!there.dns.includes(dn)) there.dns.push(dn);
      closeEntry(entry, 'DIVERTED', moment);
      continue;
    }
    if (there !== undefined) entries.splice(entries.indexOf(there), 1);
    setRouted(entry, entry.isRouted);
    from.entries.delete(queueId);
    to.entries ??= new Map();
    to.entries.set(queueId, entry);
    entry.call = to;
  }
}
