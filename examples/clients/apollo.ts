/** Apollo Client 4: queries by HTTP, subscriptions by WebSocket, and one cache entry for each agent, call thread and queue of a tenant. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';

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

export const cache = new InMemoryCache({
  typePolicies: {
    Agent: { keyFields: ['tenantId', 'agentId'] },
    CallThread: { keyFields: ['tenantId', 'callThreadId'] },
    Queue: { keyFields: ['tenantId', 'queueId'] },
    TenantSummary: { keyFields: ['tenantId'] },
    GatewayStatus: { keyFields: [] },
    // All other types are parts of these and have no key of their own.
  },
});

/** A question whose connection has died is given up after ten seconds, and asked again below. */
const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.any([AbortSignal.timeout(10_000), ...(init?.signal ? [init.signal] : [])]) });

export const client = new ApolloClient({
  cache,
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: 'http://127.0.0.1:4000/graphql', fetch: fetchInTime }),
  ),
});

const variables = { tenantId: 'acme' };
const AGENTS = gql`
  query Agents($tenantId: ID!, $filter: AgentFilter) {
    agents(tenantId: $tenantId, filter: $filter, first: 1000) { edges { node { tenantId agentId state reasonCode } } }
  }
`;
const EVENTS = gql`
  subscription AgentEvents($tenantId: ID!) {
    agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { eventId agentId } }
  }
`;
type Agents = { agents: { edges: { node: { agentId: string; state: string } }[] } };
type Events = { agentStateEvents: { __typename: string; eventId: string; agentId: string | null } };

// Follows the cache: shows a change whichever query has brought it.
const wallboard = client.watchQuery<Agents>({ query: AGENTS, variables, errorPolicy: 'all' });
const shown = new Set<string>();
wallboard.subscribe(({ data, dataState }) => {
  if (dataState !== 'complete') return;
  for (const { node } of data.agents.edges) shown.add(node.agentId);
  console.log(data.agents.edges.map(({ node }) => `${node.agentId} ${node.state}`).join(', '));
});

// One question at a time, so that no older answer comes after a newer one: whom an event is about meanwhile is in the next question.
const changed = new Set<string>();
let everybody = true;
let asking = false;
async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  while (everybody || changed.size > 0) {
    const agentIds = [...changed];
    const all = everybody || agentIds.some((agentId) => !shown.has(agentId));
    everybody = false;
    changed.clear();
    const { error } = await (
      all
        ? wallboard.refetch()
        : client.query<Agents>({ query: AGENTS, variables: { ...variables, filter: { agentIds } }, fetchPolicy: 'network-only' })
    ).catch((error: unknown) => ({ error }));
    // Until the gateway has read its history it cannot answer, and while it restarts it does not.
    everybody ||= error !== undefined;
    if (error !== undefined) await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  asking = false;
}

// What happened while there was no connection was not delivered.
socket.on('connected', () => {
  everybody = true;
  void ask();
});

// Events stand for themselves: they have no place in the cache.
client.subscribe<Events>({ query: EVENTS, variables, fetchPolicy: 'no-cache' }).subscribe(({ data, error }) => {
  if (error !== undefined) console.error('the subscription has ended:', error);
  const event = data?.agentStateEvents;
  if (event === undefined) return;
  console.log(event);
  if (event.agentId != null) changed.add(event.agentId);
  void ask();
});
