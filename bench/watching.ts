/** S1, S2 and S3: what state subscriptions cost, against the bytes that they send, ready beforehand. */
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../load/child.ts';
import { TENANT } from '../load/workload.ts';
import type { ReadyUpdatesCalls } from './baselines/ready-updates.ts';
import type { Bench } from './bench.ts';
import { ratios, ROUNDS } from './ratio.ts';
import type { StateClientsCalls } from './state-clients.ts';
import type { GatewayCalls } from './subjects/gateway.ts';
import type { WatchedCalls } from './subjects/watched.ts';

const GATEWAY = 'bench/subjects/gateway.ts';
const READY = 'bench/baselines/ready-updates.ts';
const CLIENTS = 'bench/state-clients.ts';

const AGENTS = 5000;
/** What a wallboard shows of each. */
const operation = (args: string): string => `subscription { agents(tenantId: "${TENANT}"${args}) {
  kind snapshotComplete removed cursor serverTime sourceHealthy
  agents { agentId loginId state stateSince activity workMode reasonCode sessions { dn loggedIn ready readySince workMode } knownSince updatedAt } } }`;

export const S1: Bench = {
  about: `the snapshot of ${AGENTS.toLocaleString('en-US')} agents until its last byte is there, against the same frames ready and sent by ws`,
  run: async (tell) => {
    await using gateway = await startChild<GatewayCalls>(GATEWAY);
    await using ready = await startChild<ReadyUpdatesCalls>(READY);
    await using clients = await startChild<StateClientsCalls>(CLIENTS);
    await using watched = await startChild<GatewayCalls>(GATEWAY);
    await using other = await startChild<StateClientsCalls>(CLIENTS);
    for (const one of [gateway, watched]) await one.ask('unwanted', { from: 0, events: 2 * AGENTS, agents: AGENTS });
    const [port, readyPort, watchedPort] = [await gateway.ask('port'), await ready.ask('port'), await watched.ask('port')];
    const query = operation('');
    await other.ask('open', { port: watchedPort, sockets: 1, query });
    const first = await clients.ask('snapshot', { port, query });
    await ready.ask('hold', first.texts);
    const rates: [number[], number[], number[]] = [[], [], []];
    // What is compiled while it is used is no part of it, and a snapshot is over soon.
    for (let round = -15; round <= 2 * ROUNDS; round += 1) {
      const alone = await clients.ask('snapshot', { port, query });
      const baseline = await clients.ask('snapshot', { port: readyPort, query });
      // The same where somebody else looks at it.
      const shared = await clients.ask('snapshot', { port: watchedPort, query });
      if (alone.frames !== baseline.frames || Math.abs(alone.bytes / baseline.bytes - 1) > 0.01) throw new Error('not the same is sent');
      const each = [alone, shared, baseline].map(({ bytes, micros }) => Math.round(bytes / micros));
      if (round > 0) tell(`round ${round}: ${each.join(', ')} MB/s of ${(alone.bytes / 1e6).toFixed(2)} MB in ${alone.frames} frames`);
      if (round > 0) for (const [i, rate] of each.entries()) rates[i]?.push(rate);
    }
    return [
      { name: 'times the speed of ready bytes', unit: 'x', rounds: ratios(rates[0], rates[2]), bar: { atLeast: 0.5 } },
      { name: 'the same while others look at it', unit: 'x', rounds: ratios(rates[1], rates[2]), bar: { atLeast: 0.5 } },
      { name: 'gateway', unit: 'MB/s', rounds: rates[0], bar: null },
      { name: 'gateway, while others look at it', unit: 'MB/s', rounds: rates[1], bar: null },
      { name: 'ws', unit: 'MB/s', rounds: rates[2], bar: null },
    ];
  },
};

const WALLBOARDS = 1000;
const PER_SECOND = 2000;
const SITE = 200;
const RATE_HZ = 2;
const MEASURED_MS = 3000;

