/** What bad peers and bad luck do at the doors. Each of these once ended the process, kept it from ending, leaked, or was told wrongly. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Answers } from '../../load/hostile/attack.ts';
import { attacks } from '../../load/hostile/attacks.ts';
import type { AttackName } from '../../load/hostile/attacks.ts';
import { isFault } from '../../load/hostile/fuzz.ts';
import { held } from '../../load/held.ts';
import type { Held } from '../../load/held.ts';
import { agentId, callRecord } from '../../load/workload.ts';
import { bareClient } from '../support/bare-client.ts';
import { run, runMain } from '../support/child.ts';
import { collect, openGateway, query, webSocketClient } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { untilHeldAsBefore } from '../support/left-over.ts';
import { eventOf, expectAll, Peer } from '../support/peer.ts';
import { until } from '../support/until.ts';

const SUBSCRIBE = 'subscription { callThreadEvents(tenantId: "acme") { __typename } }';
const subscriptions = (gateway: TestGateway) => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread');

function rawUpgrade(url: string, headers: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {});
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n${headers}\r\n`,
  );
  return socket;
}

async function closeOf(url: string, messages: readonly (string | Buffer)[]): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => {});
  socket.on('open', () => {
    for (const message of messages) socket.send(message);
  });
  return new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })));
}

describe('the process', () => {
  it('survives peers that reset an upgrade which is refused, and ends although one keeps it half open', async () => {
    await using demo = runMain(['demo'], { PORT: '0' });
    const url = await demo.said(/listening on (\S+)/);
    for (let i = 0; i < 20; i += 1) {
      const socket = rawUpgrade(url, 'Origin: http://evil.example\r\n');
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.resetAndDestroy();
    }
    const halfOpen = rawUpgrade(url, 'Origin: http://evil.example\r\n');
    await new Promise((resolve) => halfOpen.once('data', resolve));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    demo.kill('SIGTERM');
    expect(await demo.exited).toBe(0);
    halfOpen.destroy();
  });
});

describe('a gateway that goes down', () => {
  it('lets nobody in any more while a stalled connection keeps it waiting', async () => {
    const gateway = await openGateway();
    const stalled = rawUpgrade(gateway.url, '');
    await new Promise((resolve) => stalled.once('data', resolve));
    // It never answers the close frame.
    stalled.pause();
    const down = gateway[Symbol.asyncDispose]();
    const late = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    late.on('error', () => {});
    expect(await new Promise((resolve) => late.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode)))).toBe(503);
    late.terminate();
    expect(await query(gateway.url, '{ gateway { version } }')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'DRAINING' } }] },
    });
    await down;
    stalled.destroy();
  });
});

describe('over HTTP', () => {
  it('leaves no subscription behind that its client could not take', async () => {
    await using gateway = await openGateway();
    for (const accept of ['application/json', 'multipart/mixed']) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: SUBSCRIBE }),
      });
      await response.text();
    }
    await until(() => subscriptions(gateway) === 0, { what: 'nothing left behind' });
  });

  it('does not keep what is not valid, whatever it is sent', { timeout: 60_000 }, async () => {
    await using gateway = await openGateway();
    const { gc } = globalThis;
    const send = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1) {
        const { body } = await query(gateway.url, `{ ${'nothing '.repeat(1900)} n${i} }`);
        expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      }
      gc?.();
      return process.memoryUsage().heapUsed;
    };
    const before = await send(0, 10);
    expect((await send(10, 60)) - before).toBeLessThan(20_000_000);
  });

  it('lets pages of an allowed origin call, and tells their browsers so', async () => {
    await using gateway = await openGateway({ allowedOrigins: new Set(['https://wallboard.example.com']) });
    const origin = 'https://wallboard.example.com';
    const preflight = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(preflight.status).toBeLessThan(300);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"query":"{ gateway { version } }"}',
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  });

  it.each([
    ['a body that is no JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }, '', 'BAD_USER_INPUT', 400],
    ['variables that are no JSON', {}, '?query=%7B__typename%7D&variables=%7B', 'BAD_USER_INPUT', 400],
    ['an operation that does not exist', {}, '?query=%7B__typename%7D&operationName=none', 'BAD_USER_INPUT', 400],
    [
      'a query nested ten thousand deep',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{a'.repeat(10_000) }) },
      '',
      'LIMIT_EXCEEDED',
      400,
    ],
  ] as const)('answers %s with a code of the one vocabulary', async (_what, init, search, code, status) => {
    await using gateway = await openGateway();
    const headers = { accept: 'application/graphql-response+json', ...('headers' in init ? init.headers : {}) };
    const response = await fetch(`${gateway.url}/graphql${search}`, { ...init, headers });
    const body = (await response.json()) as { errors: { extensions: unknown }[] };
    expect(body.errors[0]?.extensions).toMatchObject({ code });
    expect(response.status).toBe(status);
  });

  it('takes one operation at a time: a batch is refused, whatever it holds', async () => {
    await using gateway = await openGateway();
    for (const batch of [[{ query: '{ __typename }' }], Array.from({ length: 500 }, () => ({ query: '{ __typename }' }))]) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify(batch),
      });
      expect([response.status, await response.json()]).toEqual([
        400,
        { errors: [{ message: expect.any(String) as string, extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as unknown }] },
      ]);
    }
  });

  it('tells in a few words what is wrong with variables, however much of it there is', async () => {
    await using gateway = await openGateway();
    const text = 'query ($filter: AgentFilter) { agents(tenantId: "acme", filter: $filter) { cursor } }';
    const filter = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`agentIds${i}`, 1]));
    // By Yoga first, and then the way of what is known to be valid.
    for (const variables of [{ filter }, { filter: { agentIds: ['1001'] } }, { filter }]) {
      const { body } = await query(gateway.url, text, variables);
      expect(JSON.stringify(body).length).toBeLessThan(5000);
      expect(body.errors?.[0]?.extensions['code']).toBe('agentIds' in variables.filter ? undefined : 'BAD_USER_INPUT');
    }
    const client = webSocketClient(gateway.url);
    const { items, done } = collect<unknown>(client, text, { filter });
    await done;
    expect(items).toMatchObject([[{ extensions: { code: 'BAD_USER_INPUT' } }, {}, {}, {}]]);
    expect(JSON.stringify(items).length).toBeLessThan(5000);
    await client.dispose();
  });

  it('names the setting that a body is too large for', async () => {
    await using gateway = await openGateway();
    const { status, body } = await query(gateway.url, `{ gateway { version } } # ${'x'.repeat(70_000)}`);
    expect([status, body.errors?.[0]?.extensions['code'], body.errors?.[0]?.message]).toEqual([
      413,
      'LIMIT_EXCEEDED',
      'MAX_MESSAGE_BYTES 65536',
    ]);
  });

  it('refuses a malformed Host header, and answers a request that would rather speak another protocol', async () => {
    await using gateway = await openGateway();
    const { hostname, port } = new URL(gateway.url);
    const statusLine = (headers: string) =>
      new Promise<string>((resolve) => {
        const socket = connect({ host: hostname, port: Number(port) });
        socket.once('data', (data: Buffer) => {
          resolve(data.toString('utf8').split('\r\n', 1)[0] ?? '');
          socket.destroy();
        });
        socket.write(`GET /healthz HTTP/1.1\r\n${headers}\r\n`);
      });
    expect(await statusLine('Host: 127.0.0.1:99999\r\n')).toContain('403');
    expect(
      await statusLine(
        `Host: ${hostname}:${port}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n`,
      ),
    ).toContain('200');
  });
});

describe('over WebSocket', () => {
  it.each<[string, (string | Buffer)[], number, RegExp]>([
    [
      'a message that is too large',
      [JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(70_000) } })],
      1009,
      /^LIMIT_EXCEEDED: MAX_MESSAGE_BYTES 65536$/,
    ],
    ['a message that is no JSON', ['{'], 4400, /^BAD_USER_INPUT: /],
    ['a binary message', [Buffer.from('{"type":"connection_init"}')], 4400, /^BAD_USER_INPUT: a message is binary/],
    ['a message of the server', ['{"type":"connection_ack"}'], 4400, /^BAD_USER_INPUT: /],
    ['a second init', ['{"type":"connection_init"}', '{"type":"connection_init"}'], 4429, /^BAD_USER_INPUT: /],
    [
      'a subscription before the acknowledgement',
      [JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIBE } })],
      4401,
      /^UNAUTHENTICATED: /,
    ],
  ])('closes after %s with a reason that begins with the code', async (_what, messages, code, reason) => {
    await using gateway = await openGateway();
    expect(await closeOf(gateway.url, messages)).toEqual({ code, reason: expect.stringMatching(reason) });
    expect(subscriptions(gateway)).toBe(0);
  });

  it('closes after a duplicate id, however long, and not with a fault of its own', async () => {
    await using gateway = await openGateway();
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, bytes: reason.length })));
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('message', () => {
      const message = JSON.stringify({ id: 'ö'.repeat(500), type: 'subscribe', payload: { query: SUBSCRIBE } });
      socket.send(message);
      socket.send(message);
    });
    expect(await closed).toEqual({ code: 4409, bytes: expect.any(Number) });
  });

  it('tells a query that is too long by an error frame with the name of the setting', async () => {
    await using gateway = await openGateway();
    const client = webSocketClient(gateway.url);
    await expect(collect(client, `{ ${'gateway { version } '.repeat(600)} }`).done).rejects.toMatchObject([
      { message: 'MAX_QUERY_TOKENS 2000', extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
    await client.dispose();
  });

  it('answers all who send at once what has to be judged first, each in its order, and goes on to hear them', async () => {
    await using gateway = await openGateway();
    const clients = await Promise.all(Array.from({ length: 3 }, () => bareClient(gateway)));
    const asked = Array.from({ length: 20 }, (_, i) => `q${i}`);
    const ask = (client: (typeof clients)[number], n: number, ids: readonly string[]) => {
      for (const id of ids)
        client.send({ id, type: 'subscribe', payload: { query: `query ${id}_${n} { gateway { ${'version '.repeat(600)} } }` } });
    };
    const answered = ({ frames }: (typeof clients)[number]) => frames.filter(({ type }) => type === 'next').map(({ id }) => id);
    for (const [n, client] of clients.entries()) ask(client, n, asked);
    await until(() => clients.every((client) => answered(client).length === asked.length), { what: 'all answers' });
    for (const [n, client] of clients.entries()) ask(client, n, ['last']);
    await until(() => clients.every((client) => answered(client).includes('last')), { what: 'the answers to what came then' });
    for (const client of clients) {
      expect(answered(client)).toEqual([...asked, 'last']);
      client.socket.terminate();
    }
  });

  it('agrees to no compression, which would make much of little', async () => {
    await using gateway = await openGateway();
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { perMessageDeflate: true });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it('cuts no client that reads, however small its outbox and however large a burst', async () => {
    await using gateway = await openGateway({ maxOutboxBytes: 65_536 });
    const client = webSocketClient(gateway.url);
    const got = collect(client, 'subscription { callThreadEvents(tenantId: "acme") { __typename } }');
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    const filler = 'x'.repeat(1000);
    gateway.append?.(
      Array.from({ length: 2000 }, (_, i) => ({
        topic: 'voice-callthread',
        key: `acme:${i % 3}`,
        value: JSON.stringify({ id: 'EventRinging', UserData: { filler } }),
      })),
    );
    const many = JSON.stringify(Array.from({ length: 5000 }, () => ({ id: 'EventReleased' })));
    gateway.append?.([{ topic: 'voice-callthread', key: 'acme:many', value: many }]);
    await until(() => got.items.length === 7000, { what: 'all of the burst' });
    await client.dispose();
  });
});

/** One for each thing that they are after: connections, headers, patience, the heap, the parser, the planner, the log, the code itself. All of them: `npm run soak -- hostile`. */
const TRIED: readonly AttackName[] = [
  'never init',
  'slow headers',
  'half-open',
  'compressed bombs',
  'alias bombs',
  'distinct operations',
  'random cursors',
  'fuzz',
];

