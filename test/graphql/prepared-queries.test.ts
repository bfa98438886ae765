/** A prepared query answers what graphql-js answers, to the byte, or leaves it to graphql-js. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  execute,
  getNamedType,
  GraphQLID,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLOutputType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { PreparedQueries } from '../../src/graphql/prepared-queries.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Mask } from '../../src/mask.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import { ALL_AGENTS, ALL_THREADS } from '../state/log.ts';
import { contextOf, foldRecords } from '../support/state.ts';

const schema = createSchema(catalogue);
const typeOf = (name: string): GraphQLNamedType => {
  const type = schema.getType(name);
  if (type === undefined) throw new Error(`there is no ${name}`);
  return type;
};

const HOSTILE = '"\u2028\u0000ä\\';
const { state, scope } = foldRecords([
  ...simulate({
    ...{ tenants: 1, agents: 20, rate: 40, seed: 5, startMs: Date.now() - 60_000, durationMs: 60_000 },
    ...{ agentStateTopic: 'voice-agentstate', callThreadTopic: 'voice-callthread' },
  }),
  {
    topic: 'voice-agentstate',
    key: `acme:${HOSTILE}`,
    value: `{"id":"EventAgentNotReady","ThisDN":"5001","Reasons":{"then":"\\ud800","__proto__":{"a":[null,1.5]},"toJSON":1,"2":0,"1":0}}`,
  },
]);
const page = { first: 1000, after: null };
const agentIds = state.agents(scope, ALL_AGENTS, page).items.map(({ agentId }) => agentId);
const threadIds = state.callThreads(scope, ALL_THREADS, page).items.map(({ callThreadId }) => callThreadId);
const queueIds = state.queues(scope).map(({ queueId }) => queueId);

/** Some see all, some are refused one thing or the other. */
const callers: readonly Claims[] = [
  UNAUTHENTICATED_CLAIMS,
  { ...UNAUTHENTICATED_CLAIMS, tenants: new Set(['acme']), mask: new Mask(/^\+?[0-9]{7,}$/), subject: HOSTILE },
  {
    ...UNAUTHENTICATED_CLAIMS,
    tenants: new Set(['acme']),
    agent: { agentId: agentIds[1] ?? '', dns: new Set(['5001']) },
    expiresAtMs: 1e12,
  },
  { ...UNAUTHENTICATED_CLAIMS, tenants: new Set(['globex']) },
];

/** What is given for arguments: literals and variables, right ones mostly. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  tenantId: [...Array<string>(12).fill('"acme"'), '$tenant', '$tenant', '"globex"', '""'],
  agentId: [...agentIds.slice(0, 3), HOSTILE, 'nobody'].map((id) => JSON.stringify(id)).concat('$id'),
  callThreadId: [...threadIds.slice(0, 3), 'nothing'].map((id) => JSON.stringify(id)).concat('$id'),
  queueId: [...queueIds.slice(0, 3), 'nothing'].map((id) => JSON.stringify(id)).concat('$id'),
  filter: [
    'null',
    '{}',
    '{ agentIds: [$id] }',
    '{ agentIds: [$id, "1"] }',
    '{ dns: "5001" }',
    '{ queueIds: "8001" }',
    '{ queueIds: $ids }',
    '{ dns: [] }',
  ],
  first: ['1', '3', '4', '5', '1000', '$first', '$first', '0'],
  after: ['null', 'null', 'null', '$after', '"x"'],
};
const VARIABLES: Readonly<Record<string, string>> = {
  $tenant: 'ID! = "acme"',
  $id: 'ID! = "1001"',
  $ids: '[ID!]',
  $first: 'Int = 2',
  $after: 'String',
  $yes: 'Boolean = true',
};
const FRAGMENTS: Readonly<Record<string, string>> = {
  ...{
    F0: 'Agent',
    F1: 'CallThread',
    F2: 'AgentSession',
    F3: 'Queue',
    F4: 'VoiceEvent',
    F5: 'CallEvent',
    F6: 'EventAgentLogin',
    F7: 'Query',
  },
};

const directive = fc.oneof(
  { weight: 20, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('@include(if: true)', '@skip(if: true)', '@include(if: false)', '@skip(if: false) @include(if: true)'),
  },
  { weight: 1, arbitrary: fc.constant('@include(if: $yes)') },
);
const hasFields = (type: GraphQLNamedType): boolean => isObjectType(type) || isAbstractType(type);

/** Fields of the same name merge where their arguments are the same: an alias tells arguments apart. */
function fieldOf(field: GraphQLField<unknown, unknown>, depth: number): fc.Arbitrary<string> {
  const type = getNamedType(field.type);
  const given = field.args.map(({ name, type: argumentType }) =>
    fc
      .constantFrom(...(isNonNullType(argumentType) ? [] : ['', '']), ...(GIVEN[name] ?? ['null']))
      .map((value) => (value === '' ? '' : `${name}: ${value}`)),
  );
  const aliases = ['', '', '', '', 'mine_', '__', 'to'];
  const below = hasFields(type) ? selectionOf(type, depth - 1).map((text) => `{ ${text} }`) : fc.constant('');
  return fc.tuple(fc.tuple(...given), fc.constantFrom(...aliases), directive, below).map(([args, prefix, on, text]) => {
    const all = args.filter((one) => one !== '').join(', ');
    const hash = createHash('sha256').update(all).digest('hex').slice(0, 8);
    const alias = all === '' ? (prefix === '' ? '' : `${prefix}${field.name}: `) : `${prefix}${field.name}${hash}: `;
    return `${alias}${field.name}${all === '' ? '' : `(${all})`} ${on} ${text}`;
  });
}

