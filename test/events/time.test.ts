/** Every form of `time` that the wire may have, to the microsecond. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, instantOfMs, parseTime } from '../../src/events/time.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { decodeJson, decodeText, login, only, TIMESTAMP_MS } from './decoding.ts';

const SECONDS = 1_656_626_400;
const INSTANT = '2022-06-30T22:00:00.573000Z';
const read = (value: unknown): string | undefined => parseTime(value as Json)?.instant;

describe('a structure', () => {
  test.each(['sec', 'secs', 'seconds', 'time_sec', 'tv_sec', 'TimeinSecs', 'TimeinSec'])('has its seconds in %s', (member) => {
    expect(read({ [member]: SECONDS })).toBe('2022-06-30T22:00:00.000000Z');
    expect(read({ [member]: String(SECONDS), usec: '573000' })).toBe(INSTANT);
    expect(read({ usec: 573_000, [member.toUpperCase()]: SECONDS })).toBe(INSTANT);
  });

  test.each(['usec', 'usecs', 'useconds', 'microseconds', 'time_usec', 'tv_usec', 'TimeinuSecs'])(
    'has its microseconds in %s',
    (member) => {
      expect(read({ sec: SECONDS, [member]: 573_000 })).toBe(INSTANT);
      expect(read({ sec: SECONDS, [member]: '573000' })).toBe(INSTANT);
      expect(read({ sec: SECONDS, [member]: 1 })).toBe('2022-06-30T22:00:00.000001Z');
      expect(read({ sec: SECONDS, [member]: null })).toBe('2022-06-30T22:00:00.000000Z');
    },
  );

  test('of microseconds alone, of nothing, or of what is no number is not a time', () => {
    for (const value of [
      { usec: 1 },
      {},
      { sec: null },
      { sec: 'noon' },
      { sec: SECONDS, usec: 'x' },
      { sec: {} },
      { sec: [1] },
      { sec: true },
    ])
      expect(read(value), JSON.stringify(value)).toBeUndefined();
  });

  test('may stand at the top level of the event', () => {
    for (const members of [
      { TimeinSecs: SECONDS, TimeinuSecs: 573_000 },
      { TimeinuSecs: '573000', TimeinSecs: String(SECONDS) },
      { AttributeTimeinSecs: SECONDS, AttributeTimeinuSecs: 573_000 },
      { tv_sec: SECONDS, tv_usec: 573_000 },
    ]) {
      expect(login(members)).toMatchObject({ time: INSTANT, timeEstimated: false });
      expect(login(members).missingAttributes).not.toContain('time');
    }
  });

  test('at the top level counts for less than `time`', () => {
    expect(login({ TimeinSecs: 1, time: SECONDS + 0.573 }).time).toBe(INSTANT);
  });
});

test('a pair is seconds and microseconds; more or fewer elements are not a time', () => {
  expect(read([SECONDS, 573_000])).toBe(INSTANT);
  for (const value of [[], [SECONDS], [SECONDS, 1, 2], [null, 1], [[SECONDS, 1], 2]]) expect(read(value)).toBeUndefined();
});

describe('microseconds that are a second or more', () => {
  test('are carried over, and that is reported', () => {
    expect(parseTime({ sec: SECONDS - 2, usec: 2_573_000 })).toEqual({ instant: INSTANT, carried: true });
    expect(parseTime([SECONDS - 1, 1_573_000])).toEqual({ instant: INSTANT, carried: true });
    expect(parseTime([SECONDS, 999_999])?.carried).toBe(false);
    expect(parseTime([SECONDS, 1_000_000])?.carried).toBe(true);
    const decoded = decodeJson({ id: 'EventAgentLogin', time: { sec: SECONDS - 1, usec: 1_573_000 } });
    expect(decoded.oddities).toEqual(['TIME_CARRIED']);
    expect(only(decoded)).toMatchObject({ time: INSTANT, timeEstimated: false });
    expect(decodeJson({ id: 'EventAgentLogin', TimeinSecs: SECONDS, TimeinuSecs: 1_000_000 }).oddities).toEqual(['TIME_CARRIED']);
  });
});

describe('a number, or its digits in a string, has the unit of its size', () => {
  test.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [SECONDS, '2022-06-30T22:00:00.000000Z'],
    [1_656_626_400.573, INSTANT],
    [1_656_626_400.573001, '2022-06-30T22:00:00.573001Z'],
    [99_999_999_999, '5138-11-16T09:46:39.000000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000000Z'],
    [1_656_626_400_573, INSTANT],
    [1_656_626_400_573.25, '2022-06-30T22:00:00.573250Z'],
    [99_999_999_999_999, '5138-11-16T09:46:39.999000Z'],
    [100_000_000_000_000, '1973-03-03T09:46:40.000000Z'],
    [1_656_626_400_573_001, '2022-06-30T22:00:00.573001Z'],
    [9_007_199_254_740_991, '2255-06-05T23:47:34.740991Z'],
  ])('%d is %s', (value, instant) => {
    expect(read(value)).toBe(instant);
    expect(read(String(value))).toBe(instant);
    expect(read(` +${value} `)).toBe(instant);
    expect(read(`000000${value}`)).toBe(instant);
  });

  test.each([
    ['1656626400.573001', '2022-06-30T22:00:00.573001Z'],
    ['1656626400.5', '2022-06-30T22:00:00.500000Z'],
    ['1656626400573.001', '2022-06-30T22:00:00.573001Z'],
    ['99999999999.999999', '5138-11-16T09:46:39.999999Z'],
    ['99999999999999999', '5138-11-16T09:46:39.999999Z'],
    ['100000000000000000', '1973-03-03T09:46:40.000000Z'],
    ['1656626400573001000', '2022-06-30T22:00:00.573001Z'],
    ['1656626400573001999', '2022-06-30T22:00:00.573001Z'],
    ['1656626400000000999', '2022-06-30T22:00:00.000000Z'],
    ['10000000000123456789', '2286-11-20T17:46:40.123456Z'],
  ])('"%s" is %s, exactly', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  test('nanoseconds as a number of the wire keep every microsecond', () => {
    for (const digits of ['1656626400573001000', '1656626400573002999', '1656626400999999999']) {
      const event = only(decodeText(`{"id":"EventAgentLogin","time":${digits}}`));
      expect(event.time).toBe(read(digits));
      expect(event.timeEstimated).toBe(false);
    }
  });

  test('to the microsecond, for every microsecond of the years 1973 to 2255, in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 9_007_199_253 }), fc.integer({ min: 0, max: 999_999 }), (seconds, micros) => {
        const instant = instantOf(seconds, micros);
        const six = String(micros).padStart(6, '0');
        expect(instant).toBe(`${new Date(seconds * 1000).toISOString().slice(0, 19)}.${six}Z`);
        for (const form of [
          { sec: seconds, usec: micros },
          [seconds, micros],
          seconds * 1_000_000 + micros,
          `${seconds}${six}`,
          `${seconds}.${six}`,
          `${seconds}${six}789`,
          `${seconds}${six.slice(0, 3)}.${six.slice(3)}`,
          instant,
          instant?.replace('Z', '+00:00'),
        ])
          expect(read(form)).toBe(instant);
      }),
    );
  });
});

describe('ISO 8601', () => {
  test.each([
    ['2022-06-30T22:00:00.573Z', INSTANT],
    ['2022-06-30T22:00:00.573000Z', INSTANT],
    ['2022-06-30T22:00:00,573Z', INSTANT],
    ['2022-06-30t22:00:00.573z', INSTANT],
    ['2022-06-30 22:00:00.573', INSTANT],
    ['2022-06-30T22:00:00.573', INSTANT],
    ['2022-07-01T00:00:00.573+02:00', INSTANT],
    ['2022-07-01T00:00:00.573+0200', INSTANT],
    ['2022-07-01T00:00:00.573+02', INSTANT],
    ['2022-06-30T16:30:00.573-05:30', INSTANT],
    ['2022-06-30T22:00:00.5730019Z', '2022-06-30T22:00:00.573001Z'],
    ['2022-06-30T22:00:00.573001234Z', '2022-06-30T22:00:00.573001Z'],
    ['2022-06-30T22:00:00Z', '2022-06-30T22:00:00.000000Z'],
    ['2022-06-30T22:00Z', '2022-06-30T22:00:00.000000Z'],
    ['2022-06-30', '2022-06-30T00:00:00.000000Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000000Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('%s is %s', (text, instant) => {
    expect(read(text)).toBe(instant);
    expect(read(`  ${text}\n`)).toBe(instant);
  });

  test.each([
    '',
    ' ',
    'now',
    'Z',
    '2022-06-31T00:00:00Z',
    '2023-02-29T12:00:00Z',
    '2022-13-01',
    '2022-06-30T25:00:00Z',
    '2022-06-30T22:60:00Z',
    '2022-06-30T22:00:00.Z',
    '2022-06-30T22:00:00 UTC',
    '9999-12-31T23:59:59-01:00',
    'Thu Jun 30 2022',
    '1e9',
    '0x10',
    '1.',
    '--1',
    '12:00',
  ])('%j is not a time', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('a time that cannot be read', () => {
  test.each([['noon'], [true], [[]], [{}], ['9'.repeat(30)], [1e300]])(
    'is reported and the timestamp of the record stands for it: %j',
    (time) => {
      const decoded = decodeJson({ id: 'EventAgentLogin', time });
      const event = only(decoded);
      expect(event).toMatchObject({ time: '2023-11-14T22:13:20.000000Z', timeEstimated: true });
      expect(event.missingAttributes).not.toContain('time');
      expect(decoded.oddities).toEqual(['TIME_UNREADABLE']);
    },
  );

  test('is not reported where none was sent', () => {
    for (const members of [{}, { time: null }]) {
      const decoded = decodeJson({ id: 'EventAgentLogin', ...members });
      expect(only(decoded)).toMatchObject({ time: '2023-11-14T22:13:20.000000Z', timeEstimated: true });
      expect(only(decoded).missingAttributes).toContain('time');
      expect(decoded.oddities).toEqual([]);
    }
  });
});

describe('a timestamp of a record', () => {
  test('is exact to its milliseconds', () => {
    expect(instantOfMs(TIMESTAMP_MS + 1)).toBe('2023-11-14T22:13:20.001000Z');
    expect(instantOfMs(-1)).toBe('1969-12-31T23:59:59.999000Z');
    expect(instantOfMs(0)).toBe('1970-01-01T00:00:00.000000Z');
  });

  test('may be any 64-bit number that a producer made up', () => {
    const text = (timestampMs: number): string => login({}, { timestampMs }).time;
    expect(text(2 ** 63)).toBe('9999-12-31T23:59:59.999999Z');
    expect(text(-(2 ** 63))).toBe('0000-01-01T00:00:00.000000Z');
    expect(text(Number.NaN)).toBe('1970-01-01T00:00:00.000000Z');
  });
});

test('instants compare like their text, and carry in both directions', () => {
  expect(instantOf(1, -1)).toBe('1970-01-01T00:00:00.999999Z');
  expect(instantOf(-1, 999_999)).toBe('1969-12-31T23:59:59.999999Z');
  expect(instantOf(253_402_300_799, 1_000_000)).toBeNull();
  expect(instantOf(0.5, 0)).toBeNull();
  const instant = fc.tuple(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999 }));
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const earlier = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
      expect((instantOf(...a) ?? '') < (instantOf(...b) ?? '')).toBe(earlier);
    }),
  );
});
