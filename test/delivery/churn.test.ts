/**
 * Subscriptions that come and go while events flow through a real broker. The protocol acknowledges no `complete`: what had left the server by then
 * may still come. But the server deals with the messages of a connection in their order, and all frames leave through one outbox: once a later
 * message is answered, nothing of the completed operation may follow.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { unbounded } from '../../load/unbounded.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { held } from '../../load/held.ts';
import type { Topics } from '../../src/config.ts';
import { openGateway } from '../support/gateway.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { untilHeldAsBefore } from '../support/left-over.ts';
import { createTopics, onKafka, untilNothingIsLeft, untilReady, untilSubscribed } from '../support/on-kafka.ts';
import { eventOf, expectAll, Peer, subscribe } from '../support/peer.ts';
import { until } from '../support/until.ts';

describe.skipIf(inject('kafkaBrokers') === null)('subscriptions that come and go on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  /** Writes events of one agent, one small batch after the other, until it is told to stop. Then resolves with how many. */
  function flow({ agentState }: Topics, agentId: string) {
    let written = 0;
    const stopping = new AbortController();
    const write = async (): Promise<number> => {
      while (!stopping.signal.aborted) {
        await kafka.producer.send(Array.from({ length: 10 }, (_, i) => record(agentState, agentId, written + i)));
        written += 10;
      }
      return written;
    };
    const done = write();
    return {
      stop: () => {
        stopping.abort();
        return done;
      },
    };
  }
  const record = (topic: string, agentId: string, n: number) => {
    const { key, value } = eventOf(agentId, n);
    return { topic, key, value: JSON.stringify(value) };
  };
  const numbersOf = (peer: Peer, id: string) => peer.items(id).map(({ server }) => Number(server));

  it('get an unbroken part of the log each, four thousand times on one key, and leave no entry, stream or timer behind', async () => {
    const topics = await createTopics(kafka, 1);
    await using gateway = await openGateway({ ...onKafka(kafka.brokers, topics), ...unbounded });
    await untilReady(gateway);
    const [steady, restless] = [new Peer(gateway.url), new Peer(gateway.url)];
    steady.subscribe('steady', 'a1');
    await untilSubscribed(gateway, 1);
    await restless.settle();
    // With the one that stays, who keeps alive what is held for the tenant.
    const before = held();
    const writing = flow(topics, 'a1');
    const times = 4000;
    let delivered = 0;
    for (let n = 0; n < times; n += 1) {
      restless.send(subscribe(`s${n}`, 'a1'));
      // Some live for a while, some for no time at all.
      if (n % 100 === 0) {
        await until(() => restless.items(`s${n}`).length > 0, { what: 'an event for one that stays' });
        delivered += 1;
      } else if (n % 5 === 0) await nextTurn();
      restless.send({ id: `s${n}`, type: 'complete' });
    }
    await restless.settle();
    const behind = restless.frames.length;
    const written = await writing.stop();
    await until(() => steady.items('steady').length === written, { what: 'all events' });
    await restless.settle();
    // All were completed, and that was answered: nothing but the answer to the second ping has come since.
    expect(restless.frames.slice(behind).map(({ type }) => type)).toEqual(['pong']);
    expectAll(steady.items('steady'), 'a1', written);
    expect(delivered).toBe(times / 100);
    for (const [id = '', frames] of Map.groupBy(restless.frames, ({ id }) => id)) {
      if (id === '') continue;
      expect(frames.every(({ type }) => type === 'next')).toBe(true);
      const [first = 0, ...rest] = numbersOf(restless, id);
      expect(rest).toEqual(rest.map((_, i) => first + 1 + i));
    }
    await untilHeldAsBefore(before);
    for (const peer of [steady, restless]) peer.socket.destroy();
    await untilNothingIsLeft(gateway);
  });

  it('may take the id of one that was completed in the same packet, a thousand times: each event comes once', async () => {
    const topics = await createTopics(kafka, 1);
    await using gateway = await openGateway({ ...onKafka(kafka.brokers, topics), ...unbounded });
    await untilReady(gateway);
    const before = held();
    const peer = new Peer(gateway.url);
    peer.subscribe('x', 'a1');
    await untilSubscribed(gateway, 1);
    const writing = flow(topics, 'a1');
    for (let n = 0; n < 1000; n += 1) {
      peer.send({ id: 'x', type: 'complete' }, subscribe('x', 'a1'));
      if (n % 10 === 0) await peer.settle();
    }
    await peer.settle();
    expect(gateway.hub.subscriptions('agentState')).toBe(1);
    const written = await writing.stop();
    await until(() => numbersOf(peer, 'x').at(-1) === written - 1, { what: 'the last event' });
    // Between the end of one and the beginning of the next an event may pass; none comes twice or late.
    const numbers = numbersOf(peer, 'x');
    expect(numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0))).toBe(true);
    expect(peer.frames.every(({ type }) => type === 'next' || type === 'pong' || type === 'connection_ack')).toBe(true);
    expect(peer.closed).toBeNull();
    peer.socket.destroy();
    await untilNothingIsLeft(gateway);
    await untilHeldAsBefore(before);
  });
});
