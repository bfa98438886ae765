/** Every frame accounted for, over real sockets, whatever clients do: many at once, slow ones, stalled ones, killed ones, and those who come and go. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { unbounded } from '../../load/unbounded.ts';
import { describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { eventOf, expectAll, Peer, subscribe } from '../support/peer.ts';
import { until } from '../support/until.ts';

const acknowledged = (peer: Peer) => until(() => peer.frames.length > 0, { what: 'an acknowledgement' });
const subscribed = (gateway: TestGateway, count: number) =>
  until(() => gateway.hub.subscriptions('agentState') === count, { what: `${count} subscriptions` });

/** The n-th event of an agent. `padding` bytes make it larger. */
function write(gateway: TestGateway, agentId: string, n: number, padding = 0): void {
  const { key, value } = eventOf(agentId, n, padding);
  gateway.write('agentState', key, value);
}

describe('delivery', () => {
  it('accounts for every frame of 300 clients of an agent each and 20 of the whole tenant, in order', async () => {
    const [agents, events] = [300, 20_000];
    await using gateway = await openGateway();
    const keyed = Array.from({ length: agents }, () => new Peer(gateway.url));
    const wallboards = Array.from({ length: 20 }, () => new Peer(gateway.url));
    for (const [i, peer] of keyed.entries()) peer.subscribe('keyed', `a${i}`);
    for (const peer of wallboards) peer.subscribe('all', null);
    await subscribed(gateway, agents + wallboards.length);
    const ofAgent = (agent: number): number => Math.floor((events - 1 - agent) / agents) + 1;
    for (let n = 0; n < events; n += 1) {
      write(gateway, `a${n % agents}`, Math.floor(n / agents));
      // Well below what the log keeps.
      if (n % 500 === 0) await nextTurn();
    }
    await until(() => wallboards.every((peer) => peer.items('all').length === events), { what: 'all of the tenant', timeoutMs: 50_000 });
    await until(() => keyed.every((peer, i) => peer.items('keyed').length === ofAgent(i)), { what: 'all of each agent' });
    for (const [i, peer] of keyed.entries()) expectAll(peer.items('keyed'), `a${i}`, ofAgent(i));
    for (const peer of wallboards) {
      const byAgent = Map.groupBy(peer.items('all'), ({ agentId }) => agentId);
      for (let agent = 0; agent < agents; agent += 1) expectAll(byAgent.get(`a${agent}`) ?? [], `a${agent}`, ofAgent(agent));
      // Every event once.
      expect(new Set(peer.items('all').map(({ eventId }) => eventId)).size).toBe(events);
    }
    for (const peer of [...keyed, ...wallboards]) peer.socket.destroy();
  });

  it('puts together for who reads a byte at a time what others get in large pieces', async () => {
    const events = 40;
    await using gateway = await openGateway();
    const peers = Array.from({ length: 5 }, () => new Peer(gateway.url));
    const slow = new Peer(gateway.url);
    for (const peer of [...peers, slow]) peer.subscribe('all', 'a1');
    await subscribed(gateway, 6);
    slow.socket.removeAllListeners('data');
    slow.socket.pause();
    for (let n = 0; n < events; n += 1) write(gateway, 'a1', n);
    await until(() => peers.every((peer) => peer.items('all').length === events), { what: 'the healthy ones' });
    slow.socket.on('readable', () => {});
    const byte = (): boolean => {
      const read = slow.socket.read(1) as Buffer | null;
      if (read !== null) slow.take(read);
      return read !== null;
    };
    await until(
      () => {
        while (byte());
        return slow.items('all').length === events;
      },
      { what: 'the last byte' },
    );
    for (const peer of [...peers, slow]) expectAll(peer.items('all'), 'a1', events);
    for (const peer of [...peers, slow]) peer.socket.destroy();
  });

  it('goes on where it stopped, with nothing left out, once who has paused reads again', async () => {
    // No ping that would set going what has come to rest.
    await using gateway = await openGateway({ maxOutboxBytes: 64 * 1024 * 1024, keepAliveMs: 600_000 });
    const [steady, hesitant] = [new Peer(gateway.url), new Peer(gateway.url)];
    for (const peer of [steady, hesitant]) peer.subscribe('all', 'a1');
    await subscribed(gateway, 2);
    let written = 0;
    for (let round = 0; round < 3; round += 1) {
      hesitant.socket.pause();
      // Until more waits than is handed to a socket at once, whatever the kernel takes; in writes that share a buffer.
      while ((await outboxBytes(gateway)) < 2 * 1024 * 1024) {
        expect(written).toBeLessThan(10_000);
        for (let n = 1; n <= 200; n += 1) {
          write(gateway, 'a1', written++, 5000);
          if (n % 10 === 0) await nextTurn();
        }
        await until(() => steady.items('all').length === written, { what: 'the steady one' });
      }
      hesitant.socket.resume();
      await until(() => hesitant.items('all').length === written, { what: 'all that had waited' });
    }
    for (const peer of [steady, hesitant]) expectAll(peer.items('all'), 'a1', written);
    for (const peer of [steady, hesitant]) peer.socket.destroy();
  });

  it('gives a subscription what happens between its beginning and its end, thousands of times on one key while events flow', async () => {
    const times = 3000;
    await using gateway = await openGateway(unbounded);
    const [steady, restless] = [new Peer(gateway.url), new Peer(gateway.url)];
    steady.subscribe('steady', 'a1');
    await subscribed(gateway, 1);
    let written = 0;
    for (let n = 0; n < times; n += 1) {
      restless.send(subscribe(`s${n}`, 'a1'), { id: `s${n}`, type: 'complete' });
      write(gateway, 'a1', written++);
      if (n % 10 === 0) await nextTurn();
    }
    restless.subscribe('last', 'a1');
    await until(
      () => {
        write(gateway, 'a1', written++);
        return restless.items('last').length > 0;
      },
      { what: 'an event for the last one' },
    );
    await until(() => steady.items('steady').length === written, { what: 'all events' });
    expectAll(steady.items('steady'), 'a1', written);
    const ids = Map.groupBy(restless.frames, ({ id }) => id);
    for (let n = 0; n < times; n += 1) {
      const numbers = (ids.get(`s${n}`) ?? []).map((frame) => Number(frame.payload?.data.agentStateEvents.server));
      for (const [i, number] of numbers.entries()) expect(number).toBe((numbers[0] ?? 0) + i);
    }
    const last = restless.items('last').map(({ server }) => Number(server));
    expect(last).toEqual(Array.from({ length: last.length }, (_, i) => written - last.length + i));
    for (const peer of [steady, restless]) peer.socket.destroy();
    await subscribed(gateway, 0);
  });

  it('sends nothing for a subscription once the client has completed it and the gateway has heard so', async () => {
    await using gateway = await openGateway();
    const peer = new Peer(gateway.url);
    peer.subscribe('a', 'a1');
    peer.subscribe('b', 'a1');
    await subscribed(gateway, 2);
    for (let n = 0; n < 100; n += 1) write(gateway, 'a1', n);
    peer.send({ id: 'a', type: 'complete' });
    await subscribed(gateway, 1);
    await until(() => peer.items('b').length === 100, { what: 'what was written before' });
    const before = peer.items('a').length;
    for (let n = 100; n < 200; n += 1) write(gateway, 'a1', n);
    await until(() => peer.items('b').length === 200, { what: 'what was written after' });
    expect(peer.items('a')).toHaveLength(before);
    expectAll(peer.items('b'), 'a1', 200);
    peer.socket.destroy();
  });

  it('lets an id be used again at once, for something else', async () => {
    await using gateway = await openGateway();
    const peer = new Peer(gateway.url);
    peer.subscribe('x', 'a1');
    await subscribed(gateway, 1);
    for (let n = 0; n < 50; n += 1) {
      const [old, fresh] = n % 2 === 0 ? ['a1', 'a2'] : ['a2', 'a1'];
      peer.send({ id: 'x', type: 'complete' }, subscribe('x', fresh));
      const begun = peer.items('x').length;
      // Until the new one has begun.
      await until(
        () => {
          write(gateway, old, n);
          write(gateway, fresh, n);
          return peer.items('x').at(-1)?.agentId === fresh && peer.items('x').length > begun;
        },
        { what: 'the new one' },
      );
      const agents = peer.items('x').slice(begun);
      // None of the old one once one of the new one has come.
      const first = agents.findIndex(({ agentId }) => agentId === fresh);
      expect(agents.slice(first).every(({ agentId }) => agentId === fresh)).toBe(true);
    }
    expect(gateway.hub.subscriptions('agentState')).toBe(1);
    expect(peer.frames.filter(({ type }) => type === 'error')).toEqual([]);
    expect(peer.closed).toBeNull();
    peer.socket.destroy();
  });

  it('outlives sockets that are killed in mid-write, and leaves nothing of them behind', async () => {
    await using gateway = await openGateway();
    const healthy = new Peer(gateway.url);
    healthy.subscribe('all', null);
    await subscribed(gateway, 1);
    let written = 0;
    for (let round = 0; round < 5; round += 1) {
      const doomed = Array.from({ length: 20 }, () => new Peer(gateway.url));
      for (const peer of doomed) peer.subscribe('all', null);
      await subscribed(gateway, 21);
      for (const peer of doomed) peer.socket.pause();
      // More than the kernel takes.
      for (let n = 0; n < 60; n += 1) write(gateway, 'a1', written++, 50_000);
      await nextTurn();
      for (const peer of doomed) peer.socket.resetAndDestroy();
      for (let n = 0; n < 20; n += 1) write(gateway, 'a1', written++, 50_000);
      await subscribed(gateway, 1);
      await until(() => healthy.items('all').length === written, { what: 'all of it' });
    }
    expectAll(healthy.items('all'), 'a1', written);
    expect(await outboxBytes(gateway)).toBe(0);
    healthy.socket.destroy();
  });

  it('gives back at once what waited for one who has stopped reading, and 200 others get all of it', async () => {
    const maxOutboxBytes = 1024 * 1024;
    await using gateway = await openGateway({ maxOutboxBytes });
    const healthy = Array.from({ length: 200 }, () => new Peer(gateway.url));
    const stalled = new Peer(gateway.url);
    for (const peer of healthy) peer.subscribe('mine', 'a1');
    stalled.subscribe('all', null);
    await subscribed(gateway, 201);
    await acknowledged(stalled);
    stalled.socket.pause();
    let written = 0;
    let most = 0;
    // The healthy ones set the pace.
    while (gateway.hub.subscriptions('agentState') === 201) {
      expect(written).toBeLessThan(1000);
      // What fills the kernel's buffers is for the stalled one alone.
      for (let n = 0; n < 5; n += 1) write(gateway, 'a2', n, 60_000);
      write(gateway, 'a1', written++);
      await until(() => healthy.every((peer) => peer.frames.length === written + 1), { what: 'the healthy ones' });
      most = Math.max(most, await outboxBytes(gateway));
    }
    expect(most).toBeGreaterThan(maxOutboxBytes / 4);
    expect(most).toBeLessThanOrEqual(maxOutboxBytes);
    // Before it has read anything: only what was handed to the socket is left.
    expect(await outboxBytes(gateway)).toBeLessThan(maxOutboxBytes / 2);
    stalled.socket.resume();
    await until(() => stalled.closed !== null, { what: 'its end' });
    expect(stalled.closed).toMatchObject({ code: 1013, reason: expect.stringMatching(/^SLOW_CONSUMER/) });
    await until(async () => (await outboxBytes(gateway)) === 0, { what: 'the memory' });
    for (const peer of healthy) expectAll(peer.items('mine'), 'a1', written);
    for (const peer of [...healthy, stalled]) peer.socket.destroy();
  });
});

async function outboxBytes(gateway: TestGateway): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  return Number(/^voice_gateway_outbox_bytes (\d+)$/m.exec(text)?.[1]);
}
