/** Events over WebSocket with graphql-ws, in Node 20 or newer. In a browser, and from Node 22 on, leave `webSocketImpl` out. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

let silence: ReturnType<typeof setTimeout> | undefined;
const client = createClient({
  url: 'ws://127.0.0.1:4000/graphql',
  webSocketImpl: WebSocket,
  // Come back after any outage, each client at a moment of its own. The default gives up after five attempts.
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries))),
  // Notice a connection that died without a word.
  keepAlive: 10_000,
  on: {
    ping: (received) => {
      if (!received) silence = setTimeout(() => client.terminate(), 5_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

type AgentEvent = { __typename: string; eventId: string; agentId: string | null; thisDn: string | null; time: string };

const events = client.iterate<{ agentStateEvents: AgentEvent }>({
  query: `subscription ($tenantId: ID!) {
    agentStateEvents(tenantId: $tenantId) {
      __typename
      ... on AgentEvent { eventId agentId thisDn time }
      ... on EventAgentNotReady { agentWorkMode reasons }
    }
  }`,
  variables: { tenantId: 'acme' },
});
for await (const { data } of events) console.log(data?.agentStateEvents);
