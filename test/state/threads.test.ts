/** Call threads and queues where the flows do not lead: hand-overs, ends, late and missing events, moves, links, treatments, counters. */
import { describe, expect, test } from 'vitest';
import { enumValue } from '../../src/events/vocabulary.ts';
import { flowById } from '../../src/simulator/flows.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { Call, CallThreadFilter, Party, QueueEntry } from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { expectations } from './expectations.ts';
import { fold, found, HOUR_MS, Log, SECOND_MS, START_MS, threadsOf, TOPICS } from './log.ts';
import type { Attributes, Written } from './log.ts';
import { eventsOf, expected, expectedCounters, observed, observedCounters, orders, write } from './play.ts';

const C1 = '0071026300000001@10.0.0.7';
const C2 = '0071026300000002@10.0.0.7';
const GRACE_MS = defaultRules.threadTransitGraceMs;
const LINGER_MS = defaultRules.threadLingerMs;
const STALE_MS = defaultRules.threadStaleAfterMs;

const partyOf = (log: Log, dn: string, connId = C1, thread = 't1'): Party =>
  found(
    log.thread(thread).parties.find((party) => party.connId === connId && party.dn === dn),
    `party ${dn}`,
  );
const callOf = (log: Log, connId = C1, thread = 't1'): Call =>
  found(
    log.thread(thread).calls.find((call) => call.connId === connId),
    `call ${connId}`,
  );
const entryOf = (log: Log, queueId: string, thread = 't1'): QueueEntry =>
  found(
    log.thread(thread).queues.find((entry) => entry.queueId === queueId),
    `entry of ${queueId}`,
  );
/** Events of call 1 of thread t1, one after the other: `dn Event`, and what else they say. */
const tell = (log: Log, ...lines: readonly (readonly [line: string, attributes?: Attributes])[]): void => {
  for (const [line, attributes] of lines) {
    const [ThisDN = '', name = ''] = line.split(' ');
    log.call('t1', name, { ConnID: C1, ThisDN, ...attributes });
  }
};
const idsOf = (log: Log, filter: Partial<CallThreadFilter>): string[] =>
  threadsOf(log.state, log.scope, filter).map((thread) => thread.callThreadId);

describe('a thread', () => {
  test('is not there before its first event, nor in another tenant', () => {
    const log = new Log();
    expect(log.state.callThread(log.scope, 't1')).toBeNull();
    log.write('callThread', 'other:t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', CallThreadID: 't1' });
    expect(log.state.callThread(log.scope, 't1')).toBeNull();
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsActive: 0, callsWaiting: 0, longestWaitSince: null, updatedAt: null });
  });

  test('is named by the attribute, and by the key where there is none', () => {
    const log = new Log();
    log.write('callThread', 'acme:key', 'EventRinging', { ConnID: C1, ThisDN: '7001', CallThreadID: 'attribute' });
    log.write('callThread', 'acme:key-only', 'EventRinging', { ConnID: C2, ThisDN: '7001' });
    expect(idsOf(log, {})).toEqual(['attribute', 'key-only']);
  });

  test.each(['EventDialing', 'EventRinging', 'EventQueued', 'EventRouteRequest'])('that begins with %s started then', (name) => {
    const log = new Log();
    const first = log.call('t1', name, { ConnID: C1, ThisDN: '7001' });
    const second = log.call('t1', 'EventRinging', { ConnID: C2, ThisDN: '7002' });
    expect(log.thread('t1').startedAt).toBe(first);
    expect(callOf(log).startedAt).toBe(first);
    expect(callOf(log, C2).startedAt).toBe(second);
  });

  test.each(['EventEstablished', 'EventHeld', 'EventPartyChanged', 'EventDiverted', 'EventReleased'])(
    'that is first heard of by %s has no known start, for good',
    (name) => {
      const log = new Log();
      const first = log.call('t1', name, { ConnID: C1, ThisDN: '7001' });
      log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7002' });
      expect(log.thread('t1')).toMatchObject({ status: 'ACTIVE', startedAt: null, knownSince: first });
      expect(callOf(log).startedAt).toBeNull();
    },
  );

  test('lists parties by call and telephone, calls and queue entries by their first event', () => {
    const log = new Log();
    log.call('t1', 'EventQueued', { ConnID: C2, ThisDN: 'q9', ThisQueue: 'q9' });
    log.call('t1', 'EventQueued', { ConnID: C2, ThisDN: 'q1', ThisQueue: 'q1' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7002' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    const thread = log.thread('t1');
    expect(thread.parties.map((party) => `${party.connId} ${party.dn}`)).toEqual([`${C1} 7001`, `${C1} 7002`, `${C2} q1`, `${C2} q9`]);
    expect(thread.calls.map((call) => call.connId)).toEqual([C2, C1]);
    expect(thread.queues.map((entry) => entry.queueId)).toEqual(['q9', 'q1']);
  });

  test.each([{ ThisDN: '7001' }, { ConnID: C1 }, {}])('is not created by an event with no more than %j', (attributes) => {
    const log = new Log();
    for (const name of ['EventRinging', 'EventQueued', 'EventReleased', 'EventPartyAdded', 'EventTreatmentApplied', 'EventSomethingNew'])
      log.call('t1', name, attributes);
    expect(log.state.callThread(log.scope, 't1')).toBeNull();
    tell(log, ['7001 EventRinging']);
    const before = log.thread('t1');
    const last = log.call('t1', 'EventReleased', attributes);
    const { parties, calls, status, lastEvent } = log.thread('t1');
    expect({ parties, calls, status }).toEqual({ parties: before.parties, calls: before.calls, status: 'ACTIVE' });
    expect(lastEvent?.time).toBe(last);
  });

  test('is only seen by an event that nobody knows', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging']);
    const before = log.thread('t1');
    const last = log.call('t1', 'EventSomethingNew', { ConnID: C1, ThisDN: '7002', ThisQueue: 'q' });
    expect(log.thread('t1').parties).toEqual(before.parties);
    expect(log.thread('t1').lastEvent?.time).toBe(last);
    expect(log.state.queue(log.scope, 'q')).toBeNull();
  });
});

