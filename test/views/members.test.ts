/** What is kept of those that come and go is what somebody has to be told, and no more. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Follower } from '../../src/views/follower.ts';
import { Members } from '../../src/views/members.ts';

const SINK = { hasRoom: true, whenRoom: () => {}, push: () => {}, end: () => {} };
const IDS = Array.from({ length: 12 }, (_, n) => `id-${String(n).padStart(2, '0')}`);

/** What one who is told makes of it. */
type Told = { readonly follower: Follower; readonly rows: Map<string, string> };

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('put' as const), id: fc.constantFrom(...IDS), text: fc.constantFrom('a', 'b', 'c') }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('remove' as const), id: fc.constantFrom(...IDS) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('tell' as const), who: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('come' as const) }) },
);

test('whoever is told page by page and then of changes has in the end what is there, however much was let go', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 250, size: 'max' }), fc.integer({ min: 1, max: 4 }), (steps, first) => {
      const members = new Members();
      const there = new Map<string, string>();
      const all: Told[] = [];
      let version = 1;
      const tell = ({ follower, rows }: Told): void => {
        if (!follower.isComplete) {
          const { members: page, isLast } = members.page(follower.reached, first, 1000);
          for (const { id, texts } of page) rows.set(id, texts?.[0] ?? '');
          follower.page(isLast ? null : (page.at(-1)?.id ?? null), version, 0);
          return;
        }
        const owed = members.since(follower.standing.low).filter((member) => follower.owes(member));
        for (const { id, texts } of owed) {
          // What came and left again while it was not told may be among them.
          if (texts === null) rows.delete(id);
          else rows.set(id, texts[0] ?? '');
        }
        follower.changed(version, 0);
        expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(there));
      };
      for (const one of steps) {
        if (one.what === 'put') {
          members.put(one.id, [one.text], ++version);
          there.set(one.id, one.text);
        } else if (one.what === 'remove') {
          const wasThere = there.delete(one.id);
          expect(members.remove(one.id, version + 1)).toBe(wasThere);
          if (wasThere) version += 1;
        } else if (one.what === 'come') {
          if (all.length < 4) all.push({ follower: new Follower(SINK, 50), rows: new Map() });
        } else {
          const told = all[one.who];
          if (told !== undefined) tell(told);
        }
        members.prune(() => all.map(({ follower }) => follower.standing));
        expect(members.size).toBe(there.size);
        expect([...members.page(null, 1000, Infinity).members].map(({ id }) => id)).toEqual([...there.keys()].toSorted());
      }
      for (const told of all) {
        while (!told.follower.isComplete) tell(told);
        tell(told);
      }
    }),
    { numRuns: 100 },
  );
});

test('nothing is kept of what came and went while somebody who takes nothing stands where it was before', () => {
  const members = new Members();
  const stalled = new Follower(SINK, 50);
  for (const id of IDS) members.put(id, ['a'], 2);
  stalled.page(null, 2, 0);
  let version = 2;
  for (let n = 0; n < 10_000; n += 1) {
    members.put(`new-${n}`, ['a'], ++version);
    members.remove(`new-${n}`, ++version);
    members.prune(() => [stalled.standing]);
  }
  for (const id of IDS) members.remove(id, ++version);
  members.prune(() => [stalled.standing]);
  const kept = members.since(0);
  expect(members.size).toBe(0);
  expect(kept.length).toBeLessThan(100);
  // But of all that it knows.
  expect(
    kept
      .filter((member) => stalled.owes(member))
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(IDS);
  for (let n = 0; n < 200; n += 1) {
    members.put(`late-${n}`, ['a'], ++version);
    members.remove(`late-${n}`, ++version);
  }
  stalled.changed(version, 0);
  members.prune(() => [stalled.standing]);
  expect(members.since(0)).toEqual([]);
});
