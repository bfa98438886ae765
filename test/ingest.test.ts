import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../src/diagnostics.ts';
import { catalogue } from '../src/events/catalogue.ts';
import { createDecoder } from '../src/events/decode.ts';
import type { Family } from '../src/events/definition.ts';
import { Hub } from '../src/hub/hub.ts';
import { Journal } from '../src/hub/journal.ts';
import { Ingest } from '../src/ingest.ts';
import type { IngestOptions } from '../src/ingest.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../src/scope.ts';
import type { Batch, PartitionStatus, RawRecord } from '../src/source/source.ts';
import type { StateFold } from '../src/state/model.ts';

const TOPIC = 'calls';
const WALL_MS = 1_800_000_000_000;

/** What the state was told, in order: clock readings, and the records with their timestamps. */
type Told = { readonly clock: number } | { readonly offset: bigint; readonly atMs: number; readonly events: readonly string[] };

function world(options: Partial<IngestOptions> = {}) {
  const told: Told[] = [];
  const positions = new Map<number, bigint>();
  /** Partitions of which the state was told that it may lack something. */
  const forsaken: number[] = [];
  const state: StateFold = {
    apply: ({ offset, timestampMs }, events) => void told.push({ offset, atMs: timestampMs, events: events.map(({ name }) => name) }),
    advance: (clock) => void told.push({ clock }),
    pass: (_topic, n, next) => void positions.set(n, next),
    lose: (_topic, n) => {
      forsaken.push(n);
      positions.delete(n);
    },
    next: (_topic, n) => positions.get(n) ?? null,
  };
  const log = { caughtUp: true, partitions: [] as PartitionStatus[] };
  const hub = new Hub();
  /** For each loss the offsets by partition that all that is left follows. */
  const lost: (bigint[] | null)[] = [];
  const families = new Map<string, Family>([[TOPIC, 'callThread']]);
  const journal = new Journal({
    maxBytes: 2 ** 24,
    maxAgeMs: 3_600_000,
    topics: { agentState: 'agents', callThread: TOPIC },
    log: () => ({ clusterId: 'c', ...log }),
    now: Date.now,
  });
  const wall = { ms: WALL_MS };
  const ingest = new Ingest({
    decode: createDecoder({ catalogue, families, maxRecordBytes: 10_000 }),
    state,
    hub,
    journal,
    families,
    onLoss: (_family, oldest) => void lost.push(oldest === null ? null : [0, 1].map((n) => oldest.at(n))),
    tenants: 'all',
    log: () => log,
    diagnostics: new Diagnostics(),
    now: () => wall.ms,
    ...options,
  });
  return {
    ingest,
    told,
    positions,
    forsaken,
    log,
    hub,
    journal,
    lost,
    wall,
    clocks: () => told.flatMap((one) => ('clock' in one ? [one.clock] : [])),
  };
}

const record = (offset: number, timestampMs: number, key = 'acme:t', value = '{"id":"EventRinging"}'): RawRecord => ({
  offset: BigInt(offset),
  timestampMs,
  key: Buffer.from(key),
  value: Buffer.from(value),
});

const batch = (records: readonly RawRecord[], more: Partial<Batch> = {}): Batch => ({
  topic: TOPIC,
  partition: 0,
  records,
  nextOffset: (records.at(-1)?.offset ?? -1n) + 1n,
  liveFrom: 0n,
  gapBefore: false,
  ...more,
});

const partition = (n: number, { position = 0, lastRecordAtMs = null as number | null } = {}): PartitionStatus => ({
  topic: TOPIC,
  partition: n,
  startOffset: 0n,
  historyEnd: 10n,
  liveFrom: 10n,
  position: BigInt(position),
  endOffset: 10n,
  lastRecordAtMs,
});

