/** Values in all their spellings: enumerations, identifiers, integers, key/value lists, call history; long integers; what is nested too deep. */
import { describe, expect, test } from 'vitest';
import { enumerations, enumValue } from '../../src/events/vocabulary.ts';
import type { EnumerationName } from '../../src/events/vocabulary.ts';
import { CALL_TOPIC, decodeJson, decodeText, login, only, ringing, written } from './decoding.ts';

describe('an enumeration', () => {
  const names = Object.keys(enumerations) as EnumerationName[];
  const attributeOf: Readonly<Record<EnumerationName, readonly [attribute: string, field: keyof ReturnType<typeof login>]>> = {
    CallType: ['CallType', 'callType'],
    CallState: ['CallState', 'callState'],
    DNRole: ['ThisDNRole', 'thisDnRole'],
    AgentWorkMode: ['AgentWorkMode', 'agentWorkMode'],
    TreatmentType: ['TreatmentType', 'treatmentType'],
    MonitorNextCallType: ['MonitorNextCallType', 'monitorNextCallType'],
  };
  const read = (name: EnumerationName, value: unknown): unknown => {
    const [attribute, field] = attributeOf[name];
    return login({ [attribute]: value })[field];
  };

  test.each(names)('%s is read from a name, a name with its prefix, a code or the digits of a code, in any case', (name) => {
    const { prefix, values } = enumerations[name];
    for (const [documented, [code]] of Object.entries(values) as [string, readonly [number, string]][]) {
      const spellings = [
        documented,
        documented.toUpperCase(),
        documented.toLowerCase(),
        `${prefix}${documented}`,
        `${prefix}${documented}`.toUpperCase(),
        ` ${documented} `,
      ];
      if (name !== 'AgentWorkMode' || code !== 2) spellings.push(String(code), ` ${code} `, `0${code}`);
      for (const spelling of spellings) expect(read(name, spelling), spelling).toBe(enumValue(documented));
      if (name !== 'AgentWorkMode' || code !== 2) expect(read(name, code)).toBe(enumValue(documented));
    }
  });

  test.each(names)('%s keeps an event with a value that is not documented, and the value as it was sent', (name) => {
    for (const value of [99, '99', -1, 1.5, 'Nonsense', 'constructor', '__proto__', 'toString', true, false, {}, [], [1], ' ', 1e300]) {
      expect(read(name, value), JSON.stringify(value)).toBe('UNRECOGNIZED');
      expect(login({ [attributeOf[name][0]]: value }).attributes[attributeOf[name][0]]).toEqual(value);
    }
    for (const value of [null, '']) expect(read(name, value)).toBeNull();
  });

  test.each([
    ['CallType', 'CallTypeConsult', 'CONSULT'],
    ['DNRole', 'RoleObserver', 'OBSERVER'],
    ['CallState', 'CallStateOk', 'OK'],
    ['CallState', 'OK', 'OK'],
    ['CallState', 'SitInvalidNum', 'SIT_INVALIDNUM'],
    ['CallState', 'AnswerMachineDetected', 'ANSWERING_MACHINE_DETECTED'],
    ['CallState', 'CallStateAnswerMachineDetected', 'ANSWERING_MACHINE_DETECTED'],
    ['CallState', 'CallStateNoAnswer', 'NO_ANSWER'],
    ['CallState', 'ConverseOn', 'CONVERSE_ON'],
    ['AgentWorkMode', 'AgentAuxWork', 'AUX_WORK'],
    ['AgentWorkMode', 'AgentWorkModeUnknown', 'UNKNOWN'],
    ['TreatmentType', 'TreatmentMusic', 'MUSIC'],
    ['TreatmentType', 'TreatmentIVR', 'IVR'],
    ['MonitorNextCallType', 'MonitorAllCalls', 'ALL_CALLS'],
  ] as const)('%s %s is %s', (name, spelling, value) => {
    expect(read(name, spelling)).toBe(value);
  });

  test('CallState has holes between 31 and 51', () => {
    for (let code = 32; code <= 48; code++) expect(read('CallState', code)).toBe('UNRECOGNIZED');
    expect([31, 49, 50, 51].map((code) => read('CallState', code))).toEqual(['BRIDGED', 'DEAFENED', 'HELD', 'UNRECOGNIZED']);
  });

  test('AgentWorkMode 2 is told by the event', () => {
    for (const value of [2, '2', ' 02 ']) {
      expect(login({ id: 'EventAgentReady', AgentWorkMode: value }).agentWorkMode).toBe('AUTO_IN');
      expect(login({ id: 'agentnotready', AgentWorkMode: value }).agentWorkMode).toBe('LEGAL_GUARD');
      for (const id of ['EventAgentLogin', 'EventAgentLogout', 'EventOfTomorrow'])
        expect(login({ id, AgentWorkMode: value }).agentWorkMode).toBe('UNRECOGNIZED');
    }
    for (const id of ['EventAgentReady', 'EventAgentNotReady', 'EventAgentLogin']) {
      expect(login({ id, AgentWorkMode: 'AutoIn' }).agentWorkMode).toBe('AUTO_IN');
      expect(login({ id, AgentWorkMode: 'AgentLegalGuard' }).agentWorkMode).toBe('LEGAL_GUARD');
    }
  });
});

