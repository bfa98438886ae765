/** Every frame of many clients accounted for, from a producer through a real broker and the process that `npm start` begins to clients in a process of their own. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startChild } from '../../load/child.ts';
import type { LoadCalls } from '../../load/clients.ts';
import { record } from '../../load/workload.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { createTopics, metricsOf, startOnKafka, untilNothingIsLeft, untilSubscribed } from '../support/on-kafka.ts';

const AGENTS = 1000;
const WALLBOARDS = 20;
const EVENTS = 100_000;
const BATCH = 2000;

describe.skipIf(inject('kafkaBrokers') === null)('many clients of a gateway on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  it(
    'get exactly their events, in the order of the log: a thousand of an agent each and twenty of the whole tenant, of 100,000 events',
    { timeout: 120_000 },
    async () => {
      const topics = await createTopics(kafka);
      await using gateway = await startOnKafka(kafka, topics);
      await using clients = await startChild<LoadCalls>('load/clients.ts');
      const { port } = gateway;
      await clients.ask('connect', { port, sockets: AGENTS, each: 'agent', agents: AGENTS });
      await clients.ask('connect', { port, sockets: WALLBOARDS, each: 'tenant', agents: AGENTS });
      await untilSubscribed(gateway, AGENTS + WALLBOARDS);
      // Each client knows which of an agent's events has to be next: what is foreign, missing, doubled or out of order is a failure there.
      await clients.ask('expect', { frames: EVENTS * (1 + WALLBOARDS) });
      const counted = clients.ask('counted');
      for (let n = 0; n < EVENTS; n += BATCH) {
        const batch = Array.from({ length: BATCH }, (_, i) => ({ ...record(n + i, AGENTS), topic: topics.agentState }));
        await kafka.producer.send(batch);
      }
      await counted;
      await clients.ask('settle');
      const wanted = { agent: EVENTS / AGENTS, tenant: EVENTS };
      const tally = await clients.ask('tally');
      expect(tally).toHaveLength(AGENTS + WALLBOARDS);
      expect(tally.filter(({ each, frames, end }) => frames !== wanted[each] || end !== null)).toEqual([]);
      const metrics = await metricsOf(gateway);
      expect(metrics.get('delivered_total{field="agentStateEvents"}')).toBe(EVENTS * (1 + WALLBOARDS));
      await clients[Symbol.asyncDispose]();
      await untilNothingIsLeft(gateway);
    },
  );
});
