/** A supervisor's view of one queue, in a browser or Node 22: who is logged in, all of it at once and then as it changes. */
import { createClient } from 'graphql-ws';

let silence: ReturnType<typeof setTimeout> | undefined;
const client = createClient({
  url: 'ws://127.0.0.1:4000/graphql',
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1_000 * 2 ** retries))),
  keepAlive: 10_000,
  on: {
    ping: (received) => {
      if (!received) silence = setTimeout(() => client.terminate(), 5_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

type Agent = { agentId: string; state: string; stateSince: string | null };
type Update = {
  kind: 'SNAPSHOT' | 'CHANGE';
  snapshotBegins: boolean;
  snapshotComplete: boolean;
  agents: Agent[];
  removed: string[];
  serverTime: string;
  sourceHealthy: boolean;
};

let shown = new Map<string, Agent>();
let coming = shown;

/** After an outage a snapshot comes: what was there before is shown until it is there in full. `voice-events-gateway/rows` does the same, and more. */
function put({ kind, snapshotBegins, snapshotComplete, agents, removed }: Update): void {
  if (snapshotBegins) coming = new Map();
  const rows = kind === 'SNAPSHOT' ? coming : shown;
  for (const agent of agents) rows.set(agent.agentId, agent);
  for (const agentId of removed) rows.delete(agentId);
  if (snapshotComplete) shown = rows;
}

/** Nothing is sent because time passes: durations tick here, by the clock of the gateway. */
let aheadMs = 0;
function show(sourceHealthy: boolean): void {
  const seconds = ({ stateSince }: Agent) =>
    stateSince === null ? '?' : Math.round((Date.now() + aheadMs - Date.parse(stateSince)) / 1_000);
  const rows = [...shown.values()].map((agent) => `${agent.agentId} ${agent.state} ${seconds(agent)}s`);
  console.log(`queue 8001${sourceHealthy ? '' : ' (may be behind)'}: ${rows.join(', ') || 'nobody'}`);
}

const updates = client.iterate<{ agents: Update }>({
  query: `subscription ($tenantId: ID!, $queueId: ID!) {
    agents(tenantId: $tenantId, filter: { queueIds: [$queueId] }) {
      kind snapshotBegins snapshotComplete
      agents { agentId state stateSince }
      removed serverTime sourceHealthy
    }
  }`,
  variables: { tenantId: 'acme', queueId: '8001' },
});
for await (const { data } of updates) {
  if (data == null) continue;
  put(data.agents);
  aheadMs = Date.parse(data.agents.serverTime) - Date.now();
  show(data.agents.sourceHealthy);
}