describe('ingest', () => {
  it('folds each record before it is published, history too, which is not published', async () => {
    const { ingest, told, hub } = world();
    const published: unknown[] = [];
    hub.subscribe(
      Scope.of(UNAUTHENTICATED_CLAIMS, 'acme'),
      { family: 'callThread', threads: null, agents: null, dns: null, queues: null, names: -1 },
      (event) => published.push([event.offset, told.at(-1)]),
    );
    await ingest.onBatch(batch([record(0, WALL_MS - 2), record(1, WALL_MS - 1)], { liveFrom: 1n }));
    const applied = (offset: bigint, atMs: number) => ({ offset, atMs, events: ['EventRinging'] });
    expect(told).toEqual([{ clock: WALL_MS }, applied(0n, WALL_MS - 2), applied(1n, WALL_MS - 1)]);
    expect(published).toEqual([[1n, applied(1n, WALL_MS - 1)]]);
  });

  it('has a record in the state when the place behind it is told, and not before, also while a record of several events takes several turns', async () => {
    const { ingest, told, journal, log } = world({ maxSliceBytes: 1 });
    log.partitions = [{ ...partition(0), liveFrom: 0n }];
    const place = (): string =>
      `${told.some((one) => 'offset' in one) ? 'in the state' : 'not there'}, ${journal.position('callThread')?.at(0)}`;
    const seen = new Set<string>();
    const many = record(0, WALL_MS, 'acme:t', JSON.stringify(Array.from({ length: 9 }, () => ({ id: 'EventRinging' }))));
    const reading = ingest.onBatch(batch([many]));
    for (let turn = 0; turn < 20; turn += 1) {
      seen.add(place());
      await nextTurn();
    }
    await reading;
    expect([...seen]).toEqual(['not there, 0', 'in the state, 1']);
  });

  it('takes the clock from the records while history is read, and from the wall afterwards', async () => {
    const { ingest, log, wall, clocks } = world();
    log.caughtUp = false;
    log.partitions = [partition(0)];
    await ingest.onBatch(batch([record(0, 1000), record(1, 3000), record(2, 2000), record(3, 4000)]));
    ingest.tick();
    expect(clocks()).toEqual([1000, 3000, 4000]);

    log.caughtUp = true;
    ingest.tick();
    wall.ms += 5;
    await ingest.onBatch(batch([record(4, 5000)]));
    wall.ms -= 1000;
    ingest.tick();
    expect(clocks().slice(3)).toEqual([WALL_MS, WALL_MS + 5]);
  });

  it('lets no partition that is read first move the clock beyond one that is read later', async () => {
    const { ingest, log, clocks } = world();
    log.caughtUp = false;
    log.partitions = [partition(0), partition(1)];
    await ingest.onBatch(batch([record(0, 1000), record(1, 9000)]));
    expect(clocks()).toEqual([]);

    log.partitions = [partition(0, { position: 2, lastRecordAtMs: 9000 }), partition(1)];
    await ingest.onBatch(batch([record(0, 2000), record(1, 3000)], { partition: 1 }));
    expect(clocks()).toEqual([2000, 3000]);

    log.partitions = [partition(0, { position: 2, lastRecordAtMs: 9000 }), partition(1, { position: 10, lastRecordAtMs: 3000 })];
    await ingest.onBatch(batch([record(2, 9500)]));
    expect(clocks()).toEqual([2000, 3000, 9500]);
  });

  it('counts a timestamp above the wall clock as the wall clock, and as odd', async () => {
    const { ingest, told, log } = world();
    log.caughtUp = false;
    await ingest.onBatch(batch([record(0, WALL_MS + 60_000)]));
    expect(told).toEqual([{ clock: WALL_MS }, { offset: 0n, atMs: WALL_MS, events: ['EventRinging'] }]);
    expect(ingest.counts.get(TOPIC)?.odd).toEqual(new Map([['TIMESTAMP_AHEAD', 1]]));
  });

  it('skips the records of tenants that are not kept without reading them, and counts them apart', async () => {
    const { ingest, told } = world({ tenants: new Set(['acme']) });
    await ingest.onBatch(
      batch([
        record(0, 1, 'globex:t', 'no JSON'),
        record(1, 2, 'acme:t'),
        record(2, 3, 'no tenant'),
        record(3, 4, 'acmee:t'),
        record(4, 5, '"acme:t"'),
      ]),
    );
    expect(told.flatMap((one) => ('offset' in one ? [one.offset] : []))).toEqual([1n, 2n, 4n]);
    expect(ingest.counts.get(TOPIC)).toEqual({ records: 5, skipped: 2, rejected: new Map([['NO_TENANT', 1]]), odd: new Map() });
  });

  it('tells the state how far a partition has been read: also where there was nothing to fold, or nothing at all', async () => {
    const { ingest, log, positions, forsaken } = world({ tenants: new Set(['acme']) });
    log.partitions = [partition(0), { ...partition(1), startOffset: 7n }];
    await ingest.onBatch(batch([record(0, 1, 'globex:t')], { nextOffset: 5n }));
    ingest.tick();
    expect(positions).toEqual(
      new Map([
        [0, 5n],
        [1, 7n],
      ]),
    );
    await ingest.onBatch(batch([record(7, 1)], { partition: 1 }));
    ingest.tick();
    expect(positions).toEqual(
      new Map([
        [0, 5n],
        [1, 8n],
      ]),
    );
    expect(forsaken).toEqual([]);
  });

  it('tells the state of records that are gone, and of a partition that begins again', async () => {
    const { ingest, positions, forsaken } = world();
    await ingest.onBatch(batch([record(0, 1), record(1, 1)]));
    await ingest.onBatch(batch([record(10, 1)], { gapBefore: true }));
    expect(forsaken).toEqual([0]);
    await ingest.onBatch(batch([record(11, 1)]));
    await ingest.onBatch(batch([record(0, 1)], { partition: 1 }));
    expect(forsaken).toEqual([0]);
    await ingest.onBatch(batch([record(3, 1)]));
    expect(forsaken).toEqual([0, 0]);
    expect(positions).toEqual(
      new Map([
        [0, 4n],
        [1, 1n],
      ]),
    );
  });

  it('tells from where on all is still there: behind what retention took, but from the beginning of a log made anew, wherever other partitions stand', async () => {
    const { ingest, log, lost } = world();
    log.partitions = [partition(0), partition(1)];
    await ingest.onBatch(batch([record(10, 1)], { liveFrom: 10n }));
    await ingest.onBatch(batch([record(20, 1)], { liveFrom: 10n, partition: 1 }));
    await ingest.onBatch(batch([], { nextOffset: 15n, liveFrom: 10n, gapBefore: true }));
    expect(lost).toEqual([[15n, 21n]]);
    // History that nobody was to get live.
    await ingest.onBatch(batch([], { nextOffset: 30n, liveFrom: 40n, gapBefore: true }));
    expect(lost).toHaveLength(1);
    await ingest.onBatch(batch([], { nextOffset: 0n, liveFrom: 0n, gapBefore: true }));
    expect(lost).toEqual([
      [15n, 21n],
      [0n, 0n],
    ]);
  });
});
