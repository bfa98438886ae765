/** A wallboard that stays true, in a browser or Node 22: subscribe, ask once, ask again for whom an event is about. */
import { createClient } from 'graphql-ws';

let silence: ReturnType<typeof setTimeout> | undefined;
const client = createClient({
  url: 'ws://127.0.0.1:4000/graphql',
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries))),
  keepAlive: 10_000,
  on: {
    // What happened while there was no connection was not delivered: ask for everybody, behind the subscription.
    connected: () => {
      everybody = true;
      void ask();
    },
    ping: (received) => {
      if (!received) silence = setTimeout(() => client.terminate(), 5_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

type Agents = { agents: { edges: { node: { agentId: string; state: string; stateSince: string | null } }[] } };
type Events = { agentStateEvents: { __typename: string; agentId: string | null } };

const AGENTS = `query ($tenantId: ID!, $filter: AgentFilter) {
  agents(tenantId: $tenantId, filter: $filter, first: 1000) { edges { node { agentId state stateSince } } }
}`;
const EVENTS = `subscription ($tenantId: ID!) {
  agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { agentId } }
}`;
const variables = { tenantId: 'acme' };
const agents = new Map<string, string>();

// One question at a time: whom an event is about meanwhile is in the next one. It goes over the same connection as the events, so that the
// replica that told them answers.
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
    for await (const { data } of client.iterate<Agents>({ query: AGENTS, variables: { ...variables, filter } })) {
      if (data != null && filter === null) agents.clear();
      for (const { node } of data?.agents.edges ?? []) agents.set(node.agentId, node.state);
      // Until the gateway has read its history it cannot answer.
      everybody ||= data == null;
    }
    if (everybody) await new Promise((resolve) => setTimeout(resolve, 1_000));
    else console.log(`wallboard: ${[...agents].map(([agentId, state]) => `${agentId} ${state}`).join(', ')}`);
  }
  asking = false;
}

for await (const { data } of client.iterate<Events>({ query: EVENTS, variables })) {
  const agentId = data?.agentStateEvents.agentId ?? null;
  if (agentId === null) continue;
  changed.add(agentId);
  void ask();
}
