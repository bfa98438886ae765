/** Hostile clients whose operations cost far more than they look, over WebSocket, HTTP and SSE in turn. */
import { randomBytes, randomInt } from 'node:crypto';
import { agentId, callThreadId, OPERATION, queueId, QUEUES, TENANT } from '../workload.ts';
import { steadily } from './attack.ts';
import type { Attack, AttackOptions } from './attack.ts';
import { overHttp, overWebSocket } from './peers.ts';

/** Or the text of it, as JSON. */
type Operation = string | { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };

/** How long a stream is held that was accepted. */
const STAY_MS = 300;

function inTurns(options: AttackOptions, next: (n: number) => Operation): Promise<void> {
  let n = 0;
  return steadily(options, () => {
    const operation = next(n);
    const body = typeof operation === 'string' ? operation : JSON.stringify(operation);
    const transport = n++ % 3;
    if (transport === 0) return overHttp(options, { body });
    if (transport === 1) return overHttp(options, { body, headers: { accept: 'text/event-stream' } });
    return overWebSocket(options, { messages: [`{"id":"1","type":"subscribe","payload":${body}}`], stayMs: STAY_MS });
  });
}

const rate = { clients: 30, perSecond: 60 } as const;
const doubling = Array.from({ length: 25 }, (_, i) => `fragment F${i + 1} on GatewayStatus { ...F${i} ... { ...F${i} } }`).join(' ');

/** As a text: what is so deep cannot be written by JSON.stringify. */
function nested(levels: number): string {
  return `${'[{"agentIds":'.repeat(levels)}"x"${'}]'.repeat(levels)}`;
}

const resumable = `subscription ($after: Cursor, $since: DateTime) {
  agentStateEvents(tenantId: "${TENANT}", after: $after, since: $since) { ... on VoiceEvent { eventId cursor attributes } }
}`;

/** The head of a real cursor and any tail, or anything at all. */
const randomCursor = (n: number): string => randomBytes(n % 2 === 0 ? 40 : randomInt(1, 2000)).toString('base64url');

export const operationAttacks = {
  'fragment cycles': {
    about: 'fragments that hold each other, in small circles and in one of 150',
    ...rate,
    told: ['HTTP 400 GRAPHQL_VALIDATION_FAILED', 'error GRAPHQL_VALIDATION_FAILED'],
    run: (options) => {
      const ring = Array.from({ length: 150 }, (_, i) => `fragment R${i} on GatewayStatus { version ...R${(i + 1) % 150} }`).join(' ');
      return inTurns(options, (n) => ({
        query:
          n % 2 === 0
            ? `{ gateway { ...R0 } } ${ring}`
            : '{ gateway { ...A } } fragment A on GatewayStatus { ...B } fragment B on GatewayStatus { ...A }',
      }));
    },
  },
  'alias bombs': {
    about: 'aliases by the hundred, and fragments that double 25 times',
    ...rate,
    told: ['HTTP 400 LIMIT_EXCEEDED MAX_ALIASES', 'error LIMIT_EXCEEDED MAX_ALIASES'],
    run: (options) =>
      inTurns(options, (n) => ({
        query:
          n % 2 === 0
            ? `{ ${Array.from({ length: 300 }, (_, i) => `a${i}: gateway { version }`).join(' ')} }`
            : `{ gateway { ...F25 } } fragment F0 on GatewayStatus { a: version } ${doubling}`,
      })),
  },
  'deep variables': {
    about: 'variables nested eight thousand deep, and selections nested a hundred deep',
    ...rate,
    told: ['HTTP 400 LIMIT_EXCEEDED MAX_QUERY_DEPTH', 'error LIMIT_EXCEEDED MAX_QUERY_DEPTH', 'error BAD_USER_INPUT'],
    run: (options) => {
      const query = `query ($filter: AgentFilter) { agents(tenantId: "${TENANT}", filter: $filter) { cursor } }`;
      return inTurns(options, (n) =>
        n % 2 === 0
          ? `{"query":${JSON.stringify(query)},"variables":{"filter":{"agentIds":${nested(4000)}}}}`
          : { query: `${'{ a '.repeat(100)}${'}'.repeat(100)}` },
      );
    },
  },
  'distinct operations': {
    about: 'each operation another one, all of them valid',
    clients: 30,
    perSecond: 150,
    told: ['answered'],
    run: (options) => inTurns(options, () => ({ query: OPERATION.replace('Wallboard', `W${randomBytes(6).toString('hex')}`) })),
  },
  'random cursors': {
    about: 'cursors and page cursors of random bytes',
    ...rate,
    told: ['error CURSOR_INVALID'],
    run: (options) =>
      inTurns(options, (n) =>
        n % 4 === 0
          ? {
              query: `query ($after: String) { agents(tenantId: "${TENANT}", after: $after) { cursor } }`,
              variables: { after: randomCursor(n) },
            }
          : { query: resumable, variables: { after: randomCursor(n) } },
      ),
  },
  'longest replays': {
    about: 'streams from as far back as may be, again and again',
    clients: 10,
    perSecond: 10,
    told: ['answered'],
    run: (options) => inTurns(options, () => ({ query: resumable, variables: { since: new Date(Date.now() - REPLAY_MS).toISOString() } })),
  },
  'distinct views': {
    about: 'connections with 100 subscriptions each to agents, call threads, queues and their events, every one with another filter',
    clients: 5,
    perSecond: 5,
    told: ['answered'],
    run: (options) =>
      steadily(options, () => {
        const messages = Array.from({ length: 100 }, (_, i) => {
          const [query, id] = views[i % views.length] ?? views[0];
          const ids = Array.from({ length: 20 }, id);
          return JSON.stringify({ id: String(i), type: 'subscribe', payload: { query, variables: { ids, hz: 1 + randomInt(19) } } });
        });
        return overWebSocket(options, { messages, stayMs: 3000 });
      }),
  },
} as const satisfies Readonly<Record<string, Attack>>;
/** A little less than REPLAY_MAX_AGE: more would be refused. */
const REPLAY_MS = 59 * 60_000;

