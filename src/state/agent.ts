/** Agents: what is known of them, and the one state that all their sessions make. */
import type { VoiceEvent } from '../events/event.ts';
import type { Instant } from '../events/time.ts';
import type { AgentStateSummary, Tristate } from './model.ts';
import type { Reason } from './reasons.ts';
import { detach, reschedule } from './telephone.ts';
import type { Telephone } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import { touch } from './touch.ts';
import { agentChanged, aliasChanged, existenceChanged, tenantChanged } from './watcher.ts';

export type Session = {
  readonly dn: string;
  login: Tristate;
  since: Instant | null;
  /** Of the login since which nobody else has had the telephone, although it may be over. */
  loginAt: Instant | null;
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
  /** Records that may have been the agent's are gone. */
  isStale: boolean;
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
    isStale: false,
    lastEventMs: ms,
    knownSinceMs: ms,
    updatedMs: ms,
    dueMs: Infinity,
    order: tenant.world.deadlines.nextOrder(),
    scheduledMs: Infinity,
    place: -1,
  };
  tenant.agents.add(agentId, agent);
  tenant.agents.move(agentId, null, agent.state);
  existenceChanged(agent);
  return agent;
}

/** An event under the agent's key was read. */
export function hearOf(agent: AgentRecord, event: VoiceEvent, ms: number): void {
  const { loginId } = event;
  if (loginId !== null && loginId !== agent.loginId) learnLogin(agent, loginId);
  else if (loginId !== null) setAlias(agent, loginId);
  agent.lastEvent = event;
  touch(agent, ms);
  agentChanged(agent);
  extend(agent, ms);
}

function learnLogin(agent: AgentRecord, loginId: string): void {
  const { logins } = agent;
  agent.loginId = loginId;
  setAlias(agent, loginId);
  const known = logins.indexOf(loginId);
  if (known >= 0) logins.splice(known, 1);
  logins.push(loginId);
  if (logins.length > MAX_LOGINS) forgetLogin(agent, logins.shift() ?? '');
}

function setAlias({ tenant, agentId }: AgentRecord, loginId: string): void {
  if (tenant.aliases.get(loginId) === agentId) return;
  aliasChanged(tenant, loginId);
  tenant.aliases.set(loginId, agentId);
  aliasChanged(tenant, loginId);
}

function forgetLogin({ tenant, agentId }: AgentRecord, loginId: string): void {
  if (tenant.aliases.get(loginId) !== agentId) return;
  aliasChanged(tenant, loginId);
  tenant.aliases.delete(loginId);
  aliasChanged(tenant, loginId);
}

/** Counts the time until the agent is forgotten from then on. */
export function extend(agent: AgentRecord, ms: number): void {
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
  tenant.agents.move(agentId, agent.state, null);
  tenant.agents.delete(agentId);
  existenceChanged(agent);
  touch(tenant, ms);
  tenantChanged(tenant);
  for (const telephone of telephones) reschedule(telephone);
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

/** The one value of all sessions, to be told anew after each change of one; null for a time that nobody knows. */
export function summarize(agent: AgentRecord, time: Instant | null): void {
  let state: AgentStateSummary | null = null;
  for (const session of agent.sessions.values()) {
    const own = summaryOf(session);
    if (state === null || strength[own] > strength[state]) state = own;
  }
  state ??= 'UNKNOWN';
  if (state === agent.state) return;
  const { tenant, agentId } = agent;
  tenant.agents.move(agentId, agent.state, state);
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
