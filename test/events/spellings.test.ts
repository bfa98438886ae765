/** Whatever spelling and form a producer chooses for an event, it decodes to the same one. All values here are JSON text. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { flat } from '../../src/events/decoded-event.ts';
import type { EventDefinition } from '../../src/events/definition.ts';
import { attributes, enumerations } from '../../src/events/vocabulary.ts';
import type { Attribute, AttributeName, EnumerationName } from '../../src/events/vocabulary.ts';
import { AGENT_TOPIC, CALL_TOPIC, decodeText, only } from './decoding.ts';
import type { Given } from './decoding.ts';

type Gen = fc.GeneratorValue;
/** Members of an object, as JSON text. */
type Members = readonly (readonly [name: string, text: string])[];

const json = (value: unknown): string => JSON.stringify(value);
const object = (members: Members): string => `{${members.map(([name, text]) => `${json(name)}:${text}`).join()}}`;

const oneOf = <T>(g: Gen, ...values: readonly T[]): T => values[g(fc.nat, { max: values.length - 1 })] as T;
const upTo = (g: Gen, max: number): number => g(fc.nat, { max });

/** Any mix of case, spaces, `_` and `-`. */
function loose(g: Gen, name: string): string {
  return Array.from(name, (letter) => oneOf(g, '', '', '', '', ' ', '_', '-') + oneOf(g, letter.toLowerCase(), letter.toUpperCase())).join(
    '',
  );
}

function nameMember(g: Gen, { name, code }: EventDefinition): readonly [string, string] {
  const spelling = oneOf(g, name, name.replace(/^Event/, ''), String(code));
  return [
    oneOf(g, 'id', 'Event', 'event', 'eventName', 'name', 'messageName', 'EVENT_NAME', 'AttributeEvent'),
    oneOf(g, json(spelling), json(spelling.toUpperCase()), json(` ${spelling.toLowerCase()}\t`), String(code)),
  ];
}

function memberName(g: Gen, name: AttributeName): string {
  const { aliases = [] }: Attribute = attributes[name];
  const known = oneOf(g, name, ...aliases);
  return oneOf(g, known, loose(g, known), `Attribute${known}`, loose(g, `Attribute${known}`));
}

/** One value, written in the plainest way and in another. */
type Twice = { readonly plain: string; readonly other: string };

function numberOrText(g: Gen, ...special: readonly string[]): Twice {
  const digits = oneOf(g, ...special, String(upTo(g, 100_000)), String(g(fc.bigInt, 0n, 2n ** 64n)));
  return { plain: json(digits), other: oneOf(g, json(digits), digits) };
}

function text(g: Gen): Twice {
  if (upTo(g, 2) > 0) return numberOrText(g);
  const any = json(g(fc.string, { unit: 'binary', maxLength: 8 }));
  return { plain: any, other: any };
}

function enumeration(g: Gen, name: EnumerationName, event: string): Twice {
  if (upTo(g, 9) === 0) return { plain: '77', other: oneOf(g, '77', '"77"', '" 77 "', '"077"') };
  const { prefix, values } = enumerations[name];
  const [documented, [code]] = oneOf(g, ...(Object.entries(values) as [string, readonly [number, string]][]));
  const names = [documented, prefix + documented, name + documented].flatMap((one) => [
    one,
    one.toLowerCase(),
    one.toUpperCase(),
    loose(g, one),
    ` ${one} `,
  ]);
  // The code 2 of a work mode says which mode only where the event tells.
  const told =
    name !== 'AgentWorkMode' || code !== 2 || { AutoIn: 'EventAgentReady', LegalGuard: 'EventAgentNotReady' }[documented] === event;
  const codes = told ? [String(code), `"${code}"`, `" ${code} "`, `"0${code}"`] : [];
  return { plain: json(documented), other: oneOf(g, json(oneOf(g, ...names)), json(oneOf(g, ...names)), ...codes) };
}

const keys = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'key', 'value', 'name', 'type', '1', ''),
);

/** A key/value list. Its keys are all different: a repeated one exists in some forms only. */
function list(g: Gen, depth = 0): Twice {
  const entries = g(fc.uniqueArray<string, string>, keys, { maxLength: 4 }).map((key): Entry => [key, listValue(g, depth)]);
  // An empty array inside a list is a value of its own, unless a type says that it is a list.
  const form = entries.length === 0 && depth > 0 ? 'object' : oneOf(g, 'object', 'array');
  return {
    plain: object(entries.map(([key, { plain }]) => [key, plain] as const)),
    other:
      form === 'object'
        ? object(entries.map(([key, { other }]) => [key, other] as const))
        : `[${entries.map((entry) => listEntry(g, entry)).join()}]`,
  };
}

type ListValue = Twice & { readonly type: string };
type Entry = readonly [key: string, value: ListValue];

function listValue(g: Gen, depth: number): ListValue {
  if (depth < 3 && upTo(g, 3) === 0) return { ...list(g, depth + 1), type: 'kvlist' };
  const value = oneOf<unknown>(g, g(fc.string, { unit: 'binary', maxLength: 6 }), upTo(g, 1000) - 500, null, true, '', [0, 255]);
  const type = typeof value === 'number' ? 'int' : typeof value === 'string' ? 'str' : 'other';
  return { plain: json(value), other: json(value), type };
}

