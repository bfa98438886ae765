/**
 * One run: producers, replicas, clients of every kind and faults, drawn from a seed. What happened is written down as a history. The seed gives the
 * records, the clients and the faults; when each falls between the others is the machine's.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../src/simulator/random.ts';
import type { Random } from '../../src/simulator/random.ts';
import { query } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import type { Caller } from '../trust/model.ts';
import { bearer } from '../trust/tokens.ts';
import { dueOf } from './delivery.ts';
import { drawQuestion, drawSubscription } from './draw.ts';
import { Follower } from './follower.ts';
import type { Door } from './follower.ts';
import type { History, ReplicaHistory, Told } from './history.ts';
import { placesOf } from './places.ts';
import { createProducer } from './producer.ts';
import { eventsIn } from './records.ts';
import { expectedOf } from './wanted.ts';
import { THREAD_LINGER_MS } from './world.ts';
import type { Node, World } from './world.ts';

export type Size = {
  readonly clients: number;
  /** How many faults come one after the other. */
  readonly faults: number;
  readonly perSecond: number;
  readonly historyMs: number;
};

export type Ran = { readonly history: History; readonly faults: readonly string[] };

const PATIENCE_MS = 30_000;
const QUESTION_EVERY_MS = 120;

export function authorizationOf({ tenants, agent, masked }: Caller): Promise<string> {
  return bearer({
    tenant_id: tenants === 'all' ? '*' : tenants,
    ...(agent === null ? {} : { agent_id: agent.agentId, dns: agent.dns }),
    ...(masked ? {} : { unmasked: true }),
  });
}

type Replica = Door & {
  readonly node: Node;
  ended: boolean;
  readonly history: { -readonly [K in keyof ReplicaHistory]: ReplicaHistory[K] };
};

const ALL: Caller = { tenants: 'all', agent: null, masked: false };

export async function run(world: World, seed: number, { clients, faults, perSecond, historyMs }: Size, signal?: AbortSignal): Promise<Ran> {
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
    asking.push(
      ask(replica, { random: createRandom(seed * 31 + replica.replica), threads: producer.threads, told, signal: stopping.signal }),
    );
    return replica;
  };
  const up = await Promise.all(Array.from({ length: world.replicas }, () => start()));

  const choices = createRandom(seed + 2);
  const followers: Follower[] = [];
  const join = async (): Promise<void> => {
    const subscription = drawSubscription(random, producer.threads);
    const after = random.chance(0.3) ? ((await logCursorOf(choices.pick(up).url, subscription.filter.tenantId)) ?? null) : null;
    const authorization = await authorizationOf(subscription.caller);
    const follower = new Follower(`client ${followers.length}`, subscription, { authorization, after, pick: () => choices.pick(up) });
    followers.push(follower);
    follower.follow();
  };
  for (let n = 0; n < clients; n += 1) await join();

  const done: string[] = [];
  for (let n = 0; n < faults; n += 1) {
    signal?.throwIfAborted();
    await wait(random.between(100, 500));
    done.push(await fault(random, { up, followers, start, join }));
  }
  await wait(random.between(200, 600));
  stopping.abort();
  await producing;
  await Promise.all(asking);

  const log = await world.log();
  const unsettled = await settle({ followers, replicas: up, log, world, told });
  for (const follower of followers) await follower.leave();
  for (const { node, history } of up) history.leftOver = await leftOver(node);
  const history: History = {
    ...{ seed, topics: world.topics, threadLingerMs: THREAD_LINGER_MS, log, told, unsettled },
    clients: followers.map((follower) => follower.history),
    replicas: replicas.map((replica) => replica.history),
  };
  return { history, faults: done };
}

type Site = {
  readonly up: Replica[];
  readonly followers: readonly Follower[];
  readonly start: (settings?: Readonly<Record<string, string>>) => Promise<Replica>;
  readonly join: () => Promise<void>;
};

/** Does one thing that nobody is to notice, and tells what it was. */
async function fault(random: Random, { up, followers, start, join }: Site): Promise<string> {
  const draw = random.next();
  if (draw < 0.3) {
    for (const follower of followers) if (random.chance(0.4)) follower.interrupt(random.pick(['cut', 'cut', 'complete']));
    return 'clients cut off';
  }
  if (draw < 0.45 || up.length === 1) {
    await join();
    return 'a client more';
  }
  const gone = up.splice(random.below(up.length), 1)[0] as Replica;
  if (draw < 0.6) {
    gone.node.pause();
    await wait(random.between(200, 900));
    gone.node.resume();
    up.push(gone);
    return 'a replica halted';
  }
  gone.ended = true;
  await (draw < 0.85 ? gone.node.kill() : gone.node.stop());
  const settings = random.pick<Readonly<Record<string, string>>>([{}, { JOURNAL_MAX_BYTES: '16KiB' }, { REPLAY_FROM: 'earliest' }]);
  up.push(await start(settings));
  return `${draw < 0.85 ? 'a replica killed' : 'a replica stopped'}, another one started with ${JSON.stringify(settings)}`;
}

