/** A client that has missed very much, at a replica that no longer has it in memory, and what that does to others. With more events it is a long run. */
import { setTimeout as wait } from 'node:timers/promises';
import { Recorder } from '../support/recorder.ts';
import { openSite } from '../support/replicas.ts';
import type { Replica, Site } from '../support/replicas.ts';
import { until } from '../support/until.ts';

const CHUNK = 5000;
const AGENTS = 100;
const LIVE_EVERY_MS = 20;
/** So that what is in use can be told from garbage. */
const COLLECTING = '--expose-gc --import=data:text/javascript,setInterval(gc,250).unref()';

export type Missed = AsyncDisposable & { readonly site: Site; readonly replica: Replica; readonly start: string; readonly events: number };

/** So many events of acme behind a place, and a replica that keeps hardly any of them. */
export async function openMissed(brokers: readonly string[], events: number): Promise<Missed> {
  await using opening = new AsyncDisposableStack();
  const site = opening.use(await openSite(brokers));
  // One who does not read does not answer pings, either.
  const replica = opening.use(await site.start({ JOURNAL_MAX_BYTES: '1MiB', KEEPALIVE_SECONDS: '600', NODE_OPTIONS: COLLECTING }));
  const start = await replica.logCursor();
  for (let n = 0; n < events; n += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, events - n) }, (_, i) => ({
      topic: site.topics.agentState,
      key: `acme:agent-${(n + i) % AGENTS}`,
      value: JSON.stringify({ id: 'EventAgentReady', ReferenceID: n + i }),
    }));
    await site.kafka.producer.send(chunk);
  }
  const read = `records_total{topic="${site.topics.agentState}"}`;
  await until(async () => (await replica.metrics()).get(read) === events, { what: 'all to be read', timeoutMs: 120_000 });
  const opened = opening.move();
  return { site, replica, start, events, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export type Latencies = {
  /** How long the replay took. */
  readonly replayMs: number;
  /** Of the live events that were written meanwhile, in ascending order. */
  readonly liveMs: readonly number[];
  readonly replayed: Recorder;
  /** How many live events came of those that were written. */
  readonly live: { readonly written: number; readonly received: number };
};

/** The other tenant's events go on, one now and then, while all that was missed is handed out. */
export async function replayBesideLive({ site, replica, start, events }: Missed): Promise<Latencies> {
  using live = new Recorder({ field: 'agentStateEvents', tenantId: 'globex' });
  await live.connect(replica.url);
  const replayed = new Recorder({ field: 'agentStateEvents' });
  using _replayed = replayed;
  const writtenMs: number[] = [];
  const beganMs = performance.now();
  await replayed.connect(replica.url, { after: start });
  while (replayed.count < events && replayed.last.end === null) {
    writtenMs.push(performance.now());
    await site.kafka.producer.send([
      {
        topic: site.topics.agentState,
        key: 'globex:agent',
        value: JSON.stringify({ id: 'EventAgentReady', ReferenceID: writtenMs.length }),
      },
    ]);
    await wait(LIVE_EVERY_MS);
  }
  const replayMs = (replayed.last.arrivedMs.at(-1) ?? 0) - beganMs;
  await until(() => live.count === writtenMs.length, { what: 'all live events' });
  const liveMs = live.last.arrivedMs.map((arrivedMs, i) => arrivedMs - (writtenMs[i] ?? 0)).toSorted((a, b) => a - b);
  return { replayMs, liveMs, replayed, live: { written: writtenMs.length, received: live.count } };
}

export type Slow = {
  readonly recorder: Recorder;
  /** The most that waited for it at any time. */
  readonly mostOutboxBytes: number;
  /** How much more memory the gateway had in use while it did not read, without garbage. */
  readonly grownBytes: number;
};

const SAMPLES = 20;
const SAMPLE_MS = 50;

/** Reads a little, stops for a while, reads on, again and again; then all the rest. */
export async function readSlowly({ replica, start, events }: Missed, rounds: number): Promise<Slow> {
  const used = async (): Promise<number> => {
    const metrics = await replica.metrics();
    return (metrics.get('nodejs_heap_size_used_bytes') ?? 0) + (metrics.get('nodejs_external_memory_bytes') ?? 0);
  };
  const least = async (): Promise<number> => {
    let bytes = Infinity;
    for (let n = 0; n < SAMPLES; n += 1) {
      bytes = Math.min(bytes, await used());
      mostOutboxBytes = Math.max(mostOutboxBytes, (await replica.metrics()).get('outbox_bytes') ?? 0);
      await wait(SAMPLE_MS);
    }
    return bytes;
  };
  let mostOutboxBytes = 0;
  const before = await least();
  let grownBytes = -Infinity;
  const recorder = new Recorder({ field: 'agentStateEvents' });
  await recorder.connect(replica.url, { after: start });
  for (let round = 1; round <= rounds; round += 1) {
    const enough = Math.floor((events / (rounds + 1)) * round);
    await until(() => recorder.count >= enough || recorder.last.end !== null, { what: `${enough} events`, timeoutMs: 60_000 });
    recorder.stall();
    grownBytes = Math.max(grownBytes, (await least()) - before);
    recorder.read();
  }
  await until(() => recorder.count === events || recorder.last.end !== null, { what: 'all events', timeoutMs: 120_000 });
  return { recorder, mostOutboxBytes, grownBytes };
}
