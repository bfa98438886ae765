/** Who may ask for what: every root field by every kind of token over every transport, with what is to come of it. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { TokenRules } from '../../src/server/authenticator.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { nowSeconds, secretRules } from './tokens.ts';
import { openSocket, openStream } from './wire.ts';
import type { Coded, Result } from './wire.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsaKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(keys.publicKey.export({ type: 'spki', format: 'pem' }));

export const rules: TokenRules = {
  ...secretRules,
  keys: { kind: 'publicKey', pem },
  algorithms: ['ES256', 'RS256', 'EdDSA'],
  issuer: 'https://login.example',
  audience: 'voice-events',
  clockSkewSeconds: 5,
};

const ALL = { tenant_id: '*', unmasked: true };

type Signing = { readonly alg?: string; readonly key?: KeyObject | Uint8Array };

async function signed(claims: Record<string, unknown>, { alg = 'ES256', key = keys.privateKey }: Signing = {}): Promise<string> {
  const payload = { iss: 'https://login.example', aud: 'voice-events', exp: nowSeconds() + 3600, sub: 'somebody', ...claims };
  return `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg }).sign(key)}`;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a caller may see: what the matrix is about. `refused` callers get no answer to anything. */
export type Kind = 'refused' | 'otherTenant' | 'oneTenant' | 'twoTenants' | 'allTenants' | 'agent' | 'masked';
export type Caller = {
  readonly name: string;
  readonly kind: Kind;
  /** Of those who are refused. */
  readonly code?: 'UNAUTHENTICATED' | 'TOKEN_EXPIRED';
  readonly authorization: () => Promise<string | undefined>;
};

const refused = (name: string, authorization: Caller['authorization'], code: Caller['code'] = 'UNAUTHENTICATED'): Caller => ({
  name,
  kind: 'refused',
  code,
  authorization,
});

