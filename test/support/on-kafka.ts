/** The gateway on a real broker, in this process or as the process that `npm start` begins. */
import type { Config, Topics } from '../../src/config.ts';
import type { StartAt } from '../../src/source/source.ts';
import { runMain } from './child.ts';
import type { Child } from './child.ts';
import type { KafkaForTests } from './kafka.ts';
import { until } from './until.ts';

/** What makes `openGateway` read from Kafka. */
export const onKafka = (brokers: readonly string[], topics: Topics, from: StartAt = 'earliest'): Partial<Config> => ({
  source: { kind: 'kafka', connection: { brokers, clientId: 'test' }, groupPrefix: 'test-gateway', from },
  topics,
});

export async function untilReady({ url }: { readonly url: string }): Promise<void> {
  await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'the gateway to be ready', timeoutMs: 60_000 });
}

/** Of a test's own. */
export async function createTopics(kafka: KafkaForTests, partitions = 4): Promise<Topics> {
  return { agentState: await kafka.createTopic({ partitions }), callThread: await kafka.createTopic({ partitions }) };
}

export type GatewayProcess = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  readonly child: Child;
};

/** Resolves once it is ready. `env` are settings beyond the topics. */
export async function startOnKafka(
  { brokers }: KafkaForTests,
  topics: Topics,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const child = runMain(['start'], {
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_GROUP_PREFIX: 'test-gateway',
    AGENT_STATE_TOPIC: topics.agentState,
    CALL_THREAD_TOPIC: topics.callThread,
    ...{ AUTH: 'none', PORT: '0', REPLAY_FROM: 'earliest', ...env },
  });
  const url = await child.said(/listening on (http:\/\/\S+:\d+)/);
  await untilReady({ url });
  return { url, port: Number(new URL(url).port), child, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

/** What the gateway says of itself: `name{labels}` to value, without the prefix that all have in common. */
export async function metricsOf({ url }: { readonly url: string }): Promise<ReadonlyMap<string, number>> {
  // A connection of its own: one that is kept may be closed by the other side at the moment in which it is used again.
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  return new Map([...text.matchAll(/^(?:voice_gateway_)?(\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)] as const));
}

/** Subscriptions to agents as the metrics have them. */
export async function untilSubscribed(gateway: { readonly url: string }, count: number): Promise<void> {
  const subscriptions = async () => (await metricsOf(gateway)).get('subscriptions{field="agentStateEvents"}') === count;
  await until(subscriptions, { what: `${count} subscriptions`, timeoutMs: 30_000 });
}

/** Waits until the gateway holds nothing for any client: no connection, no subscription, no byte. */
export async function untilNothingIsLeft(gateway: { readonly url: string }): Promise<void> {
  const held = async () => {
    const metrics = await metricsOf(gateway);
    const all = ['connections', 'subscriptions{field="agentStateEvents"}', 'subscriptions{field="callThreadEvents"}', 'outbox_bytes'];
    return all.every((name) => metrics.get(name) === 0);
  };
  await until(held, { what: 'nothing left over' });
}
