/** P8: what a connection with one subscription takes in memory while nothing happens, against a connection of `ws` that does nothing. */
import type { Bench } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { LoadCalls } from '../load/clients.ts';
import { ROUNDS } from './ratio.ts';
import type { GatewayCalls } from './subjects/gateway.ts';

const CONNECTIONS = 10_000;
/** What is made once for the first of them is not counted. */
const BEFORE = 200;

type ServerCalls = Pick<GatewayCalls, 'port' | 'subscriptions' | 'usedBytes'>;

export const P8: Bench = {
  about: 'memory of an idle connection with one subscription, at 10,000 connections, against a bare connection of ws',
  run: async (tell) => {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      ours.push(await perConnection('bench/subjects/gateway.ts'));
      bare.push(await perConnection('bench/baselines/bare-sockets.ts'));
      tell(`round ${round}: ${ours.at(-1)} and ${bare.at(-1)} KiB a connection`);
    }
    const more = ours.map((value, round) => Math.round((value - (bare[round] ?? Number.NaN)) * 10) / 10);
    return [
      { name: 'more than a bare connection', unit: 'KiB', rounds: more, bar: { atMost: 12 } },
      { name: 'gateway', unit: 'KiB a connection', rounds: ours, bar: null },
      { name: 'bare ws', unit: 'KiB a connection', rounds: bare, bar: null },
    ];
  },
};

async function perConnection(file: string): Promise<number> {
  await using server = await startChild<ServerCalls>(file);
  await using clients = await startChild<LoadCalls>('load/clients.ts');
  const port = await server.ask('port');
  const connect = async (sockets: number, agents: number, all: number): Promise<number> => {
    await clients.ask('connect', { port, sockets, each: 'agent', agents });
    while ((await server.ask('subscriptions')) < all) await new Promise((resolve) => setTimeout(resolve, 10));
    return await server.ask('usedBytes');
  };
  const before = await connect(BEFORE, BEFORE, BEFORE);
  const after = await connect(CONNECTIONS, CONNECTIONS, BEFORE + CONNECTIONS);
  await clients.ask('check');
  return Math.round((after - before) / CONNECTIONS / 102.4) / 10;
}
