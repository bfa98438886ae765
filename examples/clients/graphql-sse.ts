/** Events over SSE with graphql-sse (distinct connections), where WebSockets do not get through. */
import { createClient } from 'graphql-sse';

const wait = (retries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries)));

/** The gateway writes at least a comment every 12 seconds: after 30 seconds without a byte the connection has died without a word. */
const fetchFn: typeof fetch = async (url, init) => {
  const dead = new AbortController();
  const response = await fetch(url, { ...init, signal: AbortSignal.any([dead.signal, ...(init?.signal ? [init.signal] : [])]) });
  let silence: ReturnType<typeof setTimeout> | undefined;
  const watch = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => dead.abort(), 30_000);
  };
  watch();
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      watch();
      controller.enqueue(chunk);
    },
    flush: () => clearTimeout(silence),
  });
  return new Response(response.body?.pipeThrough(watched) ?? null, response);
};

const client = createClient({ url: 'http://127.0.0.1:4000/graphql', fetchFn, retryAttempts: Infinity, retry: wait });

type AgentEvent = { __typename: string; eventId: string; agentId: string | null; time: string };

const query = `subscription ($tenantId: ID!) {
  agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { eventId agentId time } }
}`;

// The client comes back after a broken connection. A stream that the gateway ends has a last result with errors: subscribe again.
const RETRY = new Set(['DRAINING', 'SLOW_CONSUMER']);
for (let retries = 0; ; retries++) {
  for await (const { data, errors } of client.iterate<{ agentStateEvents: AgentEvent }>({ query, variables: { tenantId: 'acme' } })) {
    if (errors !== undefined && !RETRY.has(String(errors[0]?.extensions['code']))) throw new AggregateError(errors);
    if (data == null) continue;
    retries = 0;
    console.log(data.agentStateEvents);
  }
  await wait(retries);
}
