/** What a gap in the log does to those whose records may be missing. */
import { describe, expect, test } from 'vitest';
import { instantOfMs } from '../../src/events/time.ts';
import type { TenantSummary } from '../../src/state/model.ts';
import { agentsOf, found, Log, SECOND_MS, START_MS, threadsOf, TOPICS } from './log.ts';

/** Two agents in partition 0, one in partition 1, a call each in the partitions of the other topic. */
function centre(): Log {
  const log = new Log();
  const agent = (agentId: string, name: string, partition: number) =>
    log.write(
      'agentState',
      `acme:${agentId}`,
      name,
      { AgentID: agentId, ThisDN: `7${agentId}`, ThisQueue: 'q1', Reasons: { ReasonCode: 'Lunch' } },
      partition,
    );
  for (const [agentId, partition] of [
    ['1', 0],
    ['2', 0],
    ['3', 1],
  ] as const)
    agent(agentId, 'EventAgentLogin', partition);
  agent('1', 'EventAgentReady', 0);
  agent('2', 'EventAgentNotReady', 0);
  agent('3', 'EventAgentReady', 1);
  for (const partition of [0, 1])
    log.write('callThread', `acme:t${partition}`, 'EventRinging', { ConnID: `c${partition}`, ThisDN: `7${partition + 1}` }, partition);
  return log;
}
const ready = ({ agentsByState }: TenantSummary): number =>
  found(
    agentsByState.find(({ state }) => state === 'READY'),
    'READY',
  ).count;
const stale = (log: Log) => ({
  agents: agentsOf(log.state, log.scope).flatMap(({ agentId, stale: isStale }) => (isStale ? [agentId] : [])),
  threads: threadsOf(log.state, log.scope).flatMap(({ callThreadId, stale: isStale }) => (isStale ? [callThreadId] : [])),
});

describe('after a gap', () => {
  test('agents of the partition are stale, and whether they are ready is not known; all else is as it was', () => {
    const log = centre();
    log.wait(SECOND_MS);
    const before = log.agentOf('2');
    const { since } = found(before.sessions[0], 'session');
    log.state.lose(TOPICS.agentState, 0);
    expect(stale(log)).toEqual({ agents: ['1', '2'], threads: [] });
    const agent = log.agentOf('2');
    expect(agent).toMatchObject({ state: 'LOGGED_IN', stateSince: null, workMode: null, reasonCode: null, reasons: null, loginId: '2' });
    expect(agent.sessions).toEqual([
      {
        dn: '72',
        loggedIn: 'YES',
        since,
        queues: [{ queueId: 'q1', since }],
        ready: 'UNKNOWN',
        readySince: null,
        workMode: null,
        reasonCode: null,
        reasons: null,
        hardwareReason: null,
      },
    ]);
    expect(agent.knownSince).toBe(before.knownSince);
    expect(agent.updatedAt).toBe(instantOfMs(log.nowMs));
    expect(log.agentOf('3')).toMatchObject({ state: 'READY', stale: false });
    expect(log.queue('q1')).toMatchObject({ agentsLoggedIn: 3, agentsReady: 1 });
    expect(ready(log.state.tenantSummary(log.scope))).toBe(1);
    expect(agentsOf(log.state, log.scope, { states: new Set(['LOGGED_IN']) }).map(({ agentId }) => agentId)).toEqual(['1', '2']);
  });

  test.each(['EventAgentLogin', 'EventAgentReady', 'EventAgentNotReady', 'EventAgentLogout'])('%s tells how an agent stands', (name) => {
    const log = centre();
    log.state.lose(TOPICS.agentState, 0);
    log.agent('1', name, { ThisDN: '71' });
    expect(stale(log).agents).toEqual(['2']);
    expect(log.agentOf('1').state).toBe(
      { EventAgentLogin: 'LOGGED_IN', EventAgentReady: 'READY', EventAgentNotReady: 'NOT_READY' }[name] ?? 'LOGGED_OUT',
    );
  });

  test.each(['EventQueueLogout', 'EventDNDOn', 'EventOffHook', 'EventUnheardOf'])('%s does not', (name) => {
    const log = centre();
    log.state.lose(TOPICS.agentState, 0);
    log.agent('1', name, { ThisDN: '71', ThisQueue: 'q1' });
    expect(stale(log).agents).toEqual(['1', '2']);
  });

  test('a login of somebody else on the telephone logs a stale agent out, who stays stale', () => {
    const log = centre();
    log.state.lose(TOPICS.agentState, 0);
    log.agent('3', 'EventAgentLogin', { ThisDN: '71' });
    expect(log.agentOf('1')).toMatchObject({ state: 'LOGGED_OUT', stale: true });
  });

  test('who is logged out is shown so, and stale', () => {
    const log = centre();
    log.agent('1', 'EventAgentLogout', { ThisDN: '71' });
    const { stateSince } = log.agentOf('1');
    log.state.lose(TOPICS.agentState, 0);
    expect(log.agentOf('1')).toMatchObject({ state: 'LOGGED_OUT', stateSince, stale: true });
  });

  test('threads of the partition are stale until they are forgotten, whatever comes', () => {
    const log = centre();
    log.state.lose(TOPICS.callThread, 1);
    expect(stale(log)).toEqual({ agents: [], threads: ['t1'] });
    log.write('callThread', 'acme:t1', 'EventEstablished', { ConnID: 'c1', ThisDN: '72' }, 1);
    log.write('callThread', 'acme:t1', 'EventReleased', { ConnID: 'c1', ThisDN: '72' }, 1);
    expect(log.thread('t1')).toMatchObject({ status: 'ENDED', stale: true });
    log.wait(61 * SECOND_MS);
    log.write('callThread', 'acme:t1', 'EventRinging', { ConnID: 'c1', ThisDN: '72' }, 1);
    expect(log.thread('t1').stale).toBe(false);
  });

  test('records count at whatever offset: the log may be another one', () => {
    const log = centre();
    log.state.pass(TOPICS.agentState, 0, 1000n);
    const events = found(log.records[3], 'the ready event').events;
    const record = { topic: TOPICS.agentState, partition: 0, offset: 0n, timestampMs: START_MS + SECOND_MS };
    log.state.apply(record, events);
    log.state.lose(TOPICS.agentState, 0);
    expect(log.agentOf('1').stale).toBe(true);
    log.state.apply(record, events);
    expect(log.agentOf('1')).toMatchObject({ stale: false, state: 'READY' });
    expect(log.state.next(TOPICS.agentState, 0)).toBe(1n);
  });

  test('watchers are told of all that has changed', () => {
    const log = centre();
    const told = { agents: new Set<string>(), threads: new Set<string>(), queues: new Set<string>() };
    using _watching = log.state.watch({
      agent: ({ agentId }) => void told.agents.add(agentId),
      thread: ({ callThreadId }) => void told.threads.add(callThreadId),
      queue: ({ queueId }) => void told.queues.add(queueId),
      telephone: () => {},
      tenant: () => {},
    });
    log.state.lose(TOPICS.agentState, 0);
    log.state.lose(TOPICS.callThread, 0);
    expect(told).toEqual({ agents: new Set(['1', '2']), threads: new Set(['t0']), queues: new Set(['q1']) });
  });
});
