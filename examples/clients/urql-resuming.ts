/** urql whose subscriptions go on behind the last event that they had, after any outage. */
import { Client as UrqlClient, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import type { ExecutionResult } from '@urql/core';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';

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

const REFUSED = new Set(['CURSOR_INVALID', 'CURSOR_EXPIRED', 'LOG_TRUNCATED']);
type Place = { readonly eventId?: string; readonly cursor?: string } | null;
type Refusal = readonly { readonly extensions?: { readonly code?: string } }[];

/** graphql-ws sends the payload as it then is with each attempt: it begins behind the last event, since `after` is moved with every event. */
const subscribe: Client['subscribe'] = (payload, sink) => {
  const variables: Record<string, unknown> = { ...payload.variables };
  let stop = (): void => {};
  const begin = (): void => {
    stop = socket.subscribe(
      { ...payload, variables },
      {
        next: (result) => {
          const [event] = Object.values(result.data ?? {}) as Place[];
          // What shows the state begins with all of it, and takes no place.
          if (event?.eventId !== undefined) variables['after'] = event.cursor;
          sink.next(result as Parameters<typeof sink.next>[0]);
        },
        error: (problem) => {
          const code = Array.isArray(problem) ? (problem as Refusal)[0]?.extensions?.code : undefined;
          if (code === undefined || !REFUSED.has(code)) return sink.error(problem);
          // Too old, or of another log: events are missing. Ask here for what the page shows, and go on from its `logCursor`; or from now.
          delete variables['after'];
          begin();
        },
        complete: () => sink.complete(),
      },
    );
  };
  begin();
  return () => stop();
};

export const client = new UrqlClient({
  url: 'http://127.0.0.1:4000/graphql',
  preferGetMethod: false,
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: subscribe(
            { query, variables: variables ?? null },
            { ...sink, next: (result) => sink.next(result as ExecutionResult) },
          ),
        }),
      }),
    }),
  ],
});

type Events = { agentStateEvents: { __typename: string; eventId: string; cursor: string; agentId: string | null; thisDn: string | null } };
const EVENTS = gql<Events>`
  subscription ($tenantId: ID!, $after: Cursor) {
    agentStateEvents(tenantId: $tenantId, after: $after) { __typename ... on AgentEvent { eventId cursor agentId thisDn } }
  }
`;

client.subscription(EVENTS, { tenantId: 'acme' }).subscribe(({ data, error }) => {
  if (error !== undefined) console.error('the subscription has ended:', error);
  if (data != null) console.log(data.agentStateEvents);
});
