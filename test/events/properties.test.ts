/** Whatever stands in a record, the decoder gives events or a reason, the same ones each time, in time that grows with the record's size. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { rejectionReasons } from '../../src/events/decode.ts';
import { attributes } from '../../src/events/vocabulary.ts';
import { AGENT_TOPIC, CALL_TOPIC, decodeBytes, decodeText, MAX_RECORD_BYTES, only, written } from './decoding.ts';
import type { Given } from './decoding.ts';

/** Holds for every record: events or reasons, sound ones, and the same again. */
function expectSound(value: Buffer | string | null, given: Given = {}): void {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const decoded = decodeBytes(bytes, given);
  let rejected = 0;
  for (const [reason, count] of decoded.rejected) {
    expect(rejectionReasons).toContain(reason);
    expect(count).toBeGreaterThan(0);
    rejected += count;
  }
  expect(decoded.events.length + rejected).toBeGreaterThan(0);
  for (const event of decoded.events) {
    expect(Object.isFrozen(event)).toBe(true);
    expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(JSON.parse(written(event))).toMatchObject({ eventId: event.eventId, name: event.name });
  }
  expect(decodeBytes(bytes, given)).toEqual(decoded);
}

const topics = fc.constantFrom(AGENT_TOPIC, CALL_TOPIC);
const words = fc.constantFrom(
  ...'id Event event data payload message name key Key value Value type kvlist int str sec usec TimeinSecs TimeinuSecs'.split(' '),
  ...'FirstTransferOrigDN __proto__ constructor toString AttributeUserData WorkMode'.split(' '),
  ...Object.keys(attributes),
  ...catalogue.agentState.map((event) => event.name),
  ...catalogue.callThread.map((event) => String(event.code)),
);
const hostileText = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 12 }));
const hostileNumber = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 2, 4_294_967_295, 1e16, -1e17, 1e300),
);
/** JSON made of the words that the decoder knows, so that it gets past the first door. */
const hostileJson = fc.letrec<{ value: unknown; list: unknown[]; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    hostileText,
    hostileNumber,
    fc.constantFrom(null, true, false),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(hostileText, tie('value')), { maxLength: 6 })
    .map(
      (members) => JSON.parse(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`) as unknown,
    ),
})).value;

const documented = JSON.stringify({
  id: 'EventPartyDeleted',
  CallThreadID: 't-1',
  ConnID: '006c02462a161006@m',
  CallID: 16,
  CallType: 2,
  CallState: 'OK',
  ThisDN: '5001',
  OtherDNRole: 'DeletedParty',
  time: { sec: 1_656_626_401, usec: 12 },
  UserData: [{ key: 'Segment', type: 'kvlist', value: [['a', { b: 'ü' }]] }],
  CallHistory: [1, null],
});

describe('the decoder gives events or reasons', () => {
  test('for any bytes, under any key, with any timestamp', () => {
    fc.assert(
      fc.property(
        fc.option(fc.uint8Array({ maxLength: 200 })),
        fc.oneof(
          fc.constant('tenant-1:a'),
          fc.uint8Array({ maxLength: 20 }).map((key) => Buffer.from(key)),
        ),
        fc.oneof(fc.double(), fc.integer()),
        topics,
        (value, key, timestampMs, topic) => expectSound(value === null ? null : Buffer.from(value), { key, timestampMs, topic }),
      ),
      { numRuns: 300 },
    );
  });

  test('for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), topics, (text, topic) => expectSound(text, { topic })),
      { numRuns: 300 },
    );
  });

  test('for any JSON of words that it knows', () => {
    fc.assert(
      fc.property(hostileJson, topics, (value, topic) => expectSound(JSON.stringify(value), { topic })),
      { numRuns: 500 },
    );
  });

  test('for an event with anything as its attributes', () => {
    const member = fc.tuple(fc.oneof(words, hostileText), hostileJson);
    fc.assert(
      fc.property(fc.array(member, { maxLength: 12 }), topics, (members, topic) => {
        const text = `{"id":"EventAgentReady",${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`).join('')}"x":1}`;
        expectSound(text, { topic });
      }),
      { numRuns: 500 },
    );
  });

  test('for an event that was damaged on its way', () => {
    const damage = fc.record({
      at: fc.nat(documented.length),
      length: fc.nat(8),
      by: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.nat(127).map((ascii) => Buffer.from([ascii])),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        let bytes = Buffer.from(documented);
        for (const { at, length, by } of damages) bytes = Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)]);
        expectSound(bytes, { topic: CALL_TOPIC });
      }),
      { numRuns: 500 },
    );
  });

  test('for an event that was cut off anywhere, or repeated', () => {
    for (let length = 0; length < documented.length; length++) expectSound(documented.slice(0, length));
    for (const text of [documented + documented, `${documented},`, `[${documented},${documented}]`]) expectSound(text);
  });
});

/** Text of about `bytes` bytes, that many times as long the more there is of it. */
type Hostile = (bytes: number) => string;
const member = (value: string, name = 'UserData'): string => `{"id":"EventAgentReady","${name}":${value}}`;
/** As many parts as there is room for, separated by commas. */
const repeated = (bytes: number, part: (n: number) => string): string => {
  const parts: string[] = [];
  for (let length = 0; length < bytes; length += (parts.at(-1) ?? '').length + 1) parts.push(part(parts.length));
  return parts.join();
};
const nested =
  (open: string, close: string): Hostile =>
  (bytes) => {
    const levels = Math.floor(bytes / (open.length + close.length));
    return `${open.repeat(levels)}1${close.repeat(levels)}`;
  };
