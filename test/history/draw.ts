/** Who asks in a run, and for what: drawn at random, never something that the caller is refused. */
import type { Random } from '../../src/simulator/random.ts';
import { mayName } from '../trust/model.ts';
import type { Caller, Filter } from '../trust/model.ts';
import type { Subscription, Watching } from './history.ts';
import { TENANTS } from './producer.ts';

/** Those of the simulated contact centre. */
const AGENTS = ['1001', '1002', '1003', '1004', '1005', '1006', '2001', 'odd-1', '__proto__'] as const;
const TELEPHONES = ['5001', '5002', '5003', '5004', '5005', '5006', '6001', '5901', '5902', '5981'] as const;
const QUEUES = ['8001', '8002', '8003', '8004', 'sales', 'support', 'VQ_sales', '8101'] as const;
const NAMES = {
  agentStateEvents: ['EventAgentLogin', 'EventAgentReady', 'EventAgentNotReady', 'EventAgentLogout', 'EventOffHook', 'UNRECOGNIZED'],
  callThreadEvents: ['EventRinging', 'EventEstablished', 'EventReleased', 'EventQueued', 'EventDiverted', 'UNRECOGNIZED'],
} as const;

export function drawCaller(random: Random): Caller {
  const n = random.below(AGENTS.length - 2);
  return {
    tenants: random.chance(0.2) ? 'all' : random.chance(0.2) ? [...TENANTS] : [random.pick(TENANTS)],
    agent: random.chance(0.3) ? { agentId: AGENTS[n] ?? '', dns: [TELEPHONES[n] ?? '', random.pick(TELEPHONES)] } : null,
    masked: random.chance(0.3),
  };
}

function some<T>(random: Random, probability: number, name: string, from: readonly T[]): Record<string, readonly T[]> {
  return random.chance(probability) && from.length > 0
    ? { [name]: [...new Set([random.pick(from), random.pick(from), random.pick(from)])] }
    : {};
}

function filterFor(random: Random, caller: Caller, draw: (tenantId: string) => Filter): Filter {
  const tenantId = caller.tenants === 'all' ? random.pick(TENANTS) : random.pick(caller.tenants);
  const filter = draw(tenantId);
  return mayName(caller, filter) ? filter : { tenantId };
}

export function drawSubscription(random: Random, threads: readonly string[]): Subscription {
  const caller = drawCaller(random);
  const field = random.pick(['agentStateEvents', 'callThreadEvents'] as const);
  const filter = filterFor(random, caller, (tenantId) => ({
    tenantId,
    ...some(random, 0.3, 'agentIds', AGENTS),
    ...some(random, 0.2, 'dns', TELEPHONES),
    ...some(random, 0.2, 'events', NAMES[field]),
    ...(field === 'callThreadEvents' ? { ...some(random, 0.2, 'queueIds', QUEUES), ...some(random, 0.15, 'callThreadIds', threads) } : {}),
  }));
  return { field, filter, caller, transport: random.chance(0.3) ? 'SSE' : 'WebSocket' };
}

export type Question = { readonly query: string; readonly variables: Readonly<Record<string, unknown>>; readonly caller: Caller };

/** Without what depends on the order between the topics, in which replicas may differ: who is muted, deafened or monitored until a call is over. */
const AGENT = `agentId loginId state stateSince activity workMode reasonCode reasons
  sessions { dn loggedIn since queues { queueId since } ready readySince workMode reasonCode reasons hardwareReason }
  dns { dn inService doNotDisturb forwardedTo forwardMode messageWaiting offHook }
  calls { callThreadId status } lastEvent { ... on VoiceEvent { eventId } } stale knownSince updatedAt`;
const THREAD = `callThreadId status calls { connId callType callId ani dnis previousConnId userData customerId startedAt }
  parties { connId dn role state agentId queueId since bridged observer cause }
  queues { connId queueId queuedAt leftAt outcome to } treatments { connId dn type state since collectedDigits errorCode }
  agents { agentId state } startedAt endedAt endReason lastEvent { ... on VoiceEvent { eventId } } stale knownSince updatedAt`;
const QUEUE = `queueId callsWaiting oldestWaitSince agentsLoggedIn agentsReady offered answered abandoned diverted
  averageWaitSeconds longestWaitSeconds countedSince updatedAt`;
const CURSOR = 'logCursor(tenantId: $tenantId)';
/** Behind all that it is the clock of. */
const CLOCK = 'gateway { serverTime }';

