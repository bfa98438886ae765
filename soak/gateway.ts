/** The gateway of a long run, in a process of its own: on the brokers that its first argument names, with the settings of its second; its third says whether clients are `bounded` as by default. */
import { startConfig } from '../src/config.ts';
import { unbounded } from '../load/unbounded.ts';
import { Diagnostics } from '../src/diagnostics.ts';
import { startGateway } from '../src/gateway.ts';
import { answer } from '../load/answer.ts';
import { held } from '../load/held.ts';
import type { Held } from '../load/held.ts';

const [, , brokers = '', settings = '{}', limits = 'unbounded'] = process.argv;
const env = { PORT: '0', AUTH: 'none', KAFKA_BROKERS: brokers, ...(JSON.parse(settings) as Record<string, string>) };
const config = startConfig({ args: [], env, nowMs: Date.now() });
const gateway = await startGateway(limits === 'bounded' ? config : { ...config, ...unbounded }, new Diagnostics());

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
  /** Without the collection, which would hold everything else. */
  residentBytes: (): number => {
    try {
      return process.memoryUsage.rss();
    } catch {
      // It is read from a file, of which there may be too many.
      return 0;
    }
  },
  held: (): Held => held(),
};
export type GatewayCalls = typeof calls;
answer(calls);
