/** What size costs: reads of a large tenant take the time of a small one. */
import { describe, expect, test } from 'vitest';
import type { AgentFilter, CallThreadFilter } from '../../src/state/model.ts';
import { ALL_AGENTS, ALL_THREADS, found, Log } from './log.ts';

const AGENTS_PER_QUEUE = 50;
const THREADS_PER_AGENT = 0.4;
const idOf = (n: number): string => String(100_000 + n);

/** Agents on a telephone each, in one queue of their own size and in one that all are in; half of them ready; calls that wait, ring and are talked. */
function centre(agents: number): Log {
  const log = new Log();
  for (let n = 0; n < agents; n++) {
    const ThisDN = `7${idOf(n)}`;
    const AgentID = idOf(n);
    log.agent(AgentID, 'EventAgentLogin', { AgentID, ThisDN, ThisQueue: `queue-${Math.floor(n / AGENTS_PER_QUEUE)}` });
    log.agent(AgentID, 'EventAgentLogin', { AgentID, ThisDN, ThisQueue: 'everybody' });
    log.agent(AgentID, n % 2 === 0 ? 'EventAgentReady' : 'EventAgentNotReady', { AgentID, ThisDN });
  }
  for (let n = 0; n < agents * THREADS_PER_AGENT; n++) {
    const ThisQueue = n % 2 === 0 ? 'everybody' : `queue-${Math.floor(n / AGENTS_PER_QUEUE)}`;
    const thread = `thread-${idOf(n)}`;
    const ConnID = `${idOf(n)}@1`;
    log.call(thread, 'EventQueued', { ConnID, ThisDN: ThisQueue, ThisQueue, ANI: `555${n}`, DNIS: '800' });
    if (n % 4 === 0) continue;
    log.call(thread, 'EventDiverted', { ConnID, ThisDN: ThisQueue, ThisQueue });
    log.call(thread, n % 4 === 1 ? 'EventRinging' : 'EventEstablished', { ConnID, ThisDN: `7${idOf(n)}`, ThisQueue });
  }
  log.records.length = 0;
  return log;
}

const CALLS_PER_BURST = 100;
const BURSTS = 24;
const ATTEMPTS = 6;

/** Microseconds of one call, the median of many bursts. Both are timed in turns, so that a busy machine troubles both. */
function compared(small: () => unknown, large: () => unknown): { readonly small: number; readonly large: number } {
  const times = { small: [] as number[], large: [] as number[] };
  const burst = (read: () => unknown): number => {
    const begin = performance.now();
    for (let n = 0; n < CALLS_PER_BURST; n++) read();
    return ((performance.now() - begin) * 1000) / CALLS_PER_BURST;
  };
  for (let n = 0; n < BURSTS; n++) {
    const [a, b] = [burst(small), burst(large)];
    if (n < BURSTS / 4) continue;
    times.small.push(a);
    times.large.push(b);
  }
  const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
  return { small: median(times.small), large: median(times.large) };
}

describe('with 50,000 agents and 20,000 live threads instead of 1,000 and 400', () => {
  const small = centre(1000);
  const large = centre(50_000);

  /** A thousand identifiers of either, spread over all: what is measured is not how much of it the processor keeps close. */
  const spread = (log: Log): (() => number) => {
    const size = log === small ? 1000 : 50_000;
    let turn = 0;
    return () => (turn = (turn + size / 1000) % size);
  };
  const agentPage = (log: Log, filter: Partial<AgentFilter>, after: string | null = null): number =>
    log.state.agents(log.scope, { ...ALL_AGENTS, ...filter }, { first: 100, after }).items.length;
  const threadPage = (log: Log, filter: Partial<CallThreadFilter>, after: string | null = null): number =>
    log.state.callThreads(log.scope, { ...ALL_THREADS, ...filter }, { first: 100, after }).items.length;

  const reads: readonly (readonly [name: string, prepare: (log: Log) => () => unknown])[] = [
    [
      'agent',
      (log) => {
        const next = spread(log);
        return () => found(log.state.agent(log.scope, idOf(next())), 'agent').state;
      },
    ],
    ['queue', (log) => () => log.queue('everybody').agentsReady],
    ['tenantSummary', (log) => () => log.state.tenantSummary(log.scope).callsActive],
    [
      'callThread',
      (log) => {
        const next = spread(log);
        return () => log.thread(`thread-${idOf(Math.floor(next() * THREADS_PER_AGENT))}`).status;
      },
    ],
    ['agents', (log) => () => agentPage(log, {})],
    ['agents after the first page', (log) => () => agentPage(log, {}, idOf(log === small ? 500 : 25_000))],
    ['agents who are ready', (log) => () => agentPage(log, { states: new Set(['READY']) })],
    [
      'agents who are ready or not',
      (log) => () => agentPage(log, { states: new Set(['NOT_READY', 'READY']) }, idOf(log === small ? 500 : 25_000)),
    ],
    ['agents of one queue', (log) => () => agentPage(log, { queueIds: new Set(['queue-7']) })],
    ['agents of the queue that all are in', (log) => () => agentPage(log, { queueIds: new Set(['everybody']) })],
    ['ready agents of that queue', (log) => () => agentPage(log, { queueIds: new Set(['everybody']), states: new Set(['READY']) })],
    ['ready agents of one queue', (log) => () => agentPage(log, { queueIds: new Set(['queue-3']), states: new Set(['READY']) })],
    ['agents of three telephones', (log) => () => agentPage(log, { dns: new Set([1, 500, 999].map((n) => `7${idOf(n)}`)) })],
    ['agents by three identifiers', (log) => () => agentPage(log, { agentIds: new Set([1, 500, 999].map(idOf)) })],
    ['callThreads', (log) => () => threadPage(log, {})],
    ['callThreads that are active', (log) => () => threadPage(log, { statuses: new Set(['ACTIVE']) })],
    ['callThreads of one queue', (log) => () => threadPage(log, { queueIds: new Set(['queue-3']) })],
    ['callThreads of an agent', (log) => () => threadPage(log, { agentIds: new Set([idOf(101)]) })],
    ['callThreads of a caller', (log) => () => threadPage(log, { ani: '555101' })],
    ['active callThreads of a dialled number', (log) => () => threadPage(log, { dnis: '800', statuses: new Set(['ACTIVE']) })],
  ];

  test('the tenants are as large as that', () => {
    for (const [log, agents] of [
      [small, 1000],
      [large, 50_000],
    ] as const) {
      const summary = log.state.tenantSummary(log.scope);
      expect(summary.callsActive).toBe(agents * THREADS_PER_AGENT);
      expect(summary.agentsByState.find(({ state }) => state === 'READY')?.count).toBe(agents / 2);
      expect(log.queue('everybody')).toMatchObject({ agentsLoggedIn: agents, agentsReady: agents / 2 });
    }
  });

  test.each(reads)('%s takes no more than twice the time', (name, prepare) => {
    const [ofSmall, ofLarge] = [prepare(small), prepare(large)];
    if (name.includes('s')) expect(ofLarge()).toEqual(name.startsWith('call') || name.startsWith('agents') ? ofSmall() : expect.anything());
    let best = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS && best > 2; attempt++) {
      const times = compared(ofSmall, ofLarge);
      // Below two microseconds it is the timer and the processor's caches that are measured.
      best = Math.min(best, times.large / Math.max(times.small, 2));
    }
    expect(best).toBeLessThanOrEqual(2);
  });
});
