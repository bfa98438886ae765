/** The client that resumes over two replicas on Kafka: killed, drained, frozen, it goes on at the other one where it was at the first. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, inject, it } from 'vitest';
import { runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';
import { Page } from './page.ts';
import { Writer } from './writer.ts';
import { Relay } from './relay.ts';

describe.skipIf(inject('kafkaBrokers') === null)('a page on two replicas', () => {
  let kafka: KafkaForTests;
  let topics: { readonly agentState: string; readonly callThread: string };
  let replicas: { readonly child: Child; readonly url: string }[];
  let relay: Relay;

  const startReplica = async (): Promise<{ readonly child: Child; readonly url: string }> => {
    const child = runMain(['start'], {
      KAFKA_BROKERS: kafka.brokers.join(','),
      AGENT_STATE_TOPIC: topics.agentState,
      CALL_THREAD_TOPIC: topics.callThread,
      AUTH: 'none',
      PORT: '0',
      KEEPALIVE_SECONDS: '1',
      DRAIN_SECONDS: '2',
    });
    const url = await child.said(/listening on (\S+)/);
    await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'a replica to be ready', timeoutMs: 60_000 });
    return { child, url };
  };

  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    topics = { agentState: await kafka.createTopic({ partitions: 3 }), callThread: await kafka.createTopic() };
    replicas = await Promise.all([startReplica(), startReplica()]);
    relay = await Relay.open(replicas[0]?.url ?? '');
  });
  afterEach(async () => {
    await relay?.[Symbol.asyncDispose]();
    for (const { child } of replicas) await child[Symbol.asyncDispose]();
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGSTOP'] as const)(
    'misses nothing and gets nothing twice when the first is ended by %s, and the second after it',
    { timeout: 120_000 },
    async (signal) => {
      const writer = new Writer((key, value) => kafka.producer.send([{ topic: topics.agentState, key, value: JSON.stringify(value) }]));
      await using page = new Page({ url: relay.url, keepAliveMs: 1_500 });
      page.open();
      await until(() => relay.subscribes.length === 1, { what: 'the subscription' });
      await writer.write(10);
      await page.hasAll(writer);
      for (const next of [1, 0]) {
        const ended = replicas[1 - next]?.child;
        relay.to = replicas[next]?.url ?? '';
        const before = relay.subscribes.length;
        ended?.kill(signal);
        await writer.write(10);
        await until(() => relay.subscribes.length > before, { what: 'the page to go to the other replica', timeoutMs: 60_000 });
        await writer.write(10);
        await page.hasAll(writer);
        if (signal === 'SIGSTOP') ended?.kill('SIGCONT');
        else replicas[1 - next] = await startReplica();
      }
    },
  );
});
