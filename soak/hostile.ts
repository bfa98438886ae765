/** Hostile clients beside 200 who only read: one attack after the other, what it was answered, and what the others noticed of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../load/child.ts';
import type { AttackersCalls } from '../load/hostile/attackers.ts';
import { attacks } from '../load/hostile/attacks.ts';
import type { AttackName } from '../load/hostile/attacks.ts';
import { isFault } from '../load/hostile/fuzz.ts';
import type { ProducerCalls } from '../load/producer.ts';
import { AGENT_STATE, callRecord } from '../load/workload.ts';
import { kafkaProducer } from '../src/source/kafka-producer.ts';
import { leftBehind, notAll, openHealthy, openSite, untilReady, within } from './site.ts';
import type { Site } from './site.ts';
import { mebibytes } from './soak.ts';
import type { Figure, Soak } from './soak.ts';

const HEALTHY = 200;
const AGENTS = 100;
const PER_SECOND = 30;
/** Fewer than one of the attacks wants to use up. */
const MAX_FILES = 3000;
/** Impatient, so that each attack meets its bound several times while it is looked at; and with a journal that long replays go beyond. */
const SETTINGS = {
  REPLAY_FROM: 'earliest',
  JOURNAL_MAX_BYTES: '2MiB',
  KEEPALIVE_SECONDS: '2',
  INIT_TIMEOUT_SECONDS: '3',
  HEADERS_TIMEOUT_SECONDS: '3',
  BODY_TIMEOUT_SECONDS: '3',
} as const;
/** Of the time that an attack has, what is measured without it. */
const BEFORE_SHARE = 0.3;
const SAMPLE_MS = 250;
/** What an attack may take beside what its limits allow it to hold in outboxes. */
const MAX_GROWTH_BYTES = 256 * 1024 * 1024;
/** What may stay of all: caches of operations and plans, compiled code. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** As with one client that stalls: how much later the others may hear of what happens. */
const MAX_LATENCY_RATIO = 1.2;

type Latency = { readonly p50Ms: number; readonly p99Ms: number };

