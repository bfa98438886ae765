/** The record key: the tenant before its first colon, the agent or the thread behind it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseKey } from '../../src/events/key.ts';
import { CALL_TOPIC, decodeJson, only } from './decoding.ts';

const read = (key: string | readonly number[]) => parseKey(typeof key === 'string' ? Buffer.from(key) : Buffer.from(key));
const bytes = (text: string): number[] => [...Buffer.from(text)];

describe('a key', () => {
  test.each([
    ['tenant:agent', 'tenant', 'agent'],
    ['tenant:a:b::c', 'tenant', 'a:b::c'],
    ['tenant::a', 'tenant', ':a'],
    ['tenant:', 'tenant', null],
    [' tenant : agent ', ' tenant ', ' agent '],
    ['ünïcode:エージェント', 'ünïcode', 'エージェント'],
    ['__proto__:constructor', '__proto__', 'constructor'],
    ['0:0', '0', '0'],
    ['"tenant:agent"', 'tenant', 'agent'],
    [String.raw`"tenant:\"a\" \u00fc\\"`, 'tenant', '"a" ü\\'],
    ['"tenant:"', 'tenant', null],
    ['"tenant:agent', '"tenant', 'agent'],
    ['tenant:agent"', 'tenant', 'agent"'],
    ['"tenant":"agent"', '"tenant"', '"agent"'],
    ['tenant:"agent"', 'tenant', '"agent"'],
    [' "tenant:agent" ', ' "tenant', 'agent" '],
    ["'tenant:agent'", "'tenant", "agent'"],
  ])('%s is split at its first colon and otherwise left as it is', (key, tenantId, entityId) => {
    expect(read(key)).toEqual({ tenantId, entityId });
  });

  test.each(['', ':', ':agent', '::', 'tenant', '"', '""', '":agent"', '"tenant"', 'null', '"'.repeat(3)])('%j names no tenant', (key) => {
    expect(read(key)).toBeNull();
  });

  test('that is absent names no tenant', () => {
    expect(parseKey(null)).toBeNull();
  });

  test('has to be UTF-8 only up to the colon', () => {
    expect(read([0xff, ...bytes(':agent')])).toBeNull();
    expect(read([...bytes('ten'), 0xc3, ...bytes(':agent')])).toBeNull();
    expect(read([0xff, 0xfe])).toBeNull();
    expect(read([...bytes('tenant:a'), 0xff])?.tenantId).toBe('tenant');
    expect(read([...bytes('ten')])).toBeNull();
    expect(read([...bytes('ten'), 0xff])).toBeNull();
  });

  test('gives back both parts, whatever they are', () => {
    const tenant = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes(':') && !text.startsWith('"'));
    fc.assert(
      fc.property(tenant, fc.string({ unit: 'binary' }), (tenantId, entity) => {
        expect(read(`${tenantId}:${entity}`)).toEqual({ tenantId, entityId: entity === '' ? null : entity });
        expect(read(JSON.stringify(`${tenantId}:${entity}`))).toEqual({ tenantId, entityId: entity === '' ? null : entity });
      }),
    );
  });

  test('of any bytes is read or is not, without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
        const key = parseKey(Buffer.from(any));
        if (key !== null) expect(key.tenantId).not.toMatch(/^$|:/);
      }),
    );
  });
});

describe('of an event', () => {
  test('of an agent, the second part is the agent, and AgentID is a field of its own', () => {
    const decoded = decodeJson({ id: 'EventAgentLogin', AgentID: '1001' }, { key: 'tenant-1:agent-1' });
    expect(only(decoded)).toMatchObject({ tenantId: 'tenant-1', agentId: 'agent-1', loginId: '1001', callThreadId: null });
    expect(decoded.oddities).toEqual([]);
    expect(only(decodeJson({ id: 'EventAgentLogin' }, { key: 'tenant-1:agent-1' }))).toMatchObject({ agentId: 'agent-1', loginId: null });
    expect(only(decodeJson({ id: 'EventDNDOn', AgentID: '1001' }, { key: 'tenant-1:' }))).toMatchObject({ agentId: null, loginId: '1001' });
  });

  test('of a call, the second part is the thread where the event names none', () => {
    const given = { topic: CALL_TOPIC, key: 'tenant-1:thread:1' };
    for (const members of [{}, { CallThreadID: null }, { CallThreadID: '' }, { CallThreadID: {} }]) {
      const decoded = decodeJson({ id: 'EventRinging', ...members }, given);
      expect(only(decoded)).toMatchObject({ callThreadId: 'thread:1', agentId: null });
      expect(only(decoded).missingAttributes).not.toContain('CallThreadID');
      expect(decoded.oddities).toEqual([]);
    }
  });

  test('of a call without a second part, the thread is the one that the event names, or none', () => {
    const given = { topic: CALL_TOPIC, key: 'tenant-1:' };
    expect(only(decodeJson({ id: 'EventRinging', CallThreadID: 't-9' }, given)).callThreadId).toBe('t-9');
    const none = only(decodeJson({ id: 'EventRinging' }, given));
    expect(none.callThreadId).toBeNull();
    expect(none.missingAttributes).toContain('CallThreadID');
  });

  test('of a call, the thread that the event names is shown, and that it differs from the key is reported', () => {
    const given = { topic: CALL_TOPIC, key: 'tenant-1:17' };
    expect(only(decodeJson({ id: 'EventRinging', CallThreadID: 't-9' }, given)).callThreadId).toBe('t-9');
    expect(decodeJson({ id: 'EventRinging', CallThreadID: 't-9' }, given).oddities).toEqual(['THREAD_MISMATCH']);
    expect(decodeJson({ id: 'EventRinging', CallThreadID: 17 }, given).oddities).toEqual([]);
  });

  test('the tenant is never one that the event names', () => {
    const members = { id: 'EventAgentLogin', tenantId: 'other', CustomerID: 'other', tenant_id: 'other' };
    expect(only(decodeJson(members)).tenantId).toBe('tenant-1');
    for (const key of [null, '', 'agent-1', ':agent-1']) expect([...decodeJson(members, { key }).rejected]).toEqual([['NO_TENANT', 1]]);
  });
});

test('a key is told from all others that were read before it', () => {
  const keys = Array.from({ length: 20_000 }, (_, n) => `tenant-${n % 3}:${10_000 + n}`);
  for (const key of [...keys, ...keys.toReversed()]) {
    const [tenantId, entityId] = key.split(':');
    expect(parseKey(Buffer.from(key))).toEqual({ tenantId, entityId });
  }
  const [first, again] = [parseKey(Buffer.from('tenant-1:a')), parseKey(Buffer.from('tenant-1:a'))];
  expect(again).toBe(first);
});
