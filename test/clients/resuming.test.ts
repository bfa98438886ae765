/** The examples that go on where they were: nothing is missing and nothing comes twice, however often their connection is cut or closed. */
import { describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { Writer } from '../client/writer.ts';
import { Relay } from '../client/relay.ts';
import { runSnippet } from './snippet.ts';

describe.each(['apollo-resuming.ts', 'urql-resuming.ts'])('examples/clients/%s', (name) => {
  it.each([
    ['cut', (relay: Relay) => relay.cut()],
    ['closed with 1012', (relay: Relay) => relay.close(1012, 'DRAINING')],
    ['closed with 1013', (relay: Relay) => relay.close(1013, 'SLOW_CONSUMER')],
    ['closed with 4403', (relay: Relay) => relay.close(4403, 'TOKEN_EXPIRED')],
  ])('misses nothing and gets nothing twice when its connection is %s', { timeout: 120_000 }, async (_, end) => {
    await using gateway = await openGateway();
    await using relay = await Relay.open(gateway.url);
    const writer = new Writer((key, value) => gateway.write('agentState', key, value));
    await using snippet = runSnippet(name, relay.url.replace('ws:', 'http:'));
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: `the subscription: ${snippet.stderr()}` });
    const numbers = () => [...snippet.stdout().matchAll(/thisDn: '(\d+)'/g)].map(([, n]) => Number(n));
    const hasAll = async () => {
      await until(() => numbers().length >= writer.written, { what: 'all events', timeoutMs: 60_000 }).catch(() => {});
      expect(numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: writer.written }, (_, n) => n));
    };
    await writer.write(5);
    await hasAll();
    for (let round = 0; round < 2; round += 1) {
      const before = relay.subscribes.length;
      end(relay);
      await writer.write(5);
      await until(() => relay.subscribes.length > before, { what: 'it to subscribe again', timeoutMs: 60_000 });
      await writer.write(5);
      await hasAll();
    }
  });
});