export const callers: readonly Caller[] = [
  refused('no token', () => Promise.resolve(undefined)),
  refused('an empty authorization', () => Promise.resolve('')),
  refused('another scheme', async () => (await signed(ALL)).replace('Bearer', 'Basic')),
  refused('the token without its scheme', async () => (await signed(ALL)).slice('Bearer '.length)),
  refused('two tokens', async () => `${await signed(ALL)} ${(await signed(ALL)).slice('Bearer '.length)}`),
  refused('no token at all behind the scheme', () => Promise.resolve('Bearer ')),
  refused('something else than a token', () => Promise.resolve('Bearer three.letter.words')),
  refused('a signature of somebody else', () => signed(ALL, { key: otherKeys.privateKey })),
  refused('a signature of another token', async () => {
    const [head, , signature] = (await signed({ tenant_id: 'acme' })).split('.');
    return `${head}.${part({ iss: 'https://login.example', aud: 'voice-events', exp: nowSeconds() + 3600, ...ALL })}.${signature}`;
  }),
  refused('algorithm none', () => {
    const payload = { iss: 'https://login.example', aud: 'voice-events', exp: nowSeconds() + 3600, ...ALL };
    return Promise.resolve(`Bearer ${part({ alg: 'none' })}.${part(payload)}.`);
  }),
  refused('no signature', async () => `${(await signed(ALL)).split('.').slice(0, 2).join('.')}.`),
  refused('the public key as a shared secret', () => signed(ALL, { alg: 'HS256', key: new TextEncoder().encode(pem) })),
  refused('an algorithm for which the key is not made', () => signed(ALL, { alg: 'RS256', key: rsaKeys.privateKey })),
  refused('an algorithm that is not listed', () =>
    signed(ALL, {
      alg: 'ES384',
      key: createPrivateKey(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' })),
    }),
  ),
  refused('another audience', () => signed({ ...ALL, aud: 'payroll' })),
  refused('no audience', () => signed({ ...ALL, aud: undefined })),
  refused('another issuer', () => signed({ ...ALL, iss: 'https://login.example.evil' })),
  refused('no issuer', () => signed({ ...ALL, iss: undefined })),
  refused('a time that is over', () => signed({ ...ALL, exp: nowSeconds() - 60 }), 'TOKEN_EXPIRED'),
  refused('a time that is over, and another audience', () => signed({ ...ALL, aud: 'payroll', exp: nowSeconds() - 60 })),
  refused('a time that is over, and a signature of somebody else', () =>
    signed({ ...ALL, exp: nowSeconds() - 60 }, { key: otherKeys.privateKey }),
  ),
  refused('a time that has not come', () => signed({ ...ALL, nbf: nowSeconds() + 60 })),
  refused('an end that is no number', () => signed({ ...ALL, exp: 'never' })),
  refused('no tenant', () => signed({ ...ALL, tenant_id: undefined })),
  refused('an empty list of tenants', () => signed({ ...ALL, tenant_id: [] })),
  refused('an empty tenant', () => signed({ ...ALL, tenant_id: '' })),
  refused('a tenant that is a number, in a list', () => signed({ ...ALL, tenant_id: ['acme', 7] })),
  refused('an agent that is none', () => signed({ ...ALL, agent_id: { id: '1001' } })),
  refused('an empty agent', () => signed({ ...ALL, agent_id: '' })),
  refused('an agent that is false', () => signed({ ...ALL, agent_id: false })),
  refused('a list of agents', () => signed({ ...ALL, agent_id: ['1001'] })),
  refused('numbers that are none', () => signed({ ...ALL, agent_id: '1001', dns: { one: '7001' } })),
  { name: 'one tenant', kind: 'oneTenant', authorization: () => signed({ tenant_id: 'acme', unmasked: true }) },
  {
    name: 'one tenant, a little late',
    kind: 'oneTenant',
    authorization: () => signed({ tenant_id: 'acme', unmasked: true, nbf: nowSeconds() + 2 }),
  },
  { name: 'another tenant', kind: 'otherTenant', authorization: () => signed({ tenant_id: 'globex', unmasked: true }) },
  {
    name: 'a tenant by the name of all, in a list',
    kind: 'otherTenant',
    authorization: () => signed({ tenant_id: ['*'], unmasked: true }),
  },
  {
    name: 'a tenant that begins alike',
    kind: 'otherTenant',
    authorization: () => signed({ tenant_id: ['acme2', 'ACME', 'acme '], unmasked: true }),
  },
  { name: 'two tenants', kind: 'twoTenants', authorization: () => signed({ tenant_id: ['globex', 'acme'], unmasked: true }) },
  { name: 'all tenants', kind: 'allTenants', authorization: () => signed(ALL) },
  { name: 'an agent', kind: 'agent', authorization: () => signed({ tenant_id: 'acme', agent_id: '1001', dns: ['7001'], unmasked: true }) },
  {
    name: 'an agent with one number',
    kind: 'agent',
    authorization: () => signed({ tenant_id: '*', agent_id: 1001, dns: 7001, unmasked: true }),
  },
  { name: 'a masked caller', kind: 'masked', authorization: () => signed({ tenant_id: 'acme' }) },
  { name: 'a caller who is masked by name', kind: 'masked', authorization: () => signed({ tenant_id: 'acme', unmasked: false }) },
];

/** `OK`, `NULL` for data that are null without an error, or the code of an error. */
type Outcome = 'OK' | 'NULL' | 'FORBIDDEN';
export type Operation = {
  /** The root field, or a field of it that has rules of its own. */
  readonly field: string;
  readonly text: string;
  /** Where it is not OK. Who has another tenant is forbidden whatever names one. */
  readonly but?: Partial<Record<Kind, Outcome>>;
  readonly namesNoTenant?: true;
};

/** Within what may be replayed. */
const LATELY = new Date(Date.now() - 60_000).toISOString();

const ALL_AGENTS_ONLY = { agent: 'FORBIDDEN' } as const;
const CALLER_DATA = { masked: 'FORBIDDEN' } as const;
const agents = (filter: string) => `{ agents(tenantId: "acme", filter: ${filter}) { edges { node { agentId } } } }`;
const threads = (filter: string) => `{ callThreads(tenantId: "acme", filter: ${filter}) { edges { node { callThreadId } } } }`;
const agentEvents = (more: string) => `subscription { agentStateEvents(tenantId: "acme"${more}) { __typename } }`;
const callEvents = (more: string) => `subscription { callThreadEvents(tenantId: "acme"${more}) { __typename } }`;

const agentsNow = (more: string) => `subscription { agents(tenantId: "acme"${more}) { agents { agentId } } }`;
const threadsNow = (more: string) => `subscription { callThreads(tenantId: "acme"${more}) { callThreads { callThreadId } } }`;

export const operations: readonly Operation[] = [
  { field: 'agent', text: '{ agent(tenantId: "acme", agentId: "1001") { agentId } }' },
  { field: 'agent', text: '{ agent(tenantId: "acme", agentId: "1002") { agentId } }', but: ALL_AGENTS_ONLY },
  // Who may not see an agent is not told either whether there is one.
  { field: 'agent', text: '{ agent(tenantId: "acme", agentId: "nobody") { agentId } }', but: { ...ALL_AGENTS_ONLY, ...allNull() } },
  { field: 'agents', text: '{ agents(tenantId: "acme", first: 5, after: null) { edges { node { agentId } } } }' },
  { field: 'agents', text: agents('{ agentIds: ["1001"] }') },
  { field: 'agents', text: agents('{ agentIds: ["1001", "1002"] }'), but: ALL_AGENTS_ONLY },
  { field: 'agents', text: agents('{ states: [READY], queueIds: ["8001"], dns: ["7001", "7002"] }') },
  { field: 'agents', text: agents('{ dns: ["7001", "+4930123456"] }'), but: CALLER_DATA },
  { field: 'agents', text: agents('{ stateLongerThanSeconds: 0 }') },
  { field: 'callThread', text: '{ callThread(tenantId: "acme", callThreadId: "t-1") { callThreadId } }' },
  { field: 'callThread', text: '{ callThread(tenantId: "acme", callThreadId: "t-2") { callThreadId } }', but: { agent: 'NULL' } },
  {
    field: 'callThread',
    text: '{ callThread(tenantId: "acme", callThreadId: "none") { callThreadId } }',
    but: { ...allNull(), agent: 'NULL' },
  },
  { field: 'callThreads', text: '{ callThreads(tenantId: "acme", first: 5, after: null) { edges { node { callThreadId } } } }' },
  { field: 'callThreads', text: threads('{ agentIds: ["1001"], statuses: [ACTIVE], queueIds: ["8001"], callThreadIds: ["t-1", "t-2"] }') },
  { field: 'callThreads', text: threads('{ agentIds: ["1002"] }'), but: ALL_AGENTS_ONLY },
  { field: 'callThreads', text: threads('{ dns: ["7001", "7002"] }') },
  { field: 'callThreads', text: threads('{ dns: ["004930123456"] }'), but: CALLER_DATA },
  { field: 'callThreads', text: threads('{ waitingLongerThanSeconds: 0 }') },
  { field: 'callThreads', text: threads('{ ani: "12" }'), but: CALLER_DATA },
  { field: 'callThreads', text: threads('{ dnis: "800" }'), but: CALLER_DATA },
  { field: 'queue', text: '{ queue(tenantId: "acme", queueId: "8001") { queueId } }', but: ALL_AGENTS_ONLY },
  { field: 'queues', text: '{ queues(tenantId: "acme") { queueId } }', but: ALL_AGENTS_ONLY },
  { field: 'tenantSummary', text: '{ tenantSummary(tenantId: "acme") { callsActive } }', but: ALL_AGENTS_ONLY },
  { field: 'viewer', text: '{ viewer { subject tenantIds allTenants agentId masked tokenExpiresAt } }', namesNoTenant: true },
  { field: 'logCursor', text: '{ logCursor(tenantId: "acme") }' },
  { field: 'gateway', text: '{ gateway { version ready } }', namesNoTenant: true },
  { field: 'gateway.partitions', text: '{ gateway { partitions { topic } } }', but: ALL_AGENTS_ONLY, namesNoTenant: true },
  { field: 'agentStateEvents', text: agentEvents('') },
  { field: 'agentStateEvents', text: agentEvents(', agentId: "1001", events: [EventAgentLogin]') },
  { field: 'agentStateEvents', text: agentEvents(', agentId: "1002"'), but: ALL_AGENTS_ONLY },
  { field: 'agentStateEvents', text: agentEvents(', agentIds: ["1001", "1002"]'), but: ALL_AGENTS_ONLY },
  { field: 'agentStateEvents', text: agentEvents(', dns: ["7001", "7002"]') },
  { field: 'agentStateEvents', text: agentEvents(', dns: ["7001", "+4930123456"]'), but: CALLER_DATA },
  { field: 'agentStateEvents', text: agentEvents(`, after: null, since: "${LATELY}"`) },
  { field: 'agentStateEvents', text: agentEvents(`, agentId: "1002", since: "${LATELY}"`), but: ALL_AGENTS_ONLY },
  { field: 'callThreadEvents', text: callEvents('') },
  { field: 'callThreadEvents', text: callEvents(`, after: null, since: "${LATELY}"`) },
  { field: 'callThreadEvents', text: callEvents(`, agentIds: ["1002"], since: "${LATELY}"`), but: ALL_AGENTS_ONLY },
  { field: 'callThreadEvents', text: callEvents(', callThreadId: "t-2", events: [EventRinging]') },
  { field: 'callThreadEvents', text: callEvents(', callThreadIds: ["t-1", "t-2"], agentIds: ["1001"], queueIds: ["8001"]') },
  { field: 'callThreadEvents', text: callEvents(', agentIds: ["1002"]'), but: ALL_AGENTS_ONLY },
  { field: 'callThreadEvents', text: callEvents(', dns: ["7001", "7002"]') },
  { field: 'callThreadEvents', text: callEvents(', dns: ["4930123456"]'), but: CALLER_DATA },
  { field: 'agents', text: agentsNow(', maxRateHz: 1') },
  { field: 'agents', text: agentsNow(', filter: { agentIds: ["1001"] }') },
  { field: 'agents', text: agentsNow(', filter: { agentIds: ["1001", "1002"] }'), but: ALL_AGENTS_ONLY },
  {
    field: 'agents',
    text: agentsNow(', filter: { states: [READY], queueIds: ["8001"], dns: ["7001", "7002"], stateLongerThanSeconds: 0 }'),
  },
  { field: 'agents', text: agentsNow(', filter: { dns: ["7001", "+4930123456"] }'), but: CALLER_DATA },
  { field: 'callThreads', text: threadsNow(', maxRateHz: 1') },
  {
    field: 'callThreads',
    text: threadsNow(', filter: { callThreadIds: ["t-1", "t-2"], agentIds: ["1001"], statuses: [ACTIVE], queueIds: ["8001"] }'),
  },
  { field: 'callThreads', text: threadsNow(', filter: { agentIds: ["1002"] }'), but: ALL_AGENTS_ONLY },
  { field: 'callThreads', text: threadsNow(', filter: { dns: ["7001", "7002"], waitingLongerThanSeconds: 0 }') },
  { field: 'callThreads', text: threadsNow(', filter: { dns: ["004930123456"] }'), but: CALLER_DATA },
  { field: 'callThreads', text: threadsNow(', filter: { ani: "12" }'), but: CALLER_DATA },
  { field: 'callThreads', text: threadsNow(', filter: { dnis: "800" }'), but: CALLER_DATA },
  {
    field: 'queues',
    text: 'subscription { queues(tenantId: "acme", queueIds: ["8001"], maxRateHz: 1) { queues { queueId } } }',
    but: ALL_AGENTS_ONLY,
  },
  { field: 'tenantSummary', text: 'subscription { tenantSummary(tenantId: "acme", maxRateHz: 1) { callsActive } }', but: ALL_AGENTS_ONLY },
];

function allNull(): Partial<Record<Kind, Outcome>> {
  return { oneTenant: 'NULL', twoTenants: 'NULL', allTenants: 'NULL', masked: 'NULL' };
}

export const isSubscription = ({ text }: Operation): boolean => text.startsWith('subscription');

function expected({ but = {}, namesNoTenant }: Operation, { kind, code }: Caller): string {
  if (kind === 'refused') return code ?? '';
  if (kind === 'otherTenant') return namesNoTenant === true ? 'OK' : 'FORBIDDEN';
  return but[kind] ?? 'OK';
}

/** Two agents on a telephone each, with a call that waited in one queue. */
export async function populate(gateway: TestGateway, authorization: string): Promise<void> {
  for (const [agent, dn, thread] of [
    ['1001', '7001', 't-1'],
    ['1002', '7002', 't-2'],
  ] as const) {
    gateway.write('agentState', `acme:${agent}`, { id: 'EventAgentReady', AgentID: agent, ThisDN: dn, ThisQueue: '8001' });
    gateway.write('callThread', `acme:${thread}`, {
      id: 'EventQueued',
      ConnID: `c-${thread}`,
      ThisDN: '8001',
      ThisQueue: '8001',
      ANI: '12',
      DNIS: '800',
    });
    gateway.write('callThread', `acme:${thread}`, { id: 'EventRinging', ConnID: `c-${thread}`, ThisDN: dn, ThisQueue: '8001' });
  }
  await until(
    async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: '{ callThread(tenantId: "acme", callThreadId: "t-2") { parties { dn } } }' }),
      });
      return (await response.text()).includes('7002');
    },
    { what: 'the state to be there' },
  );
}

