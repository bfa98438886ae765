/** The table of events: as researched, where the research is at hand; free of contradictions; and the only place that an event is added to. */
import { existsSync, readFileSync } from 'node:fs';
import type { GraphQLEnumType, GraphQLObjectType, GraphQLUnionType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { catalogue, createCatalogue, documentedEvents } from '../../src/events/catalogue.ts';
import type { EventEntry, EventTable } from '../../src/events/definition.ts';
import { MAX_EVENTS_PER_FAMILY } from '../../src/events/event.ts';
import { attributes, enumerations, enumValue } from '../../src/events/vocabulary.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { AGENT_TOPIC, CALL_TOPIC, decodeJson, decoderOf, only } from './decoding.ts';

const all = [...catalogue.agentState, ...catalogue.callThread];

describe('the catalogue', () => {
  test('has 21 events of agents and 21 of calls, each with a name and a code of its own', () => {
    expect(catalogue.agentState).toHaveLength(21);
    expect(catalogue.callThread).toHaveLength(21);
    expect(new Set(all.map((event) => event.name)).size).toBe(42);
    expect(new Set(all.map((event) => event.code)).size).toBe(42);
  });

  test('has 42 attributes, each with a field of its own, and uses every one', () => {
    const fields = Object.values(attributes).map((attribute) => attribute.field);
    expect(fields).toHaveLength(42);
    expect(new Set(fields).size).toBe(42);
    expect(new Set(all.flatMap((event) => event.attributes.map((one) => one.name)))).toEqual(new Set(Object.keys(attributes)));
  });

  test('says in words what each event, attribute and value means', () => {
    const words = [
      ...all.map((event) => event.about),
      ...Object.values(attributes).map((attribute) => attribute.about),
      ...Object.values(enumerations).map((enumeration) => enumeration.about),
      ...Object.values(enumerations).flatMap(({ values }) => Object.values(values).map(([, meaning]) => meaning)),
    ];
    for (const about of words) expect(about).toMatch(/^[A-Z].*\.$/s);
  });

  test.each(all.map((event) => [event.name, event] as const))(
    'finds %s by its name, by its bare name in any case and by its code',
    (name, event) => {
      const bare = name.replace(/^Event/, '');
      for (const spelling of [name, name.toUpperCase(), name.toLowerCase(), bare, bare.toLowerCase(), ` ${name} `, String(event.code)])
        expect(catalogue.find(spelling), spelling).toBe(event);
    },
  );

  test('finds nothing by what is no name of an event', () => {
    for (const spelling of ['', ' ', 'Event', 'EventEvent', 'EventAgentLogi', '0', '-1', '073', 'constructor', '__proto__', 'toString'])
      expect(catalogue.find(spelling), spelling).toBeUndefined();
  });
});

const entry: EventEntry = {
  code: 4242,
  about: 'An agent went on a break.',
  mandatory: { current: 'id Server ThisDN time' },
  optional: { current: 'AgentID UserData' },
};

describe('event 43', () => {
  const more = createCatalogue({
    ...documentedEvents,
    agentState: { ...documentedEvents.agentState, EventAgentBreak: entry },
  });

  test('is one entry: it decodes to a type of its own', () => {
    const decode = decoderOf(more);
    for (const id of ['EventAgentBreak', 'agentbreak', 4242, '4242']) {
      const event = only(decodeJson({ id, ThisDN: '5001', UserData: { a: 1 } }, { decode }));
      expect(event).toMatchObject({
        type: 'EventAgentBreak',
        name: 'EventAgentBreak',
        thisDn: '5001',
        missingAttributes: ['Server', 'time'],
      });
    }
    expect(only(decodeJson({ id: 'EventAgentBreak' })).type).toBe('UnrecognizedAgentStateEvent');
  });

  test('is one entry: it has a bit of its own, and no other event has a new one', () => {
    const bit = (id: string, decode = decoderOf(more)): number => only(decodeJson({ id }, { decode })).nameBit;
    expect(bit('EventAgentBreak')).toBe(2 << 21);
    for (const { name } of catalogue.agentState) expect(bit(name)).toBe(bit(name, decoderOf()));
    expect(bit('EventNobodyKnows')).toBe(1);
  });

  test('is one entry: the schema has its type, its place in the union and its name to filter by', () => {
    const schema = createSchema(more);
    const type = schema.getType('EventAgentBreak') as GraphQLObjectType;
    const union = schema.getType('AgentStateEvent') as GraphQLUnionType;
    const names = schema.getType('AgentStateEventName') as GraphQLEnumType;
    expect(type.description).toContain(entry.about);
    expect(type.getInterfaces().map((one) => one.name)).toEqual(['VoiceEvent', 'AgentEvent']);
    expect(Object.keys(type.getFields())).toContain('userData');
    expect(Object.keys(type.getFields())).not.toContain('reasons');
    expect(union.getTypes()).toContain(type);
    expect(names.getValue('EventAgentBreak')).toBeDefined();
    expect(createSchema(catalogue).getType('EventAgentBreak')).toBeUndefined();
  });
});

describe('a table that contradicts itself throws', () => {
  const withEvents =
    (agentState: EventTable, callThread: EventTable = {}) =>
    () =>
      createCatalogue({ agentState, callThread });

  test('for an attribute that the vocabulary lacks, whatever objects inherit included', () => {
    for (const name of ['ThisDm', 'constructor', '__proto__', 'thisDN', ''])
      expect(withEvents({ EventA: { ...entry, optional: { current: name } } })).toThrow(
        `EventA names an attribute that the vocabulary lacks: ${name}`,
      );
  });

  test('for an attribute that is named twice: in one list, under two certainties, or as mandatory and optional', () => {
    for (const lists of [
      { mandatory: { current: 'id ThisDN ThisDN' } },
      { mandatory: { current: 'id ThisDN', inferred: 'ThisDN' } },
      { optional: { legacy: 'ThisDN' } },
    ])
      expect(withEvents({ EventA: { ...entry, ...lists } })).toThrow('EventA names the attribute ThisDN twice');
  });

  test('for a code or a name that is used twice, in one family or in both', () => {
    expect(withEvents({ EventA: entry, EventB: entry })).toThrow('EventB and EventA are both found by 4242');
    expect(withEvents({ EventA: entry }, { EventB: entry })).toThrow('EventB and EventA are both found by 4242');
    expect(withEvents({ EventA: entry }, { EventA: { ...entry, code: 1 } })).toThrow('EventA and EventA are both found by eventa');
    expect(withEvents({ EventA: entry, Eventa: { ...entry, code: 1 } })).toThrow('Eventa and EventA are both found by eventa');
  });

  test('for more events than a set of names has room for', () => {
    const events = (count: number): EventTable =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`EventNumber${n}`, { ...entry, code: 1000 + n }]));
    expect(withEvents(events(MAX_EVENTS_PER_FAMILY))).not.toThrow();
    expect(withEvents(events(MAX_EVENTS_PER_FAMILY + 1))).toThrow(`a family has room for ${MAX_EVENTS_PER_FAMILY} events`);
  });
});