/** How far it has read by its own account, as soon as it says that it is ready. */
async function readAtFirst({ url }: Door): Promise<Record<string, number> | string> {
  await until(async () => (await fetch(`${url}/readyz`)).status === 200, { what: 'a replica to be ready', timeoutMs: 60_000 });
  const authorization = await authorizationOf(ALL);
  const text = '{ logCursor(tenantId: "acme") gateway { partitions { topic partition position } } }';
  const { body } = await query(url, text, {}, { authorization });
  if (body.errors !== undefined || !body.data) return String(body.errors?.[0]?.extensions['code']);
  const { gateway } = body.data as unknown as {
    readonly gateway: { readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly position: string }[] };
  };
  return Object.fromEntries(gateway.partitions.map(({ topic, partition, position }) => [`${topic}:${partition}`, Number(position)]));
}

async function logCursorOf(url: string, tenantId: string): Promise<string | undefined> {
  const asked = query(
    url,
    'query ($tenantId: ID!) { logCursor(tenantId: $tenantId) }',
    { tenantId },
    { authorization: await authorizationOf(ALL) },
  );
  return asked.then(
    ({ body }) => body.data?.['logCursor'],
    () => undefined,
  );
}

type Asking = { readonly random: Random; readonly threads: readonly string[]; readonly told: Told[]; readonly signal: AbortSignal };

/** Asks one replica one question after the other, as long as it lives. */
async function ask(replica: Replica, { random, threads, told, signal }: Asking): Promise<void> {
  while (!signal.aborted && !replica.ended) {
    await tellOne(replica, random, threads, told).catch((error: unknown) => {
      // Whoever ends a replica knows that it does not answer any more.
      if (!replica.ended) throw error;
    });
    await wait(QUESTION_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function tellOne({ url, replica }: Door, random: Random, threads: readonly string[], told: Told[]): Promise<void> {
  const { query: text, variables, caller } = drawQuestion(random, threads);
  const { body } = await query(url, text, { ...variables }, { authorization: await authorizationOf(caller) });
  if (body.errors !== undefined || !body.data) throw new Error(`${text} ${JSON.stringify(variables)}: ${JSON.stringify(body.errors)}`);
  const data = body.data as unknown as Readonly<Record<string, unknown>> & {
    readonly logCursor: string;
    readonly gateway: { readonly serverTime: string };
  };
  told.push({ replica, query: text, variables, caller, cursor: data.logCursor, serverTime: data.gateway.serverTime, data });
}

type Settling = Pick<History, 'log'> & {
  readonly followers: readonly Follower[];
  readonly replicas: readonly Replica[];
  readonly world: World;
  readonly told: Told[];
};

/** Waits until all clients and replicas have all there is. What does not come to that is named. */
async function settle({ followers, replicas, log, world, told }: Settling): Promise<string[]> {
  const written = eventsIn(log);
  const { topics } = world;
  const ends = await world.ends();
  const left = new Set<string>();
  const isDone = (follower: Follower): boolean => {
    const { open } = follower;
    if (open === null) return false;
    const cursor = 'after' in open.start ? open.start.after : open.start.by;
    const from = cursor === null ? null : placesOf(cursor, Object.values(topics));
    if (from === null) return true;
    const came = new Set(open.events.map(({ eventId }) => eventId));
    const due = dueOf(expectedOf(follower.subscription, { topics, written }));
    return due.every(({ eventId, topic, partition, offset }) => offset < from.at(topic, partition) || came.has(eventId));
  };
  for (const [n, follower] of followers.entries())
    await until(() => isDone(follower), { what: 'all events', timeoutMs: PATIENCE_MS }).catch(() =>
      left.add(`client ${n} has not all events`),
    );
  const random = createRandom(1);
  for (const door of replicas) {
    const isThere = async (): Promise<boolean> => {
      const places = placesOf((await logCursorOf(door.url, 'acme')) ?? '', Object.values(topics));
      return places !== null && Object.entries(ends).every(([place, end]) => places.at(...partOf(place)) >= end);
    };
    await until(isThere, { what: 'the end of the log', timeoutMs: PATIENCE_MS }).catch(() =>
      left.add(`replica ${door.replica} has not read all`),
    );
    for (let n = 0; n < 3; n += 1) await tellOne(door, random, [], told);
  }
  return [...left];
}

function partOf(place: string): [topic: string, partition: number] {
  const at = place.lastIndexOf(':');
  return [place.slice(0, at), Number(place.slice(at + 1))];
}

async function leftOver(node: Node): Promise<readonly string[]> {
  let held: readonly string[] = [];
  await until(async () => (held = await node.held()).length === 0, { what: 'nothing to be left' }).catch(() => {});
  return held;
}
