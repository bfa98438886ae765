/** Streams that stop and go on, over the embedded log and the real ingest, whatever happens in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContinuity } from '../../src/continuity.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { GatewayError } from '../../src/errors.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import type { EventFilter } from '../../src/hub/filter.ts';
import { Hub } from '../../src/hub/hub.ts';
import type { From } from '../../src/hub/resume.ts';
import { Ingest } from '../../src/ingest.ts';
import type { Position } from '../../src/position.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { Streams } from '../../src/server/streams.ts';
import type { OpenStream, StreamHooks } from '../../src/server/streams.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { decode, families, viewsOf } from '../support/continuity.ts';
import { TOPICS } from '../support/events.ts';
import { until } from '../support/until.ts';

const START_MS = 1_800_000_000_000;

type WorldOptions = {
  readonly memory?: MemoryLog;
  readonly journalMaxBytes?: number;
  readonly maxSliceBytes?: number;
  readonly clock?: { ms: number };
};

/** A gateway without its sockets: log, ingest, journal, hub and streams. */
function openWorld({ memory, journalMaxBytes = 2 ** 26, maxSliceBytes = 2 ** 18, clock = { ms: START_MS } }: WorldOptions = {}) {
  const diagnostics = new Diagnostics();
  const log = memory ?? new MemoryLog({ topics: Object.values(TOPICS), partitions: 3, now: () => clock.ms });
  const source = log.source(diagnostics);
  const continuity = createContinuity({
    source,
    decode,
    topics: TOPICS,
    journalMaxBytes,
    replayMaxAgeMs: 3_600_000,
    maxChunkBytes: 2_000,
    now: () => clock.ms,
  });
  const hub = new Hub();
  const state = new State(defaultRules);
  const views = viewsOf(state, continuity.services.cursor);
  const streams = new Streams({ hub, journal: continuity.journal, log: continuity.log, views });
  const ingest = new Ingest({
    decode,
    state,
    hub,
    journal: continuity.journal,
    families,
    onLoss: () => {},
    tenants: 'all',
    log: () => source.status(),
    diagnostics,
    maxSliceBytes,
    now: () => clock.ms,
  });
  source.start({ from: 'earliest', onBatch: (batch) => ingest.onBatch(batch) });
  const isIdle = () => source.status().partitions.every(({ position, endOffset }) => position === endOffset);
  return {
    ...continuity,
    memory: log,
    clock,
    hub,
    streams,
    source,
    caughtUp: () => until(() => source.status().caughtUp && isIdle(), { what: 'all has been read' }),
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]();
      await continuity[Symbol.asyncDispose]();
    },
  };
}
type World = ReturnType<typeof openWorld>;

/** A reader that takes so many events, and then no more until it is told to. */
class Reader implements OpenStream {
  readonly got: { readonly event: VoiceEvent; readonly cursor: string }[] = [];
  ended: GatewayError | null = null;
  #hooks: StreamHooks;
  #room: number;
  #waiting: (() => void)[] = [];

  constructor(hooks: StreamHooks, room = Infinity) {
    this.#hooks = hooks;
    this.#room = room;
  }

  get hasRoom(): boolean {
    return this.#room > 0;
  }

  push(event: VoiceEvent, position: Position): void {
    this.got.push({ event, cursor: position.cursor });
    this.#room -= 1;
  }

  whenRoom(callback: () => void): void {
    this.#waiting.push(callback);
    if (this.hasRoom) this.makeRoom(0);
  }

