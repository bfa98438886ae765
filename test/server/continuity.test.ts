import { createClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import { bareClient } from '../support/bare-client.ts';
import type { Frame } from '../support/bare-client.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const AGENTS =
  'subscription ($after: Cursor, $since: DateTime) { agentStateEvents(tenantId: "acme", after: $after, since: $since) { ... on AgentEvent { eventId cursor agentId } } }';
const CALLS = 'subscription ($after: Cursor) { callThreadEvents(tenantId: "acme", after: $after) { ... on CallEvent { eventId cursor } } }';

type Event = { readonly eventId: string; readonly cursor: string; readonly agentId: string };
const eventsIn = (frames: readonly Frame[], id: string): Event[] =>
  frames
    .filter((frame) => frame.type === 'next' && frame.id === id)
    .flatMap(({ payload }) => Object.values((payload as { data: Record<string, Event> }).data));
const errorIn = (frames: readonly Frame[], id: string): Record<string, unknown> | undefined =>
  (frames.find((frame) => frame.type === 'error' && frame.id === id)?.payload as { extensions: Record<string, unknown> }[] | undefined)?.[0]
    ?.extensions;
const pings = (frames: readonly Frame[]) =>
  frames.filter(({ type }) => type === 'ping').map(({ payload }) => payload as { cursor?: string } | undefined);
/** The data of an answer; its errors are thrown. */
async function ask<T>(gateway: TestGateway, text: string): Promise<T> {
  const {
    body: { data, errors },
  } = await query(gateway.url, text);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data as T;
}
const ready = (gateway: TestGateway, agent: number | string) =>
  gateway.write('agentState', `acme:${agent}`, { id: 'EventAgentReady', AgentID: String(agent) });

describe('a subscription with a cursor', () => {
  it('goes on behind it, on another connection, and not with what others may see', async () => {
    await using gateway = await openGateway();
    const first = await bareClient(gateway);
    first.send({ id: 'a', type: 'subscribe', payload: { query: AGENTS } });
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    for (let i = 0; i < 10; i += 1) ready(gateway, i);
    gateway.write('agentState', 'other:1', { id: 'EventAgentReady', AgentID: '1' });
    await until(() => eventsIn(first.frames, 'a').length === 10, { what: 'ten events' });
    const had = eventsIn(first.frames, 'a');

    const second = await bareClient(gateway);
    second.send({ id: 'b', type: 'subscribe', payload: { query: AGENTS, variables: { after: had[3]?.cursor } } });
    second.send({ id: 'c', type: 'subscribe', payload: { query: AGENTS, variables: { after: had[9]?.cursor } } });
    second.send({ id: 'd', type: 'subscribe', payload: { query: AGENTS, variables: { since: '2020-01-01T00:00:00Z' } } });
    await until(() => gateway.hub.subscriptions('agentState') === 3, { what: 'all to be live' });
    ready(gateway, 'new');
    await until(() => eventsIn(second.frames, 'c').length > 0, { what: 'the new event' });
    const ids = (events: readonly Event[]) => new Set(events.map(({ eventId }) => eventId));
    expect(eventsIn(second.frames, 'b')).toHaveLength(7);
    expect(ids(eventsIn(second.frames, 'b')).isSupersetOf(ids(had.slice(4)))).toBe(true);
    expect(eventsIn(second.frames, 'c').map(({ agentId }) => agentId)).toEqual(['new']);
    expect(errorIn(second.frames, 'd')).toMatchObject({
      code: 'CURSOR_EXPIRED',
      argument: 'since',
      oldestCursor: expect.any(String) as string,
    });
    first.socket.terminate();
    second.socket.terminate();
  });

  it('is refused by name, alone, and the connection goes on', async () => {
    await using gateway = await openGateway();
    const client = await bareClient(gateway);
    const { logCursor, agents } = await ask<{
      logCursor: string;
      agents: unknown;
    }>(gateway, '{ logCursor(tenantId: "acme") agents(tenantId: "acme") { pageInfo { endCursor } } }');
    expect(agents).toBeDefined();
    const tries: [string, string, Record<string, unknown>, Record<string, unknown>][] = [
      ['rubbish', AGENTS, { after: 'rubbish' }, { code: 'CURSOR_INVALID', argument: 'after' }],
      ['both', AGENTS, { after: logCursor, since: '2026-01-01T00:00:00Z' }, { code: 'BAD_USER_INPUT' }],
      ['future', AGENTS, { since: '2126-01-01T00:00:00Z' }, { code: 'BAD_USER_INPUT', argument: 'since' }],
      ['no time', AGENTS, { since: 'yesterday' }, { code: 'BAD_USER_INPUT', argument: 'since' }],
    ];
    for (const [id, text, variables] of tries) client.send({ id, type: 'subscribe', payload: { query: text, variables } });
    for (const [id, , , extensions] of tries) {
      await until(() => errorIn(client.frames, id), { what: `the refusal of ${id}` });
      expect(errorIn(client.frames, id)).toMatchObject(extensions);
    }
    // The cursor of an answer is good for both topics.
    for (const text of [AGENTS, CALLS])
      client.send({ id: text, type: 'subscribe', payload: { query: text, variables: { after: logCursor } } });
    await until(() => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread') === 2, { what: 'both to be live' });
    client.socket.terminate();
  });

  it('of a page is told from one of the log, and the other way round', async () => {
    await using gateway = await openGateway();
    gateway.write('agentState', 'acme:1', { id: 'EventAgentLogin', AgentID: '1', ThisDN: '7001' });
    const page = await until(
      async () => {
        const { agents } = await ask<{
          agents: { cursor: string; pageInfo: { endCursor: string | null } };
        }>(gateway, '{ agents(tenantId: "acme") { cursor pageInfo { endCursor } } }');
        return agents.pageInfo.endCursor !== null && { cursor: agents.cursor, endCursor: agents.pageInfo.endCursor };
      },
      { what: 'the agent' },
    );
    await expect(ask(gateway, `{ agents(tenantId: "acme", after: "${page.cursor}") { cursor } }`)).rejects.toThrow('after is a log cursor');
    const client = await bareClient(gateway);
    client.send({ id: '1', type: 'subscribe', payload: { query: AGENTS, variables: { after: page.endCursor } } });
    const refused = await until(() => client.frames.find(({ type }) => type === 'error'), { what: 'the refusal' });
    expect(JSON.stringify(refused.payload)).toContain('after is a page cursor');
    client.socket.terminate();
  });
});

describe('a quiet stream', () => {
  it('learns its place from the ping, and loses nothing that it was not shown', async () => {
    await using gateway = await openGateway({ keepAliveMs: 400 });
    const client = await bareClient(gateway);
    client.send({ id: 'a', type: 'subscribe', payload: { query: AGENTS } });
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    // What is not for it moves its place on all the same.
    const before = (await until(() => pings(client.frames).at(-1), { what: 'a ping' })).cursor;
    gateway.write('agentState', 'other:1', { id: 'EventAgentReady', AgentID: '1' });
    gateway.write('callThread', 'other:t', { id: 'EventRinging' });
    client.send({ type: 'pong' });
    const place = await until(() => pings(client.frames).find((payload) => payload?.cursor !== before)?.cursor, {
      what: 'a ping from further on',
    });
    client.socket.terminate();
    ready(gateway, 7);

    const again = await bareClient(gateway);
    again.send({ id: 'b', type: 'subscribe', payload: { query: AGENTS, variables: { after: place } } });
    again.send({ id: 'c', type: 'subscribe', payload: { query: CALLS, variables: { after: place } } });
    await until(() => eventsIn(again.frames, 'b').length === 1, { what: 'the event of the time between' });
    expect(eventsIn(again.frames, 'b').map(({ agentId }) => agentId)).toEqual(['7']);
    again.socket.terminate();
  });
});

describe('the end of a stream', () => {
  it('says over SSE from where on it can be taken up again', async () => {
    const gateway = await openGateway();
    const client = createClient({ url: `${gateway.url}/graphql`, retryAttempts: 0 });
    const results: { data?: unknown; errors?: readonly { extensions: Record<string, unknown> }[] }[] = [];
    const done = new Promise<void>((resolve) => {
      client.subscribe(
        { query: AGENTS },
        { next: (result) => results.push(result as (typeof results)[number]), error: () => resolve(), complete: () => resolve() },
      );
    });
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    ready(gateway, 1);
    await until(() => results.length === 1, { what: 'the event' });
    await gateway[Symbol.asyncDispose]();
    await done;
    const { cursor } = (results[0] as { data: { agentStateEvents: Event } }).data.agentStateEvents;
    expect(results.at(-1)?.errors?.[0]?.extensions).toMatchObject({ code: 'DRAINING', resumeAfter: cursor });
  });
});

describe('the state', () => {
  it('tells what happened lately, the newest first, and each with the place behind it', async () => {
    await using gateway = await openGateway();
    for (const id of ['EventAgentLogin', 'EventAgentReady', 'EventAgentNotReady'])
      gateway.write('agentState', 'acme:1', { id, AgentID: '1', ThisDN: '7001' });
    type Answer = {
      agent: { recentEvents: { name: string; cursor: string }[]; lastEvent: { cursor: string } } | null;
      gateway: { oldestReplayable: string | null };
    };
    const text =
      '{ agent(tenantId: "acme", agentId: "1") { recentEvents(last: 2) { ... on AgentEvent { name cursor } } lastEvent { ... on AgentEvent { cursor } } } gateway { oldestReplayable } }';
    const { agent, gateway: status } = await until(
      async () => {
        const answer = await ask<Answer>(gateway, text);
        return answer.agent?.recentEvents[0]?.name === 'EventAgentNotReady' && { ...answer, agent: answer.agent };
      },
      { what: 'the events' },
    );
    expect(agent.recentEvents.map(({ name }) => name)).toEqual(['EventAgentNotReady', 'EventAgentReady']);
    expect(agent.lastEvent.cursor).toBe(agent.recentEvents[0]?.cursor);
    expect(Date.now() - Date.parse(status.oldestReplayable ?? '')).toBeGreaterThan(3_500_000);
    // Read later, it is no part of that place, be it in another partition.
    gateway.write('agentState', 'acme:2', { id: 'EventAgentLogin', AgentID: '2', ThisDN: '7002' });
    const client = await bareClient(gateway);
    client.send({ id: 'a', type: 'subscribe', payload: { query: AGENTS, variables: { after: agent.recentEvents[1]?.cursor } } });
    await until(() => eventsIn(client.frames, 'a').length >= 2, { what: 'what followed' });
    expect(
      eventsIn(client.frames, 'a')
        .map(({ agentId }) => agentId)
        .toSorted(),
    ).toEqual(['1', '2']);
    await expect(ask(gateway, '{ agent(tenantId: "acme", agentId: "1") { recentEvents(last: 101) { __typename } } }')).rejects.toThrow(
      '1 to 100',
    );
    client.socket.terminate();
  });
});
