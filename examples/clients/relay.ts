/** Relay: the network and the environment. `useLazyLoadQuery`, `useSubscription` and the rest of Relay need no more of the gateway. */
import { createClient } from 'graphql-ws';
import { Environment, Network, Observable, RecordSource, Store } from 'relay-runtime';
import type { FetchFunction, GraphQLResponse, SubscribeFunction } from 'relay-runtime';

let silence: ReturnType<typeof setTimeout> | undefined;
/** `socket.on('connected', …)` tells when to fetch again: what happened while there was no connection was not delivered. */
export const socket = createClient({
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

const fetchQuery: FetchFunction = async ({ text }, variables) => {
  const response = await fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: text, variables }),
    signal: AbortSignal.timeout(10_000),
  });
  return (await response.json()) as GraphQLResponse;
};

const subscribe: SubscribeFunction = ({ text }, variables) =>
  Observable.create<GraphQLResponse>((sink) =>
    socket.subscribe(
      { query: text ?? '', variables },
      {
        next: (result) => sink.next(result as GraphQLResponse),
        // An error frame is a list of errors, a close that is final an event.
        error: (error) => sink.error(error instanceof Error ? error : new Error('the subscription has ended', { cause: error })),
        complete: () => sink.complete(),
      },
    ),
  );

/** The keys of what the gateway keeps, tenant first: two tenants may have an agent 1001 each. Select them wherever you select one of these. */
const KEYS: Record<string, string> = { Agent: 'agentId', CallThread: 'callThreadId', Queue: 'queueId', TenantSummary: 'tenantId' };

export const environment = new Environment({
  network: Network.create(fetchQuery, subscribe),
  store: new Store(new RecordSource()),
  getDataID: (fields, type) => {
    const [tenantId, id]: unknown[] = [fields['tenantId'], fields[KEYS[type] ?? '']];
    return tenantId === undefined || id === undefined ? null : JSON.stringify([type, tenantId, id]);
  },
});
