/** Where a run takes place: replicas as processes on a real broker, or one gateway in this process on the embedded log, which may be that of other sources. */
import type { KafkaBroker } from '../../scripts/kafka-broker.ts';
import type { NewRecord } from '../../src/source/source.ts';
import { keyHash } from '../../src/source/key-hash.ts';
import { TOPICS } from '../support/events.ts';
import { openSite } from '../support/replicas.ts';
import type { Subject } from '../trust/subject.ts';
import { SECRET, secretRules } from '../trust/tokens.ts';
import { rulesOf } from './fold.ts';
import type { History } from './history.ts';
import type { LogRecord } from './records.ts';

export type Node = AsyncDisposable & {
  readonly url: string;
  /** As a power failure would, or as an operator would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Halts and wakes it. */
  pause(): Promise<void>;
  resume(): void;
  /** What it still holds for clients, in words. */
  held(): Promise<readonly string[]>;
};

export type World = AsyncDisposable & {
  readonly topics: History['topics'];
  readonly threadLingerMs: number;
  write(records: readonly NewRecord[]): Promise<void>;
  ends(): Promise<Record<string, number>>;
  log(): Promise<LogRecord[]>;
  /** Resolves when it listens, be it ready or not. */
  listen(settings?: Readonly<Record<string, string>>): Promise<Node>;
  /** How many replicas it can have; one that is alone is not to be ended. */
  readonly replicas: number;
  /** Where the broker is the run's own: it may be halted for a while. */
  readonly broker: Pick<KafkaBroker, 'pause' | 'resume'> | null;
};

/** Records that are read late, because a replica starts or is halted, are read before what they end is forgotten. */
const THREAD_LINGER_MS = 4000;
/** Nothing is late here, and the run is short. */
const SHORT_LINGER_MS = 700;

const HELD: ReadonlySet<string> = new Set(['connections', 'outbox_bytes', 'log_replays']);

export async function onKafka(brokers: readonly string[], broker: World['broker'] = null): Promise<World> {
  const site = await openSite(brokers);
  const settings = {
    ...{ AUTH: 'jwt', AUTH_JWT_SECRET: SECRET, AUTH_UNMASKED_CLAIM: 'unmasked', METRICS_PORT: '0', LOG_LEVEL: 'info' },
    ...{ THREAD_LINGER: `${THREAD_LINGER_MS / 1000}s`, THREAD_TRANSIT_GRACE: '1h' },
  };
  return {
    topics: site.topics,
    threadLingerMs: THREAD_LINGER_MS,
    replicas: 2,
    broker,
    write: (records) => site.kafka.producer.send([...records]),
    ends: site.ends,
    log: site.log,
    listen: async (more = {}) => {
      const replica = await site.listen({ ...settings, ...more });
      return {
        url: replica.url,
        kill: replica.kill,
        stop: replica.stop,
        pause: replica.pause,
        resume: replica.resume,
        held: async () => {
          const metrics = await replica.metrics();
          const names = [...metrics.keys()].filter((name) => HELD.has(name) || name.startsWith('subscriptions{'));
          return names.filter((name) => metrics.get(name) !== 0).map((name) => `${metrics.get(name)} ${name}`);
        },
        [Symbol.asyncDispose]: () => replica[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

const PARTITIONS = 3;

/** The gateway is there from the beginning, and alone. */
export async function embedded(subject: Subject): Promise<World> {
  const gateway = await subject.open(secretRules, {
    source: { kind: 'memory', partitions: PARTITIONS },
    stateRules: rulesOf({ threadLingerMs: SHORT_LINGER_MS }),
    keepAliveMs: 500,
  });
  const log: LogRecord[] = [];
  const ends: Record<string, number> = {};
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    topics: TOPICS,
    threadLingerMs: SHORT_LINGER_MS,
    replicas: 1,
    broker: null,
    write: async (records) => {
      for (const { topic, key, value, timestampMs = Date.now() } of records) {
        const partition = keyHash(Buffer.from(String(key))) % PARTITIONS;
        const offset = ends[`${topic}:${partition}`] ?? 0;
        ends[`${topic}:${partition}`] = offset + 1;
        log.push({
          topic,
          partition,
          offset,
          timestampMs,
          key: key === null ? null : String(key),
          value: value === null ? null : String(value),
        });
      }
      gateway.append?.(records);
      await Promise.resolve();
    },
    ends: () => Promise.resolve({ ...ends }),
    log: () => Promise.resolve([...log]),
    listen: () =>
      Promise.resolve({
        url: gateway.url,
        kill: nothing,
        stop: nothing,
        pause: nothing,
        resume: () => {},
        held: () => {
          const { hub } = gateway;
          const counts = { agentStateEvents: hub.subscriptions('agentState'), callThreadEvents: hub.subscriptions('callThread') };
          return Promise.resolve(
            Object.entries(counts).flatMap(([field, count]) => (count === 0 ? [] : [`${count} subscriptions of ${field}`])),
          );
        },
        [Symbol.asyncDispose]: nothing,
      }),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