export const hostile: Soak = {
  about: `${Object.keys(attacks).length} kinds of hostile clients, one after the other, beside ${HEALTHY} who read ${PER_SECOND} events/s`,
  minutes: 5,
  run: async ({ minutes, tell, signal }) => {
    await using site = await openSite(SETTINGS, { bounded: true, maxFiles: MAX_FILES });
    await untilReady(site, signal);
    const held = await site.gateway.ask('held');
    await using healthy = await openHealthy(site, HEALTHY, AGENTS);
    await using producer = await startChild<ProducerCalls>('load/producer.ts', [site.broker, AGENT_STATE]);
    await using _calls = writeCalls(site);
    let written = 0;
    const listen = async (seconds: number): Promise<Latency> => {
      const events = Math.max(PER_SECOND, Math.round(seconds * PER_SECOND));
      await healthy.ask('expect', { frames: events * HEALTHY, latencies: true });
      const counted = healthy.ask('counted');
      await producer.ask('pace', { from: written, events, agents: AGENTS, perSecond: PER_SECOND });
      written += events;
      const { p50Micros, p99Micros } = await counted;
      return { p50Ms: p50Micros / 1000, p99Ms: p99Micros / 1000 };
    };
    await listen(WARM_UP_SECONDS);
    const atRest = await site.gateway.ask('memory');
    const names = Object.keys(attacks) as AttackName[];
    const seconds = (minutes * 60) / names.length;
    const [figures, faults]: [Figure[], string[]] = [[], []];
    const ratios: { readonly p50: number; readonly p99: number }[] = [];
    let mostBytes = 0;

    for (const name of names) {
      signal.throwIfAborted();
      const before = await listen(seconds * BEFORE_SHARE);
      const book = await refusals(site);
      await using attackers = await startChild<AttackersCalls>('load/hostile/attackers.ts');
      await attackers.ask('begin', { name, port: site.port });
      const resident = watchResident(site);
      const during = await listen(seconds * (1 - BEFORE_SHARE));
      const answers = await attackers.ask('end');
      const bytes = await resident.most();
      mostBytes = Math.max(mostBytes, bytes);
      const ratio = { p50: during.p50Ms / before.p50Ms, p99: during.p99Ms / before.p99Ms };
      ratios.push(ratio);
      const tried = answers.reduce((sum, [, count]) => sum + count, 0);
      if (tried === 0) faults.push(`${name}: nothing was tried`);
      for (const told of attacks[name].told)
        if (!answers.some(([answer]) => answer.startsWith(told))) faults.push(`${name}: nobody was told ${told}`);
      for (const [answer, count] of answers) if (isFault(answer)) faults.push(`${name}: ${count} times ${answer}`);
      const counted = [...(await refusals(site))].flatMap(([what, count]) => {
        const more = count - (book.get(what) ?? 0);
        return more > 0 ? [`${what} ${more}`] : [];
      });
      tell(`${name}: ${attacks[name].about}`);
      for (const [answer, count] of answers.slice(0, TOLD_ANSWERS)) tell(`    ${count} x ${answer}`);
      if (counted.length > 0) tell(`    the gateway counted: ${counted.join(', ')}`);
      tell(
        `    the others, before and during it: p50 ${round(before.p50Ms)} and ${round(during.p50Ms)} ms, p99 ${round(before.p99Ms)} and ${round(during.p99Ms)} ms; at most ${mebibytes(bytes)} MiB resident`,
      );
      figures.push(
        { name: `${name}: tried`, unit: 'times', value: tried, atMost: null },
        ...answers.map(([answer, count]) => ({ name: `${name}: ${answer}`, unit: 'times', value: count, atMost: null })),
        { name: `${name}: p50 of the others, times what it was before`, unit: 'x', value: round(ratio.p50), atMost: null },
        { name: `${name}: p99 of the others, times what it was before`, unit: 'x', value: round(ratio.p99), atMost: null },
      );
    }
    // Whoever is still there has to be noticed first.
    await within(async () => (await site.metrics()).get('connections') === HEALTHY, signal);
    const kept = (await site.gateway.ask('memory')).usedBytes - atRest.usedBytes;
    faults.push(...(await notAll(healthy, written, signal)));
    await healthy[Symbol.asyncDispose]();
    faults.push(...(await leftBehind(site, held, signal)));
    const middle = (of: (ratio: (typeof ratios)[number]) => number): number =>
      round(ratios.map(of).toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN);
    return {
      faults,
      figures: [
        ...figures,
        {
          name: 'p50 of the others, times what it was before, median of all',
          unit: 'x',
          value: middle(({ p50 }) => p50),
          atMost: MAX_LATENCY_RATIO,
        },
        {
          name: 'p99 of the others, times what it was before, median of all',
          unit: 'x',
          value: middle(({ p99 }) => p99),
          atMost: MAX_LATENCY_RATIO,
        },
        {
          name: 'resident above what it was at rest, most',
          unit: 'MiB',
          value: mebibytes(mostBytes - atRest.residentBytes),
          atMost: mebibytes(MAX_GROWTH_BYTES),
        },
        { name: 'memory above what it was at rest, in the end', unit: 'MiB', value: mebibytes(kept), atMost: mebibytes(KEPT_BYTES) },
        { name: 'events, each to all who only read', unit: '', value: written, atMost: null },
      ],
    };
  },
};
const WARM_UP_SECONDS = 5;
const TOLD_ANSWERS = 8;
const round = (value: number): number => Math.round(value * 100) / 100;

/** Calls, for those to look at who are no healthy clients: these read of agents only. */
function writeCalls({ broker }: Pick<Site, 'broker'>): AsyncDisposable {
  const producer = kafkaProducer({ brokers: [broker], clientId: 'soak' });
  const stop = new AbortController();
  const writing = (async () => {
    for (let n = 0; !stop.signal.aborted; n += 1) {
      await producer.send([callRecord(n, CALLS, Date.now())]);
      await wait(1000 / PER_SECOND, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await writing;
      await producer[Symbol.asyncDispose]();
    },
  };
}
const CALLS = 20;

/** What the gateway itself has counted of what it refused and ended. */
async function refusals(site: Site): Promise<ReadonlyMap<string, number>> {
  return new Map([...(await site.metrics())].filter(([name]) => /^(?:limit_exceeded|ended|shed)_total/.test(name)));
}

function watchResident({ gateway }: Pick<Site, 'gateway'>): { most(): Promise<number> } {
  const stop = new AbortController();
  let most = 0;
  const watching = (async () => {
    while (!stop.signal.aborted) {
      most = Math.max(most, await gateway.ask('residentBytes'));
      await wait(SAMPLE_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  watching.catch(() => {});
  return {
    most: async () => {
      stop.abort();
      await watching;
      return most;
    },
  };
}