function outcomeOf({ data, errors }: Result, field: string): string {
  if (errors !== undefined) return errors.map(({ extensions }: Coded) => extensions.code).join(', ');
  const [root = '', below] = field.split('.');
  const value = data?.[root];
  return (below === undefined ? value : (value as Record<string, unknown> | null)?.[below]) === null ? 'NULL' : 'OK';
}

export type Transport = 'WebSocket, token in connection_init' | 'WebSocket, token in the upgrade' | 'HTTP POST' | 'HTTP GET' | 'SSE';
export const transports: readonly Transport[] = [
  'WebSocket, token in connection_init',
  'WebSocket, token in the upgrade',
  'HTTP POST',
  'HTTP GET',
  'SSE',
];

/** What came of it where that is not what is expected, in words; null where all is well. */
export async function tryOne(gateway: TestGateway, transport: Transport, caller: Caller, operation: Operation): Promise<string | null> {
  const wanted = expected(operation, caller);
  const authorization = await caller.authorization();
  const got = transport.startsWith('WebSocket')
    ? await overWebSocket(gateway, transport === 'WebSocket, token in the upgrade', authorization, operation)
    : await overHttp(gateway, transport, authorization, operation);
  const status =
    caller.kind === 'refused' ? (transport.startsWith('WebSocket') ? 4403 : 401) : transport.startsWith('WebSocket') ? null : 200;
  const ok = got.outcome === wanted && got.status === status;
  return ok ? null : `${caller.name}, ${operation.text}: ${got.status} ${got.outcome} instead of ${status} ${wanted}`;
}

