/** Clients that come, subscribe, complete, leave and are killed while events flow: the heap of the gateway must not grow with how many there were. */
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../load/child.ts';
import type { Child } from '../load/child.ts';
import type { ProducerCalls } from '../load/producer.ts';
import { AGENT_STATE } from '../load/workload.ts';
import { growthOverSecondHalf } from './growth.ts';
import type { Sample } from './growth.ts';
import { leftBehind, notAll, openHealthy, openSite, untilReady } from './site.ts';
import type { Site } from './site.ts';
import { mebibytes } from './soak.ts';
import type { Soak } from './soak.ts';
import type { VisitorsCalls } from './visitors.ts';

const AGENTS = 100;
const PER_SECOND = 200;
const HEALTHY = 10;
const VISITORS = { sockets: 40, streams: 4 } as const;
/** Of those that are killed, and started anew, with all of their process. */
const KILLED = { sockets: 10, streams: 2 } as const;
const KILL_EVERY_SAMPLES = 2;
const SAMPLES = 60;
const MIN_SAMPLE_MS = 1000;
/** Of ten minutes with a few bytes kept for each subscription; where nothing is kept, half of it was seen on a busy machine. */
const MAX_GROWTH_BYTES = 1024 * 1024;

export const churn: Soak = {
  about: `${VISITORS.sockets + KILLED.sockets} clients over WebSocket and ${VISITORS.streams + KILLED.streams} over SSE at a time come and go, ${PER_SECOND} events/s`,
  minutes: 10,
  run: async ({ minutes, tell, signal }) => {
    await using site = await openSite({ REPLAY_FROM: 'earliest' });
    await untilReady(site, signal);
    const before = await site.gateway.ask('held');
    await using healthy = await openHealthy(site, HEALTHY, AGENTS);
    await using producer = await startChild<ProducerCalls>('load/producer.ts', [site.broker, AGENT_STATE]);
    const events = Math.ceil(minutes * 60 * PER_SECOND);
    const written = new AbortController();
    const writing = producer.ask('pace', { from: 0, events, agents: AGENTS, perSecond: PER_SECOND }).finally(() => written.abort());
    writing.catch(() => {});
    let seed = 1;
    const open = async (how: { readonly sockets: number; readonly streams: number }): Promise<Child<VisitorsCalls>> => {
      const visitors = await startChild<VisitorsCalls>('soak/visitors.ts');
      await visitors.ask('start', { port: site.port, agents: AGENTS, seed: (seed += 1000), ...how });
      return visitors;
    };
    await using steady = await open(VISITORS);
    const doomed = await openDoomed(() => open(KILLED));
    await using _doomed = doomed;

    const samples: Sample[] = [];
    let residentBytes = 0;
    const sampleMs = Math.max((minutes * 60_000) / SAMPLES, MIN_SAMPLE_MS);
    while (!written.signal.aborted) {
      await wait(sampleMs, undefined, { signal });
      const memory = await site.gateway.ask('memory');
      samples.push({ atMs: performance.now(), value: memory.usedBytes });
      residentBytes = Math.max(residentBytes, memory.residentBytes);
      const { connections, subscriptions } = await steady.ask('visits');
      await doomed.check();
      if (samples.length % KILL_EVERY_SAMPLES === 0) await doomed.kill();
      if (samples.length % 10 === 0)
        tell(`${mebibytes(memory.usedBytes)} MiB after ${connections} connections and ${subscriptions} subscriptions`);
    }
    await writing;
    await steady.ask('stop');
    const faults = [...(await notAll(healthy, events, signal))];
    const visits = await steady.ask('visits');
    for (const gone of [healthy, steady, doomed]) await gone[Symbol.asyncDispose]();
    faults.push(...(await leftBehind(site, before, signal)));
    faults.push(...(await ended(site)));
    const growth = growthOverSecondHalf(samples);
    if (Number.isNaN(growth)) faults.push('too short to tell whether the heap grows');
    const mean = samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
    const figure = (name: string, unit: string, value: number, atMost: number | null = null) => ({ name, unit, value, atMost });
    return {
      faults,
      figures: [
        figure('growth of the heap over the second half', 'MiB', mebibytes(growth), mebibytes(MAX_GROWTH_BYTES)),
        figure('heap, mean', 'MiB', mebibytes(mean)),
        figure('resident, most', 'MiB', mebibytes(residentBytes)),
        figure('connections that came and went', '', visits.connections),
        figure('subscriptions that came and went', '', visits.subscriptions),
        figure('processes of clients killed', '', doomed.killed()),
        figure('frames of those who came and went', '', visits.frames),
        figure('events, each to all who stayed', '', events),
      ],
    };
  },
};

/** Clients whose process is killed as often as one likes, and followed by another. */
async function openDoomed(open: () => Promise<Child<VisitorsCalls>>) {
  let current = await open();
  let killed = 0;
  return {
    check: () => current.ask('visits'),
    kill: async (): Promise<void> => {
      process.kill(current.pid, 'SIGKILL');
      await current[Symbol.asyncDispose]();
      killed += 1;
      current = await open();
    },
    killed: () => killed,
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  };
}

/** The gateway had no reason to end anybody. */
async function ended(site: Site): Promise<readonly string[]> {
  const codes = [...(await site.metrics())].filter(([name]) => name.startsWith('ended_total'));
  return codes.map(([name, count]) => `the gateway ended ${count} by itself: ${name}`);
}
