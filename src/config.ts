/** Environment and flags to one typed, validated Config. Nobody else reads variables. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { authSettings, tokenRules } from './auth-config.ts';
import { limitSettings, limitsOf } from './limit-settings.ts';
import type { Limits } from './limit-settings.ts';
import { loopbackOrigins } from './loopback.ts';
import { persistedConfig, persistedSettings } from './persisted-config.ts';
import type { PersistedConfig } from './persisted-config.ts';
import {
  describeSettings,
  durationMs,
  instantMs,
  integer,
  list,
  onOff,
  oneOf,
  readSettings,
  SettingsError,
  sizeBytes,
  startAt,
  text,
  timeZone,
} from './settings.ts';
import type { ReadOptions, Values } from './settings.ts';
import type { TokenRules } from './server/authenticator.ts';
import type { KafkaConnection } from './source/kafka-client.ts';
import type { StartAt } from './source/source.ts';
import { defaultRules } from './state/rules.ts';
import type { StateRules } from './state/model.ts';

const files = (path: string): string => readFileSync(path, 'utf8');

const serverSettings = {
  HOST: { parse: text, default: '127.0.0.1', about: 'Address to listen on.' },
  PORT: { parse: integer(0, 65_535), default: '4000', about: 'Port to listen on; 0 picks a free one.' },
  METRICS_PORT: { parse: integer(0, 65_535), default: null, about: 'Port of its own for /metrics.' },
  ...authSettings,
  ALLOWED_ORIGINS: {
    parse: list,
    default: null,
    about: 'Exact origins of web pages that may call, comma-separated, besides the same origin.',
  },
  TRUST_PROXY: {
    parse: onOff,
    default: 'off',
    about: 'X-Forwarded-Host and X-Forwarded-For count: only behind a proxy that sets both itself.',
  },
  GRAPHIQL: { parse: onOff, default: 'off', about: 'GraphiQL for browsers at /graphql.' },
  INTROSPECTION: { parse: onOff, default: 'off', about: 'Introspection, and the schema at /schema.graphql.' },
  ...persistedSettings,
  MAX_RECORD_BYTES: { parse: sizeBytes, default: '1MiB', about: 'Larger records are rejected (TOO_LARGE).' },
  ...limitSettings,
  KEEPALIVE_SECONDS: {
    parse: integer(1, 3600),
    default: '15',
    about: 'How often the server pings; a client that is silent from one ping to the next is gone.',
  },
  REPLAY_MAX_AGE: { parse: durationMs, default: '1h', about: 'How far back clients may resume or replay.' },
  JOURNAL_MAX_BYTES: {
    parse: sizeBytes,
    default: '256MiB',
    about: 'Memory for recent events: clients that resume within them are served without asking Kafka.',
  },
  DRAIN_SECONDS: {
    parse: integer(0, 600),
    default: '20',
    about: 'Over how long clients are sent elsewhere, in waves, after SIGTERM or Ctrl-C; a second signal sends the rest at once.',
  },
  TENANTS: {
    parse: list,
    default: null,
    about: 'The tenants that this replica keeps, comma-separated; all without it. Records of others are skipped unread.',
  },
  THREAD_TRANSIT_GRACE: {
    parse: durationMs,
    default: '30s',
    about: 'How long a call that was handed on may be nowhere before its thread counts as ended.',
  },
  THREAD_LINGER: { parse: durationMs, default: '60s', about: 'How long a call thread is still shown after its end.' },
  THREAD_STALE_AFTER: {
    parse: durationMs,
    default: '24h',
    about: 'A call thread that goes on without any event for so long counts as ended: its end was lost.',
  },
  AGENT_FORGET_AFTER: {
    parse: durationMs,
    default: '24h',
    about: 'How long an agent who is logged out, or a telephone without an agent, is kept without an event.',
  },
  DAY_TIME_ZONE: { parse: timeZone, default: 'UTC', about: "Time zone of the midnight at which the queues' counters start anew." },
  REASON_KEYS: {
    parse: list,
    default: 'ReasonCode',
    about: 'Names of the reason in Reasons and Extensions, comma-separated; the first that is there counts.',
  },
  LOG_LEVEL: {
    parse: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    about: 'What is logged to stderr: JSON lines, readable on a terminal.',
  },
} as const;

/** The demo has everything on, also for pages of a development server on this machine, and ends at once; nothing else is different. */
const demoSettings = {
  ...serverSettings,
  AUTH: { ...serverSettings.AUTH, default: 'none' },
  GRAPHIQL: { ...serverSettings.GRAPHIQL, default: 'on' },
  INTROSPECTION: { ...serverSettings.INTROSPECTION, default: 'on' },
  ALLOWED_ORIGINS: { ...serverSettings.ALLOWED_ORIGINS, default: loopbackOrigins.join(',') },
  DRAIN_SECONDS: { ...serverSettings.DRAIN_SECONDS, default: '0' },
} as const;

