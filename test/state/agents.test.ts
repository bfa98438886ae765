/** Agents and their telephones: logins, readiness, reasons, what the telephone is set to, what the agent does, and when all that is forgotten. */
import { describe, expect, test } from 'vitest';
import type { AgentSession, AgentStateSummary } from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { agentsOf, fold, found, HOUR_MS, Log, scopeOf, SECOND_MS, threadsOf } from './log.ts';

const C1 = '0071026300000001@10.0.0.7';
const C2 = '0071026300000002@10.0.0.7';
const C3 = '0071026300000003@10.0.0.7';

const login = (log: Log, agentId: string, ThisDN: string, ThisQueue?: string): string =>
  log.agent(agentId, 'EventAgentLogin', { AgentID: agentId, ThisDN, ...(ThisQueue === undefined ? {} : { ThisQueue }) });
const ready = (log: Log, agentId: string, ThisDN: string): string => log.agent(agentId, 'EventAgentReady', { AgentID: agentId, ThisDN });
const notReady = (log: Log, agentId: string, ThisDN: string, AgentWorkMode?: string): string =>
  log.agent(agentId, 'EventAgentNotReady', { AgentID: agentId, ThisDN, ...(AgentWorkMode === undefined ? {} : { AgentWorkMode }) });
const logout = (log: Log, agentId: string, ThisDN: string): string => log.agent(agentId, 'EventAgentLogout', { AgentID: agentId, ThisDN });

const sessionOf = (log: Log, agentId: string, dn: string): AgentSession =>
  found(
    log.agentOf(agentId).sessions.find((session) => session.dn === dn),
    `session on ${dn}`,
  );
const queuesOf = (log: Log, agentId: string, dn: string): string[] => sessionOf(log, agentId, dn).queues.map((queue) => queue.queueId);

describe('an agent who logs in', () => {
  test('was not there before, and is not in another tenant afterwards', () => {
    const log = new Log();
    expect(log.state.agent(log.scope, '1001')).toBeNull();
    login(log, '1001', '7001', 'sales');
    expect(log.state.agent(scopeOf('other'), '1001')).toBeNull();
    expect(log.state.agent(scopeOf('acm'), 'e:1001')).toBeNull();
    log.write('agentState', 'other:1001', 'EventAgentReady', { ThisDN: '7001' });
    expect(log.agentOf('1001').state).toBe('LOGGED_IN');
    expect(log.state.agent(scopeOf('other'), '1001')?.state).toBe('READY');
  });

  test('is logged in since then, to the queue that the event names, and neither ready nor not', () => {
    const log = new Log();
    const since = login(log, '1001', '7001', 'sales');
    const agent = log.agentOf('1001');
    expect(agent).toMatchObject({
      ...{ tenantId: 'acme', agentId: '1001', loginId: '1001', state: 'LOGGED_IN', stateSince: since, activity: 'IDLE' },
      ...{ workMode: null, reasonCode: null, reasons: null, stale: false, knownSince: since, updatedAt: since },
    });
    expect(agent.lastEvent?.name).toBe('EventAgentLogin');
    expect(agent.sessions).toEqual([
      {
        ...{ dn: '7001', loggedIn: 'YES', since, queues: [{ queueId: 'sales', since }] },
        ...{ ready: 'UNKNOWN', readySince: null, workMode: null, reasonCode: null, reasons: null, hardwareReason: null },
      },
    ]);
    expect(log.dnOf('1001', '7001')).toMatchObject({ inService: 'YES', doNotDisturb: 'UNKNOWN', offHook: 'UNKNOWN', monitoring: [] });
  });

  test('is logged in to each further queue that a login names, since that login', () => {
    const log = new Log();
    const since = login(log, '1001', '7001', 'sales');
    const later = login(log, '1001', '7001', 'complaints');
    login(log, '1001', '7001', 'sales');
    expect(sessionOf(log, '1001', '7001')).toMatchObject({
      since,
      queues: [
        { queueId: 'complaints', since: later },
        { queueId: 'sales', since },
      ],
    });
  });

  test('leaves one queue and stays in the other, and leaves none that nobody knew of', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7001', 'complaints');
    log.agent('1001', 'EventQueueLogout', { ThisDN: '7001', ThisQueue: 'sales' });
    expect(queuesOf(log, '1001', '7001')).toEqual(['complaints']);
    log.agent('1001', 'EventQueueLogout', { ThisDN: '7001', ThisQueue: 'billing' });
    expect(queuesOf(log, '1001', '7001')).toEqual(['complaints']);
    log.agent('1001', 'EventQueueLogout', { ThisDN: '7001', ThisQueue: 'complaints' });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ loggedIn: 'YES', queues: [] });
    expect(log.agentOf('1001').state).toBe('LOGGED_IN');
  });

  test('keeps readiness when the login is told again', () => {
    const log = new Log();
    const since = login(log, '1001', '7001', 'sales');
    const readySince = ready(log, '1001', '7001');
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'READY', stateSince: readySince });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ since, ready: 'YES', readySince });
  });

  test('has no readiness after a logout and a new login, which counts anew', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', AgentWorkMode: 'AuxWork', Reasons: { ReasonCode: 'Lunch' } });
    const out = logout(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_OUT', stateSince: out, workMode: null, reasonCode: null, reasons: null });
    expect(sessionOf(log, '1001', '7001')).toEqual({
      ...{ dn: '7001', loggedIn: 'NO', since: out, queues: [], ready: 'UNKNOWN', readySince: null },
      ...{ workMode: null, reasonCode: null, reasons: null, hardwareReason: null },
    });
    const since = login(log, '1001', '7001', 'complaints');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_IN', stateSince: since, reasonCode: null });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ since, queues: [{ queueId: 'complaints' }], ready: 'UNKNOWN' });
  });

  test.each(['EventAgentReady', 'EventAgentNotReady'])('is logged in by %s alone, since then', (name) => {
    const log = new Log();
    const first = log.agent('1001', name, { ThisDN: '7001' });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ loggedIn: 'YES', since: first, readySince: first, queues: [] });
    logout(log, '1001', '7001');
    const second = log.agent('1001', name, { ThisDN: '7001' });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ loggedIn: 'YES', since: second, readySince: second });
    login(log, '1001', '7001', 'sales');
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ since: second, readySince: second, queues: [{ queueId: 'sales' }] });
  });

  test('takes the queue of a login after readiness without touching it', () => {
    const log = new Log();
    notReady(log, '1001', '7001', 'AfterCallWork');
    login(log, '1001', '7001', 'sales');
    expect(log.agentOf('1001')).toMatchObject({ state: 'AFTER_CALL_WORK', workMode: 'AFTER_CALL_WORK' });
  });
});