describe('what is told of a call', () => {
  test('is the newest that was told, and stays where an event leaves it out', () => {
    const log = new Log();
    tell(
      log,
      ['7001 EventDialing', { CallType: 'Inbound', ANI: '111', DNIS: '800', CallID: '5', CustomerID: 'c1', UserData: { a: '1', b: '2' } }],
      ['7002 EventRinging', { CallType: 'Unknown', ANI: '', UserData: {} }],
    );
    expect(callOf(log)).toMatchObject({ callType: 'INBOUND', ani: '111', dnis: '800', callId: '5', customerId: 'c1' });
    expect(callOf(log).userData).toEqual({ a: '1', b: '2' });
    tell(log, ['7002 EventEstablished', { CallType: 'Internal', ANI: '222', DNIS: '900', UserData: { c: '3' } }]);
    expect(callOf(log)).toMatchObject({ callType: 'INTERNAL', ani: '222', dnis: '900', userData: { c: '3' } });
  });

  test('is told of that call only', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging', { ANI: '111' }]);
    log.call('t1', 'EventRinging', { ConnID: C2, ThisDN: '7001' });
    expect(callOf(log, C2).ani).toBeNull();
  });

  test('keeps no more user data than it may', () => {
    const log = new Log({ rules: { maxUserDataBytes: 100 } });
    tell(log, ['7001 EventRinging', { UserData: { note: 'x'.repeat(200) } }]);
    expect(callOf(log).userData).toBeNull();
    tell(log, ['7001 EventEstablished', { UserData: { note: 'x'.repeat(80) } }]);
    expect(callOf(log).userData).toEqual({ note: 'x'.repeat(80) });
    // Counted in bytes.
    tell(log, ['7001 EventHeld', { UserData: { note: '\u00E9'.repeat(80) } }]);
    expect(callOf(log).userData).not.toEqual({ note: '\u00E9'.repeat(80) });
  });
});

describe('a party', () => {
  test('has the state, the role, the queue and the times that its own events tell', () => {
    const log = new Log();
    const ringing = log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', ThisDNRole: 'Destination', ThisQueue: 'q' });
    expect(partyOf(log, '7001')).toEqual({
      ...{ connId: C1, dn: '7001', role: 'DESTINATION', state: 'ALERTING', agentId: null, queueId: 'q', since: ringing },
      ...{ bridged: false, observer: false, muted: false, deafened: false, cause: null },
    });
    const established = log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7001', ThisDNRole: 'ConferenceMember' });
    expect(partyOf(log, '7001')).toMatchObject({ role: 'CONFERENCE_MEMBER', state: 'CONNECTED', queueId: 'q', since: established });
    log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7001' });
    expect(partyOf(log, '7001')).toMatchObject({ role: 'CONFERENCE_MEMBER', since: established });
    const held = log.call('t1', 'EventHeld', { ConnID: C1, ThisDN: '7001' });
    expect(partyOf(log, '7001')).toMatchObject({ state: 'HELD', since: held });
    const retrieved = log.call('t1', 'EventRetrieved', { ConnID: C1, ThisDN: '7001' });
    expect(partyOf(log, '7001')).toMatchObject({ state: 'CONNECTED', since: retrieved });
    const released = log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001', CallState: 'RemoteRelease' });
    expect(partyOf(log, '7001')).toMatchObject({ state: 'GONE', cause: 'REMOTE_RELEASE', since: released });
  });

  test('is one per call and telephone', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventEstablished'], ['7001 EventHeld']);
    log.call('t1', 'EventDialing', { ConnID: C2, ThisDN: '7001' });
    expect(partyOf(log, '7001').state).toBe('HELD');
    expect(partyOf(log, '7001', C2).state).toBe('DIALING');
  });

  test.each([
    ['EventPartyChanged', 'UNKNOWN'],
    ['EventTreatmentApplied', 'UNKNOWN'],
    ['EventTreatmentRequired', 'UNKNOWN'],
    ['EventNetworkReached', 'DIALING'],
    ['EventHeld', 'HELD'],
    ['EventRetrieved', 'CONNECTED'],
    ['EventEstablished', 'CONNECTED'],
    ['EventDestinationBusy', 'BUSY'],
    ['EventBridged', 'CONNECTED'],
    ['EventRouteRequest', 'ROUTING'],
  ])('that is first heard of by %s is %s', (name, state) => {
    const log = new Log();
    tell(log, [`7001 ${name}`]);
    expect(partyOf(log, '7001').state).toBe(state);
    expect(log.thread('t1').status).toBe('ACTIVE');
  });

  test.each(['EventTreatmentEnd', 'EventTreatmentNotApplied'])('does not come from %s', (name) => {
    const log = new Log();
    tell(log, ['7002 EventRinging'], [`7001 ${name}`]);
    expect(log.thread('t1').parties.map((party) => party.dn)).toEqual(['7002']);
  });

  test.each(['EventPartyChanged', 'EventTreatmentApplied', 'EventPartyAdded', 'EventPartyDeleted'])(
    'that is gone is not brought back by %s',
    (name) => {
      const log = new Log();
      tell(
        log,
        ['7002 EventRinging'],
        ['7001 EventRinging'],
        ['7001 EventReleased', { CallState: 'Ok' }],
        [`7001 ${name}`, { OtherDN: '7002' }],
      );
      expect(partyOf(log, '7001')).toMatchObject({ state: 'GONE', cause: 'OK' });
    },
  );

  test('that shares a line is flagged until it is on the call itself', () => {
    for (const name of ['EventEstablished', 'EventRetrieved']) {
      const log = new Log();
      tell(log, ['7001 EventRinging'], ['7001 EventBridged']);
      expect(partyOf(log, '7001')).toMatchObject({ state: 'CONNECTED', bridged: true });
      tell(log, [`7001 ${name}`]);
      expect(partyOf(log, '7001')).toMatchObject({ state: 'CONNECTED', bridged: false });
    }
  });
});

describe('a member that others tell of', () => {
  test('is there without a state, in the role that they give it, until its own events say more', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventEstablished'], ['7001 EventPartyAdded', { OtherDN: '7003', OtherDNRole: 'NewParty' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'UNKNOWN', role: 'NEW_PARTY' });
    tell(log, ['7003 EventRinging', { ThisDNRole: 'ConferenceMember' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'ALERTING', role: 'CONFERENCE_MEMBER' });
    tell(log, ['7001 EventPartyAdded', { OtherDN: '7003', OtherDNRole: 'NewParty' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'ALERTING', role: 'CONFERENCE_MEMBER' });
  });

  test('is gone at once where the thread has ended already', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7001 EventReleased'], ['7001 EventPartyAdded', { OtherDN: '5551234', OtherDNRole: 'NewParty' }]);
    expect(log.thread('t1').status).toBe('ENDED');
    expect(log.thread('t1').parties.map((party) => party.state)).toEqual(log.thread('t1').parties.map(() => 'GONE'));
    expect(idsOf(log, { dns: new Set(['5551234']) })).toEqual([]);
  });

  test('does not keep the thread from ending, and is gone with it', () => {
    const log = new Log();
    tell(
      log,
      ['7001 EventEstablished'],
      ['7001 EventPartyAdded', { OtherDN: '5551234', OtherDNRole: 'NewParty' }],
      ['7001 EventReleased', { CallState: 'Ok' }],
    );
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'RELEASED' });
    expect(partyOf(log, '5551234').state).toBe('GONE');
  });

  test.each([
    ['before', ['7001 EventPartyDeleted', '7003 EventReleased']],
    ['after', ['7003 EventReleased', '7001 EventPartyDeleted']],
  ])('has the cause of its own release, be that %s the others tell of it', (_when, names) => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7003 EventEstablished']);
    for (const name of names) tell(log, [name, name.startsWith('7003') ? { CallState: 'Dropped' } : { OtherDN: '7003', CallState: 'Ok' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'GONE', cause: 'DROPPED' });
    expect(partyOf(log, '7001').state).toBe('CONNECTED');
  });

  test('that others tell is gone has no cause', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7003 EventEstablished'], ['7001 EventPartyDeleted', { OtherDN: '7003', CallState: 'Ok' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'GONE', cause: null });
  });
});

