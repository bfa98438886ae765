/** Replicas that die under load while their clients go on elsewhere. With another seed it is another run: the long runs have many. */
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../src/simulator/random.ts';
import { openSite, pace } from '../support/replicas.ts';
import type { Replica } from '../support/replicas.ts';
import { until } from '../support/until.ts';
import { clients, faultsOfAll } from './clients.ts';
import type { Client } from './clients.ts';

export type Run = {
  readonly faults: readonly string[];
  /** How often clients were cut off, over all of them. */
  readonly cuts: number;
  readonly events: number;
};

type Load = {
  readonly seed: number;
  readonly perSecond: number;
  readonly clients: number;
  readonly settings?: Readonly<Record<string, string>>;
};

/** What is done to two replicas while events are written and clients follow; `up` are those that clients may choose from. */
type Play = (
  up: Replica[],
  how: {
    readonly start: (settings?: Readonly<Record<string, string>>) => Promise<Replica>;
    readonly all: readonly Client[];
    readonly pause: () => Promise<void>;
  },
) => Promise<void>;

async function underLoad(brokers: readonly string[], load: Load, play: Play): Promise<Run> {
  const random = createRandom(load.seed);
  await using site = await openSite(brokers);
  await using replicas = new AsyncDisposableStack();
  const start = async (more = {}): Promise<Replica> => replicas.use(await site.start({ ...load.settings, ...more }));
  const up = await Promise.all([start(), start()]);
  const all = clients(site.topics, load.clients);
  using recorders = new DisposableStack();
  for (const { recorder } of all) {
    recorders.use(recorder);
    recorder.follow(() => random.pick(up).url);
  }
  await until(() => all.every(({ recorder }) => recorder.place !== null), { what: 'all clients to have a place' });
  const stopping = new AbortController();
  const writing = pace(site, { seed: load.seed, perSecond: load.perSecond, signal: stopping.signal });
  try {
    await play(up, { start, all, pause: () => wait(random.between(300, 1500)) });
  } finally {
    stopping.abort();
  }
  const events = await writing;
  const faults = await faultsOfAll(all, await site.written());
  const cuts = all.reduce((sum, { recorder }) => sum + recorder.connections.filter(({ end }) => end !== null).length, 0);
  return { faults, cuts, events };
}

/** One is killed in mid-stream; when it is back, with an empty memory, so is the other. */
export function killedInMidStream(brokers: readonly string[], load: Load): Promise<Run> {
  return underLoad(brokers, load, async (up, { start, pause }) => {
    await pause();
    const [one, two] = up.splice(0, 1).concat(up) as [Replica, Replica];
    await one.kill();
    await pause();
    // It has nothing in memory but what comes from now on: the rest is read again.
    up.push(await start({ REPLAY_FROM: 'latest' }));
    up.splice(up.indexOf(two), 1);
    await two.kill();
    await pause();
  });
}

/** Both are replaced one after the other, as an operator does it. */
export function rollingRestart(brokers: readonly string[], load: Load): Promise<Run> {
  return underLoad(brokers, load, async (up, { start, pause }) => {
    for (const old of [...up]) {
      await pause();
      up.splice(up.indexOf(old), 1);
      await old.stop();
      up.push(await start());
    }
    await pause();
  });
}