type Got = { readonly status: number | null; readonly outcome: string };

let spellings = 0;
/** The key of the payload is read in any case. */
const KEYS = ['authorization', 'Authorization', 'AUTHORIZATION'] as const;

async function overWebSocket(
  gateway: TestGateway,
  inUpgrade: boolean,
  authorization: string | undefined,
  operation: Operation,
): Promise<Got> {
  const headers = inUpgrade && authorization !== undefined ? { headers: { authorization } } : {};
  const socket = await openSocket(gateway.url, headers);
  let end: { readonly code: number; readonly reason: string } | null = null;
  void socket.closed.then((how) => (end = how));
  const payload = { [KEYS[spellings++ % KEYS.length] ?? '']: authorization };
  socket.send({ type: 'connection_init', ...(inUpgrade ? {} : { payload }) });
  await until(() => end !== null || socket.frames.some(({ type }) => type === 'connection_ack'), { what: 'an answer to connection_init' });
  socket.subscribe('1', operation.text);
  // It comes after whatever there is to say to the operation.
  if (end === null) await socket.query('{ gateway { version } }').catch(() => {});
  const [result] = socket.results('1');
  if (end !== null) {
    const { code, reason } = await socket.closed;
    if (socket.frames.length > 0) return { status: code, outcome: `${socket.frames[0]?.type} before the close` };
    return { status: code, outcome: reason.split(':')[0] ?? '' };
  }
  const error = socket.error('1');
  const outcome = error ?? (result === undefined ? (isSubscription(operation) ? 'OK' : 'nothing') : outcomeOf(result, operation.field));
  await socket.close();
  return { status: null, outcome };
}

