/** What the events of agents and their telephones do: a table from the name of an event to its effects. */
import type { VoiceEvent } from '../events/event.ts';
import { agentOf, hearOf, summarize } from './agent.ts';
import type { AgentRecord } from './agent.ts';
import type { Tristate } from './model.ts';
import { cancel, monitor } from './monitoring.ts';
import { isLive } from './party.ts';
import { reasonOf } from './reasons.ts';
import { joinQueue, leaveQueue, logIn, logOut, sessionOf, setReadiness } from './session.ts';
import { attach, endSilence, hear, setKeyAgent, silence, telephoneOf } from './telephone.ts';
import type { Silence, Telephone } from './telephone.ts';
import type { Moment, Tenant } from './tenant.ts';
import { callsOf } from './thread.ts';
import { touch } from './touch.ts';
import { silenceChanged, tenantChanged } from './watcher.ts';

type Effects = {
  /** On the session of the agent of the key. */
  readonly agent?: (agent: AgentRecord, telephone: Telephone, event: VoiceEvent, moment: Moment) => void;
  readonly telephone?: (telephone: Telephone, event: VoiceEvent, moment: Moment) => void;
  /** What it needs beside ThisDN. */
  readonly needs?: 'otherDn' | 'thisQueue';
};

const effects: ReadonlyMap<string, Effects> = new Map<string, Effects>([
  [
    'EventAgentLogin',
    { agent: login, telephone: (telephone) => void (telephone.inService === 'UNKNOWN' && (telephone.inService = 'YES')) },
  ],
  ['EventAgentLogout', { agent: logout }],
  ['EventQueueLogout', { agent: queueLogout, needs: 'thisQueue' }],
  ['EventAgentReady', { agent: (...told) => readiness('YES', ...told) }],
  ['EventAgentNotReady', { agent: (...told) => readiness('NO', ...told) }],
  ['EventDNOutOfService', { telephone: (telephone) => void (telephone.inService = 'NO') }],
  ['EventDNBackInService', { telephone: (telephone) => void (telephone.inService = 'YES') }],
  ['EventDNDOn', { telephone: (telephone) => void (telephone.doNotDisturb = 'YES') }],
  ['EventDNDOff', { telephone: (telephone) => void (telephone.doNotDisturb = 'NO') }],
  ['EventForwardSet', { telephone: (telephone, event) => forward(telephone, event.otherDn, event.infoStatus) }],
  ['EventForwardCancel', { telephone: (telephone) => forward(telephone, null, null) }],
  ['EventMessageWaitingOn', { telephone: (telephone) => void (telephone.messageWaiting = 'YES') }],
  ['EventMessageWaitingOff', { telephone: (telephone) => void (telephone.messageWaiting = 'NO') }],
  ['EventOffHook', { telephone: (telephone) => void (telephone.offHook = 'YES') }],
  ['EventOnHook', { telephone: (telephone) => void (telephone.offHook = 'NO') }],
  ['EventMuteOn', { telephone: (telephone, event) => silenceOn(telephone, telephone.muted, event) }],
  ['EventMuteOff', { telephone: (telephone, event) => silenceOff(telephone, telephone.muted, event) }],
  ['EventListenDisconnected', { telephone: (telephone, event) => silenceOn(telephone, telephone.deafened, event) }],
  ['EventListenReconnected', { telephone: (telephone, event) => silenceOff(telephone, telephone.deafened, event) }],
  ['EventMonitoringNextCall', { telephone: monitor, needs: 'otherDn' }],
  ['EventMonitoringCancelled', { telephone: (telephone, event) => cancel(telephone, event.otherDn), needs: 'otherDn' }],
]);

