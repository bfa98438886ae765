/** When something is sent, and when nothing is: rates, slow readers, what does not show, the health of the source, and what time alone changes. */
import { describe, expect, it } from 'vitest';
import { HOUR_MS, START_MS } from '../state/log.ts';
import { login, stopTheClock, World } from './world.ts';
import type { Client } from './world.ts';

stopTheClock();

const AGENTS = 'subscription { agents(tenantId: "acme") { kind removed sourceHealthy agents { agentId state } } }';
const agents = (args: string): string => AGENTS.replace('"acme"', `"acme" ${args}`);
const THREADS = 'subscription { callThreads(tenantId: "acme") { kind removed sourceHealthy callThreads { callThreadId status } } }';
const threads = (args: string): string => THREADS.replace('"acme"', `"acme" ${args}`);
const QUEUES = 'subscription { queues(tenantId: "acme") { kind removed queues { queueId offered countedSince } } }';
const SUMMARY = 'subscription { tenantSummary(tenantId: "acme", maxRateHz: 20) { callsActive cursor serverTime } }';

const change = (more: object) => ({ kind: 'CHANGE', removed: [], sourceHealthy: true, agents: [], ...more });
const toggle = ({ log }: World, n: number, agent = '1001'): void =>
  void log.agent(agent, n % 2 === 0 ? 'EventAgentNotReady' : 'EventAgentReady', { AgentID: agent, ThisDN: `7${agent.slice(1)}` });

