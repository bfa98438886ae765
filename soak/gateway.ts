/** The gateway of a long run, in a process of its own: on the brokers that its first argument names, with the settings of its second. */
import { startConfig } from '../src/config.ts';
import { unbounded } from '../load/unbounded.ts';
import { Diagnostics } from '../src/diagnostics.ts';
import { startGateway } from '../src/gateway.ts';
import { answer } from '../load/answer.ts';
import { held } from '../load/held.ts';
import type { Held } from '../load/held.ts';

const [, , brokers = '', settings = '{}'] = process.argv;
const env = { PORT: '0', AUTH: 'none', KAFKA_BROKERS: brokers, ...(JSON.parse(settings) as Record<string, string>) };
const gateway = await startGateway({ ...startConfig({ args: [], env, nowMs: Date.now() }), ...unbounded }, new Diagnostics());

export type Memory = {
  /** What lives in the heap and outside of it, after collecting garbage. */
  readonly usedBytes: number;
  readonly residentBytes: number;
};

const calls = {
  port: (): number => Number(new URL(gateway.url).port),
  memory: (): Memory => {
    // The second time takes what finalizers of the first let go.
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { usedBytes: heapUsed + external, residentBytes: rss };
  },
  held: (): Held => held(),
};
export type GatewayCalls = typeof calls;
answer(calls);
