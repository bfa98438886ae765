import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collect, openGateway, query, webSocketClient } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  await until(() => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread') === 0, {
    what: 'nothing left behind',
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const refused = [
  ['agentStateEvents(tenantId: "")', 'tenantId', /empty/],
  ['agentStateEvents(tenantId: "acme", agentId: "1", agentIds: ["1"])', 'agentId', /agentIds.*alternatives/],
  ['agentStateEvents(tenantId: "acme", agentIds: [])', 'agentIds', /empty list/],
  ['agentStateEvents(tenantId: "acme", agentId: "")', 'agentId', /empty identifier/],
  ['agentStateEvents(tenantId: "acme", dns: [])', 'dns', /empty list/],
  ['agentStateEvents(tenantId: "acme", events: [])', 'events', /empty list/],
  ['callThreadEvents(tenantId: "acme", callThreadId: "t", callThreadIds: ["t"])', 'callThreadId', /callThreadIds.*alternatives/],
  ['callThreadEvents(tenantId: "acme", callThreadIds: [])', 'callThreadIds', /empty list/],
  ['callThreadEvents(tenantId: "acme", agentIds: [])', 'agentIds', /empty list/],
  ['callThreadEvents(tenantId: "acme", queueIds: ["8001", ""])', 'queueIds', /empty identifier/],
  ['callThreadEvents(tenantId: "acme", dns: [])', 'dns', /empty list/],
] as const;

describe('an event subscription', () => {
  it.each(refused)('refuses %s and names the argument', async (field, argument, message) => {
    const client = webSocketClient(gateway.url);
    const { done } = collect(client, `subscription { ${field} { __typename } }`);
    await expect(done).rejects.toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
    await client.dispose();
  });

  it('refuses variables of the wrong type with BAD_USER_INPUT and names the variable', async () => {
    const { body } = await query(
      gateway.url,
      'subscription ($events: [AgentStateEventName!]) { agentStateEvents(tenantId: "acme", events: $events) { __typename } }',
      {
        events: ['EventUnheardOf'],
      },
    );
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('$events'), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('takes null for an argument as if it were absent, and a duplicate once', async () => {
    const client = webSocketClient(gateway.url);
    const got = collect(
      client,
      'subscription ($none: [ID!], $dns: [ID!]) { agentStateEvents(tenantId: "nulls", agentIds: $none, dns: $dns) { ... on AgentEvent { agentId } } }',
      {
        none: null,
        dns: ['5001', '5001'],
      },
    );
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    gateway.write('agentState', 'nulls:1', { id: 'EventOnHook', ThisDN: '5001' });
    gateway.write('agentState', 'nulls:2', { id: 'EventOnHook', ThisDN: '5002' });
    gateway.write('agentState', 'nulls:3', { id: 'EventOnHook', ThisDN: '5001' });
    await until(() => got.items.length >= 2, { what: 'two events' });
    expect(got.items).toEqual([{ agentId: '1' }, { agentId: '3' }]);
    await client.dispose();
  });

  it('delivers unknown events and events of the other topic as unrecognized, with what was sent', async () => {
    const client = webSocketClient(gateway.url);
    const got = collect<Record<string, unknown>>(
      client,
      'subscription { agentStateEvents(tenantId: "unknown", events: [UNRECOGNIZED]) { __typename ... on AgentEvent { name agentId attributes missingAttributes } } }',
    );
    await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    gateway.write('agentState', 'unknown:1', { id: 'EventFromTheFuture', Novelty: { depth: [1, 2] } });
    gateway.write('agentState', 'unknown:1', { id: 'EventAgentReady', ThisDN: '1' });
    gateway.write('agentState', 'unknown:1', { id: 'ringing', ThisDN: '1' });
    await until(() => got.items.length >= 2, { what: 'two events' });
    expect(got.items).toEqual([
      {
        __typename: 'UnrecognizedAgentStateEvent',
        name: 'EventFromTheFuture',
        agentId: '1',
        attributes: { id: 'EventFromTheFuture', Novelty: { depth: [1, 2] } },
        missingAttributes: [],
      },
      {
        __typename: 'UnrecognizedAgentStateEvent',
        name: 'EventRinging',
        agentId: '1',
        attributes: { id: 'ringing', ThisDN: '1' },
        missingAttributes: [],
      },
    ]);
    await client.dispose();
  });
});
