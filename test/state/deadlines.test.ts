/** What is due is handed over in its order, whatever was put off, brought forward or taken out before. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deadlines } from '../../src/state/deadlines.ts';
import type { Expiring } from '../../src/state/deadlines.ts';

type Item = Expiring & { readonly name: number };
const dueMs = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 50 }) }, { weight: 1, arbitrary: fc.constant(Infinity) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('schedule' as const), name: fc.nat(15), dueMs }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('cancel' as const), name: fc.nat(15) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('run' as const), passMs: fc.nat(20) }) },
);

test('is handed over all that is due by then, the earlier first, of two the one that came first, and nothing that was cancelled', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const deadlines = new Deadlines<Item>();
      const items = Array.from({ length: 16 }, (_, name): Item => {
        return { name, dueMs: Infinity, order: deadlines.nextOrder(), scheduledMs: Infinity, place: -1 };
      });
      const wanted = new Map<Item, number>();
      let clockMs = 0;
      for (const one of steps) {
        const item = items[one.what === 'run' ? 0 : one.name];
        if (item === undefined) throw new Error('there is none');
        if (one.what === 'schedule') {
          item.dueMs = one.dueMs;
          deadlines.schedule(item);
          if (one.dueMs === Infinity) wanted.delete(item);
          else wanted.set(item, one.dueMs);
        } else if (one.what === 'cancel') {
          if (item.place < 0) expect(() => deadlines.cancel(item)).toThrow('nothing is due for it');
          else {
            const before = deadlines.size;
            deadlines.cancel(item);
            expect(deadlines.size).toBe(before - 1);
          }
          wanted.delete(item);
        } else {
          clockMs += one.passMs;
          const due = [...wanted].filter(([, atMs]) => atMs <= clockMs).toSorted(([a, aMs], [b, bMs]) => aMs - bMs || a.order - b.order);
          const got: (readonly [Item, number])[] = [];
          deadlines.run(clockMs, (expired, atMs) => got.push([expired, atMs]));
          expect(got).toEqual(due);
          for (const [expired] of due) wanted.delete(expired);
        }
        expect(deadlines.size).toBeGreaterThanOrEqual(wanted.size);
      }
    }),
    { numRuns: 500 },
  );
});
