/** docs/state.md against the schema: everything that the state is made of stands there, and the answers show what the page says of them. */
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, isUnionType } from 'graphql';
import type { GraphQLNamedType, GraphQLType } from 'graphql';
import { expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { below, blocks, headings, pageText } from './reading.ts';

const schema = createSchema(catalogue);
const page = pageText('docs/state.md');
const eventsPage = pageText('docs/events.md');

/** How the gateway stands, and who asks. */
const notState = new Set(['gateway', 'viewer']);

/** Whatever a query of the state can lead to, but for events. */
function typesOfState(): GraphQLNamedType[] {
  const found = new Set<GraphQLNamedType>();
  const named = (type: GraphQLType): GraphQLNamedType => getNamedType(type);
  const visit = (type: GraphQLNamedType): void => {
    if (found.has(type) || isScalarType(type) || isUnionType(type)) return;
    found.add(type);
    if (!isObjectType(type) && !isInputObjectType(type) && !isInterfaceType(type)) return;
    for (const field of Object.values(type.getFields())) {
      visit(named(field.type));
      if ('args' in field) for (const argument of field.args) visit(named(argument.type));
    }
  };
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (notState.has(field.name)) continue;
    visit(named(field.type));
    for (const argument of field.args) visit(named(argument.type));
  }
  return [...found];
}

const enumsOfEvents = new Set(headings(below('## Enumerations', eventsPage)));

it('has every type of the state under a heading of its own, with its fields or values; enumerations of events are on their page', () => {
  const types = typesOfState().filter(({ name }) => !enumsOfEvents.has(name));
  expect(types.length).toBeGreaterThan(20);
  const generated = headings(page.slice(page.indexOf('\n## Agents\n'))).filter((heading) => schema.getType(heading) !== undefined);
  expect(generated.toSorted()).toEqual(types.map(({ name }) => name).toSorted());
  for (const type of types) {
    const text = below(`### ${type.name}`, page);
    expect(text).toContain(type.description);
    const told = [...text.matchAll(/^\| `(\w+)` \| /gm)].map(([, name]) => name);
    const wanted = isEnumType(type)
      ? type.getValues().map(({ name }) => name)
      : isObjectType(type) || isInputObjectType(type)
        ? Object.keys(type.getFields())
        : [];
    expect(told, type.name).toEqual(wanted);
  }
});

it('tells of every query of the state', () => {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !notState.has(name));
  const told = [...below('## What can be asked', page).matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(told).toEqual(fields);
});

it('has answers that show what it says of them', () => {
  const text = below('## Answers to look at', page);
  const operations = blocks('graphql', text).map((operation) => /^query (\w+)/.exec(operation)?.[1]);
  expect(operations).toEqual(['Available', 'Waiting', 'OneAgent', 'OneSupervisor', 'OneCallThread', 'Glance']);
  const answers = blocks('json', text).map((answer) => JSON.parse(answer) as unknown);
  const edges = (node: unknown) => ({
    edges: expect.arrayContaining([{ node: expect.objectContaining(node as object) as unknown }]) as unknown,
  });
  expect(answers).toEqual([
    expect.objectContaining({
      agents: expect.objectContaining({ ...edges({ activity: 'IDLE' }), pageInfo: expect.objectContaining({ hasNextPage: true }) }),
    }),
    {
      queue: expect.objectContaining({ callsWaiting: expect.toSatisfy((count: number) => count > 0) }),
      callThreads: edges({
        queues: expect.arrayContaining([expect.objectContaining({ outcome: 'WAITING', leftAt: null })]),
        treatments: [expect.objectContaining({ state: 'RUNNING' })],
      }),
    },
    { agent: expect.objectContaining({ state: 'READY', activity: 'TALKING', calls: [{ callThreadId: expect.any(String) }] }) },
    { agent: expect.objectContaining({ state: 'NOT_READY', reasonCode: 'Supervision' }) },
    {
      callThreads: edges({
        treatments: [expect.objectContaining({ type: 'MUSIC', state: 'ENDED' })],
        queues: [expect.objectContaining({ outcome: 'ROUTED' })],
        parties: expect.arrayContaining([
          expect.objectContaining({ agentId: '1007', state: 'CONNECTED' }),
          expect.objectContaining({ agentId: null, state: 'GONE' }),
        ]),
      }),
    },
    { tenantSummary: expect.objectContaining({ callsActive: expect.any(Number) }) },
  ]);
});
