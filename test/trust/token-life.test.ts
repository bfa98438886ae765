import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { refresh, replacements, tryReplacement } from './replacement.ts';
import { thisTree } from './subject.ts';
import { bearer, nowSeconds, secretRules } from './tokens.ts';
import { connect, openSocket, openStream } from './wire.ts';
import type { Result, Socket } from './wire.ts';

const { open } = await thisTree();

const CALLS = (tenantId: string) =>
  `subscription { callThreadEvents(tenantId: "${tenantId}") { ... on CallEvent { callThreadId attributes } } }`;
const TOUCH = '{ gateway { version } }';

/** From now on, in fractions of a second too. */
const inSeconds = (seconds: number): number => Date.now() / 1000 + seconds;
const subscriptions = ({ hub }: TestGateway): number => hub.subscriptions('agentState') + hub.subscriptions('callThread');
const threadsOf = (results: readonly Result[]): unknown[] =>
  results.flatMap(({ data }) => (data?.['callThreadEvents'] as { callThreadId: string } | undefined)?.callThreadId ?? []);
const threads = (socket: Socket, id: string): unknown[] => threadsOf(socket.results(id));
/** In one partition, where the log has an order. */
const write = (gateway: TestGateway, tenantId: string, callThreadId: string, attributes: Readonly<Record<string, string>> = {}): void =>
  gateway.write('callThread', `${tenantId}:key`, { id: 'EventRinging', CallThreadID: callThreadId, ...attributes });
const warnings = ({ frames }: Socket): number[] =>
  frames.flatMap(({ type, payload }) =>
    type === 'ping' ? ((payload as { tokenExpiresInSeconds?: number } | undefined)?.tokenExpiresInSeconds ?? []) : [],
  );

describe('a connection whose token ends', () => {
  it('is warned, and closed with 4403 TOKEN_EXPIRED, with all that it holds', async () => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp: inSeconds(2) }));
    socket.subscribe('1', CALLS('acme'));
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    const { code, reason } = await socket.closed;
    expect(code).toBe(4403);
    expect(reason).toMatch(/^TOKEN_EXPIRED: /);
    expect(warnings(socket)).toEqual([expect.any(Number) as number]);
    expect(Math.min(...warnings(socket))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...warnings(socket))).toBeLessThanOrEqual(2);
    // An error frame would end the operation for good in every client.
    expect(socket.frames.filter(({ type }) => type === 'error' || type === 'complete')).toEqual([]);
    expect(subscriptions(gateway)).toBe(0);
  });

  it('is warned once the last minute has begun, and by each ping from then on', async () => {
    await using gateway = await open(secretRules, { keepAliveMs: 400 });
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp: inSeconds(63) }));
    await until(() => socket.frames.filter(({ type }) => type === 'ping').length >= 3, { what: 'three pings' });
    const early = warnings(socket).length;
    await until(() => warnings(socket).length >= 3, { what: 'warnings' });
    expect(early).toBe(0);
    expect(Math.max(...warnings(socket))).toBeLessThanOrEqual(60);
    expect(warnings(socket)).toEqual(warnings(socket).toSorted((a, b) => b - a));
    await socket.close();
  });

  it('counts until exp, and one that comes within the clock skew after it counts until exp and the skew', async () => {
    await using gateway = await open({ ...secretRules, clockSkewSeconds: 4 });
    const endOf = async (exp: number) => {
      const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp }));
      const { data } = await socket.query('{ viewer { tokenExpiresAt } }');
      const viewer = data?.['viewer'] as { readonly tokenExpiresAt: string } | undefined;
      return { socket, end: Date.parse(viewer?.tokenExpiresAt ?? '') / 1000 };
    };
    const [soon, past, over] = [nowSeconds() + 3, nowSeconds() - 1, nowSeconds() - 5];
    const early = await endOf(soon);
    const late = await endOf(past);
    expect([early.end, late.end]).toEqual([soon, past + 4]);
    for (const { socket } of [early, late])
      expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/^TOKEN_EXPIRED/) as string });
    const later = await openSocket(gateway.url);
    later.send({ type: 'connection_init', payload: { authorization: await bearer({ tenant_id: 'acme', exp: over }) } });
    expect(await later.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/^TOKEN_EXPIRED/) as string });
  });

  it('leaves no timer behind, whoever closes it', async () => {
    await using gateway = await open(secretRules);
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const long = await bearer({ tenant_id: 'acme' });
    const before = timers();
    const sockets = await Promise.all(Array.from({ length: 40 }, () => connect(gateway.url, long)));
    // One watches the token, one keeps the connection alive.
    expect(timers()).toBeGreaterThanOrEqual(before + 80);
    for (const socket of sockets) socket.send({ type: 'ping', payload: { authorization: long } });
    await Promise.all(sockets.slice(0, 20).map((socket) => socket.close()));
    for (const socket of sockets.slice(20)) socket.send({ type: 'ping', payload: { authorization: 'Bearer bad' } });
    await Promise.all(sockets.map(({ closed }) => closed));
    await until(() => timers() <= before + 4, { what: 'the timers to go' });
    for (let n = 0; n < 40; n++) {
      const stream = await openStream(gateway.url, { authorization: long }, CALLS('acme'));
      stream.leave();
      await stream.done;
      await (await fetch(`${gateway.url}/graphql?query=${TOUCH}`, { headers: { authorization: long } })).text();
    }
    await until(() => timers() <= before + 4 && subscriptions(gateway) === 0, { what: 'those of requests to go' });
  });
});

