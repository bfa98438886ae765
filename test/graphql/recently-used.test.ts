/** What is remembered by texts of clients stays within its bounds, and what is used stays. */
import { expect, it } from 'vitest';
import { RecentlyUsed } from '../../src/graphql/recently-used.ts';

const kept = (texts: RecentlyUsed<number>, of: readonly string[]): readonly string[] => of.filter((text) => texts.has(text));

it('holds so many texts, and forgets the one that was used the longest ago', () => {
  const texts = new RecentlyUsed<number>({ maxEntries: 3, maxWeight: 100, weigh: ({ length }) => length });
  for (const [i, text] of ['a', 'b', 'c'].entries()) texts.set(text, i);
  expect(texts.get('a')).toBe(0);
  texts.set('d', 3);
  expect(kept(texts, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd']);
  expect(texts.get('b')).toBeUndefined();
});

it('holds texts of so much length in all, and none that is longer alone', () => {
  const texts = new RecentlyUsed<number>({ maxEntries: 100, maxWeight: 10, weigh: ({ length }) => length });
  for (const text of ['aaaa', 'bbbb', 'aaaa', 'aaaa', 'cc']) texts.set(text, text.length);
  expect(kept(texts, ['aaaa', 'bbbb', 'cc'])).toEqual(['aaaa', 'bbbb', 'cc']);
  texts.set('d', 1);
  expect(kept(texts, ['aaaa', 'bbbb', 'cc', 'd'])).toEqual(['aaaa', 'cc', 'd']);
  texts.set('eeeeeeeeeee', 11);
  expect(kept(texts, ['aaaa', 'cc', 'd', 'eeeeeeeeeee'])).toEqual([]);
  for (let i = 0; i < 50; i += 1) texts.set(`${i}ffff`, i);
  expect(kept(texts, ['48ffff', '49ffff'])).toEqual(['49ffff']);
});
