/** src/main.ts of an empty Vite project: what happens to the agents of a tenant, on the page as it happens. */
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WallboardAgentEventsDocument } from 'voice-events-gateway/client';
import type { WallboardAgentEventsSubscription } from 'voice-events-gateway/client';

const client = createClient({ url: 'ws://127.0.0.1:4000/graphql', retryAttempts: Infinity, shouldRetry: () => true });
const list = document.createElement('ol');
document.body.replaceChildren(list);

const events = client.iterate<WallboardAgentEventsSubscription>({
  query: print(WallboardAgentEventsDocument),
  variables: { tenantId: 'acme' },
});
for await (const { data } of events) {
  if (!data) continue;
  const { __typename, agentId, thisDn, time } = data.agentStateEvents;
  const line = document.createElement('li');
  line.textContent = `${time}: ${__typename} of agent ${agentId ?? 'unknown'} on ${thisDn ?? 'unknown'}`;
  list.prepend(line);
}
