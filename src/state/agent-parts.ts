/** Agents as the API tells them, but for the links to other entities; without outside numbers where there is a mask. */
import type { Mask } from '../mask.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { AgentActivity, AgentSession, DirectoryNumber } from './model.ts';
import { compare } from './pages.ts';
import { activities, isSilent } from './telephone.ts';
import type { Telephone } from './telephone.ts';

export function sessionsOf({ sessions }: AgentRecord): readonly AgentSession[] {
  return [...sessions.values()].sort((a, b) => compare(a.dn, b.dn)).map(sessionOf);
}

function sessionOf({ dn, login, since, queues, ready, readySince, workMode, reason }: Session): AgentSession {
  return {
    dn,
    loggedIn: login,
    since,
    queues: [...queues].sort(([a], [b]) => compare(a, b)).map(([queueId, since]) => ({ queueId, since })),
    ready,
    readySince,
    workMode,
    ...reason,
  };
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
