/** The schema against the one of the last release: a change that breaks clients needs a version that says so, and a warning before it. */
import { readFileSync } from 'node:fs';
import { buildSchema, DangerousChangeType, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { breakingChanges, EXPECTED_CHANGES, mayBreak, readRelease, releaseText } from '../../scripts/released-schema.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { version } from '../../src/version.ts';
import { placesOf } from './schema-rules.ts';

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const released = readRelease(file('schema/released.graphql'));
const schema = createSchema(catalogue);
const sdl = printSchema(schema);

/** A schema in which things are changed. */
const SMALL = `
  type Query { agents(filter: AgentFilter, first: Int = 100): Queue! event: CallThreadEvent }
  input AgentFilter { ids: [ID!] }
  type Queue { ready: Int! kind: Kind! }
  enum Kind { ONE_CALL ALL_CALLS }
  interface CallEvent { id: ID! }
  type EventHeld implements CallEvent { id: ID! }
  type EventDialing { id: ID! }
  union CallThreadEvent = EventHeld | EventDialing
`;
const small = buildSchema(SMALL);

/** The same with another text in one place. */
function changed(from: string, to: string): GraphQLSchema {
  expect(SMALL.split(from)).toHaveLength(2);
  return buildSchema(SMALL.replace(from, to));
}

/** Fields, arguments and values that were there, are gone although what they belong to is not, and had not been deprecated. */
function removedUnannounced(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const left = new Set([...placesOf(after)].map(({ coordinate }) => coordinate));
  return [...placesOf(before)]
    .filter(({ coordinate, kind }) => kind !== 'type' && kind !== 'input' && !left.has(coordinate))
    .filter(({ coordinate }) => left.has(coordinate.replace(/(\.\w+|\(\w+:\))$/, '')))
    .filter(({ deprecationReason }) => deprecationReason === null || deprecationReason === undefined)
    .map(({ coordinate }) => coordinate);
}

describe('the schema, compared to the released one', () => {
  it('breaks nothing, unless the version says that it may', () => {
    const changes = breakingChanges(released.schema, schema);
    const told = mayBreak(released.version, version) ? [] : changes;
    const why = `${version} after ${released.version} may not break clients (docs/schema-changes.md), but the schema does:`;
    expect(told, [why, ...told].join('\n')).toEqual([]);
  });

  it('has lost nothing that was not deprecated in the released one', () => {
    expect(removedUnannounced(released.schema, schema)).toEqual([]);
  });
});

describe('a change breaks that', () => {
  it.each([
    ['removes a field', 'ready: Int! ', '', 'FIELD_REMOVED: Field Queue.ready was removed.'],
    ['removes a value', ' ALL_CALLS', '', 'VALUE_REMOVED_FROM_ENUM: Enum value Kind.ALL_CALLS was removed.'],
    ['removes an event', ' = EventHeld |', ' =', 'TYPE_REMOVED_FROM_UNION: EventHeld was removed from union type CallThreadEvent.'],
    [
      'demands an argument',
      'filter: AgentFilter,',
      'filter: AgentFilter!,',
      'ARG_CHANGED_KIND: Argument Query.agents(filter:) has changed type from AgentFilter to AgentFilter!.',
    ],
    ['lets be null what was not', 'ready: Int!', 'ready: Int', 'FIELD_CHANGED_KIND: Field Queue.ready changed type from Int! to Int.'],
    [
      'demands a new member of a filter',
      '{ ids:',
      '{ site: ID! ids:',
      'REQUIRED_INPUT_FIELD_ADDED: A required field AgentFilter.site was added.',
    ],
    ['changes a default', '= 100', '= 50', 'ARG_DEFAULT_VALUE_CHANGE: Query.agents(first:) has changed defaultValue from 100 to 50.'],
  ])('%s', (_what, from, to, change) => {
    expect(breakingChanges(small, changed(from, to))).toEqual([change]);
  });
});

describe('clients are told to expect', () => {
  it.each([
    ['a new event', ' = EventHeld', ' = Queue | EventHeld'],
    ['a new value', 'enum Kind {', 'enum Kind { NO_CALLS'],
    ['a new argument', 'first: Int', 'site: ID, first: Int'],
    ['a new member of a filter', '{ ids:', '{ site: ID ids:'],
    ['a new interface of a type', 'type EventDialing {', 'type EventDialing implements CallEvent {'],
    ['a new field', 'type Queue {', 'type Queue { held: Int!'],
  ])('%s', (_what, from, to) => {
    expect(breakingChanges(small, changed(from, to))).toEqual([]);
  });

  it('what docs/schema-changes.md says: every dangerous change is named there, as expected or as breaking', () => {
    const page = file('docs/schema-changes.md');
    const [breaking = '', expected = ''] = ['## What breaks', '## What does not break'].map(
      (heading) => page.split(`${heading}\n`)[1]?.split('\n## ', 1)[0],
    );
    for (const type of Object.values(DangerousChangeType)) {
      expect(expected.includes(`\`${type}\``), type).toBe(EXPECTED_CHANGES.has(type));
      expect(breaking.includes(`\`${type}\``), type).toBe(!EXPECTED_CHANGES.has(type));
    }
  });
});

it('what is removed must have been deprecated before', () => {
  const before = (directive: string) =>
    buildSchema(
      `type Query { a(b: Int ${directive}, c: D): E, f: Int ${directive} } input D { g: Int ${directive}, h: Int } enum E { I ${directive} J }`,
    );
  const after = buildSchema('type Query { a(c: D): E } input D { h: Int } enum E { J }');
  expect(removedUnannounced(before(''), after)).toEqual(['Query.a(b:)', 'Query.f', 'D.g', 'E.I']);
  expect(removedUnannounced(before('@deprecated(reason: "Use `x`.")'), after)).toEqual([]);
});

it.each([
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.1.1', false],
  ['0.1.9', '0.2.0', true],
  ['0.9.0', '0.10.0', true],
  ['0.10.0', '0.9.0', false],
  ['0.4.0', '1.0.0', true],
  ['1.0.0', '1.1.0', false],
  ['1.9.0', '2.0.0', true],
  ['2.0.0', '1.9.0', false],
])('a version may break clients or not: from %s to %s, %s', (from, to, may) => {
  expect(mayBreak(from, to)).toBe(may);
});

it('the released schema tells its version in the first line, and one that does not is refused', () => {
  expect(readRelease(releaseText('1.2.3', sdl)).version).toBe('1.2.3');
  expect(printSchema(readRelease(releaseText('1.2.3', sdl)).schema)).toBe(sdl);
  expect(() => readRelease(sdl)).toThrow('does not tell of which version');
  expect(() => releaseText('1.2.3-beta.1', sdl)).toThrow('does not tell of which version');
});
