/** What is remembered of the names of members: the same events as without, and never more than so much. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flat } from '../../src/events/decoded-event.ts';
import { Shapes } from '../../src/events/shape.ts';
import { AGENT_TOPIC, CALL_TOPIC, decoderOf, decodeText } from './decoding.ts';
import type { Given } from './decoding.ts';

/** Few enough that the same names come again: spellings of the same attribute, parts of others, names of the same length, and strange ones. */
const names = [
  ...['id', 'Event', 'event_name', 'ThisDN', 'this_dn', 'OtherDN', 'AttributeThisDN', 'AgentID', 'AgentId', 'WorkMode', 'AgentWorkMode'],
  ...['time', 'Time', 'TimeinSecs', 'time_in_secs', 'TimeinuSecs', 'CallHistory', 'FirstTransferOrigDN', 'first_transfer_orig_dn'],
  ...['CallThreadID', 'callThreadId', 'UserData', 'user_data', 'Novelty', 'data', '1', '__proto__'],
];
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constantFrom<unknown>(
    'EventAgentReady',
    'EventRinging',
    'RINGING',
    75,
    'entity-1',
    '5001',
    2,
    '',
    1_700_000_000,
    [['a', 1]],
    { a: 1 },
    {},
  ),
);
/** Like members are often sent in a like order, with other values. */
const members = fc.oneof(
  fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 8 }),
  fc
    .tuple(fc.integer({ min: 0, max: names.length - 4 }), value, value, value)
    .map(([at, ...values]) => values.map((one, i) => [names[at + i] ?? '', one] as const)),
);
const text = members.map(
  (all) => `{"id":"EventAgentReady",${all.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)},`).join('')}"x":1}`,
);

function decoded(json: string, given: Given): unknown {
  const { events, rejected, oddities } = decodeText(json, given);
  return { events: events.map(flat), rejected, oddities };
}

test('a decoder that has read much gives the same events as one that has read nothing', () => {
  const decode = decoderOf();
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 10 }), fc.constantFrom(AGENT_TOPIC, CALL_TOPIC), (texts, topic) => {
      for (const one of texts) expect(decoded(one, { topic, decode }), one).toEqual(decoded(one, { topic, decode: decoderOf() }));
    }),
    { numRuns: 500 },
  );
});

describe('a shape', () => {
  const other = (n: number) => ({ id: 1, [`x${n}`]: 1 });

  test('is found again by the names in their order', () => {
    const shapes = new Shapes();
    const shape = shapes.of({ id: 1, ThisDN: 2 });
    expect(shapes.of({ id: null, ThisDN: {} })).toBe(shape);
    // The second has names of the same lengths.
    for (const object of [{ ThisDN: 2, id: 1 }, { id: 1, OtherD: 2 }, { id: 1 }, { id: 1, ThisDN: 2, x: 3 }]) {
      expect(shapes.of(object)).not.toBe(shape);
      expect(shapes.of(object).members).toEqual(Object.keys(object));
    }
  });

  test('is another where names of the same length stand in another order', () => {
    const shapes = new Shapes();
    for (const object of [
      { AgentID: 1, OtherDN: 2 },
      { OtherDN: 2, AgentID: 1 },
    ])
      expect(shapes.of(object).members).toEqual(Object.keys(object));
  });

  test('is forgotten once there are a thousand others', () => {
    const shapes = new Shapes();
    const shape = shapes.of(other(0));
    for (let n = 1; n < 1000; n += 1) shapes.of(other(n));
    expect(shapes.of(other(0))).toBe(shape);
    shapes.of(other(1000));
    expect(shapes.of(other(0))).not.toBe(shape);
  });

  test('of many or of long names is not remembered', () => {
    const shapes = new Shapes();
    for (const object of [Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x${n}`, 1])), { id: 1, ['x'.repeat(2000)]: 1 }])
      expect(shapes.of(object)).not.toBe(shapes.of(object));
  });
});
