/** Logins and logouts, queues and readiness: what changes the sessions of an agent. */
import { extend, summarize } from './agent.ts';
import type { AgentRecord, Session } from './agent.ts';
import type { Tristate } from './model.ts';
import { queueOf } from './queue.ts';
import { NO_REASON } from './reasons.ts';
import { attach, detach, setHolder } from './telephone.ts';
import type { Telephone } from './telephone.ts';
import type { Moment } from './tenant.ts';
import { touch } from './touch.ts';
import { agentChanged, queueChanged } from './watcher.ts';

/** The session on a telephone, which is the agent's if it is nobody else's. */
export function sessionOf(agent: AgentRecord, telephone: Telephone): Session {
  let session = agent.sessions.get(telephone.dn);
  if (session !== undefined) return session;
  session = {
    dn: telephone.dn,
    login: 'UNKNOWN',
    since: null,
    loginAt: null,
    queues: new Map(),
    ready: 'UNKNOWN',
    readySince: null,
    workMode: null,
    reason: NO_REASON,
  };
  agent.sessions.set(telephone.dn, session);
  attach(agent, telephone);
  if (telephone.holder === null) setHolder(telephone, agent);
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
    touch(other, moment.ms);
    agentChanged(other);
    extend(other, moment.ms);
  }
  const wasHolder = telephone.holder === agent;
  const session = sessionOf(agent, telephone);
  attach(agent, telephone);
  // Also where it has been before: since when is told of parties that went.
  setHolder(telephone, agent);
  if (session.login !== 'YES') {
    session.login = 'YES';
    session.since = moment.time;
  }
  // Who logs in again has had it all the time.
  if (!wasHolder || session.loginAt === null) session.loginAt = moment.time;
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

/** Whether the agent is ready is not known any more, nor why it was not. */
export function forgetReadiness(agent: AgentRecord, session: Session, ms: number): void {
  setReadiness(agent, session, 'UNKNOWN', { time: '', ms });
  session.workMode = null;
  session.reason = NO_REASON;
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
    touch(queue, moment.ms);
    queueChanged(queue);
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
  touch(queue, ms);
  queueChanged(queue);
}

function countReady(agent: AgentRecord, queueId: string, change: 1 | -1, ms: number): void {
  const membership = agent.memberships.get(queueId);
  if (membership === undefined) return;
  const before = membership.ready;
  membership.ready += change;
  if ((before === 0) === (membership.ready === 0)) return;
  const queue = queueOf(agent.tenant, queueId, ms);
  queue.agentsReady += change;
  touch(queue, ms);
  queueChanged(queue);
}
