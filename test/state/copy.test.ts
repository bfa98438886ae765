/** A copy of the state is the state: at its position, and for all that is folded after it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createRestore } from '../../src/events/stored-event.ts';
import { instantOfMs } from '../../src/events/time.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { flat } from '../../src/events/decoded-event.ts';
import type { CopyEnd } from '../../src/state/copy.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import type { RestoreOptions } from '../../src/state/restore.ts';
import { agentsOf, everything, fold, found, HOUR_MS, Log, scopeOf, SECOND_MS, START_MS, TENANT, threadsOf, TOPICS } from './log.ts';
import { entitiesOf, liveFigures, recountQueue, recountSummary } from './recount.ts';
import { AGENTS, make, moves, QUEUES, TELEPHONES } from './random-records.ts';
import type { Move } from './random-records.ts';
import { agentStateSummaries, callThreadStatuses } from '../../src/state/model.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';

const families = new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family]));
const FAR_MS = Date.UTC(2100, 0);

type Copied = CopyEnd & { readonly parts: string };

/** What is read of the lines of a copy, on a machine with that clock. */
function restored({ parts, text, ...end }: Copied, options: Partial<RestoreOptions> = {}): State {
  const restoring = State.restoring(defaultRules, {
    restore: createRestore({ catalogue, families }),
    tenants: 'all',
    keepsDays: true,
    nowMs: FAR_MS,
    ...options,
  });
  for (const line of `${parts}${text}`.split('\n')) if (line !== '') restoring.take(line);
  return restoring.finish(end);
}

function copied(state: State): Copied {
  using copy = state.copy();
  return { parts: '', ...copy.finish() };
}

const scope = scopeOf(TENANT);
const ofAgent = (agentId: string): Scope =>
  Scope.of({ ...UNAUTHENTICATED_CLAIMS, agent: { agentId, dns: new Set([TELEPHONES[0]]) } }, TENANT);

/** All that can be read: by every filter and with an agent's eyes, too. */
function shown(state: State): unknown {
  const one = (id: string) => new Set([id]);
  return {
    all: everything(state, scope),
    lastEvents: [...agentsOf(state, scope), ...threadsOf(state, scope)].map(({ lastEvent }) =>
      lastEvent === null ? null : flat(lastEvent),
    ),
    agents: [
      ...agentStateSummaries.map((summary) => agentsOf(state, scope, { states: new Set([summary]) })),
      ...QUEUES.map((queue) => agentsOf(state, scope, { queueIds: one(queue) })),
      ...TELEPHONES.map((dn) => agentsOf(state, scope, { dns: one(dn) })),
    ].map((agents) => agents.map(({ agentId }) => agentId)),
    threads: [
      ...callThreadStatuses.map((status) => threadsOf(state, scope, { statuses: new Set([status]) })),
      ...QUEUES.map((queue) => threadsOf(state, scope, { queueIds: one(queue) })),
      ...[...TELEPHONES, ...QUEUES].map((dn) => threadsOf(state, scope, { dns: one(dn) })),
      ...[...AGENTS, 'jdoe'].map((agentId) => threadsOf(state, scope, { agentIds: one(agentId) })),
      ...['111', '222'].map((ani) => threadsOf(state, scope, { ani })),
      ...['800', '900'].map((dnis) => threadsOf(state, scope, { dnis })),
      ...AGENTS.map((agentId) => threadsOf(state, ofAgent(agentId))),
    ].map((threads) => threads.map(({ callThreadId }) => callThreadId)),
  };
}

const played = (all: readonly Move[]): Log => {
  const log = new Log();
  for (const move of all) make(log, move);
  return log;
};
const started = (): State => {
  const state = new State(defaultRules);
  state.advance(START_MS);
  return state;
};
/** The time limits of calls and agents, one after the other, and a new day. */
const LATER_MS = [10, 31 * SECOND_MS, 62 * SECOND_MS, HOUR_MS, 25 * HOUR_MS, 26 * HOUR_MS, 60 * HOUR_MS];