/** Random selections: aliases, directives, fragments of both kinds, and what links to other entities. */
function selectionOf(type: GraphQLNamedType, depth: number): fc.Arbitrary<string> {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const usable = fields.filter((field) => depth > 0 || !hasFields(getNamedType(field.type)));
  const typename = directive.map((on) => `__typename ${on}`);
  const field = usable.length === 0 ? typename : fc.constantFrom(...usable).chain((one) => fieldOf(one, depth));
  const family = type.name.startsWith('Agent')
    ? ['AgentEvent', 'EventAgentLogin', 'EventAgentNotReady']
    : ['CallEvent', 'EventRinging', 'EventQueued'];
  const conditions = isObjectType(type)
    ? [type.name]
    : ['VoiceEvent', ...(type.name === 'VoiceEvent' ? ['AgentEvent', 'CallEvent'] : family)];
  const inline = fc
    .constantFrom(...conditions, ...(isObjectType(type) ? [''] : []))
    .chain((condition) =>
      fc
        .tuple(directive, selectionOf(condition === '' ? type : typeOf(condition), depth - 1))
        .map(([on, text]) => `... ${condition === '' ? '' : `on ${condition}`} ${on} { ${text} }`),
    );
  const spreads = Object.keys(FRAGMENTS).filter((name) => {
    const condition = FRAGMENTS[name] ?? '';
    return condition === type.name || (isAbstractType(type) && condition === 'VoiceEvent');
  });
  const spread = fc
    .tuple(fc.constantFrom(...spreads, '__typename'), directive)
    .map(([name, on]) => `${name.startsWith('_') ? '' : '...'}${name} ${on}`);
  const one = fc.oneof(
    { weight: isAbstractType(type) ? 2 : 12, arbitrary: field },
    { weight: 1, arbitrary: typename },
    { weight: depth > -1 ? (isAbstractType(type) ? 6 : 2) : 0, arbitrary: depth > -1 ? inline : typename },
    { weight: spreads.length > 0 ? 2 : 0, arbitrary: spread },
  );
  return fc.array(one, { minLength: 1, maxLength: 6 }).map((all) => all.join('\n'));
}

/** Each fragment that is spread is defined, and no other; so are variables. Fragments hold no fragments: circles are not valid. */
const withoutSwitches = (text: string): string => text.replaceAll('@include(if: $yes)', '');
const query = fc
  .tuple(
    fc.constantFrom('', '', '', '', '', '', '', 'switched'),
    selectionOf(typeOf('Query'), 4),
    ...Object.values(FRAGMENTS).map((condition) =>
      selectionOf(typeOf(condition), 2).map((text) => text.replaceAll(/\.\.\.F\d/g, '__typename')),
    ),
  )
  .map(([switched, root, ...rest]) => {
    const fragments = switched === '' ? rest.map(withoutSwitches) : rest;
    const fields = switched === '' ? withoutSwitches(root) : root;
    const defined = Object.entries(FRAGMENTS).flatMap(([name, condition], i) =>
      fields.includes(`...${name}`) ? [`fragment ${name} on ${condition} { ${fragments[i]} }`] : [],
    );
    const text = `{ ${fields} }\n${defined.join('\n')}`;
    const variables = Object.entries(VARIABLES).flatMap(([name, type]) =>
      new RegExp(`\\${name}\\b`).test(text) ? [`${name}: ${type}`] : [],
    );
    return `query Q${variables.length > 0 ? `(${variables.join(', ')})` : ''} ${text}`;
  });

