/** What can happen to the log while a client is away, on a real broker: either the client loses nothing, or it is told that something is lost. */
import { describe, expect, inject, it } from 'vitest';
import { kafkaForTests, keyOf, transaction } from '../support/kafka.ts';
import { Recorder } from '../support/recorder.ts';
import { openSite, PARTITIONS, records } from '../support/replicas.ts';
import type { Replica, Site } from '../support/replicas.ts';
import { until } from '../support/until.ts';
import { clients, faultsOfAll } from './clients.ts';
import type { Client } from './clients.ts';

const brokers = inject('kafkaBrokers') ?? [];

async function allHave(all: readonly Client[], site: Site): Promise<void> {
  expect(await faultsOfAll(all, await site.written())).toEqual([]);
}

/** What the subscription ends with at once. */
async function refusal(replica: Pick<Replica, 'url'>, after: string) {
  using recorder = new Recorder({ field: 'agentStateEvents' });
  const { ended } = await recorder.connect(replica.url, { after });
  const end = await ended;
  if (end.kind !== 'error') throw new Error(`closed with ${end.code} ${end.reason}`);
  return end;
}

const agentEvents = ({ agentState }: Site['topics'], count: number, timestampMs?: number) =>
  Array.from({ length: count }, (_, n) => ({
    topic: agentState,
    key: `acme:agent-${n % 7}`,
    value: JSON.stringify({ id: 'EventAgentReady', ReferenceID: n }),
    ...(timestampMs === undefined ? {} : { timestampMs: timestampMs + n }),
  }));

/** A client that had so many events, all there were, and was cut off; its replica is gone, too. */
async function gone(site: Site, count: number): Promise<Recorder> {
  const recorder = new Recorder({ field: 'agentStateEvents' });
  await using replica = await site.open();
  await recorder.connect(replica.url);
  await site.kafka.producer.send(agentEvents(site.topics, count));
  await until(() => recorder.count === count, { what: 'the first events' });
  recorder.cut();
  return recorder;
}

