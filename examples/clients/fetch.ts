/** A query with nothing but fetch. */

type Answer<T> = { data?: T | null; errors?: { message: string; extensions: { code: string } }[] };

/** Until the gateway has read its history it answers with errors, and while it restarts perhaps not at all: asks again then. */
async function ask<T>(query: string, variables: Record<string, unknown>): Promise<T> {
  for (let retries = 0; ; retries++) {
    const answer = await fetch('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(10_000),
    })
      .then((response) => response.json() as Promise<Answer<T>>)
      .catch((): Answer<T> => ({}));
    const error = answer.errors?.[0];
    if (answer.data != null && error === undefined) return answer.data;
    if (error !== undefined && !['SOURCE_UNAVAILABLE', 'DRAINING', 'OVERLOADED'].includes(error.extensions.code))
      throw new Error(error.message);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries)));
  }
}

type Queues = { queues: { queueId: string; callsWaiting: number; agentsReady: number }[] };

const { queues } = await ask<Queues>('query ($tenantId: ID!) { queues(tenantId: $tenantId) { queueId callsWaiting agentsReady } }', {
  tenantId: 'acme',
});
console.log(queues);
