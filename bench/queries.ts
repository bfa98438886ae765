/** P9: `agent(...)` over HTTP, against node:http with the same bytes ready, and against mercurius with its JIT. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { HttpLoadCalls } from './http-load.ts';
import { ratios, ROUNDS } from './ratio.ts';
import type { GatewayCalls } from './subjects/gateway.ts';
import { agentId, TENANT } from '../load/workload.ts';

const AGENTS = 1000;
const SOCKETS = 16;
const REQUESTS = 10_000;
const OPERATION = `query Agent($agentId: ID!) {
  agent(tenantId: "${TENANT}", agentId: $agentId) {
    agentId loginId state stateSince activity workMode reasonCode
    sessions { dn loggedIn ready readySince workMode }
    knownSince updatedAt
  }
}`;

type ServerCalls = { port(): number; hold(body: string): void };

export const P9: Bench = {
  about: 'requests/s of agent(...) over HTTP, against node:http that answers with the same bytes ready, and against mercurius with its JIT',
  run: async (tell) => {
    installMercurius();
    await using gateway = await startChild<GatewayCalls>('bench/subjects/gateway.ts');
    await using ready = await startChild<ServerCalls>('bench/baselines/ready-http.ts');
    await using mercurius = await startChild<ServerCalls>('bench/baselines/mercurius/server.js');
    await using clients = await startChild<HttpLoadCalls>('bench/http-load.ts');
    await gateway.ask('unwanted', { from: 0, events: AGENTS * 2, agents: AGENTS });
    const body = JSON.stringify({ query: OPERATION, variables: { agentId: agentId(7) } });
    const ask = async (port: number, requests = REQUESTS) => await clients.ask('ask', { port, sockets: SOCKETS, requests, body });
    const { answer } = await ask(await gateway.ask('port'), 1);
    const servers = [gateway, ready, mercurius] as const;
    await ready.ask('hold', answer);
    await mercurius.ask('hold', answer);
    const rates: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const rate: number[] = [];
      for (const server of servers) {
        const asked = await ask(await (server as typeof ready).ask('port'));
        if (asked.answer !== answer) throw new Error(`not the same answer: ${asked.answer}`);
        rate.push(Math.round(REQUESTS / (asked.micros / 1_000_000)));
      }
      tell(`round ${round}: ${rate.map((each) => each.toLocaleString('en-US')).join(', ')} requests/s${round === 0 ? ', to warm up' : ''}`);
      if (round > 0) for (const [i, each] of rate.entries()) rates[i]?.push(each);
    }
    return [
      { name: 'times node:http', unit: 'x', rounds: ratios(rates[0], rates[1]), bar: { atLeast: 0.4 } },
      { name: 'times mercurius', unit: 'x', rounds: ratios(rates[0], rates[2]), bar: { atLeast: 1 } },
      { name: 'gateway', unit: 'requests/s', rounds: rates[0], bar: null },
      { name: 'node:http', unit: 'requests/s', rounds: rates[1], bar: null },
      { name: 'mercurius', unit: 'requests/s', rounds: rates[2], bar: null },
    ];
  },
};

/** It brings a graphql of its own, of which two in one tree would not get along: so it is no dependency of the gateway. */
function installMercurius(): void {
  const folder = fileURLToPath(new URL('baselines/mercurius/', import.meta.url));
  if (!existsSync(`${folder}node_modules/mercurius`))
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