describe('an identifier', () => {
  test('is text, or a number as text, and never changed', () => {
    for (const [value, text] of [
      ['5001', '5001'],
      ['+49 30', '+49 30'],
      ['007', '007'],
      [' 5 ', ' 5 '],
      [5001, '5001'],
      [0, '0'],
      [-1, '-1'],
      [1.5, '1.5'],
      ['0', '0'],
    ])
      expect(login({ ThisDN: value, ThisQueue: value, AgentID: value }), String(value)).toMatchObject({
        thisDn: text,
        thisQueue: text,
        loginId: text,
      });
  });

  test('that is empty or no text identifies nothing', () => {
    for (const value of ['', null, true, {}, [], ['5001']]) expect(login({ ThisDN: value }).thisDn).toBeNull();
  });

  test('of a call is whole, with its meta information', () => {
    for (const connId of ['006c02462a161006@m', '006c02462a161006@a@b', '@', '1']) expect(ringing({ ConnID: connId }).connId).toBe(connId);
  });

  test('keeps all digits of a number that a double cannot hold', () => {
    for (const digits of ['9007199254740993', '18446744073709551615', '-9007199254740993', '123456789012345678901234567890'])
      expect(
        only(decodeText(`{"id":"EventRinging","ConnID":${digits},"CallID": ${digits} ,"Server":${digits}}`, { topic: CALL_TOPIC })),
      ).toMatchObject({
        connId: digits,
        callId: digits,
        server: digits,
      });
  });
});

describe('an integer', () => {
  test('may be a number or its text', () => {
    const members = {
      CallID: 16,
      NetworkCallID: '17',
      NetworkNodeID: 18,
      ReferenceID: '19',
      ErrorCode: 0,
      ThisTrunk: 4_294_967_295,
      OtherTrunk: '0',
      Cause: 0,
    };
    expect(ringing(members)).toMatchObject({
      callId: '16',
      networkCallId: '17',
      networkNodeId: '18',
      referenceId: '19',
      errorCode: '0',
      thisTrunk: '4294967295',
      otherTrunk: '0',
      cause: '0',
    });
  });

  test('is none where it says so: 0 as CallID, 4294967295 or -1 as ReferenceID', () => {
    for (const value of [0, '0', null, '']) expect(ringing({ CallID: value }).callId).toBeNull();
    for (const value of [4_294_967_295, '4294967295', -1, '-1', null, '']) expect(ringing({ ReferenceID: value }).referenceId).toBeNull();
    expect(ringing({ CallID: 4_294_967_295, ReferenceID: 0 })).toMatchObject({ callId: '4294967295', referenceId: '0' });
  });
});

