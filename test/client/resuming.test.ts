/** The client that resumes, against the real gateway through a relay that ends things in every way: after each, no event is missing and none came twice. */
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createResumingClient } from '../../schema/client/resuming.ts';
import { WallboardCallEventsDocument } from '../../schema/client/index.ts';
import { freePort } from '../../scripts/free-port.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { bearer, nowSeconds, secretRules } from '../trust/tokens.ts';
import { Page } from './page.ts';
import { Writer } from './writer.ts';
import { Relay } from './relay.ts';

/** Who has not answered a ping until the next one is cut, and this machine may be busy. */
const KEEP_ALIVE_MS = 400;

const logCursor = async (gateway: TestGateway): Promise<string> => {
  const { body } = await query(gateway.url, '{ logCursor(tenantId: "acme") }');
  return String(body.data?.['logCursor']);
};

let gateway: TestGateway;
let relay: Relay;
let writer: Writer;
beforeEach(async () => {
  gateway = await openGateway({ keepAliveMs: KEEP_ALIVE_MS });
  relay = await Relay.open(gateway.url);
  writer = new Writer((key, value) => gateway.write('agentState', key, value));
});
afterEach(async () => {
  await relay?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
});
const subscriptions = () => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread');
const subscribed = (count = 1) => until(() => subscriptions() === count, { what: `${count} subscriptions` });

type End = readonly [what: string, end: () => void];

const CONNECTION_ENDS: readonly End[] = [
  ['is cut', () => relay.cut()],
  ...[1000, 1001, 1005, 1011, 1012, 1013, 4403, 4408, 4500].map((code): End => [
    `is closed with ${code}`,
    () => relay.close(code, 'whatever'),
  ]),
  ['falls silent', () => relay.silence()],
];
const STREAM_ENDS: readonly End[] = [
  ['complete', () => relay.end('complete')],
  ...['SOURCE_UNAVAILABLE', 'OVERLOADED', 'DRAINING', 'SLOW_CONSUMER', 'INTERNAL_SERVER_ERROR', 'SOMETHING_NEW'].map((code): End => [
    code,
    () => relay.end('error', [{ message: 'it is over', extensions: { code } }]),
  ]),
  ['an error without a code', () => relay.end('error', [{ message: 'it is over' }])],
];

describe.each([
  ['of the platform', undefined],
  ['of ws', WebSocket],
])('with the WebSocket %s', (_, webSocketImpl) => {
  const openPage = () => new Page({ url: relay.url, webSocketImpl, keepAliveMs: 3 * KEEP_ALIVE_MS });

  it.each([...CONNECTION_ENDS, ...STREAM_ENDS.map(([what, end]): End => [`has a stream ended by ${what}`, end])])(
    'misses nothing and gets nothing twice when the connection %s',
    async (_what, end) => {
      await using page = openPage();
      page.open();
      await subscribed();
      await writer.write(5);
      await until(() => page.seen.length === 5, { what: 'the first events' });
      for (let round = 0; round < 2; round += 1) {
        const before = relay.subscribes.length;
        end();
        await writer.write(5);
        await until(() => relay.subscribes.length > before, { what: 'the client to subscribe again' });
        await writer.write(5);
        await page.hasAll(writer);
      }
      expect(page.errors).toEqual([]);
      expect(page.refusals).toEqual([]);
    },
  );

  it('misses nothing where the end comes before the first event', async () => {
    await using page = openPage();
    page.open();
    await subscribed();
    relay.cut();
    await writer.write(5);
    await page.hasAll(writer);
  });

  it('reads too slowly, is closed with 1013, and goes on where it was', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ maxOutboxBytes: 100_000, keepAliveMs: 60_000 });
    relay.to = gateway.url;
    await using page = new Page({ url: relay.url, webSocketImpl });
    page.open();
    await subscribed();
    await writer.write(5);
    relay.isReading = false;
    await until(
      async () => {
        await writer.write(10, 'x'.repeat(50_000));
        return subscriptions() === 0;
      },
      { what: 'the gateway to give it up' },
    );
    relay.isReading = true;
    await page.hasAll(writer);
    expect(page.states).toContainEqual(
      expect.objectContaining({ status: 'waiting', reason: expect.stringContaining('1013 SLOW_CONSUMER') }),
    );
  });
});

