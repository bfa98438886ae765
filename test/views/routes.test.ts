/** Whatever brings an entity into what a filter lets pass, or takes it out again, is told to who asked by that filter. */
import { expect, it } from 'vitest';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import type { Log } from '../state/log.ts';
import { stopTheClock, World } from './world.ts';

stopTheClock();

const agent = (agentId: string, ...dns: readonly string[]): Claims => ({
  ...UNAUTHENTICATED_CLAIMS,
  agent: { agentId, dns: new Set(dns) },
});
const ready = (log: Log, agentId: string, ThisDN: string) => log.agent(agentId, 'EventAgentReady', { AgentID: agentId, ThisDN });
const logout = (log: Log, agentId: string, ThisDN: string) => log.agent(agentId, 'EventAgentLogout', { AgentID: agentId, ThisDN });
const ring = (log: Log, thread: string, ThisDN: string, more = {}) =>
  log.call(thread, 'EventRinging', { ConnID: `c-${thread}`, ThisDN, ...more });
const release = (log: Log, thread: string, ThisDN: string) => log.call(thread, 'EventReleased', { ConnID: `c-${thread}`, ThisDN });
const queued = (log: Log, thread: string) => log.call(thread, 'EventQueued', { ConnID: `c-${thread}`, ThisDN: 'q1', ThisQueue: 'q1' });

type Way = {
  readonly list: 'agents' | 'callThreads' | 'queues';
  readonly filter: string;
  readonly claims?: Claims;
  readonly before?: (log: Log) => void;
  readonly enter: (log: Log) => void;
  readonly id: string;
  readonly leave?: (log: Log) => void;
};

const LIVE = 'statuses: [ACTIVE]';

it.each<[string, Way]>([
  ['an agent by its id', { list: 'agents', filter: 'agentIds: ["1"]', enter: (log) => ready(log, '1', '71'), id: '1' }],
  [
    'an agent by its state',
    {
      list: 'agents',
      filter: 'states: [READY]',
      enter: (log) => ready(log, '1', '71'),
      id: '1',
      leave: (log) => logout(log, '1', '71'),
    },
  ],
  [
    'an agent by its queue',
    {
      list: 'agents',
      filter: 'queueIds: ["q1"]',
      before: (log) => void ready(log, '1', '71'),
      enter: (log) => log.agent('1', 'EventAgentLogin', { AgentID: '1', ThisDN: '71', ThisQueue: 'q1' }),
      id: '1',
      leave: (log) => log.agent('1', 'EventQueueLogout', { AgentID: '1', ThisDN: '71', ThisQueue: 'q1' }),
    },
  ],
  [
    'an agent by its telephone, which another takes over',
    {
      list: 'agents',
      filter: 'dns: ["71"], agentIds: null',
      before: (log) => void ready(log, '1', '72'),
      enter: (log) => ready(log, '1', '71'),
      id: '1',
      leave: (log) => ready(log, '2', '71'),
    },
  ],
  ['an agent to itself', { list: 'agents', filter: '', claims: agent('1'), enter: (log) => ready(log, '1', '71'), id: '1' }],
  ['a thread by its id', { list: 'callThreads', filter: 'callThreadIds: ["t"]', enter: (log) => ring(log, 't', '71'), id: 't' }],
  [
    'a thread by its queue',
    {
      list: 'callThreads',
      filter: 'queueIds: ["q1"]',
      before: (log) => void ring(log, 't', '71'),
      enter: (log) => queued(log, 't'),
      id: 't',
      leave: (log) => log.call('t', 'EventDiverted', { ConnID: 'c-t', ThisDN: 'q1', ThisQueue: 'q1' }),
    },
  ],
  [
    'a thread by its telephone',
    {
      list: 'callThreads',
      filter: `dns: ["71"], ${LIVE}`,
      before: (log) => void ring(log, 't', '72'),
      enter: (log) => ring(log, 't', '71'),
      id: 't',
      leave: (log) => release(log, 't', '71'),
    },
  ],
  [
    'a thread by an agent that it names',
    {
      list: 'callThreads',
      filter: 'agentIds: ["1"]',
      before: (log) => void ring(log, 't', '72'),
      enter: (log) => ring(log, 't', '71', { AgentID: '1' }),
      id: 't',
      leave: (log) => release(log, 't', '71'),
    },
  ],
  [
    'a thread by who logs in where it rings',
    {
      list: 'callThreads',
      filter: 'agentIds: ["1"]',
      before: (log) => void ring(log, 't', '71'),
      enter: (log) => ready(log, '1', '71'),
      id: 't',
      leave: (log) => ready(log, '2', '71'),
    },
  ],
  [
    'a thread by what an agent is found to have logged in with',
    {
      list: 'callThreads',
      filter: 'agentIds: ["1"]',
      before: (log) => void ring(log, 't', '79', { AgentID: 'jdoe' }),
      enter: (log) => log.agent('1', 'EventAgentReady', { AgentID: 'jdoe', ThisDN: '71' }),
      id: 't',
      leave: (log) => log.agent('2', 'EventAgentReady', { AgentID: 'jdoe', ThisDN: '72' }),
    },
  ],
  [
    'a thread by its caller',
    {
      list: 'callThreads',
      filter: 'ani: "12"',
      before: (log) => void ring(log, 't', '72'),
      enter: (log) => ring(log, 't', '71', { ANI: '12' }),
      id: 't',
    },
  ],
  [
    'a thread to an agent of it',
    {
      list: 'callThreads',
      filter: '',
      claims: agent('1'),
      before: (log) => void ring(log, 't', '71'),
      enter: (log) => ready(log, '1', '71'),
      id: 't',
      leave: (log) => ready(log, '2', '71'),
    },
  ],
  [
    'a thread to who has a number of it',
    {
      list: 'callThreads',
      filter: '',
      claims: agent('1', '79'),
      before: (log) => void ring(log, 't', '72'),
      enter: (log) => ring(log, 't', '79'),
      id: 't',
    },
  ],
  ['a queue by its id', { list: 'queues', filter: 'queueIds: ["q1"]', enter: (log) => queued(log, 't'), id: 'q1' }],
  ['a queue', { list: 'queues', filter: '', enter: (log) => queued(log, 't'), id: 'q1' }],
])('%s', async (_way, { list, filter, claims, before, enter, id, leave }) => {
  const world = new World();
  before?.(world.log);
  // Others are there, and nobody's concern.
  ready(world.log, '9', '79');
  const key = { agents: 'agentId', callThreads: 'callThreadId', queues: 'queueId' }[list];
  const argument = list === 'queues' || filter === '' ? filter : `filter: { ${filter} }`;
  const text = `subscription { ${list}(tenantId: "acme" ${argument}) { removed ${list} { id: ${key} } } }`;
  const client = await world.follow(text, claims === undefined ? {} : { claims });
  world.pass(1100);
  const told = () => client.take().map((payload) => [(payload[list] as { id: string }[]).map((row) => row.id), payload.removed]);
  const others = told()[0]?.[0];
  expect(others).not.toContain(id);
  for (let n = 0; n < 2; n += 1) {
    enter(world.log);
    world.pass(1100);
    expect(told().flatMap(([ids]) => ids)).toEqual([id]);
    if (leave === undefined) return;
    leave(world.log);
    world.pass(1100);
    expect(told().flatMap(([, removed]) => removed)).toEqual([id]);
  }
});