/** Whatever can be read of an object that is not its own. */
function inheritedBy(object: unknown): PropertyKey[] {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null ? [] : [...Reflect.ownKeys(prototype as object), ...inheritedBy(prototype)];
}

describe('a key/value list', () => {
  const expected = {
    Segment: 'gold',
    Priority: 7,
    RRequestedSkills: { de: 3, empty: {} },
    'PegAG?:Skill1 > 1': 1,
    note: '',
    none: null,
    flag: true,
  };
  const entries = Object.entries(expected);
  const nested = entries.map(
    ([key, value]) =>
      [
        key,
        key === 'RRequestedSkills'
          ? [
              ['de', 3],
              ['empty', {}],
            ]
          : value,
      ] as const,
  );

  test.each([
    ['an object', expected],
    [
      'an array of key, type and value',
      nested.map(([key, value]) => ({ key, type: Array.isArray(value) ? 'kvlist' : typeof value === 'number' ? 'int' : 'str', value })),
    ],
    ['an array of key and value', nested.map(([key, value]) => ({ key, value }))],
    ['an array of Key and Value', nested.map(([Key, Value]) => ({ Key, Value }))],
    ['an array of name and value', nested.map(([name, value]) => ({ name, value }))],
    ['an array of pairs', nested],
    [
      'a mix of these',
      nested.map(([key, value], i) => [{ key, value }, { Key: key, Value: value }, { name: key, value }, [key, value]][i % 4]),
    ],
  ])('may be %s', (_, list) => {
    const event = login({ UserData: list, Extensions: list, Reasons: list, TreatmentParms: list });
    for (const read of [event.userData, event.extensions, event.reasons, event.treatmentParms]) {
      expect(read).toEqual(expected);
      expect(Object.keys(read ?? {})).toEqual(Object.keys(expected));
    }
    expect(event.attributes['UserData']).toEqual(list);
  });

  test('may be null, absent or empty', () => {
    for (const value of [{}, [], '']) expect(login({ UserData: value }).userData).toEqual({});
    expect(login({ UserData: null }).userData).toBeNull();
    expect(login({}).userData).toBeNull();
  });

  test('that is something else is null, and is kept as it was sent', () => {
    for (const value of ['text', 0, 5, true, false]) {
      expect(login({ UserData: value }).userData).toBeNull();
      expect(login({ UserData: value }).attributes['UserData']).toBe(value);
    }
  });

  test('makes an array of the values of a repeated key, in their order', () => {
    expect(
      login({
        UserData: [
          ['a', 1],
          ['b', 2],
          ['a', null],
          ['a', '3'],
        ],
      }).userData,
    ).toEqual({ a: [1, null, '3'], b: 2 });
    expect(
      login({
        UserData: {
          list: [
            { key: 'a', value: 1 },
            { key: 'a', value: { b: 1 } },
          ],
        },
      }).userData,
    ).toEqual({ list: { a: [1, { b: 1 }] } });
  });

  test('has the last of the equal keys of an object', () => {
    expect(only(decodeText('{"id":"EventAgentLogin","UserData":{"a":1,"a":2}}')).userData).toEqual({ a: 2 });
  });

  test('takes the type of a value as told', () => {
    const typed = (type: string, value: unknown): unknown => login({ UserData: [{ key: 'a', type, value }] }).userData?.['a'];
    expect(typed('int', '42')).toBe(42);
    expect(typed('INT', '-42')).toBe(-42);
    expect(typed('int', 'many')).toBe('many');
    expect(typed('int', '12345678901234567890')).toBe('12345678901234567890');
    expect(typed('str', 42)).toBe('42');
    expect(typed('str', '042')).toBe('042');
    expect(typed('kvlist', [])).toEqual({});
    expect(typed('kvlist', '')).toEqual({});
    expect(typed('kvlist', { b: 1 })).toEqual({ b: 1 });
    expect(typed('kvlist', [{ key: 'b', type: 'kvlist', value: [{ key: 'c', type: 'int', value: 1 }] }])).toEqual({ b: { c: 1 } });
    expect(typed('binary', 'AAEC')).toBe('AAEC');
    expect(typed('binary', [0, 1, 2])).toEqual([0, 1, 2]);
  });

  test('keeps arrays that are no lists: bytes, words, an empty one', () => {
    const list = { bytes: [0, 255], words: ['a', 'b'], empty: [], mixed: [['a', 1], 'b'] };
    expect(login({ UserData: list }).userData).toEqual(list);
  });

  test('nests treatment prompts', () => {
    const prompts = { PROMPT: { 1: { TEXT: 'Please wait', INTERRUPTABLE: 1 }, 2: { TEXT: '' } } };
    expect(ringing({ TreatmentParms: prompts }).treatmentParms).toEqual(prompts);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'length', 'then'])(
    'trusts no key not to be %s',
    (key) => {
      const quoted = JSON.stringify(key);
      const object = `{${quoted}:{${quoted}:"evil","polluted":1}}`;
      for (const [text, expectedText] of [
        [object, object],
        [`{${quoted}:"evil"}`, `{${quoted}:"evil"}`],
        [`[{"key":${quoted},"type":"kvlist","value":[{"key":${quoted},"value":"evil"},{"key":"polluted","value":1}]}]`, object],
        [`[[${quoted},[[${quoted},"evil"],["polluted",1]]]]`, object],
        [`[[${quoted},1],[${quoted},2]]`, `{${quoted}:[1,2]}`],
      ] as const) {
        const event = only(decodeText(`{"id":"EventAgentLogin","UserData":${text}}`));
        expect(JSON.stringify(event.userData)).toBe(expectedText);
        expect(JSON.stringify(event.attributes)).toBe(`{"id":"EventAgentLogin","UserData":${text}}`);
        expect(event.userData?.['polluted']).toBeUndefined();
        expect(inheritedBy(event.userData)).toEqual([]);
      }
      expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined();
    },
  );

  test.each(['__proto__', 'constructor', 'toString'])('and no member of an event not to be %s', (key) => {
    const text = `{"id":"EventAgentLogin",${JSON.stringify(key)}:{"loginId":"evil","AgentID":"evil","id":"evil"}}`;
    const event = only(decodeText(text));
    expect(event).toMatchObject({ name: 'EventAgentLogin', loginId: null });
    expect(JSON.stringify(event.attributes)).toBe(text);
    expect(decodeText(`{"__proto__":{"id":"EventAgentLogin","data":{"id":"EventAgentLogin"}}}`).events).toEqual([]);
  });
});

