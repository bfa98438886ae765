/** The examples that ask for the state upon events: they ask for that reason only. */
import { describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { runSnippet } from './snippet.ts';
import { openWire } from './wire.ts';

const EVENTS = 10;

describe.each(['wallboard.ts', 'apollo.ts', 'urql.ts'])('examples/clients/%s', (name) => {
  it('shows what each event did, and asks no more often than there is something to ask', async () => {
    await using gateway = await openGateway();
    await using wire = await openWire(gateway.url);
    await using snippet = runSnippet(name, wire.url);
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    for (let n = 0; n < EVENTS; n++) {
      const [id, state] = n % 2 === 0 ? ['EventAgentReady', ' READY'] : ['EventAgentNotReady', ' NOT_READY'];
      const before = snippet.stdout().length;
      gateway.write('agentState', 'acme:1001', { id, AgentID: '1001', ThisDN: '5001' });
      await until(() => snippet.stdout().slice(before).includes(`1001${state}`), { what: `${name} to show event ${n}` });
    }
    // At the start, upon the connection, for an agent that was not known, and once for each event.
    expect(wire.said().split('"agents":').length - 1).toBeLessThanOrEqual(EVENTS + 3);
  });
});
