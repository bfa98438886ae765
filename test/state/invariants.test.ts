/** What holds whatever comes: section by section the invariants of the state, as properties. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { flows } from '../../src/simulator/flows.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { AgentSession } from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { agentsOf, everything, HOUR_MS, Log, SECOND_MS, threadsOf } from './log.ts';
import { eventsOf, orders, THREAD, write } from './play.ts';
import { make, moves } from './random-records.ts';
import type { Move } from './random-records.ts';

const played = (all: readonly Move[]): Log => {
  const log = new Log();
  for (const move of all) make(log, move);
  return log;
};
const state = (log: Log): unknown => everything(log.state, log.scope);
const parts = flows.flatMap((flow) =>
  [null, ...flow.variants].map((variant) => ({ name: `${flow.id} ${variant?.id ?? ''}`.trim(), flow, variant })),
);

describe('a record that was folded', () => {
  test('changes nothing when it comes again, alone or with all that came before it', () => {
    fc.assert(
      fc.property(moves, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (all, replays) => {
        const expected = state(played(all));
        const log = new Log();
        for (const [i, move] of all.entries()) {
          make(log, move);
          const last = log.records.at(-1);
          if (last !== undefined) log.redeliver(last);
          if (replays.some((n) => n % all.length === i)) for (const record of log.records.slice()) log.redeliver(record);
        }
        expect(state(log)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test.each(parts)('changes nothing when it comes again anywhere in $name', ({ flow, variant }) => {
    const log = new Log();
    const once = new Log();
    for (const event of eventsOf(flow, variant)) {
      write(log, flow, event);
      write(once, flow, event);
      for (const record of log.records.slice()) log.redeliver(record);
      expect(state(log)).toEqual(state(once));
    }
  });

  test('is told from one at the same offset of another partition or topic', () => {
    const log = new Log();
    log.write('callThread', 'acme:t1', 'EventRinging', { ConnID: 'c1@1', ThisDN: '7001' }, 0);
    log.write('callThread', 'acme:t2', 'EventRinging', { ConnID: 'c2@1', ThisDN: '7002' }, 1);
    log.write('agentState', 'acme:1001', 'EventAgentLogin', { ThisDN: '7003' }, 0);
    expect(threadsOf(log.state, log.scope).map((thread) => thread.callThreadId)).toEqual(['t1', 't2']);
    expect(agentsOf(log.state, log.scope)).toHaveLength(1);
  });

  test('may hold several events, of which all are folded once', () => {
    const log = new Log();
    const text = JSON.stringify([
      { id: 'EventQueued', ConnID: 'c1@1', ThisDN: 'q' },
      { id: 'EventDiverted', ConnID: 'c1@1', ThisDN: 'q' },
      { id: 'EventRinging', ConnID: 'c1@1', ThisDN: '7001', ThisQueue: 'q' },
      { id: 'EventEstablished', ConnID: 'c1@1', ThisDN: '7001', ThisQueue: 'q' },
    ]);
    log.raw('callThread', 'acme:t1', text);
    const before = state(log);
    for (const record of log.records.slice()) log.redeliver(record);
    expect(state(log)).toEqual(before);
    expect(log.queue('q')).toMatchObject({ offered: 1, answered: 1, diverted: 0 });
    expect(log.thread('t1').parties).toMatchObject([
      { dn: '7001', state: 'CONNECTED' },
      { dn: 'q', state: 'GONE' },
    ]);
  });
});

describe('the order inside an unordered group', () => {
  /** Without what tells when things came. */
  const outline = (log: Log): unknown => ({
    threads: threadsOf(log.state, log.scope).map((thread) => ({
      status: thread.status,
      endReason: thread.endReason,
      calls: thread.calls.map((call) => [call.connId, call.previousConnId]).toSorted(),
      parties: thread.parties.map((party) => Object.assign({ ...party }, { since: null })),
      queues: thread.queues.map((entry) => [entry.connId, entry.queueId, entry.outcome, entry.to]).toSorted(),
      treatments: thread.treatments.map((one) => [one.connId, one.dn, one.type, one.state, one.collectedDigits]),
      agents: thread.agents.map((agent) => agent.agentId),
    })),
    queues: log.state.queues(log.scope).map(({ queueId, callsWaiting, offered, answered, abandoned, diverted }) => {
      return [queueId, callsWaiting, offered, answered, abandoned, diverted];
    }),
    agents: agentsOf(log.state, log.scope).map(({ agentId, state: summary, activity, dns }) => ({ agentId, summary, activity, dns })),
  });

  test.each(parts)('does not matter in $name, before and after the grace time', ({ flow, variant }) => {
    const results = [...orders(eventsOf(flow, variant), 200, createRandom(11))].map((order) => {
      const log = new Log();
      for (const event of order) write(log, flow, event);
      const before = outline(log);
      log.wait(defaultRules.threadTransitGraceMs + 1);
      return { before, after: outline(log) };
    });
    for (const result of results) expect(result).toEqual(results[0]);
  });
});

