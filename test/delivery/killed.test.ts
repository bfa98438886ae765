/** Clients that die in the middle of a write, over WebSocket and SSE, beside others who are to notice nothing of it; on a real broker. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startChild } from '../../load/child.ts';
import type { LoadCalls } from '../../load/clients.ts';
import { held } from '../../load/held.ts';
import { LARGE_OPERATION, recordOf } from '../../load/workload.ts';
import { openGateway } from '../support/gateway.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { untilHeldAsBefore } from '../support/left-over.ts';
import { createTopics, metricsOf, onKafka, untilNothingIsLeft, untilReady, untilSubscribed } from '../support/on-kafka.ts';
import { Peer } from '../support/peer.ts';
import { until } from '../support/until.ts';

const SOCKETS = 20;
const STREAMS = 3;
const DOOMED = 10;
const LARGE_BYTES = 100_000;

describe.skipIf(inject('kafkaBrokers') === null)('the gateway on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  /** With healthy clients over both transports. */
  async function openSite() {
    await using opening = new AsyncDisposableStack();
    const topics = await createTopics(kafka, 1);
    const gateway = opening.use(await openGateway(onKafka(kafka.brokers, topics)));
    await untilReady(gateway);
    const before = held();
    const healthy = opening.use(await startChild<LoadCalls>('load/clients.ts'));
    const all = { port: Number(new URL(gateway.url).port), each: 'tenant', agents: 1 } as const;
    await healthy.ask('expect', { frames: null });
    await healthy.ask('connect', { ...all, sockets: SOCKETS });
    const overSse = opening.use(await startChild<LoadCalls>('load/clients.ts'));
    await overSse.ask('expect', { frames: null });
    await overSse.ask('connectSse', { ...all, sockets: STREAMS });
    await untilSubscribed(gateway, SOCKETS + STREAMS);
    let written = 0;
    const tallies = async () => [...(await healthy.ask('tally')), ...(await overSse.ask('tally'))];
    const site = opening.move();
    return {
      gateway,
      all,
      /** Resolves once the broker has them. */
      write: async (events: number, bytes = LARGE_BYTES): Promise<void> => {
        const records = Array.from({ length: events }, (_, i) => ({
          ...recordOf(0, written + i, Date.now(), 0, bytes),
          topic: topics.agentState,
        }));
        for (let i = 0; i < events; i += 5) await kafka.producer.send(records.slice(i, i + 5));
        written += events;
      },
      healthyGotAll: async (): Promise<void> => {
        await until(async () => (await tallies()).every(({ frames }) => frames >= written), { what: 'the healthy ones' });
        await healthy.ask('settle');
        await overSse.ask('check');
        expect((await tallies()).filter(({ frames, end }) => frames !== written || end !== null)).toEqual([]);
      },
      nothingIsLeft: async (): Promise<void> => {
        await healthy[Symbol.asyncDispose]();
        await overSse[Symbol.asyncDispose]();
        await untilNothingIsLeft(gateway);
        await untilHeldAsBefore(before);
      },
      [Symbol.asyncDispose]: () => site.disposeAsync(),
    };
  }

  it('outlives sockets that are reset in mid-write', async () => {
    await using site = await openSite();
    const { gateway } = site;
    for (let round = 0; round < 3; round += 1) {
      const doomed = Array.from({ length: DOOMED }, () => new Peer(gateway.url));
      for (const peer of doomed) peer.send({ id: 'all', type: 'subscribe', payload: { query: LARGE_OPERATION } });
      await untilSubscribed(gateway, SOCKETS + STREAMS + DOOMED);
      for (const peer of doomed) peer.socket.pause();
      await until(
        async () => {
          await site.write(5);
          return ((await metricsOf(gateway)).get('outbox_bytes') ?? 0) > 0;
        },
        { what: 'more than the kernel takes' },
      );
      const writing = site.write(10);
      for (const peer of doomed) peer.socket.resetAndDestroy();
      await writing;
      await untilSubscribed(gateway, SOCKETS + STREAMS);
      await site.healthyGotAll();
    }
    await site.nothingIsLeft();
  });

  it('outlives a process of clients that is killed in mid-write', async () => {
    await using site = await openSite();
    const { gateway, all } = site;
    await using doomed = await startChild<LoadCalls>('load/clients.ts');
    await doomed.ask('connect', { ...all, sockets: DOOMED, query: LARGE_OPERATION, mayEnd: true });
    await untilSubscribed(gateway, SOCKETS + STREAMS + DOOMED);
    process.kill(doomed.pid, 'SIGSTOP');
    await until(
      async () => {
        await site.write(5);
        return ((await metricsOf(gateway)).get('outbox_bytes') ?? 0) > 0;
      },
      { what: 'more than the kernel takes' },
    );
    const writing = site.write(10);
    process.kill(doomed.pid, 'SIGKILL');
    await writing;
    await untilSubscribed(gateway, SOCKETS + STREAMS);
    await site.healthyGotAll();
    expect((await metricsOf(gateway)).get('ended_total{code="SLOW_CONSUMER"}')).toBeUndefined();
    await site.nothingIsLeft();
  });

  it('ends a client over SSE that is stopped, outlives the end of its process and of one that is killed before, and keeps nothing of them', async () => {
    await using site = await openSite();
    const { gateway, all } = site;
    await using stopped = await startChild<LoadCalls>('load/clients.ts');
    await using doomed = await startChild<LoadCalls>('load/clients.ts');
    for (const process of [stopped, doomed]) await process.ask('connectSse', { ...all, sockets: 2, query: LARGE_OPERATION, mayEnd: true });
    await untilSubscribed(gateway, SOCKETS + STREAMS + 4);
    for (const { pid } of [stopped, doomed]) process.kill(pid, 'SIGSTOP');
    // In the middle of what it does not read.
    await site.write(50);
    process.kill(doomed.pid, 'SIGKILL');
    await untilSubscribed(gateway, SOCKETS + STREAMS + 2);
    const slow = async () => (await metricsOf(gateway)).get('ended_total{code="SLOW_CONSUMER"}') ?? 0;
    let rounds = 0;
    while ((await slow()) < 2) {
      expect((rounds += 1)).toBeLessThan(100);
      await site.write(10);
    }
    await untilSubscribed(gateway, SOCKETS + STREAMS);
    await site.healthyGotAll();
    process.kill(stopped.pid, 'SIGKILL');
    await site.nothingIsLeft();
  });
});
