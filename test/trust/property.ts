/** One round: random callers subscribe and ask, random events are written, and what each of them got is held against the model. */
import { isObjectType, isUnionType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { Random } from '../../src/simulator/random.ts';
import { defaultRules } from '../../src/state/rules.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { agentFor, alike, coversThread, matches, mayName, sees, threadFor, wrongIn } from './model.ts';
import type { Caller, Filter } from './model.ts';
import type { Subject } from './subject.ts';
import { bearer, secretRules } from './tokens.ts';
import { connect, openStream } from './wire.ts';
import type { Result, Socket, Stream } from './wire.ts';
import { AGENTS, drawEvent, OUTSIDE_NUMBERS, QUEUES, SECRETS, TELEPHONES, TENANTS, THREADS } from './world.ts';
import type { Plain } from './world.ts';

export type Size = {
  readonly callers: number;
  readonly subscriptions: number;
  readonly followed: number;
  readonly queries: number;
  readonly events: number;
};
export type Round = {
  /** What somebody got and should not have, or did not get and should have; empty if all is well. */
  readonly faults: readonly string[];
  /** Subscriptions and queries that were held against the model. */
  readonly cases: number;
  /** Events that were delivered, and those that a caller saw without caller data. */
  readonly delivered: number;
  readonly masked: number;
  readonly refused: number;
  /** Entities that restricted callers were shown. */
  readonly shown: number;
};

const schema = createSchema(catalogue);

/** Everything that an event can be asked for. */
function everything(types: GraphQLSchema, union: string): string {
  const type = types.getType(union);
  const members = isUnionType(type) ? type.getTypes().filter(isObjectType) : [];
  return members.map((member) => `... on ${member.name} { ${Object.keys(member.getFields()).join(' ')} }`).join(' ');
}

const EVENTS = {
  agentState: `subscription ($tenantId: ID!, $agentId: ID, $agentIds: [ID!], $dns: [ID!], $events: [AgentStateEventName!]) {
    agentStateEvents(tenantId: $tenantId, agentId: $agentId, agentIds: $agentIds, dns: $dns, events: $events) { __typename ${everything(schema, 'AgentStateEvent')} } }`,
  callThread: `subscription ($tenantId: ID!, $callThreadId: ID, $callThreadIds: [ID!], $agentIds: [ID!], $queueIds: [ID!], $dns: [ID!], $events: [CallThreadEventName!]) {
    callThreadEvents(tenantId: $tenantId, callThreadId: $callThreadId, callThreadIds: $callThreadIds, agentIds: $agentIds, queueIds: $queueIds, dns: $dns, events: $events) { __typename ${everything(schema, 'CallThreadEvent')} } }`,
};

const LAST = 'lastEvent { ... on VoiceEvent { server attributes } }';
const DNS = 'dns { dn forwardedTo monitoring { otherDn role } }';
const AGENT = `agentId loginId state stateSince activity sessions { dn loggedIn queues { queueId } ready } ${DNS}
  calls { callThreadId parties { dn agentId } } ${LAST}`;
const THREAD = `callThreadId status startedAt endedAt endReason calls { connId callType ani dnis userData customerId }
  parties { connId dn role state agentId queueId cause } queues { connId queueId to outcome } treatments { connId dn type collectedDigits }
  agents { agentId loginId state ${DNS} ${LAST} } ${LAST}`;

const page = (node: string): string => `edges { node { ${node} } } pageInfo { hasNextPage endCursor }`;
const QUERIES = {
  agent: `query ($tenantId: ID!, $agentId: ID!) { agent(tenantId: $tenantId, agentId: $agentId) { ${AGENT} } }`,
  callThread: `query ($tenantId: ID!, $callThreadId: ID!) { callThread(tenantId: $tenantId, callThreadId: $callThreadId) { ${THREAD} } }`,
  agents: `query ($tenantId: ID!, $filter: AgentFilter, $first: Int, $after: String) {
    agents(tenantId: $tenantId, filter: $filter, first: $first, after: $after) { ${page(AGENT)} } }`,
  callThreads: `query ($tenantId: ID!, $filter: CallThreadFilter, $first: Int, $after: String) {
    callThreads(tenantId: $tenantId, filter: $filter, first: $first, after: $after) { ${page(THREAD)} } }`,
  queues: 'query ($tenantId: ID!) { queues(tenantId: $tenantId) { queueId callsWaiting agentsLoggedIn offered } }',
  tenantSummary: 'query ($tenantId: ID!) { tenantSummary(tenantId: $tenantId) { agentsByState { state count } callsActive callsWaiting } }',
};

/** The same, from the beginning on: what is there, and then what changes. */
const FOLLOWED = {
  agents: `subscription ($tenantId: ID!, $filter: AgentFilter) { agents(tenantId: $tenantId, filter: $filter) { removed rows: agents { ${AGENT} } } }`,
  callThreads: `subscription ($tenantId: ID!, $filter: CallThreadFilter) {
    callThreads(tenantId: $tenantId, filter: $filter) { removed rows: callThreads { ${THREAD} } } }`,
  queues: `subscription ($tenantId: ID!) {
    queues(tenantId: $tenantId, maxRateHz: 20) { removed rows: queues { queueId callsWaiting agentsLoggedIn offered } } }`,
  tenantSummary: `subscription ($tenantId: ID!) {
    tenantSummary(tenantId: $tenantId, maxRateHz: 20) { agentsByState { state count } callsActive callsWaiting } }`,
};
const IDS = { agents: 'agentId', callThreads: 'callThreadId', queues: 'queueId', tenantSummary: '' } as const;

type Node = Readonly<Record<string, unknown>>;
/** Who follows the state. */
type Followed = { readonly id: string; readonly query: Query & { readonly field: keyof typeof FOLLOWED } };
type Client = {
  readonly caller: Caller;
  readonly authorization: string;
  readonly socket: Socket;
  readonly subscriptions: Subscription[];
  readonly followed: Followed[];
};
type Subscription = {
  readonly family: Plain['family'];
  readonly filter: Filter;
  /** Null over SSE. */
  readonly id: string | null;
  readonly stream: Stream | null;
};

/** No time limit of the state comes true between two readings. */
const NEVER_MS = 1e9;
const RULES = { ...defaultRules, threadTransitGraceMs: NEVER_MS, threadLingerMs: NEVER_MS, threadStaleAfterMs: NEVER_MS };

export async function playRound(subject: Subject, seed: number, size: Size): Promise<Round> {
  const random = createRandom(seed);
  const gateway = await subject.open(secretRules, { maxQueryTokens: 100_000, maxOutboxBytes: 64 * 1024 * 1024, stateRules: RULES });
  const tally = { faults: [] as string[], cases: 0, delivered: 0, masked: 0, refused: 0, shown: 0 };
  const say = (client: Client, fault: string): void => void tally.faults.push(`seed ${seed}, ${JSON.stringify(client.caller)}: ${fault}`);
  try {
    const admin = await open(gateway, { tenants: 'all', agent: null, masked: false });
    const clients: Client[] = [];
    for (let n = 0; n < size.callers; n++) clients.push(await open(gateway, drawCaller(random)));
    for (const client of clients) {
      for (let n = 0; n < size.subscriptions; n++) await subscribe(gateway, client, random, n);
      for (let n = 0; n < size.followed; n++) await follow(client, random, n);
    }

    const written: Plain[] = [];
    for (let n = 0; n < size.events; n++) {
      const event = drawEvent(random);
      written.push(event);
      gateway.write(event.family, `${event.tenantId}:${event.entityId}`, event.text);
    }
    await until(() => isRead(admin, written.length), { what: 'all events to be read' });

    const events = new Map(written.map((event) => [event.marker, event]));
    const reference = new Map<string, Promise<readonly Node[]>>();
    const texts = new Map<Client, string[]>();
    for (const client of clients) {
      texts.set(client, []);
      for (let n = 0; n < size.queries; n++) {
        tally.cases += 1;
        await ask(client, admin, drawQuery(random), { random, events, reference, tally, say });
      }
      for (const followed of client.followed) {
        tally.cases += 1;
        await checkFollowed(client, admin, followed, { random, events, reference, tally, say });
      }
      // It comes after every event that was on its way.
      await client.socket.query('{ gateway { version } }');
    }
    // Streams over SSE end with what they still have to deliver.
    await gateway[Symbol.asyncDispose]();
    for (const client of clients) {
      for (const subscription of client.subscriptions) {
        tally.cases += 1;
        await subscription.stream?.done;
        checkDelivery(client, subscription, written, tally, say);
      }
      for (const text of [...client.socket.texts, ...client.subscriptions.flatMap(({ stream }) => stream?.text() ?? [])])
        for (const fault of foreignIn(client.caller, text)) say(client, fault);
    }
  } finally {
    await gateway[Symbol.asyncDispose]();
  }
  return tally;
}

async function open(gateway: TestGateway, caller: Caller): Promise<Client> {
  const { tenants, agent, masked } = caller;
  const authorization = await bearer({
    tenant_id: tenants === 'all' ? '*' : tenants.length === 1 ? tenants[0] : tenants,
    ...(agent === null ? {} : { agent_id: agent.agentId, dns: agent.dns.length === 1 ? agent.dns[0] : agent.dns }),
    ...(masked ? {} : { unmasked: true }),
  });
  return { caller, authorization, socket: await connect(gateway.url, authorization), subscriptions: [], followed: [] };
}

function drawCaller(random: Random): Caller {
  const tenants = random.chance(0.2) ? 'all' : TENANTS.filter(() => random.chance(0.5));
  return {
    tenants: tenants.length === 0 ? [random.pick(TENANTS)] : tenants,
    agent: random.chance(0.5) ? { agentId: random.pick(AGENTS), dns: TELEPHONES.filter(() => random.chance(0.3)) } : null,
    masked: random.chance(0.5),
  };
}

/** Now and then a few of them; mostly nothing. */
function maybe<T>(random: Random, probability: number, name: string, from: readonly T[]): Record<string, readonly T[]> {
  return random.chance(probability) ? { [name]: [...new Set([random.pick(from), random.pick(from)])] } : {};
}

function drawNumbers(random: Random, probability: number) {
  return maybe(random, probability, 'dns', random.chance(0.2) ? OUTSIDE_NUMBERS : TELEPHONES);
}

async function subscribe(gateway: TestGateway, { authorization, socket, subscriptions }: Client, random: Random, n: number): Promise<void> {
  const family = random.chance(0.4) ? 'agentState' : 'callThread';
  const filter: Filter = {
    tenantId: random.pick(TENANTS),
    ...maybe(random, 0.2, 'agentIds', AGENTS),
    ...drawNumbers(random, 0.3),
    ...maybe(random, 0.15, 'events', [...catalogue[family].slice(0, 6).map(({ name }) => name), 'UNRECOGNIZED']),
    ...(family === 'callThread' ? { ...maybe(random, 0.2, 'callThreadIds', THREADS), ...maybe(random, 0.2, 'queueIds', QUEUES) } : {}),
  };
  if (n === 0) {
    const stream = await openStream(gateway.url, { authorization }, EVENTS[family], filter);
    subscriptions.push({ family, filter, id: null, stream });
    return;
  }
  socket.subscribe(`events-${n}`, EVENTS[family], filter);
  await socket.query('{ gateway { version } }');
  subscriptions.push({ family, filter, id: `events-${n}`, stream: null });
}

async function isRead(admin: Client, count: number): Promise<boolean> {
  const { data } = await admin.socket.query('{ gateway { partitions { position } } }');
  const status = data?.['gateway'] as { readonly partitions: readonly { readonly position: string }[] | null } | undefined;
  return (status?.partitions ?? []).reduce((sum, { position }) => sum + Number(position), 0) === count;
}

type Query = { readonly field: keyof typeof QUERIES; readonly filter: Filter; readonly first: number };

function drawQuery(random: Random): Query {
  const field = random.pick([
    'agent',
    'callThread',
    'agents',
    'agents',
    'callThreads',
    'callThreads',
    'callThreads',
    'queues',
    'tenantSummary',
  ] as const);
  const tenantId = random.pick(TENANTS);
  const first = 1 + random.below(4);
  if (field === 'agent') return { field, first, filter: { tenantId, agentId: random.pick(AGENTS) } };
  if (field === 'callThread') return { field, first, filter: { tenantId, callThreadId: random.pick(THREADS) } };
  if (field === 'queues' || field === 'tenantSummary') return { field, first, filter: { tenantId } };
  const common = {
    tenantId,
    ...maybe(random, 0.3, 'agentIds', AGENTS),
    ...drawNumbers(random, 0.3),
    ...maybe(random, 0.2, 'queueIds', QUEUES),
  };
  if (field === 'agents')
    return { field, first, filter: { ...common, ...maybe(random, 0.2, 'states', ['READY', 'NOT_READY', 'UNKNOWN', 'LOGGED_IN']) } };
  return {
    field,
    first,
    filter: {
      ...common,
      ...maybe(random, 0.2, 'callThreadIds', THREADS),
      ...maybe(random, 0.2, 'statuses', ['ACTIVE', 'ENDED', 'IN_TRANSIT']),
      ...(random.chance(0.1) ? { ani: random.pick(OUTSIDE_NUMBERS) } : {}),
      ...(random.chance(0.1) ? { dnis: random.pick(['800', ...OUTSIDE_NUMBERS]) } : {}),
    },
  };
}

type Asking = {
  readonly random: Random;
  readonly events: ReadonlyMap<string, Plain>;
  /** What an unrestricted caller reads, by query. */
  readonly reference: Map<string, Promise<readonly Node[]>>;
  readonly tally: { refused: number; shown: number };
  readonly say: (client: Client, fault: string) => void;
};

/** Before anything has happened. */
async function follow({ socket, followed }: Client, random: Random, n: number): Promise<void> {
  let query = drawQuery(random);
  while (query.field === 'agent' || query.field === 'callThread') query = drawQuery(random);
  const { field } = query;
  const { tenantId, ...filter } = query.filter;
  socket.subscribe(`state-${n}`, FOLLOWED[field], { tenantId, filter });
  await socket.query('{ gateway { version } }');
  followed.push({ id: `state-${n}`, query: { ...query, field } });
}

async function checkFollowed(client: Client, admin: Client, { id, query }: Followed, asking: Asking): Promise<void> {
  const { caller, socket } = client;
  const { field, filter } = query;
  const { tally, say } = asking;
  const told = `following ${field} ${JSON.stringify(filter)}`;
  if (isRefused(caller, query)) {
    tally.refused += 1;
    if (socket.error(id) !== 'FORBIDDEN') say(client, `${told} was not refused, but: ${String(socket.error(id))}`);
    return;
  }
  const wanted = await wantedFor(client, admin, query, asking);
  if (caller.agent !== null || caller.masked) tally.shown += wanted.length;
  const got = (): readonly unknown[] => {
    const rows = new Map<unknown, Node>();
    for (const { data } of socket.results(id)) {
      const payload = data?.[field] as Node;
      for (const row of (payload['rows'] as readonly Node[] | undefined) ?? [payload]) rows.set(row[IDS[field]], row);
      for (const gone of (payload['removed'] as readonly string[] | undefined) ?? []) rows.delete(gone);
    }
    return [...rows].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, row]) => withMarkersOnly(row));
  };
  const hasAll = (): boolean => alike(got(), wanted);
  await until(hasAll, { what: told, timeoutMs: 3000 }).catch(() => say(client, `${told}: ${difference(got(), wanted)}`));
}

