/**
 * One run: producers, replicas, clients of every kind and faults, drawn from a seed. What happened is written down as a history. The seed gives the
 * records, the clients and the faults; when each falls between the others is the machine's.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../src/simulator/random.ts';
import type { Random } from '../../src/simulator/random.ts';
import { query } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { ask, authorizationOf, EVERYTHING, logCursorOf } from './asker.ts';
import { drawSubscription, drawWatching } from './draw.ts';
import { Follower } from './follower.ts';
import type { Door } from './follower.ts';
import type { History, ReplicaHistory, Told } from './history.ts';
import { Watcher } from './watcher.ts';
import { createProducer } from './producer.ts';
import { leftOver, settle } from './settle.ts';
import type { Node, World } from './world.ts';

export type Size = {
  readonly clients: number;
  /** Clients of the state. */
  readonly watching: number;
  /** How many faults come one after the other. */
  readonly faults: number;
  readonly perSecond: number;
  readonly historyMs: number;
  /** How long after the last fault all may take to have everything. Default 30 s. */
  readonly patienceMs?: number;
};

export type Ran = { readonly history: History; readonly faults: readonly string[] };

const PATIENCE_MS = 30_000;

type Replica = Door & {
  readonly node: Node;
  ended: boolean;
  readonly history: { -readonly [K in keyof ReplicaHistory]: ReplicaHistory[K] };
};

export async function run(
  world: World,
  seed: number,
  { clients, watching, faults, perSecond, historyMs, patienceMs = PATIENCE_MS }: Size,
  signal?: AbortSignal,
): Promise<Ran> {
  const random = createRandom(seed);
  await using running = new AsyncDisposableStack();
  const stopping = new AbortController();
  running.defer(() => stopping.abort());
  const producer = createProducer({
    seed,
    random: createRandom(seed + 1),
    topics: world.topics,
    perSecond,
    historyMs,
    keyless: world.replicas > 1,
  });
  const producing = producer.run((records) => world.write(records), stopping.signal);
  producing.catch(() => {});

  const replicas: Replica[] = [];
  const told: Told[] = [];
  const asking: Promise<void>[] = [];
  const start = async (settings: Readonly<Record<string, string>> = {}): Promise<Replica> => {
    // A gateway that is alone was there before anything was written.
    const ends = world.replicas === 1 ? {} : await world.ends();
    const node = running.use(await world.listen(settings));
    const replica: Replica = { replica: replicas.length, url: node.url, node, ended: false, history: { ends, read: null, leftOver: null } };
    replicas.push(replica);
    replica.history.read = await readAtFirst(replica);
    const questions = createRandom(seed * 31 + replica.replica);
    const asked = ask(replica, { random: questions, threads: producer.threads, told, signal: stopping.signal });
    // It is awaited at the end.
    asked.catch(() => {});
    asking.push(asked);
    return replica;
  };
  // Nobody comes back to replicas that are not there any more, however the run ends.
  const untilEnd = (client: { leave(): Promise<void> }): void => running.defer(() => void client.leave());
  const up = await Promise.all(Array.from({ length: world.replicas }, () => start()));

  const choices = createRandom(seed + 2);
  const happenings = createRandom(seed + 3);
  const followers: Follower[] = [];
  const join = async (): Promise<void> => {
    const subscription = drawSubscription(random, producer.threads);
    const after = random.chance(0.3) ? ((await logCursorOf(choices.pick(up).url, subscription.filter.tenantId)) ?? null) : null;
    const authorization = await authorizationOf(subscription.caller);
    const follower = new Follower(`client ${followers.length}`, subscription, { authorization, after, pick: () => choices.pick(up) });
    followers.push(follower);
    untilEnd(follower);
    follower.follow();
  };
  for (let n = 0; n < clients; n += 1) await join();
  const watchers: Watcher[] = [];
  for (let n = 0; n < watching; n += 1) {
    const drawn = drawWatching(random, producer.threads);
    const watcher = new Watcher(`watcher ${n}`, drawn, {
      authorization: await authorizationOf(drawn.caller),
      pick: () => choices.pick(up),
    });
    watchers.push(watcher);
    untilEnd(watcher);
    watcher.follow();
  }

  const done: string[] = [];
  const starting: Promise<void>[] = [];
  const replace = (settings: Readonly<Record<string, string>>): void => {
    // All goes on meanwhile, with one less.
    const started = start(settings).then((replica) => void up.push(replica));
    started.catch(() => {});
    starting.push(started);
  };
  const site: Site = { broker: world.broker, up, followers, watchers, replace, join };
  for (let n = 0; n < faults; n += 1) {
    signal?.throwIfAborted();
    await wait(happenings.between(100, 500));
    // One is replaced in any case.
    done.push(n === 0 && up.length > 1 ? await replaceOne(happenings, site) : await fault(happenings, site));
  }
  await Promise.all(starting);
  // So that some go on at the newest.
  cutOff(happenings, site);
  await wait(happenings.between(200, 600));
  stopping.abort();
  await producing;
  await Promise.all(asking);

  const log = await world.log();
  const unsettled = await settle({ followers, watchers, doors: up, log, topics: world.topics, told, patienceMs });
  await Promise.all([...followers, ...watchers].map((client) => client.leave()));
  for (const { node, history } of up) history.leftOver = await leftOver(node, patienceMs);
  const history: History = {
    ...{ seed, topics: world.topics, threadLingerMs: world.threadLingerMs, log, told, unsettled },
    clients: followers.map((follower) => follower.history),
    watchers: watchers.map((watcher) => watcher.history),
    replicas: replicas.map((replica) => replica.history),
  };
  return { history, faults: done };
}

