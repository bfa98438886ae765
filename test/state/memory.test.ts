/** What is forgotten gives its memory back. In a file of its own: to collect garbage takes the longer the more there is in the heap. */
import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/simulator/simulator.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { agentsOf, decode, fold, HOUR_MS, Log, scopeOf, START_MS, threadsOf, TOPICS } from './log.ts';

describe('ten days', () => {
  const MEGABYTE = 1_048_576;
  function heap(): number {
    // Twice, so that what the first frees only at its end is gone too.
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  }

  test('of agents and calls who never come again leave nothing behind', () => {
    const log = new Log();
    const day = (n: number): void => {
      for (let i = 0; i < 1500; i++) {
        const id = `${n}-${i}`;
        log.agent(id, 'EventAgentLogin', { AgentID: `login-${id}`, ThisDN: `dn-${id}`, ThisQueue: 'q' });
        log.agent(id, 'EventDNDOn', { ThisDN: `dn-${id}` });
        log.agent('', 'EventDNDOn', { ThisDN: `lone-${id}` });
        log.agent(id, 'EventMuteOn', { ThisDN: `dn-${id}`, ConnID: `c-${id}` });
        log.agent(id, 'EventMonitoringNextCall', { ThisDN: `dn-${id}`, OtherDN: `other-${id}` });
        log.call(id, 'EventQueued', { ConnID: `c-${id}`, ThisDN: 'q', ANI: `ani-${id}`, DNIS: `dnis-${id}`, UserData: { id } });
        log.call(id, 'EventDiverted', { ConnID: `c-${id}`, ThisDN: 'q', ThirdPartyDN: `dn-${id}` });
        log.call(id, 'EventEstablished', { ConnID: `c-${id}`, ThisDN: `dn-${id}`, ThisQueue: 'q', AgentID: `login-${id}` });
        log.call(id, 'EventPartyAdded', { ConnID: `c-${id}`, ThisDN: `dn-${id}`, OtherDN: `added-${id}` });
        log.call(id, 'EventPartyDeleted', { ConnID: `c-${id}`, ThisDN: `dn-${id}`, OtherDN: `deleted-${id}` });
        log.call(id, 'EventPartyChanged', { ConnID: `d-${id}`, ThisDN: `dn-${id}`, PreviousConnID: `c-${id}`, OtherDN: `far-${id}` });
        if (i % 7 !== 0) log.call(id, 'EventReleased', { ConnID: `d-${id}`, ThisDN: `dn-${id}` });
        log.agent(id, 'EventAgentLogout', { AgentID: `login-${id}`, ThisDN: `dn-${id}` });
      }
      log.wait(24 * HOUR_MS);
      log.records.length = 0;
    };
    const rest = (): void => {
      for (let n = 0; n < 3; n++) log.wait(25 * HOUR_MS);
      expect(agentsOf(log.state, log.scope)).toEqual([]);
      expect(threadsOf(log.state, log.scope)).toEqual([]);
    };
    day(0);
    rest();
    const before = heap();
    for (let n = 1; n <= 10; n++) day(n);
    rest();
    const grownMb = (heap() - before) / MEGABYTE;
    // A hundred bytes of each of the 15,000 agents and as many calls would be three.
    expect(grownMb).toBeLessThan(2);
    expect(log.queue('q').callsWaiting).toBe(0);
  });

  test('of a contact centre at work need the memory of one', () => {
    const state = new State(defaultRules);
    const offsets = { [TOPICS.agentState]: 0n, [TOPICS.callThread]: 0n };
    const heaps: number[] = [];
    let records = 0;
    for (let day = 0; day < 10; day++) {
      // An hour each; whoever is logged in stays so, and the calls that are cut off expire.
      const options = { tenants: 1, agents: 40, rate: 0.5, seed: day, startMs: START_MS + day * 24 * HOUR_MS, durationMs: HOUR_MS };
      for (const record of simulate({ ...options, agentStateTopic: TOPICS.agentState, callThreadTopic: TOPICS.callThread })) {
        const { key, value, timestampMs } = record;
        const topic = record.topic === TOPICS.agentState ? TOPICS.agentState : TOPICS.callThread;
        const offset = offsets[topic]++;
        const { events } = decode(topic, 0, { offset, timestampMs, key: Buffer.from(key), value: Buffer.from(value) }, timestampMs);
        fold(state, { place: { topic, partition: 0, offset, timestampMs }, events });
        records++;
      }
      heaps.push(heap());
    }
    expect(records).toBeGreaterThan(25_000);
    expect(agentsOf(state, scopeOf('acme')).length).toBeGreaterThan(40);
    expect(agentsOf(state, scopeOf('acme')).length).toBeLessThanOrEqual(50);
    // From the second on, as the first has no calls of a day before.
    expect(((heaps.at(-1) ?? 0) - (heaps[1] ?? 0)) / MEGABYTE).toBeLessThan(2);
  });
});
