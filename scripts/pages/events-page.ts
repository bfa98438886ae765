/** docs/events.md: all events with their attributes, an example of each as it is in Kafka and as it is delivered. */
import { readFile } from 'node:fs/promises';
import { isObjectType } from 'graphql';
import { catalogue } from '../../src/events/catalogue.ts';
import type { EventAttribute, EventDefinition, Family } from '../../src/events/definition.ts';
import { attributes, certainties, enumerations, enumValue, UNRECOGNIZED } from '../../src/events/vocabulary.ts';
import type { Certainty, JsonObject } from '../../src/events/vocabulary.ts';
import { enumNames } from '../../src/graphql/events.ts';
import { deliveryOf, schema } from './answers.ts';
import { otherEvent, TOPICS } from './contact-centre.ts';
import { eventExamples } from './event-examples.ts';
import type { EventExample } from './event-examples.ts';
import { anchor, code, json, table } from './markdown.ts';
import { fillPage } from './page.ts';
import { aboutPart, fieldsPart, typeLink } from './schema-tables.ts';
import type { Places } from './schema-tables.ts';

const PAGE = new URL('../../docs/events.md', import.meta.url);

/** How sure something is, in a word or two. */
const sources: Readonly<Record<Certainty, string>> = {
  current: 'manual',
  currentModel: 'call model',
  legacy: 'legacy manual',
  legacyModel: 'legacy call model',
  universal: 'assumed',
  inferred: 'inferred',
};

const places: Places = new Map(Object.values(enumNames).map((name) => [name, '']));

export async function eventsPage(): Promise<string> {
  const examples = await eventExamples();
  return fillPage(await readFile(PAGE, 'utf8'), {
    about: aboutPart,
    fields: fieldsPart(places),
    sources: () =>
      table(
        ['known from', 'that is'],
        Object.entries(certainties).map(([certainty, meaning]) => [sources[certainty as Certainty], `${meaning}.`]),
      ),
    contents: (family) => definitionsOf(family).map(contentsLine).join('\n'),
    events: (family) =>
      definitionsOf(family)
        .map((definition) => section(definition, examples.get(definition.name)))
        .join('\n\n'),
    enumerations: () =>
      Object.keys(enumerations)
        .map((name) => enumeration(name as keyof typeof enumerations))
        .join('\n\n'),
    unknown: unknownEvent,
  });
}

function definitionsOf(family: string): readonly EventDefinition[] {
  if (!Object.hasOwn(TOPICS, family)) throw new Error(`no family of events: ${family}`);
  return catalogue[family as Family];
}

function contentsLine({ name, about }: EventDefinition): string {
  const [sentence = about] = /^.*?\.(?= |$)/s.exec(about) ?? [];
  return `- [${name}](#${anchor(name)}): ${sentence}`;
}

function section(definition: EventDefinition, example: EventExample | undefined): string {
  if (example === undefined) throw new Error(`${definition.name} has no example`);
  const { name, about, rules, code: message } = definition;
  return [
    `### ${name}`,
    about,
    ...(rules.length === 0 ? [] : [rules.map((rule) => `- ${rule}`).join('\n')]),
    `T-Library message ${message}.`,
    attributeTable(definition),
    `In Kafka, under the key \`${example.record.key}\`:`,
    code('json', json(JSON.parse(example.record.value))),
    'Subscribed to by',
    code('graphql', example.subscription),
    'it is delivered as',
    code('json', json(example.delivered)),
  ].join('\n\n');
}

function attributeTable({ name, attributes: own }: EventDefinition): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`the schema has no ${name}`);
  const fields = type.getFields();
  return table(
    ['field', 'on the wire', 'type', 'sent', 'known from', 'meaning'],
    [...own.filter(({ mandatory }) => mandatory), ...own.filter(({ mandatory }) => !mandatory)].map((one: EventAttribute) => {
      const { field, about } = attributes[one.name];
      const described = fields[field];
      if (described === undefined) throw new Error(`${name} has no field ${field}`);
      return [
        `\`${field}\``,
        `\`${one.name}\``,
        typeLink(described.type, places),
        one.mandatory ? 'mandatory' : 'optional',
        sources[one.certainty],
        about,
      ];
    }),
  );
}

function enumeration(name: keyof typeof enumerations): string {
  const { about, values } = enumerations[name];
  return [
    `### ${enumNames[name]}`,
    about,
    table(
      ['value', 'on the wire', 'means'],
      [
        ...Object.entries(values).map(([documented, [number, meaning]]) => [
          `\`${enumValue(documented)}\``,
          `\`${documented}\` or ${number}`,
          meaning,
        ]),
        [`\`${UNRECOGNIZED}\``, 'anything else', '`attributes` has it as received.'],
      ],
    ),
  ].join('\n\n');
}

const UNKNOWN: JsonObject = {
  id: 'EventAgentBreak',
  AgentID: '1001',
  BreakKind: 'short',
  time: { TimeinSecs: 1767600000, TimeinuSecs: 0 },
};
const SUBSCRIPTION_TO_UNKNOWN = `subscription {
  agentStateEvents(tenantId: "acme", events: [UNRECOGNIZED]) {
    __typename
    ... on AgentEvent { name agentId loginId thisDn missingAttributes attributes time }
  }
}`;

/** Made up: what nobody knows, no simulator knows. */
async function unknownEvent(): Promise<string> {
  const event = otherEvent(TOPICS.agentState, 'acme:1001', UNKNOWN);
  return [
    code('json', json(UNKNOWN)),
    'Subscribed to by',
    code('graphql', SUBSCRIPTION_TO_UNKNOWN),
    'it is delivered as',
    code('json', json(await deliveryOf(SUBSCRIPTION_TO_UNKNOWN, event))),
  ].join('\n\n');
}
