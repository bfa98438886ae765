/** A supervisor's view of one queue with the clients that people use: it fills at once, moves when something of it has changed, and lets events begin where it stood. */
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import { LiveQueueAgentsDocument, LiveQueueCallsDocument, LiveQueuesDocument } from '../../schema/client/index.ts';
import type { LiveQueueAgentsSubscription, LiveQueueCallsSubscription, LiveQueuesSubscription } from '../../schema/client/index.ts';
import { NO_ROWS, rowsAfter } from '../../schema/client/rows.ts';
import { openGateway, webSocketClient } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

type Result = { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined };
type Subscribe = (
  payload: { readonly query: string; readonly variables: Record<string, unknown> },
  sink: { next: (result: Result) => void; error: (error: unknown) => void; complete: () => void },
) => () => void;
type Opened = AsyncDisposable & { readonly subscribe: Subscribe };

const CLIENTS: readonly (readonly [name: string, open: (url: string) => Opened])[] = [
  [
    'graphql-ws',
    (url) => {
      const client = webSocketClient(url);
      return { subscribe: (payload, sink) => client.subscribe(payload, sink), [Symbol.asyncDispose]: async () => client.dispose() };
    },
  ],
  [
    'graphql-sse',
    (url) => {
      const client = createSseClient({ url: `${url}/graphql`, retryAttempts: 0 });
      return {
        subscribe: (payload, sink) => client.subscribe(payload, sink),
        [Symbol.asyncDispose]: async () => client.dispose(),
      };
    },
  ],
];

/** The payloads of the one field, as they come. */
function follow<T>({ subscribe }: Opened, document: DocumentNode | string, variables: Record<string, unknown>): T[] {
  const got: T[] = [];
  const query = typeof document === 'string' ? document : print(document);
  subscribe(
    { query, variables },
    {
      next: ({ data, errors }) => {
        expect(errors).toBeUndefined();
        got.push(Object.values(data as Record<string, T>)[0] as T);
      },
      error: () => {},
      complete: () => {},
    },
  );
  return got;
}

const VARIABLES = { tenantId: 'acme', queueId: '8001' };