test('a documented name becomes a GraphQL value by an underscore before each capital that follows a small letter', () => {
  const values = {
    SitInvalidnum: 'SIT_INVALIDNUM',
    IVR: 'IVR',
    RAN: 'RAN',
    RingBack: 'RING_BACK',
    Ok: 'OK',
    AfterCallWork: 'AFTER_CALL_WORK',
  };
  for (const [name, value] of Object.entries(values)) expect(enumValue(name)).toBe(value);
});

type Researched = {
  readonly attributes: Readonly<Record<string, { readonly jsonKey: string; readonly enum?: string; readonly aliases: readonly string[] }>>;
  readonly extraAttributes: Readonly<Record<string, { readonly standsFor?: string }>>;
  readonly enums: Readonly<
    Record<string, { readonly values: readonly { readonly name: string; readonly code: number; readonly tlibName?: string }[] }>
  >;
  readonly events: Readonly<
    Record<
      string,
      {
        readonly topic: string;
        readonly code: number;
        readonly mandatory: readonly string[];
        readonly optional: readonly string[];
        readonly attributeSources: Readonly<Record<string, keyof typeof certaintyOf>>;
      }
    >
  >;
};

const certaintyOf = {
  cur: 'current',
  'cur-model': 'currentModel',
  leg: 'legacy',
  'leg-model': 'legacyModel',
  'inf-uni': 'universal',
  inf: 'inferred',
} as const;

