/** State subscriptions over real sockets: many at once, those who leave in the middle, who stop reading, who may not go on; and what the gateway tells of them. */
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Config } from '../../src/config.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { metricsOf } from '../support/on-kafka.ts';
import { until } from '../support/until.ts';
import { refresh } from '../trust/replacement.ts';
import { bearer, secretRules } from '../trust/tokens.ts';
import { connect, openStream } from '../trust/wire.ts';
import type { Result, Socket } from '../trust/wire.ts';

type Row = { readonly agentId: string; readonly state: string };
type Payload = {
  readonly kind: string;
  readonly snapshotComplete: boolean;
  readonly removed: readonly string[];
  readonly agents: readonly Row[];
};

const AGENTS = 'subscription { agents(tenantId: "acme") { kind snapshotComplete removed agents { agentId state dns { dn } } } }';
const LARGE = AGENTS.replace(
  '{ dn }',
  '{ dn offHook muted deafened inService messageWaiting doNotDisturb forwardedTo forwardMode monitoring { otherDn } }',
);
const oneAgent = (agentId: string): string => AGENTS.replace('"acme"', `"acme", filter: { agentIds: ["${agentId}"] }`);
const payloads = (results: readonly Result[]): Payload[] => results.flatMap(({ data }) => (data?.['agents'] as Payload | undefined) ?? []);
const isComplete = (socket: Socket, id: string): boolean => payloads(socket.results(id)).some(({ snapshotComplete }) => snapshotComplete);

function rowsOf(all: readonly Payload[]): Record<string, Row> {
  const rows = new Map<string, Row>();
  for (const { agents, removed } of all) {
    for (const row of agents) rows.set(row.agentId, row);
    for (const id of removed) rows.delete(id);
  }
  return Object.fromEntries(rows);
}

const nameOf = (n: number): string => `a${String(n).padStart(5, '0')}`;
const write = ({ append }: TestGateway, from: number, to: number, id = 'EventAgentReady', tenantId = 'acme'): void =>
  append?.(
    Array.from({ length: to - from }, (_, i) => ({
      topic: 'voice-agentstate',
      key: `${tenantId}:${nameOf(from + i)}`,
      value: JSON.stringify({ id, AgentID: nameOf(from + i), ThisDN: `7${from + i}` }),
    })),
  );

const isMatch = (value: unknown, wanted: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([key, one]) => (value as Record<string, unknown> | undefined)?.[key] === one);

async function open(agents: number, overrides: Partial<Config> = {}) {
  const gateway = await openGateway(overrides);
  for (let from = 0; from < agents; from += 1000) {
    write(gateway, from, Math.min(from + 1000, agents));
    await untilRead(gateway, Math.min(from + 1000, agents));
  }
  return gateway;
}

async function untilRead(gateway: TestGateway, records: number): Promise<void> {
  const read = async () => (await metricsOf(gateway)).get('records_total{topic="voice-agentstate"}') === records;
  await until(read, { what: `${records} records to be read` });
}

const views = async (gateway: TestGateway) => {
  const metrics = await metricsOf(gateway);
  return [metrics.get('subscriptions{field="agents"}'), metrics.get('views'), metrics.get('view_entities')];
};