function listEntry(g: Gen, [key, { plain, other, type }]: Entry): string {
  switch (oneOf(g, 'typed', 'entry', 'Entry', 'named', 'pair')) {
    case 'typed':
      return object([
        ['key', json(key)],
        ['type', json(type)],
        [
          'value',
          type === 'int' ? oneOf(g, plain, `"${plain}"`) : type === 'kvlist' && plain === '{}' ? oneOf(g, '{}', '[]', '""') : other,
        ],
      ]);
    case 'Entry':
      return object([
        ['Key', json(key)],
        ['Value', other],
      ]);
    case 'named':
      return object([
        ['name', json(key)],
        ['value', other],
      ]);
    case 'pair':
      return `[${json(key)},${other}]`;
    default:
      return object([
        ['value', other],
        ['key', json(key)],
      ]);
  }
}

const secondMembers = ['sec', 'secs', 'seconds', 'time_sec', 'tv_sec', 'TimeinSecs', 'TimeinSec', 'TIMEINSECS'] as const;
const microMembers = ['usec', 'usecs', 'useconds', 'microseconds', 'time_usec', 'tv_usec', 'TimeinuSecs', 'timein_usecs'] as const;

/** Times of the years 1973 to 2106: whole in every form, and told apart by the unit of a number. */
function time(g: Gen): { readonly plain: string; readonly other: Members } {
  const seconds = g(fc.integer, { min: 100_000_000, max: 4_294_967_295 });
  const micros = upTo(g, 999_999);
  const six = String(micros).padStart(6, '0');
  const iso = `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${six}`;
  const parts: Members = [
    [oneOf(g, ...secondMembers), oneOf(g, `${seconds}`, `"${seconds}"`)],
    [oneOf(g, ...microMembers), oneOf(g, `${micros}`, `"${micros}"`)],
  ];
  const numbers = [`${seconds}.${six}`, `${seconds}${six.slice(0, 3)}.${six.slice(3)}`, `${seconds}${six}`, `${seconds}${six}999`];
  const form = oneOf(
    g,
    object(parts),
    object(parts.toReversed()),
    `[${seconds},${micros}]`,
    ...numbers,
    ...numbers.map(json),
    json(iso),
    json(`${iso}Z`),
    json(`${iso}+00:00`),
  );
  return {
    plain: object([
      ['TimeinSecs', `${seconds}`],
      ['TimeinuSecs', `${micros}`],
    ]),
    other: oneOf<Members>(g, parts, [[memberName(g, 'time'), form]], [[memberName(g, 'time'), form]], [[memberName(g, 'time'), form]]),
  };
}

const historyParts = ['FirstTransferHomeLocation', 'FirstTransferOrigDN', 'LastTransferHomeLocation', 'LastTransferOrigDN'];

function history(g: Gen): { readonly plain: string; readonly other: Members } {
  const parts: Members = g(fc.subarray<string>, historyParts, { minLength: 1 }).map((part) => [part, json(`site ${upTo(g, 9)}`)]);
  const flat: Members = parts.map(([part, site]) => [oneOf(g, part, loose(g, part), `Attribute${part}`), site]);
  return { plain: object(parts), other: oneOf<Members>(g, flat, [[memberName(g, 'CallHistory'), object(parts)]]) };
}

function attribute(g: Gen, name: AttributeName, event: string): { readonly plain: string; readonly other: Members } {
  const { kind, absent = [] }: Attribute = attributes[name];
  if (kind === 'time') return time(g);
  if (kind === 'history') return history(g);
  let twice: Twice;
  if (kind === 'list') twice = list(g);
  else if (kind === 'count') twice = numberOrText(g, ...absent);
  else if (kind === 'id' || kind === 'text') twice = text(g);
  else twice = enumeration(g, kind as EnumerationName, event);
  return { plain: twice.plain, other: [[memberName(g, name), twice.other]] };
}

/** What says nothing: members that are null, and those that nobody knows. */
const noise: Members = [
  ['agent__id', 'null'],
  ['USERDATA', 'null'],
  ['EventSequenceNumber', '42'],
  ['', '{}'],
  ['__proto__', '{"ThisDN":"evil"}'],
];

/** What may not depend on spellings. Which attributes are missing does not either, but their order is nobody's business. */
function comparable(value: string, given: Given): unknown {
  const decoded = decodeText(value, given);
  const event = only(decoded);
  return {
    ...flat(event),
    attributes: null,
    sizeBytes: null,
    missingAttributes: [...event.missingAttributes].sort(),
    oddities: decoded.oddities,
  };
}

test('every spelling of an event decodes to the same event', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const definition = oneOf(g, ...catalogue.agentState, ...catalogue.callThread);
      seen.add(definition.name);
      const present = g(
        fc.subarray<AttributeName>,
        definition.attributes.map((one) => one.name).filter((name) => name !== 'id'),
      );
      const values = present.map((name) => [name, attribute(g, name, definition.name)] as const);

      const plain = object([['id', json(definition.name)], ...values.map(([name, value]) => [name, value.plain] as const)]);
      const members = [
        nameMember(g, definition),
        ...values.flatMap(([, value]) => value.other),
        ...g(fc.subarray<Members[number]>, [...noise]),
      ];
      const event = object(g(fc.shuffledSubarray<Members[number]>, members, { minLength: members.length }));
      const other = oneOf(
        g,
        event,
        event,
        `\uFEFF${event} `,
        `[${event}]`,
        object([[oneOf(g, 'event', 'data', 'payload', 'message'), event]]),
      );

      const given = { topic: definition.family === 'agentState' ? AGENT_TOPIC : CALL_TOPIC };
      const expected = comparable(plain, given);
      expect(comparable(other, given), other).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
  expect(seen.size).toBe(42);
});