it('ends while it is replaying, again and again', async () => {
  const start = await logCursor(gateway);
  await writer.write(3000);
  await using page = new Page({ url: relay.url });
  page.open({ after: start });
  for (let n = 1; n <= 5; n += 1) {
    await until(() => page.seen.length > n * 100, { what: `${n * 100} events` });
    relay.cut();
  }
  await page.hasAll(writer);
});

it('begins since a time, and goes on from a cursor', async () => {
  const since = new Date().toISOString();
  await writer.write(5);
  await using page = new Page({ url: relay.url });
  page.open({ since });
  await until(() => page.seen.length === 5, { what: 'what was before' });
  relay.cut();
  await writer.write(5);
  await page.hasAll(writer);
  expect(relay.subscribes.map(({ payload }) => Object.keys(payload?.variables ?? {}).toSorted())).toEqual([
    ['since', 'tenantId'],
    ['after', 'tenantId'],
  ]);
});

it('goes on after `resumeAfter` of an error', async () => {
  await using page = new Page({ url: relay.url });
  const { cursor } = page.open();
  await subscribed();
  gateway.write('callThread', 'acme:call', { id: 'EventRinging' });
  const resumeAfter = await until(async () => ((await logCursor(gateway)) === cursor ? null : logCursor(gateway)), {
    what: 'another place',
  });
  relay.end('error', [{ message: 'over', extensions: { code: 'SLOW_CONSUMER', resumeAfter } }]);
  await until(() => relay.subscribes.length === 2, { what: 'it to subscribe again' });
  expect(relay.subscribes.at(-1)?.payload?.variables).toEqual({ tenantId: 'acme', after: resumeAfter });
});

describe('a place', () => {
  it('moves with each event', async () => {
    await using page = new Page({ url: relay.url });
    const cursors: string[] = [];
    // Read with the last event itself: a ping would move it, too.
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const subscription = page.open(
      {},
      {
        next: ({ agentStateEvents: { cursor } }) => {
          cursors.push(cursor);
          if (cursors.length === 5) resolve(subscription.cursor);
        },
      },
    );
    await subscribed();
    await writer.write(5);
    expect(await promise).toBe(cursors.at(-1));
    expect(new Set(cursors).size).toBe(5);
  });

  it('moves with pings where no event comes, so that a quiet stream does not grow old', async () => {
    await using page = new Page({ url: relay.url });
    const subscription = page.open({ agentIds: ['nobody'] });
    await subscribed();
    const before = subscription.cursor;
    await writer.write(20);
    await until(async () => subscription.cursor !== before && subscription.cursor === (await logCursor(gateway)), {
      what: 'pings to move it',
    });
    const { cursor } = subscription;
    relay.cut();
    await until(() => relay.subscribes.length === 2, { what: 'the client to subscribe again' });
    expect(relay.subscribes.at(-1)?.payload?.variables?.['after']).toBe(cursor);
  });

  it('does not move with a ping that was sent before the gateway had heard of the subscription', async () => {
    const start = await logCursor(gateway);
    await using page = new Page({ url: relay.url });
    page.open({ agentIds: ['somebody else'] });
    await subscribed();
    let held = 0;
    relay.toGateway = (frame) => {
      if (frame.type !== 'subscribe' && frame.payload?.['heard'] === undefined) return frame;
      held += 1;
      return null;
    };
    const subscription = page.open({ after: start });
    await until(() => held >= 2, { what: 'the subscription to be under way' });
    await writer.write(5);
    const pings = () => relay.told.filter(({ type, payload }) => type === 'ping' && payload?.['cursor'] !== undefined).length;
    const before = pings();
    await until(() => pings() > before + 1, { what: 'pings' });
    expect(subscription.cursor).toBe(start);
    relay.toGateway = (frame) => frame;
    relay.cut();
    await page.hasAll(writer);
  });

  it('of each of two subscriptions on one connection is its own', async () => {
    await using page = new Page({ url: relay.url });
    const calls: string[] = [];
    page.open();
    const second = page.client.subscribe(
      WallboardCallEventsDocument,
      { tenantId: 'acme' },
      { next: ({ callThreadEvents }) => calls.push(callThreadEvents.__typename) },
    );
    await subscribed(2);
    expect(relay.connections).toBe(1);
    const ring = () => gateway.write('callThread', 'acme:call', { id: 'EventRinging', ThisDN: '5001', CallType: 2 });
    await writer.write(5);
    ring();
    await until(() => calls.length === 1 && page.seen.length === 5, { what: 'the first events' });
    relay.cut();
    await writer.write(5);
    ring();
    await page.hasAll(writer);
    await until(() => calls.length === 2, { what: 'the second call' });
    // One of them ends: the other goes on, on the same connection.
    const { connections } = relay;
    second.unsubscribe();
    await subscribed(1);
    await writer.write(5);
    ring();
    await page.hasAll(writer);
    expect([calls.length, relay.connections]).toEqual([2, connections]);
  });
});