const topicSettings = {
  AGENT_STATE_TOPIC: { parse: text, default: 'voice-agentstate', about: 'Topic of the events of agents and telephones.' },
  CALL_THREAD_TOPIC: { parse: text, default: 'voice-callthread', about: 'Topic of the events of calls.' },
} as const;

const kafkaSettings = {
  KAFKA_BROKERS: { parse: list, default: null, about: 'host:port of the brokers, comma-separated.' },
  KAFKA_CLIENT_ID: { parse: text, default: 'voice-events-gateway', about: 'Client id that the brokers see.' },
  KAFKA_SSL: { parse: onOff, default: 'off', about: 'TLS to the brokers.' },
  KAFKA_SSL_CA: {
    parse: text,
    default: null,
    about: "File with the certificate authority that the brokers' certificates are checked against (PEM).",
  },
  KAFKA_SSL_CERT: { parse: text, default: null, about: 'File with the client certificate (PEM).' },
  KAFKA_SSL_KEY: { parse: text, default: null, about: 'File with the key of the client certificate (PEM).' },
  KAFKA_SASL_MECHANISM: {
    parse: oneOf('plain', 'scram-sha-256', 'scram-sha-512'),
    default: null,
    about: 'plain, scram-sha-256 or scram-sha-512.',
  },
  KAFKA_SASL_USERNAME: { parse: text, default: null, about: 'User name for SASL.' },
  KAFKA_SASL_PASSWORD: { parse: text, default: null, about: 'Password for SASL.', secret: true },
  ...topicSettings,
} as const;

const startSettings = {
  ...serverSettings,
  ...kafkaSettings,
  KAFKA_GROUP_PREFIX: {
    parse: text,
    default: 'voice-events-gateway',
    about: 'Each replica reads in a group of its own, <prefix>-<random>, and deletes it at the end.',
  },
  CHECKPOINT: {
    parse: text,
    default: null,
    about: 'File that keeps the current state over restarts, also beyond what Kafka keeps; none without it. It holds caller data.',
  },
  CHECKPOINT_SECONDS: { parse: integer(1, 86_400), default: '60', about: 'How often the checkpoint is written; it is at shutdown, too.' },
  REPLAY_FROM: { parse: startAt, default: '12h', about: 'How far back to read at start: a duration, earliest or latest.' },
} as const;

const simulateSettings = {
  ...kafkaSettings,
  TENANTS: { parse: integer(1, 1000), default: '2', about: 'How many tenants to simulate.', flagOnly: true },
  AGENTS: { parse: integer(1, 100_000), default: '40', about: 'How many agents to simulate, over all tenants.', flagOnly: true },
  RATE: { parse: integer(1, 100_000), default: '10', about: 'Events per second, over all tenants.', flagOnly: true },
  SEED: { parse: integer(0, 2 ** 32 - 1), default: '1', about: 'The same seed, settings and START give the same records.', flagOnly: true },
  SECONDS: { parse: integer(1, 10_000_000), default: null, about: 'How long to simulate; without it until Ctrl-C.', flagOnly: true },
  START: {
    parse: instantMs,
    default: null,
    about: 'The instant at which the simulated events begin (ISO 8601); now without it.',
    flagOnly: true,
  },
} as const;

const inspectSettings = {
  ...kafkaSettings,
  TOPIC: { parse: text, default: null, about: 'Which of the two topics to read; both without it.', flagOnly: true },
  LAST: { parse: integer(1, 1_000_000), default: '100', about: 'How many of the newest records of each topic to read.', flagOnly: true },
  MAX_RECORD_BYTES: serverSettings.MAX_RECORD_BYTES,
} as const;

export type Topics = { readonly agentState: string; readonly callThread: string };

/** Where records come from. */
export type SourceConfig =
  | { readonly kind: 'kafka'; readonly connection: KafkaConnection; readonly groupPrefix: string; readonly from: StartAt }
  /** `partitions`: of each topic. */
  | { readonly kind: 'memory'; readonly partitions: number };

