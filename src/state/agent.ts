/** Agents and their sessions: who is logged in where, ready or not, and what that makes of the agent. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { AgentStateSummary, Tristate } from './model.ts';
import { NO_REASON } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { queueOf } from './queue.ts';
import { attach, detach, reschedule } from './telephone.ts';
import type { Telephone } from './telephone.ts';
import type { Moment, Tenant } from './tenant.ts';

export type Session = {
  readonly dn: string;
  login: Tristate;
  since: Instant | null;
  /** Since when, by queue; only while logged in. */
  readonly queues: Map<string, Instant>;
  ready: Tristate;
  readySince: Instant | null;
  workMode: string | null;
  reason: Reason;
};

/** In how many sessions an agent is logged in to a queue, and ready there. */
type Membership = { loggedIn: number; ready: number };

export type AgentRecord = {
  readonly kind: 'agent';
  readonly tenant: Tenant;
  readonly agentId: string;
  loginId: string | null;
  /** All that the agent logged in with, the newest last. */
  readonly logins: string[];
  readonly sessions: Map<string, Session>;
  readonly telephones: Map<string, Telephone>;
  readonly memberships: Map<string, Membership>;
  state: AgentStateSummary;
  stateSince: Instant | null;
  lastEvent: VoiceEvent | null;
  lastEventMs: number;
  readonly knownSinceMs: number;
  updatedMs: number;
  dueMs: number;
  readonly order: number;
  scheduledMs: number;
  place: number;
};

const MAX_LOGINS = 16;

export function agentOf(tenant: Tenant, agentId: string, ms: number): AgentRecord {
  let agent = tenant.agents.get(agentId);
  if (agent !== undefined) return agent;
  agent = {
    kind: 'agent',
    tenant,
    agentId,
    loginId: null,
    logins: [],
    sessions: new Map(),
    telephones: new Map(),
    memberships: new Map(),
    state: 'UNKNOWN',
    stateSince: null,
    lastEvent: null,
    lastEventMs: ms,
    knownSinceMs: ms,
    updatedMs: ms,
    dueMs: Infinity,
    order: tenant.world.deadlines.nextOrder(),
    scheduledMs: Infinity,
    place: -1,
  };
  tenant.agents.set(agentId, agent);
  tenant.agentIds.add(agentId);
  tenant.agentsByState.add(agent.state, agentId);
  tenant.stateCounts[agent.state] += 1;
  return agent;
}

/** An event under the agent's key was read. */
export function hearOf(agent: AgentRecord, event: VoiceEvent, ms: number): void {
  const { loginId } = event;
  if (loginId !== null && loginId !== agent.loginId) learnLogin(agent, loginId);
  else if (loginId !== null && agent.tenant.aliases.get(loginId) !== agent.agentId) agent.tenant.aliases.set(loginId, agent.agentId);
  agent.lastEvent = event;
  agent.updatedMs = ms;
  extend(agent, ms);
}

function learnLogin(agent: AgentRecord, loginId: string): void {
  const { logins, tenant } = agent;
  agent.loginId = loginId;
  tenant.aliases.set(loginId, agent.agentId);
  const known = logins.indexOf(loginId);
  if (known >= 0) logins.splice(known, 1);
  logins.push(loginId);
  if (logins.length > MAX_LOGINS) forgetLogin(agent, logins.shift() ?? '');
}

function forgetLogin({ tenant, agentId }: AgentRecord, loginId: string): void {
  if (tenant.aliases.get(loginId) === agentId) tenant.aliases.delete(loginId);
}

/** Counts the time until the agent is forgotten from then on. */
function extend(agent: AgentRecord, ms: number): void {
  if (ms > agent.lastEventMs) agent.lastEventMs = ms;
  const { deadlines, rules } = agent.tenant.world;
  agent.dueMs = isIn(agent) ? Infinity : agent.lastEventMs + rules.agentForgetAfterMs;
  deadlines.schedule(agent);
}

function isIn({ state }: AgentRecord): boolean {
  return state !== 'UNKNOWN' && state !== 'LOGGED_OUT';
}

export function forgetAgent(agent: AgentRecord, ms: number): void {
  const { tenant, agentId } = agent;
  const telephones = [...agent.telephones.values()];
  for (const telephone of telephones) detach(agent, telephone);
  for (const login of agent.logins) forgetLogin(agent, login);
  tenant.agents.delete(agentId);
  tenant.agentIds.delete(agentId);
  tenant.agentsByState.delete(agent.state, agentId);
  tenant.stateCounts[agent.state] -= 1;
  tenant.updatedMs = ms;
  for (const telephone of telephones) reschedule(telephone);
}

/** The session on a telephone, which is the agent's if it is nobody else's. */
export function sessionOf(agent: AgentRecord, telephone: Telephone): Session {
  let session = agent.sessions.get(telephone.dn);
  if (session !== undefined) return session;
  session = {
    dn: telephone.dn,
    login: 'UNKNOWN',
    since: null,
    queues: new Map(),
    ready: 'UNKNOWN',
    readySince: null,
    workMode: null,
    reason: NO_REASON,
  };
  agent.sessions.set(telephone.dn, session);
  attach(agent, telephone);
  telephone.holder ??= agent;
  return session;
}

