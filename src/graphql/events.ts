/** The event types of the schema, all of them from the catalogue: interfaces, one type an event, unions and enumerations. */
import type { Catalogue } from '../events/catalogue.ts';
import type { EventAttribute, EventDefinition, Family } from '../events/definition.ts';
import { nameBit, unrecognizedTypes } from '../events/event.ts';
import type { VoiceEvent } from '../events/event.ts';
import { Delivered } from '../hub/event-stream.ts';
import { attributes, certainties, enumerations, enumValue, UNRECOGNIZED } from '../events/vocabulary.ts';
import type { Attribute, AttributeName, Kind } from '../events/vocabulary.ts';
import { addEnum } from './builder.ts';
import type { Builder } from './builder.ts';

/** Of the enumerations, by their names in the vocabulary. */
export const enumNames = {
  CallType: 'CallType',
  CallState: 'CallState',
  DNRole: 'DnRole',
  AgentWorkMode: 'AgentWorkMode',
  TreatmentType: 'TreatmentType',
  MonitorNextCallType: 'MonitorNextCallType',
} as const satisfies Record<keyof typeof enumerations, string>;

/** The GraphQL type of an attribute: one over the whole catalogue, or fragments on the unions would not merge. */
function typeOf(kind: Kind): string {
  switch (kind) {
    case 'name':
    case 'text':
      return 'String';
    case 'time':
      return 'DateTime';
    case 'id':
    case 'count':
      return 'ID';
    case 'list':
      return 'JSONObject';
    case 'history':
      return 'JSON';
    default:
      return enumNames[kind];
  }
}

const families = {
  agentState: {
    union: 'AgentStateEvent',
    interface: 'AgentEvent',
    topic: 'voice-agentstate',
    about: 'Something happened to an agent or a telephone (topic voice-agentstate).',
  },
  callThread: {
    union: 'CallThreadEvent',
    interface: 'CallEvent',
    topic: 'voice-callthread',
    about: 'Something happened to a call (topic voice-callthread).',
  },
} as const;

/** Attributes that every event of a family has by its interface, documented for it or not. */
const shared = {
  agentState: ['Server', 'ThisDN', 'AgentID'],
  callThread: ['Server', 'ThisDN', 'CallThreadID', 'ConnID', 'CallType', 'CallState'],
} as const satisfies Record<Family, readonly AttributeName[]>;

/** What the other types need of the event types. */
export type EventTypes = {
  /** By their names in the vocabulary. */
  readonly enums: Readonly<Record<keyof typeof enumNames, ReturnType<typeof addEnumeration>>>;
} & {
  readonly [F in Family]: {
    readonly union: ReturnType<typeof unionOf>;
    /** Its values are the bits of `nameBit`. */
    readonly names: ReturnType<typeof namesOf>;
  };
};

export function addEventTypes(builder: Builder, catalogue: Catalogue): EventTypes {
  const enumOf = (name: keyof typeof enumNames) => addEnumeration(builder, enumNames[name], enumerations[name]);
  const enums = {
    CallType: enumOf('CallType'),
    CallState: enumOf('CallState'),
    DNRole: enumOf('DNRole'),
    AgentWorkMode: enumOf('AgentWorkMode'),
    TreatmentType: enumOf('TreatmentType'),
    MonitorNextCallType: enumOf('MonitorNextCallType'),
  };
  const voiceEvent = addVoiceEvent(builder);
  const familyTypes = (family: Family) => {
    const familyInterface = addFamilyInterface(builder, voiceEvent, family);
    const members = [
      ...catalogue[family].map((definition) => addEvent(builder, [voiceEvent, familyInterface], definition)),
      addUnrecognized(builder, [voiceEvent, familyInterface], family),
    ];
    return { union: unionOf(builder, family, members), names: namesOf(builder, family, catalogue[family]) };
  };
  return { enums, agentState: familyTypes('agentState'), callThread: familyTypes('callThread') };
}

function addEnumeration(
  builder: Builder,
  name: string,
  { about, values }: { about: string; values: Readonly<Record<string, readonly [number, string]>> },
) {
  return addEnum<string>(builder, name, about, {
    ...Object.fromEntries(
      Object.entries(values).map(([documented, [code, meaning]]) => [
        enumValue(documented),
        `${meaning} T-Library: ${documented} (${code}).`,
      ]),
    ),
    [UNRECOGNIZED]: 'A value that the documentation does not list; `attributes` has it as received.',
  });
}