it('drops what comes twice behind the place where a stream is taken up again', async () => {
  const start = await logCursor(gateway);
  await using page = new Page({ url: relay.url });
  page.open();
  await subscribed();
  await writer.write(50);
  await until(() => page.seen.length === 50, { what: 'the first events' });
  // As a gateway may that knows the place less exactly.
  relay.toGateway = (frame) =>
    frame.payload?.variables?.['after'] === undefined
      ? frame
      : { ...frame, payload: { ...frame.payload, variables: { ...frame.payload.variables, after: start } } };
  relay.cut();
  await writer.write(5);
  await page.hasAll(writer);
  expect(relay.told.filter(({ type }) => type === 'next').length).toBeGreaterThan(100);
});

describe('a cursor that is refused', () => {
  it('is told, and the subscription goes on from the place that the page returns', async () => {
    const config = { port: await freePort(), keepAliveMs: KEEP_ALIVE_MS };
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway(config);
    relay.to = gateway.url;
    await using page = new Page({ url: relay.url });
    page.open({}, { onRefused: () => logCursor(gateway) });
    await subscribed();
    await writer.write(5);
    await until(() => page.seen.length === 5, { what: 'the first events' });
    // The embedded log begins anew with each gateway: its offsets are the same, its events are others.
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway(config);
    await subscribed();
    await writer.write(5);
    await page.hasAll(writer);
    expect(page.refusals).toMatchObject([{ code: expect.stringMatching(/CURSOR_INVALID|LOG_TRUNCATED/), message: expect.any(String) }]);
  });

  it('leads to now where the page returns none', async () => {
    await using page = new Page({ url: relay.url });
    page.open({ after: 'no cursor' });
    await subscribed();
    await writer.write(5);
    await page.hasAll(writer);
    expect(page.refusals).toMatchObject([{ code: 'CURSOR_INVALID', oldestCursor: null }]);
  });

  it('is told again until the page has read what it shows anew', async () => {
    await using page = new Page({ url: relay.url });
    page.open(
      { after: 'no cursor' },
      {
        onRefused: async () => {
          if (page.refusals.length < 3) throw new Error('no answer yet');
          const cursor = await logCursor(gateway);
          await writer.write(5);
          return cursor;
        },
      },
    );
    await until(() => writer.written === 5, { what: 'the page to have asked' });
    await page.hasAll(writer);
    expect(page.refusals).toHaveLength(3);
  });

  it('that is too old tells the oldest that is not', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ replayMaxAgeMs: 1 });
    relay.to = gateway.url;
    const start = await logCursor(gateway);
    await writer.write(5);
    await until(async () => (await logCursor(gateway)) !== start, { what: 'the events to be read' });
    const { written } = writer;
    await using page = new Page({ url: relay.url });
    page.open({ after: start }, { onRefused: ({ oldestCursor }) => oldestCursor });
    await subscribed();
    await writer.write(5);
    await page.hasAll(writer, written);
    expect(page.refusals).toMatchObject([{ code: 'CURSOR_EXPIRED', oldestCursor: expect.any(String) }]);
  });
});