describe('call history', () => {
  test.each([[{ FirstTransferHomeLocation: 'A', other: [1] }], [['A', 'B']], ['A'], [7], [[]], [false]])(
    'is passed on as it was sent: %j',
    (history) => {
      expect(ringing({ CallHistory: history }).callHistory).toEqual(history);
      expect(ringing({ call_history: history }).callHistory).toEqual(history);
    },
  );

  test('is put together from its parts at the top level of the event', () => {
    expect(
      ringing({
        FirstTransferHomeLocation: 'A',
        last_transfer_orig_dn: '5001',
        AttributeFirstTransferOrigDN: 5002,
        LastTransferHomeLocation: null,
      }).callHistory,
    ).toEqual({
      FirstTransferHomeLocation: 'A',
      LastTransferOrigDN: '5001',
      FirstTransferOrigDN: 5002,
    });
    expect(ringing({ FirstTransferHomeLocation: 'A', CallHistory: 'B' }).callHistory).toBe('B');
    expect(ringing({}).callHistory).toBeNull();
  });
});

describe('what was sent', () => {
  test('has integers beyond 2^53 as strings, and nothing else changed', () => {
    const text = (members: string): unknown => only(decodeText(`{"id":"EventAgentLogin",${members}}`)).attributes;
    expect(
      text('"a":9007199254740993,"b":9007199254740991,"c":-9007199254740993,"d":[12345678901234567890],"e":{"f":18446744073709551615}'),
    ).toEqual({
      id: 'EventAgentLogin',
      a: '9007199254740993',
      b: 9_007_199_254_740_991,
      c: '-9007199254740993',
      d: ['12345678901234567890'],
      e: { f: '18446744073709551615' },
    });
    expect(
      text(
        String.raw`"n":12345678901234567890,"s":"12345678901234567890","\"12345678901234567890":"x\\","t":"\"12345678901234567890,\\\"","f":1234567890123456789.5,"x":1e20`,
      ),
    ).toEqual({
      id: 'EventAgentLogin',
      n: '12345678901234567890',
      s: '12345678901234567890',
      '"12345678901234567890': 'x\\',
      t: '"12345678901234567890,\\"',
      f: 1234567890123456800,
      x: 1e20,
    });
  });

  test('has them as strings wherever they stand, the shortest too', () => {
    for (let before = 0; before < 40; before++) {
      const text = `{"id":"EventAgentLogin","before":"${'x'.repeat(before)}","AgentID":9007199254740993,"x":1}`;
      expect(only(decodeText(text)).loginId, text).toBe('9007199254740993');
    }
  });

  test('has them as strings as deep as anything is kept, in envelopes and arrays too', () => {
    for (let depth = 1; depth <= 40; depth++) {
      const nested = `${'{"a":'.repeat(depth)}12345678901234567890${'}'.repeat(depth)}`;
      const event = `{"id":"EventAgentLogin","UserData":${nested}}`;
      for (const text of [event, `[${event}]`, `[{"data":{"payload":{"event":{"message":${event}}}}}]`]) {
        const kept = written(only(decodeText(text)));
        expect(kept, `${depth}`).not.toMatch(/1234567890123456\d{4}(?!")/);
        if (depth <= 30) expect(kept).toContain('"12345678901234567890"');
      }
    }
  });

  test('keeps its long integers beside long strings that are full of escapes', () => {
    const long = String.raw`\n\"\\`.repeat(100_000);
    const event = only(decodeText(`{"id":"EventAgentLogin","AgentID":12345678901234567890,"UserData":{"a":"${long}"}}`));
    expect(event.loginId).toBe('12345678901234567890');
    expect(event.userData?.['a']).toBe('\n"\\'.repeat(100_000));
  });

  test('is cut where it is nested too deep, and that is reported', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 'end' : { a: deep(levels - 1) });
    const kept = decodeJson({ id: 'EventAgentLogin', UserData: deep(31), CallHistory: deep(31) });
    expect(kept.oddities).toEqual([]);
    expect(only(kept)).toMatchObject({ userData: deep(31), callHistory: deep(31), attributes: { UserData: deep(31) } });
    for (const levels of [32, 33, 1000]) {
      const cut = decodeJson({ id: 'EventAgentLogin', UserData: deep(levels), ThisDN: '5001' });
      expect(cut.oddities).toEqual(['NESTED_TOO_DEEP']);
      expect(only(cut).thisDn).toBe('5001');
      expect(JSON.stringify(only(cut).attributes)).not.toContain('end');
      expect(JSON.stringify(only(cut).attributes)).toContain('{"a":{"a":null}}');
    }
  });

  test('keeps what is beside the part that is nested too deep', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    const event = only(decodeJson({ id: 'EventAgentLogin', UserData: { before: [1, { b: 2 }], deep: deep(100), after: 'x' } }));
    expect(event.attributes).toMatchObject({ UserData: { before: [1, { b: 2 }], after: 'x' } });
    expect(event.userData).toMatchObject({ before: [1, { b: 2 }], after: 'x' });
  });
});
