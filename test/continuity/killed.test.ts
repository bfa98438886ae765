/** Replicas on a real broker that are killed, replaced and overrun: whoever resumes elsewhere has lost nothing. */
import { describe, expect, inject, it } from 'vitest';
import { openSite, records } from '../support/replicas.ts';
import { until } from '../support/until.ts';
import { clients, faultsOfAll } from './clients.ts';
import { killedInMidStream, rollingRestart } from './killed.ts';

const brokers = inject('kafkaBrokers') ?? [];

describe.skipIf(inject('kafkaMissing') !== null)('clients of two replicas', () => {
  // With many seeds, and more clients, both in `npm run soak -- continuity`.
  it('lose nothing when both are killed in mid-stream at 500 events/s, one after the other', async () => {
    const { faults, cuts } = await killedInMidStream(brokers, { seed: 1, perSecond: 500, clients: 40 });
    expect(faults).toEqual([]);
    expect(cuts).toBeGreaterThan(40);
  });

  it('lose nothing when 80 of them live through a rolling restart', async () => {
    const { faults, cuts } = await rollingRestart(brokers, { seed: 3, perSecond: 500, clients: 80 });
    expect(faults).toEqual([]);
    expect(cuts).toBeGreaterThanOrEqual(80);
  });

  it('lose nothing when they are cut off again in the middle of what they missed, and again', async () => {
    await using site = await openSite(brokers);
    await using replicas = new AsyncDisposableStack();
    const all = clients(site.topics);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    let replica = replicas.use(await site.start());
    for (const { recorder } of all) await recorder.connect(replica.url);
    await until(() => all.every(({ recorder }) => recorder.place !== null), { what: 'all clients to have a place' });
    await replica.kill();
    for (let n = 0; n < 20_000; n += 2000) await site.kafka.producer.send(records(site.topics, n, n, 2000));
    const written = await site.written();
    const lacking = () => all.filter(({ recorder, wants }) => recorder.count < written.filter(wants).length);
    // Nearly all of it has to be read from the log again.
    const settings = { JOURNAL_MAX_BYTES: '64KiB' };
    for (const from of ['earliest', 'latest']) {
      replica = replicas.use(await site.start({ ...settings, REPLAY_FROM: from }));
      const before = new Map(lacking().map(({ recorder }) => [recorder, recorder.count]));
      const connecting = [...before.keys()].map((recorder) => recorder.connect(replica.url));
      await until(() => [...before].some(([recorder, count]) => recorder.count > count + 100), { what: 'the first to be served' });
      await replica.kill();
      await Promise.all(connecting);
      // Else it was no test.
      expect(lacking().length).toBeGreaterThan(0);
    }
    await using last = await site.start(settings);
    for (const { recorder } of all) await recorder.connect(last.url);
    expect(await faultsOfAll(all, written)).toEqual([]);
  });

  it('are all served when five hundred of them resume at once', async () => {
    await using site = await openSite(brokers);
    // So many in one process answer pings late on a busy machine.
    const settings = { KEEPALIVE_SECONDS: '10' };
    const [one, two] = await Promise.all([site.start(settings), site.start(settings)]);
    await using _one = one;
    await using _two = two;
    const all = clients(site.topics, 500);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    await Promise.all(all.map(({ recorder }) => recorder.connect(one.url)));
    await site.kafka.producer.send(records(site.topics, 1, 0, 400));
    await until(() => all.every(({ recorder }) => recorder.place !== null), { what: 'all clients to have a place' });
    await one.kill();
    await site.kafka.producer.send(records(site.topics, 2, 400, 400));
    await Promise.all(all.map(({ recorder }) => recorder.connect(two.url)));
    await site.kafka.producer.send(records(site.topics, 3, 800, 100));
    expect(await faultsOfAll(all, await site.written())).toEqual([]);
    const metrics = await two.metrics();
    expect(metrics.get('connections')).toBe(500);
    expect(metrics.get('log_replays')).toBe(0);
  });
});