describe('a fresh token in a ping', () => {
  it('keeps the subscriptions without a lost or doubled event, past the end of the first', async () => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', sub: 'token 0', exp: inSeconds(2) }));
    socket.subscribe('1', CALLS('acme'));
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    const written: string[] = [];
    const writeNext = (): void => {
      written.push(`t-${written.length}`);
      write(gateway, 'acme', written.at(-1) ?? '');
    };
    const writing = setInterval(writeNext, 5);
    const begin = Date.now();
    let tokens = 0;
    await until(
      async () => {
        tokens += 1;
        await refresh(socket, await bearer({ tenant_id: 'acme', sub: `token ${tokens}`, exp: inSeconds(2) }));
        writeNext();
        return Date.now() - begin > 4500;
      },
      { what: 'several lives of a token' },
    );
    clearInterval(writing);
    const { data } = await socket.query('{ viewer { subject } }');
    expect(data).toEqual({ viewer: { subject: `token ${tokens}` } });
    await until(() => threads(socket, '1').length >= written.length, { what: 'all events' });
    expect(threads(socket, '1')).toEqual(written);
    expect(socket.error('1')).toBeNull();
    // Nobody hands in another one.
    expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/^TOKEN_EXPIRED/) as string });
  });

  it('that lives longer takes the warning back', async () => {
    await using gateway = await open(secretRules, { keepAliveMs: 400 });
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp: inSeconds(30) }));
    await until(() => warnings(socket).length > 0, { what: 'the warning' });
    await refresh(socket, await bearer({ tenant_id: 'acme' }));
    const [warned, frames] = [warnings(socket).length, socket.frames.length];
    await until(() => socket.frames.slice(frames).filter(({ type }) => type === 'ping').length >= 3, { what: 'pings' });
    expect(warnings(socket)).toHaveLength(warned);
    await socket.close();
  });

  it('is warned of in its turn', async () => {
    // No ping but those that warn.
    await using gateway = await open(secretRules, { keepAliveMs: 3_600_000 });
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp: inSeconds(30) }));
    await until(() => warnings(socket).length === 1, { what: 'the first warning' });
    await refresh(socket, await bearer({ tenant_id: 'acme', exp: inSeconds(61.5) }));
    expect(warnings(socket)).toHaveLength(1);
    await until(() => warnings(socket).length === 2, { what: 'the second warning' });
    await socket.close();
  });

  it('is taken on a connection that was let in by the header of the upgrade', async () => {
    await using gateway = await open(secretRules);
    const socket = await openSocket(gateway.url, { headers: { authorization: await bearer({ tenant_id: 'acme', exp: inSeconds(2) }) } });
    socket.send({ type: 'connection_init' });
    await until(() => socket.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    await refresh(socket, await bearer({ tenant_id: 'acme', sub: 'fresh' }));
    const begin = Date.now();
    await until(() => Date.now() - begin > 2500, { what: 'the end of the first' });
    expect((await socket.query('{ viewer { subject } }')).data).toEqual({ viewer: { subject: 'fresh' } });
    await socket.close();
  });

  it.each([
    ['UNAUTHENTICATED', 'signed by somebody else', () => bearer({ tenant_id: '*' }, { secret: 'unknown to the gateway, and long enough' })],
    ['UNAUTHENTICATED', 'without a scheme', async () => (await bearer({ tenant_id: '*' })).slice('Bearer '.length)],
    ['UNAUTHENTICATED', 'that is empty', () => Promise.resolve('')],
    ['UNAUTHENTICATED', 'that covers no tenant', () => bearer({ tenant_id: [] })],
    ['TOKEN_EXPIRED', 'whose time is over', () => bearer({ tenant_id: '*', exp: nowSeconds() - 5 })],
  ])('closes with 4403 %s if it is one %s', async (code, _kind, token) => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme' }));
    socket.subscribe('1', CALLS('acme'));
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    socket.send({ type: 'ping', payload: { authorization: await token() } });
    const closed = await socket.closed;
    expect(closed.code).toBe(4403);
    expect(closed.reason.split(':')[0]).toBe(code);
    expect(socket.error('1')).toBeNull();
    expect(subscriptions(gateway)).toBe(0);
  });

  it('that covers less ends what it no longer covers, each alone, and goes for what is asked from then on', async () => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: ['acme', 'globex'], unmasked: true }));
    for (const tenant of ['acme', 'globex']) socket.subscribe(tenant, CALLS(tenant));
    await until(() => subscriptions(gateway) === 2, { what: 'the subscriptions' });
    await refresh(socket, await bearer({ tenant_id: 'acme', unmasked: true }));
    expect([socket.error('acme'), socket.error('globex')]).toEqual([null, 'FORBIDDEN']);
    expect(subscriptions(gateway)).toBe(1);
    socket.subscribe('again', CALLS('globex'));
    await socket.query(TOUCH);
    expect(socket.error('again')).toBe('FORBIDDEN');
    for (const tenant of ['globex', 'acme']) write(gateway, tenant, `${tenant}-call`);
    await until(() => threads(socket, 'acme').length > 0, { what: 'the event of the other' });
    expect([threads(socket, 'acme'), threads(socket, 'globex')]).toEqual([['acme-call'], []]);
    await socket.close();
  });

  it.each(replacements)('$name: $keeps ($fresh after $first keeps the subscription)', async (replacement) => {
    await using gateway = await open(secretRules);
    expect(await tryReplacement(gateway, replacement)).toBeNull();
  });

  it('that covers more goes for what is subscribed to from then on; what is open stays as it was', async () => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', agent_id: '1001' }));
    socket.subscribe('before', CALLS('acme'));
    await refresh(socket, await bearer({ tenant_id: ['acme', 'globex'], unmasked: true }));
    socket.subscribe('after', CALLS('acme'));
    socket.subscribe('other', CALLS('globex'));
    await until(() => subscriptions(gateway) === 3, { what: 'the subscriptions' });
    write(gateway, 'acme', 'another', { AgentID: '1002', ANI: 'caller 12' });
    write(gateway, 'acme', 'own', { AgentID: '1001', ANI: 'caller 13' });
    write(gateway, 'globex', 'third');
    await until(() => threads(socket, 'other').length + threads(socket, 'after').length === 3, { what: 'the events' });
    expect([threads(socket, 'before'), threads(socket, 'after'), threads(socket, 'other')]).toEqual([
      ['own'],
      ['another', 'own'],
      ['third'],
    ]);
    expect(JSON.stringify(socket.results('before'))).not.toContain('caller 13');
    expect(JSON.stringify(socket.results('after'))).toContain('caller 13');
    await socket.close();
  });

  it('is nothing but a ping before the connection has been acknowledged, good or bad', async () => {
    await using gateway = await open(secretRules);
    const [early, other] = [await openSocket(gateway.url), await openSocket(gateway.url)];
    await refresh(early, await bearer({ tenant_id: '*' }));
    early.subscribe('1', CALLS('acme'));
    expect((await early.closed).code).toBe(4401);
    await refresh(other, 'Bearer nonsense');
    other.send({ type: 'connection_init', payload: { authorization: await bearer({ tenant_id: 'acme' }) } });
    await until(() => other.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    await other.close();
    expect(subscriptions(gateway)).toBe(0);
  });

  it('may be anything else: a ping without authorization is answered with its payload, and changes nothing', async () => {
    await using gateway = await open(secretRules);
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', sub: 'first' }));
    for (const payload of [undefined, { at: 7 }, { token: 'x', authorisation: 'y' }]) {
      socket.send({ type: 'ping', payload });
      await until(() => socket.frames.at(-1)?.type === 'pong', { what: 'the pong' });
      expect(socket.frames.at(-1)).toEqual({ type: 'pong', ...(payload === undefined ? {} : { payload }) });
      expect((await socket.query('{ viewer { subject } }')).data).toEqual({ viewer: { subject: 'first' } });
    }
    await socket.close();
  });
});