async function ask(client: Client, admin: Client, query: Query, asking: Asking): Promise<void> {
  const { tally, say } = asking;
  const { caller } = client;
  const { field, filter } = query;
  const told = `${field} ${JSON.stringify(filter)}`;
  const got = await read(client.socket, query).catch((error: unknown) => error as Error);
  if (isRefused(caller, query)) {
    tally.refused += 1;
    if (!(got instanceof Error) || got.message !== 'FORBIDDEN') say(client, `${told} was not refused`);
    return;
  }
  if (got instanceof Error) return say(client, `${told}: ${got.message}`);
  const wanted = await wantedFor(client, admin, query, asking);
  if (caller.agent !== null || caller.masked) tally.shown += wanted.length;
  if (!alike(got.map(withMarkersOnly), wanted)) say(client, `${told}: ${difference(got.map(withMarkersOnly), wanted)}`);
}

const isOfAll = ({ field }: Query): boolean => field === 'queues' || field === 'tenantSummary';

function isRefused(caller: Caller, query: Query): boolean {
  return !mayName(caller, query.filter) || (isOfAll(query) && caller.agent !== null);
}

/** What the caller is to be shown of what an unrestricted one reads. */
async function wantedFor({ caller }: Client, admin: Client, query: Query, { events, reference }: Asking): Promise<readonly Node[]> {
  const { field, filter } = query;
  const asked = `${field} ${JSON.stringify(filter)}`;
  let unrestricted = reference.get(asked);
  if (unrestricted === undefined) {
    unrestricted = read(admin.socket, { ...query, first: 1000 });
    reference.set(asked, unrestricted);
  }
  return (await unrestricted).flatMap((node) => {
    if (isOfAll(query)) return [node];
    if (field === 'callThread' || field === 'callThreads') return coversThread(caller, node) ? [threadFor(caller, node, events)] : [];
    return caller.agent === null || caller.agent.agentId === node['agentId'] ? [agentFor(caller, node, events)] : [];
  });
}

