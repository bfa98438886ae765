/** The bounds on what a client may ask for, with what happens beyond each: docs/limits.md is made of this table. */
import { integer, sizeBytes } from './settings.ts';
import type { Setting, Values } from './settings.ts';

export type LimitSetting = Setting<number> & {
  /** What a client meets beyond it, for the documentation. */
  readonly beyond: string;
};

/** A whole number of at least one. */
const count = integer(1, 1_000_000);
const seconds = integer(1, 3600);

const SHEDDING = '`OVERLOADED`: close 1013, HTTP 503; in the end an error for a new subscription';

export const limitSettings = {
  MAX_CONNECTIONS: {
    parse: count,
    default: '20000',
    about: 'Connections in all: WebSockets, and HTTP requests under way, of which a stream over SSE is one.',
    beyond: 'close 1013, HTTP 503',
  },
  MAX_CONNECTIONS_PER_TENANT: {
    parse: count,
    default: '10000',
    about: 'The same for one tenant: a token of several tenants counts for each, one of all for none.',
    beyond: 'close 1013, HTTP 503',
  },
  MAX_CONNECTIONS_WITHOUT_INIT: {
    parse: count,
    default: '1000',
    about: 'WebSockets that have not sent connection_init yet.',
    beyond: 'close 4408 for the one that has waited longest',
  },
  INIT_TIMEOUT_SECONDS: {
    parse: seconds,
    default: '5',
    about: 'How long a WebSocket may take to send connection_init.',
    beyond: 'close 4408',
  },
  MAX_SUBSCRIPTIONS_PER_CONNECTION: {
    parse: count,
    default: '100',
    about: 'Subscriptions at a time on one WebSocket; a stream over SSE is a connection of its own.',
    beyond: 'an error; the others go on',
  },
  MAX_MESSAGE_BYTES: {
    parse: sizeBytes,
    default: '64KiB',
    about: 'Largest message or request body of a client.',
    beyond: 'close 1009, HTTP 413',
  },
  MAX_MESSAGES_PER_SECOND: {
    parse: count,
    default: '100',
    about: 'Messages of a client on one WebSocket, pings of all kinds included: so many at once, and so many each second.',
    beyond: 'close 1008',
  },
  HEADERS_TIMEOUT_SECONDS: {
    parse: seconds,
    default: '10',
    about: 'How long a client may take to send the headers of a request, or of an upgrade.',
    beyond: 'HTTP 408',
  },
  BODY_TIMEOUT_SECONDS: {
    parse: seconds,
    default: '10',
    about: 'How long it may then take to send the body.',
    beyond: 'HTTP 408',
  },
  MAX_QUERY_TOKENS: { parse: count, default: '2000', about: 'Longest operation, in tokens of GraphQL.', beyond: 'an error' },
  MAX_QUERY_DEPTH: {
    parse: count,
    default: '10',
    about:
      'How many selection sets stand around the deepest field; fragments add none, and what __schema and __type select does not count.',
    beyond: 'an error',
  },
  MAX_ALIASES: {
    parse: count,
    default: '30',
    about: 'Aliases of an operation, those of a fragment once for each time it is spread.',
    beyond: 'an error',
  },
  MAX_IDS: { parse: count, default: '1000', about: 'Identifiers in one list of a filter.', beyond: 'an error' },
  MAX_OUTBOX_BYTES: {
    parse: sizeBytes,
    default: '4MiB',
    about: 'What may wait for one connection that reads slowly.',
    beyond: '`SLOW_CONSUMER`: close 1013, over SSE a last result',
  },
  MAX_PLANS: {
    parse: count,
    default: '1000',
    about: 'How many distinct operations are kept compiled.',
    beyond: 'the least recently used go; nobody is refused',
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    parse: integer(1, 60_000),
    default: '250',
    about: 'How long whatever is due may have to wait for this process, on average, in milliseconds.',
    beyond: SHEDDING,
  },
  MAX_HEAP_PERCENT: {
    parse: integer(1, 100),
    default: '85',
    about: 'How full the heap may be, of what Node lets it grow to (`--max-old-space-size`).',
    beyond: SHEDDING,
  },
} as const satisfies Readonly<Record<string, LimitSetting>>;

/** Of every client, whatever it comes by. */
export type Limits = {
  readonly maxConnections: number;
  readonly maxConnectionsPerTenant: number;
  readonly maxConnectionsWithoutInit: number;
  readonly initTimeoutMs: number;
  readonly maxSubscriptionsPerConnection: number;
  readonly maxMessageBytes: number;
  readonly maxMessagesPerSecond: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly maxQueryTokens: number;
  readonly maxQueryDepth: number;
  readonly maxAliases: number;
  readonly maxIds: number;
  readonly maxOutboxBytes: number;
  readonly maxPlans: number;
  readonly maxEventLoopDelayMs: number;
  readonly maxHeapPercent: number;
};

export function limitsOf(values: Values<typeof limitSettings>): Limits {
  return {
    maxConnections: values.MAX_CONNECTIONS,
    maxConnectionsPerTenant: values.MAX_CONNECTIONS_PER_TENANT,
    maxConnectionsWithoutInit: values.MAX_CONNECTIONS_WITHOUT_INIT,
    initTimeoutMs: values.INIT_TIMEOUT_SECONDS * 1000,
    maxSubscriptionsPerConnection: values.MAX_SUBSCRIPTIONS_PER_CONNECTION,
    maxMessageBytes: values.MAX_MESSAGE_BYTES,
    maxMessagesPerSecond: values.MAX_MESSAGES_PER_SECOND,
    headersTimeoutMs: values.HEADERS_TIMEOUT_SECONDS * 1000,
    bodyTimeoutMs: values.BODY_TIMEOUT_SECONDS * 1000,
    maxQueryTokens: values.MAX_QUERY_TOKENS,
    maxQueryDepth: values.MAX_QUERY_DEPTH,
    maxAliases: values.MAX_ALIASES,
    maxIds: values.MAX_IDS,
    maxOutboxBytes: values.MAX_OUTBOX_BYTES,
    maxPlans: values.MAX_PLANS,
    maxEventLoopDelayMs: values.MAX_EVENT_LOOP_DELAY_MS,
    maxHeapPercent: values.MAX_HEAP_PERCENT,
  };
}