describe('hostile clients', () => {
  /** Impatient, so that the slow ones are through with soon; they share this process, so how late it is says nothing. */
  const impatient = { headersTimeoutMs: 500, bodyTimeoutMs: 500, initTimeoutMs: 500, keepAliveMs: 2000, maxEventLoopDelayMs: 60_000 };
  const AGENTS = [0, 1, 2].map(agentId);
  const CLIENTS = 10;
  let gateway: TestGateway;
  let healthy: readonly Peer[] = [];
  let writing: NodeJS.Timeout | undefined;
  let written = 0;
  let before: Held;
  beforeAll(async () => {
    gateway = await openGateway(impatient);
    healthy = Array.from({ length: CLIENTS }, () => new Peer(gateway.url));
    for (const peer of healthy) {
      await until(() => peer.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
      peer.subscribe('all', null);
    }
    await until(() => subscriptions(gateway) === CLIENTS, { what: 'those who only read' });
    before = held();
    writing = setInterval(() => {
      for (const agent of AGENTS) {
        const { key, value } = eventOf(agent, written);
        gateway.write('agentState', key, value);
      }
      // Calls that some of the hostile look at, and the others do not.
      gateway.append?.([callRecord(written, 20, Date.now())]);
      written += 1;
    }, 20);
  });
  afterAll(async () => {
    clearInterval(writing);
    for (const { socket } of healthy) socket.destroy();
    await gateway[Symbol.asyncDispose]();
  });

  /** So many at a time, until all that has to be told has been told, and enough was tried. */
  async function attackWith(name: AttackName, port: number, clients: number): Promise<Answers> {
    const [stop, answers] = [new AbortController(), new Answers()];
    const { told, perSecond, run } = attacks[name];
    const running = run({ port, clients, perSecond, answers, signal: stop.signal });
    const isTold = (): boolean => told.every((begin) => answers.counts.keys().some((answer) => answer.startsWith(begin)));
    const tried = (): number => answers.counts.values().reduce((sum, count) => sum + count, 0);
    try {
      await until(() => isTold() && tried() >= Math.min(ENOUGH, 2 * clients), { what: `all of ${told.join(', ')}` }).catch(
        (error: unknown) => {
          throw new Error(`answered: ${JSON.stringify([...answers.counts])}`, { cause: error });
        },
      );
    } finally {
      stop.abort();
      await running;
    }
    return answers;
  }
  const ENOUGH = 20;

  it.each(TRIED)('by %s are told what they have to be told, and take nothing from the others', async (name) => {
    const first = written;
    const answers = await attackWith(name, Number(new URL(gateway.url).port), Math.min(attacks[name].clients, 20));
    expect([...answers.counts.keys()].filter(isFault)).toEqual([]);
    const last = written;
    expect(last).toBeGreaterThan(first);
    for (const peer of healthy) {
      await until(() => peer.items('all').length >= last * AGENTS.length, { what: 'all events' });
      for (const agent of AGENTS) {
        const items = peer.items('all').filter(({ agentId }) => agentId === agent);
        expectAll(items, agent, items.length);
      }
      expect(peer.closed).toBeNull();
    }
  });

  it('leave nothing behind', async () => {
    await until(() => subscriptions(gateway) === CLIENTS, { what: 'their subscriptions to end' });
    const isAlone = async (): Promise<boolean> =>
      (await (await fetch(`${gateway.url}/metrics`)).text()).includes(`\nvoice_gateway_connections ${CLIENTS}\n`);
    await until(isAlone, { what: 'their connections to end' });
    await untilHeldAsBefore(before);
  });

  it('by file descriptors do not end the process, nor what it delivers', async () => {
    const env = { PORT: '0', HEADERS_TIMEOUT_SECONDS: '1' };
    const args = [process.execPath, '--require', './scripts/node-24.cjs', 'src/main.ts', 'demo'];
    await using demo = run('sh', ['-c', 'ulimit -n 80; exec "$0" "$@"', ...args], { env });
    const url = await demo.said(/listening on (\S+)/);
    const client = webSocketClient(url);
    const got = collect(client, 'subscription { agentStateEvents(tenantId: "acme") { __typename } }');
    await until(() => got.items.length > 0, { what: 'an event' });
    const answers = await attackWith('file descriptors', Number(new URL(url).port), 150);
    // More than there was room for.
    expect(answers.counts.get('cut')).toBeGreaterThan(0);
    const count = got.items.length;
    await until(() => got.items.length > count, { what: 'another event' });
    await until(async () => (await fetch(`${url}/healthz`).catch(() => null))?.status === 200, { what: 'an answer' });
    await client.dispose();
  });
});
