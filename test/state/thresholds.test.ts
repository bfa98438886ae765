/** Filters by how long something has been so: who passes when, and when the next one will. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAgentEvent } from '../../src/state/agent-events.ts';
import { applyCallEvent } from '../../src/state/call-events.ts';
import { Days } from '../../src/state/days.ts';
import { Deadlines } from '../../src/state/deadlines.ts';
import { agentDueMs, agentPasses, threadDueMs, threadPasses } from '../../src/state/queries.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { createTenant } from '../../src/state/tenant.ts';
import type { Tenant } from '../../src/state/tenant.ts';
import { agentsOf, ALL_AGENTS, ALL_THREADS, HOUR_MS, Log, SECOND_MS, START_MS, TENANT, threadsOf } from './log.ts';
import { make, moves } from './random-records.ts';

/** The records of a log folded into one tenant, under a clock that may be set to anything and ends nothing. */
function tenantOf(log: Log): { readonly tenant: Tenant; readonly setClock: (ms: number) => void } {
  const days = new Days(defaultRules.dayTimeZone);
  const world = {
    rules: defaultRules,
    days,
    deadlines: new Deadlines<never>(),
    leaving: [],
    left: [],
    watchers: [],
    nextDayMs: Infinity,
    clockMs: START_MS,
  };
  const tenant = createTenant(TENANT, world);
  for (const { place, events } of log.records)
    for (const event of events) (event.family === 'agentState' ? applyAgentEvent : applyCallEvent)(tenant, event, place.timestampMs);
  return { tenant, setClock: (ms) => (world.clockMs = ms) };
}

const limits = fc.constantFrom(0, SECOND_MS, 31 * SECOND_MS, HOUR_MS, 24 * HOUR_MS);
const LATER_MS = START_MS + 1000 * 24 * HOUR_MS;

describe('when an entity is due', () => {
  /** It must say the same from wherever it is asked, until it is over. */
  const holds = (setClock: (ms: number) => void, dueMs: () => number, passes: () => boolean): boolean => {
    setClock(START_MS - HOUR_MS);
    const due = dueMs();
    for (const ms of due === Infinity ? [LATER_MS] : [due - 1, due - 0.001, due, due + 1, LATER_MS]) {
      setClock(ms);
      expect(passes()).toBe(ms >= due);
      expect(dueMs()).toBe(ms >= due ? Infinity : due);
    }
    return due < Infinity;
  };

  test('it passes from then on, and not before', () => {
    let due = 0;
    fc.assert(
      fc.property(moves, limits, limits, (all, stateLongerThanMs, waitingLongerThanMs) => {
        const log = new Log();
        for (const move of all) make(log, move);
        const { tenant, setClock } = tenantOf(log);
        const ofAgents = { ...ALL_AGENTS, stateLongerThanMs };
        const ofThreads = { ...ALL_THREADS, waitingLongerThanMs };
        for (const { agentId } of agentsOf(log.state, log.scope)) {
          const agent = tenant.agents.get(agentId);
          if (agent === undefined) throw new Error(`${agentId} is not there`);
          const isDue = holds(
            setClock,
            () => agentDueMs(agent, ofAgents),
            () => agentPasses(agent, ofAgents),
          );
          expect(isDue).toBe(agent.stateSince !== null);
          due += isDue ? 1 : 0;
        }
        for (const { callThreadId } of threadsOf(log.state, log.scope)) {
          const thread = tenant.threads.get(callThreadId);
          if (thread === undefined) throw new Error(`${callThreadId} is not there`);
          const isDue = holds(
            setClock,
            () => threadDueMs(thread, ofThreads),
            () => threadPasses(thread, ofThreads),
          );
          expect(isDue).toBe(thread.entries.some(({ leftAt }) => leftAt === null));
          due += isDue ? 1 : 0;
        }
      }),
      { numRuns: 200 },
    );
    expect(due).toBeGreaterThan(200);
  });

  test('is never where no limit is asked for, or something else is in the way', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentReady', { ThisDN: '7001' });
    log.call('t1', 'EventQueued', { ConnID: 'c1', ThisDN: 'q1' });
    const { tenant, setClock } = tenantOf(log);
    setClock(START_MS);
    const [agent, thread] = [tenant.agents.get('1001'), tenant.threads.get('t1')];
    if (agent === undefined || thread === undefined) throw new Error('they are not there');
    const minute = { stateLongerThanMs: 60_000, waitingLongerThanMs: 60_000 };
    expect(agentDueMs(agent, ALL_AGENTS)).toBe(Infinity);
    expect(threadDueMs(thread, ALL_THREADS)).toBe(Infinity);
    expect(agentDueMs(agent, { ...ALL_AGENTS, ...minute })).toBe(START_MS + 60_001);
    expect(threadDueMs(thread, { ...ALL_THREADS, ...minute })).toBe(START_MS + 60_002);
    expect(agentDueMs(agent, { ...ALL_AGENTS, ...minute, states: new Set(['NOT_READY']) })).toBe(Infinity);
    expect(threadDueMs(thread, { ...ALL_THREADS, ...minute, queueIds: new Set(['q2']) })).toBe(Infinity);
  });
});