it('an agent within a thread, a call within an agent, and what is shown within those, be they far away', async () => {
  const world = new World();
  ready(world.log, '1', '71');
  ready(world.log, '2', '72');
  ring(world.log, 't', '71');
  ring(world.log, 't', '72');
  ring(world.log, 'other', '73');
  const within = await world.follow(
    'subscription { callThreads(tenantId: "acme") { callThreads { callThreadId agents { agentId state } } } }',
  );
  const far = await world.follow(
    'subscription { agents(tenantId: "acme", filter: { agentIds: ["1"] }) { agents { calls { agents { agentId state } } } } }',
  );
  world.pass(100);
  expect([within.take(), far.take()].map(({ length }) => length)).toEqual([1, 1]);
  const one = { agentId: '1', state: 'READY' };
  for (const [name, state] of [
    ['EventAgentNotReady', 'NOT_READY'],
    ['EventAgentReady', 'READY'],
  ] as const) {
    world.log.agent('2', name, { AgentID: '2', ThisDN: '72' });
    world.pass(100);
    const agents = [one, { agentId: '2', state }];
    expect(within.take()).toEqual([{ callThreads: [{ callThreadId: 't', agents }] }]);
    expect(far.take()).toEqual([{ agents: [{ calls: [{ agents }] }] }]);
  }
  // Once it is not shown any more nobody is told.
  release(world.log, 't', '71');
  world.pass(100);
  expect(far.take()).toEqual([{ agents: [{ calls: [] }] }]);
  const { texts } = world.made;
  world.log.agent('2', 'EventAgentNotReady', { AgentID: '2', ThisDN: '72' });
  world.pass(100);
  expect(far.take()).toEqual([]);
  // For the thread alone.
  expect(world.made.texts).toBe(texts + 1);
});
