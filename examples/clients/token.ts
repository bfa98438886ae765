/** Events with a token, in a browser or Node 22: fetched for each connection, and a fresh one handed in before it ends. */
import { createClient } from 'graphql-ws';

/** From wherever your users log in; until it answers, since graphql-ws gives up for good where `connectionParams` fails. */
async function logIn(): Promise<string> {
  for (;;) {
    const response = await fetch('https://login.example.com/token').catch(() => null);
    if (response?.ok) return `Bearer ${await response.text()}`;
    await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 1_000));
  }
}
let login: Promise<string> | undefined;
const authorization = () => (login ??= logIn().finally(() => (login = undefined)));

let socket: WebSocket | undefined;
const client = createClient({
  url: 'ws://127.0.0.1:4000/graphql',
  // A function is asked at each attempt: after 4403, too, with which a connection ends whose token is over.
  connectionParams: async () => ({ authorization: await authorization() }),
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries))),
  on: {
    connected: (opened) => {
      socket = opened as WebSocket;
    },
    // In the last minute of a token the gateway says so. A fresh one in a ping keeps the connection and all its subscriptions.
    ping: (received, payload) => {
      if (received && payload?.['tokenExpiresInSeconds'] !== undefined) void renew();
    },
  },
});

async function renew(): Promise<void> {
  socket?.send(JSON.stringify({ type: 'ping', payload: { authorization: await authorization() } }));
}

const events = client.iterate<{ agentStateEvents: { __typename: string; eventId: string } }>({
  query: `subscription ($tenantId: ID!) {
    agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { eventId } }
  }`,
  variables: { tenantId: 'acme' },
});
for await (const { data } of events) console.log(data?.agentStateEvents);