type Site = {
  readonly broker: World['broker'];
  readonly up: Replica[];
  readonly followers: readonly Follower[];
  readonly watchers: readonly Watcher[];
  readonly replace: (settings: Readonly<Record<string, string>>) => void;
  readonly join: () => Promise<void>;
};

/** Does one thing that nobody is to notice, and tells what it was. */
async function fault(random: Random, site: Site): Promise<string> {
  const { broker, up, join } = site;
  const draw = random.next();
  const isAlone = up.length === 1;
  if (draw < (isAlone ? 0.7 : 0.3)) return cutOff(random, site);
  if (draw < 0.4 || isAlone) {
    await join();
    return 'a client more';
  }
  if (broker !== null && draw < 0.5) {
    await broker.pause();
    await wait(random.between(500, 2500));
    broker.resume();
    return 'the broker halted';
  }
  if (draw < 0.6) {
    const { node } = random.pick(up);
    await node.pause();
    await wait(random.between(200, 900));
    node.resume();
    return 'a replica halted';
  }
  return replaceOne(random, site);
}

/** As a power failure would end it, or as an operator would. */
async function replaceOne(random: Random, { up, replace }: Pick<Site, 'up' | 'replace'>): Promise<string> {
  const gone = up.splice(random.below(up.length), 1)[0] as Replica;
  gone.ended = true;
  const isKilled = random.chance(0.6);
  await (isKilled ? gone.node.kill() : gone.node.stop());
  const settings = random.pick<Readonly<Record<string, string>>>([{}, { JOURNAL_MAX_BYTES: '16KiB' }, { REPLAY_FROM: 'earliest' }]);
  replace(settings);
  return `a replica ${isKilled ? 'killed' : 'stopped'}, another one started with ${JSON.stringify(settings)}`;
}

function cutOff(random: Random, { followers, watchers }: Pick<Site, 'followers' | 'watchers'>): string {
  for (const follower of followers) if (random.chance(0.4)) follower.interrupt(random.pick(['cut', 'cut', 'complete']));
  for (const watcher of watchers) if (random.chance(0.2)) watcher.interrupt();
  return 'clients cut off';
}

/** How far it has read by its own account, as soon as it says that it is ready. */
export async function readAtFirst({ url }: Pick<Door, 'url'>): Promise<Record<string, number> | string> {
  await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'a replica to be ready', timeoutMs: 60_000 });
  const authorization = await authorizationOf(EVERYTHING);
  const text = '{ logCursor(tenantId: "acme") gateway { partitions { topic partition position } } }';
  const { body } = await query(url, text, {}, { authorization });
  if (body.errors !== undefined || !body.data) return String(body.errors?.[0]?.extensions['code']);
  const { gateway } = body.data as unknown as {
    readonly gateway: { readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly position: string }[] };
  };
  return Object.fromEntries(gateway.partitions.map(({ topic, partition, position }) => [`${topic}:${partition}`, Number(position)]));
}
