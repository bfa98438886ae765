/** Replicas of the gateway as processes of their own on topics of their own, what is written for them, and what another reader finds in the log. */
import { setTimeout as wait } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { halt } from '../../scripts/halt.ts';
import { TOPICS as DEFAULT_TOPICS } from './events.ts';
import { startConfig } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { NewRecord } from '../../src/source/source.ts';
import { runMain } from './child.ts';
import { query } from './gateway.ts';
import { eventsIn } from '../history/records.ts';
import type { LogRecord, Written } from '../history/records.ts';
import { kafkaForTests } from './kafka.ts';
import { untilReady } from './on-kafka.ts';
import type { KafkaForTests } from './kafka.ts';
import { until } from './until.ts';

type Topics = { readonly [F in keyof typeof DEFAULT_TOPICS]: string };

export type Replica = AsyncDisposable & {
  readonly url: string;
  readonly pid: number;
  /** As a power failure would. */
  kill(): Promise<void>;
  /** As an operator would. */
  stop(): Promise<void>;
  /** Halts its process, and wakes it. */
  pause(): Promise<void>;
  resume(): void;
  /** By name without the prefix, with labels. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** The cursor of the present, for all of the tenant. */
  logCursor(): Promise<string>;
};

export type Site = AsyncDisposable & {
  readonly kafka: KafkaForTests;
  readonly topics: Topics;
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a gateway; resolves when it is ready. */
  start(settings?: Readonly<Record<string, string>>): Promise<Replica>;
  /** Opens a gateway in this process, where no process is to be ended or halted; resolves when it is ready. */
  open(settings?: Readonly<Record<string, string>>): Promise<Pick<Replica, 'url'> & AsyncDisposable>;
  /** Starts a gateway; resolves when it listens, be it ready or not. */
  listen(settings?: Readonly<Record<string, string>>): Promise<Replica>;
  /** All of the log, as a plain consumer reads it. */
  log(): Promise<LogRecord[]>;
  /** The events in it. */
  written(): Promise<Written[]>;
  /** Where the log ends now, by topic and partition. */
  ends(): Promise<Record<string, number>>;
};

export const PARTITIONS = 3;