describe('a conference', () => {
  test('is the same where the switch leaves EventRetrieved out, in every order', () => {
    const flow = flowById('two-step-conference');
    const all = eventsOf(flow, null).filter((event) => event.step <= 13);
    const without = all.filter((event) => event.name !== 'EventRetrieved');
    const after = found(expectations['two-step-conference'].after?.[13], 'expectation');
    for (const order of orders(without, 200, createRandom(3))) {
      const log = new Log();
      for (const event of order) write(log, flow, event);
      expect(observed(log, flow, after), order.map((event) => `${String(event.attributes.ThisDN)} ${event.name}`).join(', ')).toEqual(
        expected(after),
      );
    }
  });
});

describe('a routed call', () => {
  const flow = flowById('inbound-routed-with-treatment');
  test.each(['EventQueued', 'EventTreatmentEnd'])('is the same without %s, which may be left out', (name) => {
    for (const order of orders(eventsOf(flow, null), 10, createRandom(3))) {
      const log = new Log();
      for (const event of order) if (event.name !== name) write(log, flow, event);
      const { expect: end } = expectations['inbound-routed-with-treatment'];
      expect(observed(log, flow, end)).toEqual(expected(end));
      expect(observedCounters(log, end)).toEqual(expectedCounters(end));
    }
  });
});

describe('a party that changes', () => {
  const consult = { ConnID: C2, PreviousConnID: C1, CallType: 'Consult' };
  const consulting = (log: Log): void => {
    tell(log, ['7001 EventDialing'], ['7002 EventRinging'], ['7001 EventEstablished'], ['7002 EventEstablished'], ['7002 EventHeld']);
    log.call('t1', 'EventDialing', { ...consult, ThisDN: '7002', ThisDNRole: 'Origination' });
    log.call('t1', 'EventRinging', { ...consult, ThisDN: '7003', ThisDNRole: 'Destination', ThisQueue: 'q' });
  };

  test('moves to the other call with its state, its role and its since', () => {
    const log = new Log();
    consulting(log);
    const since = log.call('t1', 'EventEstablished', { ...consult, ThisDN: '7003' });
    tell(log, ['7003 EventPartyChanged', { PreviousConnID: C2, OtherDN: '7001' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'CONNECTED', role: 'DESTINATION', since });
    expect(log.thread('t1').parties.filter((party) => party.dn === '7003')).toHaveLength(1);
    expect(callOf(log).previousConnId).toBeNull();
    expect(callOf(log, C2).previousConnId).toBe(C1);
  });

  test('takes the place of the member that others had told of', () => {
    const log = new Log();
    consulting(log);
    tell(log, ['7001 EventPartyAdded', { OtherDN: '7003', OtherDNRole: 'NewParty' }], ['7003 EventPartyChanged', { PreviousConnID: C2 }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'ALERTING', role: 'DESTINATION' });
    tell(log, ['7002 EventPartyAdded', { OtherDN: '7003', OtherDNRole: 'NewParty' }]);
    expect(partyOf(log, '7003')).toMatchObject({ state: 'ALERTING', role: 'DESTINATION' });
    expect(log.thread('t1').parties.filter((party) => party.dn === '7003')).toHaveLength(1);
  });

  test('takes along the queue in which it waits', () => {
    const log = new Log();
    consulting(log);
    const queuedAt = log.call('t1', 'EventQueued', { ...consult, ThisDN: 'q2', ThisQueue: 'q2' });
    tell(log, ['q2 EventPartyChanged', { PreviousConnID: C2 }]);
    log.call('t1', 'EventReleased', { ...consult, ThisDN: '7002' });
    log.call('t1', 'EventReleased', { ...consult, ThisDN: '7003' });
    expect(entryOf(log, 'q2')).toMatchObject({ connId: C1, queuedAt, leftAt: null });
    expect(log.queue('q2')).toMatchObject({ callsWaiting: 1, oldestWaitSince: queuedAt, offered: 1 });
    const leftAt = log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'q2', ThisQueue: 'q2' });
    expect(entryOf(log, 'q2')).toMatchObject({ connId: C1, queuedAt, leftAt });
    expect(log.queue('q2')).toMatchObject({ callsWaiting: 0, offered: 1, diverted: 1 });
  });

  test('waits once where it waited in the same queue by both calls', () => {
    const log = new Log();
    consulting(log);
    const queuedAt = log.call('t1', 'EventQueued', { ConnID: C1, ThisDN: 'q2', ThisQueue: 'q2' });
    log.call('t1', 'EventQueued', { ...consult, ThisDN: 'q2', ThisQueue: 'q2' });
    expect(log.queue('q2')).toMatchObject({ callsWaiting: 2 });
    tell(log, ['q2 EventPartyChanged', { PreviousConnID: C2 }]);
    expect(log.queue('q2')).toMatchObject({ callsWaiting: 1, oldestWaitSince: queuedAt, offered: 2, diverted: 1 });
  });

  test('stays where both calls are the same one', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7001 EventPartyChanged', { PreviousConnID: C1, OtherDN: '7009' }]);
    expect(log.thread('t1').parties).toMatchObject([{ connId: C1, dn: '7001', state: 'CONNECTED' }]);
    expect(callOf(log).previousConnId).toBeNull();
  });

  test('comes from nowhere where the other call is not known, and makes no call of it', () => {
    const log = new Log();
    tell(log, ['7001 EventPartyChanged', { PreviousConnID: C2 }]);
    expect(log.thread('t1').parties).toMatchObject([{ connId: C1, dn: '7001', state: 'UNKNOWN' }]);
    expect(log.thread('t1').calls.map((call) => call.connId)).toEqual([C1]);
  });

  test('moves from a call that is only linked to another thread nowhere else', () => {
    const log = new Log();
    log.call('t2', 'EventRinging', { ConnID: C2, ThisDN: '7003' });
    tell(log, ['7003 EventPartyChanged', { PreviousConnID: C2 }]);
    expect(log.thread('t1').parties).toMatchObject([{ connId: C1, dn: '7003' }]);
    expect(log.thread('t1').calls).toHaveLength(1);
  });
});