const given = fc.record(
  {
    tenant: fc.constantFrom('acme', 'acme', 'acme', 'acme', 'acme', 'globex', null),
    id: fc.constantFrom<unknown>(...agentIds.slice(0, 12), HOSTILE, 1001, 1.5, null, []),
    ids: fc.constantFrom<unknown>(null, queueIds, '8001', [null], []),
    first: fc.constantFrom<unknown>(1, 2, 3, 4, 5, 6, null, 'x', 0),
    after: fc.constantFrom<unknown>(null, null, null, 'x', 1),
    yes: fc.constantFrom<unknown>(true, false, null),
    unknown: fc.constant(1),
  },
  { requiredKeys: [] },
);

/** The clock is asked twice. */
const comparable = (text: string): string => text.replaceAll(/serverTime":"[^"]*"/g, '');

type Variables = Readonly<Record<string, unknown>>;
function byGraphqlJs(text: string, variableValues: Variables, claims: Claims): { readonly text: string; readonly failed: boolean } {
  const result = execute({ schema, document: parse(text), variableValues, contextValue: contextOf({ state }, claims) });
  if ('then' in result) throw new Error('resolvers of the state return no promises');
  return { text: JSON.stringify(result), failed: result.errors !== undefined };
}

describe('a prepared query', () => {
  it('answers as graphql-js does whatever has no error, and leaves to it what has one', () => {
    const prepared = new PreparedQueries(schema);
    const seen = { valid: 0, answered: 0, failed: 0, switched: 0, events: 0, long: 0 };
    fc.assert(
      fc.property(
        query,
        fc.array(given, { minLength: 2, maxLength: 2 }),
        fc.constantFrom(...callers.slice(0, 2), ...callers.slice(0, 2), ...callers),
        (text, variables, claims) => {
          const document = parse(text);
          if (validate(schema, document).length > 0) return;
          seen.valid += 1;
          for (const values of variables) {
            const answer = prepared.answer(document, null, values, contextOf({ state }, claims));
            const expected = byGraphqlJs(text, values, claims);
            if (text.includes('$yes')) seen.switched += 1;
            else if (expected.failed) seen.failed += 1;
            else {
              seen.answered += 1;
              if (/:"Event[A-Z]|"eventId"/.test(expected.text)) seen.events += 1;
              if (expected.text.length > 200) seen.long += 1;
            }
            if (expected.failed || text.includes('$yes')) expect(answer).toBeNull();
            else expect(comparable(answer ?? 'no answer')).toBe(comparable(expected.text));
          }
        },
      ),
      { numRuns: 400 },
    );
    // Or the texts were not what this is about.
    expect(seen.valid).toBeGreaterThan(390);
    for (const [what, least] of Object.entries({ answered: 100, failed: 100, switched: 10, events: 5, long: 50 }))
      expect(seen[what as keyof typeof seen], what).toBeGreaterThan(least);
  });

  it('is no more than its first use needs of fragments within fragments', () => {
    const levels = Array.from({ length: 40 }, (_, i) => {
      const [type, link] = i % 2 === 0 ? ['Agent', 'calls'] : ['CallThread', 'agents'];
      return `fragment F${i} on ${type} { ${i === 39 ? '__typename' : `a: ${link} { ...F${i + 1} } b: ${link} { ...F${i + 1} }`} }`;
    });
    const document = parse(`{ agent(tenantId: "acme", agentId: "nobody") { ...F0 } } ${levels.join(' ')}`);
    expect(new PreparedQueries(schema).answer(document, null, {}, contextOf({ state }))).toBe('{"data":{"agent":null}}');
  });

  it('is found by the name of its operation, and made anew once too many fields are prepared', () => {
    const prepared = new PreparedQueries(schema);
    const ask = (text: string, name: string | null): string | null => prepared.answer(parse(text), name, {}, contextOf({ state }));
    const two = parse('query A { viewer { allTenants } } query B { gateway { version } }');
    for (let again = 0; again < 2; again += 1) {
      expect(prepared.answer(two, 'A', {}, contextOf({ state }))).toBe('{"data":{"viewer":{"allTenants":true}}}');
      expect(prepared.answer(two, 'B', {}, contextOf({ state }))).toBe('{"data":{"gateway":{"version":"test"}}}');
      expect(prepared.answer(two, 'C', {}, contextOf({ state }))).toBeNull();
      expect(prepared.answer(two, null, {}, contextOf({ state }))).toBeNull();
      // More fields than are kept.
      const many = Array.from({ length: 6000 }, (_, i) => `v${i}: viewer { allTenants masked }`).join(' ');
      for (let i = 0; i < 4; i += 1) expect(ask(`{ ${many} }`, null)).toBe(byGraphqlJs(`{ ${many} }`, {}, UNAUTHENTICATED_CLAIMS).text);
    }
    // The last one may go beyond it.
    expect(prepared.size).toBeLessThan(50_000 + 20_000);
    expect(ask('subscription { agentStateEvents(tenantId: "acme") { __typename } }', null)).toBeNull();
    expect(ask('{ __schema { queryType { name } } }', null)).toBeNull();
    expect(ask('{ viewer { __typename } }', null)).toBe('{"data":{"viewer":{"__typename":"Viewer"}}}');
  });
});

/** What resolvers of the gateway do not do, and others might. */
const odd: Readonly<Record<string, { readonly type: GraphQLOutputType; readonly value: unknown }>> = {
  ...{
    undefinedInstead: { type: new GraphQLNonNull(GraphQLString), value: undefined },
    nullInList: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)), value: ['a', null] },
    nullsInList: { type: new GraphQLList(GraphQLString), value: ['a', null, undefined] },
    emptyList: { type: new GraphQLList(GraphQLString), value: [] },
    setForList: { type: new GraphQLList(GraphQLString), value: new Set(['a']) },
    textForList: { type: new GraphQLList(GraphQLString), value: 'ab' },
    error: { type: GraphQLString, value: new Error('refused') },
    errorInList: { type: new GraphQLList(GraphQLString), value: [new Error('refused')] },
    promise: { type: GraphQLString, value: Promise.resolve('later') },
    promiseInList: { type: new GraphQLList(GraphQLString), value: [Promise.resolve('later')] },
    objectForText: { type: GraphQLString, value: {} },
    numberForText: { type: GraphQLString, value: 1.5 },
    boolForId: { type: GraphQLID, value: true },
    nothingOfScalar: { type: new GraphQLScalarType({ name: 'Nothing', coerceOutputValue: () => undefined }), value: 1 },
    notANumber: { type: new GraphQLScalarType({ name: 'Any', coerceOutputValue: (value) => value }), value: Number.NaN },
    errorAsScalar: { type: new GraphQLScalarType({ name: 'Whatever', coerceOutputValue: (value) => value }), value: new Error('refused') },
    functionAsScalar: { type: new GraphQLScalarType({ name: 'Also', coerceOutputValue: (value) => value }), value: () => 1 },
    symbolOfScalar: { type: new GraphQLScalarType({ name: 'Sign', coerceOutputValue: () => Symbol('s') }), value: 1 },
  },
  ...(() => {
    const fields = { a: { type: GraphQLString } };
    const one = new GraphQLObjectType({ name: 'One', fields });
    const other = new GraphQLObjectType({ name: 'Other', fields });
    const picky = new GraphQLObjectType({ name: 'Picky', fields, isTypeOf: () => false });
    const union = new GraphQLUnionType({ name: 'Union', types: [one], resolveType: ({ is }: { is: string }) => is });
    return {
      member: { type: union, value: { is: 'One', a: 'x' } },
      notAMember: { type: union, value: { is: 'Other', a: 'x' } },
      noType: { type: union, value: { is: 'Nobody' } },
      method: { type: one, value: { a: () => 'called' } },
      textForObject: { type: other, value: 'text' },
      notOfType: { type: picky, value: { a: 'x' } },
    };
  })(),
};

