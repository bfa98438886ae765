/** GraphQL Code Generator with the settings of the example, against a real gateway. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demoConfig } from '../../src/config.ts';
import { root, run } from '../support/child.ts';
import { openGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { copyExamples } from './snippet.ts';

const OPERATION = `
import { graphql } from './gql/gql.ts';
import type { AgentRowQuery } from './gql/graphql.ts';
export const AgentRow = graphql(\`query AgentRow($tenantId: ID!, $agentId: ID!) {
  agent(tenantId: $tenantId, agentId: $agentId) { agentId state stateSince reasons }
}\`);
export const since = ({ agent }: AgentRowQuery): string => agent?.stateSince?.slice(0, 10) ?? 'unknown';
`;

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'graphql-codegen': [],
  tsc: '--noEmit --strict --target esnext --module esnext --moduleResolution bundler --allowImportingTsExtensions --skipLibCheck src/agent-row.ts'.split(
    ' ',
  ),
};

it('makes types of operations from /schema.graphql, and a wrong use of an answer is told', { timeout: 180_000 }, async () => {
  await using gateway = await openGateway();
  const folder = copyExamples(gateway.url, ['codegen.ts']);
  try {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/agent-row.ts'), OPERATION);
    const bin = (name: string) => run(join(root, 'node_modules/.bin', name), ARGUMENTS[name] ?? [], { cwd: folder });
    await using codegen = bin('graphql-codegen');
    expect(await codegen.exited, codegen.stdout() + codegen.stderr()).toBe(0);
    await using good = bin('tsc');
    expect(await good.exited, good.stdout()).toBe(0);
    writeFileSync(join(folder, 'src/agent-row.ts'), OPERATION.replace('agent?.stateSince?.slice', 'agent?.startedAt?.slice'));
    await using bad = bin('tsc');
    expect(await bad.exited).not.toBe(0);
    expect(bad.stdout()).toContain("'startedAt' does not exist");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const ASK = `
import { AgentRowDocument, AgentEventsDocument } from './src/gql/graphql.ts';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { persisted } from './persisted.ts';

const url = process.argv[2] ?? '';
const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
const question = persisted(AgentRowDocument, { tenantId: 'acme', agentId: '1001' });
const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) });
console.log('by HTTP', await answer.text());
for await (const result of socket.iterate(question)) console.log('by WebSocket', JSON.stringify(result));
for await (const { data } of socket.iterate(persisted(AgentEventsDocument, { tenantId: 'acme' }))) {
  console.log('event', JSON.stringify(data));
  break;
}
await socket.dispose();
`;

it('makes the manifest of a gateway that accepts nothing else, and hashes that are answered there', { timeout: 180_000 }, async () => {
  await using gateway = await openGateway();
  const folder = copyExamples(gateway.url, ['codegen-persisted.ts', 'persisted.ts']);
  try {
    mkdirSync(join(folder, 'src'));
    const events =
      '\nexport const Events = graphql(`subscription AgentEvents($tenantId: ID!) { agentStateEvents(tenantId: $tenantId) { __typename } }`);';
    writeFileSync(join(folder, 'src/agent-row.ts'), OPERATION + events);
    writeFileSync(join(folder, 'ask.ts'), ASK);
    await using codegen = run(join(root, 'node_modules/.bin/graphql-codegen'), ['--config', 'codegen-persisted.ts'], { cwd: folder });
    expect(await codegen.exited, codegen.stdout() + codegen.stderr()).toBe(0);
    const env = { PORT: '0', PERSISTED_OPERATIONS: join(folder, 'src/gql/persisted-documents.json'), PERSISTED_ONLY: 'on' };
    await using strict = await openGateway(demoConfig({ env, args: [], nowMs: Date.now() }));
    await using asking = run(process.execPath, ['--disable-warning=ExperimentalWarning', 'ask.ts', `${strict.url}/graphql`], {
      cwd: folder,
    });
    await until(() => strict.hub.subscriptions('agentState') === 1, { what: `the subscription: ${asking.stderr()}` });
    strict.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    expect(await asking.exited, asking.stderr()).toBe(0);
    expect(asking.stdout().trim().split('\n')).toEqual([
      'by HTTP {"data":{"agent":null}}',
      'by WebSocket {"data":{"agent":null}}',
      'event {"agentStateEvents":{"__typename":"EventAgentReady"}}',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
