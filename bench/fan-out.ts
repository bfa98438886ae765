/** P1, P2 and P3: how many frames a second reach their sockets, against the same from another server and the same with cursors, in turn. */
import type { Bench, Figure } from './bench.ts';
import { startChild } from '../load/child.ts';
import type { Child } from '../load/child.ts';
import { BASELINE_ID } from './baselines/ready-frames.ts';
import type { Begun, FeedOptions, PaceOptions } from '../load/feed.ts';
import type { Counted, LoadCalls } from '../load/clients.ts';
import type { Connect } from '../load/counting-client.ts';
import { CURSOR_OPERATION } from '../load/workload.ts';
import { ratios, ROUNDS } from './ratio.ts';

type ServerCalls = {
  port(): number;
  subscriptions(): number;
  feed(options: FeedOptions): Promise<Begun>;
  pace(options: PaceOptions): Promise<void>;
  cpu(): number;
};

/** A server and its clients, each in a process of its own. */
export type Side = AsyncDisposable & {
  readonly server: Child<ServerCalls>;
  readonly clients: Child<LoadCalls>;
  /** Hands over the next events and waits for all their frames. */
  run(events: number, batch: number, window: number): Promise<Delivered>;
  /** Hands them over one by one as they happen. */
  pace(options: Pick<PaceOptions, 'events' | 'perSecond'>): Promise<Counted>;
};

type Delivered = {
  readonly framesPerSecond: number;
  readonly bytesPerFrame: number;
  /** Of a core, of the server's process. */
  readonly cpuMicrosPerFrame: number;
};

