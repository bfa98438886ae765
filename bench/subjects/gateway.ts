/** The gateway as it is, in a process of a benchmark's own: with its embedded log, or on the brokers that its argument names. */
import { demoConfig, startConfig } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { answer, cpuMicros } from '../../load/answer.ts';
import { Feed } from '../../load/feed.ts';
import type { Begun, FeedOptions, PaceOptions } from '../../load/feed.ts';
import { usedBytes } from '../../load/used-bytes.ts';
import { agentId, record, recordOf, TENANT } from '../../load/workload.ts';

const [, , KAFKA_BROKERS] = process.argv;
const input = { args: [], nowMs: Date.now() };
const config =
  KAFKA_BROKERS === undefined
    ? demoConfig({ ...input, env: { PORT: '0' } })
    : startConfig({ ...input, env: { PORT: '0', AUTH: 'none', REPLAY_FROM: 'latest', KAFKA_BROKERS } });
const gateway = await startGateway(config, new Diagnostics());
const append = gateway.append ?? (() => {});
const { hub } = gateway;
const feed = new Feed((record) => record, append);

/** Agents of the benchmark's own, in every partition of the log: their events tell how far it has been read. */
const SENTINELS = Array.from({ length: 64 }, (_, i) => 90_000 + i);
/** Well below what the demo's log keeps. */
const LOG_BATCH = 6000;
let settled = 0;

const calls = {
  port: (): number => Number(new URL(gateway.url).port),
  subscriptions: (): number => hub.subscriptions('agentState'),
  feed: (options: FeedOptions): Promise<Begun> => feed.run(options),
  pace: (options: PaceOptions): Promise<void> => feed.pace(options),
  /** Events that nobody wants. Returns what each cost until it was done with, in microseconds of a core. */
  unwanted: async ({ from, events, agents }: Pick<FeedOptions, 'from' | 'events' | 'agents'>): Promise<number> => {
    const records = Array.from({ length: events }, (_, i) => record(from + i, agents));
    globalThis.gc?.();
    const before = cpuMicros();
    for (let n = 0; n < events; n += LOG_BATCH) {
      append(records.slice(n, n + LOG_BATCH));
      await settle();
    }
    return (cpuMicros() - before) / events;
  },
  settle,
  cpu: (): number => cpuMicros(),
  usedBytes: (): number => usedBytes(),
};
export type GatewayCalls = typeof calls;
answer(calls, (done) => feed.progress(done));

/** Resolves once all that was handed over before has been read from the log. */
async function settle(): Promise<void> {
  settled += 1;
  const all = SENTINELS.map((agent) => {
    const seen = Promise.withResolvers<void>();
    const filter = {
      family: 'agentState',
      threads: null,
      agents: new Set([agentId(agent)]),
      dns: null,
      queues: null,
      names: ALL_NAMES,
    } as const;
    const subscription = hub.subscribe(Scope.of(UNAUTHENTICATED_CLAIMS, TENANT), filter, () => seen.resolve());
    return seen.promise.then(() => subscription[Symbol.dispose]());
  });
  append(SENTINELS.map((agent) => recordOf(agent, settled, Date.now())));
  await Promise.all(all);
}