describe('an agent with several telephones', () => {
  const sets: readonly (readonly [AgentStateSummary, (log: Log, dn: string) => void])[] = [
    ['READY', (log, dn) => void ready(log, '1001', dn)],
    ['AFTER_CALL_WORK', (log, dn) => void notReady(log, '1001', dn, 'AfterCallWork')],
    ['NOT_READY', (log, dn) => void notReady(log, '1001', dn, 'AuxWork')],
    ['LOGGED_IN', (log, dn) => void login(log, '1001', dn)],
    [
      'LOGGED_OUT',
      (log, dn) => {
        login(log, '1001', dn);
        logout(log, '1001', dn);
      },
    ],
  ];
  const pairs = sets.flatMap(([stronger, strong], i) => sets.slice(i).map(([weaker, weak]) => ({ stronger, strong, weaker, weak })));

  test.each(pairs)('is $stronger where one says $stronger and the other $weaker', ({ stronger, strong, weak }) => {
    for (const [first, second] of [
      [strong, weak],
      [weak, strong],
    ] as const) {
      const log = new Log();
      first(log, '7001');
      second(log, '7002');
      expect(log.agentOf('1001').state).toBe(stronger);
      expect(log.agentOf('1001').sessions.map((session) => session.dn)).toEqual(['7001', '7002']);
      expect(log.state.tenantSummary(log.scope).agentsByState.find(({ state }) => state === stronger)?.count).toBe(1);
    }
  });

  test('logs out on one and stays on the other', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7002', 'sales');
    const readySince = ready(log, '1001', '7002');
    logout(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'READY', stateSince: readySince });
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
    const out = logout(log, '1001', '7002');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_OUT', stateSince: out });
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 0, agentsReady: 0 });
  });

  test('counts once in a queue that it is in twice, ready if one of the two is', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7002', 'sales');
    notReady(log, '1001', '7001');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 0 });
    ready(log, '1001', '7002');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
    ready(log, '1001', '7001');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
    notReady(log, '1001', '7002');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
  });

  test('is ready in no queue but those of the ready telephone', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7002', 'billing');
    ready(log, '1001', '7001');
    notReady(log, '1001', '7002');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
    expect(log.queue('billing')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 0 });
  });

  test('shows the work mode and the reasons of the session that gives the summary', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', AgentWorkMode: 'AuxWork', Reasons: { ReasonCode: 'Lunch' } });
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7002', AgentWorkMode: 'AfterCallWork', Reasons: { ReasonCode: 'Notes' } });
    expect(log.agentOf('1001')).toMatchObject({ workMode: 'AFTER_CALL_WORK', reasonCode: 'Notes', reasons: { ReasonCode: 'Notes' } });
    log.agent('1001', 'EventAgentReady', { ThisDN: '7001', AgentWorkMode: 'ManualIn' });
    expect(log.agentOf('1001')).toMatchObject({ state: 'READY', workMode: 'MANUAL_IN', reasonCode: null, reasons: null });
  });

  test('shows of equal sessions the one that is ready or not ready since later', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7002', AgentWorkMode: 'AuxWork', Reasons: { ReasonCode: 'Earlier' } });
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', AgentWorkMode: 'WalkAway', Reasons: { ReasonCode: 'Later' } });
    expect(log.agentOf('1001')).toMatchObject({ state: 'NOT_READY', reasonCode: 'Later', workMode: 'WALK_AWAY' });
    // Only a new reason: the session is not ready since before the other.
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7002', AgentWorkMode: 'AuxWork', Reasons: { ReasonCode: 'Changed' } });
    expect(log.agentOf('1001').reasonCode).toBe('Later');
    ready(log, '1001', '7002');
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7002', AgentWorkMode: 'AuxWork', Reasons: { ReasonCode: 'Latest' } });
    expect(log.agentOf('1001').reasonCode).toBe('Latest');
  });

  test('shows of sessions that are equal in that too the one on the lowest telephone', () => {
    const log = new Log();
    const time = { TimeinSecs: 1_767_600_000, TimeinuSecs: 5 };
    for (const dn of ['7002', '7001', '7003']) log.agent('1001', 'EventAgentNotReady', { ThisDN: dn, time, Reasons: { ReasonCode: dn } });
    expect(log.agentOf('1001').reasonCode).toBe('7001');
  });
});

