import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers, redirect: 'manual' });

describe('the HTTP server', () => {
  it('answers queries by POST and by GET', async () => {
    const text =
      '{ gateway { version ready sourceHealthy startedAt serverTime partitions { topic partition position end lag lastRecordAt } } }';
    gateway.write('agentState', 'acme:1001', { id: 'EventOnHook', ThisDN: '5001' });
    const posted = await query(gateway.url, text);
    expect(posted.status).toBe(200);
    const status = posted.body.data?.['gateway'] as unknown as {
      partitions: { topic: string; position: string; end: string; lag: string; lastRecordAt: string | null }[];
    };
    expect(status).toMatchObject({ ready: true, sourceHealthy: true, startedAt: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) });
    expect(new Set(status.partitions.map(({ topic }) => topic))).toEqual(new Set(['voice-agentstate', 'voice-callthread']));
    const got = await get(`/graphql?query=${encodeURIComponent('{ gateway { version } }')}`, { accept: 'application/json' });
    expect(await got.json()).toEqual({ data: { gateway: { version: expect.any(String) } } });
  });

  it.each([
    ['{ gateway {', 'GRAPHQL_PARSE_FAILED', 400],
    ['{ gateway { nothing } }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['query ($a: ID!) { gateway { version } }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['query ($a: Boolean!) { gateway { version @include(if: $a) } }', 'BAD_USER_INPUT', 400],
  ])('answers %s with %s, and 400 to whoever speaks GraphQL over HTTP', async (text, code, status) => {
    const answer = await query(gateway.url, text, {}, { accept: 'application/graphql-response+json' });
    expect(answer).toMatchObject({ status, body: { errors: [{ message: expect.any(String), extensions: { code } }] } });
    expect(answer.body.errors?.[0]?.extensions).toEqual({ code });
  });

  it('tells health and readiness', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, status: 'ready', problem: null }]);
  });

  it('serves the schema, and points a browser at GraphiQL', async () => {
    expect(await (await get('/schema.graphql')).text()).toContain('union AgentStateEvent');
    const root = await get('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
    const page = await get('/graphql', { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('says what is where for any other path or method', async () => {
    expect((await get('/nothing')).status).toBe(404);
    expect((await fetch(`${gateway.url}/healthz`, { method: 'DELETE' })).status).toBe(405);
  });

  it('refuses foreign hosts and origins with a sentence', async () => {
    const refused = await get('/graphql', { origin: 'http://evil.example' });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('ALLOWED_ORIGINS')]);
  });

  it('refuses a body that is larger than a message may be', async () => {
    const answer = await query(gateway.url, `{ gateway { version } } # ${'x'.repeat(70_000)}`);
    expect(answer.status).toBe(413);
  });

  it('has metrics by their fixed names', async () => {
    gateway.write('agentState', 'no tenant', 'x');
    const metrics = await (await get('/metrics')).text();
    for (const line of [
      'voice_gateway_records_total{topic="voice-agentstate"}',
      'voice_gateway_rejected_records_total{topic="voice-agentstate",reason="NO_TENANT"} 1',
      'voice_gateway_lag_records{topic="voice-agentstate",partition="0"} 0',
      'voice_gateway_connections 0',
      'voice_gateway_subscriptions{field="agentStateEvents"} 0',
      'voice_gateway_delivered_total{field="callThreadEvents"} 0',
      'voice_gateway_outbox_bytes 0',
      'process_cpu_seconds_total',
    ]) {
      expect(metrics).toContain(line);
    }
  });

  it('tells in its metrics how long the event loop was blocked, once', async () => {
    const longest = async (): Promise<number> => {
      const line = /^voice_gateway_event_loop_delay_seconds\{quantile="1"\} (\S+)$/m.exec(await (await get('/metrics')).text());
      return Number(line?.[1]);
    };
    await longest();
    const startMs = performance.now();
    const blockedMs = (): number => performance.now() - startMs;
    while (blockedMs() < 500);
    const seconds = blockedMs() / 1000;
    const told = await longest();
    // What was due came up to one interval of looking after the beginning.
    expect(told).toBeGreaterThan(seconds * 0.9);
    await until(async () => (await longest()) < told / 2, { what: 'a scrape without the stall' });
  });

  it('closes what is switched off: introspection, the schema and GraphiQL', async () => {
    await using closed = await openGateway({ graphiql: false, introspection: false });
    const { body } = await query(closed.url, '{ __schema { types { name } } }');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect((await query(closed.url, '{ __typename }')).body.data).toEqual({ __typename: 'Query' });
    expect((await fetch(`${closed.url}/schema.graphql`)).status).toBe(404);
    expect((await fetch(`${closed.url}/`, { redirect: 'manual' })).status).toBe(404);
    const page = await fetch(`${closed.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<html');
  });

  it('serves metrics on a port of their own where one is set, and there only', async () => {
    await using apart = await openGateway({ metricsPort: 0 });
    expect((await fetch(`${apart.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`${apart.metricsUrl}/metrics`)).text()).toContain('voice_gateway_connections 0');
    expect((await fetch(`${apart.metricsUrl}/graphql`)).status).toBe(404);
  });

  it('masks what went wrong inside, with an id that the diagnostics have too', async () => {
    await using failing = await openGateway();
    const ids: string[] = [];
    failing.diagnostics.on('unexpectedError', ({ errorId }) => ids.push(errorId));
    Object.defineProperty(failing.hub, 'subscribe', {
      value: () => {
        throw new Error('a secret of the gateway');
      },
    });
    const { body } = await query(failing.url, 'subscription { agentStateEvents(tenantId: "acme") { __typename } }');
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', errorId: ids[0] });
    expect(ids).toHaveLength(1);
  });
});
