/** P11: how soon 5,000 clients that come back all at once have what they missed, against the same number of bare connections that are acknowledged. */
import type { Bench } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { LoadCalls } from '../load/clients.ts';
import { ratios, ROUNDS } from './ratio.ts';
import type { StormCalls } from './storm-clients.ts';
import type { GatewayCalls } from './subjects/gateway.ts';

const CLIENTS = 5000;
/** Of each. */
const MISSED = 4;
/** Others, who stay connected and go on getting events: the first so many agents are theirs. */
const STAYING = 100;
const PER_SECOND = 400;
const PARTITIONS = 12;

type BareCalls = { port(): number; connections(): number; cpu(): number; usedBytes(): number };

export const P11: Bench = {
  about: `${CLIENTS} clients come back at once, each with a cursor of its own and ${MISSED} events behind, against as many bare connections of ws`,
  run: async (tell) => {
    await using gateway = await startChild<GatewayCalls>('bench/subjects/gateway.ts', ['--partitions', String(PARTITIONS)]);
    await using bare = await startChild<BareCalls>('bench/baselines/bare-sockets.ts');
    await using clients = await startChild<StormCalls>('bench/storm-clients.ts');
    await using staying = await startChild<LoadCalls>('load/clients.ts');
    const [port, barePort] = [await gateway.ask('port'), await bare.ask('port')];
    await clients.ask('watch', { port, agents: STAYING + CLIENTS });
    await staying.ask('connect', { port, sockets: STAYING, each: 'agent', agents: STAYING });
    const subscriptions = async (count: number): Promise<void> => {
      while ((await gateway.ask('subscriptions')) !== count) await pause();
    };
    await subscriptions(1 + STAYING);

    let live = 0;
    /** What those who stay see of it: the 99th percentile from when an event was due to its frame, in milliseconds. */
    const meanwhile = async <T>(storm: () => Promise<T>): Promise<{ readonly result: T; readonly p99Ms: number }> => {
      await staying.ask('expect', { frames: null, latencies: true });
      const counting = staying.ask('counted');
      // If the storm fails, that is what is told.
      counting.catch(() => {});
      await gateway.ask('steady', { from: live, agents: STAYING, perSecond: PER_SECOND });
      const result = await storm();
      const written = await gateway.ask('rest');
      live += written;
      await staying.ask('expectInAll', written);
      const { p99Micros } = await counting;
      return { result, p99Ms: p99Micros / 1000 };
    };

    const common = { firstAgent: STAYING, clients: CLIENTS };
    let first = 0;
    const write = async (events: number): Promise<void> => {
      await gateway.ask('write', { firstAgent: STAYING, agents: CLIENTS, first, events });
      first += events;
    };
    await write(1);
    const seconds: [number[], number[]] = [[], []];
    const costs: [number[], number[]] = [[], []];
    const p99: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const places = await clients.ask('places');
      await write(MISSED);
      await gateway.ask('usedBytes');
      await bare.ask('usedBytes');
      const before = [await gateway.ask('cpu'), await bare.ask('cpu')] as const;
      const ours = await meanwhile(() => clients.ask('storm', { ...common, port, first: first - MISSED, missed: MISSED, places }));
      const oursCpu = (await gateway.ask('cpu')) - before[0];
      await subscriptions(1 + STAYING);
      const theirs = await meanwhile(() => clients.ask('storm', { ...common, port: barePort, first: 0, missed: 0, places }));
      const theirsCpu = (await bare.ask('cpu')) - before[1];
      while ((await bare.ask('connections')) > 0) await pause();
      const shown = [ours, theirs].map(({ result, p99Ms }) => `${result / 1000} ms (live p99 ${p99Ms} ms)`);
      tell(`round ${round}: ${shown.join(' and ')}${round === 0 ? ', to warm up' : ''}`);
      if (round === 0) continue;
      for (const [i, { result, p99Ms }] of [ours, theirs].entries()) {
        seconds[i]?.push(Math.round(result / 1000) / 1000);
        p99[i]?.push(p99Ms);
      }
      for (const [i, cpu] of [oursCpu, theirsCpu].entries()) costs[i]?.push(Math.round(cpu / CLIENTS));
    }
    await Promise.all([staying.ask('check'), clients.ask('places')]);
    return [
      { name: 'times the connects and acknowledgements of bare ws', unit: 'x', rounds: ratios(...seconds), bar: { atMost: 3 } },
      { name: 'gateway, until all have what they missed', unit: 's', rounds: seconds[0], bar: null },
      { name: 'bare ws, until all are acknowledged', unit: 's', rounds: seconds[1], bar: null },
      { name: 'gateway', unit: 'us of a core a client', rounds: costs[0], bar: null },
      { name: 'bare ws', unit: 'us of a core a client', rounds: costs[1], bar: null },
      { name: `live delivery to ${STAYING} others meanwhile, p99`, unit: 'ms', rounds: p99[0], bar: null },
      { name: 'the same while the storm is at the other server', unit: 'ms', rounds: p99[1], bar: null },
    ];
  },
};

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