async function overHttp(gateway: TestGateway, transport: Transport, authorization: string | undefined, operation: Operation): Promise<Got> {
  const headers = authorization === undefined ? {} : { authorization };
  if (transport === 'SSE') {
    const stream = await openStream(gateway.url, headers, operation.text);
    let isOver = false;
    void stream.done.then(() => (isOver = true));
    // A sign of life comes once the subscription is there, and then what it has to deliver or why it will not.
    await until(() => isOver || stream.text().startsWith(':'), { what: `an answer to ${operation.text}` });
    if (!isOver) happen(gateway);
    await until(() => isOver || stream.results().length > 0, { what: `a result of ${operation.text}` });
    stream.leave();
    await stream.done;
    const [result] = stream.results();
    return { status: stream.status, outcome: result === undefined ? 'nothing' : outcomeOf(result, operation.field) };
  }
  const response =
    transport === 'HTTP GET'
      ? await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(operation.text)}`, { headers })
      : await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query: operation.text }),
        });
  return { status: response.status, outcome: outcomeOf((await response.json()) as Result, operation.field) };
}

/** Everything that the transport carries, by all. Who is refused is refused before the operation is looked at: one of each field is enough. */
export async function tryAll(gateway: TestGateway, transport: Transport): Promise<{ readonly asked: number; readonly faults: string[] }> {
  const carried = operations.filter((operation) => carries(transport, operation));
  const oneEach = carried.filter(({ field }, n) => carried.findIndex((other) => other.field === field) === n);
  const faults: string[] = [];
  let asked = 0;
  for (const caller of callers) {
    const asks = caller.kind === 'refused' ? oneEach : carried;
    asked += asks.length;
    const tries = await Promise.all(asks.map((operation) => tryOne(gateway, transport, caller, operation)));
    faults.push(...tries.filter((fault) => fault !== null));
  }
  return { asked, faults };
}

/** Something for every subscription here, with something that agent 1001 may see for those that this agent may open. */
function happen(gateway: TestGateway): void {
  for (const AgentID of ['1001', '1002']) {
    gateway.write('agentState', `acme:${AgentID}`, { id: 'EventAgentLogin', AgentID, ThisDN: '7001' });
    gateway.write('callThread', 'acme:t-2', { id: 'EventRinging', ConnID: 'c-t-2', AgentID, ThisDN: '7001', ThisQueue: '8001' });
  }
  for (const OtherDN of ['+4930123456', '4930123456']) {
    gateway.write('agentState', 'acme:1001', { id: 'EventForwardSet', ThisDN: '7001', OtherDN });
    gateway.write('callThread', 'acme:t-2', { id: 'EventRinging', ConnID: 'c-t-2', ThisDN: '7001', OtherDN });
  }
}

/** Whether a transport carries the operation at all. */
function carries(transport: Transport, operation: Operation): boolean {
  if (transport === 'SSE') return isSubscription(operation);
  return transport.startsWith('WebSocket') || !isSubscription(operation);
}