/** An event without what its effects need, or one that nobody knows, is only the last that was seen of an agent who is there. */
export function applyAgentEvent(tenant: Tenant, event: VoiceEvent, ms: number): boolean {
  const { agentId, thisDn: dn, name, time } = event;
  const found = effects.get(name);
  if (found === undefined || dn === null || (found.needs !== undefined && event[found.needs] === null)) {
    const known = agentId === null ? undefined : tenant.agents.get(agentId);
    if (known === undefined) return false;
    hearOf(known, event, ms);
    touch(tenant, ms);
    tenantChanged(tenant);
    return true;
  }
  // Without an agent only a telephone changes, and sessions are the agent's.
  if (agentId === null && found.telephone === undefined) return false;
  const moment: Moment = { time, ms };
  const telephone = telephoneOf(tenant, dn);
  const agent = agentId === null ? null : agentOf(tenant, agentId, ms);
  if (agent !== null) {
    if (found.agent === undefined) {
      attach(agent, telephone);
      setKeyAgent(telephone, agent);
    } else found.agent(agent, telephone, event, moment);
  }
  if (found.telephone !== undefined) {
    found.telephone(telephone, event, moment);
    touch(telephone, ms);
  }
  hear(telephone, ms);
  if (agent !== null) hearOf(agent, event, ms);
  touch(tenant, ms);
  tenantChanged(tenant);
  return true;
}

function login(agent: AgentRecord, telephone: Telephone, event: VoiceEvent, moment: Moment): void {
  agent.isStale = false;
  const session = logIn(agent, telephone, moment);
  if (event.thisQueue !== null) joinQueue(agent, session, event.thisQueue, moment);
  // Readiness brings a mode of its own; until then the one of the login is a hint.
  if (session.ready === 'UNKNOWN') session.workMode = event.agentWorkMode ?? session.workMode;
  summarize(agent, moment.time);
}

function logout(agent: AgentRecord, telephone: Telephone, _event: VoiceEvent, moment: Moment): void {
  agent.isStale = false;
  logOut(agent, sessionOf(agent, telephone), moment);
}

/** The agent stays logged in to another queue. */
function queueLogout(agent: AgentRecord, telephone: Telephone, { thisQueue }: VoiceEvent, { time, ms }: Moment): void {
  const session = sessionOf(agent, telephone);
  if (thisQueue !== null) leaveQueue(agent, session, thisQueue, ms);
  summarize(agent, time);
}

/** Who is ready or not is logged in. */
function readiness(ready: Tristate, agent: AgentRecord, telephone: Telephone, event: VoiceEvent, moment: Moment): void {
  agent.isStale = false;
  const known = agent.sessions.get(telephone.dn);
  const session = known?.login === 'YES' ? known : logIn(agent, telephone, moment);
  setReadiness(agent, session, ready, moment);
  session.workMode = event.agentWorkMode;
  session.reason = reasonOf(event, agent.tenant.world.rules.reasonKeys);
  summarize(agent, moment.time);
}

const forwardModes: ReadonlyMap<string | null, string | null> = new Map([
  ['0', null],
  ['1', 'Unconditional'],
  ['2', 'OnBusy'],
  ['3', 'OnNoAnswer'],
  ['4', 'OnBusyAndNoAnswer'],
  ['5', 'SendAllCalls'],
]);

function forward(telephone: Telephone, to: string | null, infoStatus: string | null): void {
  telephone.forwardedTo = to;
  telephone.forwardMode = forwardModes.has(infoStatus) ? (forwardModes.get(infoStatus) ?? null) : infoStatus;
}

/** That a party is muted is told of the telephone: `updatedAt` of a thread is that of its own topic, since which topic is read first must not matter. */
function silenceOn(telephone: Telephone, kind: Silence, { connId }: VoiceEvent): void {
  const { tenant, dn } = telephone;
  const parties = connId === null ? [] : callsOf(tenant.calls.get(connId)).flatMap((call) => call.parties.get(dn) ?? []);
  // The call that it is about may be over already.
  if (parties.length > 0 && !parties.some(isLive)) endSilence(kind, connId);
  else silence(kind, connId);
  silenceChanged(telephone);
}

function silenceOff(telephone: Telephone, kind: Silence, { connId }: VoiceEvent): void {
  endSilence(kind, connId);
  silenceChanged(telephone);
}