describe('state subscriptions over WebSocket', () => {
  it('of 500 that come at once all get all of it, be it the same or of each its own, and nothing is left of them', async () => {
    await using gateway = await open(500);
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connect(gateway.url, '')));
    const each = (what: (socket: Socket, id: string, n: number) => void): void =>
      sockets.forEach((socket, s) => Array.from({ length: 25 }, (_, n) => what(socket, `s${n}`, s * 25 + n)));
    const all = (what: (socket: Socket, id: string, n: number) => boolean): boolean => {
      let holds = true;
      each((socket, id, n) => (holds &&= what(socket, id, n)));
      return holds;
    };
    each((socket, id) => socket.subscribe(id, AGENTS));
    await until(() => all(isComplete), { what: 'all snapshots' });
    expect(await views(gateway)).toEqual([500, 1, 500]);
    const wanted = rowsOf(payloads(sockets[0]?.results('s0') ?? []));
    expect(Object.keys(wanted)).toEqual(Array.from({ length: 500 }, (_, n) => nameOf(n)));
    each((socket, id) => expect(rowsOf(payloads(socket.results(id)))).toEqual(wanted));
    each((socket, id) => socket.send({ id, type: 'complete' }));
    await until(async () => (await views(gateway))[1] === 0, { what: 'all to be left' });

    for (const socket of sockets) (socket.frames as unknown[]).length = 0;
    each((socket, id, n) => socket.subscribe(id, oneAgent(nameOf(n))));
    await until(() => all(isComplete), { what: 'all snapshots' });
    expect(await views(gateway)).toEqual([500, 500, 500]);
    write(gateway, 0, 500, 'EventAgentNotReady');
    const isTold = (socket: Socket, id: string, n: number) =>
      rowsOf(payloads(socket.results(id)))[nameOf(n)]?.state === 'NOT_READY' && payloads(socket.results(id)).length === 2;
    await until(() => all(isTold), { what: 'each to be told of its own' });
    for (const socket of sockets) await socket.close();
    await until(async () => String(await views(gateway)) === '0,0,0', { what: 'all to be left' });
  });

  it('that is left in the middle of the snapshot is over, alone, and its id can be used again', async () => {
    await using gateway = await open(3000, { maxOutboxBytes: 128 * 1024 });
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const frames: { readonly id?: string; readonly type: string; readonly payload?: Result }[] = [];
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as (typeof frames)[number]));
    await new Promise((resolve) => socket.once('open', resolve));
    const send = (message: object): void => socket.send(JSON.stringify(message));
    send({ type: 'connection_init' });
    for (const id of ['left', 'stays']) send({ id, type: 'subscribe', payload: { query: LARGE } });
    const of = (id: string) => frames.filter((frame) => frame.id === id);
    await until(() => of('left').length > 0, { what: 'a first page' });
    socket.pause();
    send({ id: 'left', type: 'complete' });
    await until(async () => (await views(gateway))[0] === 1, { what: 'it to be left' });
    const told = payloads(of('left').flatMap(({ payload }) => payload ?? []));
    expect(told.some(({ snapshotComplete }) => snapshotComplete)).toBe(false);
    send({ id: 'left', type: 'subscribe', payload: { query: oneAgent(nameOf(7)) } });
    await until(async () => (await views(gateway))[0] === 2, { what: 'the next one' });
    socket.resume();
    const ofBoth = (id: string) => payloads(of(id).flatMap(({ payload }) => payload ?? []));
    await until(() => ofBoth('stays').some(({ snapshotComplete }) => snapshotComplete), { what: 'the other snapshot' });
    expect(Object.keys(rowsOf(ofBoth('stays')))).toHaveLength(3000);
    await until(() => ofBoth('left').at(-1)?.agents.length === 1, { what: 'the next one to be served' });
    socket.close();
    await until(async () => String(await views(gateway)) === '0,0,0', { what: 'both to be left' });
  });

  it('that does not read is not ended by whatever happens, costs nobody else anything, and is then sent the newest once', async () => {
    const agents = 1500;
    await using gateway = await open(agents, { maxOutboxBytes: 256 * 1024 });
    const quick = await connect(gateway.url, '');
    const paused = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const frames: { readonly type: string; readonly payload?: Result }[] = [];
    paused.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as (typeof frames)[number]));
    await new Promise((resolve) => paused.once('open', resolve));
    paused.send('{"type":"connection_init"}');
    paused.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: LARGE } }));
    quick.subscribe('1', LARGE);
    const told = (): Payload[] => payloads(frames.flatMap(({ type, payload }) => (type === 'next' ? (payload ?? []) : [])));
    await until(() => told().some(({ snapshotComplete }) => snapshotComplete), { what: 'its snapshot' });
    paused.pause();
    let isReady = true;
    let records = agents;
    let quickFrames = 0;
    /** A third of a megabyte to each who reads: more than may wait for one. */
    const gust = async (): Promise<void> => {
      isReady = !isReady;
      write(gateway, 0, agents, isReady ? 'EventAgentReady' : 'EventAgentNotReady');
      await untilRead(gateway, (records += agents));
      const wanted = { agentId: nameOf(agents - 1), state: isReady ? 'READY' : 'NOT_READY' };
      const isTold = () => payloads(quick.results('1')).some((payload) => payload.agents.some((row) => isMatch(row, wanted)));
      await until(isTold, { what: 'the quick one to be told' });
      quickFrames += (quick.frames as unknown[])
        .splice(0, quick.frames.length - 1)
        .filter((frame) => isMatch(frame, { type: 'next' })).length;
    };
    const metric = async (name: string) => (await metricsOf(gateway)).get(name) ?? 0;
    // Until the kernel takes no more: what it was given, it may take a little later.
    let [most, before] = [0, 0];
    while (most < 64 * 1024 || most !== before) {
      before = most;
      await gust();
      most = await metric('outbox_bytes');
    }
    const sent = (await metric('delivered_total{field="agents"}')) - quickFrames - 1;
    for (let n = 0; n < 12; n += 1) await gust();
    write(gateway, 0, 1, isReady ? 'EventAgentNotReady' : 'EventAgentReady');
    // A quarter of the bound, and one frame of all that there is; and nothing came to it but pings.
    expect(most).toBeLessThan(64 * 1024 + agents * 350);
    expect(await metric('outbox_bytes')).toBeLessThan(most + 4096);
    paused.resume();
    const [one, others] = isReady ? ['NOT_READY', 'READY'] : ['READY', 'NOT_READY'];
    const hasNewest = (): boolean => {
      const rows = rowsOf(told());
      return rows[nameOf(0)]?.state === one && Object.values(rows).filter(({ state }) => state === others).length === agents - 1;
    };
    await until(hasNewest, { what: 'the newest' });
    // Of thirteen changes it was told once, or twice if it could take something in the middle of the last.
    expect(told().length - sent).toBeLessThanOrEqual(3);
    expect([...new Set(frames.map(({ type }) => type))].toSorted()).toEqual(['connection_ack', 'next']);
    paused.close();
    await quick.close();
    await until(async () => String(await views(gateway)) === '0,0,0', { what: 'all to be left' });
  });

  it('ends with an error frame for what cannot be answered, and the connection goes on', async () => {
    await using gateway = await open(3);
    const socket = await connect(gateway.url, '');
    socket.subscribe('1', 'subscription { agents(tenantId: "acme") { agents { recentEvents(last: 1000) { __typename } } } }');
    await until(() => socket.error('1') !== null, { what: 'the error' });
    expect(socket.error('1')).toBe('BAD_USER_INPUT');
    socket.subscribe('2', 'subscription { agents(tenantId: "acme", maxRateHz: 21) { kind } }');
    socket.subscribe('3', 'subscription { queues(tenantId: "acme", queueIds: [], maxRateHz: 0.05) { kind } }');
    await until(() => socket.error('2') !== null && socket.error('3') !== null, { what: 'the errors' });
    expect([socket.error('2'), socket.error('3')]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(await socket.query('{ gateway { ready } }')).toEqual({ data: { gateway: { ready: true } } });
    expect(await views(gateway)).toEqual([0, 0, 0]);
    await socket.close();
  });

  it('goes with its connection when the gateway drains, which comes back elsewhere', async () => {
    const gateway = await open(3);
    const socket = await connect(gateway.url, '');
    socket.subscribe('1', AGENTS);
    await until(() => isComplete(socket, '1'), { what: 'the snapshot' });
    const stream = await openStream(gateway.url, {}, AGENTS);
    await until(() => payloads(stream.results()).length === 1, { what: 'the snapshot' });
    await gateway.drain(AbortSignal.abort());
    await gateway[Symbol.asyncDispose]();
    expect(await socket.closed).toMatchObject({ code: 1012, reason: expect.stringMatching(/^DRAINING: /) as string });
    expect(socket.frames.filter(({ type }) => type === 'error' || type === 'complete')).toEqual([]);
    await stream.done;
    expect(stream.results().at(-1)?.errors?.[0]?.extensions.code).toBe('DRAINING');
  });
});

