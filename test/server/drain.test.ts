/** How a gateway goes down with clients on it: who is told what, when, and how the process ends. */
import { createClient as createSseClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const CALLS = 'subscription { callThreadEvents(tenantId: "acme") { __typename ... on VoiceEvent { attributes } } }';
const DRAINING = { code: 1012, reason: expect.stringMatching(/^DRAINING: /) };

type Closed = { readonly code: number; readonly reason: string; readonly atMs: number };
type Client = { readonly socket: WebSocket; readonly frames: string[]; closed: Closed | null; subscribe(id: string): void };

/** A subscriber that does not come back. Resolves when it is subscribed, or refused with the status of that. */
async function connect(url: string): Promise<Client | number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const client: Client = {
    socket,
    frames: [],
    closed: null,
    subscribe: (id) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: CALLS } })),
  };
  socket.on('message', (data: Buffer) => client.frames.push(data.toString('utf8')));
  socket.on('close', (code, reason) => (client.closed = { code, reason: String(reason), atMs: performance.now() }));
  const status = await new Promise<number | null>((resolve) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => resolve(null));
  });
  if (status !== null) {
    socket.on('error', () => {});
    socket.terminate();
    return status;
  }
  socket.send(JSON.stringify({ type: 'connection_init' }));
  client.subscribe('1');
  // Answered in order: by then the gateway has the subscription.
  socket.send(JSON.stringify({ type: 'ping' }));
  await until(() => client.frames.includes('{"type":"pong"}'), { what: 'the subscription' });
  return client;
}

async function connectAll(url: string, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  for (let i = 0; i < count; i += 20) clients.push(...((await Promise.all(Array.from({ length: 20 }, () => connect(url)))) as Client[]));
  return clients.slice(0, count);
}

function listen(url: string) {
  const results: unknown[] = [];
  const client = createSseClient({ url: `${url}/graphql`, retryAttempts: 0 });
  let endedAtMs: number | null = null;
  client.subscribe(
    { query: CALLS },
    {
      next: (result) => results.push(result),
      error: () => results.push('broken'),
      complete: () => (endedAtMs = performance.now()),
    },
  );
  return { results, endedAtMs: () => endedAtMs };
}

const drainingSince = (url: string) =>
  until(
    async () => {
      const response = await fetch(`${url}/readyz`);
      const { status } = (await response.json()) as { status: string };
      return status === 'draining' && response.status === 503;
    },
    { what: '/readyz to tell of the draining' },
  );
const stillOpen = (clients: readonly Client[]) => clients.filter(({ closed }) => closed === null).length;

async function start(drainSeconds: number): Promise<{ readonly gateway: Child; readonly url: string }> {
  const gateway = runMain(['demo'], { PORT: '0', DRAIN_SECONDS: String(drainSeconds) });
  return { gateway, url: await gateway.said(/listening on (\S+)/) };
}

/** A client that has stopped to read, and for whom the most part of so many large events waits. */
async function stall(gateway: TestGateway, events: number): Promise<Client> {
  const client = (await connect(gateway.url)) as Client;
  client.socket.pause();
  const filler = 'x'.repeat(100_000);
  for (let i = 0; i < events; i += 1) gateway.write('callThread', `acme:t-${i}`, { id: 'EventRinging', UserData: { filler } });
  const metric = async (line: RegExp) => Number(line.exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[1]);
  await until(async () => (await metric(/^voice_gateway_delivered_total\{field="callThreadEvents"\} (\d+)$/m)) === events, {
    what: 'all events to be on their way',
  });
  expect(await metric(/^voice_gateway_outbox_bytes (\d+)$/m)).toBeGreaterThan((events / 2) * filler.length);
  return client;
}

