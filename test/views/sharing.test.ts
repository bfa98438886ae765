/** Who is shown the same shares everything: the entities, their texts, the payloads. Who is not shares nothing. */
import { describe, expect, it } from 'vitest';
import { Mask } from '../../src/mask.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import { login, stopTheClock, World } from './world.ts';
import type { Asking } from './world.ts';

stopTheClock();

type One = string | readonly [string, Asking];
const open = async (world: World, one: One) =>
  typeof one === 'string' ? await world.follow(one) : await world.follow(one[0], { ...one[1] });

const agents = (args: string, selection = 'agentId state'): string =>
  `subscription { agents(tenantId: "acme" ${args}) { agents { ${selection} } } }`;
const threads = (args: string): string => `subscription { callThreads(tenantId: "acme" ${args}) { callThreads { callThreadId } } }`;
const queues = (args: string): string => `subscription { queues(tenantId: "acme" ${args}) { queues { queueId offered } } }`;
const BY_VARIABLES = `subscription Board($ids: [ID!], $rate: Float) {
  agents(tenantId: "acme", filter: { agentIds: $ids }, maxRateHz: $rate) { agents { agentId state } } }`;
const LATELY = `subscription ($last: Int, $all: Boolean = true) {
  agents(tenantId: "acme") { agents { agentId recentEvents(last: $last) { __typename } state @include(if: $all) } } }`;
const masked: Claims = { ...UNAUTHENTICATED_CLAIMS, mask: new Mask(/^1/) };
const agent = (agentId: string, ...dns: readonly string[]): Claims => ({
  ...UNAUTHENTICATED_CLAIMS,
  subject: `somebody ${dns.join()}`,
  agent: { agentId, dns: new Set(dns) },
});

describe('those share a view', () => {
  it.each<[string, One, One]>([
    ['who ask the same', agents(''), agents('')],
    ['whatever the rate', agents('maxRateHz: 1'), agents('maxRateHz: 20')],
    ['whatever the order of ids', agents('filter: { agentIds: ["1", "2"] }'), agents('filter: { agentIds: ["2", "1", "1"] }')],
    ['whatever the order of queues', queues('queueIds: ["a", "b"]'), queues('queueIds: ["b", "a"]')],
    ['whatever the order of states', agents('filter: { states: [READY UNKNOWN] }'), agents('filter: { states: [UNKNOWN READY] }')],
    ['who leave a filter out, or make it null', agents(''), agents('filter: null')],
    ['who leave a member out, or make it null', threads('filter: {}'), threads('filter: { agentIds: null }')],
    ['who call the operation otherwise', agents(''), agents('').replace('subscription', 'subscription Mine')],
    [
      'who hand in ids and rate as variables, in any order',
      [BY_VARIABLES, { variables: { ids: ['1', '2'], rate: 1 } }],
      [BY_VARIABLES, { variables: { ids: ['2', '1'], rate: 2 } }],
    ],
    ['who hand them in, or write them down', [BY_VARIABLES, { variables: { ids: ['1'] } }], agents('filter: { agentIds: ["1"] }')],
    ['who are the same agent', [agents(''), { claims: agent('1', 'a', 'b') }], [agents(''), { claims: agent('1', 'b', 'a') }]],
    ['who are masked alike', [agents(''), { claims: masked }], [agents(''), { claims: { ...masked, subject: 'other' } }]],
    ['who select with the same variables', [LATELY, { variables: { last: 1 } }], [LATELY, { variables: { last: 1, all: true } }]],
  ])('%s', async (_who, one, other) => {
    const world = new World();
    await open(world, one);
    await open(world, other);
    expect(world.views.size).toBe(1);
  });

  it.each<[string, One, One]>([
    ['who select something else', agents(''), agents('', 'agentId')],
    ['who name it otherwise', agents(''), agents('', 'agentId is: state')],
    ['who want others', agents('filter: { agentIds: ["1"] }'), agents('filter: { agentIds: ["2"] }')],
    ['who want the same by another member', agents('filter: { queueIds: ["1"] }'), agents('filter: { dns: ["1"] }')],
    ['whose ids look like two', agents('filter: { agentIds: ["1,2"] }'), agents('filter: { agentIds: ["1", "2"] }')],
    ['who want something else', agents('', '__typename'), threads('').replace('callThreadId', '__typename')],
    ['who have another tenant', agents(''), agents('').replace('acme', 'globex')],
    ['of whom one is masked', agents(''), [agents(''), { claims: masked }]],
    ['of whom one is an agent', agents('filter: { agentIds: ["1"] }'), [agents('filter: { agentIds: ["1"] }'), { claims: agent('1') }]],
    ['who are other agents', [threads(''), { claims: agent('1') }], [threads(''), { claims: agent('2') }]],
    ['who have other numbers', [threads(''), { claims: agent('1', '7') }], [threads(''), { claims: agent('1', '8') }]],
    ['who select with other variables', [LATELY, { variables: { last: 1 } }], [LATELY, { variables: { last: 2 } }]],
    ['who include something or not', [LATELY, { variables: { last: 1 } }], [LATELY, { variables: { last: 1, all: false } }]],
  ])('not %s', async (_who, one, other) => {
    const world = new World();
    await open(world, one);
    await open(world, other);
    expect(world.views.size).toBe(2);
  });
});