describe('with tokens', () => {
  it('ends alone what a fresh one does not cover, and with its token, over both transports', async () => {
    await using gateway = await openGateway({ tokens: secretRules });
    write(gateway, 0, 2);
    write(gateway, 0, 2, 'EventAgentReady', 'globex');
    const exp = Date.now() / 1000 + 4;
    const socket = await connect(gateway.url, await bearer({ tenant_id: ['acme', 'globex'], exp }));
    const stream = await openStream(gateway.url, { authorization: await bearer({ tenant_id: 'acme', exp }) }, AGENTS);
    socket.subscribe('acme', AGENTS);
    socket.subscribe('globex', AGENTS.replace('acme', 'globex'));
    await until(() => isComplete(socket, 'acme') && isComplete(socket, 'globex'), { what: 'the snapshots' });
    await refresh(socket, await bearer({ tenant_id: 'acme', exp }));
    expect([socket.error('acme'), socket.error('globex')]).toEqual([null, 'FORBIDDEN']);
    write(gateway, 0, 1, 'EventAgentNotReady');
    write(gateway, 0, 1, 'EventAgentNotReady', 'globex');
    await until(() => payloads(socket.results('acme')).at(-1)?.kind === 'CHANGE', { what: 'the change' });
    expect(payloads(socket.results('globex')).map(({ kind }) => kind)).toEqual(['SNAPSHOT']);
    expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/^TOKEN_EXPIRED: /) as string });
    await stream.done;
    expect(payloads(stream.results()).map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'CHANGE']);
    expect(stream.results().at(-1)?.errors?.[0]?.extensions.code).toBe('TOKEN_EXPIRED');
  });
});

describe('state subscriptions over SSE', () => {
  it('are told the same, and are over when the reader leaves, or when what is selected cannot be answered', async () => {
    await using gateway = await open(500);
    const [stream, socket] = [await openStream(gateway.url, {}, AGENTS), await connect(gateway.url, '')];
    socket.subscribe('1', AGENTS);
    await until(() => isComplete(socket, '1') && payloads(stream.results()).some((one) => one.snapshotComplete), { what: 'the snapshots' });
    write(gateway, 0, 100, 'EventAgentNotReady');
    const state = (all: readonly Payload[]) => rowsOf(all)[nameOf(99)]?.state;
    await until(() => state(payloads(stream.results())) === 'NOT_READY' && state(payloads(socket.results('1'))) === 'NOT_READY', {
      what: 'the change',
    });
    expect(rowsOf(payloads(stream.results()))).toEqual(rowsOf(payloads(socket.results('1'))));
    expect(await views(gateway)).toEqual([2, 1, 500]);
    stream.leave();
    await socket.close();
    await until(async () => String(await views(gateway)) === '0,0,0', { what: 'both to be left' });
    const faulty = await openStream(gateway.url, {}, AGENTS.replace('dns { dn }', 'recentEvents(last: 1000) { __typename }'));
    await faulty.done;
    expect(faulty.results().map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(await views(gateway)).toEqual([0, 0, 0]);
  });
});
