/** The position in the ping of a connection is good for all that is on it, or it is not there. */
import { describe, expect, inject, it } from 'vitest';
import { startKafka } from '../../scripts/kafka-broker.ts';
import { kafkaForTests } from '../support/kafka.ts';
import { openGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { openSocket } from '../trust/wire.ts';

describe.skipIf(inject('ownKafkaMissing') !== null)('the ping', () => {
  it('tells no cursor while a subscription waits for the log to say where it begins', { timeout: 120_000 }, async () => {
    await using broker = await startKafka();
    await using kafka = await kafkaForTests(broker.brokers);
    const topics = { agentState: await kafka.createTopic(), callThread: await kafka.createTopic() };
    await using gateway = await openGateway({
      source: {
        kind: 'kafka',
        connection: { brokers: broker.brokers, clientId: 'test' },
        groupPrefix: 'test-ping',
        from: 'earliest',
      },
      topics,
      // Who has not answered until the next one is cut.
      keepAliveMs: 500,
    });
    await until(async () => (await fetch(`${gateway.url}/readyz`)).status === 200, { what: 'the gateway to be ready' });
    const socket = await openSocket(gateway.url);
    socket.send({ type: 'connection_init' });
    const pings = () => socket.frames.filter(({ type }) => type === 'ping');
    const told = () => pings().filter(({ payload }) => (payload as { cursor?: string } | undefined)?.cursor !== undefined).length;
    await until(() => told() > 2, { what: 'pings with a cursor' });

    await broker.pause();
    try {
      const subscription = 'subscription ($since: DateTime) { agentStateEvents(tenantId: "acme", since: $since) { __typename } }';
      socket.subscribe('1', subscription, { since: new Date(Date.now() - 1000).toISOString() });
      // What is sent later is answered after it has been heard.
      socket.send({ type: 'ping', payload: { heard: 1 } });
      await until(() => socket.frames.some(({ type }) => type === 'pong'), { what: 'the subscription to be heard' });
      const [before, all] = [told(), pings().length];
      await until(() => pings().length > all + 3, { what: 'more pings' });
      expect(gateway.hub.subscriptions('agentState')).toBe(0);
      expect(told()).toBe(before);
    } finally {
      broker.resume();
    }
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription to begin', timeoutMs: 60_000 });
    const before = told();
    await until(() => told() > before, { what: 'pings to tell a cursor again' });
    await socket.close();
  });
});
