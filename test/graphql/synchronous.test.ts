/** One response is true at one position only if nothing waits in between: no resolver of the state may return a promise. */
import { defaultFieldResolver, execute, getNamedType, isEnumType, isObjectType, isUnionType, parse } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import type { NewRecord } from '../../src/source/source.ts';
import { ALL_AGENTS, ALL_THREADS } from '../state/log.ts';
import { contextOf, foldRecords } from '../support/state.ts';
import type { Folded } from '../support/state.ts';

const schema = createSchema(catalogue);
const STATE_FIELDS = ['agent', 'agents', 'callThread', 'callThreads', 'queue', 'queues', 'tenantSummary'];

const isPromise = (value: unknown): boolean => typeof value === 'object' && value !== null && 'then' in value;

/** Everything that can be selected of a type; links between agents and threads are followed once. */
function selection(type: GraphQLOutputType, path: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isUnionType(named)) return '{ __typename ... on VoiceEvent { eventId name time missingAttributes } }';
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) => !path.includes(getNamedType(field.type).name) || isEnumType(getNamedType(field.type)),
  );
  return `{ ${fields.map((field) => `${field.name} ${selection(field.type, [...path, named.name])}`).join(' ')} }`;
}

const returned = new Map<string, { promises: number; values: number }>();

/** Counts what every resolver of the state returns. */
function watch(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    const resolve = field.resolve ?? defaultFieldResolver;
    const place = `${type.name}.${field.name}`;
    const seen = { promises: 0, values: 0 };
    returned.set(place, seen);
    field.resolve = (...args) => {
      const value: unknown = resolve(...args);
      if (isPromise(value) || (Array.isArray(value) && value.some(isPromise))) seen.promises += 1;
      else if (value !== null && value !== undefined) seen.values += 1;
      return value;
    };
  }
}

function typesBelow(type: GraphQLOutputType, all = new Set<GraphQLObjectType>()): Set<GraphQLObjectType> {
  const named = getNamedType(type);
  if (!isObjectType(named) || all.has(named)) return all;
  all.add(named);
  for (const field of Object.values(named.getFields())) typesBelow(field.type, all);
  return all;
}

/** What a centre is not always just about. */
const rarely: readonly NewRecord[] = (
  [
    ['voice-agentstate', '1001', { id: 'EventForwardSet', ThisDN: '5001', OtherDN: '5002', InfoStatus: 1 }],
    [
      'voice-agentstate',
      '1001',
      { id: 'EventMonitoringNextCall', ThisDN: '5001', OtherDN: '5002', OtherDNRole: 10, MonitorNextCallType: 1 },
    ],
    ['voice-callthread', 'digits', { id: 'EventQueued', ConnID: 'c', ThisDN: '8001', ThisQueue: '8001' }],
    ['voice-callthread', 'digits', { id: 'EventTreatmentEnd', ConnID: 'c', ThisDN: '8001', TreatmentType: 6, CollectedDigits: '42' }],
  ] as const
).map(([topic, key, value]) => ({ topic, key: `acme:${key}`, value: JSON.stringify(value) }));

describe('the resolvers of the state', () => {
  let folded: Folded;
  let found: { readonly agents: string[]; readonly threads: string[]; readonly queues: string[] };

  beforeAll(() => {
    const fields = schema.getQueryType()?.getFields() ?? {};
    const types = new Set(STATE_FIELDS.flatMap((name) => [...typesBelow(fields[name]?.type as GraphQLOutputType)]));
    for (const type of types) watch(type);
    expect(types.size).toBeGreaterThan(15);
    const options = { tenants: 1, agents: 60, rate: 60, seed: 3, startMs: Date.now() - 240_000, durationMs: 240_000 };
    const simulated = simulate({ ...options, agentStateTopic: 'voice-agentstate', callThreadTopic: 'voice-callthread' });
    folded = foldRecords([...simulated, ...rarely]);
    found = { agents: [], threads: [], queues: [] };
  });

  it('return no promise, and an operation over all of them answers in the tick in which it was asked', () => {
    const { state, scope } = folded;
    const all = { first: 1000, after: null };
    found.agents.push(...state.agents(scope, ALL_AGENTS, all).items.map((one) => one.agentId));
    found.threads.push(...state.callThreads(scope, ALL_THREADS, all).items.map((one) => one.callThreadId));
    found.queues.push(...state.queues(scope).map((one) => one.queueId));
    const tenant = `tenantId: "${scope.tenantId}"`;
    const type = (name: string) => schema.getQueryType()?.getFields()[name]?.type as GraphQLOutputType;
    const text = `{
      agents(${tenant}, first: 1000) ${selection(type('agents'))}
      callThreads(${tenant}, first: 1000) ${selection(type('callThreads'))}
      queues(${tenant}) ${selection(type('queues'))}
      tenantSummary(${tenant}) ${selection(type('tenantSummary'))}
      agent(${tenant}, agentId: "${found.agents[0]}") ${selection(type('agent'))}
      callThread(${tenant}, callThreadId: "${found.threads[0]}") ${selection(type('callThread'))}
      queue(${tenant}, queueId: "${found.queues[0]}") ${selection(type('queue'))}
    }`;
    const result = execute({ schema, document: parse(text), contextValue: contextOf({ state }) });
    expect(isPromise(result)).toBe(false);
    const { data, errors } = result as Exclude<typeof result, Promise<unknown>>;
    expect(errors).toBeUndefined();
    expect(Object.keys(data ?? {}).toSorted()).toEqual(STATE_FIELDS.toSorted());
    expect([...returned].filter(([, seen]) => seen.promises > 0)).toEqual([]);
  });

  it('were all of them asked, or the simulated day has too little in it', () => {
    const never = [...returned].filter(([, seen]) => seen.values === 0).map(([place]) => place);
    expect(never).toEqual([]);
    expect(returned.size).toBeGreaterThan(100);
  });
});