/** A login takes the telephone over: a switch knows one agent at most on each. */
export function logIn(agent: AgentRecord, telephone: Telephone, moment: Moment): Session {
  const { tenant, dn } = telephone;
  for (const otherId of tenant.agentsByDn.idsOf(dn)) {
    const other = tenant.agents.get(otherId);
    if (other === undefined || other === agent) continue;
    detach(other, telephone);
    const session = other.sessions.get(dn);
    if (session !== undefined && session.login !== 'NO') logOut(other, session, moment);
    other.updatedMs = moment.ms;
    extend(other, moment.ms);
  }
  const session = sessionOf(agent, telephone);
  attach(agent, telephone);
  telephone.holder = agent;
  if (session.login !== 'YES') {
    session.login = 'YES';
    session.since = moment.time;
    setReadiness(agent, session, 'UNKNOWN', moment);
  }
  return session;
}

export function logOut(agent: AgentRecord, session: Session, moment: Moment): void {
  for (const queueId of session.queues.keys()) leaveQueue(agent, session, queueId, moment.ms);
  session.ready = 'UNKNOWN';
  session.readySince = null;
  session.workMode = null;
  session.reason = NO_REASON;
  if (session.login !== 'NO') {
    session.login = 'NO';
    session.since = moment.time;
  }
  summarize(agent, moment.time);
}

export function setReadiness(agent: AgentRecord, session: Session, ready: Tristate, moment: Moment): void {
  if (session.ready !== ready) {
    const change = ready === 'YES' ? 1 : session.ready === 'YES' ? -1 : 0;
    session.ready = ready;
    session.readySince = ready === 'UNKNOWN' ? null : moment.time;
    if (change !== 0) for (const queueId of session.queues.keys()) countReady(agent, queueId, change, moment.ms);
  }
}

export function joinQueue(agent: AgentRecord, session: Session, queueId: string, moment: Moment): void {
  if (session.queues.has(queueId)) return;
  session.queues.set(queueId, moment.time);
  const queue = queueOf(agent.tenant, queueId, moment.ms);
  let membership = agent.memberships.get(queueId);
  if (membership === undefined) {
    membership = { loggedIn: 0, ready: 0 };
    agent.memberships.set(queueId, membership);
    agent.tenant.agentsByQueue.add(queueId, agent.agentId);
    queue.agentsLoggedIn += 1;
    queue.updatedMs = moment.ms;
  }
  membership.loggedIn += 1;
  if (session.ready === 'YES') countReady(agent, queueId, 1, moment.ms);
}

export function leaveQueue(agent: AgentRecord, session: Session, queueId: string, ms: number): void {
  const membership = agent.memberships.get(queueId);
  if (!session.queues.delete(queueId) || membership === undefined) return;
  if (session.ready === 'YES') countReady(agent, queueId, -1, ms);
  membership.loggedIn -= 1;
  if (membership.loggedIn > 0) return;
  agent.memberships.delete(queueId);
  agent.tenant.agentsByQueue.delete(queueId, agent.agentId);
  const queue = queueOf(agent.tenant, queueId, ms);
  queue.agentsLoggedIn -= 1;
  queue.updatedMs = ms;
}

function countReady(agent: AgentRecord, queueId: string, change: 1 | -1, ms: number): void {
  const membership = agent.memberships.get(queueId);
  if (membership === undefined) return;
  const before = membership.ready;
  membership.ready += change;
  if ((before === 0) === (membership.ready === 0)) return;
  const queue = queueOf(agent.tenant, queueId, ms);
  queue.agentsReady += change;
  queue.updatedMs = ms;
}

const strength: { readonly [S in AgentStateSummary]: number } = {
  READY: 5,
  AFTER_CALL_WORK: 4,
  NOT_READY: 3,
  LOGGED_IN: 2,
  UNKNOWN: 1,
  LOGGED_OUT: 0,
};

function summaryOf({ login, ready, workMode }: Session): AgentStateSummary {
  if (login === 'UNKNOWN') return 'UNKNOWN';
  if (login === 'NO') return 'LOGGED_OUT';
  if (ready === 'UNKNOWN') return 'LOGGED_IN';
  if (ready === 'YES') return 'READY';
  return workMode === 'AFTER_CALL_WORK' ? 'AFTER_CALL_WORK' : 'NOT_READY';
}

/** The one value of all sessions, to be told anew after each change of one. */
export function summarize(agent: AgentRecord, time: Instant): void {
  let state: AgentStateSummary | null = null;
  for (const session of agent.sessions.values()) {
    const own = summaryOf(session);
    if (state === null || strength[own] > strength[state]) state = own;
  }
  state ??= 'UNKNOWN';
  if (state === agent.state) return;
  const { tenant, agentId } = agent;
  tenant.agentsByState.delete(agent.state, agentId);
  tenant.agentsByState.add(state, agentId);
  tenant.stateCounts[agent.state] -= 1;
  tenant.stateCounts[state] += 1;
  agent.state = state;
  agent.stateSince = state === 'UNKNOWN' ? null : time;
}

/** The session that gives the summary; null where none does. */
export function leadingSession(agent: AgentRecord): Session | null {
  let leading: Session | null = null;
  for (const session of agent.sessions.values()) {
    if (summaryOf(session) === agent.state && (leading === null || leads(session, leading))) leading = session;
  }
  return leading;
}

function leads(session: Session, other: Session): boolean {
  const [own, others] = [session.readySince ?? '', other.readySince ?? ''];
  return own === others ? session.dn < other.dn : own > others;
}
