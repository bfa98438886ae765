/** What Apollo Client and Relay keep with the keys of the examples. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/child.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { runSnippet } from './snippet.ts';

const subscribed = (gateway: TestGateway) =>
  until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription of the example' });
const write = (gateway: TestGateway, tenantId: string, id: string) =>
  gateway.write('agentState', `${tenantId}:1001`, { id, AgentID: '1001', ThisDN: '5001', ThisQueue: '8001' });

/** Asks two tenants for their agent 1001 in two ways, after a change of one of them a second time in one way, and prints the cache. */
const apolloDriver = `
import { gql } from '@apollo/client';
import { cache, client } from './apollo.ts';
const ask = (query, variables) => client.query({ query, variables, fetchPolicy: 'network-only' });
const ONE = gql\`query ($tenantId: ID!) { agent(tenantId: $tenantId, agentId: "1001") { tenantId agentId state } }\`;
const ALL = gql\`query ($tenantId: ID!) {
  agents(tenantId: $tenantId) { edges { node { tenantId agentId loginId } } }
  queues(tenantId: $tenantId) { tenantId queueId agentsLoggedIn }
  tenantSummary(tenantId: $tenantId) { tenantId callsActive }
  gateway { ready }
}\`;
for (const tenantId of ['acme', 'globex']) {
  await ask(ONE, { tenantId });
  await ask(ALL, { tenantId });
}
console.log('CACHE ' + JSON.stringify(cache.extract()));
process.exit();
`;

describe('the cache keys of examples/clients/apollo.ts', () => {
  it('make one entry of an agent whichever query brought it, and keep tenants apart', async () => {
    await using gateway = await openGateway();
    write(gateway, 'acme', 'EventAgentReady');
    write(gateway, 'globex', 'EventAgentLogout');
    await using snippet = runSnippet('apollo.ts', gateway.url, apolloDriver);
    const cache = JSON.parse(await snippet.said(/^CACHE (.*)$/m)) as Record<string, Record<string, unknown>>;
    expect(cache['Agent:{"tenantId":"acme","agentId":"1001"}']).toMatchObject({ state: 'READY', loginId: '1001' });
    expect(cache['Agent:{"tenantId":"globex","agentId":"1001"}']).toMatchObject({ state: 'LOGGED_OUT', loginId: '1001' });
    expect(
      Object.keys(cache)
        .filter((key) => key !== '__META')
        .sort(),
    ).toEqual([
      'Agent:{"tenantId":"acme","agentId":"1001"}',
      'Agent:{"tenantId":"globex","agentId":"1001"}',
      'GatewayStatus:{}',
      'ROOT_QUERY',
      'TenantSummary:{"tenantId":"acme"}',
      'TenantSummary:{"tenantId":"globex"}',
    ]);
    const root = cache['ROOT_QUERY'] ?? {};
    const ref = { __ref: 'Agent:{"tenantId":"acme","agentId":"1001"}' };
    expect(root['agent({"agentId":"1001","tenantId":"acme"})']).toEqual(ref);
    expect(root['agents({"tenantId":"acme"})']).toMatchObject({ edges: [{ node: ref }] });
  });

  it('let a list show a change that another query brought', async () => {
    await using gateway = await openGateway();
    write(gateway, 'acme', 'EventAgentReady');
    await using snippet = runSnippet('apollo.ts', gateway.url);
    await snippet.said(/^1001 READY$/m);
    await subscribed(gateway);
    write(gateway, 'acme', 'EventAgentNotReady');
    await snippet.said(/^1001 NOT_READY$/m);
  });
});

describe('the cache keys of examples/clients/relay.ts', () => {
  it('keep tenants apart, and know an agent again', async () => {
    await using gateway = await openGateway();
    write(gateway, 'globex', 'EventAgentLogout');
    const driver = readFileSync(join(root, 'test/clients/relay-driver.ts'), 'utf8');
    await using snippet = runSnippet('relay.ts', gateway.url, driver);
    await subscribed(gateway);
    write(gateway, 'acme', 'EventAgentReady');
    await snippet.said(/asked \{ tenantId: 'acme', agentId: '1001', state: 'READY' \}/);
    await snippet.said(/asked \{ tenantId: 'globex', agentId: '1001', state: 'LOGGED_OUT' \}/);
    await snippet.said(/\} \["Agent","acme","1001"\] \["Agent","globex","1001"\]$/m);
  });
});