export async function openSite(brokers: readonly string[], config: Readonly<Record<string, string>> = {}): Promise<Site> {
  await using opening = new AsyncDisposableStack();
  const kafka = opening.use(await kafkaForTests(brokers));
  const create = () => kafka.createTopic({ partitions: PARTITIONS, config });
  const topics: Topics = { agentState: await create(), callThread: await create() };
  const settings = {
    KAFKA_BROKERS: brokers.join(','),
    AGENT_STATE_TOPIC: topics.agentState,
    CALL_THREAD_TOPIC: topics.callThread,
    AUTH: 'none',
    KEEPALIVE_SECONDS: '1',
    LOG_LEVEL: 'warn',
  };
  const opened = opening.move();
  return {
    kafka,
    topics,
    settings,
    start: async (more = {}) => {
      const replica = await startReplica({ PORT: '0', ...settings, ...more });
      await untilReady(replica);
      return replica;
    },
    open: async (more = {}) => {
      const env = { PORT: '0', DRAIN_SECONDS: '0', ...settings, ...more };
      const gateway = await startGateway(startConfig({ env, args: [], nowMs: Date.now() }), new Diagnostics());
      await untilReady(gateway);
      return gateway;
    },
    listen: (more = {}) => startReplica({ PORT: '0', ...settings, ...more }),
    log: () => readBack(brokers, Object.values(topics)),
    written: async () => eventsIn(await readBack(brokers, Object.values(topics))),
    ends: async () => {
      const ends: Record<string, number> = {};
      for (const topic of Object.values(topics))
        for (const { partition, high } of await kafka.admin.fetchTopicOffsets(topic)) ends[`${topic}:${partition}`] = Number(high);
      return ends;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function startReplica(env: Readonly<Record<string, string>>): Promise<Replica> {
  const child = runMain(['start'], env);
  const url = await child.said(/listening on (http:\S+)/);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await child.exited;
  };
  return {
    url,
    pid: child.pid,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    pause: () => halt(child.pid),
    resume: () => child.kill('SIGCONT'),
    metrics: async () => {
      // With tokens they have a port of their own.
      const [, apart = url] = /metrics are at (http:\/\/[^/]+)/.exec(child.stderr()) ?? [];
      const text = await (await fetch(`${apart}/metrics`)).text();
      return new Map([...text.matchAll(/^(?:voice_gateway_)?([a-z]\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
    },
    logCursor: async () => {
      const { body } = await query(url, '{ logCursor(tenantId: "acme") }');
      return body.data?.['logCursor'] ?? '';
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGCONT');
      await child[Symbol.asyncDispose]();
    },
  };
}

export const TENANTS = ['acme', 'globex'] as const;
const AGENTS = 20;
const THREADS = 40;
const QUEUES = 5;

/** Events of two tenants, half of agents and half of calls; the same seed gives the same ones. `ReferenceID` counts them. */
export function records({ agentState, callThread }: Topics, seed: number, from: number, count: number): NewRecord[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const tenantId = random.pick(TENANTS);
    const agent = random.below(AGENTS);
    const common = { AgentID: `agent-${agent}`, ThisDN: `${7000 + agent}`, ReferenceID: from + i };
    if (random.chance(0.5))
      return { topic: agentState, key: `${tenantId}:agent-${agent}`, value: JSON.stringify({ id: 'EventAgentReady', ...common }) };
    const CallThreadID = `thread-${random.below(THREADS)}`;
    const ThisQueue = `queue-${random.below(QUEUES)}`;
    return {
      topic: callThread,
      key: `${tenantId}:${CallThreadID}`,
      value: JSON.stringify({ id: 'EventQueued', CallThreadID, ThisQueue, ...common }),
    };
  });
}

const BATCH_MS = 20;

/** Writes so many at that pace, or as fast as it comes to that; resolves with how many when it is done or was stopped. */
export async function pace(
  { kafka, topics }: Pick<Site, 'kafka' | 'topics'>,
  { seed, perSecond, signal }: { readonly seed: number; readonly perSecond: number; readonly signal: AbortSignal },
): Promise<number> {
  const beganMs = performance.now();
  let count = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - beganMs) / 1000) * perSecond) - count;
    if (due > 0) await kafka.producer.send(records(topics, seed + count, count, due));
    count += Math.max(due, 0);
    await wait(BATCH_MS);
  }
  return count;
}

/** By a plain consumer: nothing of how the gateway reads. */
async function readBack(brokers: readonly string[], topics: readonly string[]): Promise<LogRecord[]> {
  const kafka = new kafkajs.Kafka({ clientId: 'checker', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `checker-${crypto.randomUUID()}` });
  try {
    await admin.connect();
    await consumer.connect();
    const left = new Map<string, number>();
    for (const topic of topics)
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
        if (Number(high) > Number(low)) left.set(`${topic}:${partition}`, Number(high));
    const log: LogRecord[] = [];
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch }) => {
        const { topic, partition, messages } = batch;
        const place = `${topic}:${partition}`;
        for (const { offset, key, value, timestamp } of messages)
          log.push({ topic, partition, offset: Number(offset), timestampMs: Number(timestamp), key: textOf(key), value: textOf(value) });
        if (Number(batch.lastOffset()) + 1 >= (left.get(place) ?? 0)) left.delete(place);
        await Promise.resolve();
      },
    });
    await until(() => left.size === 0, { what: 'the log to be read back', timeoutMs: 60_000 });
    return log;
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
}

const textOf = (bytes: Buffer | null): string | null => (bytes === null ? null : bytes.toString('utf8'));
