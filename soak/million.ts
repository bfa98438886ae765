/** A gateway that starts on a million records: it answers, and its figures are what a count of its agents and calls gives. */
import { emptyKafka, fill, RECORDS_PER_SECOND } from '../load/retained.ts';
import { openSite, untilReady } from './site.ts';
import type { Site } from './site.ts';
import { mebibytes } from './soak.ts';
import type { Soak } from './soak.ts';

const RECORDS = 1_000_000;
const TENANTS = ['acme', 'globex'] as const;
const PAGE = 1000;

type Agent = {
  readonly agentId: string;
  readonly state: string;
  readonly sessions: readonly {
    readonly loggedIn: string;
    readonly ready: string;
    readonly queues: readonly { readonly queueId: string }[];
  }[];
};
type Thread = {
  readonly callThreadId: string;
  readonly status: string;
  readonly queues: readonly { readonly queueId: string; readonly outcome: string }[];
};
type Figures = {
  readonly tenantSummary: {
    readonly agentsByState: readonly { readonly state: string; readonly count: number }[];
    readonly callsActive: number;
    readonly callsWaiting: number;
  };
  readonly queues: readonly {
    readonly queueId: string;
    readonly callsWaiting: number;
    readonly agentsLoggedIn: number;
    readonly agentsReady: number;
  }[];
};

export const million: Soak = {
  about: `${RECORDS.toLocaleString('en-US')} records retained: a gateway starts on them and answers`,
  minutes: null,
  run: async ({ tell, signal }) => {
    await using kafka = await emptyKafka();
    /** By tenant and topic, as the producer has written them. */
    const keys = new Map<string, Set<string>>();
    // All of it has happened by now.
    const startMs = Date.now() - (RECORDS / RECORDS_PER_SECOND) * 1000;
    await fill(kafka, RECORDS, {
      startMs,
      onRecord: ({ key, topic }) => {
        const [tenant = '', entity = ''] = key.split(/:(.*)/s);
        const name = `${tenant} ${topic}`;
        const known = keys.get(name) ?? new Set();
        keys.set(name, known.add(entity));
      },
      onSent: (sent) => {
        signal.throwIfAborted();
        if (sent % 200_000 === 0) tell(`${sent.toLocaleString('en-US')} records written`);
      },
    });
    const startedMs = performance.now();
    // Nothing ends or is forgotten between two questions.
    await using site = await openSite({ REPLAY_FROM: 'earliest', THREAD_TRANSIT_GRACE: '12h', THREAD_LINGER: '12h' }, { kafka });
    await untilReady(site, signal);
    const readySeconds = Math.round((performance.now() - startedMs) / 100) / 10;
    tell(`ready after ${readySeconds} s`);
    const faults: string[] = [];
    const read = [...(await site.metrics())].reduce((sum, [name, value]) => (name.startsWith('records_total') ? sum + value : sum), 0);
    if (read !== RECORDS) faults.push(`${read} of ${RECORDS} records were read`);
    let [agentCount, threadCount] = [0, 0];
    for (const tenant of TENANTS) {
      const agents = await allOf<Agent>(site, tenant, 'agents', 'agentId state sessions { loggedIn ready queues { queueId } }', signal);
      const threads = await allOf<Thread>(site, tenant, 'callThreads', 'callThreadId status queues { queueId outcome }', signal);
      const figures = await ask<Figures>(
        site,
        `query ($tenantId: ID!) {
          tenantSummary(tenantId: $tenantId) { agentsByState { state count } callsActive callsWaiting }
          queues(tenantId: $tenantId) { queueId callsWaiting agentsLoggedIn agentsReady }
        }`,
        { tenantId: tenant },
      );
      const differ = (what: string, said: unknown, counted: unknown): void => {
        const [a, b] = [JSON.stringify(said), JSON.stringify(counted)];
        if (a !== b) faults.push(`${tenant}: ${what} ${a.slice(0, 200)}, counted ${b.slice(0, 200)}`);
      };
      const sorted = (ids: Iterable<string>): readonly string[] => [...ids].toSorted();
      differ('agents', sorted(agents.map(({ agentId }) => agentId)), sorted(keys.get(`${tenant} voice-agentstate`) ?? []));
      differ('call threads', sorted(threads.map(({ callThreadId }) => callThreadId)), sorted(keys.get(`${tenant} voice-callthread`) ?? []));
      differ('figures', figures, recount(figures, agents, threads));
      agentCount += agents.length;
      threadCount += threads.length;
      tell(`${tenant}: ${agents.length} agents, ${threads.length} call threads, ${figures.queues.length} queues`);
    }
    const memory = await site.gateway.ask('memory');
    const figure = (name: string, unit: string, value: number) => ({ name, unit, value, atMost: null });
    return {
      faults,
      figures: [
        figure('records', '', RECORDS),
        figure('from the start to ready', 's', readySeconds),
        figure('agents', '', agentCount),
        figure('call threads', '', threadCount),
        figure('memory', 'MiB', mebibytes(memory.usedBytes)),
        figure('resident', 'MiB', mebibytes(memory.residentBytes)),
      ],
    };
  },
};

/** The same figures anew, from all agents and all threads; in the order in which they were told. */
function recount({ tenantSummary, queues }: Figures, agents: readonly Agent[], threads: readonly Thread[]): Figures {
  const waiting = (thread: Thread) => thread.queues.filter(({ outcome }) => outcome === 'WAITING');
  const sessionsIn = (agent: Agent, queueId: string) =>
    agent.sessions.filter(({ loggedIn, queues: named }) => loggedIn === 'YES' && named.some((queue) => queue.queueId === queueId));
  return {
    tenantSummary: {
      agentsByState: tenantSummary.agentsByState.map(({ state }) => ({
        state,
        count: agents.filter((agent) => agent.state === state).length,
      })),
      callsActive: threads.filter(({ status }) => status !== 'ENDED').length,
      callsWaiting: threads.filter((thread) => waiting(thread).length > 0).length,
    },
    queues: queues.map(({ queueId }) => {
      const here = agents.map((agent) => sessionsIn(agent, queueId));
      return {
        queueId,
        callsWaiting: threads.flatMap(waiting).filter((entry) => entry.queueId === queueId).length,
        agentsLoggedIn: here.filter((sessions) => sessions.length > 0).length,
        agentsReady: here.filter((sessions) => sessions.some(({ ready }) => ready === 'YES')).length,
      };
    }),
  };
}

async function allOf<T>(site: Site, tenantId: string, field: string, selection: string, signal: AbortSignal): Promise<readonly T[]> {
  const all: T[] = [];
  const query = `query ($tenantId: ID!, $first: Int!, $after: String) {
    ${field}(tenantId: $tenantId, first: $first, after: $after) { edges { node { ${selection} } } pageInfo { endCursor hasNextPage } }
  }`;
  for (let after: string | null = null; ;) {
    signal.throwIfAborted();
    const { [field]: page }: Record<string, Connection<T>> = await ask(site, query, { tenantId, first: PAGE, after });
    if (page === undefined) throw new Error(`no answer to ${field}`);
    all.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}

type Connection<T> = {
  readonly edges: readonly { readonly node: T }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
};

async function ask<T>({ port }: Site, query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data?: T | null; readonly errors?: unknown };
  if (errors !== undefined || data === undefined || data === null) throw new Error(`the gateway answered ${JSON.stringify(errors)}`);
  return data;
}