describe('a consultation', () => {
  test('in a thread of its own is linked to the main call all the same, and makes no call of it there', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished']);
    log.call('t2', 'EventDialing', { ConnID: C2, PreviousConnID: C1, CallType: 'Consult', ThisDN: '7001' });
    expect(log.thread('t2').calls).toMatchObject([{ connId: C2, previousConnId: C1, callType: 'CONSULT' }]);
    expect(log.thread('t2').parties).toHaveLength(1);
    expect(log.thread('t1').parties).toHaveLength(1);
  });

  test('that is abandoned does not mark the main call', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7002 EventEstablished']);
    const consult = { ConnID: C2, PreviousConnID: C1, CallType: 'Consult' };
    log.call('t1', 'EventRinging', { ...consult, ThisDN: '7003' });
    log.call('t1', 'EventAbandoned', { ...consult, ThisDN: '7003', CallState: 'Ok' });
    tell(log, ['7001 EventReleased'], ['7002 EventReleased']);
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'RELEASED' });
  });
});

describe('the end of a thread', () => {
  test('comes with the last party, at the time of its event', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7002 EventEstablished'], ['7001 EventReleased']);
    expect(log.thread('t1')).toMatchObject({ status: 'ACTIVE', endedAt: null, endReason: null });
    const last = log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7002' });
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endedAt: last, endReason: 'RELEASED' });
    expect(log.state.tenantSummary(log.scope).callsActive).toBe(0);
  });

  test('is undone by an event that brings a party', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7001 EventReleased'], ['7002 EventRinging']);
    expect(log.thread('t1')).toMatchObject({ status: 'ACTIVE', endedAt: null, endReason: null });
    expect(log.state.tenantSummary(log.scope).callsActive).toBe(1);
  });

  test('is no abandonment where somebody answered after that', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventAbandoned', { CallState: 'Ok' }], ['7002 EventEstablished'], ['7002 EventReleased']);
    expect(log.thread('t1').endReason).toBe('RELEASED');
  });

  test.each(['Transferred', 'Redirected', 'Forwarded', 'Conferenced', 'ConverseOn'])('waits for the grace time after %s', (CallState) => {
    const log = new Log();
    tell(log, ['7001 EventRinging']);
    const last = log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001', CallState });
    expect(log.thread('t1')).toMatchObject({ status: 'IN_TRANSIT', endReason: null, endedAt: null });
    expect(log.state.tenantSummary(log.scope).callsActive).toBe(1);
    log.wait(GRACE_MS + 1);
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'LEFT_MONITORED_PARTIES', endedAt: last });
    expect(log.state.tenantSummary(log.scope).callsActive).toBe(0);
  });

  test.each(['Ok', 'Busy', 'NoAnswer', 'Dropped', 'Cleared', 'Overflowed', 'Bridged'])('comes at once after %s', (CallState) => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventReleased', { CallState }]);
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'RELEASED' });
  });

  test.each(['EventDialing', 'EventRinging', 'EventEstablished', 'EventQueued', 'EventRouteRequest'])(
    'is no longer awaited once %s of the call has come',
    (name) => {
      const log = new Log();
      tell(
        log,
        ['7001 EventRinging'],
        ['7001 EventReleased', { CallState: 'Redirected' }],
        [`7002 ${name}`],
        ['7002 EventReleased', { CallState: 'Ok' }],
      );
      expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'RELEASED' });
    },
  );

  test('is an abandonment where that comes while it is awaited', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventReleased', { CallState: 'Redirected' }], ['7002 EventAbandoned', { CallState: 'Ok' }]);
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'ABANDONED' });
  });

  test('is awaited for as long as the hand-over is, whoever is released meanwhile', () => {
    const log = new Log();
    tell(
      log,
      ['q EventQueued'],
      ['ivr EventEstablished'],
      ['q EventDiverted', { ThirdPartyDN: '7001' }],
      ['ivr EventReleased', { CallState: 'Ok' }],
    );
    expect(log.thread('t1').status).toBe('IN_TRANSIT');
  });

  test('is not awaited where the destination is there already', () => {
    for (const [ringing, diverted] of [
      [{ ThisQueue: 'q' }, {}],
      [{}, { ThirdPartyDN: '7001' }],
    ] as const) {
      const log = new Log();
      tell(
        log,
        ['q EventQueued'],
        ['7001 EventRinging', ringing],
        ['q EventDiverted', diverted],
        ['7001 EventReleased', { CallState: 'Ok' }],
      );
      expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'RELEASED' });
    }
  });

  test('by the grace time is undone by a late event, which counts as it comes', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventReleased', { CallState: 'Redirected' }]);
    log.wait(GRACE_MS + 1);
    expect(log.thread('t1').status).toBe('ENDED');
    tell(log, ['7002 EventRinging']);
    expect(log.thread('t1')).toMatchObject({ status: 'ACTIVE', endReason: null, endedAt: null });
  });

  test('by expiry closes all that is open, at the time of the last event', () => {
    const log = new Log({ rules: { threadStaleAfterMs: HOUR_MS, threadLingerMs: 10 * HOUR_MS } });
    tell(log, ['q EventQueued'], ['rp EventRouteRequest'], ['rp EventTreatmentApplied', { TreatmentType: 'Music' }]);
    const last = log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    log.wait(HOUR_MS - 1);
    expect(log.thread('t1').status).toBe('ACTIVE');
    log.wait(2);
    const thread = log.thread('t1');
    expect(thread).toMatchObject({ status: 'ENDED', endReason: 'EXPIRED', endedAt: last });
    expect(thread.parties.map((party) => party.state)).toEqual(['GONE', 'GONE', 'GONE']);
    expect(thread.queues.map((entry) => entry.outcome)).toEqual(['DIVERTED', 'DIVERTED']);
    expect(thread.treatments.map((one) => one.state)).toEqual(['ENDED']);
    expect(log.queue('q')).toMatchObject({ callsWaiting: 0, oldestWaitSince: null, offered: 1, diverted: 1 });
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsActive: 0, callsWaiting: 0, longestWaitSince: null });
  });

  test('by expiry is put off by every event', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished']);
    log.wait(STALE_MS - 10);
    tell(log, ['7001 EventHeld']);
    log.wait(STALE_MS - 10);
    expect(log.thread('t1').status).toBe('ACTIVE');
  });
});