export const S2: Bench = {
  about: `a core's time for ${WALLBOARDS.toLocaleString('en-US')} wallboards of one operation at ${PER_SECOND.toLocaleString('en-US')} events/s, against one wallboard and as many sends of the same bytes`,
  run: async (tell) => {
    await using opened = new AsyncDisposableStack();
    const query = operation(`, maxRateHz: ${RATE_HZ}`);
    const side = async (sockets: number) => {
      const gateway = opened.use(await startChild<GatewayCalls>(GATEWAY));
      const clients = opened.use(await startChild<StateClientsCalls>(CLIENTS));
      await gateway.ask('unwanted', { from: 0, events: 2 * SITE, agents: SITE });
      await clients.ask('open', { port: await gateway.ask('port'), sockets, query });
      return async () => {
        await gateway.ask('steady', { from: 0, agents: SITE, perSecond: PER_SECOND });
        await wait(500);
        await clients.ask('heard');
        const before = await gateway.ask('cpu');
        await wait(MEASURED_MS);
        const micros = (await gateway.ask('cpu')) - before;
        const heard = await clients.ask('heard');
        await gateway.ask('rest');
        return { micros, ...heard };
      };
    };
    const many = await side(WALLBOARDS);
    const one = await side(1);
    const ready = opened.use(await startChild<ReadyUpdatesCalls>(READY));
    const readers = opened.use(await startChild<StateClientsCalls>(CLIENTS));
    await readers.ask('open', { port: await ready.ask('port'), sockets: WALLBOARDS, query });
    const cpu: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [a, b] = [await many(), await one()];
      const frames = Math.round(a.frames / WALLBOARDS);
      const bytes = Math.round(a.bytes / a.frames);
      const sends = await ready.ask('pace', { frames, bytes, intervalMs: MEASURED_MS / frames });
      const each = [a.micros, b.micros, sends].map((micros) => Math.round(micros / 1000 / (MEASURED_MS / 1000)));
      tell(
        `round ${round}: ${each.join(', ')} ms of a core a second, ${frames} frames of ${bytes} bytes${round === 0 ? ', to warm up' : ''}`,
      );
      if (round > 0) for (const [i, ms] of each.entries()) cpu[i]?.push(ms);
    }
    const together = cpu[1].map((ms, i) => ms + (cpu[2][i] ?? Number.NaN));
    const ms = 'ms of a core a second';
    return [
      { name: 'times one wallboard and the sends', unit: 'x', rounds: ratios(cpu[0], together), bar: { atMost: 2 } },
      { name: `${WALLBOARDS.toLocaleString('en-US')} wallboards`, unit: ms, rounds: cpu[0], bar: null },
      { name: 'one wallboard', unit: ms, rounds: cpu[1], bar: null },
      { name: 'sends of the same bytes', unit: ms, rounds: cpu[2], bar: null },
    ];
  },
};

export const S3: Bench = {
  about: 'what a client at maxRateHz 1 adds to 2,000 events a second of 1,000 agents, against making its payloads alone',
  run: async (tell) => {
    await using subject = await startChild<WatchedCalls>('bench/subjects/watched.ts');
    const added: number[] = [];
    const made: number[] = [];
    const perEvent: number[] = [];
    const payloads = 25;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const { watched, unwatched, payloads: cost } = await subject.ask('run', { agents: 1000, eventsPerPayload: PER_SECOND, payloads });
      const each = [watched - unwatched, cost].map((micros) => Math.round(micros / payloads));
      tell(`round ${round}: ${each.join(' and ')} us of a core a payload${round === 0 ? ', to warm up' : ''}`);
      if (round === 0) continue;
      added.push(each[0] ?? 0);
      made.push(each[1] ?? 0);
      perEvent.push(Math.round((100 * unwatched) / payloads / PER_SECOND) / 100);
    }
    return [
      { name: 'times its payloads', unit: 'x', rounds: ratios(added, made), bar: { atMost: 1.5 } },
      { name: 'added by the client', unit: 'us of a core a payload', rounds: added, bar: null },
      { name: 'payloads alone', unit: 'us of a core a payload', rounds: made, bar: null },
      { name: 'an event, with nobody', unit: 'us of a core', rounds: perEvent, bar: null },
    ];
  },
};
