/** The gateway as it is, with its embedded log, in a process of a benchmark's own. */
import { demoConfig } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { answer, cpuMicros, nowMicros } from '../answer.ts';
import { Feed } from '../feed.ts';
import type { Begun, FeedOptions, PaceOptions } from '../feed.ts';
import { agentId, recordOf, TENANT } from '../workload.ts';

const gateway = await startGateway(demoConfig({ env: { PORT: '0' }, args: [], nowMs: Date.now() }), new Diagnostics());
const { append, hub } = gateway;
if (append === null) throw new Error('the demo has a log');
const feed = new Feed((record) => record, append);

/** Keys for every partition of the log: what they have been read up to is told by events of agents of the benchmark's own. */
const SENTINELS = Array.from({ length: 64 }, (_, i) => 90_000 + i);
let sentinels = 0;

const calls = {
  port: (): number => Number(new URL(gateway.url).port),
  subscriptions: (): number => hub.subscriptions('agentState'),
  feed: (options: FeedOptions): Promise<Begun> => feed.run(options),
  pace: (options: PaceOptions): Promise<void> => feed.pace(options),
  /** Resolves once all that was handed over before has been read from the log. */
  settle: async (): Promise<number> => {
    sentinels += 1;
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
    append(SENTINELS.map((agent) => recordOf(agent, sentinels, Date.now())));
    await Promise.all(all);
    return nowMicros();
  },
  cpu: (): number => cpuMicros(),
  /** After collecting garbage, in bytes. */
  memory: (): number => {
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().rss;
  },
};
export type GatewayCalls = typeof calls;
answer(calls, (done) => feed.progress(done));