const researched = new URL('../../../shared/domain/events.json', import.meta.url);
if (existsSync(researched)) {
  const file = JSON.parse(readFileSync(researched, 'utf8')) as Researched;
  const wireName = (name: string): string => file.attributes[name]?.jsonKey ?? name;

  describe('as researched', () => {
    test('the events are these, on these topics, with these codes and these attributes, mandatory or not, each as sure as it is', () => {
      const theirs = Object.entries(file.events).map(([name, event]) => ({
        name,
        topic: event.topic,
        code: event.code,
        attributes: [...event.mandatory.map((one) => [one, true] as const), ...event.optional.map((one) => [one, false] as const)]
          .map(([one, mandatory]) => `${wireName(one)} ${mandatory} ${certaintyOf[event.attributeSources[one] ?? 'inf']}`)
          .sort(),
      }));
      const ours = all.map((event) => ({
        name: event.name,
        topic: event.family === 'agentState' ? AGENT_TOPIC : CALL_TOPIC,
        code: event.code,
        attributes: event.attributes.map((one) => `${one.name} ${one.mandatory} ${one.certainty}`).sort(),
      }));
      expect(ours).toEqual(theirs);
    });

    test('the attributes are these, and each is read by all its spellings', () => {
      expect(Object.keys(attributes).sort()).toEqual(
        Object.values(file.attributes)
          .map((one) => one.jsonKey)
          .sort(),
      );
      const spellings = [
        ...Object.entries(file.attributes).flatMap(([name, { jsonKey, aliases }]) =>
          [name, ...aliases].map((spelling) => [jsonKey, spelling] as const),
        ),
        ...Object.entries(file.extraAttributes).flatMap(([spelling, { standsFor = '' }]) =>
          Object.hasOwn(file.attributes, standsFor) ? [[wireName(standsFor), spelling] as const] : [],
        ),
      ];
      for (const [name, spelling] of spellings) {
        if (name === 'id') expect(only(decodeJson({ [spelling]: 'EventAgentLogin' })).name, spelling).toBe('EventAgentLogin');
        else expect(fieldOf(name, { [spelling]: 1 }), spelling).toEqual(fieldOf(name, { [name]: 1 }));
      }
    });

    const enumNames = Object.keys(enumerations) as (keyof typeof enumerations)[];
    test.each(enumNames)('%s has these names and codes, and T-Library names are read', (name) => {
      const values = file.enums[name]?.values ?? [];
      expect(Object.entries(enumerations[name].values).map(([documented, [code]]) => [documented, code])).toEqual(
        values.map((one) => [one.name, one.code]),
      );
      const attribute = Object.entries(file.attributes).find(([, one]) => one.enum === name)?.[0] ?? name;
      for (const { name: documented, tlibName = documented } of values)
        expect(fieldOf(attribute, { [attribute]: tlibName }), tlibName).toBe(enumValue(documented));
    });
  });
}

/** What a field is decoded to. */
function fieldOf(attribute: string, members: Readonly<Record<string, unknown>>): unknown {
  const event: Readonly<Record<string, unknown>> = only(decodeJson({ id: 'EventAgentLogin', ...members }));
  return event[attributes[attribute as keyof typeof attributes].field];
}
