import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mask } from '../../src/mask.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { agentsOf, found, HOUR_MS, Log, SECOND_MS, TENANT, threadsOf } from '../state/log.ts';
import { AGENTS, make, moves, QUEUES, TELEPHONES, THREADS } from '../state/random-records.ts';
import { OUTSIDE } from './tokens.ts';

const agentScope = (agentId: string, ...dns: readonly string[]): Scope =>
  Scope.of({ ...UNAUTHENTICATED_CLAIMS, agent: { agentId, dns: new Set(dns) } }, TENANT);
const idsFor = (log: Log, scope: Scope): string[] => threadsOf(log.state, scope).map(({ callThreadId }) => callThreadId);

describe('an agent sees a thread', () => {
  const own = agentScope('1001', '7001');

  it.each<[string, (log: Log) => void]>([
    ['by AgentID', (log) => log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7009', AgentID: '1001' })],
    ['by what the agent logged in with', (log) => log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7009', AgentID: 'jdoe' })],
    ['by the telephone that the agent is logged in on', (log) => log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7005' })],
    ['by a number of the token', (log) => log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7001' })],
    ['by what others tell of a number', (log) => log.call('t', 'EventPartyAdded', { ConnID: 'c', ThisDN: '7009', OtherDN: '7001' })],
    [
      'by what others tell of a number that goes',
      (log) => log.call('t', 'EventPartyDeleted', { ConnID: 'c', ThisDN: '7009', OtherDN: '7001' }),
    ],
    ['by an end of which the beginning was not read', (log) => log.call('t', 'EventReleased', { ConnID: 'c', ThisDN: '7005' })],
  ])('%s: while the party is there, when it is gone, and when the thread has ended, until that is forgotten', (_how, begin) => {
    const log = new Log();
    log.agent('1001', 'EventAgentReady', { AgentID: 'jdoe', ThisDN: '7005' });
    log.agent('1002', 'EventAgentReady', { AgentID: '1002', ThisDN: '7002' });
    log.call('other', 'EventRinging', { ConnID: 'd', ThisDN: '7002', OtherDN: '7001' });
    begin(log);
    log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7002' });
    const look = (): readonly [string[], string | undefined] => [idsFor(log, own), log.state.callThread(own, 't')?.status];
    expect(look()).toEqual([['t'], 'ACTIVE']);
    for (const ThisDN of ['7009', '7005', '7001']) log.call('t', 'EventReleased', { ConnID: 'c', ThisDN });
    expect(look()).toEqual([['t'], 'ACTIVE']);
    // Who was there has been there, whoever sits at the telephone now.
    log.agent('1001', 'EventAgentLogout', { AgentID: 'jdoe', ThisDN: '7005' });
    log.agent('1003', 'EventAgentLogin', { AgentID: '1003', ThisDN: '7005' });
    log.call('t', 'EventReleased', { ConnID: 'c', ThisDN: '7002' });
    expect(look()).toEqual([['t'], 'ENDED']);
    expect(idsFor(log, agentScope('1004', '7004'))).toEqual([]);
    expect(log.state.callThread(own, 'other')).toBeNull();
    log.wait(61 * SECOND_MS);
    expect(look()).toEqual([[], undefined]);
  });

  it.each(['1001', null])('whose party went before the agent was forgotten, whether the party named the agent (%s) or not', (AgentID) => {
    const log = new Log({ rules: { agentForgetAfterMs: SECOND_MS } });
    const own = agentScope('1001');
    log.agent('1001', 'EventAgentLogin', { AgentID: '1001', ThisDN: '7005' });
    log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7005', AgentID });
    log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7002' });
    log.call('t', 'EventReleased', { ConnID: 'c', ThisDN: '7005' });
    log.agent('1001', 'EventAgentLogout', { AgentID: '1001', ThisDN: '7005' });
    log.wait(10 * SECOND_MS);
    expect(log.state.agent(log.scope, '1001')).toBeNull();
    expect(idsFor(log, own)).toEqual(['t']);
    expect(log.state.callThread(own, 't')?.callThreadId).toBe('t');
  });

  it('of which only a second number of the token took part, and not one in which it was merely named', () => {
    const log = new Log();
    log.call('t1', 'EventDialing', { ConnID: 'c1', ThisDN: '7002', OtherDN: '7001' });
    log.call('t2', 'EventDialing', { ConnID: 'c2', ThisDN: '7007', OtherDN: '7002' });
    log.call('t3', 'EventDialing', { ConnID: 'c3', ThisDN: '7002', ThirdPartyDN: '7007' });
    expect(idsFor(log, agentScope('1001', '7001', '7007'))).toEqual(['t2']);
    expect(idsFor(log, agentScope('1001', '7001'))).toEqual([]);
    expect(idsFor(log, agentScope('1001'))).toEqual([]);
  });

  it('with all its calls and parties, of its agents only itself, and the last event only if it could subscribe to it', () => {
    const log = new Log();
    log.agent('1001', 'EventAgentReady', { AgentID: '1001', ThisDN: '7001' });
    log.agent('1002', 'EventAgentReady', { AgentID: '1002', ThisDN: '7002' });
    log.call('t', 'EventQueued', { ConnID: 'c', ThisDN: 'q', ThisQueue: 'q' });
    log.call('t', 'EventRinging', { ConnID: 'c', ThisDN: '7002' });
    log.call('t', 'EventDialing', { ConnID: 'd', ThisDN: '7002', OtherDN: '7001' });
    const seen = () => found(log.state.callThread(own, 't'), 'thread');
    // Named as the other end, it could be subscribed to; but nobody of the agent takes part yet.
    expect(log.state.callThread(own, 't')).toBeNull();
    log.call('t', 'EventRinging', { ConnID: 'd', ThisDN: '7001' });
    expect(seen().lastEvent?.name).toBe('EventRinging');
    log.call('t', 'EventReleased', { ConnID: 'd', ThisDN: '7001' });
    log.call('t', 'EventEstablished', { ConnID: 'c', ThisDN: '7002' });
    expect(seen().lastEvent).toBeNull();
    expect(log.thread('t').lastEvent?.name).toBe('EventEstablished');
    const { calls, parties, queues, agents } = seen();
    expect(calls.map(({ connId }) => connId)).toEqual(['c', 'd']);
    expect(parties.map(({ connId, dn, agentId }) => [connId, dn, agentId])).toEqual([
      ['c', '7002', '1002'],
      ['c', 'q', null],
      ['d', '7001', '1001'],
      ['d', '7002', '1002'],
    ]);
    expect(queues.map(({ queueId }) => queueId)).toEqual(['q']);
    expect(agents.map(({ agentId }) => agentId)).toEqual(['1001']);
    log.call('t', 'EventEstablished', { ConnID: 'c', ThisDN: '7002', ThirdPartyDN: '7001' });
    expect(seen().lastEvent?.name).toBe('EventEstablished');
  });
});

describe('an agent is seen by itself alone', () => {
  it('with no event of a telephone that comes under the key of somebody else', () => {
    const log = new Log();
    for (const agentId of ['1001', '1002']) log.agent(agentId, 'EventAgentReady', { AgentID: agentId, ThisDN: '7001' });
    const scope = agentScope('1001', '7001');
    expect(agentsOf(log.state, scope).map(({ agentId }) => agentId)).toEqual(['1001']);
    expect(log.state.agent(scope, '1002')).toBeNull();
    expect(log.state.agent(scope, '1001')?.lastEvent?.agentId).toBe('1001');
  });
});

const scopes: readonly Scope[] = [
  ...AGENTS.flatMap((agentId, n) => [agentScope(agentId), agentScope(agentId, TELEPHONES[n] ?? ''), agentScope(agentId, ...TELEPHONES)]),
  agentScope('jdoe', TELEPHONES[0]),
  agentScope('nobody', QUEUES[0]),
  agentScope('nobody'),
];
const filters = [
  {},
  { agentIds: new Set([AGENTS[0]]) },
  { dns: new Set([TELEPHONES[0], TELEPHONES[1]]) },
  { queueIds: new Set([QUEUES[0]]) },
  { callThreadIds: new Set([THREADS[0], THREADS[2]]) },
  { statuses: new Set(['ENDED', 'IN_TRANSIT'] as const) },
  { ani: '111' },
];

describe('whatever happens', () => {
  it('an agent is shown the threads that have or had one of its own, by every filter and in pages of any size, and no others', () => {
    let shown = 0;
    const look = (log: Log): void => {
      for (const filter of filters) {
        const all = threadsOf(log.state, log.scope, filter);
        for (const scope of scopes) {
          const { agentId = '', dns = new Set<string>() } = scope.agent ?? {};
          const wanted = all.filter(({ parties }) => parties.some((party) => party.agentId === agentId || dns.has(party.dn)));
          const got = threadsOf(log.state, scope, filter, 1);
          expect(got.map(({ callThreadId }) => callThreadId)).toEqual(wanted.map(({ callThreadId }) => callThreadId));
          shown += got.length;
          for (const { agents, lastEvent } of got) {
            expect(agents.every((agent) => agent.agentId === agentId)).toBe(true);
            const named = [lastEvent?.thisDn, lastEvent?.otherDn, lastEvent?.thirdPartyDn].some((dn) => dns.has(dn ?? ''));
            if (lastEvent !== null) expect(named || lastEvent.loginId === agentId).toBe(true);
          }
        }
      }
    };
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const [n, move] of all.entries()) {
          make(log, move);
          if (n % 10 === 0) look(log);
        }
        look(log);
        log.wait(45 * SECOND_MS);
        look(log);
        log.wait(26 * HOUR_MS);
        expect(scopes.flatMap((scope) => idsFor(log, scope))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(shown).toBeGreaterThan(1000);
  });

  it('a mask shows no number from outside, and changes nothing else', () => {
    const masked = Scope.of({ ...UNAUTHENTICATED_CLAIMS, mask: new Mask(OUTSIDE) }, TENANT);
    // The telephones of this world are numbers from outside here.
    const outside = (dn: string): string => ((TELEPHONES as readonly string[]).includes(dn) ? `+4930123${dn}` : dn);
    fc.assert(
      fc.property(moves, (all) => {
        const log = new Log();
        for (const move of all) {
          // Agents keep their telephones, and what calls wait in is the site's own.
          const keeps = move.family === 'agentState' || /^Event(Queued|Diverted|Abandoned|Route|Treatment)/.test(move.name);
          const attributes = Object.entries(move.attributes).map(([name, value]) => {
            const isNumber = typeof value === 'string' && name.endsWith('DN') && !(name === 'ThisDN' && keeps);
            return [name, isNumber ? outside(value) : value];
          });
          make(log, { ...move, attributes: Object.fromEntries(attributes) as typeof move.attributes });
        }
        const threads = threadsOf(log.state, masked);
        const told = threads.map(({ calls, parties, queues, treatments, lastEvent }) => [calls, parties, queues, treatments, lastEvent]);
        const agents = agentsOf(log.state, masked).map(({ sessions, dns, lastEvent }) => [sessions, dns, lastEvent]);
        const bytes = JSON.stringify([told, agents], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
        expect(bytes.includes('+4930123')).toBe(false);
        expect(threads.map(({ callThreadId, status, parties }) => [callThreadId, status, parties.length])).toEqual(
          threadsOf(log.state, log.scope).map(({ callThreadId, status, parties }) => [callThreadId, status, parties.length]),
        );
      }),
      { numRuns: 200 },
    );
  });
});

const MEGABYTE = 1024 * 1024;
const heap = (): number => {
  for (let n = 0; n < 4; n++) (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
};

describe('what is forgotten', () => {
  it('leaves nothing in the index of those who are gone', { timeout: 60_000 }, () => {
    const log = new Log();
    const day = (n: number): void => {
      for (let i = 0; i < 1500; i++) {
        const id = `${n}-${i}`;
        log.call(`t-${id}`, 'EventRinging', { ConnID: `c-${id}`, ThisDN: `dn-${id}`, AgentID: `login-${id}` });
        log.call(`t-${id}`, 'EventRinging', { ConnID: `c-${id}`, ThisDN: `dm-${id}` });
        log.call(`t-${id}`, 'EventPartyDeleted', { ConnID: `c-${id}`, ThisDN: `dn-${id}`, OtherDN: `deleted-${id}` });
        for (const ThisDN of [`dn-${id}`, `dm-${id}`]) log.call(`t-${id}`, 'EventReleased', { ConnID: `c-${id}`, ThisDN });
      }
      const [some] = [`${n}-7`];
      expect(idsFor(log, agentScope(`login-${some}`))).toEqual([`t-${some}`]);
      expect(idsFor(log, agentScope('nobody', `deleted-${some}`, `dm-${some}`))).toEqual([`t-${some}`]);
      log.wait(25 * HOUR_MS);
      log.records.length = 0;
    };
    const rest = (): void => {
      for (let n = 0; n < 3; n++) log.wait(25 * HOUR_MS);
      expect(threadsOf(log.state, log.scope)).toEqual([]);
    };
    day(0);
    rest();
    const before = heap();
    for (let n = 1; n <= 8; n++) day(n);
    rest();
    // A hundred bytes of each of the 48,000 parties would be almost five.
    expect((heap() - before) / MEGABYTE).toBeLessThan(2);
  });
});
