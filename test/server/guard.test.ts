import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/server/guard.ts';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;
const onLoopback = { loopbackOnly: true, allowedOrigins: new Set(['https://wallboard.example.com']) };

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
});
