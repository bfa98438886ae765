/** urql: queries by HTTP, subscriptions by WebSocket. */
import { cacheExchange, Client, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import type { ExecutionResult } from '@urql/core';
import { createClient } from 'graphql-ws';

let silence: ReturnType<typeof setTimeout> | undefined;
const socket = createClient({
  url: 'ws://127.0.0.1:4000/graphql',
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries))),
  keepAlive: 10_000,
  on: {
    ping: (received) => {
      if (!received) silence = setTimeout(() => socket.terminate(), 5_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

/** A question whose connection has died is given up after ten seconds, and asked again below. */
const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.any([AbortSignal.timeout(10_000), ...(init?.signal ? [init.signal] : [])]) });

export const client = new Client({
  url: 'http://127.0.0.1:4000/graphql',
  preferGetMethod: false,
  fetch: fetchInTime,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe(
            { query, variables: variables ?? null },
            { ...sink, next: (result) => sink.next(result as ExecutionResult) },
          ),
        }),
      }),
    }),
  ],
});

type Agents = { agents: { edges: { node: { agentId: string; state: string } }[] } };
type Events = { agentStateEvents: { __typename: string; eventId: string; agentId: string | null } };

const AGENTS = gql<Agents>`
  query ($tenantId: ID!, $filter: AgentFilter) {
    agents(tenantId: $tenantId, filter: $filter, first: 1000) { edges { node { tenantId agentId state reasonCode } } }
  }
`;
const EVENTS = gql<Events>`
  subscription ($tenantId: ID!) {
    agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { eventId agentId } }
  }
`;
const variables = { tenantId: 'acme' };
const agents = new Map<string, string>();

// One question at a time, so that no older answer comes after a newer one: whom an event is about meanwhile is in the next question.
const changed = new Set<string>();
let everybody = true;
let asking = false;
async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  while (everybody || changed.size > 0) {
    const filter = everybody ? null : { agentIds: [...changed] };
    everybody = false;
    changed.clear();
    // The document cache cannot know what an event changes: go to the network.
    const { data, error } = await client.query(AGENTS, { ...variables, filter }, { requestPolicy: 'network-only' });
    // Until the gateway has read its history it cannot answer, and while it restarts it does not.
    everybody ||= error !== undefined;
    if (error !== undefined) await new Promise((resolve) => setTimeout(resolve, 1_000));
    else if (filter === null) agents.clear();
    for (const { node } of data?.agents.edges ?? []) agents.set(node.agentId, node.state);
    console.log([...agents].map(([agentId, state]) => `${agentId} ${state}`).join(', '));
  }
  asking = false;
}

// What happened while there was no connection was not delivered.
socket.on('connected', () => {
  everybody = true;
  void ask();
});

client.subscription(EVENTS, variables).subscribe(({ data, error }) => {
  if (error !== undefined) console.error('the subscription has ended:', error);
  const event = data?.agentStateEvents;
  if (event === undefined) return;
  console.log(event);
  if (event.agentId != null) changed.add(event.agentId);
  void ask();
});