describe('a thread that has ended', () => {
  test('can be read for the linger time and is dropped then', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7001 EventReleased']);
    log.wait(LINGER_MS - 1);
    expect(log.thread('t1').status).toBe('ENDED');
    log.wait(2);
    expect(log.state.callThread(log.scope, 't1')).toBeNull();
    expect(idsOf(log, {})).toEqual([]);
    expect(idsOf(log, { statuses: new Set(['ENDED']) })).toEqual([]);
    expect(idsOf(log, { dns: new Set(['7001']) })).toEqual([]);
  });

  test('by the grace time or by expiry is dropped in the end', () => {
    const log = new Log();
    tell(log, ['7001 EventRinging'], ['7001 EventReleased', { CallState: 'Redirected' }]);
    log.call('t2', 'EventRinging', { ConnID: C2, ThisDN: '7001' });
    log.wait(GRACE_MS + 1);
    expect(log.thread('t1').status).toBe('ENDED');
    log.wait(LINGER_MS + 1);
    expect(log.state.callThread(log.scope, 't1')).toBeNull();
    log.wait(STALE_MS);
    log.wait(LINGER_MS + 1);
    expect(log.state.callThread(log.scope, 't2')).toBeNull();
  });

  test('lingers anew after a late event', () => {
    const log = new Log();
    tell(log, ['7001 EventEstablished'], ['7001 EventReleased']);
    log.wait(LINGER_MS - 10);
    tell(log, ['7002 EventReleased']);
    log.wait(LINGER_MS - 10);
    expect(log.thread('t1').status).toBe('ENDED');
  });

  test('and was dropped comes back in part, with an unknown start', () => {
    const log = new Log();
    tell(log, ['7001 EventDialing', { ANI: '111' }], ['7001 EventReleased']);
    log.wait(LINGER_MS + 1);
    const again = log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7002' });
    expect(log.thread('t1')).toMatchObject({ status: 'ACTIVE', startedAt: null, knownSince: again, updatedAt: again });
    expect(log.thread('t1').parties.map((party) => party.dn)).toEqual(['7002']);
    expect(callOf(log)).toMatchObject({ ani: null, startedAt: null });
  });

  test('is found by what it had at its end', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentLogin', { ThisDN: '7002' });
    tell(log, ['7001 EventRinging', { ANI: '111', DNIS: '800' }], ['7002 EventRinging'], ['7001 EventReleased'], ['7002 EventReleased']);
    expect(log.thread('t1').status).toBe('ENDED');
    expect(idsOf(log, { dns: new Set(['7002']) })).toEqual(['t1']);
    expect(idsOf(log, { agentIds: new Set(['1001']) })).toEqual(['t1']);
    // Whoever takes the telephone over does not take its past.
    log.agent('1002', 'EventAgentLogin', { ThisDN: '7002' });
    expect(idsOf(log, { agentIds: new Set(['1001']) })).toEqual(['t1']);
    expect(idsOf(log, { agentIds: new Set(['1002']) })).toEqual([]);
    expect(idsOf(log, { ani: '111' })).toEqual(['t1']);
    expect(idsOf(log, { ani: '111', dnis: '801' })).toEqual([]);
    expect(idsOf(log, { dns: new Set(['7001']) })).toEqual([]);
    log.call('t2', 'EventQueued', { ConnID: C2, ThisDN: 'q' });
    log.call('t2', 'EventAbandoned', { ConnID: C2, ThisDN: 'q' });
    expect(idsOf(log, { queueIds: new Set(['q']) })).toEqual(['t2']);
  });
});

test.each(['callThread', 'agentState'] as const)('whose a party was does not depend on whether %s is read first', (first) => {
  const log = new Log();
  log.agent('1001', 'EventAgentLogin', { ThisDN: '7001' });
  tell(log, ['7001 EventRinging'], ['7001 EventReleased']);
  // A break at the same telephone.
  log.agent('1001', 'EventAgentLogout', { ThisDN: '7001' });
  log.agent('1001', 'EventAgentLogin', { ThisDN: '7001' });
  expect(partyOf(log, '7001')).toMatchObject({ state: 'GONE', agentId: '1001' });
  const other = new State(defaultRules);
  const topicOf = ({ place }: Written): string => place.topic;
  const order: readonly string[] = [TOPICS[first], ...Object.values(TOPICS)];
  for (const written of log.records.toSorted((a, b) => order.indexOf(topicOf(a)) - order.indexOf(topicOf(b)))) fold(other, written);
  expect(other.callThread(log.scope, 't1')?.parties).toEqual(log.thread('t1').parties);
});

test('an ended thread that goes on is found by what it has now, also after a lone release in between', () => {
  const log = new Log();
  tell(log, ['7001 EventTreatmentNotApplied'], ['7001 EventReleased'], ['7001 EventQueued']);
  expect(log.thread('t1').status).toBe('ACTIVE');
  expect(idsOf(log, { dns: new Set(['7001']) })).toEqual(['t1']);
});

describe('a lone event of an unknown thread', () => {
  const enders = ['EventReleased', 'EventAbandoned', 'EventTreatmentEnd'];
  test.each(enders.flatMap((name) => ['Ok', 'Transferred', 'Redirected'].map((CallState) => [name, CallState] as const)))(
    '%s with %s makes a thread that has ended',
    (name, CallState) => {
      const log = new Log();
      const last = log.call('t1', name, { ConnID: C1, ThisDN: '7001', ...(name === 'EventTreatmentEnd' ? {} : { CallState }) });
      expect(log.thread('t1')).toMatchObject({ status: 'ENDED', startedAt: null, endedAt: last });
      expect(log.thread('t1').endReason).toBe(name === 'EventAbandoned' ? 'ABANDONED' : 'RELEASED');
      expect(log.state.tenantSummary(log.scope).callsActive).toBe(0);
      log.wait(LINGER_MS + 1);
      expect(log.state.callThread(log.scope, 't1')).toBeNull();
    },
  );

  test('EventDiverted makes an entry that is closed at once, and a call on its way', () => {
    const log = new Log();
    const left = log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'rp', ThisQueue: 'q', ThirdPartyDN: '7001' });
    expect(log.thread('t1')).toMatchObject({
      status: 'IN_TRANSIT',
      queues: [{ connId: C1, queueId: 'q', queuedAt: null, leftAt: left, outcome: 'DIVERTED', to: '7001' }],
    });
    expect(log.queue('q')).toMatchObject({
      ...{ callsWaiting: 0, offered: 0, answered: 0, abandoned: 0, diverted: 0, longestWaitSeconds: null },
    });
    tell(log, ['7001 EventEstablished', { ThisQueue: 'q' }]);
    expect(log.queue('q')).toMatchObject({ offered: 0, answered: 0 });
  });
});

