/** P10: what one client that has stopped reading does to 500 who have not. */
import type { Bench } from './bench.ts';
import { openSide } from './fan-out.ts';
import { ratios, ROUNDS } from './ratio.ts';

const SOCKETS = 500;
const PER_SECOND = 200;
const SECONDS = 5;

export const P10: Bench = {
  about:
    'p99 from record to frame of 500 clients at 200 events/s of a tenant, beside one that has stopped reading, against the same without it',
  run: async (tell) => {
    const connect = { sockets: SOCKETS, each: 'tenant', agents: 50 } as const;
    await using beside = await openSide('bench/subjects/gateway.ts', connect);
    await using alone = await openSide('bench/subjects/gateway.ts', connect);
    await beside.clients.ask('connectPaused', { ...connect, port: await beside.server.ask('port') });
    const p99: [number[], number[]] = [[], []];
    const pace = { perSecond: PER_SECOND, events: PER_SECOND * SECONDS };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [a, b] = [await beside.pace(pace), await alone.pace(pace)];
      tell(`round ${round}: p99 ${a.p99Micros / 1000} and ${b.p99Micros / 1000} ms${round === 0 ? ', to warm up' : ''}`);
      if (round === 0) continue;
      p99[0].push(a.p99Micros / 1000);
      p99[1].push(b.p99Micros / 1000);
    }
    return [
      { name: 'times the p99', unit: 'x', rounds: ratios(...p99), bar: { atMost: 1.2 } },
      { name: 'beside a stalled client', unit: 'ms', rounds: p99[0], bar: null },
      { name: 'without', unit: 'ms', rounds: p99[1], bar: null },
    ];
  },
};
