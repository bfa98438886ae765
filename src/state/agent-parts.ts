/** Agents as the API tells them, but for the links to other entities; without outside numbers where there is a mask. */
import type { Mask } from '../mask.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { AgentActivity, AgentSession, DirectoryNumber } from './model.ts';
import { compare } from './pages.ts';
import { activities, isSilent } from './telephone.ts';
import type { Telephone } from './telephone.ts';

export function sessionsOf({ sessions }: AgentRecord): readonly AgentSession[] {
  const shown: AgentSession[] = [];
  for (const session of sessions.values()) shown.push(sessionOf(session));
  return shown.length > 1 ? shown.sort((a, b) => compare(a.dn, b.dn)) : shown;
}

function sessionOf({ dn, login, since, queues, ready, readySince, workMode, reason }: Session): AgentSession {
  const { reasonCode, reasons, hardwareReason } = reason;
  return { dn, loggedIn: login, since, queues: queuesOf(queues), ready, readySince, workMode, reasonCode, reasons, hardwareReason };
}

function queuesOf(queues: Session['queues']): AgentSession['queues'] {
  const shown: AgentSession['queues'][number][] = [];
  for (const [queueId, since] of queues) shown.push({ queueId, since });
  return shown.length > 1 ? shown.sort((a, b) => compare(a.queueId, b.queueId)) : shown;
}

export function dnsOf({ telephones }: AgentRecord, mask: Mask | null): readonly DirectoryNumber[] {
  return [...telephones.values()].sort((a, b) => compare(a.dn, b.dn)).map((telephone) => dnOf(telephone, mask));
}

function dnOf(telephone: Telephone, mask: Mask | null): DirectoryNumber {
  const { dn, inService, doNotDisturb, forwardedTo, forwardMode, messageWaiting, offHook, muted, deafened, monitoring } = telephone;
  return {
    dn,
    inService,
    doNotDisturb,
    forwardedTo: mask === null ? forwardedTo : mask.optionalNumber(forwardedTo),
    forwardMode,
    messageWaiting,
    offHook,
    muted: isSilent(muted),
    deafened: isSilent(deafened),
    monitoring: [...(monitoring ?? [])]
      .sort(([a], [b]) => compare(a, b))
      .map(([otherDn, { role, type }]) => {
        return { otherDn: mask === null ? otherDn : mask.number(otherDn), role, type };
      }),
  };
}

/** The strongest of the live parties on the agent's telephones; idle only where it is known that there is none. */
export function activityOf({ telephones, sessions }: AgentRecord): AgentActivity {
  let strongest: number = activities.length;
  let isKnown = false;
  for (const { live, callSeen } of telephones.values()) {
    isKnown ||= callSeen;
    for (let place = 0; place < strongest; place++) if ((live[place] ?? 0) > 0) strongest = place;
  }
  const activity = activities[strongest];
  if (activity !== undefined) return activity;
  for (const { login } of sessions.values()) isKnown ||= login !== 'UNKNOWN';
  return isKnown ? 'IDLE' : 'UNKNOWN';
}

/** In milliseconds: when it, or one of its telephones, was last another than before. */
export function updatedMsOf({ updatedMs, telephones }: AgentRecord): number {
  let newestMs = updatedMs;
  for (const telephone of telephones.values()) newestMs = Math.max(newestMs, telephone.updatedMs);
  return newestMs;
}