/** The n-th way to write `name` with `_`, `-` and spaces in it. */
const spelling = (name: string, n: number): string =>
  name.replaceAll(/./g, (letter, at: number) => letter + ['', '_', '-', ' '][(n >> (2 * at)) & 3]);

const hostile: Readonly<Record<string, Hostile>> = {
  'nested arrays': (bytes) => member(nested('[', ']')(bytes)),
  'nested objects': (bytes) => member(nested('{"a":', '}')(bytes)),
  'nested pairs': (bytes) => member(nested('[["k",', ']]')(bytes)),
  'nested lists with types': (bytes) => member(nested('[{"key":"k","type":"kvlist","value":', '}]')(bytes)),
  'nested envelopes': nested('{"data":', '}'),
  'nested call history': (bytes) => member(nested('[', ']')(bytes), 'CallHistory'),
  'arrays without events': nested('[', ']'),
  'many lists that are nested too deep': (bytes) => member(`[${repeated(bytes, (n) => `["k${n}",${'['.repeat(40)}${']'.repeat(40)}]`)}]`),
  'one large value, then a thousand spellings of its name': (bytes) =>
    member(`{"a":"${'x'.repeat(bytes / 2)}"},${repeated(bytes / 2, (n) => `"${spelling('UserData', n + 1)}":1`)}`),
  'many spellings of a name, all with the same value': (bytes) =>
    member(`[],${repeated(bytes, (n) => `"${spelling('UserData', n + 1)}":[]`)}`),
  'many members that nobody knows': (bytes) => member(`1,${repeated(bytes, (n) => `"x${n}":1`)}`),
  'many members that are parts of a time': (bytes) => member(`1,${repeated(bytes, (n) => `"${spelling('TimeinSecs', n)}":1`)}`),
  'many members of a time': (bytes) => member(`{${repeated(bytes, (n) => `"${spelling('TimeinSecs', n)}":1`)}}`, 'time'),
  'one key, over and over': (bytes) => member(`[${repeated(bytes, () => '["k",1]')}]`),
  'many keys': (bytes) => member(`[${repeated(bytes, (n) => `{"key":"k${n}","type":"int","value":"${n}"}`)}]`),
  'many keys that are numbers': (bytes) => member(`{${repeated(bytes, (n) => `"${(n * 7919) % 4_294_967_291}":1`)}}`),
  'many bytes': (bytes) => member(`{"binary":[${repeated(bytes, () => '255')}]}`),
  'many integers that a double cannot hold': (bytes) => member(`[${repeated(bytes, () => '["k",12345678901234567890]')}]`),
  'one integer of a million digits': (bytes) => member('9'.repeat(bytes), 'ConnID'),
  'a long text with escapes beside a long integer': (bytes) =>
    member(`[["k",12345678901234567890],["t","${String.raw`\\\"`.repeat(bytes / 4)}"]]`),
  'digits as a time': (bytes) => member(`"${'9'.repeat(bytes)}"`, 'time'),
  'zeros as a time': (bytes) => member(`"${'0'.repeat(bytes)}x"`, 'time'),
  'spaces in a time': (bytes) => member(`{"sec":"${' '.repeat(bytes / 2)}1${' '.repeat(bytes / 2)}x"}`, 'time'),
  'a fraction as a time': (bytes) => member(`"2022-06-30T22:00:00.${'1'.repeat(bytes)}x"`, 'time'),
  'digits as an enumeration': (bytes) => member(`"${'0'.repeat(bytes)}x"`, 'CallState'),
  'spaces as an enumeration': (bytes) => member(`"${' '.repeat(bytes)}x"`, 'CallState'),
  'underscores as the name of an attribute': (bytes) => member('1', '_'.repeat(bytes)),
  'spaces as the name of an event': (bytes) => `{"id":"${' '.repeat(bytes)}x"}`,
  'many small events': (bytes) => `[${repeated(bytes, () => '{"id":73}')}]`,
  'many small things that are no events': (bytes) => `[${repeated(bytes, () => '{}')}]`,
};

function microsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe('a record of the largest size', () => {
  const PARTS = 16;

  test.each(Object.entries(hostile))('takes little more than sixteen of a sixteenth of it, and decodes soundly: %s', (_, textOf) => {
    const large = textOf(MAX_RECORD_BYTES - 1000);
    const small = textOf(Math.floor(MAX_RECORD_BYTES / PARTS) - 1000);
    expect(large.length).toBeGreaterThan(MAX_RECORD_BYTES / 2);
    expect(large.length).toBeLessThanOrEqual(MAX_RECORD_BYTES);

    const decoded = decodeText(large);
    for (const event of decoded.events.slice(0, 10)) expect(written(event)).toContain('"eventId"');
    expect(decoded.events.length + decoded.rejected.size).toBeGreaterThan(0);

    // Work that grows with the square of the size would make this 16. The least of several tries is free of what else the machine does.
    let ratio = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3 && ratio > 5; tries++) {
      const many = microsOf(() => {
        for (let part = 0; part < PARTS; part++) decodeText(small);
      });
      ratio = Math.min(ratio, microsOf(() => decodeText(large)) / Math.max(many, 2000));
    }
    expect(ratio).toBeLessThan(5);
  });

  test('with a key of the same size is no slower to read', () => {
    const event = only(decodeText('{"id":"EventAgentReady"}', { key: JSON.stringify(`tenant-1:${'a:"\\'.repeat(100_000)}`) }));
    expect(event.agentId).toHaveLength(400_000);
  });
});
