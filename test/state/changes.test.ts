/** No change goes unnoticed: whatever is shown otherwise than before was told of. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Changes } from '../../src/state/changes.ts';
import type { State } from '../../src/state/state.ts';
import { agentsOf, HOUR_MS, Log, threadsOf } from './log.ts';
import { make, moves } from './random-records.ts';

/** By identifier, as text: what an entity shows of its own, and which others it links to. */
type Shown = ReadonlyMap<string, string>;
type Picture = { readonly agents: Shown; readonly threads: Shown; readonly queues: Shown; readonly summary: string };

function pictureOf(state: State, { scope }: Log): Picture {
  return {
    agents: new Map(
      agentsOf(state, scope).map((agent) => {
        const calls = agent.calls.map(({ callThreadId }) => callThreadId);
        const { sessions, dns, knownSince, updatedAt } = agent;
        return [
          agent.agentId,
          JSON.stringify({ ...agent, sessions, dns, knownSince, updatedAt, calls, lastEvent: agent.lastEvent?.eventId }),
        ];
      }),
    ),
    threads: new Map(
      threadsOf(state, scope).map((thread) => {
        const agents = thread.agents.map(({ agentId }) => agentId);
        const { calls, parties, queues, treatments, knownSince, updatedAt } = thread;
        const own = { ...thread, calls, parties, queues, treatments, knownSince, updatedAt };
        return [thread.callThreadId, JSON.stringify({ ...own, agents, lastEvent: thread.lastEvent?.eventId })];
      }),
    ),
    queues: new Map(state.queues(scope).map((queue) => [queue.queueId, JSON.stringify(queue)])),
    summary: JSON.stringify(state.tenantSummary(scope)),
  };
}

function changed(before: Shown, after: Shown): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
}

test('whatever an event or the clock changes is told of, in whatever portions it is asked for', () => {
  fc.assert(
    fc.property(moves, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (all, portions) => {
      const log = new Log();
      const changes = new Changes({ isWanted: () => true, onChange: () => {} });
      using _watch = log.state.watch(changes);
      let before = pictureOf(log.state, log);
      const look = (): void => {
        const after = pictureOf(log.state, log);
        const told = changes.take().get(log.tenantId);
        expect(changed(before.agents, after.agents).filter((id) => told?.agents.has(id) !== true)).toEqual([]);
        expect(changed(before.threads, after.threads).filter((id) => told?.threads.has(id) !== true)).toEqual([]);
        expect(changed(before.queues, after.queues).filter((id) => told?.queues.has(id) !== true)).toEqual([]);
        if (before.summary !== after.summary) expect(told).toBeDefined();
        before = after;
      };
      let rest = portions.next().value ?? 1;
      for (const move of all) {
        make(log, move);
        rest -= 1;
        if (rest > 0) continue;
        look();
        rest = portions.next().value ?? 1;
      }
      look();
      log.wait(26 * HOUR_MS);
      look();
    }),
    { numRuns: 300 },
  );
});

test('nothing is collected of tenants that nobody asks about, and the first change is told at once', () => {
  const log = new Log();
  let told = 0;
  const changes = new Changes({ isWanted: (tenantId) => tenantId === 'other', onChange: () => (told += 1) });
  const watch = log.state.watch(changes);
  log.agent('1001', 'EventAgentLogin', { ThisDN: '7001' });
  expect(told).toBe(0);
  expect(changes.take().size).toBe(0);
  const all = new Changes({ isWanted: () => true, onChange: () => (told += 1) });
  using _all = log.state.watch(all);
  log.agent('1001', 'EventAgentReady', { ThisDN: '7001' });
  expect(told).toBe(1);
  watch[Symbol.dispose]();
  expect([...all.take().keys()]).toEqual(['acme']);
  expect(all.take().size).toBe(0);
});