describe.skipIf(inject('kafkaMissing') !== null)('a client that was away', () => {
  it('loses nothing of partitions that were added meanwhile, and goes on in them', async () => {
    await using site = await openSite(brokers);
    await using replica = await site.open();
    const all = clients(site.topics);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    await Promise.all(all.map(({ recorder }) => recorder.connect(replica.url)));
    await site.kafka.producer.send(records(site.topics, 1, 0, 300));
    await until(() => all.every(({ recorder }) => recorder.count > 0), { what: 'all clients to have some' });
    for (const { recorder } of all) recorder.cut();
    for (const topic of Object.values(site.topics)) await site.kafka.addPartitions(topic, PARTITIONS + 2);
    await using fresh = await kafkaForTests(brokers);
    await fresh.producer.send(records(site.topics, 2, 300, 300));
    // One that has seen them come, and one that has known no other.
    await using other = await site.open({ REPLAY_FROM: 'latest' });
    for (const [n, { recorder }] of all.entries()) await recorder.connect(n % 2 === 0 ? replica.url : other.url);
    await fresh.producer.send(records(site.topics, 3, 600, 300));
    await allHave(all, site);
    const written = await site.written();
    expect(new Set(written.map(({ partition }) => partition)).size).toBe(PARTITIONS + 2);
  });

  it('is told LOG_TRUNCATED when records behind its cursor were deleted, and resumes from oldestCursor', async () => {
    await using site = await openSite(brokers);
    using recorder = await gone(site, 60);
    await site.kafka.producer.send(agentEvents(site.topics, 60));
    const written = await site.written();
    const partition = written[0]?.partition ?? 0;
    const last = Math.max(...written.filter((event) => event.partition === partition).map(({ offset }) => offset));
    // All but the last one.
    await site.kafka.deleteBelow(site.topics.agentState, partition, last);

    await using replica = await site.open();
    const { code, extensions } = await refusal(replica, recorder.place ?? '');
    expect(code).toBe('LOG_TRUNCATED');
    const oldest = new Recorder({ field: 'agentStateEvents' });
    using _oldest = oldest;
    await oldest.connect(replica.url, { after: extensions['oldestCursor'] as string });
    await site.kafka.producer.send(agentEvents(site.topics, 60));
    const wants: Client['wants'] = ({ partition: where, offset }) => where !== partition || offset >= last;
    expect(await faultsOfAll([{ name: 'oldest', recorder: oldest, wants }], await site.written())).toEqual([]);
  });

  it.each([
    ['shorter than its cursor', 10],
    ['grown past its cursor', 400],
  ])('is told LOG_TRUNCATED when the topic was made anew and is %s; from oldestCursor it has all of the new one', async (_, count) => {
    await using site = await openSite(brokers);
    using recorder = await gone(site, 100);
    const { agentState } = site.topics;
    await site.kafka.deleteTopic(agentState);
    await site.kafka.createTopic({ name: agentState, partitions: PARTITIONS });
    await using fresh = await kafkaForTests(brokers);
    await fresh.producer.send(agentEvents(site.topics, count));
    // One that has all of it in memory, and one that has to look.
    for (const from of ['earliest', 'latest']) {
      await using replica = await site.open({ REPLAY_FROM: from });
      const { code, extensions } = await refusal(replica, recorder.place ?? '');
      expect(code).toBe('LOG_TRUNCATED');
      using anew = new Recorder({ field: 'agentStateEvents' });
      await anew.connect(replica.url, { after: extensions['oldestCursor'] as string });
      expect(await faultsOfAll([{ name: from, recorder: anew, wants: () => true }], await site.written())).toEqual([]);
    }
  });

  it('is told LOG_TRUNCATED when the topic is made anew while it listens, whatever comes in it', async () => {
    await using site = await openSite(brokers);
    await using replica = await site.open();
    using recorder = new Recorder({ field: 'agentStateEvents' });
    using calls = new Recorder({ field: 'callThreadEvents' });
    await recorder.connect(replica.url);
    await calls.connect(replica.url);
    await site.kafka.producer.send(agentEvents(site.topics, 50));
    await until(() => recorder.count === 50, { what: 'the first events' });
    const { agentState } = site.topics;
    await site.kafka.deleteTopic(agentState);
    await site.kafka.createTopic({ name: agentState, partitions: PARTITIONS });
    await using fresh = await kafkaForTests(brokers);
    await fresh.producer.send(agentEvents(site.topics, 200));
    const end = await until(() => recorder.last.end, { what: 'the stream to end' });
    if (end.kind !== 'error') throw new Error(`closed with ${end.code} ${end.reason}`);
    expect(end.code).toBe('LOG_TRUNCATED');
    // Wherever each partition stood by then.
    using anew = new Recorder({ field: 'agentStateEvents' });
    await anew.connect(replica.url, { after: end.extensions['oldestCursor'] as string });
    expect(await faultsOfAll([{ name: 'anew', recorder: anew, wants: () => true }], await site.written())).toEqual([]);
    // The other topic is as it was.
    expect(calls.last.end).toBeNull();
  });

  it('loses nothing that compaction has left, and passes over what it took', { timeout: 120_000 }, async () => {
    await using site = await openSite(brokers, {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.01',
    });
    using recorder = await gone(site, 20);
    const had = recorder.count;
    for (let n = 0; n < 20; n += 1) await site.kafka.producer.send(agentEvents(site.topics, 20));
    const compacted = async () => {
      // A record more each time rolls the segments.
      await site.kafka.producer.send(agentEvents(site.topics, 20));
      const left = await site.written();
      return left.length < 200 && left;
    };
    await until(compacted, { what: 'compaction', timeoutMs: 60_000 });
    for (const from of ['earliest', 'latest']) {
      await using replica = await site.open({ REPLAY_FROM: from });
      using back = new Recorder({ field: 'agentStateEvents' });
      await back.connect(replica.url, { after: recorder.place });
      await site.kafka.producer.send([
        { topic: site.topics.agentState, key: `acme:end-${from}`, value: JSON.stringify({ id: 'EventAgentReady' }) },
      ]);
      await until(() => back.last.events.some(({ id }) => id === `end-${from}`), { what: 'the last event' });
      const ids = new Set(back.last.events.map(({ eventId }) => eventId));
      const first = recorder.last.events.map(({ eventId }) => eventId);
      // Compaction goes on: what is still there after all was there before.
      const missing = (await site.written()).filter(({ eventId }) => !ids.has(eventId) && !first.includes(eventId));
      expect(missing).toEqual([]);
      expect(back.count).toBeGreaterThan(0);
      expect(first).toHaveLength(had);
    }
  });

  it('waits for a transaction that is open at the tail, gets what is committed and nothing that is aborted', async () => {
    await using site = await openSite(brokers);
    using recorder = await gone(site, 20);
    const values = (name: string) => [1, 2, 3].map(() => JSON.stringify({ id: 'EventAgentReady', Server: name }));
    await using aborted = await transaction(site.kafka, site.topics.agentState, values('aborted'), 'acme:k');
    await aborted.abort();
    await using open = await transaction(site.kafka, site.topics.agentState, values('committed'), 'acme:k');
    await site.kafka.producer.send(agentEvents(site.topics, 20));
    const replicas = await Promise.all(['earliest', 'latest'].map((from) => site.open({ REPLAY_FROM: from })));
    await using _replicas = stackOf(replicas);
    const all = replicas.map(() => new Recorder({ field: 'agentStateEvents' }));
    for (const [n, each] of all.entries()) await each.connect(replicas[n]?.url ?? '', { after: recorder.place });
    // Some of what comes behind the transaction is in its partition, and cannot be read either.
    await site.kafka.producer.send(agentEvents(site.topics, 20));
    await until(() => all.every(({ count }) => count > 0), { what: 'what can be read' });
    expect(all.flatMap(({ last }) => last.events).filter(({ attributes }) => attributes['Server'] !== undefined)).toEqual([]);
    await open.commit();
    await site.kafka.producer.send(agentEvents(site.topics, 20));
    const written = await site.written();
    const first = new Set(recorder.last.events.map(({ eventId }) => eventId));
    for (const each of all) {
      const client = { name: 'resumed', recorder: each, wants: ({ eventId }: { eventId: string }) => !first.has(eventId) };
      expect(await faultsOfAll([client], written)).toEqual([]);
      expect(each.last.events.filter(({ attributes }) => attributes['Server'] === 'committed')).toHaveLength(3);
      each[Symbol.dispose]();
    }
  });

  it('is told CURSOR_EXPIRED when what follows is older than REPLAY_MAX_AGE, resumes from oldestCursor, and by since', async () => {
    await using site = await openSite(brokers);
    const hourAgo = Date.now() - 3_600_000;
    await site.kafka.producer.send(agentEvents(site.topics, 20, hourAgo));
    await using replica = await site.open({ REPLAY_MAX_AGE: '10m' });
    using recorder = new Recorder({ field: 'agentStateEvents' });
    // Where the log begins: with a longer memory it can be had.
    const start = await (async () => {
      await using patient = await site.open({ REPLAY_MAX_AGE: '2h' });
      using all = new Recorder({ field: 'agentStateEvents' });
      await all.connect(patient.url, { since: new Date(hourAgo - 1000).toISOString() });
      await until(() => all.count === 20, { what: 'all events since' });
      return all.last.events[0]?.cursor ?? '';
    })();
    const { code, extensions } = await refusal(replica, start);
    expect(code).toBe('CURSOR_EXPIRED');
    const recentMs = Date.now() - 60_000;
    await site.kafka.producer.send(agentEvents(site.topics, 30, recentMs));
    await recorder.connect(replica.url, { after: extensions['oldestCursor'] as string });
    await until(() => recorder.count === 30, { what: 'what is young enough' });

    // What a slow producer wrote stands behind what is newer.
    await site.kafka.producer.send(agentEvents(site.topics, 7, recentMs - 60_000));
    await until(() => recorder.count === 37, { what: 'what came late' });
    using since = new Recorder({ field: 'agentStateEvents' });
    await since.connect(replica.url, { since: new Date(recentMs + 10).toISOString() });
    await site.kafka.producer.send(agentEvents(site.topics, 5, Date.now()));
    await until(() => since.count >= 25, { what: 'what is young enough' });
    expect(since.last.events.map(({ attributes }) => Number(attributes['ReferenceID'])).toSorted((a, b) => a - b)).toEqual([
      ...[0, 1, 2, 3, 4],
      ...Array.from({ length: 20 }, (_, n) => n + 10),
    ]);
  });

  it('is not told of another log because a replica that has read no history reads a record first whose producer is slow', async () => {
    await using site = await openSite(brokers);
    const { agentState } = site.topics;
    const write = (partition: number, agoMs: number) => {
      const value = JSON.stringify({ id: 'EventAgentReady' });
      const key = keyOf(partition, PARTITIONS, 'acme:');
      return site.kafka.producer.send([{ topic: agentState, key, value, timestampMs: Date.now() - agoMs }]);
    };
    await write(1, 10_000);
    await using whole = await site.open({ REPLAY_FROM: 'earliest' });
    await using young = await site.open({ REPLAY_FROM: 'latest' });
    using recorder = new Recorder({ field: 'agentStateEvents' });
    await recorder.connect(young.url);
    await write(0, 60_000);
    await until(() => recorder.count === 1, { what: 'the slow record' });
    recorder.cut();
    await write(1, 0);
    await recorder.connect(whole.url);
    const back = await until(() => recorder.last.end ?? recorder.count === 2, { what: 'what came meanwhile' });
    expect(back).toBe(true);
  });

  it('loses nothing and gets nothing twice at a replica that lags behind its cursor', async () => {
    await using site = await openSite(brokers);
    const [one, lagging] = await Promise.all([site.start(), site.start()]);
    await using _replicas = stackOf([one, lagging]);
    const all = clients(site.topics);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    await Promise.all(all.map(({ recorder }) => recorder.connect(one.url)));
    await site.kafka.producer.send(records(site.topics, 1, 0, 200));
    await until(() => all.every(({ recorder }) => recorder.place !== null), { what: 'all clients to have a place' });
    await lagging.pause();
    for (let n = 1; n <= 20; n += 1) await site.kafka.producer.send(records(site.topics, n, 200 * n, 200));
    const written = await site.written();
    const isDone = (): boolean => all.every(({ recorder, wants }) => recorder.count === written.filter(wants).length);
    await until(isDone, { what: 'all clients to be ahead' });
    for (const { recorder } of all) recorder.cut();
    const connecting = all.map(({ recorder }) => recorder.connect(lagging.url));
    lagging.resume();
    await Promise.all(connecting);
    await site.kafka.producer.send(records(site.topics, 100, 5000, 200));
    await allHave(all, site);
    for (const { recorder, name } of all) {
      const [first, second] = recorder.connections.map(({ events }) => new Set(events.map(({ eventId }) => eventId)));
      expect([name, (second ?? new Set()).intersection(first ?? new Set())]).toEqual([name, new Set()]);
    }
  });
});

function stackOf(all: readonly AsyncDisposable[]): AsyncDisposableStack {
  const stack = new AsyncDisposableStack();
  for (const each of all) stack.use(each);
  return stack;
}
