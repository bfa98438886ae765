/** Views of the state by the examples, over a gateway that goes and comes back: they show what there was until they know what there is. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { root } from '../support/child.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { Relay } from '../client/relay.ts';
import { runSnippet } from './snippet.ts';

const write = (gateway: TestGateway, agentId: string, id: string) =>
  gateway.write('agentState', `acme:${agentId}`, { id, AgentID: agentId, ThisDN: `5${agentId}`, ThisQueue: '8001' });

describe('examples/clients/supervisor.ts', () => {
  it('fills at once, moves with each change, and begins anew after the gateway was away', async () => {
    const port = await freePort();
    let gateway = await openGateway({ port });
    try {
      for (const agentId of ['1001', '1002']) write(gateway, agentId, 'EventAgentLogin');
      await using snippet = runSnippet('supervisor.ts', gateway.url);
      await snippet.said(/^queue 8001: 1001 LOGGED_IN \d+s, 1002 LOGGED_IN \d+s$/m);
      write(gateway, '1002', 'EventAgentReady');
      await snippet.said(/^queue 8001: 1001 LOGGED_IN \d+s, 1002 READY \d+s$/m);
      write(gateway, '1001', 'EventAgentLogout');
      await snippet.said(/^queue 8001: 1002 READY \d+s$/m);
      await gateway[Symbol.asyncDispose]();
      const before = snippet.stdout().length;
      gateway = await openGateway({ port });
      write(gateway, '1003', 'EventAgentLogin');
      await until(() => /^queue 8001: 1003 LOGGED_IN \d+s$/m.test(snippet.stdout().slice(before)), {
        what: `it to come back:\n${snippet.stderr()}`,
        timeoutMs: 60_000,
      });
      // Nobody of before: the log is another one.
      expect(snippet.stdout().slice(before)).not.toContain('1002');
    } finally {
      await gateway[Symbol.asyncDispose]();
    }
  });
});

/** The clients of the examples with rows of the package, and the fewest that were ever shown once all were there. */
const DRIVERS: Readonly<Record<string, string>> = {
  'apollo-resuming.ts': `client.subscribe({ query: gql(QUERY), fetchPolicy: 'no-cache' }).subscribe(({ data }) => put(data));`,
  'urql-resuming.ts': `client.subscription(gql(QUERY), {}).subscribe(({ data }) => put(data));`,
};
const driverOf = (name: string): string => `
import { gql } from '${name === 'apollo-resuming.ts' ? '@apollo/client' : '@urql/core'}';
import { client } from './${name}';
import { NO_ROWS, rowsAfter } from '${join(root, 'schema/client/rows.ts')}';
const QUERY = 'subscription Agents { agents(tenantId: "acme") { kind snapshotBegins snapshotComplete agents { agentId state } removed cursor } }';
let rows = NO_ROWS;
let [snapshots, fewest] = [0, Infinity];
function put(data) {
  if (data.agents.snapshotBegins) snapshots++;
  rows = rowsAfter(rows, data.agents);
  if (rows.isComplete) fewest = Math.min(fewest, rows.list.length);
  console.log('ROWS ' + JSON.stringify([snapshots, fewest, rows.list.map(({ agentId, state }) => agentId + ' ' + state)]));
}
${DRIVERS[name]}
`;

describe.each(Object.keys(DRIVERS))('a view of the state by the client of examples/clients/%s', (name) => {
  it('begins with a snapshot after its connection was cut, and shows all meanwhile', async () => {
    await using gateway = await openGateway();
    await using relay = await Relay.open(gateway.url);
    for (const agentId of ['1001', '1002']) write(gateway, agentId, 'EventAgentLogin');
    await using snippet = runSnippet(name, relay.url.replace('ws:', 'http:'), driverOf(name));
    const rows = () =>
      JSON.parse([...snippet.stdout().matchAll(/^ROWS (.*)$/gm)].at(-1)?.[1] ?? '[0, 0, []]') as [number, number, readonly string[]];
    await until(() => rows()[2].join() === '1001 LOGGED_IN,1002 LOGGED_IN', { what: `the snapshot: ${snippet.stderr()}` });
    write(gateway, '1002', 'EventAgentReady');
    await until(() => rows()[2][1] === '1002 READY', { what: 'the change' });
    const { length } = relay.subscribes;
    relay.cut();
    write(gateway, '1001', 'EventAgentReady');
    await until(() => rows()[0] === 2 && rows()[2].join() === '1001 READY,1002 READY', { what: `another snapshot: ${snippet.stderr()}` });
    expect(rows()[1]).toBe(2);
    // It is asked as it was, without a place.
    const again = relay.subscribes.slice(length).filter(({ payload }) => payload?.query?.includes('snapshotBegins'));
    expect(again.map(({ payload }) => Object.keys(payload?.variables ?? {}))).toEqual([[]]);
  });
});
