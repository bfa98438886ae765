/** The state as clients ask for it: over HTTP from a gateway on the embedded log, and its refusals. */
import { readFileSync } from 'node:fs';
import { execute, parse, validate } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import { EXAMPLE_OPERATIONS } from '../../src/server/example-operations.ts';
import { demoOptions, simulate } from '../../src/simulator/simulator.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { contextOf, foldRecords } from '../support/state.ts';
import { until } from '../support/until.ts';

const schema = createSchema(catalogue);

describe('state queries', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway();
    await until(async () => (await fetch(`${gateway.url}/readyz`)).status === 200, { what: 'the gateway to be ready' });
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const ask = async (text: string): Promise<Record<string, unknown>> => {
    const { body } = await query(gateway.url, text);
    expect(body.errors).toBeUndefined();
    return body.data as Record<string, unknown>;
  };
  const agentEvent = (tenant: string, agent: string, attributes: Record<string, string | number | Record<string, string>>) =>
    gateway.write('agentState', `${tenant}:${agent}`, attributes);
  const logIn = (tenant: string, agent: string, dn: string, queue: string) => {
    agentEvent(tenant, agent, { id: 'EventAgentLogin', AgentID: agent, ThisDN: dn, ThisQueue: queue });
  };
  const call = (tenant: string, thread: string, attributes: Record<string, string | number>) =>
    gateway.write('callThread', `${tenant}:${thread}`, { CallThreadID: thread, ConnID: `conn-${thread}`, ...attributes });
  /** Everything written before has been folded once the last record of each partition has: the summary tells. */
  const settled = async (tenant: string, wanted: Record<string, unknown>, fields = 'callsActive callsWaiting'): Promise<void> => {
    await until(
      async () => {
        const { tenantSummary } = await ask(`{ tenantSummary(tenantId: "${tenant}") { ${fields} } }`);
        return JSON.stringify(tenantSummary) === JSON.stringify(wanted);
      },
      { what: `the summary of ${tenant} to be ${JSON.stringify(wanted)}` },
    );
  };
  const agentsKnown = async (tenant: string, count: number): Promise<void> => {
    await until(
      async () => {
        const { agents } = (await ask(`{ agents(tenantId: "${tenant}", first: 1000) { edges { node { agentId } } } }`)) as {
          agents: { edges: unknown[] };
        };
        return agents.edges.length === count;
      },
      { what: `${count} agents of ${tenant}` },
    );
  };

  it('follow an agent to its calls, and a call thread to its agents', async () => {
    logIn('links', '1001', '5001', '8001');
    agentEvent('links', '1001', { id: 'EventAgentReady', AgentID: '1001', ThisDN: '5001', AgentWorkMode: 1 });
    call('links', 't-1', { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001', ANI: '+15550001', CallType: 2 });
    await settled('links', { callsActive: 1, callsWaiting: 1 });
    call('links', 't-1', { id: 'EventDiverted', ThisDN: '8001', ThisQueue: '8001', ThirdPartyDN: '5001' });
    call('links', 't-1', { id: 'EventRinging', ThisDN: '5001', ThisQueue: '8001', AgentID: '1001' });
    call('links', 't-1', { id: 'EventEstablished', ThisDN: '5001', ThisQueue: '8001', AgentID: '1001' });
    await settled('links', { callsActive: 1, callsWaiting: 0 });
    await until(
      async () => {
        const { agent } = (await ask('{ agent(tenantId: "links", agentId: "1001") { state activity } }')) as {
          agent: { state: string; activity: string } | null;
        };
        return agent?.state === 'READY' && agent.activity === 'TALKING';
      },
      { what: 'the agent to talk' },
    );

    const data = await ask(`{
      agent(tenantId: "links", agentId: "1001") {
        state activity workMode reasonCode stale
        sessions { dn loggedIn ready queues { queueId } }
        dns { dn inService doNotDisturb offHook }
        calls { callThreadId status agents { agentId calls { callThreadId } } }
        lastEvent { ... on AgentEvent { name agentId } }
      }
      callThread(tenantId: "links", callThreadId: "t-1") {
        status endReason endedAt
        calls { connId ani callType }
        parties { dn state agentId queueId }
        queues { queueId outcome to }
        agents { agentId state calls { callThreadId } }
        lastEvent { ... on CallEvent { name callThreadId } }
      }
      queue(tenantId: "links", queueId: "8001") { callsWaiting agentsLoggedIn agentsReady offered answered abandoned diverted }
      queues(tenantId: "links") { queueId }
      tenantSummary(tenantId: "links") { agentsByState { state count } callsActive callsWaiting longestWaitSince }
    }`);
    expect(data['agent']).toEqual({
      state: 'READY',
      activity: 'TALKING',
      workMode: 'MANUAL_IN',
      reasonCode: null,
      stale: false,
      sessions: [{ dn: '5001', loggedIn: 'YES', ready: 'YES', queues: [{ queueId: '8001' }] }],
      dns: [{ dn: '5001', inService: 'YES', doNotDisturb: 'UNKNOWN', offHook: 'UNKNOWN' }],
      calls: [{ callThreadId: 't-1', status: 'ACTIVE', agents: [{ agentId: '1001', calls: [{ callThreadId: 't-1' }] }] }],
      lastEvent: { name: 'EventAgentReady', agentId: '1001' },
    });
    expect(data['callThread']).toEqual({
      status: 'ACTIVE',
      endReason: null,
      endedAt: null,
      calls: [{ connId: 'conn-t-1', ani: '+15550001', callType: 'INBOUND' }],
      parties: [
        { dn: '5001', state: 'CONNECTED', agentId: '1001', queueId: '8001' },
        { dn: '8001', state: 'GONE', agentId: null, queueId: '8001' },
      ],
      queues: [{ queueId: '8001', outcome: 'DIVERTED', to: '5001' }],
      agents: [{ agentId: '1001', state: 'READY', calls: [{ callThreadId: 't-1' }] }],
      lastEvent: { name: 'EventEstablished', callThreadId: 't-1' },
    });
    expect(data['queue']).toEqual({
      callsWaiting: 0,
      agentsLoggedIn: 1,
      agentsReady: 1,
      offered: 1,
      answered: 1,
      abandoned: 0,
      diverted: 0,
    });
    expect(data['queues']).toEqual([{ queueId: '8001' }]);
    expect(data['tenantSummary']).toEqual({
      agentsByState: ['UNKNOWN', 'LOGGED_OUT', 'LOGGED_IN', 'READY', 'NOT_READY', 'AFTER_CALL_WORK'].map((state) => ({
        state,
        count: state === 'READY' ? 1 : 0,
      })),
      callsActive: 1,
      callsWaiting: 0,
      longestWaitSince: null,
    });
  });

  it('tell nothing of one tenant to another, and null for what is not known', async () => {
    logIn('one', '1001', '5001', '8001');
    call('one', 'shared', { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001' });
    await settled('one', { callsActive: 1, callsWaiting: 1 });
    await agentsKnown('one', 1);
    const data = await ask(`{
      agent(tenantId: "two", agentId: "1001") { agentId }
      callThread(tenantId: "two", callThreadId: "shared") { callThreadId }
      queue(tenantId: "two", queueId: "8001") { queueId }
      queues(tenantId: "two") { queueId }
      agents(tenantId: "two") { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
      tenantSummary(tenantId: "two") { callsActive updatedAt }
    }`);
    expect(data).toEqual({
      agent: null,
      callThread: null,
      queue: null,
      queues: [],
      agents: { edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } },
      tenantSummary: { callsActive: 0, updatedAt: null },
    });
  });

  it('filter: members narrow, values widen, null is absent', async () => {
    for (const [agent, queue] of [
      ['1', '8001'],
      ['2', '8002'],
      ['3', '8001'],
      ['4', '8003'],
    ] as const)
      logIn('filters', agent, `50${agent}`, queue);
    agentEvent('filters', '1', { id: 'EventAgentReady', AgentID: '1', ThisDN: '501' });
    agentEvent('filters', '2', { id: 'EventAgentReady', AgentID: '2', ThisDN: '502' });
    agentEvent('filters', '3', { id: 'EventAgentNotReady', AgentID: '3', ThisDN: '503', Reasons: { ReasonCode: 'Lunch' } });
    call('filters', 'a', { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001', ANI: '+1', DNIS: '800' });
    call('filters', 'b', { id: 'EventRinging', ThisDN: '501', AgentID: '1', ANI: '+2', DNIS: '800' });
    call('filters', 'c', { id: 'EventReleased', ThisDN: '503', AgentID: '3' });
    await settled('filters', { callsActive: 2, callsWaiting: 1 });
    const agents = async (filter: string) => {
      const { agents: page } = (await ask(`{ agents(tenantId: "filters", filter: ${filter}) { edges { node { agentId } } } }`)) as {
        agents: { edges: { node: { agentId: string } }[] };
      };
      return page.edges.map(({ node }) => node.agentId).join('');
    };
    const threads = async (filter: string) => {
      const { callThreads: page } = (await ask(
        `{ callThreads(tenantId: "filters", filter: ${filter}) { edges { node { callThreadId } } } }`,
      )) as { callThreads: { edges: { node: { callThreadId: string } }[] } };
      return page.edges.map(({ node }) => node.callThreadId).join('');
    };
    await until(async () => (await agents('{ states: [READY, NOT_READY] }')) === '123', { what: 'all agents to be settled' });
    await until(async () => (await threads('{}')) === 'abc', { what: 'all threads to be known' });
    expect(await agents('null')).toBe('1234');
    expect(await agents('{ states: [READY] }')).toBe('12');
    expect(await agents('{ queueIds: ["8001", "8002"] }')).toBe('123');
    expect(await agents('{ states: [READY], queueIds: ["8001"], dns: null }')).toBe('1');
    expect(await agents('{ agentIds: ["4", "2", "2", "nobody"] }')).toBe('24');
    expect(await agents('{ dns: ["503"] }')).toBe('3');
    expect(await agents('{ agentIds: ["1"], dns: ["503"] }')).toBe('');
    expect(await threads('{ statuses: [ACTIVE] }')).toBe('ab');
    expect(await threads('{ statuses: [ENDED] }')).toBe('c');
    expect(await threads('{ queueIds: ["8001"] }')).toBe('a');
    expect(await threads('{ agentIds: ["1", "3"], statuses: [ACTIVE] }')).toBe('b');
    expect(await threads('{ dns: ["501", "8001"] }')).toBe('ab');
    expect(await threads('{ ani: "+2" }')).toBe('b');
    expect(await threads('{ dnis: "800", ani: "+1" }')).toBe('a');
    expect(await threads('{ callThreadIds: ["c", "b"] }')).toBe('bc');
    // All was written just now; the clock of the state moves on about once a second.
    await until(async () => (await agents('{ stateLongerThanSeconds: 0 }')) === '1234', { what: 'the states to be in the past' });
    await until(async () => (await threads('{ waitingLongerThanSeconds: 0 }')) === 'a', { what: 'the wait to have begun' });
    expect(await agents('{ stateLongerThanSeconds: 86400 }')).toBe('');
    expect(await threads('{ waitingLongerThanSeconds: 86400 }')).toBe('');
  });

  it('filter by how long it has been so, without a change', async () => {
    const agoMs = Date.now() - 600_000;
    const at = (ms: number) => new Date(ms).toISOString();
    agentEvent('thresholds', '1', { id: 'EventAgentReady', AgentID: '1', ThisDN: '501', time: at(agoMs) });
    agentEvent('thresholds', '2', { id: 'EventAgentNotReady', AgentID: '2', ThisDN: '502', time: at(agoMs + 300_000) });
    agentEvent('thresholds', '3', { id: 'EventDNDOn', ThisDN: '503', time: at(agoMs) });
    call('thresholds', 'a', { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001', time: at(agoMs) });
    call('thresholds', 'b', { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001', time: at(agoMs + 300_000) });
    call('thresholds', 'c', { id: 'EventRinging', ThisDN: '501', AgentID: '1', time: at(agoMs) });
    await settled('thresholds', { callsActive: 3, callsWaiting: 2 });
    await agentsKnown('thresholds', 3);
    const held = async (agents: string, threads: string) => {
      const data = (await ask(`{
        agents(tenantId: "thresholds", filter: ${agents}) { edges { node { agentId } } }
        callThreads(tenantId: "thresholds", filter: ${threads}) { edges { node { callThreadId } } }
      }`)) as Record<'agents' | 'callThreads', { edges: { node: { agentId?: string; callThreadId?: string } }[] }>;
      return [...data.agents.edges, ...data.callThreads.edges].map(({ node }) => node.agentId ?? node.callThreadId).join('');
    };
    expect(await held('{ stateLongerThanSeconds: 0 }', '{ waitingLongerThanSeconds: 0 }')).toBe('12ab');
    expect(await held('{ stateLongerThanSeconds: 290 }', '{ waitingLongerThanSeconds: 290 }')).toBe('12ab');
    expect(await held('{ stateLongerThanSeconds: 590 }', '{ waitingLongerThanSeconds: 590 }')).toBe('1a');
    expect(await held('{ stateLongerThanSeconds: 3600 }', '{ waitingLongerThanSeconds: 3600 }')).toBe('');
    expect(await held('{ stateLongerThanSeconds: null }', '{ waitingLongerThanSeconds: null }')).toBe('123abc');
    expect(
      await held('{ stateLongerThanSeconds: 290, states: [NOT_READY] }', '{ waitingLongerThanSeconds: 290, callThreadIds: ["b"] }'),
    ).toBe('2b');
  });

  it('page through agents that come and go, each that is there throughout exactly once', async () => {
    const staying = Array.from({ length: 25 }, (_, i) => `stays-${String(i * 2).padStart(3, '0')}`);
    for (const [i, agent] of staying.entries()) logIn('pages', agent, `6${i}`, '8001');
    await agentsKnown('pages', staying.length);

    const seen: string[] = [];
    const infos: Record<string, unknown>[] = [];
    let after: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const { body }: Awaited<ReturnType<typeof query>> = await query(
        gateway.url,
        `query ($after: String) { agents(tenantId: "pages", filter: { states: [LOGGED_IN] }, first: 4, after: $after) {
          edges { cursor node { agentId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } serverTime } }`,
        { after },
      );
      const { edges, pageInfo } = (body.data as unknown as { agents: Page }).agents;
      seen.push(...edges.map(({ node }) => node.agentId));
      infos.push(pageInfo);
      expect([edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null]).toEqual([pageInfo['startCursor'], pageInfo['endCursor']]);
      if (pageInfo['hasNextPage'] !== true) break;
      after = String(pageInfo['endCursor']);
      // Newcomers before and after the place of the cursor, and somebody who leaves: the very one it stands at.
      logIn('pages', `stays-${String(page).padStart(3, '0')}!`, `7${page}`, '8001');
      const last = edges.at(-1)?.node.agentId ?? '';
      if (page < 3) agentEvent('pages', last, { id: 'EventAgentLogout', AgentID: last, ThisDN: `6${staying.indexOf(last)}` });
      await agentsKnown('pages', staying.length + page + 1);
    }
    expect(seen).toEqual(seen.toSorted());
    expect(seen.filter((agent) => staying.includes(agent))).toEqual(staying);
    expect(infos.map((info) => info['hasPreviousPage'])).toEqual(infos.map((_, i) => i > 0));
    expect(infos.length).toBeGreaterThan(6);
  });
  type Page = { readonly edges: { cursor: string; node: { agentId: string } }[]; readonly pageInfo: Record<string, unknown> };

  it('page through call threads', async () => {
    const ids = ['t-1', 't-2', 't-3', 't-4', 't-5'];
    for (const thread of ids) call('threads', thread, { id: 'EventQueued', ThisDN: '8001', ThisQueue: '8001' });
    await settled('threads', { callsActive: 5, callsWaiting: 5 });
    const page = async (after: string | null) =>
      (
        (await query(
          gateway.url,
          'query ($after: String) { callThreads(tenantId: "threads", first: 2, after: $after) { edges { node { callThreadId } } pageInfo { endCursor hasNextPage } } }',
          { after },
        )) as unknown as {
          body: {
            data: { callThreads: { edges: { node: { callThreadId: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
          };
        }
      ).body.data.callThreads;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    expect([first, second, third].map(({ edges }) => edges.map(({ node }) => node.callThreadId))).toEqual([
      ['t-1', 't-2'],
      ['t-3', 't-4'],
      ['t-5'],
    ]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  });

  it.each([
    ['agent(tenantId: "", agentId: "1") { agentId }', 'tenantId', /empty/],
    ['agent(tenantId: "acme", agentId: "") { agentId }', 'agentId', /empty/],
    ['callThread(tenantId: "acme", callThreadId: "") { callThreadId }', 'callThreadId', /empty/],
    ['queue(tenantId: "acme", queueId: "") { queueId }', 'queueId', /empty/],
    ['queues(tenantId: "") { queueId }', 'tenantId', /empty/],
    ['tenantSummary(tenantId: "") { callsActive }', 'tenantId', /empty/],
    ['agents(tenantId: "acme", first: 0) { edges { cursor } }', 'first', /first is 0.*1 to 1000/],
    ['agents(tenantId: "acme", first: 1001) { edges { cursor } }', 'first', /first is 1001/],
    ['callThreads(tenantId: "acme", first: -1) { edges { cursor } }', 'first', /first is -1/],
    ['agents(tenantId: "acme", filter: { agentIds: [] }) { edges { cursor } }', 'filter.agentIds', /empty list/],
    ['agents(tenantId: "acme", filter: { states: [] }) { edges { cursor } }', 'filter.states', /empty list/],
    ['agents(tenantId: "acme", filter: { queueIds: [""] }) { edges { cursor } }', 'filter.queueIds', /empty identifier/],
    ['agents(tenantId: "acme", filter: { dns: [] }) { edges { cursor } }', 'filter.dns', /empty list/],
    ['callThreads(tenantId: "acme", filter: { callThreadIds: [] }) { edges { cursor } }', 'filter.callThreadIds', /empty list/],
    ['callThreads(tenantId: "acme", filter: { statuses: [] }) { edges { cursor } }', 'filter.statuses', /empty list/],
    ['callThreads(tenantId: "acme", filter: { agentIds: ["1", ""] }) { edges { cursor } }', 'filter.agentIds', /empty identifier/],
    ['callThreads(tenantId: "acme", filter: { ani: "" }) { edges { cursor } }', 'filter.ani', /empty/],
    ['callThreads(tenantId: "acme", filter: { dnis: "" }) { edges { cursor } }', 'filter.dnis', /empty/],
    [
      'agents(tenantId: "acme", filter: { stateLongerThanSeconds: -1 }) { edges { cursor } }',
      'filter.stateLongerThanSeconds',
      /filter\.stateLongerThanSeconds is -1.*0 to 86400/,
    ],
    [
      'agents(tenantId: "acme", filter: { stateLongerThanSeconds: 86401 }) { edges { cursor } }',
      'filter.stateLongerThanSeconds',
      /filter\.stateLongerThanSeconds is 86401.*0 to 86400/,
    ],
    [
      'callThreads(tenantId: "acme", filter: { waitingLongerThanSeconds: -1 }) { edges { cursor } }',
      'filter.waitingLongerThanSeconds',
      /filter\.waitingLongerThanSeconds is -1.*0 to 86400/,
    ],
    [
      'callThreads(tenantId: "acme", filter: { waitingLongerThanSeconds: 86401 }) { edges { cursor } }',
      'filter.waitingLongerThanSeconds',
      /filter\.waitingLongerThanSeconds is 86401.*0 to 86400/,
    ],
  ] as const)('refuse %s and name the argument', async (field, argument, message) => {
    const { body } = await query(gateway.url, `{ ${field} }`);
    expect(body.errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });

  it('refuse a page cursor that is none', async () => {
    const { body } = await query(gateway.url, '{ agents(tenantId: "acme", after: "nonsense") { edges { cursor } } }');
    expect(body.errors).toMatchObject([
      { message: expect.stringMatching(/after is no page cursor/), extensions: { code: 'CURSOR_INVALID' } },
    ]);
  });
});

/** One operation without a server around it. */
function run(text: string, services: Partial<Services>, claims: Claims = UNAUTHENTICATED_CLAIMS): ExecutionResult {
  const result = execute({ schema, document: parse(text), contextValue: contextOf(services, claims) });
  if (result instanceof Promise) throw new Error('it took more than one tick');
  return result;
}
const codes = ({ errors }: ExecutionResult) => errors?.map(({ extensions }) => extensions['code']);

const FIELDS = [
  'agent(tenantId: "acme", agentId: "1") { agentId }',
  'agents(tenantId: "acme") { serverTime }',
  'callThread(tenantId: "acme", callThreadId: "t") { callThreadId }',
  'callThreads(tenantId: "acme") { serverTime }',
  'queue(tenantId: "acme", queueId: "8001") { queueId }',
  'queues(tenantId: "acme") { queueId }',
  'tenantSummary(tenantId: "acme") { callsActive }',
] as const;

describe.each(FIELDS)('%s', (field) => {
  it('is refused with the progress while history is read', () => {
    const { errors } = run(`{ ${field} }`, { replay: () => ({ recordsRead: 1200, recordsInAll: 50_000 }) });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('1200 of 50000 records'),
        extensions: { code: 'SOURCE_UNAVAILABLE', recordsRead: 1200, recordsInAll: 50_000 },
      },
    ]);
    const unseen = run(`{ ${field} }`, { replay: () => ({ recordsRead: 0, recordsInAll: null }) });
    expect(unseen.errors?.[0]?.message).toContain('has not been seen yet');
  });

  it('is refused for a tenant that the replica does not keep, or that the caller may not see', () => {
    const tenants = new Set(['globex']);
    expect(codes(run(`{ ${field} }`, { tenants }))).toEqual(['TENANT_NOT_SERVED']);
    expect(codes(run(`{ ${field} }`, {}, { ...UNAUTHENTICATED_CLAIMS, tenants }))).toEqual(['FORBIDDEN']);
    // What a caller may not see is not even told to be elsewhere.
    expect(codes(run(`{ ${field} }`, { tenants }, { ...UNAUTHENTICATED_CLAIMS, tenants }))).toEqual(['FORBIDDEN']);
    expect(codes(run(`{ ${field} }`, { tenants: new Set(['acme']) }))).toBeUndefined();
  });
});

it('Query.gateway answers while history is read', () => {
  const services = { replay: () => ({ recordsRead: 1, recordsInAll: 2 }), tenants: new Set<string>() };
  expect(run('{ gateway { ready version } }', services)).toEqual({ data: { gateway: { ready: true, version: 'test' } } });
});

it('the operations of the README are those of the schema', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const operations = [...readme.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
  expect(operations.length).toBeGreaterThan(0);
  for (const text of operations) expect(validate(schema, parse(text))).toEqual([]);
});

it('every code that a client can meet here stands in the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const code of ['TENANT_NOT_SERVED', 'SOURCE_UNAVAILABLE', 'CURSOR_INVALID', 'FORBIDDEN', 'BAD_USER_INPUT'])
    expect(readme).toMatch(new RegExp(`^\\| \`${code}\``, 'm'));
});

describe('the example operations', () => {
  // At several moments of the demo: that no call waits just now is an answer, too.
  const states = [60, 120, 180, 240].map((seconds) => {
    const startMs = Date.now() - seconds * 1000;
    return foldRecords(simulate({ ...demoOptions(startMs), durationMs: seconds * 1000 })).state;
  });
  const examples = EXAMPLE_OPERATIONS.map(({ query, variables, headers }) => {
    const document = parse(query);
    const [operation, ...others] = document.definitions;
    if (operation?.kind !== 'OperationDefinition' || others.length > 0) throw new Error(`not one operation: ${query}`);
    return {
      query,
      document,
      name: operation.name?.value,
      type: operation.operation,
      variables: JSON.parse(variables ?? '{}') as Record<string, unknown>,
      headers: JSON.parse(headers ?? '{}') as Record<string, unknown>,
    };
  });
  const queries = examples.filter(({ type }) => type === 'query');

  it('are those that people ask for first, one a tab', () => {
    expect(examples.map(({ name }) => name)).toEqual([
      'Wallboard',
      'QueueAgents',
      'QueueCalls',
      'OneAgent',
      'OneCall',
      'LiveAgents',
      'LiveCalls',
      'Status',
    ]);
  });

  it.each(examples)('begin with what they are for, and are of this schema: $name', ({ query, document, headers }) => {
    expect(query).toMatch(/^# \S/);
    expect(validate(schema, document)).toEqual([]);
    expect(Object.values(headers).every((value) => typeof value === 'string')).toBe(true);
  });

  it.each(queries)('of the demo answer with something to see: $name', ({ document, variables }) => {
    const empty = states.map((state) => {
      const { data, errors } = execute({
        schema,
        document,
        variableValues: variables,
        contextValue: contextOf({ state }),
      }) as ExecutionResult;
      expect(errors).toBeUndefined();
      return Object.entries(data ?? {}).filter(
        ([, value]) => value === null || (typeof value === 'object' && 'edges' in value && (value.edges as unknown[]).length === 0),
      );
    });
    expect(empty).toContainEqual([]);
  });
});

describe('the clock of an answer', () => {
  it('is moved on once, before its first field', () => {
    let moved = 0;
    const ask = (): unknown => {
      const contextValue = contextOf({ advance: () => (moved += 1) });
      const text =
        '{ a: tenantSummary(tenantId: "acme") { serverTime } b: agents(tenantId: "acme") { serverTime } c: queues(tenantId: "acme") { queueId } }';
      return execute({ schema, document: parse(text), contextValue });
    };
    expect(ask()).toHaveProperty('data.c', []);
    expect(moved).toBe(1);
    ask();
    expect(moved).toBe(2);
  });
});