describe('an entry of a queue', () => {
  test('opens and closes for ThisQueue, and for ThisDN where there is none', () => {
    const log = new Log();
    const opened = log.call('t1', 'EventQueued', { ConnID: C1, ThisDN: 'dn', ThisQueue: 'q' });
    const other = log.call('t1', 'EventQueued', { ConnID: C1, ThisDN: 'r' });
    expect(entryOf(log, 'q')).toEqual({ connId: C1, queueId: 'q', queuedAt: opened, leftAt: null, outcome: 'WAITING', to: null });
    expect(entryOf(log, 'r').queuedAt).toBe(other);
    expect(partyOf(log, 'dn')).toMatchObject({ state: 'QUEUED', queueId: 'q' });
    const left = log.call('t1', 'EventDiverted', {
      ConnID: C1,
      ThisDN: 'dn',
      ThisQueue: 'q',
      CallState: 'Overflowed',
      ThirdPartyDN: '7001',
    });
    expect(entryOf(log, 'q')).toMatchObject({ leftAt: left, outcome: 'DIVERTED', to: '7001' });
    expect(partyOf(log, 'dn')).toMatchObject({ state: 'GONE', cause: enumValue('Overflowed') });
    log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'r' });
    expect(entryOf(log, 'r').outcome).toBe('DIVERTED');
  });

  const routing = (log: Log): void =>
    tell(log, ['rp EventQueued'], ['rp EventRouteRequest'], ['rp EventRouteUsed', { ThirdPartyDN: '7001' }]);

  test('stays open after the routing of a queued call, until the diversion', () => {
    const log = new Log();
    routing(log);
    expect(partyOf(log, 'rp').state).toBe('QUEUED');
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'WAITING', leftAt: null });
    expect(log.thread('t1').status).toBe('ACTIVE');
    const left = log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'rp' });
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'ROUTED', to: '7001', leftAt: left });
    expect(log.thread('t1').status).toBe('IN_TRANSIT');
  });

  test.each(['EventRinging', 'EventEstablished'])('that was routed is closed by the next %s at another telephone of the call', (name) => {
    const log = new Log();
    routing(log);
    log.call('t1', name, { ConnID: C2, ThisDN: '7005' });
    expect(entryOf(log, 'rp').outcome).toBe('WAITING');
    tell(log, [`7001 ${name}`]);
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'ROUTED', to: '7001' });
    expect(entryOf(log, 'rp').leftAt).not.toBeNull();
    expect(partyOf(log, 'rp').state).toBe('GONE');
    expect(log.queue('rp').callsWaiting).toBe(0);
    // The diversion may still come, and changes nothing.
    tell(log, ['rp EventDiverted', { ThirdPartyDN: '7001' }]);
    expect(entryOf(log, 'rp').outcome).toBe('ROUTED');
    expect(log.thread('t1').status).toBe('ACTIVE');
    expect(log.queue('rp')).toMatchObject({ offered: 1 });
  });

  test('that was routed is not closed by an event of its own number', () => {
    const log = new Log();
    routing(log);
    tell(log, ['rp EventEstablished']);
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'WAITING', leftAt: null });
  });

  test('is opened by the request for a route, which a call that is told to wait there still awaits', () => {
    const log = new Log();
    const opened = log.call('t1', 'EventRouteRequest', { ConnID: C1, ThisDN: 'rp', ThisQueue: 'rp' });
    tell(log, ['rp EventQueued']);
    expect(partyOf(log, 'rp').state).toBe('ROUTING');
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'WAITING', queuedAt: opened });
    expect(log.queue('rp')).toMatchObject({ offered: 1, callsWaiting: 1 });
  });

  test('that was not routed is closed by no ringing', () => {
    const log = new Log();
    tell(log, ['q EventQueued'], ['7001 EventRinging', { ThisQueue: 'q' }]);
    expect(entryOf(log, 'q').outcome).toBe('WAITING');
  });

  test('that was routed is closed by the grace time, which ends the thread where nothing else is live', () => {
    const log = new Log();
    routing(log);
    log.wait(GRACE_MS - 1);
    expect(entryOf(log, 'rp').outcome).toBe('WAITING');
    log.wait(2);
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'ROUTED', to: '7001' });
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', endReason: 'LEFT_MONITORED_PARTIES' });
    expect(partyOf(log, 'rp').state).toBe('GONE');
    expect(log.queue('rp')).toMatchObject({ callsWaiting: 0, offered: 1, diverted: 1 });
  });

  test('that was routed is closed by the grace time while the call goes on', () => {
    const log = new Log();
    tell(log, ['7009 EventDialing']);
    routing(log);
    log.wait(GRACE_MS + 1);
    expect(entryOf(log, 'rp').outcome).toBe('ROUTED');
    expect(log.thread('t1').status).toBe('ACTIVE');
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsActive: 1, callsWaiting: 0 });
  });

  test('is routed rather than diverted, whichever is told first', () => {
    const log = new Log();
    tell(log, ['rp EventQueued'], ['rp EventRouteRequest'], ['rp EventDiverted'], ['rp EventRouteUsed', { ThirdPartyDN: '7001' }]);
    expect(entryOf(log, 'rp')).toMatchObject({ outcome: 'ROUTED', to: '7001' });
    expect(partyOf(log, 'rp').state).toBe('GONE');
  });

  test('keeps its outcome where the caller gives up at the telephone it led to, and others stay open', () => {
    const log = new Log();
    tell(
      log,
      ['q1 EventQueued'],
      ['q2 EventQueued'],
      ['q2 EventDiverted', { ThirdPartyDN: '7001' }],
      ['7001 EventRinging', { ThisQueue: 'q2' }],
      ['7001 EventAbandoned', { ThisQueue: 'q2', CallState: 'Ok' }],
    );
    expect(entryOf(log, 'q2').outcome).toBe('DIVERTED');
    expect(entryOf(log, 'q1').outcome).toBe('WAITING');
    expect(log.queue('q2')).toMatchObject({ abandoned: 1, diverted: 0 });
    expect(log.thread('t1').status).toBe('ACTIVE');
  });
});

