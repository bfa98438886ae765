/** Figures, filters and pages, held against a recount of everything: after random events, and over a simulated day. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VoiceEvent } from '../../src/events/event.ts';
import type { Scope } from '../../src/scope.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { Random } from '../../src/simulator/random.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import { agentStateSummaries, callThreadStatuses } from '../../src/state/model.ts';
import type { AgentFilter, CallThreadFilter, QueueEntry, StateReader } from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { agentsOf, ALL_AGENTS, ALL_THREADS, decode, fold, HOUR_MS, Log, scopeOf, SECOND_MS, START_MS, threadsOf, TOPICS } from './log.ts';
import { AGENTS, make, moves, QUEUES, TELEPHONES, THREADS } from './random-records.ts';
import {
  agentPasses,
  entitiesOf,
  liveFigures,
  queuesNamed,
  recountQueue,
  recountSummary,
  threadMightPass,
  threadPasses,
} from './recount.ts';
import type { Entities } from './recount.ts';

function holdFigures(state: StateReader, scope: Scope, entities: Entities): void {
  const queues = state.queues(scope);
  const ids = queues.map((queue) => queue.queueId);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect([...queuesNamed(entities).difference(new Set(ids))]).toEqual([]);
  for (const queue of queues) {
    expect(liveFigures(queue)).toEqual(recountQueue(entities, queue.queueId));
    expect(state.queue(scope, queue.queueId)).toEqual(queue);
  }
  const { updatedAt: _updatedAt, ...summary } = state.tenantSummary(scope);
  expect(summary).toEqual(recountSummary(entities, scope.tenantId));
}

/** A state at a time. */
type Moment = { readonly state: StateReader; readonly scope: Scope; readonly entities: Entities; readonly clockMs: number };

function holdAgents({ state, scope, entities: { agents }, clockMs }: Moment, filter: Partial<AgentFilter>, first = 100): void {
  const answer = agentsOf(state, scope, filter, first).map((agent) => agent.agentId);
  expect(answer).toEqual(agents.filter((agent) => agentPasses(agent, filter, clockMs)).map((agent) => agent.agentId));
}

function holdThreads({ state, scope, entities: { threads }, clockMs }: Moment, filter: Partial<CallThreadFilter>, first = 100): void {
  const answer = threadsOf(state, scope, filter, first);
  const ids = answer.map((thread) => thread.callThreadId);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  const live = answer.filter((thread) => thread.status !== 'ENDED').map((thread) => thread.callThreadId);
  expect(live).toEqual(threads.filter((thread) => threadPasses(thread, filter, clockMs)).map((thread) => thread.callThreadId));
  for (const thread of answer) if (thread.status === 'ENDED') expect(threadMightPass(thread, filter, clockMs)).toBe(true);
  const { agentIds, queueIds, dns } = filter;
  if ((agentIds ?? queueIds ?? dns ?? null) !== null) return;
  // What can be told of an ended thread too: everything but who and what it had at its end.
  expect(ids).toEqual(
    threads
      .filter((thread) => threadPasses(thread, filter, clockMs) || threadMightPass(thread, filter, clockMs))
      .map((thread) => thread.callThreadId),
  );
}

const some = <T>(values: readonly T[]): fc.Arbitrary<ReadonlySet<T> | null> =>
  fc.option(
    fc.subarray([...values], { minLength: 1 }).map((chosen) => new Set(chosen)),
    { freq: 2 },
  );
/** About as long as the records of a log are apart, the gaps themselves among them. */
const limit = fc.option(fc.constantFrom(0, 1, 2, 10, 11, SECOND_MS, 31 * SECOND_MS, HOUR_MS, 24 * HOUR_MS), { freq: 1 });
const agentFilters: fc.Arbitrary<AgentFilter> = fc.record({
  agentIds: some([...AGENTS, 'absent']),
  states: some(agentStateSummaries),
  queueIds: some([...QUEUES, 'absent']),
  dns: some([...TELEPHONES, 'absent']),
  stateLongerThanMs: limit,
});
const threadFilters: fc.Arbitrary<CallThreadFilter> = fc.record({
  callThreadIds: some([...THREADS, 'absent']),
  statuses: some(callThreadStatuses),
  agentIds: some([...AGENTS, 'absent']),
  queueIds: some([...QUEUES, 'absent']),
  dns: some([...TELEPHONES, ...QUEUES]),
  ani: fc.option(fc.constantFrom('111', '222', 'absent'), { freq: 1 }),
  dnis: fc.option(fc.constantFrom('800', '900'), { freq: 1 }),
  waitingLongerThanMs: limit,
});

