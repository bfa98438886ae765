/** Records to events: the forms of a value, what is rejected and why, which member is which attribute, and what every event looks like. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { flat } from '../../src/events/decoded-event.ts';
import { attributes } from '../../src/events/vocabulary.ts';
import {
  AGENT_TOPIC,
  CALL_TOPIC,
  decodeBytes,
  decodeJson,
  decoderOf,
  decodeText,
  login,
  MAX_RECORD_BYTES,
  only,
  ringing,
  TIMESTAMP_MS,
} from './decoding.ts';
import type { Given } from './decoding.ts';

const reasonsOf = (decoded: ReturnType<typeof decodeBytes>): Record<string, number> => Object.fromEntries(decoded.rejected);
const rejected = (value: Buffer | null, given?: Given): Record<string, number> => {
  const decoded = decodeBytes(value, given);
  expect(decoded.events).toEqual([]);
  return reasonsOf(decoded);
};
const namesOf = (value: unknown): readonly string[] => decodeJson(value).events.map((event) => event.name);

describe('a value', () => {
  const value = '{"id":"EventAgentLogin","ThisDN":"5001"}';

  test('is UTF-8 JSON, with or without a byte order mark, with space around it', () => {
    for (const text of [value, `\uFEFF${value}`, ` \r\n\t${value}\n`, `\uFEFF ${value} `])
      expect(only(decodeText(text)).thisDn, JSON.stringify(text)).toBe('5001');
    expect(login({ ThisDN: 'Zürich ☎ 😀' }).thisDn).toBe('Zürich ☎ 😀');
  });

  test('that is an array holds events, each with an identifier of its own', () => {
    const decoded = decodeJson([{ id: 'EventAgentLogin' }, { id: 'EventAgentReady' }, { data: { id: 'EventAgentLogout' } }]);
    expect(decoded.events.map((event) => [event.name, event.eventId])).toEqual([
      ['EventAgentLogin', 'voice-agentstate:3:42'],
      ['EventAgentReady', 'voice-agentstate:3:42:1'],
      ['EventAgentLogout', 'voice-agentstate:3:42:2'],
    ]);
    expect(reasonsOf(decoded)).toEqual({});
    expect(only(decodeJson([{ id: 'EventAgentLogin' }])).eventId).toBe('voice-agentstate:3:42');
  });

  test('that is an array costs only those of its elements that are no events', () => {
    const decoded = decodeJson([
      1,
      { id: 'EventAgentLogin' },
      null,
      {},
      [{ id: 'EventAgentLogin' }],
      'EventAgentLogin',
      { id: 'EventDNDOn', time: 'noon' },
    ]);
    expect(decoded.events.map((event) => [event.name, event.eventId])).toEqual([
      ['EventAgentLogin', 'voice-agentstate:3:42:1'],
      ['EventDNDOn', 'voice-agentstate:3:42:6'],
    ]);
    expect(reasonsOf(decoded)).toEqual({ NOT_AN_EVENT: 4, NO_EVENT_NAME: 1 });
    expect(decoded.oddities).toEqual(['TIME_UNREADABLE']);
  });

  test.each(['event', 'data', 'payload', 'message'])('may wrap the event in `%s`', (member) => {
    const event = { id: 'EventAgentLogin', ThisDN: '5001' };
    for (const envelope of [
      { [member]: event },
      { [member]: event, id: 'b7e4', name: 'com.example.agent', time: 1, ThisDN: 'not this one' },
      { [member]: { [member]: event } },
    ]) {
      const decoded = only(decodeJson(envelope));
      expect(decoded).toMatchObject({ name: 'EventAgentLogin', thisDn: '5001', timeEstimated: true });
      expect(decoded.attributes).toEqual(event);
    }
    expect(namesOf([{ [member]: event }, { [member]: { id: 'Unheard' } }])).toEqual(['EventAgentLogin', 'Unheard']);
  });

  test('wraps the event in whichever of these members has it', () => {
    expect(namesOf({ event: { version: 1 }, payload: { id: 'EventAgentLogin' } })).toEqual(['EventAgentLogin']);
    expect(namesOf({ data: {}, payload: { offset: 1 }, message: { id: 73 } })).toEqual(['EventAgentLogin']);
  });

  test('is no wrapper where its own name is that of an event', () => {
    const inner = { id: 'EventAgentLogout' };
    for (const member of ['event', 'data', 'payload', 'message'])
      expect(namesOf({ id: 'EventAgentLogin', [member]: inner })).toEqual(['EventAgentLogin']);
    expect(namesOf({ name: 73, event: inner })).toEqual(['EventAgentLogin']);
  });

  test('is no wrapper where these members are no objects', () => {
    for (const member of ['data', 'payload', 'message'])
      for (const other of ['text', 1, null, [inner()], true]) {
        expect(namesOf({ id: 'Unheard', [member]: other })).toEqual(['Unheard']);
        expect(reasonsOf(decodeJson({ [member]: other }))).toEqual({ NO_EVENT_NAME: 1 });
      }
    function inner() {
      return { id: 'EventAgentLogin' };
    }
  });

  test('with a name of its own is kept, whatever it wraps, where no event is in it', () => {
    const event = only(decodeJson({ id: 'EventOfTomorrow', data: { level: 3 } }));
    expect(event).toMatchObject({ type: 'UnrecognizedAgentStateEvent', name: 'EventOfTomorrow', attributes: { data: { level: 3 } } });
  });
});

describe('a record is rejected', () => {
  const good = Buffer.from('{"id":"EventAgentLogin"}');

  test('without a tenant', () => {
    for (const key of [null, '', 'x', ':x']) expect(rejected(good, { key })).toEqual({ NO_TENANT: 1 });
  });

  test('as a tombstone where its value is null', () => {
    expect(rejected(null)).toEqual({ TOMBSTONE: 1 });
  });

  test('above the configured size only, without a look at it', () => {
    const decode = decoderOf(catalogue, good.length);
    expect(decodeBytes(good, { decode }).events).toHaveLength(1);
    expect(rejected(Buffer.concat([good, Buffer.from(' ')]), { decode })).toEqual({ TOO_LARGE: 1 });
    expect(rejected(Buffer.alloc(MAX_RECORD_BYTES + 1, 0xff))).toEqual({ TOO_LARGE: 1 });
    expect(rejected(Buffer.alloc(MAX_RECORD_BYTES, 0xff))).toEqual({ NOT_UTF8: 1 });
  });

  test('of more than ten thousand events, which would hold everything else, and takes one of just so many', () => {
    const many = (count: number) => Buffer.from(JSON.stringify(Array.from({ length: count }, () => ({ id: 'EventOnHook' }))));
    expect(rejected(many(10_001))).toEqual({ TOO_LARGE: 1 });
    expect(decodeBytes(many(10_000)).events).toHaveLength(10_000);
  });

  test('where its bytes are not UTF-8', () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]])
      expect(rejected(Buffer.from(bytes))).toEqual({ NOT_UTF8: 1 });
  });

  test('where its text is not JSON', () => {
    for (const text of [
      '',
      ' ',
      '\uFEFF',
      '\uFEFF\uFEFF{}',
      '{',
      '{"id":"EventAgentLogin"',
      "{'id':1}",
      '{"id":}',
      '{"id":"EventAgentLogin"}{}',
      'EventAgentLogin',
      '[1,]',
      'NaN',
    ])
      expect(rejected(Buffer.from(text)), JSON.stringify(text)).toEqual({ NOT_JSON: 1 });
  });

  test('where its JSON is no object and no array of objects', () => {
    for (const text of ['null', 'true', '0', '"EventAgentLogin"', '[]', '[[]]', '[null]', '12345678901234567890'])
      expect(rejected(Buffer.from(text)), text).toEqual({ NOT_AN_EVENT: 1 });
  });

  test('where the event has no name', () => {
    for (const object of [
      {},
      { ThisDN: '5001' },
      { id: '' },
      { id: ' ', name: null },
      { id: {}, event: [] },
      { data: {} },
      { data: { event: {} } },
      { id: true },
    ])
      expect(rejected(Buffer.from(JSON.stringify(object))), JSON.stringify(object)).toEqual({ NO_EVENT_NAME: 1 });
  });

  test('for the first reason in order: key, tombstone, size, UTF-8, JSON, object, name', () => {
    const decode = decoderOf(catalogue, 10);
    expect(rejected(null, { key: 'x' })).toEqual({ NO_TENANT: 1 });
    expect(rejected(Buffer.alloc(11, 0xff), { key: 'x', decode })).toEqual({ NO_TENANT: 1 });
    expect(rejected(Buffer.alloc(11, 0xff), { decode })).toEqual({ TOO_LARGE: 1 });
    expect(rejected(Buffer.from([0x7b, 0xff]), { decode })).toEqual({ NOT_UTF8: 1 });
    expect(rejected(Buffer.from('[1'), { decode })).toEqual({ NOT_JSON: 1 });
    expect(rejected(Buffer.from('[1,{}]'), { decode })).toEqual({ NOT_AN_EVENT: 1, NO_EVENT_NAME: 1 });
  });
});

describe('the name of an event', () => {
  const NAME_MEMBERS = ['id', 'Event', 'event', 'eventName', 'name', 'messageName'];

  test.each(NAME_MEMBERS)('is read from `%s`', (member) => {
    for (const name of ['EventAgentLogin', 'eventagentlogin', 'AGENTLOGIN', ' AgentLogin\t', 73, '73', ' 73 '])
      expect(only(decodeJson({ [member]: name })), String(name)).toMatchObject({ type: 'EventAgentLogin', name: 'EventAgentLogin' });
  });

  test('is the first of these members that has one', () => {
    for (const [n, first] of NAME_MEMBERS.entries()) {
      const later = NAME_MEMBERS.slice(n + 1).map((member) => [member, 'EventAgentLogout']);
      const earlier = NAME_MEMBERS.slice(0, n).map((member, i) => [member, [null, '', ' ', {}, [], false][i]]);
      expect(namesOf(Object.fromEntries([...later, ...earlier, [first, 'EventAgentLogin']])), first).toEqual(['EventAgentLogin']);
    }
  });

  test('is found under these members in other spellings too', () => {
    for (const member of ['ID', 'event_name', 'Event Name', 'MessageName', 'AttributeEvent', 'NAME'])
      expect(namesOf({ [member]: 'EventAgentLogin' }), member).toEqual(['EventAgentLogin']);
  });

  test('that nobody knows makes an event of the unknown, with everything that was sent', () => {
    for (const id of ['EventOfTomorrow', 'EventAgentLoginX', 'Event', '9999', '073', 'constructor', '__proto__', '73.5']) {
      const event = only(decodeJson({ id, ThisDN: 5001, Novelty: { a: [1] } }));
      expect(event).toMatchObject({ type: 'UnrecognizedAgentStateEvent', name: id, nameBit: 1, thisDn: '5001', missingAttributes: [] });
      expect(event.attributes).toEqual({ id, ThisDN: 5001, Novelty: { a: [1] } });
    }
    expect(ringing({ id: ' Novel ' })).toMatchObject({ type: 'UnrecognizedCallThreadEvent', name: 'Novel', callThreadId: 'entity-1' });
    expect(only(decodeText('{"id":12345678901234567890}')).name).toBe('12345678901234567890');
  });

  test('of the other topic is kept as documented, though the event is none of this topic', () => {
    const call = only(decodeJson({ id: 'ringing', ThisDN: '5001' }, { topic: AGENT_TOPIC }));
    expect(call).toMatchObject({
      family: 'agentState',
      type: 'UnrecognizedAgentStateEvent',
      name: 'EventRinging',
      agentId: 'entity-1',
      missingAttributes: [],
    });
    const agent = only(decodeJson({ id: 75, AgentWorkMode: 2 }, { topic: CALL_TOPIC }));
    expect(agent).toMatchObject({
      family: 'callThread',
      type: 'UnrecognizedCallThreadEvent',
      name: 'EventAgentReady',
      agentId: null,
      agentWorkMode: 'AUTO_IN',
    });
  });

  test('of every documented event is a type of its own on its own topic', () => {
    for (const [family, topic] of [['agentState', AGENT_TOPIC] as const, ['callThread', CALL_TOPIC] as const]) {
      const bits = new Set<number>();
      for (const { name, code } of catalogue[family]) {
        const event = only(decodeJson({ id: code }, { topic }));
        expect(event).toMatchObject({ family, type: name, name });
        bits.add(event.nameBit);
      }
      expect(bits.size).toBe(21);
      expect(bits).not.toContain(1);
    }
  });
});

describe('a member is an attribute', () => {
  test('by its exact name, in any case, without spaces, `_` and `-`, and with `Attribute` before it', () => {
    for (const spelling of [
      'AgentID',
      'Agent ID',
      'agentId',
      'agent_id',
      'AGENT-ID',
      'AttributeAgentID',
      'attribute_agent_id',
      ' agentid ',
    ])
      expect(login({ [spelling]: '1001' }).loginId, spelling).toBe('1001');
  });

  test.each([
    ['AgentWorkMode', ['WorkMode', 'Agent Work Mode', 'work_mode', 'AttributeAgentWorkMode', 'AttributeWorkMode'], 3],
    ['TreatmentParms', ['TreatmentParameters', 'TreatmentParams', 'treatment_parms', 'AttributeTreatmentParms'], { a: 1 }],
    ['Reasons', ['Reason', 'reason', 'AttributeReason', 'AttributeReasons'], { a: 1 }],
    ['LastCollectedDigit', ['LastDigit', 'last-digit', 'AttributeLastDigit'], '5'],
    ['InfoStatus', ['AddressInfoStatus', 'addressInfoStatus', 'AttributeAddressInfoStatus'], 1],
    ['time', ['Time', 'TimeStamp', 'timestamp', 'time_stamp', 'AttributeTime'], 1_656_626_400],
  ] as const)('%s also by its other names', (name, others, value) => {
    const shown = ({ time, agentWorkMode, treatmentParms, reasons, lastCollectedDigit, infoStatus }: ReturnType<typeof login>) => ({
      time,
      agentWorkMode,
      treatmentParms,
      reasons,
      lastCollectedDigit,
      infoStatus,
    });
    const exact = shown(login({ [name]: value }));
    expect(exact).not.toEqual(shown(login({})));
    for (const other of others) expect(shown(login({ [other]: value })), other).toEqual(exact);
  });

  test('on every event, documented for it or not', () => {
    const members = Object.fromEntries(
      Object.keys(attributes)
        .filter((name) => name !== 'id' && name !== 'time')
        .map((name) => [name, '1']),
    );
    for (const { name, family } of [...catalogue.agentState, ...catalogue.callThread]) {
      const event: Readonly<Record<string, unknown>> = only(
        decodeJson({ id: name, ...members }, { topic: family === 'agentState' ? AGENT_TOPIC : CALL_TOPIC }),
      );
      for (const { field, kind } of Object.values(attributes))
        if (kind === 'id' || kind === 'text' || kind === 'count') expect(event[field], `${name}.${field}`).toBe('1');
    }
  });

  test('or it is none, and is kept as it was sent', () => {
    const members = {
      EventSequenceNumber: 42,
      Agent: 'x',
      AgentIDs: ['x'],
      ThirdPartyTrunk: 1,
      Attribute: 'x',
      '': 1,
      constructor: 'x',
      toString: null,
    };
    const event = login(members);
    expect(event.attributes).toEqual({ id: 'EventAgentLogin', ...members });
    expect(event).toMatchObject({ loginId: null, thirdPartyDn: null });
  });

  test('of the closest of several spellings: exact, then alias, then loose, then prefixed, wherever they stand', () => {
    const spellings = ['AgentWorkMode', 'WorkMode', 'agent_work_mode', 'AttributeAgentWorkMode'];
    const modes = [3, 4, 6, 7];
    const names = ['AFTER_CALL_WORK', 'AUX_WORK', 'WALK_AWAY', 'RETURN_BACK'];
    for (let closest = 0; closest < spellings.length; closest++) {
      const members = spellings.map((spelling, i) => [spelling, modes[i]] as const).slice(closest);
      for (const order of [members, members.toReversed()]) {
        const decoded = decodeJson({ id: 'EventAgentReady', ...Object.fromEntries(order) });
        expect(only(decoded).agentWorkMode).toBe(names[closest]);
        expect(decoded.oddities).toEqual(order.length > 1 ? ['CONFLICTING_SPELLINGS'] : []);
      }
    }
  });

  test('without a conflict where two spellings say the same, or one says nothing', () => {
    const lists = { UserData: { a: [1, { b: null }] }, userData: { a: [1, { b: null }] } };
    for (const members of [{ AgentID: '7', agentId: 7 }, { AgentID: '7', agentId: null }, { Reason: {}, Reasons: {} }, lists])
      expect(decodeJson({ id: 'EventAgentLogin', ...members }).oddities, JSON.stringify(members)).toEqual([]);
    expect(login({ AgentID: null, agentId: 7 }).loginId).toBe('7');
    expect(decodeJson({ id: 'EventAgentLogin', UserData: { a: 1 }, userData: { a: 2 } }).oddities).toEqual(['CONFLICTING_SPELLINGS']);
  });

  test('with the conflict reported once for an event, however many there are', () => {
    expect(decodeJson({ id: 'EventAgentLogin', AgentID: 1, agentId: 2, agent_id: 3, ThisDN: 1, thisDn: 2 }).oddities).toEqual([
      'CONFLICTING_SPELLINGS',
    ]);
  });
});

describe('missing attributes', () => {
  test('are the mandatory ones that were not sent, and cost nothing else', () => {
    for (const { name, family, attributes: own } of [...catalogue.agentState, ...catalogue.callThread]) {
      const event = only(decodeJson({ id: name }, { topic: family === 'agentState' ? AGENT_TOPIC : CALL_TOPIC }));
      const mandatory = own.filter((one) => one.mandatory && one.name !== 'id' && one.name !== 'CallThreadID').map((one) => one.name);
      expect([...event.missingAttributes].sort(), name).toEqual(mandatory.sort());
    }
  });

  test('are none where all are there, in whatever spelling or form', () => {
    expect(login({ server: 1, this_dn: 5001, TimeStamp: 0 }).missingAttributes).toEqual([]);
    expect(login({ Server: '', ThisDN: {}, TimeinSecs: 1 }).missingAttributes).toEqual([]);
    expect(login({ Server: null, ThisDN: '5001' }).missingAttributes).toEqual(['Server', 'time']);
  });

  test('do not hold an absent call identifier, which was sent', () => {
    const event = ringing({ CallID: 0, CallState: 0, CallType: 0, ConnID: 'c', Server: 1, ThisDN: 'd', ThisDNRole: 1, time: 1 });
    expect(event).toMatchObject({ callId: null, callState: 'OK', missingAttributes: [] });
  });
});

describe('every event', () => {
  const decoded = [
    login({}),
    login({ AgentID: '1', UserData: { a: 1 }, time: 1, Novelty: 1 }),
    ringing({ ConnID: 'c', CallHistory: ['x'] }),
    only(decodeJson({ id: 'EventOfTomorrow' })),
    ...decodeJson([{ id: 'EventDNDOn' }, { id: 'EventDNDOff', CallType: 'x' }]).events,
  ];

  test('has all fields, and none is undefined', () => {
    const fields = Object.values(attributes).map(({ field }) => field);
    for (const event of decoded) {
      expect(Object.keys(flat(event))).toEqual(expect.arrayContaining(fields));
      expect(Object.values(flat(event))).not.toContain(undefined);
    }
  });

  test('is unchangeable and flat: only what was sent as lists is nested', () => {
    const nested = new Set([
      'attributes',
      'missingAttributes',
      ...Object.values(attributes)
        .filter(({ kind }) => kind === 'list' || kind === 'history')
        .map(({ field }) => field),
    ]);
    for (const event of decoded) {
      expect(Object.isFrozen(event)).toBe(true);
      for (const field of Object.keys(flat(event))) expect(Reflect.set(event, field, 'x'), field).toBe(false);
      for (const [field, value] of Object.entries(flat(event)))
        if (!nested.has(field)) expect(typeof value === 'object' && value !== null, field).toBe(false);
    }
  });

  test('says where it stood, when it was written and when it was read', () => {
    expect(only(decodeJson({ id: 'EventAgentLogin' }, { partition: 7, offset: 9_007_199_254_740_993n }))).toMatchObject({
      eventId: 'voice-agentstate:7:9007199254740993',
      topic: 'voice-agentstate',
      partition: 7,
      offset: 9_007_199_254_740_993n,
      timestampMs: TIMESTAMP_MS,
      receivedAt: '2023-11-14T22:13:21.234000Z',
      sizeBytes: 24,
    });
  });

  test('shares the size of its record', () => {
    const events = decodeJson([{ id: 73 }, { id: 74 }, { id: 75 }]).events;
    expect(events.map((event) => event.sizeBytes)).toEqual([11, 11, 11]);
  });

  test('has the examples of the specification right', () => {
    expect(
      only(
        decodeText(
          '{"id":"EventAgentLogin","AgentID":"1001","ThisDN":"5001","AgentWorkMode":0,"Server":"1","time":{"TimeinSecs":1656626400,"TimeinuSecs":573000},"Extensions":{}}',
        ),
      ),
    ).toMatchObject({
      type: 'EventAgentLogin',
      loginId: '1001',
      thisDn: '5001',
      agentWorkMode: 'UNKNOWN',
      server: '1',
      time: '2022-06-30T22:00:00.573000Z',
      extensions: {},
      missingAttributes: [],
    });
    expect(
      only(
        decodeText(
          '{"Event":"EventAgentNotReady","Agent ID":"1001","ThisDN":"5001","WorkMode":"AgentAuxWork","time":"2022-06-30T22:00:00.573Z","Reason":[{"key":"ReasonCode","value":"Lunch"}],"EventSequenceNumber":42}',
        ),
      ),
    ).toMatchObject({
      type: 'EventAgentNotReady',
      loginId: '1001',
      agentWorkMode: 'AUX_WORK',
      time: '2022-06-30T22:00:00.573000Z',
      reasons: { ReasonCode: 'Lunch' },
      missingAttributes: ['Server'],
    });
    const call = decodeText(
      '{"id":"EventPartyDeleted","CallThreadID":"t-1","ConnID":"006c02462a161006@m","CallID":16,"CallType":2,"CallState":"OK","ThisDN":"5001","ThisDNRole":"Destination","OtherDN":"5002","OtherDNRole":"DeletedParty","ThirdPartyDN":"5002","ThirdPartyDNRole":"DeletedBy","Server":1,"time":{"sec":1656626401,"usec":12},"UserData":{"Segment":"default","RRequestedSkills":{}}}',
      { topic: CALL_TOPIC, key: 'tenant-1:t-1' },
    );
    expect(call.oddities).toEqual([]);
    expect(only(call)).toMatchObject({
      type: 'EventPartyDeleted',
      callThreadId: 't-1',
      connId: '006c02462a161006@m',
      callId: '16',
      callType: 'INBOUND',
      callState: 'OK',
      thisDnRole: 'DESTINATION',
      otherDnRole: 'DELETED_PARTY',
      thirdPartyDnRole: 'DELETED_BY',
      server: '1',
      time: '2022-06-30T22:00:01.000012Z',
      userData: { Segment: 'default', RRequestedSkills: {} },
      missingAttributes: [],
    });
  });
});

test('a topic that is not known is a mistake of ours, not of the record', () => {
  expect(() => decodeJson({ id: 'EventAgentLogin' }, { topic: 'other' })).toThrow('no family of events is known for the topic other');
});