export const QUESTIONS = {
  agents: `query ($tenantId: ID!, $filter: AgentFilter) { ${CURSOR} agents(tenantId: $tenantId, filter: $filter, first: 1000) { cursor edges { node { ${AGENT} } } } ${CLOCK} }`,
  callThreads: `query ($tenantId: ID!, $filter: CallThreadFilter) { ${CURSOR} callThreads(tenantId: $tenantId, filter: $filter, first: 1000) { cursor edges { node { ${THREAD} } } } ${CLOCK} }`,
  figures: `query ($tenantId: ID!) { ${CURSOR} queues(tenantId: $tenantId) { ${QUEUE} }
    tenantSummary(tenantId: $tenantId) { agentsByState { state count } callsActive callsWaiting longestWaitSince updatedAt cursor } ${CLOCK} }`,
} as const;

function filterOf(random: Random, list: string, tenantId: string, threads: readonly string[]): Filter {
  if (list !== 'agents' && list !== 'callThreads') return { tenantId };
  const common = {
    tenantId,
    ...some(random, 0.2, 'agentIds', AGENTS),
    ...some(random, 0.15, 'queueIds', QUEUES),
    ...some(random, 0.1, 'dns', TELEPHONES),
  };
  if (list === 'agents') return { ...common, ...some(random, 0.3, 'states', ['READY', 'NOT_READY', 'AFTER_CALL_WORK', 'LOGGED_IN']) };
  return { ...common, ...some(random, 0.2, 'statuses', ['ACTIVE', 'IN_TRANSIT', 'ENDED']), ...some(random, 0.1, 'callThreadIds', threads) };
}

export function drawQuestion(random: Random, threads: readonly string[]): Question {
  const caller = drawCaller(random);
  const field = random.pick(caller.agent === null ? (['agents', 'callThreads', 'figures'] as const) : (['agents', 'callThreads'] as const));
  const { tenantId, ...filter } = filterFor(random, caller, (tenant) => filterOf(random, field, tenant, threads));
  return { query: QUESTIONS[field], variables: field === 'figures' ? { tenantId } : { tenantId, filter }, caller };
}

const IDS = { agents: 'agentId', callThreads: 'callThreadId', queues: 'queueId', tenantSummary: 'tenantId' } as const;
const FILTERS = { agents: 'AgentFilter', callThreads: 'CallThreadFilter' } as const;

export const idOf = (list: Watching['list'], entity: Readonly<Record<string, unknown>>): string => String(entity[IDS[list]]);

export function drawWatching(random: Random, threads: readonly string[]): Watching {
  const caller = drawCaller(random);
  const list = random.pick(
    caller.agent === null
      ? (['agents', 'agents', 'callThreads', 'callThreads', 'queues', 'tenantSummary'] as const)
      : (['agents', 'callThreads'] as const),
  );
  const { tenantId, ...filter } = filterFor(random, caller, (tenant) => filterOf(random, list, tenant, threads));
  const transport = random.chance(0.3) ? 'SSE' : 'WebSocket';
  const rate = random.pick([20, 20, 5, 1]);
  const about = {
    list,
    caller,
    transport,
    variables: { tenantId, rate, ...(list === 'agents' || list === 'callThreads' ? { filter } : {}) },
  } as const;
  const update = (entities: string): string => `kind snapshotComplete ${entities} removed cursor serverTime`;
  if (list === 'tenantSummary') {
    const figures = 'tenantId agentsByState { state count } callsActive callsWaiting longestWaitSince updatedAt';
    return {
      ...about,
      text: `subscription ($tenantId: ID!, $rate: Float) { tenantSummary(tenantId: $tenantId, maxRateHz: $rate) { ${figures} cursor serverTime } }`,
      question: `query ($tenantId: ID!) { ${CURSOR} tenantSummary(tenantId: $tenantId) { ${figures} } ${CLOCK} }`,
    };
  }
  if (list === 'queues')
    return {
      ...about,
      text: `subscription ($tenantId: ID!, $rate: Float) { queues(tenantId: $tenantId, maxRateHz: $rate) { ${update(`queues { ${QUEUE} }`)} } }`,
      question: `query ($tenantId: ID!) { ${CURSOR} queues(tenantId: $tenantId) { ${QUEUE} } ${CLOCK} }`,
    };
  const entities = list === 'agents' ? AGENT : THREAD;
  const filtered = `$tenantId: ID!, $filter: ${FILTERS[list]}`;
  return {
    ...about,
    text: `subscription (${filtered}, $rate: Float) { ${list}(tenantId: $tenantId, filter: $filter, maxRateHz: $rate) { ${update(`${list} { ${entities} }`)} } }`,
    question: `query (${filtered}) { ${CURSOR} ${list}(tenantId: $tenantId, filter: $filter, first: 1000) { edges { node { ${entities} } } } ${CLOCK} }`,
  };
}

/** The entities in the answer to a question. */
export function entitiesIn(list: Watching['list'], data: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const value = data[list] as Readonly<Record<string, unknown>> & {
    readonly edges?: readonly { readonly node: Readonly<Record<string, unknown>> }[];
  };
  return value.edges?.map(({ node }) => node) ?? ([value].flat() as readonly Readonly<Record<string, unknown>>[]);
}