  makeRoom(events: number): void {
    this.#room = Math.max(this.#room, 0) + events;
    for (const callback of this.#waiting.splice(0)) setImmediate(callback);
  }

  end(error: GatewayError): void {
    this.ended = error;
    this.#hooks.onDetach();
  }

  leave(): void {
    this.#hooks.onDetach();
  }
}

const scope = Scope.of(UNAUTHENTICATED_CLAIMS, 'acme');
const everything: EventFilter = { family: 'agentState', threads: null, agents: null, dns: null, queues: null, names: ALL_NAMES };

async function open(world: World, filter: EventFilter, from: From | null, room = Infinity): Promise<Reader> {
  const start = from === null ? null : await world.services.startFrom(filter.family, from);
  return world.streams.open(new Map(), scope, filter, start, (hooks) => new Reader(hooks, room));
}

type Written = { readonly agent: number; readonly tenant: string; readonly events: number; readonly dn: number };
const written: fc.Arbitrary<Written> = fc.record({
  agent: fc.nat(5),
  tenant: fc.constantFrom('acme', 'acme', 'acme', 'other'),
  events: fc.constantFrom(1, 1, 1, 1, 3, 0),
  dn: fc.nat(3),
});

function write({ memory, clock }: World, { agent, tenant, events, dn }: Written): void {
  const one = { id: 'EventAgentReady', AgentID: String(agent), ThisDN: String(dn) };
  const value = events === 0 ? 'no event' : JSON.stringify(events === 1 ? one : Array.from({ length: events }, () => one));
  clock.ms += 1;
  memory.append({ topic: TOPICS.agentState, key: `${tenant}:${agent}`, value, timestampMs: clock.ms });
}

const filters: Readonly<Record<string, EventFilter>> = {
  everything,
  'one agent': { ...everything, agents: new Set(['2']) },
  'some agents': { ...everything, agents: new Set(['0', '3', '5', 'nobody']) },
  'a telephone': { ...everything, dns: new Set(['1']) },
};

/** The events of the tenant that pass, by agent, as a reader of all of the log would have them. */
async function allOf(world: World, filter: EventFilter): Promise<Map<string, string[]>> {
  const reader = await open(world, filter, { sinceMs: START_MS });
  await settled(world);
  const ids = byAgent(reader.got.map(({ event }) => event));
  reader.leave();
  return ids;
}

function byAgent(events: readonly VoiceEvent[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { agentId, eventId } of events) ids.set(agentId ?? '', [...(ids.get(agentId ?? '') ?? []), eventId]);
  return ids;
}

/** Nothing is to be read, handed out or waited for any more. */
async function settled(world: World): Promise<void> {
  await world.caughtUp();
  await until(() => world.log.waiting === 0, { what: 'nobody waits for the log' });
  for (let i = 0; i < 20; i += 1) await nextTurn();
}

describe('a stream that is taken up again', () => {
  const steps = fc.array(
    fc.oneof({ weight: 12, arbitrary: written }, { weight: 2, arbitrary: fc.constantFrom('turn', 'resume', 'stall', 'go on') }),
    {
      minLength: 1,
      maxLength: 120,
    },
  );

  it.each(Object.entries(filters))(
    'has every event of %s once and in order per agent, from a journal of any size and from the log',
    async (_name, filter) => {
      await fc.assert(
        fc.asyncProperty(
          steps,
          fc.constantFrom(0, 3_000, 20_000, 2 ** 26),
          fc.constantFrom(1, 2 ** 18),
          async (all, journalMaxBytes, maxSliceBytes) => {
            await using world = openWorld({ journalMaxBytes, maxSliceBytes });
            await world.caughtUp();
            const got: VoiceEvent[] = [];
            let after = world.services.cursor();
            let reader = await open(world, filter, null);
            for (const step of all) {
              if (typeof step !== 'string') write(world, step);
              else if (step === 'turn') await nextTurn();
              else if (step === 'go on') reader.makeRoom(1_000);
              else {
                // What it has by now it keeps; the next one begins behind it.
                reader.leave();
                got.push(...reader.got.map(({ event }) => event));
                after = reader.got.at(-1)?.cursor ?? after;
                reader = await open(world, filter, { after }, step === 'stall' ? 2 : Infinity);
              }
            }
            reader.makeRoom(Infinity);
            await settled(world);
            expect(reader.ended).toBeNull();
            got.push(...reader.got.map(({ event }) => event));
            const seen = new Set<string>();
            // A record of several events may come again as a whole, where the reader had stopped inside it.
            const distinct = got.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
            expect(byAgent(distinct)).toEqual(await allOf(world, filter));
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('is handed nothing twice within one stream, at the seam to live either', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 5, maxLength: 60 }),
        fc.array(written, { maxLength: 30 }),
        fc.nat(8),
        async (before, during, room) => {
          await using world = openWorld({ journalMaxBytes: 10_000, maxSliceBytes: 1 });
          for (const one of before) write(world, one);
          await world.caughtUp();
          const reader = await open(world, everything, { sinceMs: START_MS }, room + 1);
          for (const one of during) {
            write(world, one);
            reader.makeRoom(2);
            await nextTurn();
          }
          reader.makeRoom(Infinity);
          await settled(world);
          const ids = reader.got.map(({ event }) => event.eventId);
          expect(new Set(ids).size).toBe(ids.length);
          expect(byAgent(reader.got.map(({ event }) => event))).toEqual(await allOf(world, everything));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shares what is read of the log with all who wait for it, each from where it stands', async () => {
    await using world = openWorld({ journalMaxBytes: 0 });
    await world.caughtUp();
    const live = await open(world, everything, null);
    for (let i = 0; i < 300; i += 1) write(world, { agent: i % 7, tenant: 'acme', events: 1, dn: 0 });
    await world.caughtUp();
    const reads: unknown[] = [];
    const { read } = world.source.reader;
    // A log that takes its time: whoever does not wait for the other reads the same again.
    const slowly = async (...asked: Parameters<typeof read>): ReturnType<typeof read> => {
      reads.push(asked);
      await nextTurn();
      return read(...asked);
    };
    Object.assign(world.source.reader, { read: slowly });
    const alone = await open(world, everything, { sinceMs: START_MS });
    await settled(world);
    const readsOfOne = reads.length;
    expect(readsOfOne).toBeGreaterThan(5);

    reads.length = 0;
    const places = [0, 17, 60, 133, 134, 250, 299];
    const starts = await Promise.all(places.map((i) => world.services.startFrom('agentState', { after: live.got[i]?.cursor ?? '' })));
    const asked = reads.length;
    const readers = starts.map((start) => world.streams.open(new Map(), scope, everything, start, (hooks) => new Reader(hooks)));
    await settled(world);
    for (const [i, { got }] of readers.entries())
      expect(byAgent(got.map(({ event }) => event))).toEqual(byAgent(live.got.slice((places[i] ?? 0) + 1).map(({ event }) => event)));
    expect(reads.length - asked).toBeLessThan(readsOfOne * 1.5);
    expect(alone.got).toHaveLength(300);
  });

  it('has the rest of a record again when it had only its first events', async () => {
    await using world = openWorld();
    await world.caughtUp();
    const live = await open(world, everything, null);
    write(world, { agent: 1, tenant: 'acme', events: 3, dn: 0 });
    await world.caughtUp();
    expect(live.got).toHaveLength(3);
    for (const [had, again] of [
      [1, 3],
      [2, 3],
      [3, 0],
    ] as const) {
      const reader = await open(world, everything, { after: live.got[had - 1]?.cursor ?? '' });
      await settled(world);
      expect(reader.got.map(({ event }) => event)).toEqual(live.got.slice(3 - again).map(({ event }) => event));
    }
  });

  it('leaves nothing behind when it is left, be it in the midst of it all', async () => {
    await using world = openWorld({ journalMaxBytes: 0 });
    await world.caughtUp();
    for (let i = 0; i < 300; i += 1) write(world, { agent: i % 7, tenant: 'acme', events: 1, dn: 0 });
    await world.caughtUp();
    const readers = await Promise.all([1, 5, 50, Infinity].map((room) => open(world, everything, { sinceMs: START_MS }, room)));
    await nextTurn();
    for (const reader of readers) reader.leave();
    const had = readers.map(({ got }) => got.length);
    for (const reader of readers) reader.makeRoom(Infinity);
    await settled(world);
    expect(readers.map(({ got }) => got.length)).toEqual(had);
    expect(world.hub.subscriptions('agentState')).toBe(0);
    expect(world.streams.count('agentStateEvents')).toBe(0);
  });
});

describe('what cannot be taken up again', () => {
  const codeOf = (from: From, world: World): Promise<unknown> =>
    world.services.startFrom('agentState', from).then(
      () => null,
      (error: GatewayError) => error.code,
    );

  it('is told by name: no cursor, one of another log, of the other topic, one from the future or too old', async () => {
    await using world = openWorld();
    await using elsewhere = openWorld();
    await Promise.all([world.caughtUp(), elsewhere.caughtUp()]);
    const live = await open(world, everything, null);
    write(world, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
    write(elsewhere, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
    await Promise.all([world.caughtUp(), elsewhere.caughtUp()]);
    const after = live.got[0]?.cursor ?? '';
    expect(await codeOf({ after }, world)).toBeNull();
    expect(await codeOf({ after: 'rubbish' }, world)).toBe('CURSOR_INVALID');
    expect(await codeOf({ after: elsewhere.services.cursor() }, world)).toBe('CURSOR_INVALID');
    await expect(world.services.startFrom('callThread', { after })).rejects.toThrow('the other topic');
    await expect(world.services.startFrom('callThread', { after: world.services.cursor() })).resolves.toBeDefined();
    await expect(world.services.startFrom('agentState', { after: Buffer.from('[1,"agents","1"]').toString('base64url') })).rejects.toThrow(
      'page cursor',
    );
    expect(await codeOf({ sinceMs: world.clock.ms + 1 }, world)).toBe('BAD_USER_INPUT');
    expect(await codeOf({ sinceMs: world.clock.ms - 3_600_001 }, world)).toBe('CURSOR_EXPIRED');

    // With nothing after it a cursor never expires.
    world.clock.ms += 7_200_000;
    expect(await codeOf({ after }, world)).toBeNull();
    write(world, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
    world.clock.ms += 7_200_000;
    write(world, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
    await world.caughtUp();
    const refused = await world.services.startFrom('agentState', { after }).catch((error: unknown) => error as GatewayError);
    expect(refused).toMatchObject({ code: 'CURSOR_EXPIRED' });
    const oldest = await open(world, everything, { after: String((refused as GatewayError).extensions['oldestCursor']) });
    await settled(world);
    expect(oldest.got).toHaveLength(1);
  });

  it.each([2 ** 26, 0])(
    'is told when the log was cut, has been made anew, or made anew and grown past the cursor (journal of %i bytes)',
    async (journalMaxBytes) => {
      const clock = { ms: START_MS };
      const make = (maxRecords: number) =>
        new MemoryLog({ topics: Object.values(TOPICS), partitions: 1, maxRecords, now: () => clock.ms, id: 'same' });
      await using world = openWorld({ memory: make(100), clock, journalMaxBytes });
      await world.caughtUp();
      const live = await open(world, everything, null);
      for (let i = 0; i < 20; i += 1) write(world, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
      await world.caughtUp();
      const cursorAt = (i: number) => ({ after: live.got[i]?.cursor ?? '' });

      // The same topic as another replica finds it, to which only the newest five are left.
      const short = make(5);
      await using cut = openWorld({ memory: short, clock, journalMaxBytes });
      for (let i = 0; i < 20; i += 1)
        short.append({ topic: TOPICS.agentState, key: 'acme:1', value: '{"id":"EventAgentReady"}', timestampMs: START_MS + 1 + i });
      await cut.caughtUp();
      expect(await codeOf(cursorAt(3), cut)).toBe('LOG_TRUNCATED');
      expect(await codeOf(cursorAt(15), cut)).toBeNull();

      for (const [records, code] of [
        [5, 'LOG_TRUNCATED'],
        [40, 'LOG_TRUNCATED'],
      ] as const) {
        await using anew = openWorld({ memory: make(100), clock, journalMaxBytes });
        for (let i = 0; i < records; i += 1) write(anew, { agent: 1, tenant: 'acme', events: 1, dn: 0 });
        await anew.caughtUp();
        expect(await codeOf(cursorAt(15), anew)).toBe(code);
      }
    },
  );

  it('is not so with a cursor that is ahead of a lagging replica: it begins when the replica comes there', async () => {
    const clock = { ms: START_MS };
    const memory = new MemoryLog({ topics: Object.values(TOPICS), partitions: 2, now: () => clock.ms });
    await using ahead = openWorld({ memory, clock });
    await ahead.caughtUp();
    const live = await open(ahead, everything, null);
    for (let i = 0; i < 10; i += 1) write(ahead, { agent: i % 3, tenant: 'acme', events: 1, dn: 0 });
    await ahead.caughtUp();
    // One that has not read anything yet.
    await using behind = openWorld({ memory, clock });
    behind.journal.look();
    const reader = await open(behind, everything, { after: live.got.at(-1)?.cursor ?? '' });
    write(ahead, { agent: 2, tenant: 'acme', events: 1, dn: 0 });
    await settled(behind);
    await settled(ahead);
    expect(reader.got.map(({ event }) => event.eventId)).toEqual(live.got.slice(10).map(({ event }) => event.eventId));
  });
});