export async function openSide(file: string, connect: Omit<Connect, 'port'>, args: readonly string[] = []): Promise<Side> {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startChild<ServerCalls>(file, args));
  const clients = opening.use(await startChild<LoadCalls>('load/clients.ts'));
  clients.onProgress((value) => server.progress(value));
  await clients.ask('connect', { ...connect, port: await server.ask('port') });
  while ((await server.ask('subscriptions')) < connect.sockets) await new Promise((resolve) => setTimeout(resolve, 10));
  const framesAnEvent = connect.each === 'tenant' ? connect.sockets : 1;
  let from = 0;
  const opened = opening.move();
  return {
    server,
    clients,
    run: async (events, batch, window) => {
      const frames = events * framesAnEvent;
      await clients.ask('expect', { frames, unit: batch * framesAnEvent });
      const counting = clients.ask('counted');
      const [begun, { bytes, endedMicros }] = await Promise.all([
        server.ask('feed', { from, events, agents: connect.agents, batch, window }),
        counting,
      ]);
      from += events;
      const cpuMicros = (await server.ask('cpu')) - begun.cpuMicros;
      return {
        framesPerSecond: frames / ((endedMicros - begun.atMicros) / 1_000_000),
        bytesPerFrame: bytes / frames,
        cpuMicrosPerFrame: cpuMicros / frames,
      };
    },
    pace: async ({ events, perSecond }) => {
      await clients.ask('expect', { frames: events * framesAnEvent, latencies: true });
      const counting = clients.ask('counted');
      await server.ask('pace', { from, events, agents: connect.agents, perSecond });
      from += events;
      return await counting;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

type FanOut = {
  readonly about: string;
  readonly baseline: string;
  readonly connect: Omit<Connect, 'port' | 'id'>;
  /** Events of a round, for the gateway and for a baseline that takes longer. */
  readonly events: number;
  readonly baselineEvents: number;
  readonly batch: number;
  readonly window: number;
  readonly atLeast: number;
  /** Measured as well: the same events, decoded already, from the hub on. */
  readonly deliveryAlone?: Run;
  /** Measured as well: the same operation with the cursor selected, each against itself without, by partitions of a topic. */
  readonly cursors?: readonly { readonly partitions: number; readonly atLeast: number | null }[];
};

/** Of the gateway that is held against the baseline. */
const PARTITIONS = 12;
const GATEWAY = 'bench/subjects/gateway.ts';
const partitionsOf = (partitions: number): readonly string[] => ['--partitions', String(partitions)];

type Run = { readonly events: number; readonly batch: number; readonly window: number };

function fanOut(options: FanOut): Bench {
  const { about, baseline, connect, events, baselineEvents, batch, window, atLeast, deliveryAlone, cursors = [] } = options;
  return {
    about,
    run: async (tell) => {
      const baselineId = baseline.includes('raw-send') ? { id: BASELINE_ID } : {};
      await using ours = await openSide(GATEWAY, connect, partitionsOf(PARTITIONS));
      await using theirs = await openSide(baseline, { ...connect, ...baselineId });
      await using alone = deliveryAlone === undefined ? null : await openSide('bench/subjects/delivery.ts', connect);
      await using opened = new AsyncDisposableStack();
      const pairs: Pair[] = [];
      for (const { partitions, atLeast: bar } of cursors) {
        const args = partitionsOf(partitions);
        const without = partitions === PARTITIONS ? ours : opened.use(await openSide(GATEWAY, connect, args));
        const cursor = opened.use(await openSide(GATEWAY, { ...connect, query: CURSOR_OPERATION }, args));
        pairs.push({ partitions, atLeast: bar, without, cursor, a: [], b: [] });
      }
      // What is compiled while it is used for the first time is no part of it.
      await ours.run(events, batch, window);
      await theirs.run(baselineEvents, batch, window);
      const runAlone = async (): Promise<Delivered[]> =>
        alone === null || deliveryAlone === undefined
          ? []
          : [await alone.run(deliveryAlone.events, deliveryAlone.batch, deliveryAlone.window)];
      await runAlone();
      for (const { without, cursor } of pairs) {
        if (without !== ours) await without.run(events, batch, window);
        await cursor.run(events, batch, window);
      }
      const a: Delivered[] = [];
      const b: Delivered[] = [];
      const c: Delivered[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        const [mine, other] = [await ours.run(events, batch, window), await theirs.run(baselineEvents, batch, window)];
        if (Math.abs(mine.bytesPerFrame / other.bytesPerFrame - 1) > 0.01) throw new Error('the two do not send the same');
        a.push(mine);
        b.push(other);
        c.push(...(await runAlone()));
        for (const { without, cursor, a, b } of pairs) {
          a.push(await cursor.run(events, batch, window));
          b.push(await without.run(events, batch, window));
        }
        const rate = ({ framesPerSecond }: Delivered): string => Math.round(framesPerSecond).toLocaleString('en-US');
        tell(
          `round ${round}: ${rate(mine)} and ${rate(other)} frames/s of ${mine.bytesPerFrame.toFixed(1)} and ${other.bytesPerFrame.toFixed(1)} bytes`,
        );
      }
      return [...figures(a, b, atLeast), ...(alone === null ? [] : figuresAlone(c, b)), ...pairs.flatMap(figuresWithCursors)];
    },
  };
}

/** The gateway with cursors selected, and the same without. */
type Pair = {
  readonly partitions: number;
  readonly atLeast: number | null;
  readonly without: Side;
  readonly cursor: Side;
  readonly a: Delivered[];
  readonly b: Delivered[];
};

function figuresWithCursors({ partitions, atLeast, a, b }: Pair): readonly Figure[] {
  const name = (what: string): string => `${what}, ${partitions} partitions`;
  return [
    {
      name: name('with cursors: times the frames without'),
      unit: 'x',
      rounds: ratios(rates(a), rates(b)),
      bar: atLeast === null ? null : { atLeast },
    },
    { name: name('with cursors'), unit: 'frames/s', rounds: rates(a), bar: null },
    { name: name('without cursors'), unit: 'frames/s', rounds: rates(b), bar: null },
    { name: name('with cursors'), unit: 'us of a core a frame', rounds: cpu(a), bar: null },
    { name: name('without cursors'), unit: 'us of a core a frame', rounds: cpu(b), bar: null },
  ];
}

const rates = (all: readonly Delivered[]): number[] => all.map(({ framesPerSecond }) => Math.round(framesPerSecond));
const cpu = (all: readonly Delivered[]): number[] => all.map(({ cpuMicrosPerFrame }) => Math.round(cpuMicrosPerFrame * 100) / 100);

function figuresAlone(alone: readonly Delivered[], baseline: readonly Delivered[]): readonly Figure[] {
  return [
    { name: 'from the hub on: times the frames of the baseline', unit: 'x', rounds: ratios(rates(alone), rates(baseline)), bar: null },
    { name: 'from the hub on', unit: 'frames/s', rounds: rates(alone), bar: null },
    { name: 'from the hub on', unit: 'us of a core a frame', rounds: cpu(alone), bar: null },
  ];
}

function figures(a: readonly Delivered[], b: readonly Delivered[], atLeast: number): readonly Figure[] {
  return [
    { name: 'times the frames of the baseline', unit: 'x', rounds: ratios(rates(a), rates(b)), bar: { atLeast } },
    { name: 'gateway', unit: 'frames/s', rounds: rates(a), bar: null },
    { name: 'baseline', unit: 'frames/s', rounds: rates(b), bar: null },
    { name: 'gateway', unit: 'us of a core a frame', rounds: cpu(a), bar: null },
    { name: 'baseline', unit: 'us of a core a frame', rounds: cpu(b), bar: null },
  ];
}

const cursors = [
  { partitions: PARTITIONS, atLeast: 0.9 },
  { partitions: 300, atLeast: null },
] as const;
const wallboards = { sockets: 1000, each: 'tenant', agents: 25 } as const;

export const P1 = fanOut({
  about: 'wallboards: 1,000 sockets that want all events of a tenant, against one ws.send of a ready string a socket and event',
  ...{ baseline: 'bench/baselines/raw-send.ts', connect: wallboards, events: 500, baselineEvents: 500, batch: 50, window: 4, atLeast: 3 },
  cursors,
});

export const P2 = fanOut({
  about: 'the same against a naive gateway: pubsub, a filter and an execution for each subscriber',
  ...{ baseline: 'bench/baselines/naive.ts', connect: wallboards, events: 500, baselineEvents: 50, batch: 50, window: 4, atLeast: 30 },
});

export const P3 = fanOut({
  about:
    'desktops: 2,000 sockets of an agent each, 200,000 events as fast as they are taken, against one ws.send of a ready string an event',
  ...{ baseline: 'bench/baselines/raw-send.ts', connect: { sockets: 2000, each: 'agent', agents: 2000 } },
  ...{ events: 200_000, baselineEvents: 200_000, batch: 6000, window: 6, atLeast: 1 },
  cursors,
  deliveryAlone: { events: 40_000, batch: 1000, window: 36 },
});