describe('the times of an agent', () => {
  test('move with the state that people see, not with a new reason or a repeated event', () => {
    const log = new Log();
    login(log, '1001', '7001');
    const since = notReady(log, '1001', '7001', 'AuxWork');
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', AgentWorkMode: 'WalkAway', Reasons: { ReasonCode: 'Lunch' } });
    expect(log.agentOf('1001')).toMatchObject({ stateSince: since, workMode: 'WALK_AWAY', reasonCode: 'Lunch' });
    const wrapUp = notReady(log, '1001', '7001', 'AfterCallWork');
    expect(log.agentOf('1001')).toMatchObject({ state: 'AFTER_CALL_WORK', stateSince: wrapUp });
    expect(sessionOf(log, '1001', '7001').readySince).toBe(since);
    const back = ready(log, '1001', '7001');
    ready(log, '1001', '7001');
    expect(log.agentOf('1001').stateSince).toBe(back);
    expect(sessionOf(log, '1001', '7001').readySince).toBe(back);
  });

  test('are those that the events tell, not those of the records', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentReady', { ThisDN: '7001', time: { TimeinSecs: 1_700_000_000, TimeinuSecs: 573_000 } });
    expect(log.agentOf('1001')).toMatchObject({ stateSince: '2023-11-14T22:13:20.573000Z', updatedAt: '2026-01-05T08:00:00.001000Z' });
  });

  test('are none while the state is unknown', () => {
    const log = new Log();
    log.agent('1001', 'EventOffHook', { ThisDN: '7001' });
    expect(log.agentOf('1001')).toMatchObject({ state: 'UNKNOWN', stateSince: null });
  });

  test('tell the first and the last record that were folded', () => {
    const log = new Log();
    const first = login(log, '1001', '7001');
    log.wait(HOUR_MS);
    const last = log.agent('1001', 'EventAgentDancing', { ThisDN: '7001' });
    const agent = log.agentOf('1001');
    expect(agent.knownSince).toBe(first);
    expect(agent.lastEvent).toMatchObject({ name: 'EventAgentDancing', time: last });
    expect(agent).toMatchObject({ state: 'LOGGED_IN', stateSince: first });
  });

  test('are the same in whichever order the two topics are read', () => {
    const log = new Log();
    login(log, '1001', '7001');
    const call = log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    expect(log.agentOf('1001').updatedAt).toBe(call);
    const other = new State(defaultRules);
    for (const written of log.records.toReversed()) fold(other, written);
    expect(other.agent(log.scope, '1001')).toMatchObject({ updatedAt: call, activity: 'RINGING' });
    expect(other.tenantSummary(log.scope).updatedAt).toBe(call);
  });
});

describe('the work mode', () => {
  test.each([
    ['EventAgentReady', 2, 'AUTO_IN'],
    ['EventAgentNotReady', 2, 'LEGAL_GUARD'],
    ['EventAgentReady', 'ManualIn', 'MANUAL_IN'],
    ['EventAgentReady', 'ReturnBack', 'RETURN_BACK'],
    ['EventAgentNotReady', 'NoCallDisconnect', 'NO_CALL_DISCONNECT'],
    ['EventAgentNotReady', 'Unknown', 'UNKNOWN'],
    ['EventAgentNotReady', 'Siesta', 'UNRECOGNIZED'],
  ])('of %s with %s is %s', (name, AgentWorkMode, expected) => {
    const log = new Log();
    log.agent('1001', name, { ThisDN: '7001', AgentWorkMode });
    expect(log.agentOf('1001').workMode).toBe(expected);
    expect(sessionOf(log, '1001', '7001').workMode).toBe(expected);
  });

  test('is none after an event without one', () => {
    const log = new Log();
    notReady(log, '1001', '7001', 'AfterCallWork');
    notReady(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'NOT_READY', workMode: null });
  });
});

