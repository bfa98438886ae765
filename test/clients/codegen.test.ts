/** GraphQL Code Generator with the settings of the example, against a real gateway. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, run } from '../support/child.ts';
import { openGateway } from '../support/gateway.ts';
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
