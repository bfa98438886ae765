/** End to end: a producer writes to a real Kafka, real clients read from the gateway, and what each got is held against what was written. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createClient as createSseClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startKafka } from '../scripts/kafka-broker.ts';
import { simulate } from '../src/simulator/simulator.ts';
import type { SimulatedRecord } from '../src/simulator/records.ts';
import type { NewRecord } from '../src/source/source.ts';
import { runMain } from './support/child.ts';
import { collect, openGateway, query, webSocketClient } from './support/gateway.ts';
import type { Received, TestGateway } from './support/gateway.ts';
import { kafkaForTests } from './support/kafka.ts';
import type { KafkaForTests } from './support/kafka.ts';
import { createTopics, onKafka, untilReady } from './support/on-kafka.ts';
import { until } from './support/until.ts';

const subscriptions = (gateway: TestGateway) => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread');

const COMMON = '__typename ... on VoiceEvent { eventId name tenantId thisDn }';
const AGENTS = `subscription ($tenantId: ID!, $agentId: ID, $agentIds: [ID!], $dns: [ID!], $events: [AgentStateEventName!]) {
  agentStateEvents(tenantId: $tenantId, agentId: $agentId, agentIds: $agentIds, dns: $dns, events: $events) { ${COMMON} ... on AgentEvent { agentId } }
}`;
const CALLS = `subscription ($tenantId: ID!, $callThreadId: ID, $callThreadIds: [ID!], $agentIds: [ID!], $queueIds: [ID!], $dns: [ID!], $events: [CallThreadEventName!]) {
  callThreadEvents(tenantId: $tenantId, callThreadId: $callThreadId, callThreadIds: $callThreadIds, agentIds: $agentIds, queueIds: $queueIds, dns: $dns, events: $events) {
    ${COMMON} ... on CallEvent { callThreadId }
  }
}`;

type Got = {
  readonly eventId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly agentId?: string;
  readonly callThreadId?: string;
};

/** What a record says, read apart from everything of the gateway. */
type Said = { readonly record: SimulatedRecord; readonly tenant: string; readonly entity: string; readonly value: Record<string, unknown> };
function said(record: SimulatedRecord): Said {
  const [tenant = '', entity = ''] = String(record.key).split(/:(.*)/s);
  return { record, tenant, entity, value: JSON.parse(String(record.value)) as Record<string, unknown> };
}

/** Per key the names in the order in which they were written, or received. */
function byKey(events: readonly (readonly [key: string, name: string])[]): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const [key, name] of events) (keys[key] ??= []).push(name);
  return keys;
}
const wrote = (all: readonly Said[]) => byKey(all.map(({ tenant, entity, record }) => [`${tenant}:${entity}`, record.name]));
const received = (all: readonly Got[]) => byKey(all.map((got) => [`${got.tenantId}:${got.agentId ?? got.callThreadId}`, got.name]));

