/** Parties of calls: how their states change, and what goes with them. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { PartyState } from './model.ts';
import { activities, agentAt, endSilence, release, telephoneOf } from './telephone.ts';
import type { Telephone } from './telephone.ts';
import type { Moment, Tenant } from './tenant.ts';
import { leaveBehind, refer, remember, unrefer } from './thread.ts';
import type { CallRecord } from './thread.ts';
import { endTreatment } from './treatment.ts';
import { touch } from './touch.ts';
import { agentChanged, silenceChanged, telephoneChanged } from './watcher.ts';

export type Party = {
  call: CallRecord;
  readonly dn: string;
  telephone: Telephone;
  role: string | null;
  state: PartyState;
  loginId: string | null;
  /** Whose it was when it went; while it lives, that is told by its telephone. */
  agentId: string | null;
  queueId: string | null;
  since: Instant | null;
  isBridged: boolean;
  cause: string | null;
  /** Others told of it, and it has no event of its own. */
  isMember: boolean;
  /** It went when its thread ended. */
  isLast: boolean;
};

/** A party that is not there yet: gone, without a state of its own. */
export function createParty(call: CallRecord, dn: string, telephone: Telephone): Party {
  const party: Party = {
    call,
    dn,
    telephone,
    role: null,
    state: 'GONE',
    loginId: null,
    agentId: null,
    queueId: null,
    since: null,
    isBridged: false,
    cause: null,
    isMember: false,
    isLast: false,
  };
  call.parties.set(dn, party);
  return party;
}

export function isLive({ state }: Party): boolean {
  return state !== 'GONE';
}

/** In a queue or at a routing point: there as long as its entry is open. */
export function isWaiting({ state }: Party): boolean {
  return state === 'QUEUED' || state === 'ROUTING';
}

export function agentIdOf(tenant: Tenant, { loginId, state, agentId, telephone, since }: Party): string | null {
  if (loginId !== null) return tenant.aliases.get(loginId) ?? loginId;
  if (state !== 'GONE') return agentAt(telephone)?.agentId ?? null;
  return agentId ?? loggedInAt(tenant, telephone.dn, since);
}

/** The party is not this agent's any more. */
function ownAgentChanged(party: Party): void {
  const { tenant } = party.call.thread;
  if (tenant.world.watchers.length === 0) return;
  const agent = tenant.agents.get(agentIdOf(tenant, party) ?? '');
  if (agent !== undefined) agentChanged(agent);
}

/** Of a party that went before its agent was known: agents come by the other topic, and a login may be read long after the calls that followed it. */
function loggedInAt(tenant: Tenant, dn: string, time: Instant | null): string | null {
  const holder = tenant.telephones.get(dn)?.holder;
  const loginAt = holder?.sessions.get(dn)?.loginAt ?? null;
  return holder !== undefined && holder !== null && loginAt !== null && time !== null && loginAt <= time ? holder.agentId : null;
}

/** What every event of a party tells of it. */
export function describeParty(party: Party, { thisDnRole, thisQueue, loginId }: VoiceEvent): void {
  const { thread } = party.call;
  const { threadsBy, threadsByGone } = thread.tenant;
  if (party.isMember) {
    // What others told of its role does not hold any longer, be it that they tell it before or after its own events.
    party.isMember = false;
    party.role = null;
    thread.members -= 1;
    thread.live += 1;
  }
  if (thisDnRole !== null) party.role = thisDnRole;
  if (thisQueue !== null) setQueue(party, thisQueue);
  if (loginId !== null && loginId !== party.loginId) {
    ownAgentChanged(party);
    if (isLive(party)) {
      if (party.loginId !== null) unrefer(thread, threadsBy.login, party.loginId);
      refer(thread, threadsBy.login, loginId);
    } else remember(thread, threadsByGone.login, loginId);
    party.loginId = loginId;
  }
}

export function setQueue(party: Party, queueId: string): void {
  if (party.queueId === queueId) return;
  if (isLive(party)) {
    const { thread } = party.call;
    const { queue } = thread.tenant.threadsBy;
    if (party.queueId !== null) unrefer(thread, queue, party.queueId);
    refer(thread, queue, queueId);
  }
  party.queueId = queueId;
}

/** In any state but gone. */
export function setState(party: Party, state: Exclude<PartyState, 'GONE'>, { time, ms }: Moment): void {
  if (party.state === state) return;
  const before = party.state;
  if (before === 'GONE') enter(party);
  else leaveActivity(party);
  if (before === 'GONE' || before === 'BUSY') party.cause = null;
  party.state = state;
  party.since = time;
  joinActivity(party, ms);
}

