/** Clients that stop reading, or read far too little, beside others that do not, on a real broker and in processes of their own. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startChild } from '../../load/child.ts';
import type { LoadCalls } from '../../load/clients.ts';
import { LARGE_OPERATION, recordOf } from '../../load/workload.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { createTopics, metricsOf, startOnKafka, untilNothingIsLeft, untilSubscribed } from '../support/on-kafka.ts';
import type { GatewayProcess } from '../support/on-kafka.ts';
import { until } from '../support/until.ts';

const HEALTHY = 200;
const MAX_OUTBOX_BYTES = 1024 * 1024;
const LARGE_BYTES = 50_000;
const SLOW = 'ended_total{code="SLOW_CONSUMER"}';

const outboxBytes = async (gateway: GatewayProcess) => (await metricsOf(gateway)).get('outbox_bytes') ?? Number.NaN;

describe.skipIf(inject('kafkaBrokers') === null)('a client of a gateway on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  /** A gateway with healthy clients of one agent, and one more whose frames are large. */
  async function openSite(healthy: number, peculiar: { readonly readBytes?: number }) {
    await using opening = new AsyncDisposableStack();
    const topics = await createTopics(kafka, 1);
    const gateway = opening.use(await startOnKafka(kafka, topics, { MAX_OUTBOX_BYTES: String(MAX_OUTBOX_BYTES) }));
    const clients = opening.use(await startChild<LoadCalls>('load/clients.ts'));
    const odd = opening.use(await startChild<LoadCalls>('load/clients.ts'));
    const all = { port: gateway.port, each: 'tenant', agents: 1 } as const;
    await clients.ask('connect', { ...all, sockets: healthy });
    await clients.ask('expect', { frames: null });
    await odd.ask('expect', { frames: null });
    await odd.ask('connect', { ...all, sockets: 1, query: LARGE_OPERATION, mayEnd: true, ...peculiar });
    await untilSubscribed(gateway, healthy + 1);
    let written = 0;
    const site = opening.move();
    return {
      gateway,
      clients,
      odd,
      written: () => written,
      write: async (events: number, bytes = LARGE_BYTES): Promise<void> => {
        const records = Array.from({ length: events }, (_, i) => ({
          ...recordOf(0, written + i, Date.now(), 0, bytes),
          topic: topics.agentState,
        }));
        await kafka.producer.send(records);
        written += events;
        await until(async () => (await clients.ask('tally')).every(({ frames }) => frames === written), { what: 'the healthy ones' });
      },
      [Symbol.asyncDispose]: () => site.disposeAsync(),
    };
  }

  it('that is stopped is ended with SLOW_CONSUMER and cut, what waited for it is given back, and 200 others get all of it', async () => {
    await using site = await openSite(HEALTHY, {});
    const { gateway, clients, odd } = site;
    await site.write(1);
    process.kill(odd.pid, 'SIGSTOP');
    try {
      let most = 0;
      // The healthy ones set the pace.
      while (((await metricsOf(gateway)).get(SLOW) ?? 0) === 0) {
        expect(site.written()).toBeLessThan(2000);
        await site.write(5);
        most = Math.max(most, await outboxBytes(gateway));
      }
      expect(most).toBeGreaterThan(MAX_OUTBOX_BYTES / 4);
      expect(most).toBeLessThanOrEqual(MAX_OUTBOX_BYTES);
      // What was handed to the socket is all that is left.
      expect(await outboxBytes(gateway)).toBeLessThan(MAX_OUTBOX_BYTES / 2);
      // Its subscription and what waited for it are gone before it has read a byte; the connection once it has not taken the close frame either.
      await untilSubscribed(gateway, HEALTHY);
      await until(async () => (await metricsOf(gateway)).get('connections') === HEALTHY, { what: 'the connection to be cut' });
      expect(await outboxBytes(gateway)).toBe(0);
    } finally {
      process.kill(odd.pid, 'SIGCONT');
    }
    await site.write(20);
    await clients.ask('settle');
    expect((await clients.ask('tally')).filter(({ frames, end }) => frames !== site.written() || end !== null)).toEqual([]);
    // What the kernel had taken for it was in order and without a gap.
    await until(async () => (await odd.ask('tally'))[0]?.end, { what: 'its end' });
    await odd.ask('check');
    expect((await metricsOf(gateway)).get(SLOW)).toBe(1);
    await clients[Symbol.asyncDispose]();
    await untilNothingIsLeft(gateway);
  });

  it('that is stopped and goes on before it is cut reads the close frame 1013 SLOW_CONSUMER behind all that was sent', async () => {
    await using site = await openSite(5, {});
    const { gateway, odd } = site;
    process.kill(odd.pid, 'SIGSTOP');
    try {
      while (((await metricsOf(gateway)).get(SLOW) ?? 0) === 0) {
        expect(site.written()).toBeLessThan(2000);
        await site.write(5);
      }
    } finally {
      process.kill(odd.pid, 'SIGCONT');
    }
    const end = await until(async () => (await odd.ask('tally'))[0]?.end, { what: 'its end' });
    expect(end).toEqual({ code: 1013, reason: expect.stringMatching(/^SLOW_CONSUMER: /) as string });
    await odd.ask('check');
  });

  it('that reads one byte at a time gets all of it as long as the bound allows, and the others do not wait for it', async () => {
    await using site = await openSite(5, { readBytes: 1 });
    const { gateway, clients, odd } = site;
    // Until the kernel takes no more: from here on it waits in the gateway.
    while ((await outboxBytes(gateway)) < MAX_OUTBOX_BYTES / 4) {
      expect(site.written()).toBeLessThan(2000);
      await site.write(4, 20_000);
    }
    const frames = async () => (await odd.ask('tally'))[0]?.frames ?? 0;
    expect(await frames()).toBeLessThan(site.written());
    await until(async () => (await frames()) === site.written(), { what: 'all of it, byte by byte', timeoutMs: 40_000 });
    await site.write(5, 20_000);
    await until(async () => (await frames()) === site.written(), { what: 'what came afterwards' });
    for (const process of [odd, clients]) await process.ask('settle');
    expect((await metricsOf(gateway)).get(SLOW)).toBeUndefined();
    expect((await odd.ask('tally'))[0]?.end).toBeNull();
    expect(await outboxBytes(gateway)).toBe(0);
  });

  it('that reads one byte at a time and is sent more than it can take is ended with SLOW_CONSUMER, and nobody else notices', async () => {
    await using site = await openSite(20, { readBytes: 1 });
    const { gateway, clients, odd } = site;
    while (((await metricsOf(gateway)).get(SLOW) ?? 0) === 0) {
      expect(site.written()).toBeLessThan(2000);
      await site.write(10);
    }
    await untilSubscribed(gateway, 20);
    await until(async () => (await metricsOf(gateway)).get('connections') === 20, { what: 'the connection to be gone' });
    expect(await outboxBytes(gateway)).toBe(0);
    await site.write(20);
    await clients.ask('settle');
    expect((await clients.ask('tally')).filter(({ frames, end }) => frames !== site.written() || end !== null)).toEqual([]);
    await odd.ask('check');
  });
});