describe.skipIf(inject('kafkaBrokers') === null)('the gateway on Kafka', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  it('gives every client all that it asked for, nothing else, in order per key, over WebSocket and SSE', { timeout: 120_000 }, async () => {
    const topics = await createTopics(kafka);
    const records = [
      ...simulate({
        tenants: 3,
        agents: 60,
        rate: 200,
        seed: 7,
        startMs: Date.now(),
        durationMs: 30_000,
        agentStateTopic: topics.agentState,
        callThreadTopic: topics.callThread,
      }),
    ];
    const all = records.map(said);
    const ofAgents = all.filter(({ record }) => record.topic === topics.agentState);
    const ofCalls = all.filter(({ record }) => record.topic === topics.callThread);
    expect(ofCalls.length).toBeGreaterThan(1000);

    // Written before: history, which no subscription gets.
    await kafka.producer.send(records.slice(0, 100).map(({ topic, value }) => ({ topic, key: 'acme:history', value })));
    await using gateway = await openGateway(onKafka(kafka.brokers, topics));
    await untilReady(gateway);

    const client = webSocketClient(gateway.url);
    const mostOften = (values: unknown[]) => {
      const counts = new Map<unknown, number>();
      for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      return String([...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]);
    };
    const acme = ofCalls.filter(({ tenant }) => tenant === 'acme');
    const agent = mostOften(ofAgents.filter(({ tenant }) => tenant === 'acme').map(({ entity }) => entity));
    const threads = [...new Set(acme.map(({ entity }) => entity))].slice(0, 5);
    const queue = mostOften(acme.map(({ value }) => value['ThisQueue']));
    const dn = mostOften(acme.map(({ value }) => value['OtherDN']));
    const names = (value: Record<string, unknown>, members: string[], wanted: string) => members.some((member) => value[member] === wanted);

    const expectations: readonly (readonly [string, Received<Got>, readonly Said[]])[] = [
      ['agents of a tenant', collect<Got>(client, AGENTS, { tenantId: 'acme' }), ofAgents.filter(({ tenant }) => tenant === 'acme')],
      [
        'agents of another tenant',
        collect<Got>(client, AGENTS, { tenantId: 'globex' }),
        ofAgents.filter(({ tenant }) => tenant === 'globex'),
      ],
      ['calls of a tenant', collect<Got>(client, CALLS, { tenantId: 'initech' }), ofCalls.filter(({ tenant }) => tenant === 'initech')],
      [
        'one agent',
        collect<Got>(client, AGENTS, { tenantId: 'acme', agentId: agent }),
        ofAgents.filter((one) => one.tenant === 'acme' && one.entity === agent),
      ],
      [
        'one thread',
        collect<Got>(client, CALLS, { tenantId: 'acme', callThreadId: threads[0] }),
        acme.filter(({ entity }) => entity === threads[0]),
      ],
      [
        'five threads',
        collect<Got>(client, CALLS, { tenantId: 'acme', callThreadIds: threads }),
        acme.filter(({ entity }) => threads.includes(entity)),
      ],
      [
        'a queue',
        collect<Got>(client, CALLS, { tenantId: 'acme', queueIds: [queue] }),
        acme.filter(({ value }) => names(value, ['ThisQueue', 'OtherQueue', 'ThirdPartyQueue'], queue)),
      ],
      [
        'a number and a name',
        collect<Got>(client, CALLS, { tenantId: 'acme', dns: [dn], events: ['EventEstablished', 'EventReleased'] }),
        acme.filter(
          ({ value, record }) =>
            names(value, ['ThisDN', 'OtherDN', 'ThirdPartyDN'], dn) && ['EventEstablished', 'EventReleased'].includes(record.name),
        ),
      ],
      [
        'an agent who is named by calls',
        collect<Got>(client, CALLS, { tenantId: 'acme', agentIds: [agent] }),
        acme.filter(({ value }) => value['AgentID'] === agent),
      ],
      ['a tenant that does not exist', collect<Got>(client, CALLS, { tenantId: 'nobody' }), []],
    ];
    const sse = createSseClient({ url: `${gateway.url}/graphql`, retryAttempts: 0 });
    const overSse: Got[] = [];
    sse.subscribe(
      { query: CALLS, variables: { tenantId: 'acme' } },
      { next: ({ data }) => overSse.push((data as { callThreadEvents: Got }).callThreadEvents), error: () => {}, complete: () => {} },
    );
    await until(() => subscriptions(gateway) === expectations.length + 1, { what: 'all subscriptions' });

    for (let i = 0; i < records.length; i += 500) await kafka.producer.send(records.slice(i, i + 500));
    await until(() => expectations.every(([, { items }, wanted]) => items.length >= wanted.length) && overSse.length >= acme.length, {
      what: 'all events at all clients',
      timeoutMs: 60_000,
    });
    // Whatever came twice or to the wrong one would be here by now: this answer was written to the same connection after all of it.
    await collect(client, '{ gateway { ready } }').done;
    for (const [what, { items }, wanted] of expectations) expect([what, received(items)]).toEqual([what, wrote(wanted)]);
    expect(received(overSse)).toEqual(wrote(acme));
    expect(new Set(overSse.map(({ eventId }) => eventId)).size).toBe(overSse.length);

    await client.dispose();
    sse.dispose();
    await until(() => subscriptions(gateway) === 0, { what: 'nothing left behind' });
  });

  it('skips poison between good records, counts it by reason and goes on', async () => {
    const topics = await createTopics(kafka, 1);
    await using gateway = await openGateway({ ...onKafka(kafka.brokers, topics), maxRecordBytes: 65_536 });
    await untilReady(gateway);
    const client = webSocketClient(gateway.url);
    const got = collect<Got>(client, CALLS, { tenantId: 'acme' });
    await until(() => subscriptions(gateway) === 1, { what: 'the subscription' });
    const good = (thread: string): NewRecord => ({
      topic: topics.callThread,
      key: `acme:${thread}`,
      value: JSON.stringify({ id: 'EventRinging', ThisDN: '5001' }),
    });
    const bad = (key: string | null, value: string | Buffer | null): NewRecord => ({ topic: topics.callThread, key, value });
    await kafka.producer.send([
      good('1'),
      bad(null, '{"id":"EventRinging"}'),
      bad('no colon', '{"id":"EventRinging"}'),
      bad('acme:t', null),
      bad('acme:t', Buffer.from([0xff, 0xfe, 0x7b])),
      bad('acme:t', '{"id":"EventRinging"'),
      bad('acme:t', '42'),
      bad('acme:t', '{"ThisDN":"5001"}'),
      bad('acme:t', `{"id":"EventRinging","UserData":{"x":"${'x'.repeat(70_000)}"}}`),
      bad('__proto__:constructor', '{"id":"EventRinging","__proto__":{"polluted":true},"UserData":{"__proto__":"x"}}'),
      bad('acme:t', '['.repeat(60_000)),
      good('2'),
    ]);
    await until(() => got.items.length >= 2, { what: 'the good records' });
    expect(got.items.map(({ callThreadId }) => callThreadId)).toEqual(['1', '2']);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const rejected = Object.fromEntries(
      [...metrics.matchAll(/rejected_records_total\{topic="[^"]+",reason="(\w+)"\} (\d+)/g)].map(([, reason, count]) => [
        reason,
        Number(count),
      ]),
    );
    expect(rejected).toEqual({ NO_TENANT: 2, TOMBSTONE: 1, NOT_UTF8: 1, NOT_JSON: 2, NOT_AN_EVENT: 1, NO_EVENT_NAME: 1, TOO_LARGE: 1 });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await client.dispose();
  });

  it('serves one topic while the other does not exist, and that one from its first record once it does', { timeout: 90_000 }, async () => {
    const topics = { agentState: await kafka.createTopic(), callThread: kafka.topicName() };
    await using gateway = await openGateway(onKafka(kafka.brokers, topics));
    const client = webSocketClient(gateway.url);
    const agents = collect<Got>(client, AGENTS, { tenantId: 'acme' });
    const calls = collect<Got>(client, CALLS, { tenantId: 'acme' });
    await untilReady(gateway);
    const { body } = await query(gateway.url, '{ gateway { ready sourceHealthy } }');
    expect(body.data).toEqual({ gateway: { ready: true, sourceHealthy: false } });
    expect(await (await fetch(`${gateway.url}/readyz`)).json()).toMatchObject({
      status: 'degraded',
      problem: expect.stringContaining(topics.callThread),
    });
    await kafka.producer.send([{ topic: topics.agentState, key: 'acme:1001', value: '{"id":"EventAgentReady"}' }]);
    await until(() => agents.items.length === 1, { what: 'the event of the topic that exists' });

    await kafka.createTopic({ name: topics.callThread });
    await kafka.producer.send([{ topic: topics.callThread, key: 'acme:t-1', value: '{"id":"EventRinging"}' }]);
    await until(() => calls.items.length === 1, { what: 'the first event of the topic that came later', timeoutMs: 40_000 });

    await kafka.addPartitions(topics.callThread, 8);
    const threads = Array.from({ length: 40 }, (_, i) => `t-${i}`);
    await kafka.producer.send(
      threads.map((thread) => ({ topic: topics.callThread, key: `acme:${thread}`, value: '{"id":"EventReleased"}' })),
    );
    await until(() => calls.items.length === 41, { what: 'the events of all partitions, the new ones too', timeoutMs: 60_000 });
    expect(
      calls.items
        .slice(1)
        .map(({ callThreadId }) => callThreadId)
        .toSorted(),
    ).toEqual(threads.toSorted());
    await client.dispose();
  });

  it('inspects real records without telling a value', async () => {
    const topics = await createTopics(kafka, 2);
    await kafka.producer.send([
      {
        topic: topics.agentState,
        key: 'acme:1001',
        value: JSON.stringify({
          id: 'EventAgentReady',
          'Agent ID': 'secret-agent',
          ThisDN: 'secret-dn',
          TimeinSecs: 1,
          Novelty: 'secret',
          Reasons: [{ key: 'secret', value: 1 }],
        }),
      },
      { topic: topics.agentState, key: 'acme:1001', value: JSON.stringify({ id: 'EventNew', time: '2026-01-01' }) },
      { topic: topics.agentState, key: 'secret', value: 'secret' },
    ]);
    await using inspect = runMain(['inspect', '--topic', topics.agentState, '--last', '10'], {
      KAFKA_BROKERS: kafka.brokers.join(','),
      AGENT_STATE_TOPIC: topics.agentState,
      CALL_THREAD_TOPIC: topics.callThread,
    });
    expect(await inspect.exited).toBe(0);
    const told = inspect.stdout();
    expect(told).not.toContain('secret');
    expect(told.match(/^test-\S+:\d+:\d+ {2}.+$/gm)).toHaveLength(3);
    for (const finding of [
      '3 records',
      'event EventAgentReady',
      'unrecognized EventNew',
      'rejected NO_TENANT',
      'missing Server',
      'unknown Novelty',
      'spelled Agent ID for AgentID',
      'list as array Reasons',
      'time in TimeinSecs: number of 1 digits',
      'time as time: text',
    ]) {
      expect(told).toContain(finding);
    }
    expect(inspect.stderr()).toBe('');
  });

  it('is fed by the simulator, which tells what it has produced', async () => {
    const topics = await createTopics(kafka, 2);
    const settings = { KAFKA_BROKERS: kafka.brokers.join(','), AGENT_STATE_TOPIC: topics.agentState, CALL_THREAD_TOPIC: topics.callThread };
    // Of its own: gateways that other tests have killed leave their groups to the broker.
    const prefix = kafka.topicName();
    await using gateway = runMain(['start'], { ...settings, KAFKA_GROUP_PREFIX: prefix, AUTH: 'none', PORT: '0' });
    const url = await gateway.said(/listening on (\S+)/);
    await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'the gateway to be ready' });
    const client = webSocketClient(url);
    const got = collect<Got>(client, CALLS, { tenantId: 'acme' });
    await until(async () => (await (await fetch(`${url}/metrics`)).text()).includes('subscriptions{field="callThreadEvents"} 1'), {
      what: 'the subscription',
    });
    await using simulator = runMain(
      ['simulate', '--tenants', '1', '--agents', '20', '--rate', '100', '--seed', '7', '--seconds', '3'],
      settings,
    );
    expect(await simulator.exited).toBe(0);
    const produced = Number(new RegExp(`${topics.callThread}: (\\d+)`).exec(simulator.stdout())?.[1]);
    expect(produced).toBeGreaterThan(20);
    await until(() => got.items.length === produced, { what: 'all that was produced' });
    expect(await kafka.groups(prefix)).not.toEqual([]);
    await client.dispose();
    gateway.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
    expect(await kafka.groups(prefix)).toEqual([]);
  });
});

