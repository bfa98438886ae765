import { describe, expect, it } from 'vitest';
import { HIDDEN, Mask } from '../../src/mask.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { event } from '../support/events.ts';
import { OUTSIDE } from './tokens.ts';

const mask = new Mask(OUTSIDE);
const call = (attributes: Readonly<Record<string, Json>>) =>
  mask.event(event('callThread', 'acme:t', { id: 'EventRinging', ...attributes }));
const agent = (attributes: Readonly<Record<string, Json>>) =>
  mask.event(event('agentState', 'acme:1001', { id: 'EventForwardSet', ...attributes }));

describe('behind a mask', () => {
  it.each(['ANI', 'Ani', 'a_n_i', 'AttributeANI', 'attribute-ani', ' ANI ', 'A N I'])('%s is a number of a caller', (spelling) => {
    const { ani, attributes } = call({ [spelling]: 'anonymous' });
    expect(ani).toBeNull();
    expect(attributes).toEqual({ id: 'EventRinging', [spelling]: HIDDEN });
  });

  it.each([
    [{ LastDigit: 7 }, { LastDigit: HIDDEN }],
    [{ collected_digits: [1, 2] }, { collected_digits: HIDDEN }],
    [
      { UserData: null, userdata: [['card', 4]] },
      { UserData: HIDDEN, userdata: HIDDEN },
    ],
    [{ OtherDN: 493012345 }, { OtherDN: HIDDEN }],
    [{ OtherDN: [' +493012345 ', '7001'] }, { OtherDN: [HIDDEN, '7001'] }],
    [
      { OtherDN: '7001', ThisDN: '\t493012345\n', DNIS: '800' },
      { OtherDN: '7001', ThisDN: HIDDEN, DNIS: '800' },
    ],
    [{ CallHistory: { FirstTransferOrigDN: '493012345', at: 'site' } }, { CallHistory: { FirstTransferOrigDN: HIDDEN, at: 'site' } }],
    [{ LastTransferOrigDN: '493012345' }, { LastTransferOrigDN: HIDDEN }],
    [
      { Extensions: [['to', 493012345]], Reasons: { ReasonCode: 5 } },
      { Extensions: [['to', HIDDEN]], Reasons: { ReasonCode: 5 } },
    ],
    [{ TreatmentParms: { text: { number: '493012345' } } }, { TreatmentParms: { text: { number: HIDDEN } } }],
    [
      { Callback: '493012345', site: 'blue', n: 7 },
      { Callback: HIDDEN, site: 'blue', n: 7 },
    ],
    [
      { data: [{ ANI: 'x', note: 'y', more: { 'Other DN': 493012345 } }] },
      { data: [{ ANI: HIDDEN, note: 'y', more: { 'Other DN': HIDDEN } }] },
    ],
  ])('%j is shown as %j', (sent, shown) => {
    expect(call(sent).attributes).toEqual({ id: 'EventRinging', ...shown });
  });

  it('numbers that identify something else stay: calls, times, agents, the network', () => {
    const sent = {
      CallID: 16777216,
      ConnID: '0123456789',
      TimeinSecs: 1656626400,
      TimeinuSecs: 573000,
      AgentID: '10010010',
      NetworkCallID: 99999999,
    };
    const { attributes, callId, connId, loginId } = call(sent);
    expect(attributes).toEqual({ id: 'EventRinging', ...sent });
    expect({ callId, connId, loginId }).toEqual({ callId: '16777216', connId: '0123456789', loginId: '10010010' });
  });

  it('no typed field tells what its attribute hides, spaces around a number or not', () => {
    const { otherDn, thirdPartyDn, thisDn, dnis, extensions, treatmentParms, userData, collectedDigits, lastCollectedDigit } = call({
      OtherDN: ' 493012345',
      ThirdPartyDN: 493012345,
      ThisDN: '+493012345 ',
      DNIS: ' 493012345 ',
      Extensions: { to: ' 493012345' },
      TreatmentParms: { a: { b: 493012345 } },
      UserData: { a: 1 },
      CollectedDigits: '1',
      LastCollectedDigit: '2',
    });
    expect({ otherDn, thirdPartyDn, thisDn, dnis, userData, collectedDigits, lastCollectedDigit }).toEqual({
      ...{ otherDn: null, thirdPartyDn: null, thisDn: null, dnis: null, userData: null, collectedDigits: null, lastCollectedDigit: null },
    });
    expect({ extensions, treatmentParms }).toEqual({ extensions: { to: HIDDEN }, treatmentParms: { a: { b: HIDDEN } } });
  });

  it('the telephone of an agent is no caller, be it at home; where it is forwarded to may be one', () => {
    const { thisDn, otherDn, attributes } = agent({ ThisDN: '493012345', OtherDN: '493012346' });
    expect({ thisDn, otherDn }).toEqual({ thisDn: '493012345', otherDn: null });
    expect(attributes).toEqual({ id: 'EventForwardSet', ThisDN: '493012345', OtherDN: HIDDEN });
  });

  it('an event is the same object for all who look', () => {
    const one = event('callThread', 'acme:t', { id: 'EventRinging', ANI: '1' });
    expect(mask.event(one)).toBe(mask.event(one));
    expect(one.ani).toBe('1');
  });
});