describe('what cannot be helped by trying again', () => {
  it.each([4400, 4401, 4406, 4409, 4429, 1008, 1009])('ends all subscriptions when the connection is closed with %i', async (code) => {
    await using page = new Page({ url: relay.url });
    page.open();
    page.open({ agentIds: ['a'] });
    await subscribed(2);
    relay.close(code, 'BAD_USER_INPUT: no');
    await until(() => page.errors.length === 2, { what: 'both to be told' });
    expect(page.errors).toMatchObject([{ code: String(code) }, { code: String(code) }]);
    expect(page.client.state).toEqual({ status: 'closed', reason: `${code} BAD_USER_INPUT: no` });
    expect(relay.connections).toBe(1);
  });

  it.each(['FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'TENANT_NOT_SERVED', 'LIMIT_EXCEEDED'])(
    'ends the one subscription that is ended with %s',
    async (code) => {
      await using page = new Page({ url: relay.url });
      page.open();
      await subscribed(1);
      page.open({ agentIds: ['a'] });
      await subscribed(2);
      relay.end('error', [{ message: 'no', extensions: { code } }]);
      await until(() => page.errors.length === 1, { what: 'it to be told' });
      expect(page.errors).toMatchObject([{ code, message: 'no' }]);
      await subscribed(1);
      await writer.write(5);
      await page.hasAll(writer);
      expect([relay.connections, relay.subscribes.length]).toEqual([1, 2]);
    },
  );

  it('is told by the gateway itself of arguments that are wrong', async () => {
    await using page = new Page({ url: relay.url });
    page.open({ agentIds: [] });
    await until(() => page.errors.length === 1, { what: 'it to be told' });
    expect(page.errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('agentIds') }]);
    await until(() => page.client.state.status === 'closed', { what: 'the connection to be closed' });
  });
});

