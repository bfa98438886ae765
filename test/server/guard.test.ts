import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, refusal } from '../../src/server/guard.ts';

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
