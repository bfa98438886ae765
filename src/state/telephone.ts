/** Telephones: what they are set to, whose they are, and what is live on them. Every directory number of a call or an agent is one. */
import type { AgentRecord } from './agent.ts';
import type { AgentActivity, Tristate } from './model.ts';
import type { Tenant } from './tenant.ts';
import { agentChanged, ownerChanged, telephoneChanged } from './watcher.ts';

export type Monitoring = { readonly role: string | null; readonly type: string | null };

/** Muted or deafened: of some calls, or without a call being named. */
export type Silence = { told: Tristate; calls: Set<string> | null };

export type Telephone = {
  readonly kind: 'telephone';
  readonly tenant: Tenant;
  readonly dn: string;
  inService: Tristate;
  doNotDisturb: Tristate;
  forwardedTo: string | null;
  forwardMode: string | null;
  messageWaiting: Tristate;
  offHook: Tristate;
  readonly muted: Silence;
  readonly deafened: Silence;
  /** By the other telephone. */
  monitoring: Map<string, Monitoring> | null;
  /** When what its agents show of it last changed. Kept here: calls come by another topic than agents, and which is read first must not matter. */
  updatedMs: number;
  /** Who logged in here last, and has a session here. */
  holder: AgentRecord | null;
  /** Under whose key the last event of the telephone came. */
  keyAgent: AgentRecord | null;
  /** How many live parties are at each of `activities`; the last place is for those that do not count. */
  readonly live: number[];
  callSeen: boolean;
  /** There is none under its number, or another one. */
  isForgotten: boolean;
  /** How many agents have it. */
  agents: number;
  /** Of its own events; -Infinity for a number that others named. */
  lastEventMs: number;
  dueMs: number;
  readonly order: number;
  scheduledMs: number;
  place: number;
};

/** The strongest first. */
export const activities = ['TALKING', 'RINGING', 'DIALING', 'HOLDING', 'UNKNOWN'] as const satisfies readonly AgentActivity[];

/** More calls than that are not muted on one telephone. */
const MAX_SILENT_CALLS = 64;

export function telephoneOf(tenant: Tenant, dn: string): Telephone {
  let telephone = tenant.telephones.get(dn);
  if (telephone !== undefined) return telephone;
  telephone = createTelephone(tenant, dn);
  tenant.telephones.set(dn, telephone);
  return telephone;
}

/** Not one of the tenant's yet. */
export function createTelephone(tenant: Tenant, dn: string): Telephone {
  return {
    kind: 'telephone',
    tenant,
    dn,
    inService: 'UNKNOWN',
    doNotDisturb: 'UNKNOWN',
    forwardedTo: null,
    forwardMode: null,
    messageWaiting: 'UNKNOWN',
    offHook: 'UNKNOWN',
    muted: { told: 'UNKNOWN', calls: null },
    deafened: { told: 'UNKNOWN', calls: null },
    monitoring: null,
    updatedMs: -Infinity,
    holder: null,
    keyAgent: null,
    live: [0, 0, 0, 0, 0, 0],
    callSeen: false,
    isForgotten: false,
    agents: 0,
    lastEventMs: -Infinity,
    dueMs: Infinity,
    order: tenant.world.deadlines.nextOrder(),
    scheduledMs: Infinity,
    place: -1,
  };
}

/** An event of its own was read. */
export function hear(telephone: Telephone, ms: number): void {
  if (ms > telephone.lastEventMs) telephone.lastEventMs = ms;
  telephoneChanged(telephone);
  reschedule(telephone);
}

/** What a telephone is set to is forgotten after a time without an event, unless somebody has a session there. */
export function reschedule(telephone: Telephone): void {
  const { deadlines, rules } = telephone.tenant.world;
  telephone.dueMs = hasSession(telephone) ? Infinity : telephone.lastEventMs + rules.agentForgetAfterMs;
  // One that only others named is due at once, which is when its last party has gone.
  if (telephone.dueMs === -Infinity) telephone.dueMs = Infinity;
  deadlines.schedule(telephone);
}

