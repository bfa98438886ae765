/** Every example when it reads too slowly, when its connection dies without a word, and when its operation is refused. */
import { describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { EXAMPLES } from './examples.ts';
import { runSnippet } from './snippet.ts';
import { openWire } from './wire.ts';

const subscriptions = (gateway: TestGateway) => gateway.hub.subscriptions('agentState');
const ready = (gateway: TestGateway, agentId: string) =>
  gateway.write('agentState', `acme:${agentId}`, { id: 'EventAgentReady', AgentID: agentId, ThisDN: '5001' });

// All of them wait for most of the time.
describe.concurrent.each(EXAMPLES)('examples/clients/$name', ({ name, driver, asks = false, missing = false }) => {
  it.skipIf(missing)('comes back after its connection has died without a word', { timeout: 180_000 }, async () => {
    await using gateway = await openGateway();
    await using wire = await openWire(gateway.url);
    await using snippet = runSnippet(name, wire.url, driver);
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    ready(gateway, 'before-the-cut');
    await snippet.said(/before-the-cut/);
    wire.cut();
    ready(gateway, 'during-the-cut');
    if (asks) {
      // Also what it asks over a connection of its own tells of the event; that it is back only a second acknowledgement does.
      const acknowledged = (): number => wire.said().split('"connection_ack"').length - 1;
      await until(() => acknowledged() > 1 && snippet.stdout().includes('during-the-cut READY'), {
        what: `${name} to come back and ask for what it has missed:\n${snippet.stderr()}`,
        timeoutMs: 120_000,
      });
      return;
    }
    // Its former subscription may be there still, the gateway has not been told either: so it is not to be seen when the new one has begun.
    let n = 0;
    await until(
      () => {
        ready(gateway, `after-the-cut-${n++}`);
        return snippet.stdout().includes('after-the-cut');
      },
      { what: `${name} to come back:\n${snippet.stderr()}`, timeoutMs: 120_000 },
    );
  });
});

describe.each(EXAMPLES)('examples/clients/$name', ({ name, driver, refused, missing = false }) => {
  it.skipIf(missing)('comes back after it has read too slowly', { timeout: 180_000 }, async () => {
    await using gateway = await openGateway({ maxOutboxBytes: 100_000 });
    await using snippet = runSnippet(name, gateway.url, driver);
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    snippet.kill('SIGSTOP');
    // More than the kernel takes on both sides: the longest thing that all of them select is the agent.
    const long = 'x'.repeat(50_000);
    await until(
      () => {
        // Not more than is read meanwhile: what the embedded log gives up unread would end the subscription, too.
        for (let n = 0; n < 5; n++) ready(gateway, long);
        return subscriptions(gateway) === 0;
      },
      { what: 'the gateway to give the subscription up' },
    );
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(/voice_gateway_ended_total\{code="SLOW_CONSUMER"\} 1\b/);
    snippet.kill('SIGCONT');
    await until(() => subscriptions(gateway) === 1, { what: `${name} to come back:\n${snippet.stderr()}`, timeoutMs: 60_000 });
    ready(gateway, 'after-the-pause');
    await snippet.said(/after-the-pause/);
  });

  it.skipIf(missing)(`${refused} when its operation is refused`, async () => {
    await using gateway = await openGateway({ tenants: new Set(['globex']) });
    await using snippet = runSnippet(name, gateway.url, driver);
    await until(() => /TENANT_NOT_SERVED|replica of the gateway does not keep/.exec(snippet.stderr() + snippet.stdout()), {
      what: 'the refusal',
    });
    if (refused === 'ends') expect(await snippet.exited).toBe(1);
    else expect(snippet.stderr()).toContain('the subscription has ended:');
  });
});
