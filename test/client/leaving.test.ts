/** Whatever the client that resumes is about: a page that leaves leaves nothing behind, no socket, no timer, and its process ends. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { freePort } from '../../scripts/free-port.ts';
import { halt } from '../../scripts/halt.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { Relay } from './relay.ts';

const leave = (state: string, implementation: string, url: string): Child =>
  run(process.execPath, ['test/client/leave.ts', state, implementation, url]);

describe.each(['ws', 'platform'])('a page with the WebSocket of %s', (implementation) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway();
  });
  afterAll(async () => gateway?.[Symbol.asyncDispose]());
  const subscriptions = () => gateway.hub.subscriptions('agentState');
  const url = () => `${gateway.url.replace('http', 'ws')}/graphql`;

  const hasLeft = async (child: Child): Promise<void> => {
    await child.said(/^left 0$/m);
    expect(await child.exited, child.stderr()).toBe(0);
    await until(() => subscriptions() === 0, { what: 'the gateway to hold nothing' });
  };

  it.each(['at once', 'fetching', 'refused'])('leaves %s', async (state) => {
    await using child = leave(state, implementation, url());
    await hasLeft(child);
  });

  it('leaves while it receives', async () => {
    await using child = leave('receiving', implementation, url());
    await until(() => subscriptions() === 1, { what: 'the subscription' });
    await until(
      () => {
        gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', AgentID: '1001', ThisDN: '1' });
        return child.stdout().includes('left');
      },
      { what: 'it to leave' },
    );
    await hasLeft(child);
  });

  it('leaves while its subscription waits alone', async () => {
    await using relay = await Relay.open(gateway.url);
    await using child = leave('alone', implementation, relay.url);
    await until(() => subscriptions() === 1, { what: 'the subscription' });
    relay.end('error', [{ message: 'not now', extensions: { code: 'OVERLOADED' } }]);
    await hasLeft(child);
  });

  it('leaves while it waits for the next attempt', async () => {
    await using child = leave('waiting', implementation, `ws://127.0.0.1:${await freePort()}/graphql`);
    await hasLeft(child);
  });

  it('leaves while it connects to what does not answer', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await until(() => server.listening, { what: 'the server' });
    await using child = leave('connecting', implementation, `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
    await hasLeft(child);
    server.close();
  });

  it('leaves a gateway that does not answer any more', async () => {
    await using demo = runMain(['demo'], { PORT: '0' });
    const address = await demo.said(/listening on (\S+)/);
    await using child = leave('connected', implementation, `${address.replace('http', 'ws')}/graphql`);
    await child.said(/^reached$/m);
    await halt(demo.pid);
    child.kill('SIGUSR2');
    await child.said(/^left 0$/m);
    // Node's own WebSocket cannot be cut: it waits for the answer to its close frame.
    if (implementation === 'platform') demo.kill('SIGCONT');
    expect(await child.exited, child.stderr()).toBe(0);
    demo.kill('SIGCONT');
  });
});