describe('a treatment', () => {
  test('is required, runs, and ends with what was keyed in', () => {
    const log = new Log();
    tell(log, ['rp EventRouteRequest']);
    const treatment = (): unknown => log.thread('t1').treatments;
    const required = log.call('t1', 'EventTreatmentRequired', { ConnID: C1, ThisDN: 'rp' });
    const none = { collectedDigits: null, errorCode: null, errorMessage: null };
    expect(treatment()).toEqual([{ connId: C1, dn: 'rp', type: null, state: 'REQUIRED', since: required, ...none }]);
    const applied = log.call('t1', 'EventTreatmentApplied', { ConnID: C1, ThisDN: 'rp', TreatmentType: 'CollectDigits' });
    expect(treatment()).toEqual([{ connId: C1, dn: 'rp', type: 'COLLECT_DIGITS', state: 'RUNNING', since: applied, ...none }]);
    const ended = log.call('t1', 'EventTreatmentEnd', { ConnID: C1, ThisDN: 'rp', CollectedDigits: '0042' });
    expect(treatment()).toEqual([
      { connId: C1, dn: 'rp', type: 'COLLECT_DIGITS', state: 'ENDED', since: ended, ...none, collectedDigits: '0042' },
    ]);
  });

  test('takes the place of the one before, with all that it was', () => {
    const log = new Log();
    tell(
      log,
      ['rp EventTreatmentApplied', { TreatmentType: 'CollectDigits' }],
      ['rp EventTreatmentEnd', { CollectedDigits: '42' }],
      ['rp EventTreatmentApplied', { TreatmentType: 'Music' }],
      ['rp2 EventTreatmentApplied', { TreatmentType: 'Silence' }],
    );
    expect(log.thread('t1').treatments).toMatchObject([
      { dn: 'rp', type: 'MUSIC', state: 'RUNNING', collectedDigits: null },
      { dn: 'rp2', type: 'SILENCE', state: 'RUNNING' },
    ]);
  });

  test('that fails tells why', () => {
    const log = new Log();
    tell(log, ['rp EventRouteRequest'], ['rp EventTreatmentNotApplied', { ErrorCode: 71, ErrorMessage: 'no such announcement' }]);
    expect(log.thread('t1').treatments).toMatchObject([{ state: 'FAILED', errorCode: '71', errorMessage: 'no such announcement' }]);
  });

  test.each([
    ['EventReleased', 'RUNNING'],
    ['EventAbandoned', 'RUNNING'],
    ['EventDiverted', 'RUNNING'],
    ['EventReleased', 'REQUIRED'],
    ['EventRouteUsed', 'REQUIRED'],
  ])('ends with the party of its telephone by %s when it is %s', (name, state) => {
    const log = new Log();
    tell(
      log,
      ['7009 EventDialing'],
      ['rp EventRouteRequest'],
      [state === 'RUNNING' ? 'rp EventTreatmentApplied' : 'rp EventTreatmentRequired'],
    );
    expect(log.thread('t1').treatments).toMatchObject([{ state }]);
    tell(log, [`rp ${name}`]);
    expect(log.thread('t1').treatments).toMatchObject([{ state: 'ENDED' }]);
  });

  test('that has failed stays so when the party goes', () => {
    const log = new Log();
    tell(log, ['rp EventRouteRequest'], ['rp EventTreatmentNotApplied'], ['rp EventReleased']);
    expect(log.thread('t1').treatments).toMatchObject([{ state: 'FAILED' }]);
  });
});