describe('a gateway that goes down', () => {
  it('sends its clients elsewhere in waves, lets nobody in meanwhile, and ends with 0 when the last one has gone', async () => {
    const { gateway, url } = await start(3);
    await using _gateway = gateway;
    const clients = await connectAll(url, 200);
    const streams = Array.from({ length: 20 }, () => listen(url));
    await until(() => streams.every(({ results }) => results.length > 0), { what: 'events on every stream' });
    expect(stillOpen(clients)).toBe(200);
    const signalledAtMs = performance.now();
    gateway.kill('SIGTERM');
    await drainingSince(url);

    // While most are still there.
    expect(await connect(url)).toBe(503);
    expect(await query(url, '{ gateway { version } }')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'DRAINING' } }] },
    });
    expect(stillOpen(clients)).toBeGreaterThan(100);

    expect(await gateway.exited).toBe(0);
    await until(() => stillOpen(clients) === 0 && streams.every(({ endedAtMs }) => endedAtMs() !== null), { what: 'all to have noticed' });
    expect(clients.map(({ closed }) => closed)).toMatchObject(clients.map(() => DRAINING));
    for (const { results } of streams) {
      expect(results.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'DRAINING' } }] });
      expect(results.filter((result) => JSON.stringify(result).includes('DRAINING'))).toHaveLength(1);
    }
    for (const times of [clients.map(({ closed }) => closed?.atMs ?? 0), streams.map(({ endedAtMs }) => endedAtMs() ?? 0)]) {
      const sorted = times.toSorted((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThan(signalledAtMs);
      expect((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)).toBeGreaterThan(1_000);
      // So many waves that no tenth of a second has more than a part of them.
      expect(new Set(sorted.map((time) => Math.floor(time / 100))).size).toBeGreaterThan(5);
    }
  });

  it('takes two signals in a row for one, closes who asks for more, and goes at once after another signal', async () => {
    const { gateway, url } = await start(600);
    await using _gateway = gateway;
    const clients = await connectAll(url, 40);
    const stream = listen(url);
    await until(() => stream.results.length > 0, { what: 'an event on the stream' });
    const signalledAtMs = performance.now();
    gateway.kill('SIGINT');
    gateway.kill('SIGTERM');
    await drainingSince(url);
    await until(() => performance.now() - signalledAtMs > 1_000, { what: 'the echo to be over' });
    expect(stillOpen(clients)).toBeGreaterThan(30);

    // Its turn to go is minutes away.
    const asking = clients.find(({ closed }) => closed === null) as Client;
    const before = asking.frames.length;
    asking.subscribe('2');
    await until(() => asking.closed, { what: 'the one that asks for more to be closed' });
    expect(asking.frames.slice(before).filter((frame) => frame.includes('"error"') || frame.includes('"id":"2"'))).toEqual([]);
    expect(stillOpen(clients)).toBeGreaterThan(30);

    gateway.kill('SIGTERM');
    // Long before the ten minutes.
    expect(await gateway.exited).toBe(0);

    await until(() => stillOpen(clients) === 0 && stream.endedAtMs() !== null, { what: 'all to have noticed' });
    expect(clients.map(({ closed }) => closed)).toMatchObject(clients.map(() => DRAINING));
    expect(stream.results.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'DRAINING' } }] });
  });

  it('goes at once when nobody is there, and as soon as the last one has left', async () => {
    const { gateway, url } = await start(600);
    await using _gateway = gateway;
    const clients = await connectAll(url, 20);
    gateway.kill('SIGTERM');
    await drainingSince(url);
    for (const { socket } of clients) socket.close();
    expect(await gateway.exited).toBe(0);

    const { gateway: empty } = await start(600);
    await using _empty = empty;
    empty.kill('SIGTERM');
    expect(await empty.exited).toBe(0);
  });

  it('gives a slow client what waits for it before it sends it elsewhere', async () => {
    await using gateway = await openGateway({ maxOutboxBytes: 64 * 1024 * 1024, drainMs: 600_000 });
    const client = await stall(gateway, 200);
    const drained = gateway.drain(new AbortController().signal);
    await drainingSince(gateway.url);
    client.socket.resume();
    await drained;

    const { closed } = client;
    expect(closed ?? (await until(() => client.closed, { what: 'the close' }))).toMatchObject(DRAINING);
    expect(client.frames.filter((frame) => frame.includes('EventRinging'))).toHaveLength(200);
  });

  it('closes who does not take what waits for it when the time is over', async () => {
    const gateway = await openGateway({ maxOutboxBytes: 64 * 1024 * 1024, drainMs: 500, keepAliveMs: 600_000 });
    const client = await stall(gateway, 200);
    await gateway.drain(new AbortController().signal);
    await gateway[Symbol.asyncDispose]();

    expect(gateway.hub.subscriptions('callThread')).toBe(0);
    client.socket.terminate();
  });
});
