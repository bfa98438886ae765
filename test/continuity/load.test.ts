/** Very much that was missed, from a real broker: others hardly notice, memory is bounded, and who leaves leaves nothing behind. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { faultsOf } from '../history/delivery.ts';
import type { Written } from '../history/records.ts';
import { Recorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { openMissed, readSlowly, replayBesideLive } from './load.ts';
import type { Missed } from './load.ts';

const EVENTS = 100_000;
const MAX_OUTBOX_BYTES = 4 * 1024 * 1024;

describe.skipIf(inject('kafkaMissing') !== null)('a hundred thousand missed events', () => {
  let missed: Missed;
  beforeAll(async () => {
    missed = await openMissed(inject('kafkaBrokers') ?? [], EVENTS);
  });
  afterAll(() => missed[Symbol.asyncDispose]());
  const wants = ({ tenantId, topic }: Written): boolean => tenantId === 'acme' && topic === missed.site.topics.agentState;
  const streams = async () => {
    const metrics = await missed.replica.metrics();
    return ['subscriptions{field="agentStateEvents"}', 'log_replays', 'outbox_bytes'].map((name) => metrics.get(name));
  };

  it('all come, while the events of another client come in a fraction of the time that takes', async () => {
    const { replayMs, liveMs, replayed, live } = await replayBesideLive(missed);
    expect(faultsOf(replayed.connections, { written: await missed.site.written(), wants })).toEqual([]);
    expect(live.received).toBe(live.written);
    const [median = Infinity, slow = Infinity] = [liveMs[Math.floor(liveMs.length / 2)], liveMs[Math.floor(liveMs.length * 0.95)]];
    expect(median).toBeLessThan(replayMs / 10);
    expect(slow).toBeLessThan(replayMs / 4);
  });

  it('wait for a slow reader in the log, not in memory', async () => {
    const { recorder, mostOutboxBytes, grownBytes } = await readSlowly(missed, 3);
    using _recorder = recorder;
    expect(faultsOf(recorder.connections, { written: await missed.site.written(), wants })).toEqual([]);
    expect(recorder.connections).toHaveLength(1);
    expect(mostOutboxBytes).toBeGreaterThan(0);
    expect(mostOutboxBytes).toBeLessThanOrEqual(MAX_OUTBOX_BYTES);
    expect(grownBytes).toBeLessThan(recorder.last.bytes / 2);
  });

  it.each(['complete', 'cut'] as const)('leave nothing behind when their client goes in the middle: %s', async (how) => {
    await until(async () => (await streams()).every((count) => count === 0), { what: 'nothing of before' });
    using recorder = new Recorder({ field: 'agentStateEvents' });
    await recorder.connect(missed.replica.url, { after: missed.start });
    await until(() => recorder.count > 100, { what: 'the first events' });
    recorder[how]();
    await until(async () => (await streams()).every((count) => count === 0), { what: 'nothing to be left' });
    // Else it was no test.
    expect(recorder.count).toBeLessThan(EVENTS);
  });
});
