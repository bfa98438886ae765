/** Clients while the broker is halted, restarted, or another one. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startKafka } from '../../scripts/kafka-broker.ts';
import type { KafkaBroker } from '../../scripts/kafka-broker.ts';
import { Recorder } from '../support/recorder.ts';
import { openSite, records } from '../support/replicas.ts';
import { until } from '../support/until.ts';
import { connect } from '../trust/wire.ts';
import { clients, faultsOfAll } from './clients.ts';

describe.skipIf(inject('ownKafkaMissing') !== null || inject('kafkaMissing') !== null)('with a broker that comes and goes', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterAll(() => broker[Symbol.asyncDispose]());

  it('a client resumes within the journal although the broker answers nothing, and below it as soon as it answers', async () => {
    await using site = await openSite(broker.brokers);
    await using replica = await site.start();
    await using small = await site.open({ JOURNAL_MAX_BYTES: '1KiB' });
    const [all, below] = [clients(site.topics), clients(site.topics)];
    using recorders = new DisposableStack();
    for (const { recorder } of [...all, ...below]) recorders.use(recorder);
    for (const { recorder } of all) await recorder.connect(replica.url);
    for (const { recorder } of below) await recorder.connect(small.url);
    await site.kafka.producer.send(records(site.topics, 1, 0, 400));
    const both = [...all, ...below];
    await until(() => both.every(({ recorder }) => recorder.count > 0), { what: 'all clients to have some' });
    for (const { recorder } of both) recorder.cut();
    await site.kafka.producer.send(records(site.topics, 2, 400, 400));
    const written = await site.written();
    await until(async () => (await replica.metrics()).get(`records_total{topic="${site.topics.callThread}"}`), { what: 'it to be read' });
    // Both have all of it in memory, as far as there is room.
    for (const { url } of [replica, small]) {
      using watching = new Recorder({ field: 'agentStateEvents' });
      await watching.connect(url);
      await until(() => watching.last.pings.length > 0, { what: 'a ping' });
    }

    await broker.pause();
    try {
      for (const { recorder } of all) await recorder.connect(replica.url);
      const places = below.map(({ recorder }) => recorder.place);
      for (const { recorder } of below) await recorder.connect(small.url);
      expect(await faultsOfAll(all, written)).toEqual([]);
      // A ping would take those who wait past what they have not had.
      using watching = new Recorder({ field: 'agentStateEvents' });
      await watching.connect(small.url);
      await until(() => watching.last.pings.length > 1, { what: 'pings to all' });
      expect(below.map(({ recorder }) => recorder.place)).toEqual(places);
      expect(below.map(({ recorder }) => recorder.last)).toMatchObject(below.map(() => ({ events: [], pings: [], end: null })));
    } finally {
      broker.resume();
    }
    expect(await faultsOfAll(below, written)).toEqual([]);
  });

  it('live streams stay open while it restarts, and lose nothing', async () => {
    await using site = await openSite(broker.brokers);
    const replicas = await Promise.all([site.open(), site.open()]);
    await using _one = replicas[0];
    await using _two = replicas[1];
    const all = clients(site.topics, 16);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    for (const [n, { recorder }] of all.entries()) await recorder.connect(replicas[n % 2]?.url ?? '');
    await site.kafka.producer.send(records(site.topics, 1, 0, 200));
    const wallboards = await Promise.all(replicas.map(({ url }) => connect(url, '')));
    const text = 'subscription { agents(tenantId: "acme") { kind sourceHealthy agents { agentId } } }';
    for (const wallboard of wallboards) wallboard.subscribe('1', text);
    const told = () =>
      wallboards.map((wallboard) => wallboard.results('1').map(({ data }) => data?.['agents'] as { kind: string; sourceHealthy: boolean }));
    await until(() => told().every((all) => all.at(-1)?.sourceHealthy === true), { what: 'the agents' });
    await broker.kill();
    try {
      // Who looks at the state is told that it may be behind.
      await until(() => told().every((all) => all.at(-1)?.sourceHealthy === false), { what: 'the outage to be told' });
      expect(told().map((all) => all.at(-1))).toEqual(replicas.map(() => ({ kind: 'CHANGE', sourceHealthy: false, agents: [] })));
    } finally {
      await broker.restart();
    }
    // The producer of before may still hold dead connections.
    await until(
      () =>
        site.kafka.producer.send(records(site.topics, 2, 200, 200)).then(
          () => true,
          () => false,
        ),
      { what: 'the broker to take records' },
    );
    expect(await faultsOfAll(all, await site.written())).toEqual([]);
    for (const { recorder } of all.slice(0, 4)) {
      recorder.cut();
      await recorder.connect(replicas[1].url);
    }
    await site.kafka.producer.send(records(site.topics, 3, 400, 200));
    expect(await faultsOfAll(all, await site.written())).toEqual([]);
    await until(() => told().every((all) => all.at(-1)?.sourceHealthy === true), { what: 'the end of the outage to be told' });
    for (const wallboard of wallboards) {
      expect(wallboard.error('1')).toBeNull();
      await wallboard.close();
    }
    expect(all.slice(4).every(({ recorder }) => recorder.connections.length === 1 && recorder.last.end === null)).toBe(true);
  });

  it('a cursor of another cluster is CURSOR_INVALID, although its topics have the same names', async () => {
    await using site = await openSite(broker.brokers);
    await using replica = await site.open();
    using recorder = new Recorder({ field: 'agentStateEvents' });
    await recorder.connect(replica.url);
    await until(() => recorder.last.pings.length > 0, { what: 'a ping' });
    await using other = await openSite(inject('kafkaBrokers') ?? []);
    for (const name of Object.values(site.topics)) await other.kafka.createTopic({ name });
    await using elsewhere = await other.open({ AGENT_STATE_TOPIC: site.topics.agentState, CALL_THREAD_TOPIC: site.topics.callThread });
    const { ended } = await recorder.connect(elsewhere.url);
    expect(await ended).toMatchObject({ kind: 'error', code: 'CURSOR_INVALID' });
    for (const name of Object.values(site.topics)) await other.kafka.deleteTopic(name);
  });
});
