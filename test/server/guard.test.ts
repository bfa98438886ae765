import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { demoConfig } from '../../src/config.ts';
import { addressOf, refusal } from '../../src/server/guard.ts';
import { openGateway } from '../support/gateway.ts';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;
const onLoopback = { loopbackOnly: true, allowedOrigins: new Set(['https://wallboard.example.com']), trustProxy: false };

describe('the guard', () => {
  it.each(['127.0.0.1:4000', 'localhost:4000', 'LOCALHOST', '[::1]:4000', '127.8.9.1'])('lets the loopback host %s in', (host) => {
    expect(refusal(request({ host }), onLoopback)).toBeNull();
  });

  it.each(['evil.example:4000', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', ''])(
    'refuses the host %j without authentication',
    (host) => {
      expect(refusal(request({ host }), onLoopback)).toMatch(/Host header/);
    },
  );

  it('lets pages of this machine in from any port where the demo does, and from nowhere else', () => {
    const { allowedOrigins } = demoConfig({ env: {}, args: [], nowMs: 0 });
    const inDemo = { loopbackOnly: true, allowedOrigins, trustProxy: false };
    const host = '127.0.0.1:4000';
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:5173', 'http://localhost', 'http://[::1]']) {
      expect(refusal(request({ host, origin }), inDemo)).toBeNull();
      expect(refusal(request({ host, origin }), onLoopback)).toMatch(/ALLOWED_ORIGINS/);
    }
    for (const origin of [
      'http://localhost.evil.example:5173',
      'http://evil.example:5173',
      'http://10.0.0.1:5173',
      'https://localhost:5173',
      'http://localhost:5173:1',
      'http://localhost:*@evil.example',
      'null',
      '',
    ]) {
      expect(refusal(request({ host, origin }), inDemo)).toMatch(/ALLOWED_ORIGINS/);
    }
    expect(refusal(request({ host: 'evil.example', origin: 'http://localhost:5173' }), inDemo)).toMatch(/Host header/);
  });

  it('lets the same origin and the allowed ones in, and no other', () => {
    const host = '127.0.0.1:4000';
    expect(refusal(request({ host, origin: 'http://127.0.0.1:4000' }), onLoopback)).toBeNull();
    expect(refusal(request({ host, origin: 'https://wallboard.example.com' }), onLoopback)).toBeNull();
    for (const origin of ['http://127.0.0.1:4001', 'https://wallboard.example.com.evil.example', 'http://wallboard.example.com', 'null']) {
      expect(refusal(request({ host, origin }), onLoopback)).toMatch(/ALLOWED_ORIGINS/);
    }
  });

  it('takes the name under which a trusted proxy was asked, and no word of any other', () => {
    const asked = {
      host: '127.0.0.1:4000',
      origin: 'https://gateway.example.com',
      'x-forwarded-host': 'evil.example, gateway.example.com',
    };
    expect(refusal(request(asked), onLoopback)).toMatch(/ALLOWED_ORIGINS/);
    const behind = { ...onLoopback, trustProxy: true };
    expect(refusal(request(asked), behind)).toBeNull();
    expect(refusal(request({ ...asked, origin: 'https://evil.example' }), behind)).toMatch(/ALLOWED_ORIGINS/);
  });

  it('refuses what a foreign page asks for without an origin, unless it opens the page', () => {
    const host = '127.0.0.1:4000';
    for (const site of ['cross-site', 'same-site']) {
      expect(refusal(request({ host, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }), onLoopback)).toMatch(/another origin/);
      expect(refusal(request({ host, 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' }), onLoopback)).toBeNull();
    }
    for (const site of ['same-origin', 'none']) expect(refusal(request({ host, 'sec-fetch-site': site }), onLoopback)).toBeNull();
  });

  it('tells who asks by the socket, or by the entry of a trusted proxy', () => {
    const asked = {
      headers: { 'x-forwarded-for': '6.6.6.6, 10.1.2.3' },
      socket: { remoteAddress: '127.0.0.1' },
    } as unknown as IncomingMessage;
    expect(addressOf(asked, { trustProxy: false })).toBe('127.0.0.1');
    expect(addressOf(asked, { trustProxy: true })).toBe('10.1.2.3');
  });
});

describe('a page of a development server', () => {
  const origin = 'http://localhost:5173';
  const hello = { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' };

  it('may call the demo over HTTP, SSE and WebSocket, and its browser is told so', async () => {
    await using gateway = await openGateway();
    const preflight = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type');
    const stream = new AbortController();
    const subscription = JSON.stringify({ query: 'subscription { agentStateEvents(tenantId: "acme") { __typename } }' });
    const answers = [
      preflight,
      await fetch(`${gateway.url}/graphql`, hello),
      await fetch(`${gateway.url}/graphql`, {
        ...hello,
        headers: { ...hello.headers, accept: 'text/event-stream' },
        body: subscription,
        signal: stream.signal,
      }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('vary')).toContain('Origin');
    }
    stream.abort();
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin });
    await once(socket, 'open');
    socket.close();
  });

  it('may not call where origins are listed', async () => {
    await using gateway = await openGateway({ allowedOrigins: new Set(['https://wallboard.example.com']) });
    const refused = await fetch(`${gateway.url}/graphql`, hello);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