describe.each(CLIENTS)('a view of one queue with %s', (_, open) => {
  const agent = (gateway: TestGateway, agentId: string, id: string, more: Record<string, string> = {}) =>
    gateway.write('agentState', `acme:${agentId}`, { id, AgentID: agentId, ThisDN: `5${agentId}`, ThisQueue: '8001', ...more });
  const call = (gateway: TestGateway, id: string, more: Record<string, string | number> = {}) =>
    gateway.write('callThread', 'acme:a-thread', {
      ...{ id, CallThreadID: 'a-thread', ConnID: 'a-call', ThisDN: '8001', ThisQueue: '8001', ANI: '+4930123', CallType: 2 },
      ...more,
    });

  it('fills at once, and then moves only when something of it has changed', async () => {
    await using gateway = await openGateway();
    for (const agentId of ['1001', '1002']) agent(gateway, agentId, 'EventAgentLogin');
    agent(gateway, '1003', 'EventAgentLogin', { ThisQueue: '8002' });
    call(gateway, 'EventQueued');
    await using client = open(gateway.url);
    const agents = follow<LiveQueueAgentsSubscription['agents']>(client, LiveQueueAgentsDocument, VARIABLES);
    const calls = follow<LiveQueueCallsSubscription['callThreads']>(client, LiveQueueCallsDocument, VARIABLES);
    const queues = follow<LiveQueuesSubscription['queues']>(client, LiveQueuesDocument, {
      ...{ tenantId: 'acme', queueIds: ['8001'], maxRateHz: 20 },
    });
    await until(() => agents.length > 0 && calls.length > 0 && queues.length > 0, { what: 'all snapshots' });
    const rows = () => ({
      agents: agents.reduce(rowsAfter<LiveQueueAgentsSubscription['agents']>, NO_ROWS).list.map(({ agentId, state }) => [agentId, state]),
      calls: calls.reduce(rowsAfter<LiveQueueCallsSubscription['callThreads']>, NO_ROWS).list.map((thread) => thread.calls[0]?.ani),
      waiting: queues.reduce(rowsAfter<LiveQueuesSubscription['queues']>, NO_ROWS).list.map(({ callsWaiting }) => callsWaiting),
    });
    const loggedIn = [
      ['1001', 'LOGGED_IN'],
      ['1002', 'LOGGED_IN'],
    ];
    expect(rows()).toEqual({ agents: loggedIn, calls: ['+4930123'], waiting: [1] });

    // Nothing of it: an event that changes nothing of what is selected, and an agent of another queue. Then something, which comes behind these.
    agent(gateway, '1001', 'EventMuteOn');
    agent(gateway, '1003', 'EventAgentReady', { ThisQueue: '8002' });
    call(gateway, 'EventDiverted', { ThirdPartyDN: '51001' });
    await until(() => calls.length > 1 && queues.length > 1, { what: 'the call to go' });
    expect(calls.at(-1)).toMatchObject({ kind: 'CHANGE', callThreads: [], removed: ['a-thread'], sourceHealthy: true });
    expect(rows()).toEqual({ agents: loggedIn, calls: [], waiting: [0] });
    agent(gateway, '1002', 'EventAgentNotReady');
    await until(() => agents.length > 1, { what: 'the agent to change' });
    expect(agents[1]).toMatchObject({ kind: 'CHANGE', agents: [{ agentId: '1002', state: 'NOT_READY' }], removed: [] });
    // Who logs in comes by himself, and who logs out goes.
    agent(gateway, '1003', 'EventAgentLogin');
    agent(gateway, '1001', 'EventAgentLogout');
    await until(() => rows().agents.length === 2 && rows().agents[1]?.[0] === '1003', { what: 'membership to change' });
    expect([agents, calls, queues].map((payloads) => payloads.filter(({ kind }) => kind === 'SNAPSHOT').length)).toEqual([1, 1, 1]);
  });

  it('has no gap between a snapshot and the events behind its cursor, whatever is written meanwhile', async () => {
    await using gateway = await openGateway();
    const stop = new AbortController();
    let written = 0;
    const writing = (async () => {
      while (!stop.signal.aborted) {
        const n = written++;
        agent(gateway, `100${n % 3}`, 'EventAgentReady', { Server: String(n) });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    try {
      await until(() => written > 20, { what: 'the first events' });
      for (let round = 0; round < 5; round += 1) {
        await using client = open(gateway.url);
        type Snapshot = {
          readonly agents: readonly { readonly agentId: string; readonly lastEvent: { readonly server: string } }[];
          readonly cursor: string;
        };
        const snapshots = follow<Snapshot>(
          client,
          'subscription { agents(tenantId: "acme") { agents { agentId lastEvent { ... on VoiceEvent { server } } } cursor } }',
          {},
        );
        const snapshot = await until(() => snapshots[0], { what: 'the snapshot' });
        const from = written;
        await until(() => written > from + 10, { what: 'what happens in between' });
        type Event = { readonly agentId: string; readonly server: string };
        const events = follow<Event>(
          client,
          'subscription ($after: Cursor!) { agentStateEvents(tenantId: "acme", after: $after) { ... on AgentEvent { agentId server } } }',
          { after: snapshot.cursor },
        );
        await until(() => events.length > 40, { what: 'events' });
        expect(snapshot.agents).toHaveLength(3);
        for (const { agentId, lastEvent } of snapshot.agents) {
          const numbers = events.filter((event) => event.agentId === agentId).map(({ server }) => Number(server));
          expect(numbers).toEqual(numbers.map((_number, i) => Number(lastEvent.server) + 3 * (i + 1)));
        }
      }
    } finally {
      stop.abort();
      await writing;
    }
  });
});