/** All pages of it. Rejects with the code of a refusal. */
async function read(
  socket: Socket,
  { field, filter: { tenantId, agentId, callThreadId, ...filter }, first }: Query,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors }: Result = await socket.query(QUERIES[field], { tenantId, agentId, callThreadId, filter, first, after });
    if (errors !== undefined) throw new Error(errors.map(({ extensions }) => extensions.code).join(', '));
    const value = data?.[field];
    if (value === null) return nodes;
    if (field !== 'agents' && field !== 'callThreads') return [value as Node | Node[]].flat();
    const { edges, pageInfo } = value as { edges: readonly { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return nodes;
    after = pageInfo.endCursor;
  }
}

/** Attributes of last events are looked for in the bytes; here it is whether the event is there. */
function withMarkersOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMarkersOnly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [
      key,
      key === 'lastEvent' && element !== null ? { server: (element as Node)['server'] } : withMarkersOnly(element),
    ]),
  );
}

function difference(got: unknown, wanted: unknown): string {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `…${a.slice(Math.max(at - 60, 0), at + 60)}… instead of …${b.slice(Math.max(at - 60, 0), at + 60)}…`;
}

type Tally = { delivered: number; masked: number; refused: number };

function checkDelivery(
  client: Client,
  { family, filter, id, stream }: Subscription,
  written: readonly Plain[],
  tally: Tally,
  say: (client: Client, fault: string) => void,
): void {
  const { caller, socket } = client;
  const told = `${family} ${JSON.stringify(filter)}${id === null ? ' over SSE' : ''}`;
  const results = stream === null ? socket.results(id ?? '') : stream.results();
  const codes = results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
  const code = id === null ? (codes[0] ?? null) : socket.error(id);
  if (!mayName(caller, filter)) {
    tally.refused += 1;
    if (code !== 'FORBIDDEN') say(client, `${told} was not refused, but: ${String(code)}`);
    return;
  }
  // A stream ends with the gateway; a connection is closed with it.
  if (code !== (id === null ? 'DRAINING' : null)) say(client, `${told}: ${String(code)}`);
  const delivered = results.flatMap(({ data }) => (data === null || data === undefined ? [] : [Object.values(data)[0] as Node]));
  const wanted = written.filter((event) => event.family === family && sees(caller, event) && matches(filter, event, typeOf(event)));
  tally.delivered += delivered.length;
  if (caller.masked) tally.masked += delivered.length;
  const markers = delivered.map(({ server }) => String(server));
  for (const missing of wanted.filter(({ marker }) => !markers.includes(marker))) say(client, `${told} misses ${missing.text}`);
  const byMarker = new Map(wanted.map((event) => [event.marker, event]));
  for (const event of delivered) {
    const plain = byMarker.get(String(event['server']));
    const fault = plain === undefined ? `${String(event['server'])} is not for it` : wrongIn(caller, plain, event);
    if (fault !== null) say(client, `${told}: ${fault}`);
  }
  // In the order of the log for each key, and each once.
  for (const key of new Set(wanted.map(({ entityId }) => entityId))) {
    const own = wanted.filter(({ entityId }) => entityId === key).map(({ marker }) => marker);
    if (
      !alike(
        own,
        markers.filter((marker) => own.includes(marker)),
      )
    )
      say(client, `${told}: another order, or twice, under ${key}`);
  }
}

function typeOf({ family, name }: Plain): string {
  return catalogue[family].some((definition) => definition.name === name) ? name : 'UNRECOGNIZED';
}

/** What may stand nowhere in the bytes that the caller gets. */
function foreignIn({ tenants, masked }: Caller, text: string): string[] {
  const foreign = TENANTS.filter((tenant) => tenants !== 'all' && !tenants.includes(tenant)).map((tenant) => `srv-${tenant}-`);
  return [...foreign, ...(masked ? SECRETS : [])]
    .filter((secret) => text.includes(secret))
    .map((secret) => `${secret} in ${text.slice(Math.max(text.indexOf(secret) - 80, 0), text.indexOf(secret) + 40)}`);
}
