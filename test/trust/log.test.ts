/** A whole run with the most talkative log, in which nothing may stand that is a secret or somebody's data. */
import { SignJWT } from 'jose';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { runMain } from '../support/child.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';

const SECRET = 'a secret of the test that nobody else may know';
/** Planted in all that is secret or personal. */
const MARKER = '5550042424242';
const token = (claims: Record<string, unknown>, secret = SECRET): Promise<string> =>
  new SignJWT({ tenant_id: 'acme', note: MARKER, exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('supervisor-7')
    .sign(new TextEncoder().encode(secret));

describe.skipIf(inject('kafkaMissing') !== null)('the log', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  it('has who was let in, turned away and given something to watch, and no payload, token, argument or number of a caller', async () => {
    const [agentState, callThread] = [await kafka.createTopic(), await kafka.createTopic()];
    await using gateway = runMain(['start', '--log-level', 'debug'], {
      ...{ KAFKA_BROKERS: kafka.brokers.join(','), AGENT_STATE_TOPIC: agentState, CALL_THREAD_TOPIC: callThread, PORT: '0' },
      ...{ AUTH_JWT_SECRET: SECRET, AUTH_UNMASKED_CLAIM: 'pii', MAX_RECORD_BYTES: '4KiB' },
    });
    const url = await gateway.said(/listening on (\S+)/);
    await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'the gateway to be ready' });
    const [good, forged, short] = [
      await token({}),
      await token({}, `another ${SECRET}`),
      await token({ exp: Math.floor(Date.now() / 1000) + 4 }),
    ];

    const post = async (authorization: string | undefined, body: unknown, headers: Record<string, string> = {}): Promise<number> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }), ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      await response.text();
      return response.status;
    };
    const subscribe = (bearer: string, variables: Record<string, unknown>) => {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${bearer}` },
      });
      const got: unknown[] = [];
      const query =
        'subscription ($tenantId: ID!, $dns: [ID!]) { callThreadEvents(tenantId: $tenantId, dns: $dns) { ... on CallEvent { attributes } } }';
      client.subscribe({ query, variables }, { next: (result) => got.push(result), error: (error) => got.push(error), complete: () => {} });
      return { client, got };
    };

    const watching = subscribe(good, { tenantId: 'acme', dns: ['7001'] });
    const refused = [
      subscribe(forged, { tenantId: 'acme' }),
      subscribe(good, { tenantId: `globex-${MARKER}` }),
      subscribe(good, { tenantId: 'acme', dns: [MARKER] }),
    ];
    const expiring = subscribe(short, { tenantId: 'acme' });
    expect(
      await post(`Bearer ${good}`, { query: `{ callThreads(tenantId: "acme", filter: { ani: "${MARKER}" }) { edges { cursor } } }` }),
    ).toBe(200);
    expect(
      await post(`Bearer ${good}`, { query: `{ agent(tenantId: "acme", agentId: "${MARKER}", unknown: "${MARKER}") { state } }` }),
    ).toBe(200);
    expect(await post(`Bearer ${good}`, `{ "query": "${MARKER}`)).toBe(400);
    expect(await post(`Bearer ${forged}`, { query: '{ viewer { subject } }' })).toBe(401);
    expect(await post(MARKER, { query: '{ viewer { subject } }' })).toBe(401);
    expect(await post(undefined, { query: `{ ${MARKER} }` })).toBe(401);
    expect(await post(`Bearer ${good}`, { query: '{ viewer { subject } }' }, { origin: `http://${MARKER}.example` })).toBe(403);
    await fetch(`${url}/graphql?token=${MARKER}`);

    await until(async () => (await (await fetch(`${url}/readyz`)).json()) !== null, { what: 'an answer' });
    const call = { id: 'EventRinging', ThisDN: '7001', OtherDN: MARKER, ANI: MARKER, UserData: { Card: MARKER }, CollectedDigits: MARKER };
    const records = [call, { ...call, Filler: 'x'.repeat(8_000) }, { ANI: MARKER }];
    await until(
      async () => {
        await kafka.producer.send([
          ...records.map((record) => ({ topic: callThread, key: 'acme:t1', value: JSON.stringify(record) })),
          { topic: callThread, key: `acme:${MARKER}`, value: `{"ANI":"${MARKER}` },
          { topic: callThread, key: MARKER, value: JSON.stringify(call) },
        ]);
        return watching.got.length > 0;
      },
      { what: 'an event' },
    );
    await until(() => refused.every(({ got }) => got.length > 0), { what: 'the others to be refused' });
    await until(() => expiring.got.some((result) => (result as { code?: number }).code === 4403), { what: 'the short token to end' });
    for (const { client } of [watching, expiring, ...refused]) await client.dispose();
    gateway.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);

    const lines = gateway
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const audit = (what: string) => lines.filter((line) => line['audit'] === what);
    expect(audit('connect')).toContainEqual(
      expect.objectContaining({ subject: 'supervisor-7', tenants: 'acme', transport: 'websocket', address: '127.0.0.1' }),
    );
    expect(audit('subscribe')).toContainEqual(
      expect.objectContaining({ subject: 'supervisor-7', tenants: 'acme', field: 'callThreadEvents' }),
    );
    expect(audit('refuse')).toContainEqual(expect.objectContaining({ subject: null, code: 'UNAUTHENTICATED', transport: 'http' }));
    expect(audit('refuse')).toContainEqual(expect.objectContaining({ subject: null, code: 'UNAUTHENTICATED', transport: 'websocket' }));
    expect(audit('refuse')).toContainEqual(
      expect.objectContaining({ subject: 'supervisor-7', code: 'FORBIDDEN', field: 'callThreadEvents' }),
    );
    expect(audit('refuse')).toContainEqual(expect.objectContaining({ subject: 'supervisor-7', code: 'FORBIDDEN', field: 'callThreads' }));
    expect(audit('expire')).toContainEqual(expect.objectContaining({ subject: 'supervisor-7' }));
    expect(lines.filter(({ reason }) => reason === 'NOT_JSON' || reason === 'TOO_LARGE').length).toBeGreaterThan(0);

    const written = gateway.stdout() + gateway.stderr();
    expect(written).not.toContain(MARKER);
    for (const secret of [SECRET, good, forged, short]) expect(written).not.toContain(secret.slice(-20));
  });
});