// Each has a broker of its own.
describe.skipIf(inject('ownKafkaMissing') !== null).concurrent('the gateway on a Kafka that comes and goes', () => {
  it(
    'waits for a broker that is absent at the start, and loses and repeats nothing over one that is gone for a while',
    { timeout: 180_000 },
    async () => {
      await using broker = await startKafka();
      const topics = await (async () => {
        await using kafka = await kafkaForTests(broker.brokers);
        return { agentState: await kafka.createTopic({ partitions: 2 }), callThread: await kafka.createTopic({ partitions: 2 }) };
      })();
      await broker.stop();

      await using gateway = await openGateway(onKafka(broker.brokers, topics));
      const client = webSocketClient(gateway.url);
      const got = collect<Got>(client, CALLS, { tenantId: 'acme' });
      await until(() => subscriptions(gateway) === 1, { what: 'the subscription before there is a broker' });
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
      await broker.restart();
      await untilReady(gateway);

      const write = async (from: number, to: number) => {
        await using kafka = await kafkaForTests(broker.brokers);
        const records = Array.from({ length: to - from }, (_, i) => ({
          topic: topics.callThread,
          key: `acme:t-${(from + i) % 10}`,
          value: JSON.stringify({ id: 'EventRinging', ThisDN: String(from + i) }),
        }));
        await kafka.producer.send(records);
      };
      const numbers = () => got.items.map((one) => Number((one as unknown as { thisDn: string }).thisDn));
      const inOrder = (to: number) => byKey(Array.from({ length: to }, (_, i) => [`t-${i % 10}`, String(i)]));
      await write(0, 100);
      await until(() => got.items.length >= 100, { what: 'the events before the outage' });

      await broker.kill();
      await until(async () => ((await (await fetch(`${gateway.url}/readyz`)).json()) as { status: string }).status === 'degraded', {
        what: 'the outage to be told',
        timeoutMs: 60_000,
      });
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
      await broker.restart();
      await write(100, 200);
      await until(() => got.items.length >= 200, { what: 'the events after the outage', timeoutMs: 60_000 });
      await until(async () => ((await (await fetch(`${gateway.url}/readyz`)).json()) as { status: string }).status === 'ready', {
        what: 'the gateway to be well again',
      });
      expect(byKey(numbers().map((n) => [`t-${n % 10}`, String(n)]))).toEqual(inOrder(200));
      await client.dispose();
    },
  );

  it(
    'reads over TLS and with a password, and says in one sentence what is wrong with a password that is',
    { timeout: 120_000 },
    async () => {
      const password = 'correct-horse';
      await using broker = await startKafka({ tls: true, sasl: { username: 'gateway', password } });
      await using kafka = await kafkaForTests(broker.brokers);
      const topics = { agentState: await kafka.createTopic(), callThread: await kafka.createTopic() };
      const base = { AUTH: 'none', PORT: '0', AGENT_STATE_TOPIC: topics.agentState, CALL_THREAD_TOPIC: topics.callThread };
      const delivers = async (env: Record<string, string>) => {
        await using gateway = runMain(['start'], { ...base, ...env });
        const url = await gateway.said(/listening on (\S+)/);
        await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'the gateway to be ready', timeoutMs: 40_000 });
        const client = webSocketClient(url);
        const got = collect<Got>(client, CALLS, { tenantId: 'acme' });
        await until(async () => (await (await fetch(`${url}/metrics`)).text()).includes('subscriptions{field="callThreadEvents"} 1'), {
          what: 'the subscription',
        });
        await kafka.producer.send([{ topic: topics.callThread, key: 'acme:t', value: '{"id":"EventRinging"}' }]);
        await until(() => got.items.length === 1, { what: 'the event' });
        await client.dispose();
      };
      const folder = await mkdtemp(`${tmpdir()}/gateway-`);
      await writeFile(`${folder}/ca.pem`, broker.tls?.ca ?? '');
      await writeFile(`${folder}/password`, `${password}\n`);
      await delivers({ KAFKA_BROKERS: broker.tls?.brokers.join(',') ?? '', KAFKA_SSL: 'on', KAFKA_SSL_CA: `${folder}/ca.pem` });
      const sasl = {
        KAFKA_BROKERS: broker.sasl?.brokers.join(',') ?? '',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'gateway',
      };
      await delivers({ ...sasl, KAFKA_SASL_PASSWORD_FILE: `${folder}/password` });

      await using refused = runMain(['start'], { ...base, ...sasl, KAFKA_SASL_PASSWORD: 'wrong' });
      const url = await refused.said(/listening on (\S+)/);
      const problem = await until(async () => ((await (await fetch(`${url}/readyz`)).json()) as { problem: string | null }).problem, {
        what: 'the trouble to be known',
      });
      expect(problem).toMatch(/password|credentials|SASL/i);
      expect(problem).not.toContain('wrong');
      await rm(folder, { recursive: true });
    },
  );
});
