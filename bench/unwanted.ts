/** P4: what an event costs that nobody wants, with very many subscriptions to other things and with a few. */
import type { Bench } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { LoadCalls } from '../load/clients.ts';
import { ratios } from './ratio.ts';
import type { GatewayCalls } from './subjects/gateway.ts';

const AGENTS = 1000;
/** Many short rounds: what disturbs the machine for a moment must not decide. */
const EVENTS = 18_000;
const ROUNDS = 15;

export const P4: Bench = {
  about: 'an event that nobody wants beside 10,000 subscriptions, against the same beside 10',
  run: async (tell) => {
    await using many = await openGateway(100, 100);
    await using few = await openGateway(5, 2);
    const costs: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const options = { from: round * EVENTS, events: EVENTS, agents: AGENTS };
      const [a, b] = [await many.gateway.ask('unwanted', options), await few.gateway.ask('unwanted', options)];
      tell(`round ${round}: ${a.toFixed(2)} and ${b.toFixed(2)} us of a core an event${round === 0 ? ', to warm up' : ''}`);
      if (round === 0) continue;
      costs[0].push(Math.round(a * 100) / 100);
      costs[1].push(Math.round(b * 100) / 100);
    }
    await Promise.all([many.clients.ask('check'), few.clients.ask('check')]);
    return [
      { name: 'times the cost', unit: 'x', rounds: ratios(...costs), bar: { atMost: 1.1 } },
      { name: 'with 10,000 subscriptions', unit: 'us of a core an event', rounds: costs[0], bar: null },
      { name: 'with 10 subscriptions', unit: 'us of a core an event', rounds: costs[1], bar: null },
    ];
  },
};

async function openGateway(sockets: number, subscriptions: number) {
  await using opening = new AsyncDisposableStack();
  const gateway = opening.use(await startChild<GatewayCalls>('bench/subjects/gateway.ts'));
  const clients = opening.use(await startChild<LoadCalls>('load/clients.ts'));
  await clients.ask('connect', { port: await gateway.ask('port'), sockets, subscriptions, each: 'agent', agents: AGENTS });
  while ((await gateway.ask('subscriptions')) < sockets * subscriptions) await new Promise((resolve) => setTimeout(resolve, 10));
  const opened = opening.move();
  return { gateway, clients, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
