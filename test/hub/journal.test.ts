/** The journal against a naive one, and what it says that it takes against the heap itself. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordOf } from '../../load/workload.ts';
import type { Family } from '../../src/events/definition.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import type { EventFilter } from '../../src/hub/filter.ts';
import { Journal } from '../../src/hub/journal.ts';
import { logName, Position } from '../../src/position.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import { createSpeller } from '../../src/simulator/spellings.ts';
import type { NewRecord } from '../../src/source/source.ts';
import { keyHash } from '../../src/source/key-hash.ts';
import { decode, families } from '../support/continuity.ts';
import { TOPICS } from '../support/events.ts';

const START_MS = Date.parse('2026-03-02T08:00:00Z');
const PARTITIONS = 3;
const MIB = 1024 * 1024;
const scope = Scope.of(UNAUTHENTICATED_CLAIMS, 'acme');
const everything: EventFilter = { family: 'agentState', threads: null, agents: null, dns: null, queues: null, names: ALL_NAMES };

function openJournal(maxBytes: number, maxAgeMs = Infinity): Journal {
  const partitions = Object.values(TOPICS).flatMap((topic) =>
    Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, startOffset: 0n, liveFrom: 0n })),
  );
  const journal = new Journal({ maxBytes, maxAgeMs, topics: TOPICS, log: () => ({ clusterId: 'test', partitions }), now: () => START_MS });
  journal.look();
  return journal;
}

type Plain = { readonly topic: string; readonly key: string | Buffer; readonly value: string | Buffer; readonly timestampMs: number };

/** Hands records to a journal as ingest does, each at the end of its partition. */
class Writer {
  readonly journal: Journal;
  readonly #ends = new Map<string, bigint>();

  constructor(journal: Journal) {
    this.journal = journal;
  }

  write({ topic, key, value, timestampMs }: Plain, partition = keyHash(Buffer.from(key)) % PARTITIONS): readonly VoiceEvent[] {
    const family = families.get(topic) as Family;
    const offset = this.#ends.get(topic + partition) ?? 0n;
    this.#ends.set(topic + partition, offset + 1n);
    const record = { offset, timestampMs, key: Buffer.from(key), value: Buffer.from(value) };
    const { events } = decode(topic, partition, record, timestampMs);
    this.journal.append(family, partition, events, offset + 1n);
    this.journal.advance(family, partition, offset + 1n, timestampMs);
    return events;
  }
}

async function heapBytes(): Promise<number> {
  // What finalizers let go is taken by the next one.
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}

type Kind = () => Iterable<Plain>;
const simulated = (family: Family, spelled: (record: Plain, n: number) => Plain = (record) => record): Kind =>
  function* () {
    const topics = { agentStateTopic: TOPICS.agentState, callThreadTopic: TOPICS.callThread };
    let n = 0;
    for (const record of simulate({ tenants: 2, agents: 500, rate: 500, seed: 1, startMs: START_MS, ...topics }))
      if (record.topic === TOPICS[family]) yield spelled(record, n++);
  };
/** Each event in all spellings, as a dozen producers would write them: each has one of its own that it keeps to. */
const PRODUCERS = 12;
const manyProducers = (record: Plain, n: number): Plain => ({
  ...record,
  value: createSpeller(createRandom(n % PRODUCERS))(JSON.parse(record.value.toString())),
});
const withUserData =
  (userData: (n: number) => unknown) =>
  (record: Plain, n: number): Plain => ({
    ...record,
    value: JSON.stringify({ ...JSON.parse(record.value.toString()), UserData: userData(n) }),
  });
const ofBench = (bytes: number): Kind =>
  function* () {
    for (let n = 0; ; n += 1) {
      const { topic, key, value, timestampMs } = recordOf(n % 2000, Math.floor(n / 2000), START_MS + n, 0, bytes);
      yield { topic, key, value, timestampMs };
    }
  };
