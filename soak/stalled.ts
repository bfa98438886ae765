/** Clients that stop reading, come and go: what waits for them is bounded and given back, and nobody else loses anything. */
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../load/child.ts';
import type { LoadCalls } from '../load/clients.ts';
import { AGENT_STATE, LARGE_OPERATION, recordOf } from '../load/workload.ts';
import { kafkaProducer } from '../src/source/kafka-producer.ts';
import { leftBehind, notAll, openHealthy, openSite, SUBSCRIPTIONS, untilReady, within } from './site.ts';
import { mebibytes } from './soak.ts';
import type { Soak } from './soak.ts';

const HEALTHY = 50;
const STALLED = 20;
const MAX_OUTBOX_BYTES = 4 * 1024 * 1024;
const RECORD_BYTES = 40_000;
const BATCH = 10;
const PAUSE_MS = 100;
/** Enough for the bound and for all that a kernel takes. */
const MAX_EVENTS_A_ROUND = 2000;
/** Beside what waits in outboxes: events of a batch, buffers that the collector has not found yet. */
const BUDGET_BYTES = 32 * 1024 * 1024;
/** What may stay of it: caches, compiled code. */
const KEPT_BYTES = 8 * 1024 * 1024;

export const stalled: Soak = {
  about: `${STALLED} clients at a time stop reading beside ${HEALTHY} who do not, again and again`,
  minutes: 5,
  run: async ({ minutes, tell, signal }) => {
    await using site = await openSite({ REPLAY_FROM: 'earliest', MAX_OUTBOX_BYTES: String(MAX_OUTBOX_BYTES) });
    await untilReady(site, signal);
    const before = await site.gateway.ask('held');
    await using healthy = await openHealthy(site, HEALTHY, 1);
    await using producer = kafkaProducer({ brokers: [site.broker], clientId: 'soak' });
    let written = 0;
    const write = async (): Promise<void> => {
      const records = Array.from({ length: BATCH }, (_, i) => recordOf(0, written + i, Date.now(), 0, RECORD_BYTES));
      await producer.send(records.map(({ key, value, timestampMs }) => ({ topic: AGENT_STATE, key, value, timestampMs })));
      written += BATCH;
    };
    const usedBytes = async (): Promise<number> => (await site.gateway.ask('memory')).usedBytes;
    const slow = async (): Promise<number> => (await site.metrics()).get('ended_total{code="SLOW_CONSUMER"}') ?? 0;
    for (let n = 0; n < 20; n += 1) await write();
    await within(async () => (await healthy.ask('tally')).every(({ frames }) => frames === written), signal);
    const atRest = await usedBytes();
    let [mostOutbox, mostUsed, kept, rounds] = [0, 0, 0, 0];
    const faults: string[] = [];
    const until = performance.now() + minutes * 60_000;

    while (performance.now() < until && faults.length === 0) {
      await using clients = await startChild<LoadCalls>('load/clients.ts');
      await clients.ask('expect', { frames: null });
      const all = { port: site.port, sockets: STALLED, each: 'tenant', agents: 1, mayEnd: true, late: true } as const;
      await clients.ask('connect', { ...all, query: LARGE_OPERATION });
      await within(async () => (await site.metrics()).get(SUBSCRIPTIONS) === HEALTHY + STALLED, signal);
      process.kill(clients.pid, 'SIGSTOP');
      try {
        const wanted = (rounds + 1) * STALLED;
        for (let events = 0; events < MAX_EVENTS_A_ROUND && (await slow()) < wanted; events += BATCH) {
          await write();
          await wait(PAUSE_MS, undefined, { signal });
          mostOutbox = Math.max(mostOutbox, (await site.metrics()).get('outbox_bytes') ?? 0);
          mostUsed = Math.max(mostUsed, await usedBytes());
        }
        if ((await slow()) !== wanted) faults.push(`${await slow()} of ${wanted} who stopped reading were ended`);
      } finally {
        process.kill(clients.pid, 'SIGKILL');
      }
      rounds += 1;
      const isBack = async (): Promise<boolean> => {
        const metrics = await site.metrics();
        kept = (await usedBytes()) - atRest;
        return metrics.get('connections') === HEALTHY && metrics.get('outbox_bytes') === 0 && kept <= KEPT_BYTES;
      };
      if (!(await within(isBack, signal))) faults.push(`after round ${rounds} the gateway kept ${mebibytes(kept)} MiB`);
      tell(`round ${rounds}: ${STALLED} ended, at most ${mebibytes(mostOutbox)} MiB waited, ${mebibytes(kept)} MiB kept`);
    }
    faults.push(...(await notAll(healthy, written, signal)));
    await healthy[Symbol.asyncDispose]();
    faults.push(...(await leftBehind(site, before, signal)));
    const bound = MAX_OUTBOX_BYTES * STALLED;
    const mib = (name: string, bytes: number, atMost: number | null) => ({
      name,
      unit: 'MiB',
      value: mebibytes(bytes),
      atMost: atMost === null ? null : mebibytes(atMost),
    });
    return {
      faults,
      figures: [
        mib('waited for clients, most', mostOutbox, bound),
        mib('memory above what it was at rest, most', mostUsed - atRest, bound + BUDGET_BYTES),
        mib('memory above what it was at rest, in the end', kept, KEPT_BYTES),
        mib('memory at rest', atRest, null),
        { name: 'rounds', unit: '', value: rounds, atMost: null },
        { name: 'events, each to all who read', unit: '', value: written, atMost: null },
      ],
    };
  },
};
