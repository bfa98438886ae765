/** What subscriptions hold is bounded by what they look at, and when they have left nothing is held. */
import { describe, expect, it, vi } from 'vitest';
import { until } from '../support/until.ts';
import { login, stopTheClock, World } from './world.ts';

const collectGarbage = (): void => (globalThis as { gc?: () => void }).gc?.();

describe('a view', () => {
  stopTheClock();

  it('looks again each second while time alone may bring something, and not any more once nothing can', async () => {
    const world = new World();
    await world.follow('subscription { callThreads(tenantId: "acme", filter: { waitingLongerThanSeconds: 86400 }) { removed } }');
    world.wait(2);
    const isAsleep = (): boolean => {
      world.views.tick();
      const isAsleep = vi.getTimerCount() === 0;
      world.pass(1000);
      return isAsleep;
    };
    expect(isAsleep()).toBe(true);
    for (let n = 0; n < 100; n += 1) world.log.call(`t${n}`, 'EventQueued', { ConnID: `c${n}`, ThisDN: 'q', ThisQueue: 'q' });
    world.wait(2);
    expect(isAsleep()).toBe(false);
    for (let n = 0; n < 100; n += 1) world.log.call(`t${n}`, 'EventAbandoned', { ConnID: `c${n}`, ThisDN: 'q', ThisQueue: 'q' });
    world.wait(2);
    expect(isAsleep()).toBe(true);
    world.wait(62);
    expect([isAsleep(), world.views.entities]).toEqual([true, 0]);
  });

  it('that nobody takes anything from looks now and then all the same, so that what it is to look at does not pile up', async () => {
    const world = new World();
    const client = await world.follow('subscription { callThreads(tenantId: "acme") { callThreads { callThreadId } } }', { room: 1 });
    world.pass(10);
    for (let n = 0; n < 3500; n += 1) {
      world.log.call(`t${n}`, 'EventRinging', { ConnID: `c${n}`, ThisDN: '7001' });
      if (n % 100 === 0) world.pass(100);
    }
    world.pass(100);
    expect([client.payloads.length, world.made.payloads]).toEqual([1, 1]);
    expect(world.views.entities).toBeGreaterThan(1000);
  });

  it('keeps as many entities as there are, however many have come and gone and whoever has not taken it', async () => {
    const world = new World();
    const text = 'subscription { callThreads(tenantId: "acme") { removed callThreads { callThreadId parties { dn } } } }';
    const [stalled, quick] = [await world.follow(text, { room: 1 }), await world.follow(text)];
    world.pass(10);
    let most = 0;
    for (let n = 0; n < 10_000; n += 1) {
      world.log.call(`t${n}`, 'EventReleased', { ConnID: `c${n}`, ThisDN: '7001' });
      if (n % 100 > 0) continue;
      world.wait(7);
      most = Math.max(most, world.views.entities);
    }
    world.wait(62);
    expect(most).toBeLessThan(1200);
    expect(world.views.entities).toBe(0);
    const [came, went] = [quick.payloads.flatMap((payload) => payload['callThreads']), quick.payloads.flatMap(({ removed }) => removed)];
    expect([came.length, went.length]).toEqual([10_000, 10_000]);
    stalled.makeRoom();
    world.pass(100);
    expect(stalled.payloads).toHaveLength(1);
  });
});

it('of those who have left nothing is held, be there others of their tenant or not, whatever they had been shown', async () => {
  const world = new World();
  login(world.log, 20);
  for (let n = 1; n <= 20; n += 1) world.log.call(`t${n}`, 'EventRinging', { ConnID: `c${n}`, ThisDN: String(7000 + n), ThisQueue: 'q1' });
  const stays = await world.follow('subscription { queues(tenantId: "acme") { queues { queueId } } }');
  const look = async (text: string): Promise<void> => {
    const client = await world.follow(`subscription { ${text} }`);
    await until(() => client.payloads.length > 0, { what: `a payload of ${text}` });
    client.leave();
  };
  const lists = ['agents', 'callThreads'] as const;
  for (const list of lists) {
    const shown = list === 'agents' ? 'calls { callThreadId agents { agentId } }' : 'agents { agentId calls { callThreadId } }';
    const own = list === 'agents' ? 'agentIds: ["1001", "1002"]' : 'callThreadIds: ["t1", "t2"]';
    for (const filter of ['', `filter: { ${own} }`, 'filter: { queueIds: ["q1"] }', 'filter: { dns: ["7001"] }'])
      await look(`${list}(tenantId: "acme" ${filter}) { ${list} { ${shown} } }`);
  }
  await look('callThreads(tenantId: "acme", filter: { agentIds: ["1001"] }) { callThreads { callThreadId } }');
  await look('agents(tenantId: "acme", filter: { stateLongerThanSeconds: 86400 }) { agents { agentId } }');
  await look('queues(tenantId: "acme", queueIds: ["q1"]) { queues { queueId } }');
  await look('tenantSummary(tenantId: "acme") { callsActive }');
  await look('agents(tenantId: "globex") { agents { agentId } }');
  expect(world.views.size).toBe(1);
  const held = (): boolean => {
    collectGarbage();
    // The first one is there.
    return world.lookedAt.every((source, n) => n === 0 || source.deref() === undefined);
  };
  await until(held, { what: 'all who have left to be collected', timeoutMs: 5000 });
  world.log.call('t99', 'EventQueued', { ConnID: 'c99', ThisDN: 'q9', ThisQueue: 'q9' });
  await until(() => stays.payloads.length > 1, { what: 'who stays to be told' });
});
