import { connect } from 'node:net';
import { unbounded } from '../../load/unbounded.ts';
import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { bareClient } from '../support/bare-client.ts';
import { collect, openGateway, query, webSocketClient } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const CALLS =
  'subscription ($tenantId: ID!) { callThreadEvents(tenantId: $tenantId) { __typename ... on CallEvent { eventId callThreadId attributes } } }';

const calls = (gateway: TestGateway) => gateway.hub.subscriptions('callThread');
const connections = async ({ url }: TestGateway) =>
  Number(/^voice_gateway_connections (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

/** Speaks just enough of WebSocket to subscribe, and then reads nothing more. */
async function stalledClient(gateway: TestGateway, tenantId: string): Promise<{ socket: Socket; closed: Promise<void> }> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port) });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
  );
  for (const message of [{ type: 'connection_init' }, { id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId } } }]) {
    const payload = Buffer.from(JSON.stringify(message));
    // One masked text frame with a mask of zeros.
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]), payload]));
  }
  await until(() => calls(gateway) > 0, { what: 'the subscription of the stalled client' });
  socket.pause();
  return { socket, closed };
}

describe('subscriptions over WebSocket', () => {
  it('end with the connection, with complete and with a page reload, and leave nothing behind', async () => {
    await using gateway = await openGateway();
    const client = await bareClient(gateway);
    for (const id of ['1', '2', '3']) client.send({ id, type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } });
    await until(() => calls(gateway) === 3, { what: 'three subscriptions' });
    client.send({ id: '1', type: 'complete' });
    await until(() => calls(gateway) === 2, { what: 'one to end' });
    client.socket.terminate();
    await until(() => calls(gateway) === 0, { what: 'the others to end' });
    await until(async () => (await connections(gateway)) === 0, { what: 'the connection to be forgotten' });
  });

  it('survive complete and subscribe with the same id in one packet', async () => {
    await using gateway = await openGateway(unbounded);
    const client = await bareClient(gateway);
    const subscribe = { id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } };
    client.send(subscribe);
    await until(() => calls(gateway) === 1, { what: 'the subscription' });
    for (let i = 0; i < 50; i += 1) {
      client.send({ id: '1', type: 'complete' });
      client.send(subscribe);
    }
    client.send({ id: 'status', type: 'subscribe', payload: { query: '{ gateway { version } }' } });
    await until(() => client.frames.some(({ id, type }) => id === 'status' && type === 'complete'), { what: 'all messages to be handled' });
    expect(calls(gateway)).toBe(1);
    gateway.write('callThread', 'acme:t-1', { id: 'EventRinging' });
    await until(() => client.frames.some(({ id, type }) => id === '1' && type === 'next'), { what: 'the event' });
    expect(client.frames.filter(({ id, type }) => id === '1' && type === 'next')).toHaveLength(1);
    client.socket.close();
  });

  it(
    'close the stalled connection with SLOW_CONSUMER, cut it if it does not take that, and harm nobody else',
    { timeout: 60_000 },
    async () => {
      await using gateway = await openGateway({ maxOutboxBytes: 256 * 1024 });
      const healthy = webSocketClient(gateway.url);
      const stalled = await stalledClient(gateway, 'acme');
      const got = collect<{ callThreadId: string }>(healthy, CALLS, { tenantId: 'acme' });
      await until(() => calls(gateway) === 2, { what: 'both subscriptions' });

      const filler = 'x'.repeat(20_000);
      let written = 0;
      await until(
        async () => {
          for (let i = 0; i < 10; i += 1) gateway.write('callThread', `acme:t-${written++}`, { id: 'EventRinging', UserData: { filler } });
          return calls(gateway) === 1;
        },
        { what: 'the stalled subscription to end' },
      );
      await until(() => got.items.length === written, { what: 'all events at the healthy client' });
      expect(got.items.map(({ callThreadId }) => Number(callThreadId.slice(2)))).toEqual(
        expect.arrayContaining(Array.from({ length: written }, (_, i) => i)),
      );

      // It does not read, so it cannot take the close frame: the server cuts it.
      stalled.socket.resume();
      await stalled.closed;
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toMatch(/^voice_gateway_ended_total\{code="SLOW_CONSUMER"\} 1$/m);
      expect(metrics).toMatch(/^voice_gateway_outbox_bytes 0$/m);
      await healthy.dispose();
    },
  );

  it('tell a slow client the reason, which makes it come back', async () => {
    await using gateway = await openGateway({ maxOutboxBytes: 128 * 1024 });
    const client = await bareClient(gateway);
    client.send({ id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } });
    await until(() => calls(gateway) === 1, { what: 'the subscription' });
    client.socket.pause();
    const filler = 'x'.repeat(20_000);
    await until(
      () => {
        for (let i = 0; i < 10; i += 1) gateway.write('callThread', `acme:t-${i}`, { id: 'EventRinging', UserData: { filler } });
        return calls(gateway) === 0;
      },
      { what: 'the slow subscription to end' },
    );
    client.socket.resume();
    expect(await client.closed).toEqual({ code: 1013, reason: expect.stringMatching(/^SLOW_CONSUMER/) });
  });

  it('end with 1012 DRAINING when the gateway goes down', async () => {
    const gateway = await openGateway();
    const client = await bareClient(gateway);
    client.send({ id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } });
    await until(() => calls(gateway) === 1, { what: 'the subscription' });
    await gateway[Symbol.asyncDispose]();
    expect(await client.closed).toEqual({ code: 1012, reason: expect.stringMatching(/^DRAINING/) });
    expect(client.frames.filter(({ type }) => type === 'error')).toEqual([]);
    expect(calls(gateway)).toBe(0);
  });

  it('are told of a mistake by an error frame with its code, and the connection goes on', async () => {
    await using gateway = await openGateway();
    const client = await bareClient(gateway);
    const mistakes = [
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['subscription { callThreadEvents(tenantId: "acme") { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { callThreadEvents(tenantId: "acme", dns: []) { __typename } }', 'BAD_USER_INPUT'],
      ['subscription ($t: ID!) { callThreadEvents(tenantId: $t) { __typename } }', 'BAD_USER_INPUT'],
      ['query A { gateway { version } } query B { gateway { version } }', 'BAD_USER_INPUT'],
    ] as const;
    for (const [index, [text, code]] of mistakes.entries()) {
      client.send({ id: String(index), type: 'subscribe', payload: { query: text } });
      const frame = await until(() => client.frames.find(({ id }) => id === String(index)), { what: `an answer to ${text}` });
      expect(frame).toMatchObject({ type: 'error', payload: [{ message: expect.any(String), extensions: { code } }] });
    }
    client.send({ id: 'after', type: 'subscribe', payload: { query: '{ gateway { version } }' } });
    await until(() => client.frames.some(({ id, type }) => id === 'after' && type === 'next'), { what: 'an answer after the mistakes' });
    client.socket.close();
  });

  it('are refused without the sub-protocol, with a foreign origin, without init in time and before the acknowledgement', async () => {
    await using gateway = await openGateway({ initTimeoutMs: 100 });
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const statusOf = (socket: WebSocket) =>
      new Promise<number>((resolve, reject) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('error', () => {});
        socket.once('open', () => reject(new Error('it was let in')));
      });
    expect(await statusOf(new WebSocket(url, 'graphql-transport-ws', { origin: 'http://evil.example' }))).toBe(403);
    expect(await statusOf(new WebSocket(url.replace('/graphql', '/else'), 'graphql-transport-ws'))).toBe(404);
    const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
    expect(await closeCode(new WebSocket(url))).toBe(4406);
    const early = await bareClient(gateway, false);
    early.send({ id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } });
    expect((await early.closed).code).toBe(4401);
    const silent = await bareClient(gateway, false);
    expect((await silent.closed).code).toBe(4408);
  });

  it('end when a client is silent from one ping to the next, and not when it answers', async () => {
    await using gateway = await openGateway({ keepAliveMs: 400 });
    const answering = webSocketClient(gateway.url);
    collect(answering, CALLS, { tenantId: 'acme' });
    await until(() => calls(gateway) === 1, { what: 'the answering client' });
    const silent = await bareClient(gateway);
    silent.send({ id: '1', type: 'subscribe', payload: { query: CALLS, variables: { tenantId: 'acme' } } });
    await until(() => calls(gateway) === 2, { what: 'both' });
    expect((await silent.closed).code).toBe(1006);
    expect(silent.frames.filter(({ type }) => type === 'ping').length).toBeGreaterThan(0);
    await until(() => calls(gateway) === 1, { what: 'the silent one to be gone' });
    expect((await query(gateway.url, '{ gateway { ready } }')).body.data).toEqual({ gateway: { ready: true } });
    await answering.dispose();
  });

  it('are not ended by a time in which the process was busy: what had come is read before it is judged', async () => {
    const keepAliveMs = 150;
    await using gateway = await openGateway({ keepAliveMs });
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<string>((resolve) => socket.once('close', (code) => resolve(`closed with ${code}`)));
    let pings = 0;
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      if (!data.toString().startsWith('{"type":"ping"')) return;
      pings += 1;
      socket.send('{"type":"pong"}');
      // The answer is in the kernel, and nobody reads it before the next ping is due.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * keepAliveMs);
    });
    expect(await Promise.race([closed, until(() => pings === 5, { what: 'five pings' }).then(() => 'still open')])).toBe('still open');
    socket.close();
    await closed;
  });

  it('answer queries on the same connection', async () => {
    await using gateway = await openGateway();
    const client = webSocketClient(gateway.url);
    const got = collect<{ version: string }>(client, '{ gateway { version } }');
    await got.done;
    expect(got.items).toEqual([{ version: expect.stringMatching(/^\d+\.\d+\.\d+/) }]);
    await client.dispose();
  });
});