describe('a limit', () => {
  const ids = (log: Log, ms: number): string =>
    [
      ...agentsOf(log.state, log.scope, { stateLongerThanMs: ms }).map(({ agentId }) => agentId),
      ...threadsOf(log.state, log.scope, { waitingLongerThanMs: ms }).map(({ callThreadId }) => callThreadId),
    ].join(' ');

  test('that is just reached counts, and a millisecond less does not', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001' });
    log.call('t1', 'EventQueued', { ConnID: 'c1', ThisDN: 'q1' });
    expect(ids(log, 0)).toBe('1001 t1');
    log.wait(59_998);
    expect(ids(log, 60_000)).toBe('');
    log.wait(1);
    expect(ids(log, 60_000)).toBe('1001');
    log.wait(1);
    expect(ids(log, 60_000)).toBe('1001 t1');
  });

  test('begins anew with another state, not with another reason', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001' });
    log.wait(60_000);
    log.agent('1001', 'EventAgentNotReady', { ThisDN: '7001', Reasons: { ReasonCode: 'Lunch' } });
    expect(ids(log, 60_000)).toBe('1001');
    log.agent('1001', 'EventAgentReady', { ThisDN: '7001' });
    expect(ids(log, 60_000)).toBe('');
    log.wait(60_000);
    expect(ids(log, 60_000)).toBe('1001');
  });

  test('is not reached by an agent of whom no state is known, nor by a call that waits no more', () => {
    const log = new Log();
    log.agent('1001', 'EventDNDOn', { ThisDN: '7001' });
    log.call('t1', 'EventQueued', { ConnID: 'c1', ThisDN: 'q1' });
    log.call('t2', 'EventQueued', { ConnID: 'c2', ThisDN: 'q1' });
    log.call('t1', 'EventDiverted', { ConnID: 'c1', ThisDN: 'q1' });
    log.call('t1', 'EventRinging', { ConnID: 'c1', ThisDN: '7001' });
    log.call('t2', 'EventAbandoned', { ConnID: 'c2', ThisDN: 'q1' });
    log.wait(10_000);
    expect(threadsOf(log.state, log.scope).map(({ status }) => status)).toEqual(['ACTIVE', 'ENDED']);
    expect(ids(log, 0)).toBe('');
  });

  test('is that of the call that waits longest', () => {
    const log = new Log();
    log.call('t1', 'EventQueued', { ConnID: 'c1', ThisDN: 'q1' });
    log.wait(30_000);
    log.call('t1', 'EventQueued', { ConnID: 'c1', ThisDN: 'q2' });
    expect(ids(log, 30_000)).toBe('t1');
    log.call('t1', 'EventDiverted', { ConnID: 'c1', ThisDN: 'q1' });
    expect(ids(log, 30_000)).toBe('');
    log.wait(30_000);
    expect(ids(log, 30_000)).toBe('t1');
  });
});