describe('the reason', () => {
  const withReasons = (rules: ConstructorParameters<typeof Log>[0], attributes: Record<string, Record<string, string | number>>): Log => {
    const log = new Log(rules);
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', ...attributes });
    return log;
  };

  test('is that of Reasons, and the hardware reason that of Extensions', () => {
    const log = withReasons({}, { Reasons: { ReasonCode: 'Lunch', Room: 'B' }, Extensions: { ReasonCode: '17', Switch: 1 } });
    expect(log.agentOf('1001')).toMatchObject({ reasonCode: 'Lunch', reasons: { ReasonCode: 'Lunch', Room: 'B' } });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ reasonCode: 'Lunch', hardwareReason: '17' });
  });

  test('is that of Extensions where Reasons has none', () => {
    const log = withReasons({}, { Reasons: { Room: 'B' }, Extensions: { ReasonCode: 17 } });
    expect(log.agentOf('1001').reasonCode).toBe('17');
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ reasonCode: '17', hardwareReason: '17', reasons: { Room: 'B' } });
  });

  test('stands under the first configured key that is there', () => {
    const rules = { rules: { reasonKeys: ['Grund', 'ReasonCode'] } };
    expect(withReasons(rules, { Reasons: { ReasonCode: 'Lunch', Grund: 'Essen' } }).agentOf('1001').reasonCode).toBe('Essen');
    expect(withReasons(rules, { Reasons: { ReasonCode: 'Lunch' } }).agentOf('1001').reasonCode).toBe('Lunch');
    expect(sessionOf(withReasons(rules, { Extensions: { Grund: '17', ReasonCode: '18' } }), '1001', '7001').hardwareReason).toBe('17');
    expect(withReasons({ rules: { reasonKeys: ['Grund'] } }, { Reasons: { ReasonCode: 'Lunch' } }).agentOf('1001').reasonCode).toBeNull();
  });

  test('is gone with the next readiness without one', () => {
    const log = withReasons({}, { Reasons: { ReasonCode: 'Lunch' }, Extensions: { ReasonCode: '17' } });
    notReady(log, '1001', '7001', 'AuxWork');
    expect(log.agentOf('1001')).toMatchObject({ reasonCode: null, reasons: null });
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ reasonCode: null, reasons: null, hardwareReason: null });
  });

  test('stays when the login is told again', () => {
    const log = withReasons({}, { Reasons: { ReasonCode: 'Lunch' } });
    log.agent('1001', 'EventAgentLogin', { ThisDN: '7001', Reasons: { ReasonCode: 'Login' } });
    expect(log.agentOf('1001').reasonCode).toBe('Lunch');
  });
});

describe('another agent on the same telephone', () => {
  test('ends the session there, and leaves those elsewhere', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    login(log, '1001', '7002', 'sales');
    ready(log, '1001', '7001');
    const since = notReady(log, '1001', '7002', 'AuxWork');
    const taken = login(log, '1002', '7001', 'sales');
    expect(sessionOf(log, '1001', '7001')).toMatchObject({ loggedIn: 'NO', since: taken, queues: [], ready: 'UNKNOWN' });
    expect(sessionOf(log, '1001', '7002')).toMatchObject({ loggedIn: 'YES', ready: 'NO', readySince: since });
    expect(log.agentOf('1001').state).toBe('NOT_READY');
    expect(log.agentOf('1002').state).toBe('LOGGED_IN');
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 2, agentsReady: 0 });
  });

  test('logs the first one out, who may come back in the same way', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    ready(log, '1001', '7001');
    const taken = login(log, '1002', '7001', 'sales');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_OUT', stateSince: taken });
    login(log, '1001', '7001', 'sales');
    expect(log.agentOf('1001').state).toBe('LOGGED_IN');
    expect(log.agentOf('1002').state).toBe('LOGGED_OUT');
    expect(log.queue('sales').agentsLoggedIn).toBe(1);
  });

  test('has the calls of the telephone from then on', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7001' });
    expect(log.agentOf('1001').activity).toBe('TALKING');
    login(log, '1002', '7001');
    expect(log.agentOf('1002').activity).toBe('TALKING');
    expect(log.agentOf('1001').activity).toBe('IDLE');
    expect(log.thread('t1').agents.map((agent) => agent.agentId)).toEqual(['1002']);
    expect(log.agentOf('1001').calls).toEqual([]);
    expect(log.agentOf('1002').calls.map((thread) => thread.callThreadId)).toEqual(['t1']);
    expect(log.agentOf('1001').dns).toEqual([]);
    expect(log.agentOf('1002').dns.map((dn) => dn.dn)).toEqual(['7001']);
  });

  test('does nothing to the same telephone of another tenant', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    log.write('agentState', 'other:1002', 'EventAgentLogin', { ThisDN: '7001' });
    expect(log.agentOf('1001').state).toBe('LOGGED_IN');
  });

  test('inherits what the telephone is set to', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.agent('1001', 'EventDNDOn', { ThisDN: '7001' });
    logout(log, '1001', '7001');
    expect(log.dnOf('1001', '7001').doNotDisturb).toBe('YES');
    login(log, '1002', '7001');
    expect(log.dnOf('1002', '7001').doNotDisturb).toBe('YES');
  });
});