function addVoiceEvent(builder: Builder) {
  const ref = builder.interfaceRef<VoiceEvent>('VoiceEvent');
  ref.implement({
    description: 'What all events have in common.',
    resolveType: (event) => event.type,
    fields: (t) => ({
      eventId: t.exposeID('eventId', {
        description:
          'topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it.',
      }),
      name: t.exposeString('name', {
        description: 'The documented name of the event, for example EventAgentLogin; for an unknown event the name as received.',
      }),
      tenantId: t.exposeID('tenantId', { description: 'The tenant: the part of the record key before its first colon.' }),
      time: t.expose('time', {
        type: 'DateTime',
        description:
          "When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this.",
      }),
      timeEstimated: t.exposeBoolean('timeEstimated', {
        description: "Whether `time` is the record's timestamp, because the event had none.",
      }),
      cursor: t.field({
        type: 'Cursor',
        description:
          'The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record.',
        resolve: (event, _args, context, { rootValue }) =>
          rootValue instanceof Delivered ? rootValue.cursor : context.services.log.cursorAfter(event),
      }),
      receivedAt: t.expose('receivedAt', {
        type: 'DateTime',
        description: 'When this replica of the gateway read the record. Differs between replicas.',
      }),
      missingAttributes: t.exposeStringList('missingAttributes', {
        description:
          'Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same.',
      }),
      attributes: t.expose('attributes', {
        type: 'JSONObject',
        description:
          'Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings.',
      }),
      ...sharedFields(t, ['ThisDN', 'Server']),
    }),
  });
  return ref;
}

function addFamilyInterface(builder: Builder, voiceEvent: ReturnType<typeof addVoiceEvent>, family: Family) {
  const ref = builder.interfaceRef<VoiceEvent>(families[family].interface);
  ref.implement({
    description: `${families[family].about} What all of these events have in common.`,
    interfaces: [voiceEvent],
    resolveType: (event) => event.type,
    fields: (t) => ({
      ...(family === 'agentState'
        ? {
            agentId: t.exposeID('agentId', {
              nullable: true,
              description: 'The agent: the part of the record key behind its first colon. Null for a telephone without an agent.',
            }),
          }
        : {}),
      ...sharedFields(t, family === 'agentState' ? ['AgentID'] : ['CallThreadID', 'ConnID', 'CallType', 'CallState']),
    }),
  });
  return ref;
}

type FieldBuilder = Parameters<NonNullable<Parameters<ReturnType<Builder['objectRef']>['implement']>[0]['fields']>>[0];

/** The catalogue decides the field's type, which Pothos' types cannot follow: this is the one place without them. */
function attributeField(t: unknown, name: AttributeName, description: string) {
  const { field, kind }: Attribute = attributes[name];
  return (t as FieldBuilder).field({
    // oxlint-disable-next-line typescript/no-explicit-any
    type: typeOf(kind) as any,
    nullable: true,
    description,
    // oxlint-disable-next-line typescript/no-explicit-any
    resolve: (event: any) => event[field] as never,
  });
}

function sharedFields(t: unknown, names: readonly AttributeName[]) {
  return Object.fromEntries(
    names.map((name) => [attributes[name].field, attributeField(t, name, `${attributes[name].about} On the wire: ${name}.`)]),
  );
}

type Interfaces = readonly [ReturnType<typeof addVoiceEvent>, ReturnType<typeof addFamilyInterface>];

function addEvent(builder: Builder, interfaces: Interfaces, definition: EventDefinition) {
  const ref = builder.objectRef<VoiceEvent>(definition.name);
  const own = definition.attributes.filter(
    ({ name }) => name !== 'id' && name !== 'time' && !shared[definition.family].some((one) => one === name),
  );
  ref.implement({
    description: [definition.about, ...definition.rules.map((rule) => `- ${rule}`), `T-Library message ${definition.code}.`].join('\n'),
    interfaces: [...interfaces],
    fields: (t) => Object.fromEntries(own.map((one) => [attributes[one.name].field, attributeField(t, one.name, ownDescription(one))])),
  });
  return ref;
}

function ownDescription({ name, mandatory, certainty }: EventAttribute): string {
  return `${attributes[name].about} On the wire: ${name}, ${mandatory ? 'mandatory' : 'optional'}: ${certainties[certainty]}.`;
}

function addUnrecognized(builder: Builder, interfaces: Interfaces, family: Family) {
  const ref = builder.objectRef<VoiceEvent>(unrecognizedTypes[family]);
  ref.implement({
    description: `An event on ${families[family].topic} that is none of the documented ones of this topic: nothing is lost when the platform learns new events. \`name\` is what was sent, \`attributes\` holds the rest.`,
    interfaces: [...interfaces],
  });
  return ref;
}

function unionOf(builder: Builder, family: Family, members: ReturnType<typeof addEvent>[]) {
  return builder.unionType(families[family].union, {
    description: `${families[family].about} \`__typename\` tells which: select the fields of the events that you want by fragments, and what all have in common by a fragment on ${families[family].interface}.`,
    types: members,
    resolveType: (event) => event.type,
  });
}

function namesOf(builder: Builder, family: Family, definitions: readonly EventDefinition[]) {
  const union = families[family].union;
  return builder.enumType(`${union}Name`, {
    description: `The names of the events in ${union}, to subscribe to some of them only.`,
    values: {
      ...Object.fromEntries(
        definitions.map((definition) => [definition.name, { value: nameBit(definition), description: definition.about }]),
      ),
      [UNRECOGNIZED]: { value: nameBit(null), description: 'All events that the documentation does not know.' },
    },
  });
}