describe('what those share who look at the same', () => {
  it('is made once: each text of an entity once a version, each payload once', async () => {
    const world = new World();
    login(world.log, 10);
    const clients = await Promise.all(Array.from({ length: 100 }, (_, n) => world.follow(agents(n % 2 === 0 ? '' : 'maxRateHz: 20'))));
    world.pass(100);
    expect(world.made).toEqual({ texts: 10, payloads: 1 });
    world.log.agent('1003', 'EventAgentNotReady', { AgentID: '1003', ThisDN: '7003' });
    world.log.agent('1003', 'EventAgentReady', { AgentID: '1003', ThisDN: '7003' });
    world.log.agent('1004', 'EventAgentNotReady', { AgentID: '1004', ThisDN: '7004' });
    world.pass(100);
    expect(world.made).toEqual({ texts: 12, payloads: 2 });
    const [first, ...others] = clients.map(({ buffers }) => buffers);
    expect(first).toHaveLength(2);
    for (const buffers of others) expect(buffers.every((bytes, n) => bytes === first?.[n])).toBe(true);
    expect(clients[0]?.payloads[1]).toEqual({ agents: [{ agentId: '1004', state: 'NOT_READY' }] });
  });

  it('is made once as well for those whose pages were of different versions', async () => {
    const world = new World({ pageEntities: 2 });
    login(world.log, 6);
    const clients = await Promise.all(Array.from({ length: 50 }, () => world.follow(agents(''), { room: 0 })));
    for (const name of ['EventAgentNotReady', 'EventAgentReady', 'EventAgentNotReady']) {
      for (const client of clients) client.makeRoom(1);
      world.pass(100);
      world.log.agent('1001', name, { AgentID: '1001', ThisDN: '7001' });
    }
    for (const client of clients) client.makeRoom();
    world.pass(100);
    for (const { payloads } of clients) expect(payloads).toHaveLength(4);
    expect(clients[7]?.payloads[3]).toEqual({ agents: [{ agentId: '1001', state: 'NOT_READY' }] });
    expect(world.made.payloads).toBe(4);
  });

  it('is left by the last one alone', async () => {
    const world = new World();
    login(world.log, 3);
    const [first, second] = [await world.follow(agents('')), await world.follow(agents(''))];
    world.pass(100);
    first.leave();
    first.leave();
    world.log.agent('1001', 'EventAgentNotReady', { AgentID: '1001', ThisDN: '7001' });
    world.pass(100);
    expect(second.payloads).toHaveLength(2);
    expect(first.payloads).toHaveLength(1);
    expect([world.views.size, world.views.entities, world.watchers]).toEqual([1, 3, 1]);
    second.leave();
    expect([world.views.size, world.views.entities, world.watchers]).toEqual([0, 0, 0]);
  });
});