export function setBridged(party: Party, isBridged: boolean, ms: number): void {
  if (party.isBridged === isBridged) return;
  leaveActivity(party);
  party.isBridged = isBridged;
  joinActivity(party, ms);
}

function enter(party: Party): void {
  const { call, dn } = party;
  if (party.telephone.isForgotten) party.telephone = telephoneOf(call.thread.tenant, dn);
  party.telephone.callSeen = true;
  party.agentId = null;
  party.isLast = false;
  takePart(party);
}

function takePart(party: Party): void {
  const { call, dn, loginId, queueId } = party;
  const { thread } = call;
  const { threadsBy } = thread.tenant;
  if (party.isMember) thread.members += 1;
  else thread.live += 1;
  refer(thread, threadsBy.dn, dn);
  if (loginId !== null) refer(thread, threadsBy.login, loginId);
  if (queueId !== null) refer(thread, threadsBy.queue, queueId);
}

/** A party that was restored is counted and found as it was before. */
export function resumeParty(party: Party): void {
  const { call, dn, loginId, agentId } = party;
  const { thread } = call;
  const { threadsByGone } = thread.tenant;
  if (isLive(party)) {
    takePart(party);
    joinActivity(party, -Infinity);
    return;
  }
  remember(thread, threadsByGone.dn, dn);
  if (loginId !== null) remember(thread, threadsByGone.login, loginId);
  else if (agentId !== null) remember(thread, threadsByGone.agent, agentId);
}

/** Its part in the call is over. A cause that is not told does not undo one that was. Its queue entry is for the caller to close. */
export function depart(party: Party, cause: string | null, { time, ms }: Moment): void {
  if (!isLive(party)) {
    party.cause = cause ?? party.cause;
    return;
  }
  const { call, dn, telephone, loginId, queueId } = party;
  const { thread } = call;
  if (loginId === null) party.agentId = agentAt(telephone)?.agentId ?? null;
  leaveActivity(party);
  touch(telephone, ms);
  telephoneChanged(telephone);
  if (party.isMember) thread.members -= 1;
  else thread.live -= 1;
  party.isMember = false;
  party.cause = cause ?? party.cause;
  party.state = 'GONE';
  party.since = time;
  party.isBridged = false;
  const { world, threadsBy, threadsByGone } = thread.tenant;
  world.left.push(party);
  remember(thread, threadsByGone.dn, dn);
  if (loginId !== null) remember(thread, threadsByGone.login, loginId);
  else if (party.agentId !== null) remember(thread, threadsByGone.agent, party.agentId);
  leaveBehind(thread, threadsBy.dn, dn);
  if (loginId !== null) leaveBehind(thread, threadsBy.login, loginId);
  if (queueId !== null) leaveBehind(thread, threadsBy.queue, queueId);
  unmute(telephone, call.connId);
  endTreatment(call, dn, time);
  release(telephone);
}

function unmute(telephone: Telephone, connId: string): void {
  for (const silence of [telephone.muted, telephone.deafened]) {
    if (silence.calls?.has(connId) !== true) continue;
    endSilence(silence, connId);
    silenceChanged(telephone);
  }
}

/** Takes a party away without a trace, for it is another from now on. */
export function drop(party: Party): void {
  const { call, dn, telephone, loginId, queueId } = party;
  const { thread } = call;
  ownAgentChanged(party);
  call.parties.delete(dn);
  if (!isLive(party)) return;
  leaveActivity(party);
  telephoneChanged(telephone);
  if (party.isMember) thread.members -= 1;
  else thread.live -= 1;
  const { threadsBy } = thread.tenant;
  unrefer(thread, threadsBy.dn, dn);
  if (loginId !== null) unrefer(thread, threadsBy.login, loginId);
  if (queueId !== null) unrefer(thread, threadsBy.queue, queueId);
  unmute(telephone, call.connId);
}

/** Place of a party among the activities of its telephone; behind them for one that does not count. */
function activityOf({ state, isBridged }: Party): number {
  switch (state) {
    case 'CONNECTED':
      return isBridged ? activities.length : 0;
    case 'ALERTING':
      return 1;
    case 'DIALING':
    case 'BUSY':
      return 2;
    case 'HELD':
      return 3;
    case 'UNKNOWN':
      return 4;
    default:
      return activities.length;
  }
}

function joinActivity(party: Party, ms: number): void {
  const { live } = party.telephone;
  const place = activityOf(party);
  live[place] = (live[place] ?? 0) + 1;
  touch(party.telephone, ms);
  telephoneChanged(party.telephone);
}

function leaveActivity(party: Party): void {
  const { live } = party.telephone;
  const place = activityOf(party);
  live[place] = (live[place] ?? 0) - 1;
}
