/** docs/events.md against the gateway: whoever copies from it gets what it says. */
import { isEnumType, isObjectType, isUnionType, parse, subscribe, validate } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { EventDefinition } from '../../src/events/definition.ts';
import { attributes, certainties } from '../../src/events/vocabulary.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Hub } from '../../src/hub/hub.ts';
import { event } from '../support/events.ts';
import { contextOf } from '../support/state.ts';
import { below, blocks, pageText } from './reading.ts';

const schema = createSchema(catalogue);
const page = pageText('docs/events.md');
const all = [...catalogue.agentState, ...catalogue.callThread];

/** What a subscriber is delivered, up to an event that nobody filters out. */
async function delivered(subscription: string, happened: ReturnType<typeof event>): Promise<ExecutionResult> {
  const hub = new Hub();
  const document = parse(subscription);
  expect(validate(schema, document)).toEqual([]);
  const stream = await subscribe({ schema, document, contextValue: contextOf({ hub }) });
  if (!(Symbol.asyncIterator in stream)) return stream;
  const first = stream.next();
  hub.publish(happened);
  await stream.return();
  return (await first).value as ExecutionResult;
}

const section = (name: string): string => below(`### ${name}`, page);

/** The record of a section, decoded as if it came from Kafka under its key. */
function eventOf({ name, family }: EventDefinition): ReturnType<typeof event> {
  const [record = ''] = blocks('json', section(name));
  const key = /^In Kafka, under the key `(.+)`:$/m.exec(section(name))?.[1] ?? '';
  return event(family, key, JSON.parse(record) as Record<string, Json>);
}

describe.each(all.map((definition) => [definition.name, definition] as const))('the section on %s', (name, definition) => {
  it('has a record that decodes to this event', () => {
    const decoded = eventOf(definition);
    expect(decoded.type).toBe(name);
    expect(decoded.timeEstimated).toBe(false);
    expect(decoded.family === 'agentState' ? decoded.agentId : decoded.callThreadId).not.toBeNull();
  });

  it('has a subscription that delivers for this record what the section says', async () => {
    const [subscription = ''] = blocks('graphql', section(name));
    const [, said = ''] = blocks('json', section(name));
    const result = await delivered(subscription, eventOf(definition));
    expect(result.errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(result.data))).toEqual(JSON.parse(said));
    expect(said).toContain(`"__typename": "${name}"`);
  });

  it('says when it happens, and has a line for each attribute', () => {
    const text = section(name);
    for (const sentence of [definition.about, ...definition.rules]) expect(text).toContain(sentence);
    const type = schema.getType(name);
    const fields = isObjectType(type) ? type.getFields() : {};
    const rows = [...text.matchAll(/^\| `(\w+)` \| `(\w+)` \| (?:\[`|`)([\w![\]]+)`[^|]*\| (\w+) \| ([^|]+) \| (.+) \|$/gm)].map(
      ([, ...cells]) => cells,
    );
    expect(rows.map(([, wire]) => wire).toSorted()).toEqual(definition.attributes.map((one) => one.name).toSorted());
    for (const [field = '', wire = '', typeName, sent, , meaning] of rows) {
      const attribute = definition.attributes.find((one) => one.name === wire);
      expect(field).toBe(attributes[wire as keyof typeof attributes].field);
      expect(typeName).toBe(String(fields[field]?.type));
      expect(sent).toBe(attribute?.mandatory === true ? 'mandatory' : 'optional');
      expect(meaning).toBe(attributes[wire as keyof typeof attributes].about);
    }
  });

  it('is in the table of contents of its topic', () => {
    const topic = definition.family === 'agentState' ? 'Events of agents and telephones' : 'Events of calls';
    expect(below(`## ${topic}`, page)).toMatch(new RegExp(`^- \\[${name}\\]\\(#${name.toLowerCase()}\\): [A-Z].*\\.$`, 'm'));
  });
});

it('explains every source that a line names', () => {
  const rows = [...below('## How sure it is', page).matchAll(/^\| ([a-z ]+) \| (.+)\. \|$/gm)];
  expect(rows.map(([, , meaning]) => meaning)).toEqual(Object.values(certainties));
  const named = new Set([...page.matchAll(/ \| (?:mandatory|optional) \| ([^|]+) \| /g)].map(([, source]) => source ?? ''));
  expect(rows.map(([, source]) => source ?? '')).toEqual(expect.arrayContaining([...named]));
  expect(named.size).toBeGreaterThan(1);
});

it('has every value of every enumeration that an event can hold', () => {
  const members = ['AgentStateEvent', 'CallThreadEvent'].flatMap((union) => {
    const type = schema.getType(union);
    return isUnionType(type) ? type.getTypes() : [];
  });
  const names = new Set(members.flatMap((type) => Object.values(type.getFields()).map((field) => String(field.type))));
  const enums = [...names].map((name) => schema.getType(name)).filter((type) => isEnumType(type));
  expect(enums).toHaveLength(6);
  for (const type of enums) {
    const values = [...section(type.name).matchAll(/^\| `(\w+)` \| (?:`\w+` or \d+|anything else) \| .+\. \|$/gm)].map(
      ([, value]) => value,
    );
    expect(values).toEqual(type.getValues().map((value) => value.name));
  }
});

it('delivers an event that nobody knows as it says', async () => {
  const text = below('## What nobody has documented', page);
  const [record = '', said = ''] = blocks('json', text);
  const [subscription = ''] = blocks('graphql', text);
  const result = await delivered(subscription, event('agentState', 'acme:1001', JSON.parse(record) as Record<string, Json>));
  expect(JSON.parse(JSON.stringify(result.data))).toEqual(JSON.parse(said));
  expect(said).toContain('"__typename": "UnrecognizedAgentStateEvent"');
});