describe('after random events', () => {
  test('the figures of queues and tenant are what a recount says, event by event', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          make(log, move);
          holdFigures(log.state, log.scope, entitiesOf(log.state, log.scope, 2));
        }
        for (const ms of [31_000, 61_000, HOUR_MS, 25 * HOUR_MS]) {
          log.wait(ms);
          holdFigures(log.state, log.scope, entitiesOf(log.state, log.scope, 2));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every filter answers what a look at every agent and every thread answers, whatever the size of the page', () => {
    fc.assert(
      fc.property(
        moves,
        fc.array(agentFilters, { minLength: 3, maxLength: 6 }),
        fc.array(threadFilters, { minLength: 3, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (all, ofAgents, ofThreads, first) => {
          const log = new Log();
          for (const [n, move] of all.entries()) {
            make(log, move);
            if (n % 4 !== 3 && n < all.length - 1) continue;
            const moment = { state: log.state, scope: log.scope, entities: entitiesOf(log.state, log.scope), clockMs: log.nowMs };
            for (const filter of ofAgents) holdAgents(moment, filter, first);
            for (const filter of ofThreads) holdThreads(moment, filter, first);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('pages', () => {
  test('miss and double nothing that stays, whatever comes and goes between them', () => {
    const busy = fc.array(moves, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(
        busy,
        agentFilters,
        threadFilters,
        fc.integer({ min: 1, max: 2 }),
        ([begin = [], ...between], ofAgents, ofThreads, first) => {
          const log = new Log();
          for (const move of begin) make(log, move);
          const passing = (): [string[], string[]] => [
            agentsOf(log.state, log.scope, ofAgents).map((agent) => agent.agentId),
            threadsOf(log.state, log.scope, ofThreads).map((thread) => thread.callThreadId),
          ];
          let [steadyAgents, steadyThreads] = passing().map((ids) => new Set(ids));
          const seen: [string[], string[]] = [[], []];
          const ends = [false, false];
          for (let round = 0; round < 50 && !(ends[0] === true && ends[1] === true); round++) {
            if (ends[0] !== true) {
              const page = log.state.agents(log.scope, ofAgents, { first, after: seen[0].at(-1) ?? null });
              expect(page.items.length).toBeLessThanOrEqual(first);
              seen[0].push(...page.items.map((agent) => agent.agentId));
              ends[0] = !page.hasNextPage;
            }
            if (ends[1] !== true) {
              const page = log.state.callThreads(log.scope, ofThreads, { first, after: seen[1].at(-1) ?? null });
              expect(page.items.length).toBeLessThanOrEqual(first);
              seen[1].push(...page.items.map((thread) => thread.callThreadId));
              ends[1] = !page.hasNextPage;
            }
            for (const move of between[round] ?? []) {
              make(log, move);
              const [agents, threads] = passing().map((ids) => new Set(ids));
              steadyAgents = steadyAgents?.intersection(agents ?? new Set());
              steadyThreads = steadyThreads?.intersection(threads ?? new Set());
            }
          }
          expect(ends).toEqual([true, true]);
          for (const ids of seen) expect(ids).toEqual([...new Set(ids)].toSorted());
          expect([...(steadyAgents ?? [])].filter((id) => !seen[0].includes(id))).toEqual([]);
          expect([...(steadyThreads ?? [])].filter((id) => !seen[1].includes(id))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('tell whether there is more, also at an identifier that is no longer there', () => {
    const log = new Log();
    for (const id of ['a', 'c', 'B', 'd', '10', '9']) log.agent(id, 'EventAgentLogin', { ThisDN: `dn-${id}` });
    const page = (first: number, after: string | null): unknown => {
      const { items, hasNextPage } = log.state.agents(log.scope, ALL_AGENTS, { first, after });
      return [items.map((agent) => agent.agentId).join(' '), hasNextPage];
    };
    expect(page(100, null)).toEqual(['10 9 B a c d', false]);
    expect(page(6, null)).toEqual(['10 9 B a c d', false]);
    expect(page(5, null)).toEqual(['10 9 B a c', true]);
    expect(page(2, 'a')).toEqual(['c d', false]);
    expect(page(1, 'b')).toEqual(['c', true]);
    expect(page(10, 'd')).toEqual(['', false]);
    expect(log.state.callThreads(log.scope, ALL_THREADS, { first: 1, after: null })).toEqual({ items: [], hasNextPage: false });
  });
});

/** Filters with identifiers that are there, drawn anew each time: every member alone, and several together. */
function drawnFilters(entities: Entities, random: Random): { agents: Partial<AgentFilter>[]; threads: Partial<CallThreadFilter>[] } {
  const drawn = (values: readonly string[]): Set<string> =>
    new Set(values.length === 0 ? ['absent'] : [random.pick(values), random.pick(values), random.pick(values)]);
  const { agents, threads } = entities;
  const queueIds = [...queuesNamed(entities)];
  const calls = threads.flatMap((thread) => thread.calls);
  const parties = threads.flatMap((thread) => thread.parties);
  const ofAgents = [
    { agentIds: drawn(agents.map((agent) => agent.agentId)) },
    { queueIds: drawn(queueIds) },
    { dns: drawn(agents.flatMap((agent) => agent.dns.map((dn) => dn.dn))) },
    ...agentStateSummaries.map((state) => ({ states: new Set([state]) })),
    { stateLongerThanMs: random.below(HOUR_MS / SECOND_MS) * SECOND_MS },
  ];
  const ofThreads = [
    { callThreadIds: drawn(threads.map((thread) => thread.callThreadId)) },
    { queueIds: drawn(queueIds) },
    { dns: drawn(parties.map((party) => party.dn)) },
    { agentIds: drawn(parties.flatMap((party) => party.agentId ?? [])) },
    { ani: random.pick([...calls.map((call) => call.ani), null]) },
    { dnis: random.pick([...calls.map((call) => call.dnis), null]) },
    ...callThreadStatuses.map((status) => ({ statuses: new Set([status]) })),
    { waitingLongerThanMs: random.below(60) * SECOND_MS },
  ];
  const both = <T extends object>(all: readonly T[]): T[] =>
    Array.from({ length: 6 }, () => Object.assign({}, random.pick(all), random.pick(all)));
  return {
    agents: [...ofAgents, ...both<Partial<AgentFilter>>(ofAgents)],
    threads: [...ofThreads, ...both<Partial<CallThreadFilter>>(ofThreads)],
  };
}

/** What the counters of the queues should say, by the entries that were seen in the threads and by the answers and abandonments of the log. */
class Counted {
  /** By thread, call, queue and opening. */
  readonly #entries = new Map<string, { entry: QueueEntry; openedMs: number; answered: boolean; abandoned: boolean; threadId: string }>();

  take(event: VoiceEvent, entries: readonly QueueEntry[]): void {
    for (const entry of entries) {
      if (entry.queuedAt === null) continue;
      const id = `${event.callThreadId} ${entry.connId} ${entry.queueId} ${entry.queuedAt}`;
      const known = this.#entries.get(id);
      if (known === undefined)
        this.#entries.set(id, {
          entry,
          openedMs: event.timestampMs,
          answered: false,
          abandoned: false,
          threadId: event.callThreadId ?? '',
        });
      else known.entry = entry;
    }
    const queueId = event.name === 'EventAbandoned' ? (event.thisQueue ?? event.thisDn) : event.thisQueue;
    if (event.name !== 'EventEstablished' && event.name !== 'EventAbandoned') return;
    const current = entries.find((entry) => entry.connId === event.connId && entry.queueId === queueId);
    const counted = current && this.#entries.get(`${event.callThreadId} ${current.connId} ${current.queueId} ${current.queuedAt}`);
    if (counted !== undefined) counted[event.name === 'EventEstablished' ? 'answered' : 'abandoned'] = true;
  }

  of(queueId: string, sinceMs: number, isKnown: (threadId: string) => boolean): unknown {
    const all = [...this.#entries.values()].filter((one) => one.entry.queueId === queueId && one.openedMs >= sinceMs);
    const left = all.filter((one) => one.entry.outcome !== 'WAITING' || !isKnown(one.threadId));
    const answered = all.filter((one) => one.answered).length;
    const abandoned = left.filter((one) => !one.answered && one.abandoned).length;
    const waits = left.flatMap(({ entry }) =>
      entry.leftAt === null || entry.queuedAt === null ? [] : [secondsOf(entry.leftAt) - secondsOf(entry.queuedAt)],
    );
    return {
      offered: all.length,
      answered,
      abandoned,
      diverted: left.filter((one) => !one.answered && !one.abandoned).length,
      averageWaitSeconds:
        waits.length === 0 ? null : (expect.closeTo(waits.reduce((sum, wait) => sum + wait, 0) / waits.length, 3) as number),
      longestWaitSeconds: waits.length === 0 ? null : (expect.closeTo(Math.max(...waits), 3) as number),
    };
  }
}

/** With its microseconds. */
function secondsOf(instant: string): number {
  return Date.parse(`${instant.slice(0, 19)}Z`) / 1000 + Number(instant.slice(19, 26));
}

describe('over a simulated day', () => {
  test('figures, counters and filters are what a recount says at every thousandth event', () => {
    const random = createRandom(4);
    const state = new State({ ...defaultRules, dayTimeZone: 'Europe/Berlin' });
    const options = { tenants: 2, agents: 60, rate: 0.7, seed: 9, startMs: START_MS, durationMs: 24 * HOUR_MS };
    const scopes = new Map<string, Scope>();
    const counted = new Map<string, Counted>();
    const offsets = { [TOPICS.agentState]: 0n, [TOPICS.callThread]: 0n };
    let records = 0;
    let comparisons = 0;
    for (const { topic, key, value, timestampMs } of simulate({
      ...options,
      agentStateTopic: TOPICS.agentState,
      callThreadTopic: TOPICS.callThread,
    })) {
      const own = topic === TOPICS.agentState ? TOPICS.agentState : TOPICS.callThread;
      const offset = offsets[own]++;
      const { events } = decode(own, 0, { offset, timestampMs, key: Buffer.from(key), value: Buffer.from(value) }, timestampMs);
      fold(state, { place: { topic: own, partition: 0, offset, timestampMs }, events });
      const [event] = events;
      if (event === undefined) continue;
      const { tenantId } = event;
      const scope = scopes.get(tenantId) ?? scopeOf(tenantId);
      scopes.set(tenantId, scope);
      const counter = counted.get(tenantId) ?? new Counted();
      counted.set(tenantId, counter);
      if (event.callThreadId !== null && own === TOPICS.callThread)
        counter.take(event, state.callThread(scope, event.callThreadId)?.queues ?? []);
      if (++records % 1000 !== 0) continue;
      for (const [tenant, its] of scopes) {
        const entities = entitiesOf(state, its);
        holdFigures(state, its, entities);
        const filters = drawnFilters(entities, random);
        const moment = { state, scope: its, entities, clockMs: timestampMs };
        for (const filter of filters.agents) holdAgents(moment, filter, 1 + random.below(40));
        for (const filter of filters.threads) holdThreads(moment, filter, 1 + random.below(40));
        const known = new Set(entities.threads.map((thread) => thread.callThreadId));
        for (const {
          queueId,
          countedSince,
          offered,
          answered,
          abandoned,
          diverted,
          averageWaitSeconds,
          longestWaitSeconds,
        } of state.queues(its)) {
          const told = { offered, answered, abandoned, diverted, averageWaitSeconds, longestWaitSeconds };
          const sinceMs = Date.parse(countedSince);
          expect(told, `${tenant} ${queueId} after ${records} records`).toEqual(
            counted.get(tenant)?.of(queueId, sinceMs, (id) => known.has(id)),
          );
          comparisons++;
        }
      }
    }
    expect(records).toBeGreaterThan(50_000);
    expect(comparisons).toBeGreaterThan(500);
  });
});
