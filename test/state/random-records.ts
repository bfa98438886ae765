/** Records of a world so small that its calls, telephones, agents and queues keep meeting: for properties. */
import * as fc from 'fast-check';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { enumerations } from '../../src/events/vocabulary.ts';
import type { EnumerationName } from '../../src/events/vocabulary.ts';
import { HOUR_MS, SECOND_MS } from './log.ts';
import type { Attributes, Log } from './log.ts';

export const AGENTS = ['1001', '1002', '1003'] as const;
export const TELEPHONES = ['7001', '7002', '7003'] as const;
export const QUEUES = ['q1', 'q2', 'rp'] as const;
export const THREADS = ['t1', 't2', 't3'] as const;
export const CALLS = ['c1@1', 'c2@1', 'c3@1'] as const;

export type Move = {
  /** Passes before the record. */
  readonly gapMs: number;
  readonly family: Family;
  readonly entityId: string;
  readonly name: string;
  readonly attributes: Attributes;
};

const documented = (name: EnumerationName): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(enumerations[name].values));
const gap = fc.constantFrom(...Array<number>(20).fill(0), 10, SECOND_MS, 31 * SECOND_MS, 61 * SECOND_MS, HOUR_MS, 25 * HOUR_MS);
const telephone = fc.constantFrom(...TELEPHONES);
const anyDn = fc.constantFrom(...TELEPHONES, ...TELEPHONES, ...QUEUES);
const list = fc.constantFrom({ ReasonCode: 'Lunch' }, { ReasonCode: 7 }, { other: 'x' }, {});

const agentMove: fc.Arbitrary<Move> = fc
  .record({
    gapMs: gap,
    entityId: fc.constantFrom(...AGENTS, ''),
    name: fc.constantFrom(
      ...catalogue.agentState.map((event) => event.name),
      ...['Login', 'Ready', 'NotReady', 'Logout'].map((one) => `EventAgent${one}`),
    ),
    attributes: fc.record(
      {
        ThisDN: telephone,
        ThisQueue: fc.constantFrom(...QUEUES),
        AgentID: fc.constantFrom(...AGENTS, 'jdoe'),
        ConnID: fc.constantFrom(...CALLS),
        OtherDN: telephone,
        OtherDNRole: documented('DNRole'),
        AgentWorkMode: documented('AgentWorkMode'),
        MonitorNextCallType: documented('MonitorNextCallType'),
        Reasons: list,
        Extensions: list,
      },
      { requiredKeys: ['ThisDN'] },
    ),
  })
  .map((move): Move => Object.assign({ family: 'agentState' as const }, move));

const callMove: fc.Arbitrary<Move> = fc
  .record({
    gapMs: gap,
    // Mostly a thread has a call of its own.
    place: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...THREADS.map((thread, n) => [thread, CALLS[n] ?? ''] as const)) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...THREADS), fc.constantFrom(...CALLS)) },
    ),
    name: fc.oneof(
      fc.constantFrom(...catalogue.callThread.map((event) => event.name)),
      fc.constantFrom(
        'EventQueued',
        'EventRouteRequest',
        'EventRouteUsed',
        'EventDiverted',
        'EventRinging',
        'EventEstablished',
        'EventReleased',
      ),
    ),
    attributes: fc.record(
      {
        ThisDN: anyDn,
        ThisQueue: fc.constantFrom(...QUEUES),
        ThisDNRole: documented('DNRole'),
        OtherDN: anyDn,
        OtherDNRole: documented('DNRole'),
        ThirdPartyDN: anyDn,
        CallState: fc.constantFrom('Ok', 'Ok', 'Ok', 'Transferred', 'Redirected', 'Conferenced', 'ConverseOn', 'Busy'),
        CallType: documented('CallType'),
        PreviousConnID: fc.constantFrom(...CALLS),
        AgentID: fc.constantFrom(...AGENTS, 'jdoe'),
        ANI: fc.constantFrom('111', '222'),
        DNIS: fc.constantFrom('800', '900'),
        UserData: list,
        TreatmentType: documented('TreatmentType'),
        CollectedDigits: fc.constantFrom('1', '42'),
      },
      { requiredKeys: ['ThisDN'] },
    ),
  })
  .map(({ gapMs, place: [entityId, ConnID], name, attributes }): Move => {
    return { gapMs, family: 'callThread', entityId, name, attributes: { ConnID, ...attributes } };
  });

export const moves: fc.Arbitrary<Move[]> = fc.array(fc.oneof({ weight: 2, arbitrary: agentMove }, { weight: 3, arbitrary: callMove }), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

/** Writes the record of a move, after its gap. */
export function make(log: Log, { gapMs, family, entityId, name, attributes }: Move): void {
  log.skip(gapMs);
  if (family === 'agentState') log.agent(entityId, name, attributes);
  else log.call(entityId, name, attributes);
}