const anAgent = (): string => agentId(randomInt(100));
const aQueue = (): string => queueId(randomInt(QUEUES + 2));
const aThread = (): string => callThreadId(randomInt(20), randomInt(50));

/** Each with what its identifiers are. */
const views = [
  [
    `subscription ($ids: [ID!], $hz: Float) { agents(tenantId: "${TENANT}", filter: { agentIds: $ids }, maxRateHz: $hz) { kind removed agents { agentId state stateSince calls { callThreadId } } } }`,
    anAgent,
  ],
  [
    `subscription ($ids: [ID!], $hz: Float) { agents(tenantId: "${TENANT}", filter: { agentIds: $ids, stateLongerThanSeconds: 1 }, maxRateHz: $hz) { kind removed agents { agentId activity } } }`,
    anAgent,
  ],
  [
    `subscription ($ids: [ID!], $hz: Float) { callThreads(tenantId: "${TENANT}", filter: { agentIds: $ids }, maxRateHz: $hz) { kind removed callThreads { callThreadId status parties { dn state } } } }`,
    anAgent,
  ],
  [
    `subscription ($ids: [ID!], $hz: Float) { callThreads(tenantId: "${TENANT}", filter: { queueIds: $ids, statuses: [ACTIVE, ENDED] }, maxRateHz: $hz) { kind removed callThreads { callThreadId queues { queueId outcome } } } }`,
    aQueue,
  ],
  [
    `subscription ($ids: [ID!], $hz: Float) { callThreads(tenantId: "${TENANT}", filter: { callThreadIds: $ids, waitingLongerThanSeconds: 1 }, maxRateHz: $hz) { kind removed callThreads { callThreadId } } }`,
    aThread,
  ],
  [
    `subscription ($ids: [ID!], $hz: Float) { queues(tenantId: "${TENANT}", queueIds: $ids, maxRateHz: $hz) { kind removed queues { queueId callsWaiting offered } } }`,
    aQueue,
  ],
  [`subscription ($hz: Float) { tenantSummary(tenantId: "${TENANT}", maxRateHz: $hz) { cursor callsWaiting callsActive } }`, anAgent],
  [
    `subscription ($ids: [ID!]) { callThreadEvents(tenantId: "${TENANT}", queueIds: $ids) { ... on CallEvent { eventId callThreadId } } }`,
    aQueue,
  ],
  [
    `subscription ($ids: [ID!]) { callThreadEvents(tenantId: "${TENANT}", callThreadIds: $ids) { ... on CallEvent { eventId connId } } }`,
    aThread,
  ],
  [`subscription ($ids: [ID!]) { callThreadEvents(tenantId: "${TENANT}", agentIds: $ids) { __typename } }`, anAgent],
] as const;
