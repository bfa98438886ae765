/**
 * The gateway as it is, in a process of a benchmark's own: with its embedded log of `--partitions` a topic (default: the demo's), or on the Kafka of
 * `--broker`.
 */
import { parseArgs } from 'node:util';
import { unbounded } from '../../load/unbounded.ts';
import { demoConfig, startConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { answer, cpuMicros } from '../../load/answer.ts';
import { Feed } from '../../load/feed.ts';
import type { Begun, FeedOptions, PaceOptions } from '../../load/feed.ts';
import { usedBytes } from '../../load/used-bytes.ts';
import { agentId, record, recordOf, TENANT } from '../../load/workload.ts';

const { broker, partitions } = parseArgs({ options: { broker: { type: 'string' }, partitions: { type: 'string' } } }).values;
const gateway = await startGateway({ ...configOf(), ...unbounded }, new Diagnostics());
const append = gateway.append ?? (() => {});
const { hub } = gateway;
const feed = new Feed((record) => record, append);

/** Agents of the benchmark's own, in every partition of the log: their events tell how far it has been read. */
const SENTINELS = Array.from({ length: 64 }, (_, i) => 90_000 + i);
/** Well below what the demo's log keeps. */
const LOG_BATCH = 6000;
let settled = 0;
let resting = new AbortController();
let written = Promise.resolve(0);

type Written = { readonly firstAgent: number; readonly agents: number; readonly first: number; readonly events: number };

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
  /** So many events of each of so many agents, from this number on. */
  write: async ({ firstAgent, agents, first, events }: Written): Promise<void> => {
    for (let sequence = first; sequence < first + events; sequence += 1) {
      append(Array.from({ length: agents }, (_, i) => recordOf(firstAgent + i, sequence, Date.now())));
      await settle();
    }
  },
  /** Events as they fall due, until `rest`, which says how many there were. */
  steady: (options: Omit<PaceOptions, 'events'>): void => {
    resting = new AbortController();
    written = feed.steady(options, resting.signal);
  },
  rest: (): Promise<number> => {
    resting.abort();
    return written;
  },
  cpu: (): number => cpuMicros(),
  usedBytes: (): number => usedBytes(),
};
export type GatewayCalls = typeof calls;
answer(calls, (done) => feed.progress(done));

function configOf(): Config {
  const input = { args: [], nowMs: Date.now() };
  if (broker !== undefined)
    return startConfig({ ...input, env: { PORT: '0', AUTH: 'none', REPLAY_FROM: 'latest', KAFKA_BROKERS: broker } });
  const config = demoConfig({ ...input, env: { PORT: '0' } });
  return partitions === undefined ? config : { ...config, source: { kind: 'memory', partitions: Number(partitions) } };
}

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
