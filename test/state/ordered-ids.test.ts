/** Sets whose order is found when they are read: whatever changed since the last reading, and however much, each page is that of a set sorted anew. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Directory } from '../../src/state/directory.ts';
import { IdIndex } from '../../src/state/id-index.ts';
import type { Cursor } from '../../src/state/sorted-ids.ts';
import { Log, SECOND_MS, threadsOf } from './log.ts';

const GROUPS = ['RED', 'GREEN', 'BLUE'] as const;
type Colour = (typeof GROUPS)[number];
type Thing = { colour: Colour };

// Not shrunk where it fails: that takes minutes, and the seed tells as much.

/** So many that a set is halved, and that changes come one by one or in numbers that are not worth it. */
const id = fc.nat({ max: 299 }).map(String);
const colour = fc.constantFrom(...GROUPS, null);
const change = fc.record({ id, colour });
const phase = fc.record({
  changes: fc.oneof(
    { weight: 3, arbitrary: fc.array(change, { maxLength: 5 }) },
    { weight: 2, arbitrary: fc.array(change, { minLength: 50, maxLength: 250, size: 'max' }) },
  ),
  after: fc.option(id, { nil: null }),
});
const phases = fc.array(phase, { minLength: 2, maxLength: 8 });

function idsOf(cursor: Cursor): string[] {
  const ids: string[] = [];
  for (; cursor.id !== null; cursor.next()) ids.push(cursor.id);
  return ids;
}

function sorted(model: ReadonlyMap<string, Colour>, of: Colour | null, after: string | null): string[] {
  const ids = [...model].filter(([, one]) => of === null || one === of).map(([one]) => one);
  return ids.filter((one) => after === null || one > after).toSorted((a, b) => (a < b ? -1 : 1));
}

function paint(model: Map<string, Colour>, one: string, to: Colour | null): void {
  if (to === null) model.delete(one);
  else model.set(one, to);
}

test('a directory gives all and each group in order, behind any identifier', () => {
  fc.assert(
    fc.property(phases, (all) => {
      const things = new Directory<Thing, Colour>(GROUPS, (thing) => thing.colour);
      const model = new Map<string, Colour>();
      for (const { changes, after } of all) {
        for (const { id: one, colour: to } of changes) {
          const known = things.get(one);
          const thing = known ?? { colour: to ?? 'RED' };
          if (known === undefined && to !== null) things.add(one, thing);
          things.move(one, known?.colour ?? null, to);
          if (to !== null) thing.colour = to;
          else if (known !== undefined) things.delete(one);
          paint(model, one, to);
        }
        expect(things.size).toBe(model.size);
        expect(idsOf(things.cursor(null, after))).toEqual(sorted(model, null, after));
        for (const group of GROUPS) {
          expect(things.sizeOf(group)).toBe(sorted(model, group, null).length);
          expect(things.has(group)).toBe(things.sizeOf(group) > 0);
          expect(idsOf(things.cursor(group, after))).toEqual(sorted(model, group, after));
        }
      }
    }),
    { numRuns: 200, endOnFailure: true },
  );
});

test('an index gives the identifiers of each key in order, behind any identifier', () => {
  fc.assert(
    fc.property(phases, (all) => {
      const index = new IdIndex();
      const model = new Map<string, Colour>();
      for (const { changes, after } of all) {
        for (const { id: one, colour: to } of changes) {
          const before = model.get(one);
          if (before !== undefined) index.delete(before, one);
          if (to !== null) index.add(to, one);
          paint(model, one, to);
        }
        for (const key of GROUPS) {
          expect(index.sizeOf(key)).toBe(sorted(model, key, null).length);
          expect(index.has(key)).toBe(index.sizeOf(key) > 0);
          expect(idsOf(index.cursor(key, after))).toEqual(sorted(model, key, after));
        }
      }
    }),
    { numRuns: 200, endOnFailure: true },
  );
});

const LINES = ['800', '900'] as const;
const step = fc.record({ id: fc.nat({ max: 149 }).map(String), dnis: fc.constantFrom(...LINES), isOver: fc.boolean() });
const wave = fc.record({
  steps: fc.array(step, { maxLength: 150, size: 'max' }),
  gapMs: fc.constantFrom(0, 0, 10 * SECOND_MS, 61 * SECOND_MS),
});

test('many threads under the same number, line and queue are found by each, page by page, while they come, change and are forgotten', () => {
  fc.assert(
    fc.property(fc.array(wave, { minLength: 2, maxLength: 5 }), (waves) => {
      const log = new Log();
      for (const { steps, gapMs } of waves) {
        for (const { id: one, dnis, isOver } of steps) {
          const attributes = { ConnID: `c${one}@1`, ThisDN: 'q', ThisQueue: 'q', DNIS: dnis };
          log.call(one, isOver ? 'EventAbandoned' : 'EventQueued', attributes);
        }
        log.wait(gapMs);
        const threads = threadsOf(log.state, log.scope, {}, 7);
        const found = (filter: Parameters<typeof threadsOf>[2]): string[] =>
          threadsOf(log.state, log.scope, filter, 7).map((thread) => thread.callThreadId);
        for (const dnis of LINES) {
          const called = threads.filter(({ calls }) => calls.some((call) => call.dnis === dnis));
          expect(found({ dnis })).toEqual(called.map((thread) => thread.callThreadId));
        }
        const waiting = threads
          .filter(({ parties }) => parties.some((party) => party.state === 'QUEUED'))
          .map((thread) => thread.callThreadId);
        expect(found({ queueIds: new Set(['q']), statuses: new Set(['ACTIVE']) })).toEqual(waiting);
        expect(found({ dns: new Set(['q']), statuses: new Set(['ACTIVE']) })).toEqual(waiting);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
