/** Each bound that is a setting: what is within it goes through, what is beyond it is refused by its name on every transport, and counted. */
import { connect } from 'node:net';
import { getHeapStatistics } from 'node:v8';
import { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { limitSettings } from '../../src/limit-settings.ts';
import { bareClient } from '../support/bare-client.ts';
import { TOPICS } from '../support/events.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { onKafka } from '../support/on-kafka.ts';
import { strain } from '../support/strain.ts';
import { until } from '../support/until.ts';
import { bearer, secretRules } from '../trust/tokens.ts';
import { openStream } from '../trust/wire.ts';

type Name = keyof typeof limitSettings;
type Told = {
  readonly status: number;
  readonly code: unknown;
  readonly setting: unknown;
  readonly value: unknown;
  readonly message: string;
};
type Errors = readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];

const STATUS = '{ gateway { version } }';
const AGENTS = 'subscription ($ids: [ID!]) { agentStateEvents(tenantId: "acme", agentIds: $ids) { __typename } }';
const subscriptions = (gateway: TestGateway) => gateway.hub.subscriptions('agentState');

function open(limits: Partial<Config>): Promise<TestGateway> {
  return openGateway({ metricsPort: 0, ...limits });
}

async function metric(gateway: TestGateway, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  return Number(new RegExp(`^voice_gateway_${RegExp.escape(name)} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}

function expectRefused(gateway: TestGateway, setting: Name, times: number): Promise<unknown> {
  return until(async () => (await metric(gateway, `limit_exceeded_total{setting="${setting}"}`)) === times, {
    what: `${times} counted refusals for ${setting}`,
  });
}

function told(status: number, errors: Errors | undefined): Told {
  const [error] = errors ?? [];
  const { code, setting, value } = error?.extensions ?? {};
  return { status, code, setting, value, message: error?.message ?? '' };
}

const beyond = (status: number, setting: Name, value: number): Told => ({
  ...{ status, code: 'LIMIT_EXCEEDED', setting, value },
  message: `${setting} ${value}`,
});

async function overHttp({ url }: TestGateway, text: string, variables = {}, headers = {}): Promise<Told> {
  const { status, body } = await query(url, text, variables, { accept: 'application/graphql-response+json', ...headers });
  return told(status, body.errors);
}

async function overSse({ url }: TestGateway, text: string, variables = {}, headers = {}): Promise<Told> {
  const stream = await openStream(url, headers, text, variables);
  await stream.done;
  return told(stream.status, stream.results()[0]?.errors);
}

/** By an error frame, or as the error of a field, after which the connection still answers. */
async function overWebSocket(gateway: TestGateway, text: string, variables = {}): Promise<Told> {
  const client = await bareClient(gateway);
  client.send({ id: 'asked', type: 'subscribe', payload: { query: text, variables } });
  client.send({ id: 'after', type: 'subscribe', payload: { query: STATUS } });
  await until(() => client.frames.some(({ id, type }) => id === 'after' && type === 'complete'), { what: 'an answer after the refusal' });
  const answer = client.frames.find(({ id }) => id === 'asked');
  client.socket.terminate();
  return told(0, answer?.type === 'next' ? (answer.payload as { errors?: Errors }).errors : (answer?.payload as Errors | undefined));
}

/** An operation that is beyond a bound, on all transports; and one that is just within it. */
async function expectOperation(
  gateway: TestGateway,
  setting: Name,
  value: number,
  [within, tooMuch]: readonly [Asked, Asked],
  httpStatus = 400,
): Promise<void> {
  expect(await overHttp(gateway, ...within), 'within').toMatchObject({ status: 200, message: '' });
  expect(await overHttp(gateway, ...tooMuch)).toEqual(beyond(httpStatus, setting, value));
  // The plain way of a query and Yoga's are two: what was valid before goes the first.
  expect(await overHttp(gateway, ...tooMuch)).toEqual(beyond(httpStatus, setting, value));
  expect(await overSse(gateway, ...tooMuch)).toEqual(beyond(200, setting, value));
  expect(await overWebSocket(gateway, ...within)).toMatchObject({ message: '' });
  expect(await overWebSocket(gateway, ...tooMuch)).toEqual(beyond(0, setting, value));
  await expectRefused(gateway, setting, 4);
}
type Asked = readonly [text: string, variables?: Readonly<Record<string, unknown>>];

/** The answer to bytes of which not all come. */
function slowly({ url }: TestGateway, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  socket.on('error', () => {});
  socket.write(bytes);
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

function told408(answer: string, setting: Name, value: number): void {
  const [head = '', body = '{}'] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 408 /);
  expect(told(408, (JSON.parse(body) as { errors?: Errors }).errors)).toEqual(beyond(408, setting, value));
}

const slowBody = ({ url }: TestGateway, headers: string, begin = '{"query":'): string =>
  `POST /graphql HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${begin}`;

/** More of them than there is room for, each way. */
async function expectNoRoom(gateway: TestGateway, setting: Name, value: number, authorization?: string): Promise<void> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const init = authorization === undefined ? {} : { payload: headers };
  const client = await bareClient(gateway, false);
  client.send({ type: 'connection_init', ...init });
  expect(await client.closed).toEqual({ code: 1013, reason: `LIMIT_EXCEEDED: ${setting} ${value}` });
  expect(client.frames).toEqual([]);
  expect(await overHttp(gateway, STATUS, {}, headers)).toEqual(beyond(503, setting, value));
  expect(await overSse(gateway, AGENTS, {}, headers)).toEqual(beyond(503, setting, value));
}

const cases: { readonly [N in Name]: () => Promise<void> } = {
  MAX_CONNECTIONS: async () => {
    await using gateway = await open({ maxConnections: 2 });
    const [socket, stream] = [await bareClient(gateway), await openStream(gateway.url, {}, AGENTS)];
    await until(() => subscriptions(gateway) === 1, { what: 'the stream' });
    await expectNoRoom(gateway, 'MAX_CONNECTIONS', 2);
    // Whoever watches the gateway is no client of it.
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    await expectRefused(gateway, 'MAX_CONNECTIONS', 3);
    stream.leave();
    await until(async () => (await overHttp(gateway, STATUS)).status === 200, { what: 'room after the stream' });
    socket.socket.terminate();
    await until(async () => (await metric(gateway, 'connections')) === 0, { what: 'the connection to be forgotten' });
    for (let i = 0; i < 5; i += 1) expect((await overHttp(gateway, STATUS)).status).toBe(200);
    // As much room as before, and no more.
    const again = [await bareClient(gateway), await bareClient(gateway)];
    expect((await overHttp(gateway, STATUS)).status).toBe(503);
    for (const { socket: late } of again) late.terminate();
  },

  MAX_CONNECTIONS_PER_TENANT: async () => {
    await using gateway = await open({ maxConnectionsPerTenant: 2, tokens: secretRules });
    const [acme, both, all] = [
      await bearer({ tenant_id: 'acme' }),
      await bearer({ tenant_id: ['acme', 'globex'] }),
      await bearer({ tenant_id: '*' }),
    ];
    const stream = await openStream(gateway.url, { authorization: acme }, AGENTS);
    const socket = await bareClient(gateway, { authorization: both });
    await expectNoRoom(gateway, 'MAX_CONNECTIONS_PER_TENANT', 2, acme);
    await expectNoRoom(gateway, 'MAX_CONNECTIONS_PER_TENANT', 2, both);
    await expectRefused(gateway, 'MAX_CONNECTIONS_PER_TENANT', 6);
    // One of all counts for none, and what is refused has taken no place with the other tenant.
    const others = [
      await bareClient(gateway, { authorization: all }),
      await bareClient(gateway, { authorization: await bearer({ tenant_id: 'globex' }) }),
    ];
    // A fresh token moves its connection to its own tenants, if there is room.
    socket.send({ type: 'ping', payload: { authorization: await bearer({ tenant_id: 'globex' }) } });
    await until(async () => (await overHttp(gateway, STATUS, {}, { authorization: acme })).status === 200, { what: 'room for acme' });
    const crowding = await bareClient(gateway, { authorization: acme });
    crowding.send({ type: 'ping', payload: { authorization: both } });
    expect(await crowding.closed).toEqual({ code: 1013, reason: 'LIMIT_EXCEEDED: MAX_CONNECTIONS_PER_TENANT 2' });
    stream.leave();
    for (const { socket: open } of [socket, ...others]) open.terminate();
    await until(async () => (await metric(gateway, 'connections')) === 0, { what: 'all to be forgotten' });
    const again = [await bareClient(gateway, { authorization: both }), await bareClient(gateway, { authorization: both })];
    for (const { socket: open } of again) open.terminate();
  },

  MAX_CONNECTIONS_WITHOUT_INIT: async () => {
    await using gateway = await open({ maxConnectionsWithoutInit: 2 });
    const begun = await bareClient(gateway);
    const [first, second] = [await bareClient(gateway, false), await bareClient(gateway, false)];
    const third = await bareClient(gateway, false);
    expect(await first.closed).toEqual({ code: 4408, reason: 'LIMIT_EXCEEDED: MAX_CONNECTIONS_WITHOUT_INIT 2' });
    for (const client of [second, third]) {
      client.send({ type: 'connection_init' });
      await until(() => client.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    }
    // They do not wait any more: there is room for two others.
    const others = [await bareClient(gateway, false), await bareClient(gateway, false)];
    await expectRefused(gateway, 'MAX_CONNECTIONS_WITHOUT_INIT', 1);
    for (const { socket } of [begun, second, third, ...others]) {
      expect(socket.readyState).toBe(WebSocket.OPEN);
      socket.terminate();
    }
  },

  INIT_TIMEOUT_SECONDS: async () => {
    await using gateway = await open({ initTimeoutMs: 1000 });
    const [silent, begun] = [await bareClient(gateway, false), await bareClient(gateway)];
    // What is no init does not count.
    silent.send({ type: 'ping' });
    expect(await silent.closed).toEqual({ code: 4408, reason: 'LIMIT_EXCEEDED: INIT_TIMEOUT_SECONDS 1' });
    await expectRefused(gateway, 'INIT_TIMEOUT_SECONDS', 1);
    expect(begun.socket.readyState).toBe(WebSocket.OPEN);
    begun.socket.terminate();
  },

  MAX_SUBSCRIPTIONS_PER_CONNECTION: async () => {
    await using gateway = await open({ maxSubscriptionsPerConnection: 2 });
    const [client, other] = [await bareClient(gateway), await bareClient(gateway)];
    const begin = (id: string, text = AGENTS) => client.send({ id, type: 'subscribe', payload: { query: text } });
    const errorOf = (id: string) => client.frames.find((frame) => frame.id === id && frame.type === 'error')?.payload as Errors | undefined;
    for (const id of ['1', '2', '3']) begin(id);
    await until(() => errorOf('3'), { what: 'the refusal' });
    expect(told(0, errorOf('3'))).toEqual(beyond(0, 'MAX_SUBSCRIPTIONS_PER_CONNECTION', 2));
    await expectRefused(gateway, 'MAX_SUBSCRIPTIONS_PER_CONNECTION', 1);
    // Queries are none, other connections have their own, and what has ended makes room.
    begin('query', STATUS);
    await until(() => client.frames.some(({ id, type }) => id === 'query' && type === 'next'), { what: 'an answer' });
    other.send({ id: '1', type: 'subscribe', payload: { query: AGENTS } });
    await until(() => subscriptions(gateway) === 3, { what: 'three subscriptions' });
    client.send({ id: '1', type: 'complete' });
    begin('4');
    await until(
      () => {
        gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
        return client.frames.some(({ id, type }) => id === '4' && type === 'next');
      },
      { what: 'an event for the one in its place' },
    );
    expect(client.frames.filter(({ type }) => type === 'error')).toHaveLength(1);
    for (const { socket } of [client, other]) socket.terminate();

    // Those that are still on their way to where they begin take up room as well: here it cannot be told while there is no broker.
    await using unready = await open({ maxSubscriptionsPerConnection: 2, ...onKafka(['127.0.0.1:1'], TOPICS) });
    const early = await bareClient(unready);
    const since = new Date(Date.now() - 60_000).toISOString();
    const query = `subscription { agentStateEvents(tenantId: "acme", since: "${since}") { __typename } }`;
    for (const id of ['1', '2', '3']) early.send({ id, type: 'subscribe', payload: { query } });
    await until(() => early.frames.some(({ type }) => type === 'error'), { what: 'a refusal' });
    const refused = early.frames.find(({ type }) => type === 'error');
    expect([refused?.id, told(0, refused?.payload as Errors)]).toEqual(['3', beyond(0, 'MAX_SUBSCRIPTIONS_PER_CONNECTION', 2)]);
    early.socket.terminate();
  },

  MAX_MESSAGE_BYTES: async () => {
    await using gateway = await open({ maxMessageBytes: 1000 });
    const padded = (bytes: number): string =>
      STATUS + '#'.repeat(bytes - Buffer.byteLength(JSON.stringify({ query: STATUS, variables: {} })));
    expect((await overHttp(gateway, padded(1000))).status).toBe(200);
    expect(await overHttp(gateway, padded(1001))).toEqual(beyond(413, 'MAX_MESSAGE_BYTES', 1000));
    expect(await overSse(gateway, padded(1001))).toEqual(beyond(413, 'MAX_MESSAGE_BYTES', 1000));
    // Not even where the operation is a known one, and what is large beside it.
    expect(await overHttp(gateway, padded(1000), { x: '' })).toEqual(beyond(413, 'MAX_MESSAGE_BYTES', 1000));
    const client = await bareClient(gateway);
    client.socket.send(JSON.stringify({ type: 'ping' }).padEnd(1000, ' '));
    await until(() => client.frames.some(({ type }) => type === 'pong'), { what: 'an answer' });
    client.socket.send(JSON.stringify({ type: 'ping' }).padEnd(1001, ' '));
    expect(await client.closed).toEqual({ code: 1009, reason: 'LIMIT_EXCEEDED: MAX_MESSAGE_BYTES 1000' });
    await expectRefused(gateway, 'MAX_MESSAGE_BYTES', 4);
    expect(await metric(gateway, 'ended_total{code="LIMIT_EXCEEDED"}')).toBe(1);
  },

  MAX_MESSAGES_PER_SECOND: async () => {
    await using gateway = await open({ maxMessagesPerSecond: 20 });
    const closed = { code: 1008, reason: 'LIMIT_EXCEEDED: MAX_MESSAGES_PER_SECOND 20' };
    const many = await bareClient(gateway);
    for (let i = 0; i < 200; i += 1) many.send({ type: 'ping' });
    expect(await many.closed).toEqual(closed);
    // Some come back while they are sent.
    expect(many.frames.filter(({ type }) => type === 'pong').length).toBeGreaterThanOrEqual(20);
    expect(many.frames.filter(({ type }) => type === 'pong').length).toBeLessThan(100);
    const controlling = await bareClient(gateway);
    for (let i = 0; i < 200; i += 1) controlling.socket.ping();
    expect(await controlling.closed).toEqual(closed);
    const answering = await bareClient(gateway);
    for (let i = 0; i < 200; i += 1) answering.socket.pong();
    expect(await answering.closed).toEqual(closed);
    await expectRefused(gateway, 'MAX_MESSAGES_PER_SECOND', 3);
    // As many at once as are allowed, again and again.
    const patient = await bareClient(gateway);
    for (const round of [1, 2]) {
      for (let i = 0; i < 20; i += 1) patient.send({ type: 'ping' });
      const startMs = performance.now();
      await until(() => patient.frames.filter(({ type }) => type === 'pong').length === 20 * round, { what: 'all answers' });
      await until(() => performance.now() - startMs > 1100, { what: 'a second to pass' });
    }
    expect(patient.socket.readyState).toBe(WebSocket.OPEN);
    patient.socket.terminate();
  },

  HEADERS_TIMEOUT_SECONDS: async () => {
    await using gateway = await open({ headersTimeoutMs: 1000, bodyTimeoutMs: 3000 });
    const { host } = new URL(gateway.url);
    // Who may take longer than this for its body has not been told by then.
    const body = slowly(gateway, slowBody(gateway, 'Content-Length: 100'));
    const headers = Promise.all([
      slowly(gateway, ''),
      slowly(gateway, `POST /graphql HTTP/1.1\r\nHost: ${host}\r\n`),
      slowly(gateway, `GET /graphql HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\n`),
    ]);
    expect(await Promise.race([headers.then(() => 'headers'), body.then(() => 'body')])).toBe('headers');
    for (const answer of await headers) told408(answer, 'HEADERS_TIMEOUT_SECONDS', 1);
    await expectRefused(gateway, 'HEADERS_TIMEOUT_SECONDS', 3);
  },

  BODY_TIMEOUT_SECONDS: async () => {
    await using gateway = await open({ headersTimeoutMs: 3000, bodyTimeoutMs: 1000 });
    const headers = slowly(gateway, '');
    const bodies = Promise.all([
      slowly(gateway, slowBody(gateway, 'Content-Length: 100')),
      slowly(gateway, slowBody(gateway, 'Transfer-Encoding: chunked', '9\r\n{"query":\r\n')),
      slowly(gateway, slowBody(gateway, 'Content-Length: 100\r\nAccept: text/event-stream')),
    ]);
    expect(await Promise.race([headers.then(() => 'headers'), bodies.then(() => 'bodies')])).toBe('bodies');
    for (const answer of await bodies) told408(answer, 'BODY_TIMEOUT_SECONDS', 1);
    await expectRefused(gateway, 'BODY_TIMEOUT_SECONDS', 3);
    expect((await overHttp(gateway, STATUS)).status).toBe(200);
  },

  MAX_QUERY_TOKENS: async () => {
    await using gateway = await open({ maxQueryTokens: 20 });
    const typenames = (count: number): Asked => [`{ ${'__typename '.repeat(count)}}`];
    await expectOperation(gateway, 'MAX_QUERY_TOKENS', 20, [typenames(18), typenames(19)]);
  },

  MAX_QUERY_DEPTH: async () => {
    await using gateway = await open({ maxQueryDepth: 4 });
    const fourDeep = '{ agents(tenantId: "acme") { edges { node { agentId } } } }';
    const fiveDeep =
      '{ agents(tenantId: "acme") { edges { ...Edge } } } fragment Edge on AgentEdge { node { ... { sessions { __typename } } } }';
    await expectOperation(gateway, 'MAX_QUERY_DEPTH', 4, [[fourDeep], [fiveDeep]]);
    const introspection =
      '{ __schema { types { fields { type { ofType { ofType { name } } } } } } __type(name: "Agent") { fields { type { ofType { name } } } } }';
    expect(await overHttp(gateway, introspection)).toMatchObject({ status: 200, message: '' });
  },

  MAX_ALIASES: async () => {
    await using gateway = await open({ maxAliases: 6 });
    const spread = (times: number): Asked => [
      `{ ${'x: gateway { ...Two } '.repeat(times)} } fragment Two on GatewayStatus { a: version b: version }`,
    ];
    await expectOperation(gateway, 'MAX_ALIASES', 6, [spread(2), spread(3)]);
    // Each fragment holds the one before twice: a million aliases in a few lines.
    const doubling = Array.from({ length: 20 }, (_, i) => `fragment F${i + 1} on GatewayStatus { ...F${i} ... { ...F${i} } }`).join(' ');
    expect(await overHttp(gateway, `{ gateway { ...F20 } } fragment F0 on GatewayStatus { a: version } ${doubling}`)).toEqual(
      beyond(400, 'MAX_ALIASES', 6),
    );
    // In circles there is nothing to count, and nothing hangs.
    const circle = '{ gateway { ...A } } fragment A on GatewayStatus { a: version ...B } fragment B on GatewayStatus { ...A }';
    expect(await overHttp(gateway, circle)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
  },

  MAX_IDS: async () => {
    await using gateway = await open({ maxIds: 3 });
    const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, i) => String(i)) });
    const filtered = 'query ($ids: [ID!]) { agents(tenantId: "acme", filter: { queueIds: $ids }) { cursor } }';
    const asked: readonly [Asked, Asked] = [
      [filtered, ids(3)],
      [filtered, ids(4)],
    ];
    // A part of an answer: what else was asked for is answered.
    await expectOperation(gateway, 'MAX_IDS', 3, asked, 200);
    expect(await overSse(gateway, AGENTS, ids(4))).toEqual(beyond(200, 'MAX_IDS', 3));
    expect(await overWebSocket(gateway, AGENTS, ids(4))).toEqual(beyond(0, 'MAX_IDS', 3));
    const inline = 'subscription { callThreadEvents(tenantId: "acme", dns: ["1", "2", "3", "4"], after: "x") { __typename } }';
    expect(await overWebSocket(gateway, inline)).toEqual(beyond(0, 'MAX_IDS', 3));
    await expectRefused(gateway, 'MAX_IDS', 7);
    expect(subscriptions(gateway)).toBe(0);
  },

  MAX_OUTBOX_BYTES: async () => {
    await using gateway = await open({ maxOutboxBytes: 128 * 1024 });
    const whole = 'subscription { agentStateEvents(tenantId: "acme") { ... on AgentEvent { attributes } } }';
    const [healthy, slow] = [await bareClient(gateway), await bareClient(gateway)];
    for (const { send } of [healthy, slow]) send({ id: '1', type: 'subscribe', payload: { query: whole } });
    await until(() => subscriptions(gateway) === 2, { what: 'both subscriptions' });
    slow.socket.pause();
    const filler = 'x'.repeat(20_000);
    let written = 0;
    await until(
      () => {
        for (let i = 0; i < 5; i += 1) gateway.write('agentState', `acme:${written++}`, { id: 'EventAgentReady', Extensions: { filler } });
        return subscriptions(gateway) === 1;
      },
      { what: 'the slow subscription to end' },
    );
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 1013, reason: expect.stringMatching(/^SLOW_CONSUMER/) });
    await until(() => healthy.frames.filter(({ type }) => type === 'next').length === written, { what: 'all of it at the other' });
    expect(await metric(gateway, 'ended_total{code="SLOW_CONSUMER"}')).toBe(1);
    healthy.socket.terminate();
  },

  MAX_PLANS: async () => {
    await using gateway = await open({ maxPlans: 2 });
    const client = await bareClient(gateway);
    const named = (n: number): string => `subscription S${n} { agentStateEvents(tenantId: "acme") { ... on AgentEvent { name } } }`;
    for (const n of [1, 2, 3, 4]) client.send({ id: String(n), type: 'subscribe', payload: { query: named(n) } });
    await until(() => subscriptions(gateway) === 4, { what: 'all of them' });
    expect(await metric(gateway, 'plans')).toBe(2);
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    await until(() => client.frames.filter(({ type }) => type === 'next').length === 4, { what: 'the event on all of them' });
    client.socket.terminate();
  },

  MAX_EVENT_LOOP_DELAY_MS: async () => {
    await using gateway = await open({ maxEventLoopDelayMs: 60 });
    await expectShedding(gateway, () => strain(250));
  },

  MAX_HEAP_PERCENT: async () => {
    globalThis.gc?.();
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    await using gateway = await open({ maxHeapPercent: (used / limit) * 100 + 2 });
    await expectShedding(gateway, () => {
      let held = Array.from({ length: Math.ceil(limit / 25 / 8e6) }, () => Array.from<number>({ length: 1e6 }).fill(0.5));
      return {
        [Symbol.dispose]: () => {
          expect(held.length).toBeGreaterThan(0);
          held = [];
          globalThis.gc?.();
        },
      };
    });
  },
};

/** Whoever comes while there is too much to do is sent away, whoever is there is not, and after it all are let in. */
async function expectShedding(gateway: TestGateway, burden: () => Disposable): Promise<void> {
  const client = await bareClient(gateway);
  client.send({ id: '1', type: 'subscribe', payload: { query: AGENTS } });
  await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
  {
    using _burden = burden();
    await until(async () => (await metric(gateway, 'overload_level')) > 0, { what: 'the overload' });
    const refused = await bareClient(gateway, false);
    expect(await refused.closed).toEqual({ code: 1013, reason: expect.stringMatching(/^OVERLOADED: /) });
    expect(await metric(gateway, 'shed_total{what="connection"}')).toBe(1);
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    await until(() => client.frames.some(({ type }) => type === 'next'), { what: 'an event for who is there' });
  }
  await until(async () => (await metric(gateway, 'overload_level')) === 0, { what: 'the end of the overload' });
  const late = await bareClient(gateway);
  for (const { socket } of [client, late]) {
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  }
}

describe('the limit', () => {
  it.each(Object.keys(limitSettings) as Name[])('%s holds', (name) => cases[name]());
});
