/** What a gateway does not show, and to whom: the defaults of a site with tokens. */
import { SignJWT } from 'jose';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoConfig } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import type { Gateway } from '../../src/gateway.ts';
import { collect, query, webSocketClient } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const SECRET = 'a secret of the test that nobody else may know';
const closed = { AUTH: 'jwt', AUTH_JWT_SECRET: SECRET, GRAPHIQL: 'off', INTROSPECTION: 'off', PORT: '0' };
const open = (env: Record<string, string>) => startGateway(demoConfig({ env, args: [], nowMs: Date.now() }), new Diagnostics());

describe('a gateway that is closed', () => {
  let gateway: Gateway;
  let bearer: Record<string, string>;
  beforeAll(async () => {
    gateway = await open(closed);
    const token = await new SignJWT({ tenant_id: 'acme' }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));
    bearer = { authorization: `Bearer ${token}` };
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  it('shows no schema where introspection is off, not even by suggestions', async () => {
    const told = async (text: string, variables: Record<string, unknown> = {}) =>
      JSON.stringify((await query(gateway.url, text, variables, bearer)).body);
    expect(await told('{ __schema { types { name } } }')).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(await told('{ __type(name: "Agent") { name } }')).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(await told('{ viewer { __typename } }')).toContain('"Viewer"');
    expect((await fetch(`${gateway.url}/schema.graphql`)).status).toBe(404);
    const guesses: readonly (readonly [text: string, variables?: Record<string, unknown>])[] = [
      ['{ agnet(tenantId: "acme", agentId: "1") { state } }'],
      ['{ agent(tenantId: "acme", agnetId: "1") { state } }'],
      ['{ agents(tenantId: "acme", filter: { states: [REDY] }) { edges { cursor } } }'],
      ['query ($f: AgentFilter) { agents(tenantId: "acme", filter: $f) { edges { cursor } } }', { f: { agnetIds: ['1'] } }],
      ['query ($f: AgentFliter) { agents(tenantId: "acme", filter: $f) { edges { cursor } } }'],
    ];
    for (const [text, variables] of guesses) expect(await told(text, variables)).not.toMatch(/did you mean/i);
    const client = webSocketClient(gateway.url, { connectionParams: bearer });
    for (const text of [
      'subscription { agentStateEvent(tenantId: "acme") { __typename } }',
      'subscription ($f: AgentFliter) { agentStateEvents(tenantId: "acme", events: $f) { __typename } }',
    ]) {
      const { done } = collect(client, text);
      const errors = await done.then(
        () => '',
        (error: unknown) => JSON.stringify(error),
      );
      expect(errors).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(errors).not.toMatch(/did you mean/i);
    }
    await client.dispose();
  });

  it('forbids on every response what no page needs', async () => {
    for (const path of ['/graphql', '/healthz', '/readyz', '/nothing', '/schema.graphql', '/graphql?query={viewer{subject}}']) {
      const responses = await Promise.all([bearer, {}].map((each) => fetch(`${gateway.url}${path}`, { headers: each })));
      for (const { headers } of responses) {
        expect(headers.get('x-content-type-options'), path).toBe('nosniff');
        expect(headers.get('x-frame-options'), path).toBe('DENY');
        expect(headers.get('referrer-policy'), path).toBe('no-referrer');
        expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
        expect(headers.get('cache-control'), path).toBe('no-store');
        expect(headers.get('set-cookie'), path).toBeNull();
      }
    }
  });

  it('keeps metrics from callers who need tokens', async () => {
    expect((await fetch(`${gateway.url}/metrics`, { headers: bearer })).status).toBe(404);
    await using watched = await open({ ...closed, METRICS_PORT: '0' });
    expect((await fetch(`${watched.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`${watched.metricsUrl}/metrics`)).text()).toContain('voice_gateway_connections');
  });

  it('bounds messages and operations for everybody', async () => {
    const long = await query(gateway.url, `{ viewer { ${'subject '.repeat(3_000)} } }`, {}, bearer);
    expect(long.body.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', setting: 'MAX_QUERY_TOKENS' });
    const large = await query(gateway.url, `{ viewer { subject } } #${'x'.repeat(70_000)}`, {}, bearer);
    expect(large).toMatchObject({
      status: 413,
      body: { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', setting: 'MAX_MESSAGE_BYTES' } }] },
    });
    const client = webSocketClient(gateway.url, { connectionParams: bearer });
    const { done } = collect(client, `subscription { agentStateEvents(tenantId: "acme") { __typename } } #${'x'.repeat(70_000)}`);
    await expect(done).rejects.toMatchObject({ code: 1009, reason: 'LIMIT_EXCEEDED: MAX_MESSAGE_BYTES 65536' });
  });

  it('speaks no TLS by itself', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    let failure = '';
    socket.on('error', (error) => (failure = error.message));
    await until(() => failure !== '', { what: 'the handshake to fail' });
    socket.destroy();
  });
});