function hasSession({ tenant, dn, holder, agents }: Telephone): boolean {
  if (holder !== null) return true;
  if (agents === 0) return false;
  return tenant.agentsByDn.idsOf(dn).some((agentId) => tenant.agents.get(agentId)?.sessions.has(dn) === true);
}

export function liveParties({ live }: Telephone): number {
  let count = 0;
  for (const parties of live) count += parties;
  return count;
}

/** Nothing more is known of it than that there are parties at it, if there are. */
export function forgetTelephone(telephone: Telephone): void {
  const { tenant, dn } = telephone;
  telephoneChanged(telephone);
  ownerChanged(telephone);
  for (const agentId of tenant.agentsByDn.idsOf(dn)) detach(tenant.agents.get(agentId), telephone);
  if (liveParties(telephone) === 0) {
    forget(telephone);
    return;
  }
  telephone.inService = telephone.doNotDisturb = telephone.messageWaiting = telephone.offHook = 'UNKNOWN';
  telephone.forwardedTo = telephone.forwardMode = telephone.monitoring = null;
  telephone.lastEventMs = -Infinity;
  telephone.dueMs = Infinity;
  Object.assign(telephone.muted, { told: 'UNKNOWN', calls: null });
  Object.assign(telephone.deafened, { told: 'UNKNOWN', calls: null });
}

/** Lets go of a number of which nothing but parties was known, once they have gone. */
export function release(telephone: Telephone): void {
  if (telephone.lastEventMs > -Infinity || liveParties(telephone) > 0 || telephone.agents > 0) return;
  if (telephone.monitoring === null) forget(telephone);
}

function forget(telephone: Telephone): void {
  telephoneChanged(telephone);
  telephone.tenant.telephones.delete(telephone.dn);
  // Parties that have gone may still point here.
  telephone.monitoring = null;
  telephone.isForgotten = true;
}

/** The telephone is one of the agent's from now on. */
export function attach(agent: AgentRecord, telephone: Telephone): void {
  if (agent.telephones.has(telephone.dn)) return;
  agentChanged(agent);
  agent.telephones.set(telephone.dn, telephone);
  telephone.agents += 1;
  telephone.tenant.agentsByDn.add(telephone.dn, agent.agentId);
}

export function detach(agent: AgentRecord | undefined, telephone: Telephone): void {
  if (agent === undefined) return;
  if (agent.telephones.delete(telephone.dn)) telephone.agents -= 1;
  telephone.tenant.agentsByDn.delete(telephone.dn, agent.agentId);
  agentChanged(agent);
  if (telephone.holder === agent) setHolder(telephone, null);
  if (telephone.keyAgent === agent) setKeyAgent(telephone, null);
}

export function setHolder(telephone: Telephone, agent: AgentRecord | null): void {
  ownerChanged(telephone);
  telephone.holder = agent;
  telephoneChanged(telephone);
  ownerChanged(telephone);
}

export function setKeyAgent(telephone: Telephone, agent: AgentRecord | null): void {
  if (telephone.keyAgent === agent) return;
  ownerChanged(telephone);
  telephone.keyAgent = agent;
  telephoneChanged(telephone);
  ownerChanged(telephone);
}

/** Whose calls those of the telephone are. */
export function agentAt({ holder, keyAgent }: Telephone): AgentRecord | null {
  return holder ?? keyAgent;
}

export function silence(silence: Silence, connId: string | null): void {
  if (connId === null) {
    silence.told = 'YES';
    return;
  }
  silence.calls ??= new Set();
  if (silence.calls.size >= MAX_SILENT_CALLS) for (const oldest of silence.calls) if (silence.calls.delete(oldest)) break;
  silence.calls.add(connId);
  if (silence.told === 'UNKNOWN') silence.told = 'NO';
}

/** Switched off for a call, or altogether. */
export function endSilence(silence: Silence, connId: string | null): void {
  if (connId === null) {
    silence.told = 'NO';
    silence.calls = null;
    return;
  }
  silence.calls?.delete(connId);
  if (silence.told === 'UNKNOWN') silence.told = 'NO';
}

export function isSilent({ told, calls }: Silence): Tristate {
  return calls !== null && calls.size > 0 ? 'YES' : told;
}
