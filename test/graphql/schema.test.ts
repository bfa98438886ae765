import { readFileSync } from 'node:fs';
import { getNamedType, isEnumType, isInputObjectType, isObjectType, isUnionType, printSchema } from 'graphql';
import type { GraphQLNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import {
  agentActivities,
  agentStateSummaries,
  callThreadEndReasons,
  callThreadStatuses,
  partyStates,
  queueOutcomes,
  treatmentStates,
  tristates,
} from '../../src/state/model.ts';

const schema = createSchema(catalogue);
const types: GraphQLNamedType[] = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

const membersOf = (name: string) => {
  const union = schema.getType(name);
  if (!isUnionType(union)) throw new Error(`${name} is no union`);
  return union.getTypes();
};

describe('the schema', () => {
  it('is what schema/schema.graphql says', () => {
    expect(`${printSchema(schema)}\n`).toBe(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
  });

  it.each([
    ['AgentStateEvent', 'agentState', 'UnrecognizedAgentStateEvent', 'AgentEvent'],
    ['CallThreadEvent', 'callThread', 'UnrecognizedCallThreadEvent', 'CallEvent'],
  ] as const)('has the 21 documented events and the unrecognized ones in %s', (union, family, unrecognized, common) => {
    expect(membersOf(union).map(({ name }) => name)).toEqual([...catalogue[family].map(({ name }) => name), unrecognized]);
    expect(membersOf(union)).toHaveLength(22);
    for (const member of membersOf(union)) expect(member.getInterfaces().map(({ name }) => name)).toEqual(['VoiceEvent', common]);
    const names = schema.getType(`${union}Name`);
    expect(isEnumType(names) && names.getValues().map(({ name }) => name)).toEqual([
      ...catalogue[family].map(({ name }) => name),
      'UNRECOGNIZED',
    ]);
  });

  it('gives a field one type and one nullability wherever it occurs, so that fragments on the unions merge', () => {
    const typeByField = new Map<string, string>();
    for (const type of [...membersOf('AgentStateEvent'), ...membersOf('CallThreadEvent')]) {
      for (const field of Object.values(type.getFields())) {
        expect(`${field.name}: ${String(field.type)}`).toBe(`${field.name}: ${typeByField.get(field.name) ?? String(field.type)}`);
        typeByField.set(field.name, String(field.type));
      }
    }
  });

  it('is nullable but for what the gateway itself vouches for, and nowhere an Int on an event', () => {
    const nonNull = new Set<string>();
    for (const type of [...membersOf('AgentStateEvent'), ...membersOf('CallThreadEvent')]) {
      for (const field of Object.values(type.getFields())) {
        if (String(field.type).endsWith('!')) nonNull.add(field.name);
        expect(String(field.type)).not.toMatch(/^(Int|Float)/);
      }
    }
    expect([...nonNull].toSorted()).toEqual([
      'attributes',
      'cursor',
      'eventId',
      'missingAttributes',
      'name',
      'receivedAt',
      'tenantId',
      'time',
      'timeEstimated',
    ]);
  });

  it('spells fields and enum values as the contract says', () => {
    const fields = new Set(types.flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : [])));
    for (const name of [
      'loginId',
      'thisDn',
      'thisDnRole',
      'ani',
      'dnis',
      'callThreadId',
      'connId',
      'treatmentParms',
      'customerId',
      'monitorNextCallType',
    ]) {
      expect(fields).toContain(name);
    }
    const valuesOf = (name: string) => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    };
    expect(valuesOf('CallState')).toEqual(expect.arrayContaining(['OK', 'SIT_INVALIDNUM', 'ANSWERING_MACHINE_DETECTED', 'UNRECOGNIZED']));
    expect(valuesOf('TreatmentType')).toEqual(expect.arrayContaining(['IVR', 'RING_BACK', 'RAN', 'UNRECOGNIZED']));
    expect(
      types
        .filter((type) => isEnumType(type))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(
      [
        'AgentActivity',
        'AgentStateEventName',
        'AgentStateSummary',
        'AgentWorkMode',
        'CallState',
        'CallThreadEndReason',
        'CallThreadEventName',
        'CallThreadStatus',
        'CallType',
        'DnRole',
        'MonitorNextCallType',
        'PartyState',
        'QueueOutcome',
        'TreatmentState',
        'TreatmentType',
        'Tristate',
        'UpdateKind',
      ].toSorted(),
    );
  });

  it.each([
    ['AgentStateSummary', agentStateSummaries],
    ['AgentActivity', agentActivities],
    ['Tristate', tristates],
    ['CallThreadStatus', callThreadStatuses],
    ['CallThreadEndReason', callThreadEndReasons],
    ['PartyState', partyStates],
    ['QueueOutcome', queueOutcomes],
    ['TreatmentState', treatmentStates],
  ])('has in %s the values that the state tells, in their order', (name, values) => {
    const type = schema.getType(name);
    expect(isEnumType(type) && type.getValues().map((value) => value.name)).toEqual(values);
  });

  it('filters by what the contract lists', () => {
    const members = (name: string) => {
      const type = schema.getType(name);
      return isInputObjectType(type) ? Object.values(type.getFields()).map((field) => `${field.name}: ${String(field.type)}`) : [];
    };
    expect(members('AgentFilter')).toEqual([
      'agentIds: [ID!]',
      'states: [AgentStateSummary!]',
      'queueIds: [ID!]',
      'dns: [ID!]',
      'stateLongerThanSeconds: Int',
    ]);
    expect(members('CallThreadFilter')).toEqual([
      'callThreadIds: [ID!]',
      'statuses: [CallThreadStatus!]',
      'agentIds: [ID!]',
      'queueIds: [ID!]',
      'dns: [ID!]',
      'ani: String',
      'dnis: String',
      'waitingLongerThanSeconds: Int',
    ]);
  });

  it('tells of whatever may be unknown or null when it is', () => {
    const state = ['Agent', 'AgentSession', 'QueueLogin', 'DirectoryNumber', 'Monitoring', 'CallThread', 'Call', 'Party', 'QueueEntry'];
    const silent: string[] = [];
    for (const name of [...state, 'Treatment', 'Queue', 'TenantSummary', 'PageInfo']) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is no type`);
      for (const field of Object.values(type.getFields())) {
        const wanted = String(field.type).endsWith('!') ? /UNKNOWN|unknown/ : /null/i;
        const enumeration = getNamedType(field.type);
        const mayBeUnknown = isEnumType(enumeration) && enumeration.getValues().some((value) => value.name === 'UNKNOWN');
        if (String(field.type).endsWith('!') && !mayBeUnknown) continue;
        if (!wanted.test(field.description ?? '')) silent.push(`${name}.${field.name}`);
      }
    }
    expect(silent).toEqual([]);
  });
});
