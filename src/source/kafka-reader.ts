/** Reads a Kafka log at any place, beside the reading of all of it: on connections of its own, without a consumer group. */

import type { Cluster } from 'kafkajs';

import type { KafkaConnection } from './kafka-client.ts';
import {
  connectFor,
  fetchAt,
  isOutOfRange,
  leaderOf,
  logBounds,
  offsetsSince,
  openCluster,
  type Fetched,
  type OpenCluster,
} from './kafka-cluster.ts';
import { committed } from './kafka-committed.ts';
import { kafkaProblem } from './kafka-problem.ts';
import type { LogReader } from './source.ts';

/** Answers come at once; whoever asks would not wait half a minute for one that does not. */
const REQUEST_TIMEOUT_MS = 10_000;
/** A fetch of fewer bytes may be filled with batches of which compaction has left nothing. */
const HOLE_BYTES = 1024 * 1024;

/** Connects with the first question about a topic. Disposed, it answers no more, and questions under way end at once. */
export function kafkaReader(options: KafkaConnection): LogReader & Disposable {
  const connection = { requestTimeoutMs: REQUEST_TIMEOUT_MS, ...options };
  const closing = new AbortController();
  // One for each topic: kafkajs asks for the metadata of all topics of a client together, and gets none if one topic is missing.
  const clients = new Map<string, SharedClient>();

  const attempt = async <T>(topic: string, ending: AbortSignal, question: Question<T>, isLast = false): Promise<T> => {
    let client = clients.get(topic);
    if (client === undefined) clients.set(topic, (client = new SharedClient(connection, topic, closing.signal)));
    const { answered } = client;
    try {
      return await client.ask(question);
    } catch (error) {
      if (error === ending.reason) throw error;
      if (clients.get(topic) === client) clients.delete(topic);
      client.retire();
      // Leaders move, connections die, topics are made anew: a client that has worked does not tell by itself how things stand now.
      const isStale = answered || error instanceof FailedBefore;
      if (isStale && !isLast && !ending.aborted) return attempt(topic, ending, question, true);
      throw new Error(kafkaProblem(error, connection, { topic }), { cause: error });
    }
  };
  const ask = async <T>(topic: string, signal: AbortSignal, question: Question<T>): Promise<T> => {
    const ending = AbortSignal.any([signal, closing.signal]);
    ending.throwIfAborted();
    return await unlessAborted(ending, attempt(topic, ending, question));
  };

  return {
    bounds: (topic, signal) => ask(topic, signal, ({ cluster, inTurn }) => inTurn(OFFSETS, signal, () => logBounds(cluster, topic))),
    offsetsSince: (topic, timestampMs, signal) =>
      ask(topic, signal, ({ cluster, inTurn }) =>
        inTurn(OFFSETS, signal, async () => {
          // First the end: what is written in between is not to be passed over.
          const bounds = await logBounds(cluster, topic);
          const since = await offsetsSince(cluster, topic, timestampMs);
          return new Map([...bounds].map(([partition, { end }]) => [partition, since.get(partition) ?? end]));
        }),
      ),
    read: (topic, partition, from, maxBytes, signal) =>
      ask(topic, signal, async ({ cluster, inTurn }) => {
        const known = (): string | null => leaderOf(cluster, topic, partition);
        // It may have been added since.
        if (known() === null) await cluster.refreshMetadata();
        const leader = known();
        if (leader === null) return null;
        return await inTurn(leader, signal, async () => {
          const at = (bytes: number): Promise<Fetched | null> => fetchWithin(cluster, topic, partition, from, bytes);
          let fetched = await at(maxBytes);
          if (fetched?.messages.length === 0 && BigInt(fetched.lastStableOffset ?? from) > from && maxBytes < HOLE_BYTES)
            fetched = await at(HOLE_BYTES);
          return fetched === null ? null : committed(fetched, from);
        });
      }),
    [Symbol.dispose]: () => closing.abort(new Error('the source is closed')),
  };
}

type Asked = {
  readonly cluster: Cluster;
  /** One after the other for each name, unless it is aborted before its turn. */
  readonly inTurn: <T>(name: string, signal: AbortSignal, task: () => Promise<T>) => Promise<T>;
};
type Question<T> = (asked: Asked) => Promise<T>;

/** The turn of questions that go to all leaders; others are named after the one that they go to. */
const OFFSETS = 'offsets';

/** Null where the log does not hold the offset. */
async function fetchWithin(cluster: Cluster, topic: string, partition: number, from: bigint, maxBytes: number): Promise<Fetched | null> {
  try {
    return await fetchAt(cluster, topic, partition, from, maxBytes);
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    // One that was the leader and has fallen behind says so, too. Only the leader tells the bounds.
    const bounds = (await logBounds(cluster, topic)).get(partition);
    if (bounds === undefined || from < bounds.low || from > bounds.end) return null;
    throw error;
  }
}

class FailedBefore extends Error {}

/** Connections that several questions about one topic use together. Once retired, they are closed with the last of them. */
class SharedClient {
  readonly #open: OpenCluster;
  readonly #topic: string;
  readonly #closing: AbortSignal;
  /** The last of each turn. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #failures = new Map<string, { readonly error: unknown }>();
  #asking = 0;
  #retired = false;
  #answered = false;

  constructor(connection: KafkaConnection, topic: string, closing: AbortSignal) {
    this.#open = openCluster(connection);
    this.#topic = topic;
    this.#closing = closing;
    closing.addEventListener('abort', this.#open.destroy);
  }

  /** Whether it has ever given an answer. */
  get answered(): boolean {
    return this.#answered;
  }

  async ask<T>(question: Question<T>): Promise<T> {
    this.#asking++;
    try {
      const { cluster } = this.#open;
      await connectFor(cluster, this.#topic);
      await cluster.refreshMetadataIfNecessary();
      const answer = await question({ cluster, inTurn: this.#inTurn });
      this.#answered = true;
      return answer;
    } finally {
      this.#asking--;
      this.#closeIfDone();
    }
  }

  /**
   * kafkajs opens a socket for each of several requests that find none, and forgets all but one. Also, many answers are then not in memory at the
   * same time. What waits behind a question that fails need not find out for itself.
   */
  readonly #inTurn: Asked['inTurn'] = (name, signal, task) => {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(async () => {
      signal.throwIfAborted();
      const failure = this.#failures.get(name);
      if (failure !== undefined) throw new FailedBefore('a question before has failed', { cause: failure.error });
      try {
        return await task();
      } catch (error) {
        this.#failures.set(name, { error });
        throw error;
      }
    });
    this.#turns.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  };

  retire(): void {
    this.#retired = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#retired || this.#asking > 0) return;
    this.#open.destroy();
    this.#closing.removeEventListener('abort', this.#open.destroy);
  }
}

/** Settles as the task does, or rejects with the signal's reason if that comes first; the task is then left to itself. */
function unlessAborted<T>(signal: AbortSignal, task: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  void task.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}
