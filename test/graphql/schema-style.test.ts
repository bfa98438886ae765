/** The style of the schema: rules that hold for all of it, each shown to see what breaks it. */
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import * as rules from './schema-rules.ts';
import type { Rule } from './schema-rules.ts';

const schema = createSchema(catalogue);

/** A page of things, as Relay wants it. */
const THINGS = `
  type Query { things(first: Int, after: String): ThingConnection! }
  type ThingConnection { edges: [ThingEdge!]! pageInfo: PageInfo! }
  type ThingEdge { node: Thing! cursor: String! }
  type Thing { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;
/** The same with something else in it. */
const things = (from: string, to: string): string => {
  expect(THINGS).toContain(from);
  return THINGS.replace(from, to);
};

type Case = readonly [name: string, rule: Rule, broken: readonly (readonly [sdl: string, problems: readonly string[]])[]];

const described = (what: string) => `"A tenant and its agents." type Query { "${what}" agents: Int }`;

const cases: readonly Case[] = [
  [
    'describes every type, field, argument, input field and enum value',
    rules.isDescribed,
    [
      [
        'type Query { a(b: In): Int } input In { c: Int } enum D { E } interface F { g: Int } union H = Query scalar I',
        ['Query', 'Query.a', 'Query.a(b:)', 'In', 'In.c', 'D', 'D.E', 'F', 'F.g', 'H', 'I'].map((place) => `${place} has no description`),
      ],
    ],
  ],
  [
    'ends descriptions with a full stop',
    rules.endsWithFullStop,
    [[described('How many there are'), ['Query.agents has a description without a full stop at its end']]],
  ],
  [
    'says more in a description than the name',
    rules.saysMoreThanItsName,
    [
      [described('Agents of the tenant.'), ['Query.agents has a description that begins with its name']],
      [described('`agents` of the tenant.'), ['Query.agents has a description that begins with its name']],
    ],
  ],
  [
    'spells types, fields, arguments and enum values by their kind',
    rules.isSpelledByKind,
    [
      ['type Query { a: other_thing } type other_thing { b: Int }', ['other_thing is not in PascalCase']],
      ['type Query { Agents: Int }', ['Query.Agents is not in camelCase']],
      ['type Query { agents(agent_id: ID): Int }', ['Query.agents(agent_id:) is not in camelCase']],
      ['type Query { agents(by: By): Int } input By { ID: ID }', ['By.ID is not in camelCase']],
      [
        'type Query { a: State } enum State { Ready NOT__READY }',
        ['State.Ready is not in UPPER_CASE', 'State.NOT__READY is not in UPPER_CASE'],
      ],
      ['type Query { a: CallThreadEventName } enum CallThreadEventName { dialing }', ['CallThreadEventName.dialing is not in UPPER_CASE']],
      ['type Query { a: State } enum State { EventDialing }', ['State.EventDialing is not in UPPER_CASE']],
    ],
  ],
  [
    'names inputs so',
    rules.inputIsNamedSo,
    [['type Query { a(b: Criteria): Int } input Criteria { c: Int }', ['Criteria is an input and ends neither in Filter nor in Input']]],
  ],
  [
    'has no null within lists',
    rules.listsHoldNoNull,
    [
      [
        'type Query { a(b: [ID]): [Int]! } input CFilter { d: [ID]! }',
        [
          'Query.a is [Int]!: its items may be null',
          'Query.a(b:) is [ID]: its items may be null',
          'CFilter.d is [ID]!: its items may be null',
        ],
      ],
    ],
  ],
  [
    'has connections and edges as in Relay',
    rules.connectionsAreRelays,
    [
      [things('edges: [ThingEdge!]!', 'items: [ThingEdge!]!'), ['ThingConnection.edges is undefined, not [ThingEdge!]!']],
      [things('pageInfo: PageInfo!', 'pageInfo: PageInfo'), ['ThingConnection.pageInfo is PageInfo, not PageInfo!']],
      [things('node: Thing!', 'node: ID!'), ['ThingEdge.node is ID!, not Thing!']],
      [things('cursor: String!', 'cursor: ID!'), ['ThingEdge.cursor is ID!, not String!']],
    ],
  ],
  [
    'has PageInfo as in Relay',
    rules.pageInfoIsRelays,
    [
      [things('hasNextPage: Boolean!', 'hasNextPage: Boolean'), ['PageInfo.hasNextPage is Boolean, not Boolean!']],
      [things('endCursor: String', 'lastCursor: String'), ['PageInfo.endCursor is undefined, not String']],
    ],
  ],
  [
    'asks for pages as in Relay',
    rules.pagesAreAskedForAsInRelay,
    [
      [things('first: Int', 'first: Int!'), ['Query.things(first:) is Int!, not Int']],
      [things('after: String', 'after: ID'), ['Query.things(after:) is ID, not String']],
      [things('(first: Int, after: String)', ''), ['Query.things has not both of first and after, or of last and before: ']],
      [things(', after: String', ''), ['Query.things has not both of first and after, or of last and before: first']],
      [
        things('after: String', 'after: String, last: Int'),
        ['Query.things has not both of first and after, or of last and before: first after last'],
      ],
      [things('id: ID!', 'others(first: Int): [Thing!]!'), ['Thing.others(first:) is of no connection']],
    ],
  ],
  [
    'names the replacement of whatever is deprecated',
    rules.deprecationNamesReplacement,
    [
      [
        'type Query { agent: Int, agents: Int @deprecated(reason: "Not used any more.") }',
        ['Query.agents is deprecated without naming in backticks what replaces it: Not used any more.'],
      ],
      [
        'type Query { agent: Int, agents: Int @deprecated(reason: "Use `people`.") }',
        ['Query.agents is deprecated without naming in backticks what replaces it: Use `people`.'],
      ],
      [
        'type Query { agent: State } enum State { READY AVAILABLE @deprecated(reason: "Use `AVAILABLE`.") }',
        ['State.AVAILABLE is deprecated without naming in backticks what replaces it: Use `AVAILABLE`.'],
      ],
    ],
  ],
];

describe.each(cases)('the schema %s', (_name, rule, broken) => {
  it('everywhere', () => {
    expect(rule(schema)).toEqual([]);
  });

  it.each(broken)('and the rule sees what is wrong with %s', (sdl, problems) => {
    expect(rule(buildSchema(sdl))).toEqual(problems);
  });
});

it('the pages that the rules are tried on are as they should be', () => {
  for (const rule of [rules.connectionsAreRelays, rules.pageInfoIsRelays, rules.pagesAreAskedForAsInRelay])
    expect(rule(buildSchema(THINGS))).toEqual([]);
});

it.each([
  'type Query { agent(id: ID, agentId: ID @deprecated(reason: "Use `id`.")): Int }',
  'type Query { agent: State, one: Int @deprecated(reason: "Use `agent`.") } enum State { READY, YES @deprecated(reason: "Use `READY`.") }',
  'type Query { agent: Agent, id: ID @deprecated(reason: "Use `Agent.id`.") } type Agent { id: ID }',
])('a replacement may be told by its name alone where it stands next to what it replaces: %s', (sdl) => {
  expect(rules.deprecationNamesReplacement(buildSchema(sdl))).toEqual([]);
});
