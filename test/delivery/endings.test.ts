/**
 * How operations end over WebSocket. What happens in a contact centre has no end, so the gateway never completes a subscription: it ends one with an
 * `error` frame, or all of a connection with a close code. Only queries are completed by it. Nothing follows any of these; on a real broker.
 */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { createTopics, onKafka, untilReady } from '../support/on-kafka.ts';
import { eventOf, expectAll, Peer } from '../support/peer.ts';
import { until } from '../support/until.ts';
import { bearer, secretRules } from '../trust/tokens.ts';

describe.skipIf(inject('kafkaBrokers') === null)('an operation', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  async function admitted(url: string, claims: Readonly<Record<string, unknown>>): Promise<Peer> {
    const peer = new Peer(url, { authorization: await bearer(claims) });
    await until(() => peer.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    return peer;
  }

  /** A gateway that asks for tokens, and a client of two agents. */
  async function openSite() {
    await using opening = new AsyncDisposableStack();
    const topics = await createTopics(kafka, 1);
    const gateway = opening.use(await openGateway({ ...onKafka(kafka.brokers, topics), tokens: secretRules }));
    await untilReady(gateway);
    const peer = await admitted(gateway.url, { tenant_id: 'acme', agent_id: 'a1', dns: ['7a1'] });
    opening.defer(() => void peer.socket.destroy());
    let written = 0;
    const site = opening.move();
    return {
      gateway,
      peer,
      subscribed: (count: number) => until(() => gateway.hub.subscriptions('agentState') === count, { what: `${count} subscriptions` }),
      write: async (events: number): Promise<number> => {
        const records = Array.from({ length: events }, (_, i) => eventOf('a1', written + i));
        await kafka.producer.send(records.map(({ key, value }) => ({ topic: topics.agentState, key, value: JSON.stringify(value) })));
        return (written += events);
      },
      [Symbol.asyncDispose]: () => site.disposeAsync(),
    };
  }

  it('that is a query is completed by the server, once, behind its only result; one that is a subscription never is', async () => {
    await using site = await openSite();
    const { peer } = site;
    peer.subscribe('live', 'a1');
    peer.subscribe('left', 'a1');
    await site.subscribed(2);
    await site.write(10);
    await until(() => peer.items('live').length === 10, { what: 'the events' });
    peer.send({ id: 'question', type: 'subscribe', payload: { query: '{ viewer { __typename } }' } }, { id: 'left', type: 'complete' });
    await peer.settle();
    await site.write(10);
    await until(() => peer.items('live').length === 20, { what: 'the events after it' });
    await peer.settle();
    const typesOf = (wanted: string) => peer.frames.filter(({ id }) => id === wanted).map(({ type }) => type);
    expect(typesOf('question')).toEqual(['next', 'complete']);
    expect(typesOf('left')).toEqual(Array.from({ length: 10 }, () => 'next'));
    expectAll(peer.items('live'), 'a1', 20);
    expect(peer.frames.filter(({ type }) => type === 'complete')).toHaveLength(1);
    expect(peer.closed).toBeNull();
  });

  it('that is a subscription and is ended by an error frame gets nothing behind it, not even a complete, and its id is free', async () => {
    await using site = await openSite();
    const { gateway, peer } = site;
    peer.subscribe('ended', 'a1');
    await site.subscribed(1);
    // A steady one beside it, of the same events.
    const steady = await admitted(gateway.url, { tenant_id: 'acme' });
    steady.subscribe('all', null);
    await site.subscribed(2);
    const written = await site.write(10);
    await until(() => peer.items('ended').length === written, { what: 'the events before it' });
    // A token of another agent, while events are on their way.
    const writing = site.write(200);
    peer.send({ type: 'ping', payload: { authorization: await bearer({ tenant_id: 'acme', agent_id: 'a2', dns: ['7a2'] }) } });
    await until(() => peer.frames.some(({ type }) => type === 'error'), { what: 'the error' });
    await writing;
    const all = await site.write(10);
    await until(() => steady.items('all').length === all, { what: 'all events' });
    await peer.settle();
    const types = peer.frames.filter(({ id }) => id === 'ended').map(({ type }) => type);
    expect(types.at(-1)).toBe('error');
    expect(types.filter((type) => type !== 'next')).toEqual(['error']);
    expectAll(peer.items('ended'), 'a1', types.length - 1);
    expect(peer.frames.find(({ type }) => type === 'error')?.payload).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await site.subscribed(1);
    expect(peer.closed).toBeNull();

    peer.send({ type: 'ping', payload: { authorization: await bearer({ tenant_id: 'acme', agent_id: 'a1', dns: ['7a1'] }) } });
    peer.subscribe('ended', 'a1');
    await site.subscribed(2);
    const again = await site.write(5);
    await until(() => peer.items('ended').at(-1)?.server === String(again - 1), { what: 'events under the same id' });
    expect(peer.items('ended')).toHaveLength(types.length - 1 + 5);
    steady.socket.destroy();
  });
});