describe('a subscription', () => {
  it.each([
    [20, 200, 201],
    [5, 50, 51],
    [1, 10, 11],
    [0.5, 5, 6],
    [0.05, 0, 2],
  ])('at %d a second gets no more than that of what changes all the time, and in the end the newest', async (rate, least, most) => {
    const world = new World();
    login(world.log, 2);
    // Another one with each event.
    const client = await world.follow(agents(`maxRateHz: ${rate}`).replace('state', 'state updatedAt'));
    world.pass(10);
    expect(client.take()).toHaveLength(1);
    let n = 0;
    for (; n < 1000; n += 1) {
      toggle(world, n);
      world.pass(10);
    }
    toggle(world, 1001);
    toggle(world, 1002, '1002');
    expect(client.payloads.length).toBeGreaterThanOrEqual(least);
    expect(client.payloads.length).toBeLessThanOrEqual(most);
    world.pass(1000 / rate + 50);
    expect(client.payloads.length).toBeLessThanOrEqual(most + 1);
    // What was sent last of each.
    const last = new Map(
      client.payloads
        .flatMap((payload) => payload['agents'] as { agentId: string; state: string }[])
        .map(({ agentId, state }) => [agentId, state]),
    );
    expect(Object.fromEntries(last)).toEqual({ 1001: 'READY', 1002: 'NOT_READY' });
  });

  it('is told at once of what changes after a rest, whatever its rate', async () => {
    const world = new World();
    login(world.log, 1);
    const client = await world.follow(agents('maxRateHz: 0.05'));
    world.pass(30_000);
    client.take();
    toggle(world, 0);
    world.pass(60);
    expect(client.take()).toEqual([change({ agents: [{ agentId: '1001', state: 'NOT_READY' }] })]);
  });

  it('costs nothing while another one of the same is faster', async () => {
    const world = new World();
    login(world.log, 2);
    const [slow, quick] = [await world.follow(agents('maxRateHz: 1')), await world.follow(agents('maxRateHz: 10'))];
    world.pass(10);
    for (let n = 0; n < 100; n += 1) {
      toggle(world, n);
      world.pass(100);
    }
    expect(slow.payloads.length).toBeLessThanOrEqual(12);
    expect(quick.payloads.length).toBeGreaterThanOrEqual(95);
    // Each text once for both.
    expect(world.made.texts).toBeLessThanOrEqual(2 + 101);
  });

  it('alone at a slow rate has nothing looked at in between', async () => {
    const world = new World();
    login(world.log, 2);
    await world.follow(agents('maxRateHz: 1'));
    world.pass(10);
    for (let n = 0; n < 1000; n += 1) {
      toggle(world, n);
      world.pass(10);
    }
    expect(world.made.texts).toBeLessThanOrEqual(2 + 11);
  });

  it('is sent nothing for what does not show, nor for what was otherwise for a moment only', async () => {
    const world = new World();
    login(world.log, 2);
    const [all, summary] = [await world.follow(agents('')), await world.follow(SUMMARY)];
    const ready = await world.follow(agents('filter: { states: [READY] }, maxRateHz: 1'));
    const calls = await world.follow(threads('filter: { statuses: [ACTIVE] }, maxRateHz: 1'));
    world.pass(10);
    const clients = [all, summary, ready, calls];
    expect(clients.map((client) => client.take().length)).toEqual([1, 1, 1, 1]);
    // A number that is forwarded is not selected, and the calls are as many as before.
    for (let n = 0; n < 20; n += 1) {
      world.log.agent('1001', n % 2 === 0 ? 'EventMuteOn' : 'EventDNDOn', { ThisDN: '7001' });
      world.pass(100);
    }
    toggle(world, 0, '1002');
    toggle(world, 1, '1002');
    world.log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7005' });
    world.log.call('t', 'EventReleased', { ConnID: 'c', ThisDN: '7005' });
    world.pass(3000);
    expect(clients.map((client) => client.take())).toEqual([[], [], [], []]);
  });

  it('that lists its entities more than once is told of a change in either list, in both', async () => {
    const world = new World();
    login(world.log, 2);
    const client = await world.follow(
      'subscription { agents(tenantId: "acme") { agents { agentId } states: agents { state } agents { loginId } } }',
    );
    world.pass(10);
    expect(client.take()).toHaveLength(1);
    toggle(world, 0);
    world.pass(100);
    expect(client.take()).toEqual([{ agents: [{ agentId: '1001', loginId: '1001' }], states: [{ state: 'NOT_READY' }] }]);
  });

  it('that takes nothing is owed no more than there is, and gets the newest of each, whatever came and went', async () => {
    const world = new World();
    login(world.log, 5);
    const client = await world.follow(agents(''), { room: 1 });
    const calls = await world.follow(threads(''), { room: 1 });
    world.log.call('stays', 'EventRinging', { ConnID: 'c0', ThisDN: '7001' });
    world.pass(10);
    expect([client.take(), calls.take()].map(({ length }) => length)).toEqual([1, 1]);
    for (let n = 0; n < 3000; n += 1) {
      toggle(world, n, String(1001 + (n % 4)));
      world.log.call(`t${n}`, 'EventRinging', { ConnID: `c-${n}`, ThisDN: '7009' });
      world.log.call(`t${n}`, 'EventReleased', { ConnID: `c-${n}`, ThisDN: '7009' });
      if (n % 50 === 0) world.wait(4);
    }
    world.wait(62);
    expect(client.payloads).toEqual([]);
    expect(world.views.entities).toBeLessThanOrEqual(5 + 1 + 3000);
    client.makeRoom(1);
    calls.makeRoom(1);
    world.pass(100);
    expect(client.take()).toHaveLength(1);
    expect(calls.take()).toEqual([]);
    expect(world.views.entities).toBe(5 + 1);
    world.log.call('stays', 'EventReleased', { ConnID: 'c0', ThisDN: '7001' });
    world.wait(62);
    expect(calls.take()).toEqual([change({ agents: undefined, callThreads: [{ callThreadId: 'stays', status: 'ENDED' }] })]);
    calls.makeRoom();
    world.pass(100);
    expect(calls.take()).toEqual([change({ agents: undefined, callThreads: [], removed: ['stays'] })]);
  });

  it('waits until all history is read, and until then nothing is collected for it', async () => {
    const world = new World();
    world.isReady = false;
    const client = await world.follow(AGENTS);
    login(world.log, 3);
    world.wait(5);
    expect([client.payloads.length, world.made.texts, world.watchers]).toEqual([0, 0, 0]);
    world.isReady = true;
    world.views.tick();
    world.pass(100);
    expect(client.take().map(({ kind, agents }) => [kind, (agents as unknown[]).length])).toEqual([['SNAPSHOT', 3]]);
    toggle(world, 0);
    world.pass(100);
    expect(client.take()).toEqual([change({ agents: [{ agentId: '1001', state: 'NOT_READY' }] })]);
  });

  it('that selects what cannot be answered ends for all who share it, and for nobody else', async () => {
    const world = new World();
    login(world.log, 3);
    const lately = 'subscription { agents(tenantId: "acme") { agents { recentEvents(last: 1000) { __typename } } } }';
    const all = [await world.follow(lately), await world.follow(lately), await world.follow(AGENTS)];
    world.pass(100);
    expect(all.map(({ ended }) => ended?.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', undefined]);
    expect(all.map(({ payloads }) => payloads.length)).toEqual([0, 0, 1]);
    expect(world.views.size).toBe(1);
  });
});

describe('the health of the source', () => {
  const health = (client: Client) => client.take().map(({ kind, sourceHealthy, agents }) => [kind, sourceHealthy, agents]);
  it('is told when it changes, without an entity, at the rate of each', async () => {
    const world = new World();
    login(world.log, 1);
    const [quick, slow, summary] = [await world.follow(AGENTS), await world.follow(agents('maxRateHz: 0.25')), await world.follow(SUMMARY)];
    world.wait(5);
    for (const client of [quick, slow, summary]) expect(client.take()).toHaveLength(1);
    world.isHealthy = false;
    world.wait(1);
    expect([health(quick), health(slow), health(summary)]).toEqual([[['CHANGE', false, []]], [['CHANGE', false, []]], []]);
    world.isHealthy = true;
    world.wait(1);
    expect([health(quick), health(slow)]).toEqual([[['CHANGE', true, []]], []]);
    world.wait(3);
    expect([health(quick), health(slow), health(summary)]).toEqual([[], [['CHANGE', true, []]], []]);
  });

  it('is told to all, whatever they were told before and whoever has heard of it already', async () => {
    const world = new World();
    login(world.log, 1);
    const early = await world.follow(AGENTS);
    world.wait(2);
    world.isHealthy = false;
    // Whoever comes before the next look is told by the snapshot; what had come before is to hear of it, too.
    const late = await world.follow(threads(''));
    world.pass(100);
    expect(late.take()[0]).toMatchObject({ kind: 'SNAPSHOT', sourceHealthy: false });
    expect(health(early)).toEqual([
      ['SNAPSHOT', true, [{ agentId: '1001', state: 'READY' }]],
      ['CHANGE', false, []],
    ]);
    world.isHealthy = true;
    world.wait(2);
    expect(health(early)).toEqual([['CHANGE', true, []]]);
    expect(late.take()[0]).toMatchObject({ kind: 'CHANGE', sourceHealthy: true, callThreads: [] });
  });

  it('is told rightly after it changed while nobody looked', async () => {
    const world = new World();
    login(world.log, 1);
    const first = await world.follow(AGENTS);
    world.isHealthy = false;
    world.wait(2);
    first.leave();
    world.isHealthy = true;
    world.wait(2);
    const client = await world.follow(AGENTS);
    world.pass(100);
    world.isHealthy = false;
    world.wait(2);
    expect(health(client)).toEqual([
      ['SNAPSHOT', true, [{ agentId: '1001', state: 'READY' }]],
      ['CHANGE', false, []],
    ]);
  });
});

describe('time alone', () => {
  it('brings who has been in a state for long enough, and the next event takes them away', async () => {
    const world = new World();
    login(world.log, 2);
    const client = await world.follow(agents('filter: { states: [READY], stateLongerThanSeconds: 60 }'));
    world.wait(30);
    expect(client.take().map(({ kind, agents }) => [kind, agents])).toEqual([['SNAPSHOT', []]]);
    toggle(world, 0, '1002');
    world.wait(31);
    expect(client.take()).toEqual([change({ agents: [{ agentId: '1001', state: 'READY' }] })]);
    toggle(world, 1, '1002');
    toggle(world, 0);
    world.pass(100);
    expect(client.take()).toEqual([change({ removed: ['1001'] })]);
    world.wait(61);
    expect(client.take()).toEqual([change({ agents: [{ agentId: '1002', state: 'READY' }] })]);
  });

  it('brings calls that wait for long enough, ends those that have left, and takes away those that have ended', async () => {
    const world = new World();
    const [waiting, all] = [await world.follow(threads('filter: { waitingLongerThanSeconds: 20 }')), await world.follow(threads(''))];
    world.log.call('t', 'EventQueued', { ConnID: 'c', ThisDN: 'q1', ThisQueue: 'q1' });
    world.wait(10);
    expect(all.take().flatMap((payload) => payload['callThreads'])).toEqual([{ callThreadId: 't', status: 'ACTIVE' }]);
    expect(waiting.take().flatMap((payload) => payload['callThreads'])).toEqual([]);
    world.wait(11);
    expect(waiting.take().flatMap((payload) => payload['callThreads'])).toEqual([{ callThreadId: 't', status: 'ACTIVE' }]);
    world.log.call('t', 'EventDiverted', { ConnID: 'c', ThisDN: 'q1', ThisQueue: 'q1' });
    world.wait(2);
    expect(waiting.take().map(({ removed }) => removed)).toEqual([['t']]);
    expect(all.take().flatMap((payload) => payload['callThreads'])).toEqual([{ callThreadId: 't', status: 'IN_TRANSIT' }]);
    world.wait(30);
    expect(all.take().flatMap((payload) => payload['callThreads'])).toEqual([{ callThreadId: 't', status: 'ENDED' }]);
    world.wait(62);
    expect(all.take().map(({ removed }) => removed)).toEqual([['t']]);
  });

  it('is told in the payload whose clock it is', async () => {
    const world = new World();
    world.log.call('t', 'EventReleased', { ConnID: 'c', ThisDN: '7001' });
    const client = await world.follow(threads(''));
    world.wait(1);
    client.take();
    // The state hears of the time when it is looked at.
    world.log.skip(62_000);
    world.isHealthy = false;
    world.views.tick();
    world.pass(100);
    expect(client.take()).toEqual([{ kind: 'CHANGE', removed: ['t'], sourceHealthy: false, callThreads: [] }]);
  });

  it('makes queues count anew at midnight', async () => {
    const world = new World();
    world.log.call('t', 'EventQueued', { ConnID: 'c', ThisDN: 'q1', ThisQueue: 'q1' });
    const client = await world.follow(QUEUES);
    world.wait(2);
    expect(client.take()[0]?.['queues']).toMatchObject([{ queueId: 'q1', offered: 1 }]);
    const midnightMs = Math.ceil(START_MS / (24 * HOUR_MS)) * 24 * HOUR_MS;
    world.log.wait(midnightMs - world.log.nowMs - 1000);
    world.wait(1);
    const told = client.take().flatMap((payload) => payload['queues']);
    expect(told).toEqual([{ queueId: 'q1', offered: 0, countedSince: new Date(midnightMs).toISOString().replace('000Z', '000000Z') }]);
  });
});