describe('a stream over SSE whose token ends', () => {
  it('has TOKEN_EXPIRED as its last result, behind all events', async () => {
    await using gateway = await open(secretRules);
    const stream = await openStream(gateway.url, { authorization: await bearer({ tenant_id: 'acme', exp: inSeconds(2) }) }, CALLS('acme'));
    for (let n = 0; n < 20; n++) write(gateway, 'acme', `t-${n}`);
    await stream.done;
    const results = stream.results();
    expect(threadsOf(results)).toEqual(Array.from({ length: 20 }, (_, n) => `t-${n}`));
    expect(results).toHaveLength(21);
    expect(results.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] });
    expect(stream.text()).toContain('event: complete');
    expect(subscriptions(gateway)).toBe(0);
  });

  it('cannot be opened by a body that takes longer than the token lives', async () => {
    await using gateway = await open(secretRules);
    const { hostname, port } = new URL(gateway.url);
    const body = JSON.stringify({ query: CALLS('acme') });
    const exp = inSeconds(2);
    const socket = connectTcp({ host: hostname, port: Number(port) });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('utf8'))).on('error', () => {});
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${await bearer({ tenant_id: 'acme', exp })}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 10));
    await until(() => Date.now() / 1000 > exp + 0.3, { what: 'the end of the token' });
    socket.write(body.slice(10));
    await until(() => text.includes('\r\n\r\n'), { what: 'an answer' });
    write(gateway, 'acme', 't');
    await until(() => text.includes('TOKEN_EXPIRED') || text.includes('"callThreadId"'), { what: 'what becomes of it' });
    expect(text).not.toContain('"callThreadId"');
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
    expect(subscriptions(gateway)).toBe(0);
    socket.destroy();
  });
});
