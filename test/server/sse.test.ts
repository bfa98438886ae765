import { createClient } from 'graphql-sse';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const CALLS = 'subscription { callThreadEvents(tenantId: "acme") { __typename ... on CallEvent { callThreadId attributes } } }';
const calls = (gateway: TestGateway) => gateway.hub.subscriptions('callThread');

type Result = { data?: unknown; errors?: readonly { message: string; extensions: Record<string, unknown> }[] };

function collect(gateway: TestGateway, query = CALLS) {
  const client = createClient({ url: `${gateway.url}/graphql`, retryAttempts: 0 });
  const results: Result[] = [];
  const done = new Promise<string>((resolve) => {
    client.subscribe(
      { query },
      { next: (result) => results.push(result as Result), error: (error) => resolve(String(error)), complete: () => resolve('complete') },
    );
  });
  return { client, results, done };
}

describe('subscriptions over SSE', () => {
  it('deliver in order and end with the request', async () => {
    await using gateway = await openGateway();
    const { client, results } = collect(gateway);
    await until(() => calls(gateway) === 1, { what: 'the subscription' });
    for (let i = 0; i < 100; i += 1) gateway.write('callThread', 'acme:t', { id: 'EventRinging', CallThreadID: `t-${i}` });
    await until(() => results.length === 100, { what: 'all events' });
    expect(results.map(({ data }) => (data as { callThreadEvents: { callThreadId: string } }).callThreadEvents.callThreadId)).toEqual(
      Array.from({ length: 100 }, (_, i) => `t-${i}`),
    );
    client.dispose();
    await until(() => calls(gateway) === 0, { what: 'the subscription to end' });
  });

  it('are told of a mistake by a last result with its code', async () => {
    await using gateway = await openGateway();
    const { results, done } = collect(gateway, 'subscription { callThreadEvents(tenantId: "acme", dns: []) { __typename } }');
    expect(await done).toBe('complete');
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'dns' } }] }]);
  });

  it('end with DRAINING as last result when the gateway goes down', async () => {
    const gateway = await openGateway();
    const { results, done } = collect(gateway);
    await until(() => calls(gateway) === 1, { what: 'the subscription' });
    await gateway[Symbol.asyncDispose]();
    expect(await done).toBe('complete');
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'DRAINING' } }] }]);
  });

  it('end with SLOW_CONSUMER as last result when the client stops reading, which is cut if it does not even take that', async () => {
    await using gateway = await openGateway({ maxOutboxBytes: 256 * 1024 });
    const { hostname, port } = new URL(gateway.url);
    const body = JSON.stringify({ query: CALLS });
    const open = () => {
      const socket = connect({ host: hostname, port: Number(port) });
      const received: Buffer[] = [];
      socket.on('error', () => {});
      const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(Buffer.concat(received).toString('utf8'))));
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
      return { socket, closed, read: () => socket.on('data', (chunk) => received.push(chunk)) };
    };
    const slow = open();
    const stalled = open();
    await until(() => calls(gateway) === 2, { what: 'both subscriptions' });
    const filler = 'x'.repeat(20_000);
    await until(
      () => {
        for (let i = 0; i < 10; i += 1) gateway.write('callThread', `acme:t-${i}`, { id: 'EventRinging', UserData: { filler } });
        return calls(gateway) === 0;
      },
      { what: 'both subscriptions to end' },
    );
    slow.read();
    expect((await slow.closed).match(/"code":"SLOW_CONSUMER"/g)).toHaveLength(1);
    // Both ends of the stalled connection are in this process; the server's goes although nothing was read.
    const sockets = () => process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length;
    const before = sockets();
    await until(() => sockets() < before, { what: 'the stalled connection to be cut' });
    stalled.read();
    expect(await stalled.closed).not.toContain('SLOW_CONSUMER');
  });
});