type Sessions = ReadonlyMap<string, AgentSession>;
const sessionsOf = (log: Log): Sessions =>
  new Map(agentsOf(log.state, log.scope).flatMap((agent) => agent.sessions.map((session) => [`${agent.agentId} ${session.dn}`, session])));

describe('a session', () => {
  test('ends by a logout there, or a login of somebody else there, and by nothing else', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          const before = sessionsOf(log);
          make(log, move);
          for (const [id, session] of sessionsOf(log)) {
            if (session.loggedIn !== 'NO' || before.get(id)?.loggedIn === 'NO') continue;
            const own = id === `${move.entityId} ${String(move.attributes.ThisDN)}`;
            if (own) expect(move.name).toBe('EventAgentLogout');
            else {
              expect(['EventAgentLogin', 'EventAgentReady', 'EventAgentNotReady']).toContain(move.name);
              expect(id.split(' ')[1]).toBe(move.attributes.ThisDN);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('keeps a known readiness through every login', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          const id = `${move.entityId} ${String(move.attributes.ThisDN)}`;
          const before = sessionsOf(log).get(id);
          make(log, move);
          if (move.name !== 'EventAgentLogin' || before === undefined || before.loggedIn !== 'YES' || before.ready === 'UNKNOWN') continue;
          const { ready, readySince, workMode, reasons, since } = before;
          expect(sessionsOf(log).get(id)).toMatchObject({ ready, readySince, workMode, reasons, since });
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is the only one that is in on its telephone', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          make(log, move);
          const taken = [...sessionsOf(log)].filter(([, session]) => session.loggedIn === 'YES').map(([id]) => id.split(' ')[1]);
          // By a login; whether readiness alone takes a telephone over is not said.
          if (move.name === 'EventAgentLogin' && move.entityId !== '')
            expect(taken.filter((dn) => dn === move.attributes.ThisDN)).toHaveLength(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an event that was lost', () => {
  const lossy = parts.flatMap((part) =>
    eventsOf(part.flow, part.variant).map((event, lost) => {
      return { name: part.name, flow: part.flow, variant: part.variant, lost, what: `${event.name} (${lost + 1})` };
    }),
  );

  test.each(lossy)('does not keep $name from ending: $what', ({ flow, variant, lost }) => {
    const log = new Log({ rules: { threadLingerMs: 4 * defaultRules.threadStaleAfterMs } });
    for (const [i, event] of eventsOf(flow, variant).entries()) if (i !== lost) write(log, flow, event);
    log.wait(defaultRules.threadTransitGraceMs + 1);
    log.wait(defaultRules.threadStaleAfterMs + 1);
    const thread = log.state.callThread(log.scope, THREAD);
    if (thread === null)
      expect(eventsOf(flow, variant).every((event, i) => i === lost || catalogue.find(event.name)?.family === 'agentState')).toBe(true);
    else {
      expect(thread.status).toBe('ENDED');
      expect(thread.parties.every((party) => party.state === 'GONE')).toBe(true);
      expect(thread.queues.every((entry) => entry.outcome !== 'WAITING')).toBe(true);
    }
    expect(log.state.tenantSummary(log.scope)).toMatchObject({ callsActive: 0, callsWaiting: 0, longestWaitSince: null });
    for (const queue of log.state.queues(log.scope)) expect(queue).toMatchObject({ callsWaiting: 0, oldestWaitSince: null });
  });
});

const names = [...catalogue.agentState.map((event) => event.name), ...catalogue.callThread.map((event) => event.name), 'EventUnheardOf'];

describe('an event with only a name and a key', () => {
  test.each(names)('is accepted: %s', (name) => {
    for (const populated of [false, true]) {
      const log = new Log();
      if (populated) for (const { flow, variant } of parts) for (const event of eventsOf(flow, variant)) write(log, flow, event);
      for (const family of ['agentState', 'callThread'] as const) {
        for (const key of ['acme:1001', `acme:${THREAD}`, 'acme:', 'acme:new']) log.raw(family, key, JSON.stringify({ id: name }));
      }
      expect(() => JSON.stringify(state(log))).not.toThrow();
      const thread = log.state.callThread(log.scope, 'new');
      expect(thread).toBeNull();
    }
  });
});

describe('a party', () => {
  test('is never on two calls after it moved from one to the other', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          make(log, move);
          const { ThisDN, ConnID, PreviousConnID } = move.attributes;
          if (move.name !== 'EventPartyChanged' || PreviousConnID === undefined || PreviousConnID === ConnID) continue;
          const parties = log.thread(move.entityId).parties.filter((party) => party.dn === ThisDN);
          expect(parties.filter((party) => party.connId === PreviousConnID && party.state !== 'GONE')).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever comes', () => {
  test('the state is the same however often the clock is told and the state is read on the way', () => {
    const rests = fc.array(fc.constantFrom(1, SECOND_MS, 30 * SECOND_MS, 60 * SECOND_MS, HOUR_MS, 24 * HOUR_MS), { maxLength: 8 });
    fc.assert(
      fc.property(moves, rests, (all, ticks) => {
        const coarse = played(all);
        const fine = new Log();
        for (const move of all) {
          let left = move.gapMs;
          for (const tick of ticks) {
            if (tick > left) continue;
            fine.wait(tick);
            left -= tick;
            state(fine);
          }
          make(fine, { ...move, gapMs: left });
        }
        expect(state(fine)).toEqual(state(coarse));
        for (const log of [coarse, fine]) log.skip(31 * SECOND_MS);
        for (const log of [coarse, fine]) log.wait(0);
        expect(state(fine)).toEqual(state(coarse));
      }),
      { numRuns: 200 },
    );
  });

  test('what is read fits together', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          make(log, move);
          for (const thread of threadsOf(log.state, log.scope)) {
            expect(thread.endReason !== null).toBe(thread.status === 'ENDED');
            expect(thread.endedAt !== null).toBe(thread.status === 'ENDED');
            if (thread.status === 'ENDED') expect(thread.parties.every((party) => party.state === 'GONE')).toBe(true);
            for (const { outcome, leftAt } of thread.queues) if (outcome === 'WAITING') expect(leftAt).toBeNull();
            const calls = new Set(thread.calls.map((call) => call.connId));
            for (const { connId } of [...thread.parties, ...thread.queues, ...thread.treatments]) expect(calls).toContain(connId);
            const keys = thread.parties.map((party) => `${party.connId} ${party.dn}`);
            expect(keys).toEqual([...new Set(keys)].toSorted());
            for (const agent of thread.agents) expect(thread.parties.map((party) => party.agentId)).toContain(agent.agentId);
          }
          for (const agent of agentsOf(log.state, log.scope)) {
            expect(agent.agentId).not.toBe('');
            expect(agent.stateSince === null).toBe(agent.state === 'UNKNOWN');
            for (const session of agent.sessions) {
              if (session.loggedIn !== 'YES') expect(session).toMatchObject({ queues: [], ready: 'UNKNOWN' });
              expect(session.readySince === null).toBe(session.ready === 'UNKNOWN');
            }
            const calls = threadsOf(log.state, log.scope).filter(
              (thread) =>
                thread.status !== 'ENDED' && thread.parties.some((party) => party.state !== 'GONE' && party.agentId === agent.agentId),
            );
            expect(agent.calls.map((call) => call.callThreadId)).toEqual(calls.map((call) => call.callThreadId));
          }
          for (const queue of log.state.queues(log.scope)) {
            expect(queue.answered + queue.abandoned + queue.diverted).toBeLessThanOrEqual(queue.offered);
            expect(queue.agentsReady).toBeLessThanOrEqual(queue.agentsLoggedIn);
            expect(queue.oldestWaitSince === null || queue.callsWaiting > 0).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('nothing is thrown at hostile values, and all can be read and written as JSON', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'toString',
        '',
        ' ',
        '\u0000',
        '\uD800',
        'x'.repeat(10_000),
        -1,
        1e308,
        0.5,
        true,
        null,
        [],
      ),
    );
    const hostile = fc.array(
      fc.record({
        family: fc.constantFrom('agentState' as const, 'callThread' as const),
        key: fc.oneof(fc.string(), fc.constantFrom('acme:1001', 'acme:t1', 'acme:', 'acme:__proto__', 'acme:a:b')),
        name: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() }),
        attributes: fc.dictionary(
          fc.constantFrom(
            ...[
              'ThisDN',
              'ThisQueue',
              'ConnID',
              'PreviousConnID',
              'OtherDN',
              'ThirdPartyDN',
              'AgentID',
              'CallThreadID',
              'Reasons',
              'Extensions',
            ],
            ...[
              'UserData',
              'CallState',
              'CallType',
              'time',
              'ThisDNRole',
              'AgentWorkMode',
              'InfoStatus',
              'TreatmentType',
              'ErrorCode',
              'CallID',
            ],
          ),
          json,
        ),
      }),
      { maxLength: 30, size: 'max' },
    );
    fc.assert(
      fc.property(hostile, (records) => {
        const log = new Log();
        for (const { family, key, name, attributes } of records) {
          log.raw(family, key, JSON.stringify({ id: name, ...attributes }));
          log.raw(family, 'acme:1001', JSON.stringify({ id: name, ThisDN: '7001', ConnID: 'c1@1', ...attributes }));
        }
        expect(() => JSON.stringify(state(log))).not.toThrow();
        log.wait(25 * HOUR_MS);
        expect(() => JSON.stringify(state(log))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test.each(
    ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '', 'a:b', ' ', '\u0000', '\uFFFF\u{1F600}'].filter((id) => id !== ''),
  )('an identifier is just that, also %j for every one of them', (id) => {
    const log = new Log();
    log.agent(id, 'EventAgentLogin', { AgentID: id, ThisDN: id, ThisQueue: id, Reasons: { [id]: id } });
    log.agent(id, 'EventAgentNotReady', { AgentID: id, ThisDN: id, Reasons: { [id]: id, ReasonCode: id }, Extensions: { [id]: id } });
    log.agent(id, 'EventMuteOn', { ThisDN: id, ConnID: id });
    log.agent(id, 'EventMonitoringNextCall', { ThisDN: id, OtherDN: id });
    log.agent(id, 'EventForwardSet', { ThisDN: id, OtherDN: id, InfoStatus: id });
    log.call(id, 'EventQueued', { ConnID: id, ThisDN: id, ThisQueue: id, AgentID: id, ANI: id, DNIS: id, UserData: { [id]: id } });
    expect(log.agentOf(id)).toMatchObject({ agentId: id, loginId: id, state: 'NOT_READY', reasonCode: id });
    expect(log.dnOf(id, id)).toMatchObject({ dn: id, forwardedTo: id, monitoring: [{ otherDn: id }] });
    expect(log.thread(id)).toMatchObject({
      callThreadId: id,
      status: 'ACTIVE',
      parties: [{ connId: id, dn: id, state: 'QUEUED', agentId: id }],
    });
    expect(log.queue(id)).toMatchObject({ queueId: id, callsWaiting: 1, agentsLoggedIn: 1, agentsReady: 0, offered: 1 });
    for (const filter of [{ agentIds: new Set([id]) }, { queueIds: new Set([id]) }, { dns: new Set([id]) }]) {
      expect(agentsOf(log.state, log.scope, filter)).toHaveLength(1);
      expect(threadsOf(log.state, log.scope, filter)).toHaveLength(1);
    }
    expect(threadsOf(log.state, log.scope, { ani: id, dnis: id, callThreadIds: new Set([id]) })).toHaveLength(1);
    log.call(id, 'EventAbandoned', { ConnID: id, ThisDN: id, CallState: id });
    expect(log.thread(id)).toMatchObject({ status: 'ENDED', endReason: 'ABANDONED' });
    log.agent(id, 'EventAgentLogout', { ThisDN: id });
    log.wait(25 * HOUR_MS);
    expect(agentsOf(log.state, log.scope)).toEqual([]);
    expect(threadsOf(log.state, log.scope)).toEqual([]);
    expect(Object.keys({})).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'absent'])('nothing is found under %j where nothing was folded', (id) => {
    const log = new Log();
    expect(log.state.agent(log.scope, id)).toBeNull();
    expect(log.state.callThread(log.scope, id)).toBeNull();
    expect(log.state.queue(log.scope, id)).toBeNull();
    for (const filter of [{ agentIds: new Set([id]) }, { queueIds: new Set([id]) }, { dns: new Set([id]) }]) {
      expect(agentsOf(log.state, log.scope, filter)).toEqual([]);
      expect(threadsOf(log.state, log.scope, filter)).toEqual([]);
    }
  });
});
