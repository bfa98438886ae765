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
    connected: () => void askForAll(),
    ping: (received) => {
      if (!received) silence = setTimeout(() => client.terminate(), 5_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

type Agent = { agentId: string; state: string; stateSince: string | null; reasonCode: string | null };

const AGENT = 'agentId state stateSince reasonCode';
const variables = { tenantId: 'acme' };
const agents = new Map<string, Agent>();

/** Over the same connection, so that the replica that told the event answers. Until the gateway has read its history it cannot: ask again then. */
async function ask<T>(query: string, more: Record<string, unknown> = {}): Promise<T> {
  for (;;) {
    for await (const { data } of client.iterate<T>({ query, variables: { ...variables, ...more } })) if (data) return data;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function askForAll(): Promise<void> {
  const query = `query ($tenantId: ID!) { agents(tenantId: $tenantId, first: 1000) { edges { node { ${AGENT} } } } }`;
  const { agents: page } = await ask<{ agents: { edges: { node: Agent }[] } }>(query);
  agents.clear();
  for (const { node } of page.edges) agents.set(node.agentId, node);
  show();
}

async function askFor(agentId: string): Promise<void> {
  const query = `query ($tenantId: ID!, $agentId: ID!) { agent(tenantId: $tenantId, agentId: $agentId) { ${AGENT} } }`;
  const { agent } = await ask<{ agent: Agent | null }>(query, { agentId });
  if (agent === null) agents.delete(agentId);
  else agents.set(agentId, agent);
  show();
}

function show(): void {
  console.log(`wallboard: ${[...agents.values()].map(({ agentId, state }) => `${agentId} ${state}`).join(', ')}`);
}

const query = 'subscription ($tenantId: ID!) { agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { agentId } } }';
for await (const { data } of client.iterate<{ agentStateEvents: { __typename: string; agentId: string | null } }>({ query, variables })) {
  const agentId = data?.agentStateEvents.agentId ?? null;
  if (agentId !== null) void askFor(agentId);
}