describe('what is read of a copy', () => {
  test('is what was copied, and goes on as if there had been no break', () => {
    fc.assert(
      fc.property(moves, fc.nat(), (all, cut) => {
        const { records } = played(all);
        const state = started();
        const at = cut % records.length;
        for (const record of records.slice(0, at)) fold(state, record);
        const read = restored(copied(state));
        expect(shown(read)).toEqual(shown(state));
        for (const record of records.slice(at)) {
          fold(state, record);
          fold(read, record);
        }
        expect(shown(read)).toEqual(shown(state));
        const endMs = records.at(-1)?.place.timestampMs ?? 0;
        for (const laterMs of LATER_MS) {
          state.advance(endMs + laterMs);
          read.advance(endMs + laterMs);
          expect(everything(read, scope)).toEqual(everything(state, scope));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is the same again when it is copied', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const { state } = played(all);
        // A queue begins its day when it is looked at.
        state.queues(scope);
        const once = copied(state);
        const twice = copied(restored(once));
        expect(linesOf(twice)).toEqual(linesOf(once));
      }),
      { numRuns: 60 },
    );
  });

  test('is true where the copy was finished, whatever was folded while it was made', () => {
    fc.assert(
      fc.property(moves, moves, fc.array(fc.nat({ max: 3 }), { minLength: 1 }), fc.nat({ max: 40 }), (before, meanwhile, pace, most) => {
        const log = played(before);
        using copy = log.state.copy();
        let parts = '';
        for (const [n, move] of meanwhile.entries()) {
          make(log, move);
          for (let i = 0; i < (pace[n % pace.length] ?? 0); i += 1) parts += copy.take(0);
          if (n === most) break;
        }
        const read = restored({ parts, ...copy.finish() });
        expect(shown(read)).toEqual(shown(log.state));
        // What follows from all that is not shown.
        log.wait(25 * HOUR_MS);
        read.advance(log.nowMs);
        expect(everything(read, scope)).toEqual(everything(log.state, scope));
      }),
      { numRuns: 60 },
    );
  });

  test('has the figures that a count of its entities gives', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const read = restored(copied(played(all).state));
        const entities = entitiesOf(read, scope);
        for (const queue of read.queues(scope)) expect(liveFigures(queue)).toEqual(recountQueue(entities, queue.queueId));
        const { updatedAt: _updatedAt, ...summary } = read.tenantSummary(scope);
        expect(summary).toEqual(recountSummary(entities, TENANT));
      }),
      { numRuns: 40 },
    );
  });

  test('keeps identifiers apart and whole, whatever they hold', () => {
    const log = new Log({ tenantId: 'a"\n' });
    for (const id of ['__proto__', 'x\ny', '\ud800', '', 'é€😀', '1:2'])
      log.agent(id, 'EventAgentLogin', { AgentID: id, ThisDN: `dn${id}`, ThisQueue: `q${id}`, Reasons: { __proto__x: id } });
    log.call('__proto__', 'EventQueued', {
      ConnID: 'c',
      ThisDN: 'q',
      UserData: JSON.parse('{"__proto__":{"a":1},"constructor":2}') as Json,
    });
    const read = restored(copied(log.state));
    expect(everything(read, log.scope)).toEqual(everything(log.state, log.scope));
    expect(found(read.callThread(log.scope, '__proto__'), 'the thread').calls[0]?.userData).toEqual(
      log.thread('__proto__').calls[0]?.userData,
    );
    expect(Object.keys(found(read.callThread(log.scope, '__proto__'), 'the thread').calls[0]?.userData ?? {})).toContain('__proto__');
  });

  test('shows the last events as they were: of an array, in an envelope, of an unknown name, with long integers and too deep', () => {
    const deep = (levels: number): Json => (levels === 0 ? 1 : { next: deep(levels - 1) });
    const texts = [
      '[{"id":"EventAgentLogin","ThisDN":"1"},{"id":"EventDNDOn","ThisDN":"1"}]',
      '{"event":{"data":{"id":"EventAgentLogin","ThisDN":"1","AgentID":12345678901234567890}}}',
      '{"id":"EventAgentLogin","ThisDN":"1"}',
      '{"name":"EventUnheardOf","data":{"x":1},"ThisDN":"1"}',
      `{"id":"EventAgentReady","ThisDN":"1","Extensions":${JSON.stringify(deep(80))}}`,
      '{"id":"EventAgentReady","thisdn":"1","THISDN":"2","TimeinSecs":1700000000,"Reasons":[{"a":1},{"a":2}]}',
      '{"id":"EventAgentReady","ThisDN":"1","time":"never"}',
    ];
    for (const text of texts) {
      const log = new Log();
      log.agent('1001', 'EventAgentLogin', { ThisDN: '1' });
      log.raw('agentState', 'acme:1001', text);
      log.raw('callThread', 'acme:t1', '{"id":"EventRinging","ThisDN":"1","ConnID":"c","CallThreadID":"other"}');
      expect(shown(restored(copied(log.state)))).toEqual(shown(log.state));
    }
  });

  test('is of the tenants that are wanted', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentLogin', { ThisDN: '1' });
    log.write('agentState', 'globex:2001', 'EventAgentLogin', { ThisDN: '1' });
    const read = restored(copied(log.state), { tenants: new Set(['globex']) });
    expect(agentsOf(read, scope)).toEqual([]);
    expect(agentsOf(read, scopeOf('globex')).map(({ agentId }) => agentId)).toEqual(['2001']);
  });

  test('knows who is stale, and since when nobody knows', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentLogin', { ThisDN: '7001', ThisQueue: 'q1' });
    log.agent('1001', 'EventAgentReady', { ThisDN: '7001' });
    log.call('t1', 'EventRinging', { ConnID: 'c1@1', ThisDN: '7001' });
    log.state.lose(TOPICS.agentState, 0);
    log.state.lose(TOPICS.callThread, 0);
    const read = restored(copied(log.state));
    expect(agentsOf(read, scope)).toMatchObject([{ state: 'LOGGED_IN', stateSince: null, stale: true }]);
    expect(threadsOf(read, scope)).toMatchObject([{ stale: true }]);
    expect(shown(read)).toEqual(shown(log.state));
  });

  test('knows the positions, so that no record is folded twice', () => {
    const log = played([]);
    log.agent('1001', 'EventAgentLogin', { ThisDN: '1' });
    log.state.pass(TOPICS.callThread, 3, 77n);
    const copy = copied(log.state);
    expect(copy.offsets).toEqual(
      new Map([
        [TOPICS.agentState, new Map([[0, 1n]])],
        [TOPICS.callThread, new Map([[3, 77n]])],
      ]),
    );
    const read = restored(copy);
    for (const record of log.records) fold(read, record);
    expect(everything(read, scope)).toEqual(everything(log.state, scope));
    expect(read.next(TOPICS.callThread, 3)).toBe(77n);
  });
});