export type Config = Limits &
  PersistedConfig & {
    readonly source: SourceConfig;
    readonly topics: Topics;
    readonly host: string;
    readonly port: number;
    readonly metricsPort: number | null;
    /** Null: whoever reaches the gateway sees everything. */
    readonly tokens: TokenRules | null;
    /** What an operator should know of the settings, in sentences. */
    readonly warnings: readonly string[];
    readonly allowedOrigins: ReadonlySet<string>;
    readonly trustProxy: boolean;
    readonly graphiql: boolean;
    readonly introspection: boolean;
    readonly maxRecordBytes: number;
    readonly keepAliveMs: number;
    readonly replayMaxAgeMs: number;
    readonly journalMaxBytes: number;
    readonly drainMs: number;
    readonly logLevel: string;
    /** The tenants whose records are read. */
    readonly tenants: 'all' | ReadonlySet<string>;
    readonly stateRules: StateRules;
    readonly checkpoint: CheckpointConfig | null;
  };

export type CheckpointConfig = { readonly path: string; readonly intervalMs: number };

export type Command = 'start' | 'demo' | 'simulate' | 'inspect';
export const commandSettings = {
  start: startSettings,
  demo: demoSettings,
  simulate: simulateSettings,
  inspect: inspectSettings,
} as const;

export type Input = Omit<ReadOptions, 'readFile'> & { readonly nowMs: number };

/** `npm start`: the gateway on Kafka. Throws a SettingsError. */
export function startConfig(input: Input): Config {
  const values = readSettings(startSettings, { ...input, readFile: files });
  const { connection, problems } = kafkaConnection(values);
  const from = typeof values.REPLAY_FROM === 'number' ? { sinceMs: input.nowMs - values.REPLAY_FROM } : values.REPLAY_FROM;
  const source: SourceConfig = { kind: 'kafka', connection, groupPrefix: values.KAFKA_GROUP_PREFIX, from };
  const { CHECKPOINT: path, CHECKPOINT_SECONDS: seconds } = values;
  return checked(problems, values, source, topicsOf(values), path === null ? null : { path, intervalMs: seconds * 1000 });
}

const DEMO_PARTITIONS = 6;

/** `npm run demo`: the embedded log, no authentication, everything to explore switched on. Throws a SettingsError. */
export function demoConfig(input: Input): Config {
  const values = readSettings(demoSettings, { ...input, readFile: files });
  return checked(
    [],
    values,
    { kind: 'memory', partitions: DEMO_PARTITIONS },
    { agentState: 'voice-agentstate', callThread: 'voice-callthread' },
    // The embedded log is another one with each start.
    null,
  );
}

function checked(
  problems: readonly string[],
  values: Values<typeof serverSettings> | Values<typeof demoSettings>,
  source: SourceConfig,
  topics: Topics,
  checkpoint: CheckpointConfig | null,
): Config {
  const tokens = tokenRules(values);
  const persisted = persistedConfig(values, files);
  const all = [...problems, ...tokens.problems, ...persisted.problems];
  if (topics.agentState === topics.callThread) all.push('AGENT_STATE_TOPIC and CALL_THREAD_TOPIC are the same: name the two topics.');
  if (values.METRICS_PORT !== null && values.METRICS_PORT !== 0 && values.METRICS_PORT === values.PORT) {
    all.push('METRICS_PORT and PORT are the same: leave METRICS_PORT out to have /metrics on PORT.');
  }
  for (const origin of values.ALLOWED_ORIGINS ?? []) {
    if (source.kind === 'memory' && loopbackOrigins.includes(origin)) continue;
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      all.push(
        `ALLOWED_ORIGINS holds ${JSON.stringify(origin)}: an origin is scheme, host and port, such as https://wallboard.example.com.`,
      );
  }
  if (all.length > 0) throw new SettingsError(all);
  return {
    source,
    topics,
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT,
    tokens: tokens.rules,
    warnings: tokens.warnings,
    allowedOrigins: new Set(values.ALLOWED_ORIGINS),
    trustProxy: values.TRUST_PROXY,
    graphiql: values.GRAPHIQL,
    introspection: values.INTROSPECTION,
    maxRecordBytes: values.MAX_RECORD_BYTES,
    ...limitsOf(values),
    ...persisted.config,
    keepAliveMs: values.KEEPALIVE_SECONDS * 1000,
    replayMaxAgeMs: values.REPLAY_MAX_AGE,
    journalMaxBytes: values.JOURNAL_MAX_BYTES,
    drainMs: values.DRAIN_SECONDS * 1000,
    logLevel: values.LOG_LEVEL,
    tenants: values.TENANTS === null ? 'all' : new Set(values.TENANTS),
    stateRules: {
      ...defaultRules,
      threadTransitGraceMs: values.THREAD_TRANSIT_GRACE,
      threadLingerMs: values.THREAD_LINGER,
      threadStaleAfterMs: values.THREAD_STALE_AFTER,
      agentForgetAfterMs: values.AGENT_FORGET_AFTER,
      dayTimeZone: values.DAY_TIME_ZONE,
      reasonKeys: values.REASON_KEYS,
    },
    checkpoint,
  };
}

