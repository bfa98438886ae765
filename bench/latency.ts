/** P7: from the producer to the frame, through Kafka, against a loop from kafkajs to `ws` written by hand. */
import { ensureTopics } from '../src/source/kafka-producer.ts';
import type { Bench } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { Counted, LoadCalls } from '../load/clients.ts';
import { ratios, ROUNDS } from './ratio.ts';
import { emptyKafka } from '../load/retained.ts';
import type { GatewayCalls } from './subjects/gateway.ts';
import type { ProducerCalls } from '../load/producer.ts';
import { AGENT_STATE } from '../load/workload.ts';

const AGENTS = 1000;
const PER_SECOND = 2000;
const SECONDS = 6;
/** Read by the baseline alone, so that only one of the two has something to do. */
const OTHER_TOPIC = 'voice-baseline';

type ServerCalls = Pick<GatewayCalls, 'port' | 'subscriptions'>;

export const P7: Bench = {
  about: 'p99 from producer to frame at 2,000 events/s for 1,000 sockets of an agent each, against a loop from kafkajs to ws',
  run: async (tell) => {
    await using kafka = await emptyKafka();
    const [broker = ''] = kafka.brokers;
    await ensureTopics({ brokers: kafka.brokers, clientId: 'bench' }, [OTHER_TOPIC], 6);
    await using ours = await openSide('bench/subjects/gateway.ts', ['--broker', broker], broker, AGENT_STATE);
    await using loop = await openSide('bench/baselines/kafka-to-sockets.ts', [broker, OTHER_TOPIC], broker, OTHER_TOPIC);
    const p50: [number[], number[]] = [[], []];
    const p99: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const both = [await ours.run(), await loop.run()] as const;
      const shown = both.map(({ p50Micros, p99Micros }) => `${p50Micros / 1000} and ${p99Micros / 1000}`);
      tell(`round ${round}: p50 and p99 ${shown.join(', and ')} ms${round === 0 ? ', to warm up' : ''}`);
      if (round === 0) continue;
      for (const [i, { p50Micros, p99Micros }] of both.entries()) {
        p50[i]?.push(p50Micros / 1000);
        p99[i]?.push(p99Micros / 1000);
      }
    }
    return [
      { name: 'times the p99', unit: 'x', rounds: ratios(...p99), bar: { atMost: 1.2 } },
      { name: 'gateway, p99', unit: 'ms', rounds: p99[0], bar: null },
      { name: 'loop, p99', unit: 'ms', rounds: p99[1], bar: null },
      { name: 'gateway, p50', unit: 'ms', rounds: p50[0], bar: null },
      { name: 'loop, p50', unit: 'ms', rounds: p50[1], bar: null },
    ];
  },
};

async function openSide(file: string, args: readonly string[], broker: string, topic: string) {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startChild<ServerCalls>(file, args));
  const clients = opening.use(await startChild<LoadCalls>('load/clients.ts'));
  const producer = opening.use(await startChild<ProducerCalls>('load/producer.ts', [broker, topic]));
  const port = await server.ask('port');
  // Events are delivered from when the log has been seen.
  if (file.startsWith('bench/subjects/'))
    while (!(await fetch(`http://127.0.0.1:${port}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
  await clients.ask('connect', { port, sockets: AGENTS, each: 'agent', agents: AGENTS });
  while ((await server.ask('subscriptions')) < AGENTS) await new Promise((resolve) => setTimeout(resolve, 10));
  let from = 0;
  const events = PER_SECOND * SECONDS;
  const opened = opening.move();
  return {
    run: async (): Promise<Counted> => {
      await clients.ask('expect', { frames: events, latencies: true });
      const counting = clients.ask('counted');
      await producer.ask('pace', { from, events, agents: AGENTS, perSecond: PER_SECOND });
      from += events;
      return await counting;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