const linesOf = ({ parts, text }: Copied): string[] => `${parts}${text}`.split('\n').toSorted();

describe('on a machine with another clock, what is read of a copy', () => {
  const centre = (): Log => {
    const log = new Log();
    log.agent('1001', 'EventAgentLogin', { AgentID: '1001', ThisDN: '7001', ThisQueue: 'q1' });
    log.agent('1002', 'EventAgentLogin', { AgentID: '1002', ThisDN: '7002' });
    log.agent('1002', 'EventAgentLogout', { AgentID: '1002', ThisDN: '7002' });
    log.call('t1', 'EventQueued', { ConnID: 'c1@1', ThisDN: 'q1' });
    log.call('t2', 'EventRinging', { ConnID: 'c2@1', ThisDN: '7001' });
    log.call('t2', 'EventReleased', { ConnID: 'c2@1', ThisDN: '7001' });
    return log;
  };

  test('counts what lies ahead of the clock as of now', () => {
    const log = centre();
    const nowMs = log.nowMs - 30 * HOUR_MS;
    const read = restored(copied(log.state), { nowMs });
    const now = instantOfMs(nowMs);
    for (const agent of agentsOf(read, scope)) expect(agent).toMatchObject({ knownSince: now, updatedAt: now });
    expect(read.queue(scope, 'q1')).toMatchObject({ offered: 1, callsWaiting: 1, countedSince: now });
    // Limits are counted from then on, and not from what has not come yet.
    read.advance(nowMs + defaultRules.threadLingerMs - 1);
    expect(threadsOf(read, scope).map(({ callThreadId }) => callThreadId)).toEqual(['t1', 't2']);
    read.advance(nowMs + defaultRules.threadLingerMs);
    expect(threadsOf(read, scope).map(({ callThreadId }) => callThreadId)).toEqual(['t1']);
    read.advance(nowMs + defaultRules.agentForgetAfterMs);
    expect(agentsOf(read, scope).map(({ agentId }) => agentId)).toEqual(['1001']);
    expect(read.queue(scope, 'q1')).toMatchObject({ offered: 0 });
  });

  test('counts the day from its own midnight on', () => {
    const log = centre();
    const nowMs = log.nowMs - 30 * HOUR_MS;
    const read = restored(copied(log.state), { nowMs });
    log.call('t9', 'EventQueued', { ConnID: 'c9@1', ThisDN: 'q1' });
    const { place, events } = found(log.records.at(-1), 'record');
    fold(read, { place: { ...place, timestampMs: nowMs }, events });
    expect(read.queue(scope, 'q1')).toMatchObject({ offered: 2, callsWaiting: 2 });
  });

  test('stands at the clock of the copy where that is behind, and hears of the rest as of any time that passes', () => {
    const log = centre();
    const read = restored(copied(log.state), { nowMs: log.nowMs + 30 * HOUR_MS });
    expect(everything(read, scope)).toEqual(everything(log.state, scope));
    log.wait(30 * HOUR_MS);
    read.advance(log.nowMs);
    expect(everything(read, scope)).toEqual(everything(log.state, scope));
    expect(agentsOf(read, scope).map(({ agentId }) => agentId)).toEqual(['1001']);
  });

  test('counts anew from now on where the day began at another midnight', () => {
    const log = centre();
    const read = restored(copied(log.state), { keepsDays: false });
    expect(read.queue(scope, 'q1')).toMatchObject({ callsWaiting: 1, offered: 0, countedSince: instantOfMs(log.nowMs) });
    const { records } = log;
    log.call('t3', 'EventQueued', { ConnID: 'c3@1', ThisDN: 'q1' });
    log.call('t1', 'EventAbandoned', { ConnID: 'c1@1', ThisDN: 'q1' });
    for (const record of records.slice(-2)) fold(read, record);
    expect(read.queue(scope, 'q1')).toMatchObject({ callsWaiting: 1, offered: 1, abandoned: 0, averageWaitSeconds: null });
  });
});
