/** What broke other servers of subscriptions, each a test with the number of their issue; on a real broker. */
import { createClient as createSseClient } from 'graphql-sse';
import { unbounded } from '../../load/unbounded.ts';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { held } from '../../load/held.ts';
import type { Topics } from '../../src/config.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { untilHeldAsBefore } from '../support/left-over.ts';
import { createTopics, metricsOf, onKafka, untilNothingIsLeft, untilReady, untilSubscribed } from '../support/on-kafka.ts';
import { eventOf, expectAll, Peer, subscribe } from '../support/peer.ts';
import { until } from '../support/until.ts';

const MAX_OUTBOX_BYTES = 1024 * 1024;

describe.skipIf(inject('kafkaBrokers') === null)('what broke others does not happen here:', () => {
  let kafka: KafkaForTests;
  let topics: Topics;
  let gateway: TestGateway;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
    topics = await createTopics(kafka, 1);
    gateway = await openGateway({ ...onKafka(kafka.brokers, topics), maxOutboxBytes: MAX_OUTBOX_BYTES, ...unbounded });
    await untilReady(gateway);
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await kafka[Symbol.asyncDispose]();
  });

  /** Gone after each test, whatever came of it. */
  const opened: Peer[] = [];
  afterEach(async () => {
    for (const peer of opened.splice(0)) peer.socket.destroy();
    await untilNothingIsLeft(gateway);
  });
  function open(): Peer {
    const peer = new Peer(gateway.url);
    opened.push(peer);
    return peer;
  }

  /** Writes the next events of an agent; `padding` bytes make them larger. */
  function writerOf(agentId: string) {
    let written = 0;
    return async (events: number, padding = 0): Promise<number> => {
      const records = Array.from({ length: events }, (_, i) => eventOf(agentId, written + i, padding));
      await kafka.producer.send(records.map(({ key, value }) => ({ topic: topics.agentState, key, value: JSON.stringify(value) })));
      return (written += events);
    };
  }
  const got = (peer: Peer, count: number) => until(() => peer.items('x').length >= count, { what: `${count} events` });

  it('the first leaver of a shared stream closes it for all (apollo router #7879)', async () => {
    const write = writerOf('shared');
    const peers = Array.from({ length: 6 }, () => open());
    for (const [i, peer] of peers.entries()) {
      peer.subscribe('x', 'shared');
      await untilSubscribed(gateway, i + 1);
    }
    let written = await write(10);
    await Promise.all(peers.map((peer) => got(peer, written)));
    // The first one each time, in each way in which one can leave.
    const ways = [
      (peer: Peer) => peer.send({ id: 'x', type: 'complete' }),
      (peer: Peer) => peer.socket.destroy(),
      (peer: Peer) => peer.socket.resetAndDestroy(),
      (peer: Peer) => peer.socket.end(),
    ];
    for (const [i, leave] of ways.entries()) {
      const [first, ...others] = peers.slice(i);
      if (first !== undefined) leave(first);
      await untilSubscribed(gateway, others.length);
      written = await write(10);
      await Promise.all(others.map((peer) => got(peer, written)));
      for (const peer of others) expectAll(peer.items('x'), 'shared', written);
    }
  });

  it('something is kept for each subscription that has ended (cosmo #3133)', async () => {
    // One of the same tenant stays: with the last one all that is kept for a tenant would go.
    const steady = open();
    steady.subscribe('x', 'steady');
    await untilSubscribed(gateway, 1);
    const before = held();
    for (let round = 0; round < 3; round += 1) {
      const peer = open();
      for (let n = 0; n < 100; n += 1) {
        peer.subscribe(`completed-${n}`, `${round}-${n}`);
        peer.subscribe(`abandoned-${n}`, `${round}-${n}`);
        peer.send({
          id: `refused-${n}`,
          type: 'subscribe',
          payload: { query: 'subscription { agentStateEvents(tenantId: "acme", dns: []) { __typename } }' },
        });
      }
      await untilSubscribed(gateway, 201);
      for (let n = 0; n < 100; n += 1) peer.send({ id: `completed-${n}`, type: 'complete' });
      await untilSubscribed(gateway, 101);
      peer.socket.destroy();
      await untilSubscribed(gateway, 1);
    }
    await untilHeldAsBefore(before);
  });

  it('an event is pushed to a stream that has ended (mercurius #1120)', async () => {
    const write = writerOf('pushed');
    const steady = open();
    steady.subscribe('x', 'pushed');
    const restless = open();
    await untilSubscribed(gateway, 1);
    let written = 0;
    for (let round = 0; round < 20; round += 1) {
      restless.subscribe(`s${round}`, 'pushed');
      const sse = createSseClient({ url: `${gateway.url}/graphql`, retryAttempts: 0 });
      const query = 'subscription { agentStateEvents(tenantId: "acme") { __typename } }';
      sse.subscribe({ query }, { next: () => {}, error: () => {}, complete: () => {} });
      await untilSubscribed(gateway, 3);
      // Both end while events are on their way to them.
      const writing = write(50);
      restless.send({ id: `s${round}`, type: 'complete' });
      sse.dispose();
      written = await writing;
      await untilSubscribed(gateway, 1);
      await restless.settle();
      const before = restless.frames.length;
      written = await write(5);
      await got(steady, written);
      await restless.settle();
      expect(restless.frames.slice(before).map(({ type }) => type)).toEqual(['pong']);
    }
    expectAll(steady.items('x'), 'pushed', written);
  });

  it('a buffer that overflows throws what nobody catches (graphql-yoga #3692)', async () => {
    const uncaught: unknown[] = [];
    const catching = (error: unknown) => void uncaught.push(error);
    process.on('uncaughtExceptionMonitor', catching);
    const write = writerOf('overflow');
    const [healthy, stalled] = [open(), open()];
    for (const peer of [healthy, stalled]) peer.subscribe('x', 'overflow');
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify(subscribe('x', 'overflow').payload),
    });
    await untilSubscribed(gateway, 3);
    stalled.socket.pause();
    const ended = async () => (await metricsOf(gateway)).get('ended_total{code="SLOW_CONSUMER"}') ?? 0;
    let written = 0;
    while ((await ended()) < 2) {
      expect(written).toBeLessThan(20_000);
      // More than a thousand at once, and then large ones.
      written = await write(written === 0 ? 2000 : 20, written === 0 ? 0 : 40_000);
      await got(healthy, written);
    }
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    expectAll(healthy.items('x'), 'overflow', written);
    expect(uncaught).toEqual([]);
    process.off('uncaughtExceptionMonitor', catching);
    await response.body?.cancel();
  });

  it('a complete follows an error (graphql-ws #667)', async () => {
    const peer = open();
    const wrong = [
      'subscription {',
      'subscription { agentStateEvents(tenantId: "acme") { nothing } }',
      'subscription { agentStateEvents(tenantId: "acme", dns: []) { __typename } }',
      '{ nothing }',
    ];
    for (const [i, query] of wrong.entries()) peer.send({ id: `w${i}`, type: 'subscribe', payload: { query } });
    await until(() => peer.frames.filter(({ type }) => type === 'error').length === wrong.length, { what: 'the errors' });
    await peer.settle();
    const frames = peer.frames.filter(({ id }) => id !== undefined);
    expect(frames.map(({ id, type }) => `${id} ${type}`).toSorted()).toEqual(wrong.map((_, i) => `w${i} error`));
  });

  it('one stalled client holds up the rest', async () => {
    const write = writerOf('held-up');
    const peers = Array.from({ length: 20 }, () => open());
    const stalled = open();
    for (const peer of [...peers, stalled]) peer.subscribe('x', 'held-up');
    await untilSubscribed(gateway, 21);
    stalled.socket.pause();
    const waiting = async () => (await metricsOf(gateway)).get('outbox_bytes') ?? 0;
    let written = 0;
    while ((await waiting()) < MAX_OUTBOX_BYTES / 8) {
      expect(written).toBeLessThan(2000);
      written = await write(5, 20_000);
      await Promise.all(peers.map((peer) => got(peer, written)));
    }
    // It is in the middle of a write that does not end; the rest gets each event before the next one is written.
    for (let n = 0; n < 100; n += 1) {
      written = await write(1);
      await Promise.all(peers.map((peer) => got(peer, written)));
    }
    expect(stalled.items('x').length).toBeLessThan(written - 100);
    expect(await waiting()).toBeGreaterThan(0);
    for (const peer of peers) expectAll(peer.items('x'), 'held-up', written);
    stalled.socket.resume();
    await got(stalled, written);
    expectAll(stalled.items('x'), 'held-up', written);
  });
});