describe('an agent known by the telephone only', () => {
  test('has no session and an unknown state', () => {
    const log = new Log();
    log.agent('1001', 'EventOffHook', { ThisDN: '7001' });
    expect(log.agentOf('1001')).toMatchObject({ state: 'UNKNOWN', activity: 'UNKNOWN', sessions: [], loginId: null, workMode: null });
    expect(log.dnOf('1001', '7001')).toMatchObject({ offHook: 'YES', inService: 'UNKNOWN' });
    expect(agentsOf(log.state, log.scope, { states: new Set(['UNKNOWN']) }).map((agent) => agent.agentId)).toEqual(['1001']);
  });

  test('has the calls of the telephone, and is idle once one was seen to end', () => {
    const log = new Log();
    log.agent('1001', 'EventOnHook', { ThisDN: '7001' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    expect(log.agentOf('1001').activity).toBe('RINGING');
    expect(log.thread('t1').parties).toMatchObject([{ dn: '7001', agentId: '1001' }]);
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001' });
    expect(log.agentOf('1001')).toMatchObject({ state: 'UNKNOWN', activity: 'IDLE', calls: [] });
  });
});

describe('an event whose key names no agent', () => {
  test('changes the telephone, which whoever logs in there finds so', () => {
    const log = new Log();
    log.agent('', 'EventDNDOn', { ThisDN: '7001' });
    log.agent('', 'EventForwardSet', { ThisDN: '7001', OtherDN: '5551234' });
    log.agent('', 'EventDNOutOfService', { ThisDN: '7001' });
    expect(agentsOf(log.state, log.scope)).toEqual([]);
    expect(log.state.agent(log.scope, '')).toBeNull();
    login(log, '1001', '7001');
    expect(log.dnOf('1001', '7001')).toMatchObject({ doNotDisturb: 'YES', forwardedTo: '5551234', inService: 'NO' });
  });

  test('changes the telephone of the agent who is logged in there', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.agent('', 'EventOffHook', { ThisDN: '7001' });
    log.agent('', 'EventMessageWaitingOn', { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')).toMatchObject({ offHook: 'YES', messageWaiting: 'YES', inService: 'YES' });
  });

  test.each(['EventAgentLogin', 'EventAgentLogout', 'EventAgentReady', 'EventAgentNotReady', 'EventQueueLogout'])(
    'logs nobody in or out as %s',
    (name) => {
      const log = new Log();
      login(log, '1001', '7001', 'sales');
      ready(log, '1001', '7001');
      log.agent('', name, { ThisDN: '7001', ThisQueue: 'sales', AgentID: '1001' });
      expect(log.agentOf('1001').state).toBe('READY');
      expect(queuesOf(log, '1001', '7001')).toEqual(['sales']);
      log.agent('', name, { ThisDN: '7002', ThisQueue: 'sales' });
      expect(agentsOf(log.state, log.scope)).toHaveLength(1);
    },
  );
});

describe('the telephone', () => {
  const switches = [
    ['EventDNDOn', 'EventDNDOff', 'doNotDisturb'],
    ['EventMessageWaitingOn', 'EventMessageWaitingOff', 'messageWaiting'],
    ['EventOffHook', 'EventOnHook', 'offHook'],
    ['EventDNBackInService', 'EventDNOutOfService', 'inService'],
    ['EventMuteOn', 'EventMuteOff', 'muted'],
    ['EventListenDisconnected', 'EventListenReconnected', 'deafened'],
  ] as const;

  test.each(switches)('is switched by %s and %s, and by nothing else', (on, off, member) => {
    const log = new Log();
    for (const [otherOn, otherOff] of switches)
      if (otherOn !== on) for (const name of [otherOn, otherOff]) log.agent('1001', name, { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[member]).toBe('UNKNOWN');
    log.agent('1001', on, { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[member]).toBe('YES');
    log.agent('1001', on, { ThisDN: '7002' });
    log.agent('1001', off, { ThisDN: '7001' });
    log.agent('1001', off, { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[member]).toBe('NO');
    expect(log.dnOf('1001', '7002')[member]).toBe('YES');
    expect(log.agentOf('1001').dns.map((dn) => dn.dn)).toEqual(['7001', '7002']);
  });

  test('going out of service logs nobody out, and a login later does not put it back', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.agent('1001', 'EventDNOutOfService', { ThisDN: '7001' });
    expect(log.agentOf('1001').state).toBe('LOGGED_IN');
    login(log, '1001', '7001');
    expect(log.dnOf('1001', '7001').inService).toBe('NO');
  });

  test.each([
    ['1', 'Unconditional'],
    ['77', '77'],
    [null, null],
  ])('is forwarded with the mode %s, which is told as %s', (InfoStatus, mode) => {
    const log = new Log();
    log.agent('1001', 'EventForwardSet', { ThisDN: '7001', OtherDN: '5551234', InfoStatus });
    expect(log.dnOf('1001', '7001')).toMatchObject({ forwardedTo: '5551234', forwardMode: mode });
    log.agent('1001', 'EventForwardCancel', { ThisDN: '7001', InfoStatus });
    expect(log.dnOf('1001', '7001')).toMatchObject({ forwardedTo: null, forwardMode: null });
  });

  test('that is not named leaves the agent as it was, but for the event', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    const before = log.agentOf('1001');
    for (const name of ['EventAgentLogout', 'EventAgentReady', 'EventDNDOn', 'EventMonitoringNextCall', 'EventQueueLogout']) {
      log.agent('1001', name);
      const { state, stateSince, sessions, dns, lastEvent } = log.agentOf('1001');
      expect({ state, stateSince, sessions, dns }).toEqual({
        ...{ state: before.state, stateSince: before.stateSince, sessions: before.sessions, dns: before.dns },
      });
      expect(lastEvent?.name).toBe(name);
    }
  });
});

describe('what an agent logged in with', () => {
  test('leads from the AgentID of a call event to the agent, whatever the telephone', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentLogin', { AgentID: 'jdoe', ThisDN: '7001' });
    login(log, '1002', '7002');
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7002', AgentID: 'jdoe' });
    expect(log.agentOf('1001').loginId).toBe('jdoe');
    expect(log.thread('t1').parties).toMatchObject([{ dn: '7002', agentId: '1001' }]);
    expect(log.thread('t1').agents.map((agent) => agent.agentId)).toEqual(['1001']);
    expect(log.agentOf('1001').calls.map((thread) => thread.callThreadId)).toEqual(['t1']);
    expect(log.agentOf('1002').calls).toEqual([]);
  });

  test('leads to the agent of the key where both are the same, also before any event of the agent says so', () => {
    const log = new Log();
    log.agent('1001', 'EventOffHook', { ThisDN: '7009' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', AgentID: '1001' });
    expect(log.thread('t1').agents.map((agent) => agent.agentId)).toEqual(['1001']);
  });

  test('is of its own tenant', () => {
    const log = new Log();
    log.write('agentState', 'other:1001', 'EventAgentLogin', { AgentID: 'jdoe', ThisDN: '7001' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', AgentID: 'jdoe' });
    expect(log.thread('t1').agents).toEqual([]);
    expect(log.state.callThread(scopeOf('other'), 't1')).toBeNull();
  });

  test('is what agents who are not known from agent events do not get by', () => {
    const log = new Log();
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', AgentID: 'ghost' });
    expect(log.thread('t1').agents).toEqual([]);
    expect(agentsOf(log.state, log.scope)).toEqual([]);
  });
});

describe('the agent of a party without an AgentID', () => {
  test('is whoever is logged in on its telephone, as long as the party lives', () => {
    const log = new Log();
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    expect(log.thread('t1').parties[0]?.agentId).toBeNull();
    login(log, '1001', '7001');
    expect(log.thread('t1').parties[0]?.agentId).toBe('1001');
    login(log, '1002', '7001');
    expect(log.thread('t1').parties[0]?.agentId).toBe('1002');
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001' });
    login(log, '1003', '7001');
    expect(log.thread('t1').parties[0]?.agentId).toBe('1002');
    expect(log.thread('t1').agents.map((agent) => agent.agentId)).toEqual(['1002']);
  });

  test('is the one who was logged in on its telephone when others told that it had gone, be it the first that was heard of it', () => {
    for (const before of [[], ['EventEstablished']]) {
      const log = new Log();
      login(log, '1001', '7003');
      for (const name of before) log.call('t1', name, { ConnID: C1, ThisDN: '7003' });
      log.call('t1', 'EventPartyDeleted', { ConnID: C1, ThisDN: '7001', OtherDN: '7003' });
      login(log, '1002', '7003');
      expect(log.thread('t1').parties).toMatchObject([{ dn: '7001' }, { dn: '7003', state: 'GONE', agentId: '1001', cause: null }]);
      expect(log.thread('t1').agents.map((agent) => agent.agentId)).toEqual(['1001']);
    }
  });

  test('is the one with a session there rather than the one of the key of its events', () => {
    const log = new Log();
    login(log, '1002', '7001');
    log.agent('1001', 'EventOffHook', { ThisDN: '7001' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001' });
    expect(log.thread('t1').parties[0]?.agentId).toBe('1002');
  });
});

describe('what an agent does', () => {
  const states = [
    ['TALKING', ['EventRinging', 'EventEstablished']],
    ['RINGING', ['EventRinging']],
    ['DIALING', ['EventDialing']],
    ['HOLDING', ['EventRinging', 'EventEstablished', 'EventHeld']],
  ] as const;
  const pairs = states.flatMap(([stronger, strong], i) => states.slice(i).map(([weaker, weak]) => ({ stronger, strong, weaker, weak })));
  const call = (log: Log, thread: string, ConnID: string, names: readonly string[], ThisDN = '7001'): void => {
    for (const name of names) log.call(thread, name, { ConnID, ThisDN });
  };

  test.each(pairs)('is $stronger with one call $stronger and one $weaker', ({ stronger, strong, weaker, weak }) => {
    for (const thread of ['t1', 't2']) {
      for (const [dn, otherDn] of [
        ['7001', '7001'],
        ['7001', '7002'],
      ] as const) {
        const log = new Log();
        login(log, '1001', dn);
        login(log, '1001', otherDn);
        call(log, 't1', C1, weak, dn);
        expect(log.agentOf('1001').activity).toBe(weaker);
        call(log, thread, C2, strong, otherDn);
        expect(log.agentOf('1001').activity).toBe(stronger);
        call(log, thread, C2, ['EventReleased'], otherDn);
        expect(log.agentOf('1001').activity).toBe(weaker);
        call(log, 't1', C1, ['EventReleased'], dn);
        expect(log.agentOf('1001').activity).toBe('IDLE');
      }
    }
  });

  test.each([
    ['EventDestinationBusy', 'DIALING'],
    ['EventPartyChanged', 'UNKNOWN'],
    ['EventBridged', 'IDLE'],
    ['EventQueued', 'IDLE'],
    ['EventRouteRequest', 'IDLE'],
  ])('is told by %s of the telephone as %s', (name, activity) => {
    const log = new Log();
    login(log, '1001', '7001');
    log.call('t1', name, { ConnID: C1, ThisDN: '7001' });
    expect(log.agentOf('1001').activity).toBe(activity);
  });

  test('is not unknown where another call tells it', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.call('t1', 'EventPartyChanged', { ConnID: C1, ThisDN: '7001' });
    call(log, 't2', C2, ['EventRinging', 'EventEstablished', 'EventHeld']);
    expect(log.agentOf('1001').activity).toBe('HOLDING');
  });

  test('is nothing once it is known that nobody is logged in, and unknown before', () => {
    const log = new Log();
    log.agent('1001', 'EventDNDOn', { ThisDN: '7001' });
    expect(log.agentOf('1001').activity).toBe('UNKNOWN');
    logout(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_OUT', activity: 'IDLE' });
  });

  test('goes on after a logout, on the telephone that nobody else has taken', () => {
    const log = new Log();
    login(log, '1001', '7001');
    call(log, 't1', C1, ['EventRinging', 'EventEstablished']);
    logout(log, '1001', '7001');
    expect(log.agentOf('1001')).toMatchObject({ state: 'LOGGED_OUT', activity: 'TALKING' });
  });

  test('lists the calls under way by their threads, not those that have ended', () => {
    const log = new Log();
    login(log, '1001', '7001');
    call(log, 't3', C3, ['EventRinging']);
    call(log, 't1', C1, ['EventRinging']);
    call(log, 't2', C2, ['EventRinging', 'EventReleased']);
    expect(log.agentOf('1001').calls.map((thread) => thread.callThreadId)).toEqual(['t1', 't3']);
    call(log, 't1', C1, ['EventReleased']);
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7005' });
    expect(log.agentOf('1001').calls.map((thread) => thread.callThreadId)).toEqual(['t3']);
  });
});

describe('muting and deafening', () => {
  const kinds = [
    ['muted', 'EventMuteOn', 'EventMuteOff'],
    ['deafened', 'EventListenDisconnected', 'EventListenReconnected'],
  ] as const;
  const talking = (log: Log): void => {
    login(log, '1001', '7001');
    for (const ConnID of [C1, C2]) {
      log.call('t1', 'EventRinging', { ConnID, ThisDN: '7001' });
      log.call('t1', 'EventEstablished', { ConnID, ThisDN: '7001' });
    }
    log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7002' });
  };

  test.each(kinds)('flags the party of the call as %s until it is switched off', (flag, on, off) => {
    const log = new Log();
    talking(log);
    const flags = (): boolean[] => log.thread('t1').parties.map((party) => party[flag]);
    log.agent('1001', on, { ThisDN: '7001', ConnID: C1 });
    expect(flags()).toEqual([true, false, false]);
    expect(log.dnOf('1001', '7001')[flag]).toBe('YES');
    log.agent('1001', on, { ThisDN: '7001', ConnID: C2 });
    log.agent('1001', off, { ThisDN: '7001', ConnID: C1 });
    expect(flags()).toEqual([false, false, true]);
    expect(log.dnOf('1001', '7001')[flag]).toBe('YES');
    log.agent('1001', off, { ThisDN: '7001', ConnID: C2 });
    expect(flags()).toEqual([false, false, false]);
    expect(log.dnOf('1001', '7001')[flag]).toBe('NO');
  });

  test.each(kinds)('that tells %s for a call ends with it', (flag, on) => {
    const log = new Log();
    talking(log);
    log.agent('1001', on, { ThisDN: '7001', ConnID: C1 });
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[flag]).toBe('NO');
  });

  test.each(kinds)('tells %s of the telephone also where no call is named, or none is known', (flag, on, off) => {
    const log = new Log();
    log.agent('1001', on, { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[flag]).toBe('YES');
    log.agent('1001', off, { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001')[flag]).toBe('NO');
    log.agent('1001', on, { ThisDN: '7001', ConnID: C1 });
    expect(log.dnOf('1001', '7001')[flag]).toBe('YES');
    expect(threadsOf(log.state, log.scope)).toEqual([]);
  });
});

describe('monitoring', () => {
  const subscribe = (log: Log, MonitorNextCallType: string): void => {
    login(log, '1001', '7001');
    login(log, '2001', '7009');
    log.agent('2001', 'EventMonitoringNextCall', { ThisDN: '7009', OtherDN: '7001', MonitorNextCallType });
    log.agent('1001', 'EventMonitoringNextCall', { ThisDN: '7001', OtherDN: '7009', OtherDNRole: 'Observer', MonitorNextCallType });
  };
  const observedCall = (log: Log): void => {
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7001', ThisDNRole: 'Destination' });
    log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7001', ThisDNRole: 'Destination' });
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7009', ThisDNRole: 'Observer' });
    log.call('t1', 'EventEstablished', { ConnID: C1, ThisDN: '7009', ThisDNRole: 'Observer' });
  };
  const monitoring = (log: Log): unknown => [log.dnOf('1001', '7001').monitoring, log.dnOf('2001', '7009').monitoring];
  const both = (type: string): unknown => [[{ otherDn: '7009', role: 'OBSERVER', type }], [{ otherDn: '7001', role: null, type }]];

  test('of one call is over at both telephones when the observer leaves it', () => {
    const log = new Log();
    subscribe(log, 'OneCall');
    observedCall(log);
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7001' });
    expect(monitoring(log)).toEqual(both('ONE_CALL'));
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7009' });
    expect(monitoring(log)).toEqual([[], []]);
  });

  test('of all calls goes on', () => {
    const log = new Log();
    subscribe(log, 'AllCalls');
    observedCall(log);
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7009' });
    expect(monitoring(log)).toEqual(both('ALL_CALLS'));
  });

  test('of one call is not over when the observer leaves a call of its own', () => {
    const log = new Log();
    subscribe(log, 'OneCall');
    log.call('t1', 'EventRinging', { ConnID: C1, ThisDN: '7009', ThisDNRole: 'Destination' });
    log.call('t1', 'EventReleased', { ConnID: C1, ThisDN: '7009' });
    expect(monitoring(log)).toEqual(both('ONE_CALL'));
  });

  test('is cancelled for the one that is named', () => {
    const log = new Log();
    subscribe(log, 'AllCalls');
    log.agent('1001', 'EventMonitoringNextCall', {
      ThisDN: '7001',
      OtherDN: '7008',
      OtherDNRole: 'Observer',
      MonitorNextCallType: 'AllCalls',
    });
    log.agent('1001', 'EventMonitoringCancelled', { ThisDN: '7001', OtherDN: '7009' });
    expect(log.dnOf('1001', '7001').monitoring).toEqual([{ otherDn: '7008', role: 'OBSERVER', type: 'ALL_CALLS' }]);
    log.agent('1001', 'EventMonitoringCancelled', { ThisDN: '7001' });
    log.agent('1001', 'EventMonitoringNextCall', { ThisDN: '7001' });
    expect(log.dnOf('1001', '7001').monitoring).toHaveLength(1);
  });
});

describe('forgetting', () => {
  const DAY_MS = defaultRules.agentForgetAfterMs;

  test('takes an agent who has been logged out for long enough, and not before', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    logout(log, '1001', '7001');
    log.wait(DAY_MS - 1);
    expect(log.agentOf('1001').state).toBe('LOGGED_OUT');
    log.wait(2);
    expect(log.state.agent(log.scope, '1001')).toBeNull();
    expect(agentsOf(log.state, log.scope)).toEqual([]);
    expect(log.state.tenantSummary(log.scope).agentsByState.every(({ count }) => count === 0)).toBe(true);
  });

  test('counts from the last event of the agent', () => {
    const log = new Log();
    login(log, '1001', '7001');
    logout(log, '1001', '7001');
    log.wait(DAY_MS - 10);
    log.agent('1001', 'EventOnHook', { ThisDN: '7001' });
    log.wait(DAY_MS - 10);
    expect(log.agentOf('1001').state).toBe('LOGGED_OUT');
    log.wait(20);
    expect(log.state.agent(log.scope, '1001')).toBeNull();
  });

  test('takes an agent that never had a session', () => {
    const log = new Log();
    log.agent('1001', 'EventOffHook', { ThisDN: '7001' });
    log.wait(DAY_MS + 1);
    expect(log.state.agent(log.scope, '1001')).toBeNull();
    // The telephone has been forgotten too.
    login(log, '1001', '7001');
    expect(log.dnOf('1001', '7001').offHook).toBe('UNKNOWN');
  });

  test('never takes an agent who is logged in, however silent, and does not doubt the session', () => {
    const log = new Log();
    login(log, '1001', '7001', 'sales');
    const since = ready(log, '1001', '7001');
    for (let day = 0; day < 10; day++) log.wait(DAY_MS);
    expect(log.agentOf('1001')).toMatchObject({ state: 'READY', stateSince: since, stale: false });
    expect(log.queue('sales')).toMatchObject({ agentsLoggedIn: 1, agentsReady: 1 });
  });

  test('keeps the telephone of a session, and takes one that nobody is logged in on', () => {
    const log = new Log();
    login(log, '1001', '7001');
    log.agent('1001', 'EventDNDOn', { ThisDN: '7001' });
    log.agent('', 'EventDNDOn', { ThisDN: '7002' });
    log.wait(DAY_MS + SECOND_MS);
    login(log, '1002', '7002');
    expect(log.dnOf('1001', '7001').doNotDisturb).toBe('YES');
    expect(log.dnOf('1002', '7002').doNotDisturb).toBe('UNKNOWN');
  });

  test('leaves an agent unknown who was there before', () => {
    const log = new Log();
    login(log, '1001', '7001');
    logout(log, '1001', '7001');
    log.wait(DAY_MS + 1);
    const again = log.agent('1001', 'EventOffHook', { ThisDN: '7001' });
    expect(log.agentOf('1001')).toMatchObject({ state: 'UNKNOWN', knownSince: again, sessions: [], loginId: null });
  });
});