export type SimulateConfig = {
  readonly connection: KafkaConnection;
  readonly topics: Topics;
  readonly tenants: number;
  readonly agents: number;
  readonly rate: number;
  readonly seed: number;
  readonly seconds: number | null;
  readonly startMs: number;
};

/** `npm run simulate`. Throws a SettingsError. */
export function simulateConfig(input: Input): SimulateConfig {
  const values = readSettings(simulateSettings, { ...input, readFile: files });
  const { connection, problems } = kafkaConnection(values);
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    connection,
    topics: topicsOf(values),
    tenants: values.TENANTS,
    agents: values.AGENTS,
    rate: values.RATE,
    seed: values.SEED,
    seconds: values.SECONDS,
    startMs: values.START ?? input.nowMs,
  };
}

export type InspectConfig = {
  readonly connection: KafkaConnection;
  readonly topics: Topics;
  readonly topic: string | null;
  readonly last: number;
  readonly maxRecordBytes: number;
};

/** `npm run inspect`. Throws a SettingsError. */
export function inspectConfig(input: Input): InspectConfig {
  const values = readSettings(inspectSettings, { ...input, readFile: files });
  const { connection, problems } = kafkaConnection(values);
  const topics = topicsOf(values);
  const all = [...problems];
  if (values.TOPIC !== null && values.TOPIC !== topics.agentState && values.TOPIC !== topics.callThread) {
    all.push(
      `--topic is ${values.TOPIC}: it takes ${topics.agentState} or ${topics.callThread} (other names are told by AGENT_STATE_TOPIC and CALL_THREAD_TOPIC).`,
    );
  }
  if (all.length > 0) throw new SettingsError(all);
  return { connection, topics, topic: values.TOPIC, last: values.LAST, maxRecordBytes: values.MAX_RECORD_BYTES };
}

export function helpText(command: Command): string {
  const usage = command === 'start' ? 'npm start -- [--flag value ...]' : `npm run ${command} -- [--flag value ...]`;
  return `Usage: ${usage}\n\nEach setting is an environment variable or a flag; a flag wins. Durations: 30s 15m 12h 2d. Sizes: 64KiB 1MiB or bytes. Switches: on/off.\n\n${describeSettings(commandSettings[command])}`;
}

function topicsOf(values: Values<typeof topicSettings>): Topics {
  return { agentState: values.AGENT_STATE_TOPIC, callThread: values.CALL_THREAD_TOPIC };
}

function kafkaConnection(values: Values<typeof kafkaSettings>): {
  readonly connection: KafkaConnection;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const pem = (name: 'KAFKA_SSL_CA' | 'KAFKA_SSL_CERT' | 'KAFKA_SSL_KEY'): string | undefined => {
    const path = values[name];
    if (path === null) return undefined;
    if (!values.KAFKA_SSL) problems.push(`${name} is given but KAFKA_SSL is off: set KAFKA_SSL=on, or leave it out.`);
    try {
      return files(path);
    } catch (error) {
      problems.push(
        `${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): name a PEM file that this process may read.`,
      );
      return undefined;
    }
  };
  const brokers = values.KAFKA_BROKERS ?? [];
  if (brokers.length === 0)
    problems.push('KAFKA_BROKERS is not set: name the brokers as host:port, comma-separated, or try `npm run demo`, which needs none.');
  for (const broker of brokers) {
    const port = /^(?:\[[0-9a-fA-F:]+\]|[^\s:]+):(\d{1,5})$/.exec(broker)?.[1];
    if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
      problems.push(`KAFKA_BROKERS holds ${JSON.stringify(broker)}: a broker is host:port.`);
    }
  }
  const [ca, cert, key] = [pem('KAFKA_SSL_CA'), pem('KAFKA_SSL_CERT'), pem('KAFKA_SSL_KEY')];
  if ((values.KAFKA_SSL_CERT === null) !== (values.KAFKA_SSL_KEY === null))
    problems.push('KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together: give both, or neither.');
  try {
    createSecureContext({ ca, cert, key });
  } catch {
    problems.push(
      'KAFKA_SSL_CA, KAFKA_SSL_CERT or KAFKA_SSL_KEY is no certificate or key that can be used: name files in PEM that belong together.',
    );
  }
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = values;
  const saslComplete = mechanism !== null && username !== null && password !== null;
  if (!saslComplete && (mechanism !== null || username !== null || password !== null)) {
    problems.push('KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: give all three, or none.');
  }
  return {
    problems,
    connection: {
      brokers,
      clientId: values.KAFKA_CLIENT_ID,
      ssl: values.KAFKA_SSL
        ? { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) }
        : false,
      ...(saslComplete ? { sasl: { mechanism, username, password } } : {}),
    },
  };
}