describe('tokens', () => {
  const newToken = async (seconds: number, tenant = 'acme'): Promise<string> =>
    (await bearer({ tenant_id: tenant, exp: nowSeconds() + seconds })).replace('Bearer ', '');
  const audit: { readonly what: string; readonly code?: string }[] = [];
  const count = (what: string) => audit.filter((note) => note.what === what).length;

  beforeEach(async () => {
    audit.length = 0;
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ keepAliveMs: KEEP_ALIVE_MS, tokens: secretRules });
    gateway.diagnostics.on('audit', (note) => audit.push(note));
    relay.to = gateway.url;
  });

  it('are handed in afresh before they end, and the connection lasts', async () => {
    await using page = new Page({ url: relay.url, token: () => newToken(3) });
    page.open();
    await until(() => count('refresh') >= 2, { what: 'two fresh tokens', timeoutMs: 30_000 });
    await writer.write(5);
    await page.hasAll(writer);
    expect([count('connect'), relay.connections]).toEqual([1, 1]);
  });

  it('are fetched anew where one has ended', async () => {
    let fetched = 0;
    const page = new Page({
      url: relay.url,
      token: async () => {
        fetched += 1;
        // Only attempts get one; the fresh ones are those that fail.
        if (page.client.state.status === 'connected') throw new Error('nobody can log in');
        return newToken(2);
      },
    });
    await using _page = page;
    page.open();
    await subscribed();
    await writer.write(5);
    await until(() => count('expire') === 1, { what: 'the token to end', timeoutMs: 30_000 });
    await writer.write(5);
    await page.hasAll(writer);
    expect(fetched).toBeGreaterThan(1);
    expect(page.states).toContainEqual(
      expect.objectContaining({ status: 'waiting', reason: expect.stringContaining('4403 TOKEN_EXPIRED') }),
    );
  });

  it('are asked for until there is one', async () => {
    let asked = 0;
    await using page = new Page({
      url: relay.url,
      token: () => {
        asked += 1;
        if (asked < 3) throw new Error('nobody can log in');
        return newToken(600);
      },
    });
    page.open();
    await subscribed();
    await writer.write(5);
    await page.hasAll(writer);
    expect([asked, relay.connections]).toEqual([3, 1]);
  });

  it('that do not cover the subscription end it', async () => {
    await using page = new Page({ url: relay.url, token: await newToken(600, 'globex') });
    page.open();
    await until(() => page.errors.length === 1, { what: 'it to be told' });
    expect(page.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a hundred subscriptions on one connection', () => {
  const COUNT = 100;
  const metric = async (name: string): Promise<string | undefined> =>
    new RegExp(`^voice_gateway_${name}.*$`, 'm').exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[0];

  it('begin, and come back, no faster than the gateway takes their messages, though the network holds some back', async () => {
    // Messages that wait their turn are no silence.
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ maxMessagesPerSecond: 50 });
    relay.to = gateway.url;
    await using page = new Page({ url: relay.url, messagesPerSecond: 50 });
    const after = await until(() => logCursor(gateway), { what: 'a place' });
    const seen = Array.from({ length: COUNT }, () => new Set<string>());
    for (const events of seen) page.open({ after }, { next: ({ agentStateEvents: { eventId } }) => events.add(eventId) });
    await subscribed(COUNT);
    await writer.write(5);
    await until(() => seen.every(({ size }) => size === 5), { what: 'the first events' });
    relay.cut();
    await writer.write(5);
    await until(() => relay.told.filter(({ type }) => type === 'connection_ack').length === 2, { what: 'the client to come back' });
    // What it says in two seconds comes in one moment.
    relay.isHearing = false;
    const startMs = performance.now();
    await until(() => performance.now() - startMs > 2000, { what: 'two seconds to pass' });
    relay.isHearing = true;
    await subscribed(COUNT);
    await writer.write(5);
    await until(() => seen.every(({ size }) => size === 15), { what: 'all events, for each' });
    expect(page.errors).toEqual([]);
    expect(relay.connections).toBe(2);
    expect(await metric('limit_exceeded_total')).toBeUndefined();
  });

  it('may be told of a gateway that takes more', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ maxMessagesPerSecond: 1000 });
    relay.to = gateway.url;
    await using page = new Page({ url: relay.url, messagesPerSecond: 1000 });
    for (let n = 0; n < COUNT; n += 1) page.open();
    await subscribed(COUNT);
    expect(relay.sent.filter(({ payload }) => payload?.['paced'] === true)).toEqual([]);
  });
});

describe('the state of the connection', () => {
  it('is told as it changes, with the time of the next attempt', async () => {
    await using page = new Page({ url: relay.url, firstWaitMs: 300, longestWaitMs: 300 });
    expect(page.client.state).toEqual({ status: 'closed', reason: null });
    const own: string[] = [];
    const { unsubscribe } = page.open({}, { onState: ({ status }) => own.push(status) });
    await subscribed();
    relay.close(1012, 'DRAINING: away');
    await until(() => page.client.state.status === 'waiting', { what: 'the client to wait' });
    const state = page.client.state;
    expect(state).toMatchObject({ status: 'waiting', reason: '1012 DRAINING: away' });
    if (state.status === 'waiting') expect(state.nextAttemptAt.getTime() - Date.now()).toBeLessThanOrEqual(300);
    await until(() => page.client.state.status === 'connected', { what: 'the client to be back' });
    unsubscribe();
    expect(page.statuses).toEqual(['connecting', 'connected', 'waiting', 'connecting', 'connected', 'closed']);
    expect(own).toEqual(['connecting', 'connected', 'waiting', 'connecting', 'connected']);
  });

  it('tells a subscription of its own wait', async () => {
    await using page = new Page({ url: relay.url });
    const own: string[] = [];
    page.open({}, { onState: ({ status }) => own.push(status) });
    await subscribed();
    relay.end('error', [{ message: 'not now', extensions: { code: 'OVERLOADED' } }]);
    await until(() => relay.subscribes.length === 2, { what: 'it to subscribe again' });
    expect(own).toEqual(['connecting', 'connected', 'waiting', 'connected']);
    expect(page.statuses).toEqual(['connecting', 'connected']);
  });
});

