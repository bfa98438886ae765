/** The state over real Kafka and HTTP: what a restart changes, what is told before the gateway is ready, and which tenants a replica keeps. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Config, Topics } from '../src/config.ts';
import { simulate } from '../src/simulator/simulator.ts';
import type { SimulatedRecord } from '../src/simulator/records.ts';
import { defaultRules } from '../src/state/rules.ts';
import { collect, openGateway, query, webSocketClient } from './support/gateway.ts';
import type { TestGateway } from './support/gateway.ts';
import { kafkaForTests } from './support/kafka.ts';
import type { KafkaForTests } from './support/kafka.ts';
import { until } from './support/until.ts';

const onKafka = (brokers: readonly string[], topics: Topics): Partial<Config> => ({
  source: { kind: 'kafka', connection: { brokers, clientId: 'test' }, groupPrefix: 'test-state', from: 'earliest' },
  topics,
  // Whatever a limit ends or forgets between two questions would differ, and rightly so.
  stateRules: { ...defaultRules, threadTransitGraceMs: 3_600_000, threadLingerMs: 3_600_000 },
});

const ready = async (gateway: TestGateway) =>
  until(async () => (await fetch(`${gateway.url}/readyz`)).status === 200, { what: 'the gateway to be ready', timeoutMs: 60_000 });

const AGENT = `tenantId agentId loginId state stateSince activity workMode reasonCode reasons stale knownSince updatedAt
  sessions { dn loggedIn since ready readySince workMode reasonCode reasons hardwareReason queues { queueId since } }
  dns { dn inService doNotDisturb forwardedTo forwardMode messageWaiting offHook muted deafened monitoring { otherDn role type } }
  calls { callThreadId } lastEvent { ... on VoiceEvent { eventId name time attributes } }`;
const CALL_THREAD = `tenantId callThreadId status startedAt endedAt endReason stale knownSince updatedAt
  calls { connId callType callId ani dnis previousConnId userData customerId startedAt }
  parties { connId dn role state agentId queueId since bridged observer muted deafened cause }
  queues { connId queueId queuedAt leftAt outcome to }
  treatments { connId dn type state since collectedDigits errorCode errorMessage }
  agents { agentId } lastEvent { ... on VoiceEvent { eventId name time attributes } }`;
const QUEUE = `tenantId queueId callsWaiting oldestWaitSince agentsLoggedIn agentsReady offered answered abandoned diverted
  averageWaitSeconds longestWaitSeconds countedSince updatedAt`;
const ALL = `query ($tenantId: ID!) {
  agents(tenantId: $tenantId, first: 1000) { edges { cursor node { ${AGENT} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
  callThreads(tenantId: $tenantId, first: 1000) { edges { cursor node { ${CALL_THREAD} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
  queues(tenantId: $tenantId) { ${QUEUE} }
  tenantSummary(tenantId: $tenantId) { tenantId agentsByState { state count } callsActive callsWaiting longestWaitSince updatedAt }
}`;

type All = {
  readonly agents: { readonly edges: readonly { readonly node: { readonly agentId: string } }[] };
  readonly callThreads: { readonly edges: readonly { readonly node: { readonly callThreadId: string } }[] };
  readonly queues: readonly { readonly queueId: string }[];
  readonly tenantSummary: Record<string, unknown>;
};

async function everything(gateway: TestGateway, tenantId: string): Promise<All> {
  const { body } = await query(gateway.url, ALL, { tenantId });
  expect(body.errors).toBeUndefined();
  return body.data as unknown as All;
}

describe.skipIf(inject('kafkaBrokers') === null)('the state of the gateway on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  const createTopics = async (partitions = 4): Promise<Topics> => ({
    agentState: await kafka.createTopic({ partitions }),
    callThread: await kafka.createTopic({ partitions }),
  });
  const simulated = (topics: Topics, seconds: number, rate = 100): SimulatedRecord[] => [
    ...simulate({
      tenants: 2,
      agents: 60,
      rate,
      seed: 11,
      startMs: Date.now() - seconds * 1000,
      durationMs: seconds * 1000,
      agentStateTopic: topics.agentState,
      callThreadTopic: topics.callThread,
    }),
  ];
  const write = async (records: readonly SimulatedRecord[]): Promise<void> => {
    for (let i = 0; i < records.length; i += 500) await kafka.producer.send(records.slice(i, i + 500));
  };
  const positions = async (gateway: TestGateway): Promise<number> => {
    const { body } = await query(gateway.url, '{ gateway { partitions { position } } }');
    const { gateway: status } = body.data as unknown as { gateway: { partitions: { position: string }[] | null } };
    return (status.partitions ?? []).reduce((sum, { position }) => sum + Number(position), 0);
  };

  it('is the same after a restart with replay', { timeout: 120_000 }, async () => {
    const topics = await createTopics();
    const records = simulated(topics, 120);
    await write(records);
    const ask = async (): Promise<Record<string, All>> => {
      await using gateway = await openGateway(onKafka(kafka.brokers, topics));
      await ready(gateway);
      return { acme: await everything(gateway, 'acme'), globex: await everything(gateway, 'globex') };
    };
    const before = await ask();
    expect(before['acme']?.agents.edges.length).toBeGreaterThan(30);
    expect(before['acme']?.callThreads.edges.length).toBeGreaterThan(100);
    expect(before['acme']?.queues.length).toBeGreaterThan(5);
    expect(await ask()).toEqual(before);
  });

  it('is the same whether the records were read live or as history', { timeout: 120_000 }, async () => {
    const topics = await createTopics(2);
    await using live = await openGateway(onKafka(kafka.brokers, topics));
    await ready(live);
    const records = simulated(topics, 60);
    await write(records);
    await until(async () => (await positions(live)) === records.length, { what: 'all records to be read', timeoutMs: 60_000 });
    await using replayed = await openGateway(onKafka(kafka.brokers, topics));
    await ready(replayed);
    for (const tenant of ['acme', 'globex']) expect(await everything(replayed, tenant)).toEqual(await everything(live, tenant));
  });

  it('is refused with the progress until history is read, and given from then on', { timeout: 120_000 }, async () => {
    const topics = await createTopics();
    await write(simulated(topics, 60, 200));
    await using gateway = await openGateway(onKafka(kafka.brokers, topics));
    type Refused = { readonly code: string; readonly recordsRead: number; readonly recordsInAll: number | null };
    const refusals: Refused[] = [];
    await until(
      async () => {
        const { body } = await query(gateway.url, '{ tenantSummary(tenantId: "acme") { callsActive } }');
        const status = await query(gateway.url, '{ gateway { ready } }');
        expect(status.body.errors).toBeUndefined();
        if (body.errors === undefined) return true;
        refusals.push(body.errors[0]?.extensions as unknown as Refused);
        return false;
      },
      { what: 'the first answer', timeoutMs: 60_000 },
    );
    expect(await (await fetch(`${gateway.url}/readyz`)).json()).toMatchObject({ ready: true });
    expect(refusals.length).toBeGreaterThan(0);
    for (const { code, recordsRead, recordsInAll } of refusals) {
      expect(code).toBe('SOURCE_UNAVAILABLE');
      expect(recordsRead).toBeLessThanOrEqual(recordsInAll ?? 0);
    }
    expect(refusals.map(({ recordsRead }) => recordsRead)).toEqual(
      refusals.map(({ recordsRead }) => recordsRead).toSorted((a, b) => a - b),
    );
  });

  it('is refused while the broker is out of reach from the start', async () => {
    const topics = { agentState: 'unreachable-agents', callThread: 'unreachable-calls' };
    // Nothing listens on the discard port.
    await using gateway = await openGateway(onKafka(['127.0.0.1:9'], topics));
    const { body } = await query(gateway.url, '{ queues(tenantId: "acme") { queueId } }');
    expect(body.errors).toMatchObject([{ extensions: { code: 'SOURCE_UNAVAILABLE', recordsRead: 0, recordsInAll: null } }]);
    const status = await query(gateway.url, '{ gateway { ready partitions { topic } } }');
    expect(status.body).toEqual({ data: { gateway: { ready: false, partitions: null } } });
  });

  it('is kept for the tenants of this replica only, and the records of others are not even parsed', { timeout: 90_000 }, async () => {
    const topics = await createTopics(2);
    const records = simulated(topics, 30);
    const ofAcme = records.filter(({ key }) => key.startsWith('acme:'));
    await write(records);
    await kafka.producer.send([{ topic: topics.callThread, key: 'globex:t', value: 'no JSON' }]);
    await using gateway = await openGateway({ ...onKafka(kafka.brokers, topics), tenants: new Set(['acme']) });
    await ready(gateway);
    const { agents, callThreads } = await everything(gateway, 'acme');
    expect(agents.edges.length).toBe(new Set(ofAcme.filter(({ topic }) => topic === topics.agentState).map(({ key }) => key)).size);
    expect(callThreads.edges.length).toBe(new Set(ofAcme.filter(({ topic }) => topic === topics.callThread).map(({ key }) => key)).size);

    const { body } = await query(gateway.url, '{ tenantSummary(tenantId: "globex") { callsActive } }');
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('TENANTS'), extensions: { code: 'TENANT_NOT_SERVED' } }]);
    const client = webSocketClient(gateway.url);
    const { done } = collect(client, 'subscription { callThreadEvents(tenantId: "globex") { __typename } }');
    await expect(done).rejects.toMatchObject([{ extensions: { code: 'TENANT_NOT_SERVED' } }]);
    await client.dispose();

    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const skipped = [...metrics.matchAll(/skipped_records_total\{topic="[^"]+"\} (\d+)/g)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
    expect(skipped).toBe(records.length - ofAcme.length + 1);
    expect(metrics).not.toMatch(/rejected_records_total\{/);
  });
});