describe('the figures of a queue', () => {
  const queued = (log: Log, thread: string, ConnID: string, attributes: Attributes = {}): string =>
    log.call(thread, 'EventQueued', { ConnID, ThisDN: 'q', ThisQueue: 'q', ...attributes });
  const counters = (log: Log, queueId = 'q'): unknown => {
    const { offered, answered, abandoned, diverted } = log.queue(queueId);
    return { offered, answered, abandoned, diverted };
  };

  test('are there once an entry or a login names it', () => {
    const log = new Log();
    expect(log.state.queue(log.scope, 'q')).toBeNull();
    expect(log.state.queues(log.scope)).toEqual([]);
    log.agent('1001', 'EventAgentLogin', { ThisDN: '7001', ThisQueue: 'z' });
    queued(log, 't1', C1);
    expect(log.state.queues(log.scope).map((queue) => queue.queueId)).toEqual(['q', 'z']);
    expect(log.queue('z')).toMatchObject({
      callsWaiting: 0,
      oldestWaitSince: null,
      agentsLoggedIn: 1,
      offered: 0,
      averageWaitSeconds: null,
    });
  });

  test('tell who waits since when', () => {
    const log = new Log();
    const first = queued(log, 't1', C1);
    const second = queued(log, 't2', C2);
    expect(log.queue('q')).toMatchObject({ callsWaiting: 2, oldestWaitSince: first });
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsActive: 2, callsWaiting: 2, longestWaitSince: first });
    log.call('t1', 'EventQueued', { ConnID: C1, ThisDN: 'r', ThisQueue: 'r' });
    expect(log.state.tenantSummary(log.scope).callsWaiting).toBe(2);
    log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'q', ThisQueue: 'q' });
    expect(log.queue('q')).toMatchObject({ callsWaiting: 1, oldestWaitSince: second });
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsWaiting: 2, longestWaitSince: second });
  });

  test('know the average and the longest wait of those who left, by the times of the events', () => {
    const log = new Log();
    const at = (seconds: number): Attributes => ({ time: { TimeinSecs: 1_767_600_000 + seconds, TimeinuSecs: 500_000 } });
    queued(log, 't1', C1, at(0));
    queued(log, 't2', C2, at(5));
    expect(log.queue('q')).toMatchObject({ averageWaitSeconds: null, longestWaitSeconds: null });
    log.call('t1', 'EventDiverted', { ConnID: C1, ThisDN: 'q', ...at(10) });
    expect(log.queue('q')).toMatchObject({ averageWaitSeconds: 10, longestWaitSeconds: 10 });
    log.call('t2', 'EventAbandoned', { ConnID: C2, ThisDN: 'q', ...at(35) });
    expect(log.queue('q')).toMatchObject({ averageWaitSeconds: 20, longestWaitSeconds: 30 });
    log.call('t3', 'EventDiverted', { ConnID: 'unseen@1', ThisDN: 'q', ...at(99) });
    expect(log.queue('q')).toMatchObject({ averageWaitSeconds: 20, longestWaitSeconds: 30 });
  });

  test('count an entry once, however often its events are told', () => {
    const log = new Log();
    const repeated = { time: { TimeinSecs: 1_767_600_000, TimeinuSecs: 7 } };
    queued(log, 't1', C1, repeated);
    queued(log, 't1', C1, repeated);
    queued(log, 't1', C1);
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 0 });
    for (let n = 0; n < 2; n++) tell(log, ['q EventDiverted', { ThirdPartyDN: '7001' }]);
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 1 });
    // The repeat of an opening that has been counted opens nothing.
    queued(log, 't1', C1, repeated);
    expect(log.queue('q').callsWaiting).toBe(0);
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 1 });
    for (let n = 0; n < 2; n++) tell(log, ['7001 EventEstablished', { ThisQueue: 'q' }]);
    expect(counters(log)).toEqual({ offered: 1, answered: 1, abandoned: 0, diverted: 0 });
  });

  test('count a call that comes back as a new offer', () => {
    const log = new Log();
    queued(log, 't1', C1);
    tell(log, ['q EventDiverted', { ThirdPartyDN: '7001' }]);
    const again = queued(log, 't1', C1);
    expect(counters(log)).toEqual({ offered: 2, answered: 0, abandoned: 0, diverted: 1 });
    expect(entryOf(log, 'q')).toMatchObject({ outcome: 'WAITING', queuedAt: again, leftAt: null, to: null });
    expect(log.queue('q')).toMatchObject({ callsWaiting: 1, oldestWaitSince: again });
    tell(log, ['q EventDiverted', { ThirdPartyDN: '7002' }], ['7002 EventEstablished', { ThisQueue: 'q' }]);
    expect(counters(log)).toEqual({ offered: 2, answered: 1, abandoned: 0, diverted: 1 });
  });

  test('count each call of a thread, and each queue, by itself', () => {
    const log = new Log();
    queued(log, 't1', C1);
    queued(log, 't1', C2);
    log.call('t1', 'EventQueued', { ConnID: C1, ThisDN: 'r', ThisQueue: 'r' });
    expect(counters(log)).toEqual({ offered: 2, answered: 0, abandoned: 0, diverted: 0 });
    expect(counters(log, 'r')).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 0 });
    tell(log, ['q EventAbandoned']);
    expect(counters(log)).toEqual({ offered: 2, answered: 0, abandoned: 1, diverted: 0 });
    expect(log.queue('q').callsWaiting).toBe(1);
  });

  test('count no answer and no abandonment of a call that was not seen to wait', () => {
    const log = new Log();
    queued(log, 't1', C1);
    log.call('t2', 'EventEstablished', { ConnID: C2, ThisDN: '7001', ThisQueue: 'q' });
    log.call('t2', 'EventAbandoned', { ConnID: C2, ThisDN: '7001', ThisQueue: 'q' });
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 0 });
  });

  test('count a routing point as the queue that it names', () => {
    const log = new Log();
    log.call('t1', 'EventRouteRequest', { ConnID: C1, ThisDN: 'rp', ThisQueue: 'q' });
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 0 });
    expect(log.state.queue(log.scope, 'rp')).toBeNull();
  });

  const untilUtc = (log: Log, iso: string): void => log.wait(Date.parse(iso) - log.nowMs);
  test.each([
    ['UTC', '2026-01-06T01:00:00Z', '2026-01-06T00:00:00.000000Z'],
    ['Europe/Berlin', '2026-01-05T23:30:00Z', '2026-01-05T23:00:00.000000Z'],
    ['America/New_York', '2026-01-06T06:00:00Z', '2026-01-06T05:00:00.000000Z'],
    ['Asia/Kolkata', '2026-01-05T19:00:00Z', '2026-01-05T18:30:00.000000Z'],
    ['Europe/Berlin', '2026-03-29T10:00:00Z', '2026-03-28T23:00:00.000000Z'],
    ['Europe/Berlin', '2026-03-30T10:00:00Z', '2026-03-29T22:00:00.000000Z'],
    // Late on a day, and at the end of one of 25 hours.
    ['UTC', '2026-01-06T23:59:00Z', '2026-01-06T00:00:00.000000Z'],
    ['Europe/Berlin', '2026-10-25T22:59:00Z', '2026-10-24T22:00:00.000000Z'],
    // There, this day begins at one in the morning.
    ['America/Santiago', '2026-09-06T15:00:00Z', '2026-09-06T04:00:00.000000Z'],
  ])('start anew at midnight in %s', (dayTimeZone, at, midnight) => {
    const log = new Log({ rules: { dayTimeZone } });
    queued(log, 't1', C1);
    tell(log, ['q EventDiverted']);
    expect(counters(log)).toEqual({ offered: 1, answered: 0, abandoned: 0, diverted: 1 });
    untilUtc(log, at);
    queued(log, 't2', C2);
    expect(log.queue('q')).toMatchObject({ countedSince: midnight, offered: 1, diverted: 0, longestWaitSeconds: null });
  });

  test('are changed by midnight, and by a time limit before it, alike whether the clock tells both at once or one after the other', () => {
    const updated = [true, false].map((atOnce) => {
      const log = new Log({ rules: { threadStaleAfterMs: HOUR_MS } });
      untilUtc(log, '2026-01-05T22:00:00Z');
      queued(log, 't1', C1);
      if (!atOnce) log.wait(HOUR_MS + SECOND_MS);
      untilUtc(log, '2026-01-06T05:00:00Z');
      expect(counters(log)).toEqual({ offered: 0, answered: 0, abandoned: 0, diverted: 0 });
      return log.queue('q').updatedAt;
    });
    expect(updated).toEqual(['2026-01-06T00:00:00.000000Z', '2026-01-06T00:00:00.000000Z']);
  });

  test('count since the gateway knows where that is later than midnight', () => {
    const log = new Log();
    queued(log, 't1', C1);
    expect(Date.parse(log.queue('q').countedSince)).toBeGreaterThanOrEqual(START_MS);
    expect(Date.parse(log.queue('q').countedSince)).toBeLessThanOrEqual(log.nowMs);
  });

  test('count an entry over midnight nowhere, though it still waits', () => {
    const log = new Log();
    untilUtc(log, '2026-01-05T23:59:00Z');
    const opened = queued(log, 't1', C1);
    queued(log, 't2', C2);
    log.wait(2 * 60 * SECOND_MS);
    tell(log, ['q EventDiverted', { ThirdPartyDN: '7001' }], ['7001 EventEstablished', { ThisQueue: 'q' }]);
    expect(opened).toMatch(/^2026-01-05/);
    expect(counters(log)).toEqual({ offered: 0, answered: 0, abandoned: 0, diverted: 0 });
    expect(log.queue('q')).toMatchObject({ callsWaiting: 1, longestWaitSeconds: null, averageWaitSeconds: null });
  });
});