const oddSchema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      ...Object.fromEntries(Object.entries(odd).map(([name, { type, value }]) => [name, { type, resolve: () => value }])),
      thrown: {
        type: GraphQLString,
        resolve: () => {
          throw new Error('refused');
        },
      },
      where: { type: GraphQLString, resolve: (_source, _args, _context, { fieldName }) => fieldName },
    },
  }),
});

describe('what no resolver of the gateway returns', () => {
  it.each([...Object.keys(odd), 'thrown', 'where'])('is told as graphql-js does, or left to it: %s', async (name) => {
    const type = getNamedType(oddSchema.getQueryType()?.getFields()[name]?.type);
    const document = parse(
      `{ ${name} ${type !== undefined && hasFields(type) ? '{ ... on One { a } ... on Other { a } ... on Picky { a } }' : ''} }`,
    );
    const answer = new PreparedQueries(oddSchema).answer(document, null, {}, contextOf({ state }));
    const result = await execute({ schema: oddSchema, document, contextValue: contextOf({ state }) });
    if (result.errors === undefined && answer !== null) expect(answer).toBe(JSON.stringify(result));
    else expect(answer).toBeNull();
    if (['nullsInList', 'emptyList', 'member', 'numberForText', 'notANumber'].includes(name)) expect(answer).not.toBeNull();
  });
});