describe('what a page does wrong', () => {
  it('is told at once for an operation that cannot be resumed', async () => {
    const client = createResumingClient({ url: relay.url });
    const subscribe = (text: string) => () => client.subscribe(parse(text), {}, { next: () => {} });
    expect(subscribe('{ viewer { subject } }')).toThrow('holds no subscription');
    expect(subscribe('subscription S { agentStateEvents(tenantId: "acme") { __typename } }')).toThrow('S cannot be resumed: declare');
    expect(client.state.status).toBe('closed');
    expect(() => createResumingClient({ url: 'http://localhost' })).toThrow('url is http://localhost');
  });

  it('is told at the first event for one that does not select its place', async () => {
    await using page = new Page({ url: relay.url });
    const document = parse(
      `subscription ($after: Cursor) { agentStateEvents(tenantId: "acme", after: $after) { ... on VoiceEvent { eventId } } }`,
    );
    page.client.subscribe(document, {}, { next: () => {}, onError: (error) => page.errors.push(error) });
    await subscribed();
    await writer.write(1);
    await until(() => page.errors.length === 1, { what: 'it to be told' });
    expect(page.errors[0]?.message).toContain('select `eventId` and `cursor`');
  });

  it('does not end the stream where `next` throws', async () => {
    const thrown: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => thrown.push(error));
    try {
      await using page = new Page({ url: relay.url });
      page.open(
        {},
        {
          next: ({ agentStateEvents: { thisDn } }) => {
            page.seen.push(Number(thisDn));
            if (thisDn === '1') throw new Error('a bug of the page');
          },
        },
      );
      await subscribed();
      await writer.write(5);
      await page.hasAll(writer);
      await until(() => thrown.length === 1, { what: 'the bug to be thrown' });
      expect(relay.connections).toBe(1);
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
  });
});

describe('a page that has been offline for long', () => {
  const browser = new EventTarget();
  const names = ['addEventListener', 'removeEventListener'] as const;
  let listeners = 0;
  beforeEach(() => {
    listeners = 0;
    for (const [i, name] of names.entries())
      Object.defineProperty(globalThis, name, {
        configurable: true,
        value: (...given: Parameters<EventTarget['addEventListener']>) => {
          listeners += i === 0 ? 1 : -1;
          browser[name](...given);
        },
      });
  });
  afterEach(() => {
    for (const name of names) Reflect.deleteProperty(globalThis, name);
  });

  it('comes back when the browser says that there is a network, and not when the next attempt would be due', async () => {
    // Waits are drawn: the first is as long as it can be, the others as short.
    let drawn = 1;
    using _random = vi.spyOn(Math, 'random').mockImplementation(() => drawn);
    await using page = new Page({ url: relay.url, webSocketImpl: WebSocket, keepAliveMs: KEEP_ALIVE_MS, firstWaitMs: 600_000 });
    page.open();
    await subscribed();
    relay.cut();
    await until(() => page.client.state.status === 'waiting', { what: 'the page to wait' });
    await writer.write(5);
    drawn = 0;
    browser.dispatchEvent(new Event('online'));
    await page.hasAll(writer);
    expect(page.client.state.status).toBe('connected');
    await page[Symbol.asyncDispose]();
    expect(listeners).toBe(0);
  });
});