const kinds: readonly (readonly [string, Kind])[] = [
  ['agent events of the simulator', simulated('agentState')],
  ['call events of the simulator', simulated('callThread')],
  ['agent events in all spellings', simulated('agentState', manyProducers)],
  ['call events in all spellings', simulated('callThread', manyProducers)],
  ['events of the benchmarks', ofBench(400)],
  ['large events of the benchmarks', ofBench(4000)],
  [
    'calls with 10 kB of user data in one text',
    simulated(
      'callThread',
      withUserData((n) => ({ Notes: `${n} `.padEnd(10_000, 'x') })),
    ),
  ],
  [
    'calls with 10 kB of user data in 200 pairs',
    simulated(
      'callThread',
      withUserData((n) => Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Key_${i}`, `value ${n} of ${i}, and some more`]))),
    ),
  ],
  [
    'calls with 10 kB of user data in a list',
    simulated(
      'callThread',
      withUserData((n) => Array.from({ length: 150 }, (_, i) => ({ key: `Key_${i}`, type: 'str', value: `value ${n} of ${i}, and more` }))),
    ),
  ],
];

function fill(maxBytes: number, records: Iterable<Plain>): Writer {
  const writer = new Writer(openJournal(maxBytes));
  let before = -1;
  for (const record of records) {
    writer.write(record);
    // It has given something up.
    if (writer.journal.bytes < before) break;
    before = writer.journal.bytes;
  }
  return writer;
}

describe('what the journal says that it takes', () => {
  it.each(kinds)('is within a quarter of the heap: %s', async (_, records) => {
    const maxBytes = 16 * MIB;
    // What is made once is not counted.
    fill(maxBytes / 4, records());
    const before = await heapBytes();
    const { journal } = fill(maxBytes, records());
    const bytes = (await heapBytes()) - before;
    expect(journal.bytes).toBeGreaterThan(maxBytes * 0.9);
    expect(journal.bytes / bytes).toBeGreaterThan(0.75);
    expect(journal.bytes / bytes).toBeLessThan(1.25);
  });
});

describe('the bound of the journal', () => {
  it('holds under a long stream, in what it says and in the heap', async () => {
    const maxBytes = 12 * MIB;
    fill(maxBytes, ofBench(400)());
    const before = await heapBytes();
    const writer = new Writer(openJournal(maxBytes));
    let written = 0;
    for (const record of ofBench(400)()) {
      for (const { sizeBytes } of writer.write(record)) written += sizeBytes;
      if (writer.journal.bytes > maxBytes) expect.unreachable(`${writer.journal.bytes} bytes`);
      if (written > 3 * maxBytes) break;
    }
    expect(writer.journal.bytes).toBeGreaterThan(maxBytes * 0.95);
    const bytes = (await heapBytes()) - before;
    expect(bytes).toBeLessThan(maxBytes * 1.25);
    expect(writer.journal.bytes / bytes).toBeLessThan(1.25);
  });

  it('makes what was written first go first, whatever was read last', () => {
    const size = (records: readonly NewRecord[]) => {
      const { journal, write } = counted();
      for (const record of records) write(record as Plain, 0);
      return journal.bytes;
    };
    const hourAgo = Array.from({ length: 500 }, (_, n) => recordOf(1, n, START_MS - 3_600_000 + n));
    const recent = Array.from({ length: 500 }, (_, n) => recordOf(2, n, START_MS + n));
    const writer = new Writer(openJournal(size(hourAgo) + size(recent)));
    // The newest are read first.
    for (const record of recent) writer.write(record, 2);
    for (const record of hourAgo) writer.write(record, 1);
    const { journal } = writer;
    expect(floorOf(journal, 'agentState', 1, 500n)).toBe(0n);
    for (let n = 0; n < 400; n += 1) writer.write(recordOf(0, n, START_MS + 10_000 + n), 0);
    expect(floorOf(journal, 'agentState', 1, 500n)).toBeGreaterThanOrEqual(390n);
    expect(floorOf(journal, 'agentState', 2, 500n)).toBe(0n);
    expect(floorOf(journal, 'agentState', 0, 400n)).toBe(0n);
  });

  function counted() {
    const writer = new Writer(openJournal(64 * MIB));
    return { journal: writer.journal, write: (record: Plain, partition: number) => writer.write(record, partition) };
  }

  it('leaves nothing of what is given up, though others are linked with it', async () => {
    const writer = new Writer(openJournal(MIB));
    const write = (sequence: number) => writer.write(recordOf(7, sequence, START_MS + sequence), sequence % PARTITIONS);
    for (let n = 0; n < 200; n += 1) write(n);
    const given = weaklyAll(writer.journal);
    expect(given).toHaveLength(200);
    for (let n = 200; n < 2000; n += 1) write(n);
    expect(floorOf(writer.journal, 'agentState', 0, 667n)).toBeGreaterThan(100n);
    await heapBytes();
    expect(given.filter((each) => each.deref() !== undefined)).toEqual([]);
    // What is left of the same agent is still linked.
    expect(writer.journal.recent('agentState', scope, 'a00007', 10_000).length).toBeGreaterThan(500);
  });
});

/** On its own, so that nothing of it is left on the stack of who asks. */
function weaklyAll(journal: Journal): WeakRef<object>[] {
  return journal.missed(scope, everything, placeOf(0n, 0n, 0n)).entries.map((entry) => new WeakRef(entry));
}

function placeOf(...offsets: readonly bigint[]): Position {
  return new Position(logName('test', TOPICS.agentState), offsets, START_MS);
}

/** The lowest offset from which on nothing is lacking. */
function floorOf(journal: Journal, family: Family, partition: number, end: bigint): bigint {
  for (let offset = 0n; offset < end; offset += 1n) {
    const offsets = Array.from({ length: partition + 1 }, (_, i) => (i === partition ? offset : 0n));
    const position = new Position(logName('test', TOPICS[family]), offsets);
    if (!journal.lacking(family, position).includes(partition)) return offset;
  }
  return end;
}

/** An event, and what there was in all partitions when it had been read. */
type Known = { readonly event: VoiceEvent; readonly isLast: boolean };

type Step = { readonly partition: number; readonly agents: readonly number[]; readonly padding: number; readonly minutes: number };
const step: fc.Arbitrary<Step> = fc.record({
  partition: fc.nat({ max: PARTITIONS - 1 }),
  // The events of a record have one key; none of them is an event where there are none.
  agents: fc.nat({ max: 3 }).chain((agent) => fc.array(fc.constant(agent), { maxLength: 3 })),
  padding: fc.nat({ max: 300 }),
  // Partitions are read one ahead of the other, so what is read last may be oldest.
  minutes: fc.nat({ max: 9 }),
});

/** Writes records of few agents to whichever partition, and keeps all that is written in one list. */
function play(steps: readonly Step[], maxBytes: number) {
  const writer = new Writer(openJournal(maxBytes));
  const all: Known[] = [];
  const ends = Array.from({ length: PARTITIONS }, () => 0n);
  for (const [n, { partition, agents, padding, minutes }] of steps.entries()) {
    const elements = agents.map(() => ({ id: 'EventAgentReady', ThisDN: 'x'.repeat(padding) }));
    const value = JSON.stringify(elements);
    const written = writer.write(
      { topic: TOPICS.agentState, key: `acme:${agents[0] ?? 0}`, value, timestampMs: START_MS + minutes * 60_000 + n },
      partition,
    );
    for (const [i, event] of written.entries()) all.push({ event, isLast: i === written.length - 1 });
    ends[partition] = (ends[partition] ?? 0n) + 1n;
  }
  const { journal } = writer;
  const floors = ends.map((end, partition) => floorOf(journal, 'agentState', partition, end));
  const isKept = ({ event }: Known) => event.offset >= (floors[event.partition] ?? 0n);
  return { journal, all, ends, floors, kept: all.filter(isKept), isKept };
}

const steps = fc.array(step, { maxLength: 120 });
/** From a few events to all of them. */
const bound = fc.integer({ min: 2_000, max: 80_000 });
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: PARTITIONS, maxLength: PARTITIONS });

describe('the journal, held against a list of all that was written', () => {
  it('has the newest events of an agent, the newest first, whatever partitions they came by', () => {
    fc.assert(
      fc.property(steps, bound, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 60 }), (written, maxBytes, agent, last) => {
        const { journal, kept } = play(written, maxBytes);
        const expected = kept.filter(({ event }) => event.agentId === String(agent)).toReversed();
        const found = journal.recent('agentState', scope, String(agent), last);
        expect(found.map(({ eventId }) => eventId)).toEqual(expected.slice(0, last).map(({ event }) => event.eventId));
      }),
    );
  });

  it('keeps a partition from some offset on, and lacks what is before', () => {
    fc.assert(
      fc.property(steps, bound, places, (written, maxBytes, parts) => {
        const { journal, kept, all, floors, ends } = play(written, maxBytes);
        // Everything is kept as long as there is room.
        if (all.length * 2_500 < maxBytes) expect(floors).toEqual([0n, 0n, 0n]);
        const offsets = parts.map((part, partition) => BigInt(Math.floor(part * Number(ends[partition]))));
        const lacking = offsets.flatMap((offset, partition) => (offset < (floors[partition] ?? 0n) ? [partition] : []));
        expect(journal.lacking('agentState', placeOf(...offsets))).toEqual(lacking);
        for (const [partition, offset] of offsets.entries()) {
          const inIt = kept.filter(({ event }) => event.partition === partition);
          const before = inIt.findLast(({ event }) => event.offset < offset)?.event ?? null;
          const from = inIt.find(({ event }) => event.offset >= offset)?.event ?? null;
          expect(journal.before('agentState', partition, offset)?.eventId).toBe(before?.eventId);
          expect(journal.from('agentState', partition, offset)?.eventId).toBe(from?.eventId);
        }
      }),
    );
  });

  it('has what a stream missed, of some agents or of all, in the order of reading', () => {
    const wanted = fc.option(fc.uniqueArray(fc.nat({ max: 3 }), { minLength: 1 }), { nil: null });
    fc.assert(
      fc.property(steps, bound, places, wanted, (written, maxBytes, parts, wantedAgents) => {
        const { journal, kept, floors, ends } = play(written, maxBytes);
        const agents = wantedAgents === null ? null : new Set(wantedAgents.map(String));
        const offsets = parts.map((part, i) => {
          const [floor, end] = [Number(floors[i]), Number(ends[i])];
          return BigInt(floor + Math.floor(part * (end - floor)));
        });
        const expected = kept.filter(
          ({ event }) => event.offset >= (offsets[event.partition] ?? 0n) && (agents === null || agents.has(event.agentId ?? '')),
        );
        const { entries, reached } = journal.missed(scope, { ...everything, agents }, placeOf(...offsets));
        expect(entries.map(({ event, isLast }) => [event.eventId, isLast])).toEqual(
          expected.map(({ event, isLast }) => [event.eventId, isLast]),
        );
        expect(ends.map((_, partition) => reached.at(partition))).toEqual(ends);
      }),
    );
  });

  it('knows the place behind an event as it was when the event was read', () => {
    fc.assert(
      fc.property(steps, bound, (written, maxBytes) => {
        const { journal, all, isKept, ends } = play(written, maxBytes);
        const lastGone = (partition: number) => all.findLastIndex((each) => each.event.partition === partition && !isKept(each));
        for (const [n, known] of all.entries()) {
          const { event, isLast } = known;
          const place = journal.after(event);
          const expected = ends.map((end, partition) => {
            if (partition === event.partition) return isKept(known) && isLast ? event.offset + 1n : event.offset;
            if (!isKept(known) || lastGone(partition) > n) return 0n;
            return all.find((other, at) => at > n && other.event.partition === partition)?.event.offset ?? end;
          });
          expect(ends.map((_, partition) => place?.at(partition))).toEqual(expected);
        }
      }),
    );
  });

  it('hands out long stretches in parts of whole records, with nothing missing between them', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ({
      partition: (n * 7) % PARTITIONS,
      agents: Array.from({ length: 1 + (n % 3) }, () => n % 4),
      padding: 0,
      minutes: 0,
    }));
    const { journal, all, ends } = play(many, 64 * MIB);
    for (const agents of [null, new Set(['0', '2'])]) {
      let position = placeOf(0n, 0n, 0n);
      const found: string[] = [];
      let parts = 0;
      for (; ends.some((end, partition) => position.at(partition) < end); parts += 1) {
        const { entries, reached } = journal.missed(scope, { ...everything, agents }, position);
        expect(entries.at(-1)?.isLast ?? true).toBe(true);
        found.push(...entries.map(({ event }) => event.eventId));
        position = reached;
      }
      expect(parts).toBeGreaterThan(2);
      const expected = all.filter(({ event }) => agents === null || agents.has(event.agentId ?? ''));
      expect(found).toEqual(expected.map(({ event }) => event.eventId));
    }
  });
});

describe('history that nobody may replay', () => {
  it('is not kept while nothing newer is, and read from the log if it is asked for', () => {
    const journal = openJournal(2 ** 26, 60_000);
    const writer = new Writer(journal);
    const write = (ageMs: number) =>
      writer.write({ topic: TOPICS.agentState, key: 'acme:1', value: '{"id":"EventAgentReady"}', timestampMs: START_MS - ageMs }, 0);
    for (let i = 0; i < 5; i += 1) write(60_001);
    expect(journal.bytes).toBe(0);
    const log = logName('test', TOPICS.agentState);
    expect(journal.lacking('agentState', new Position(log, [4n]))).toEqual([0]);
    const kept = [...write(59_999), ...write(120_000)];
    expect(journal.lacking('agentState', new Position(log, [4n]))).toEqual([0]);
    expect(journal.lacking('agentState', new Position(log, [5n]))).toEqual([]);
    // Behind something newer it is, be its clock wrong: nothing is missing in between.
    expect(journal.missed(scope, everything, new Position(log, [5n])).entries.map(({ event }) => event)).toEqual(kept);
  });
});
