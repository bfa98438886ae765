import { describe, expect, it } from 'vitest';
import { playRound } from './property.ts';
import type { Round } from './property.ts';
import { thisTree } from './subject.ts';

const SIZE = { callers: 24, subscriptions: 4, followed: 2, queries: 16, events: 400 };
const SEEDS = [1, 2, 3, 4, 5, 6];

describe('random callers', () => {
  it('get all that is theirs, nothing that is not, and no caller data behind a mask', { timeout: 120_000 }, async () => {
    const subject = await thisTree();
    const rounds: Round[] = [];
    for (const seed of SEEDS) rounds.push(await playRound(subject, seed, SIZE));
    expect(rounds.flatMap(({ faults }) => faults).slice(0, 20)).toEqual([]);
    const sum = (of: keyof Omit<Round, 'faults'>): number => rounds.reduce((all, round) => all + round[of], 0);
    expect(sum('cases')).toBe(SEEDS.length * SIZE.callers * (SIZE.subscriptions + SIZE.followed + SIZE.queries));
    // It has been about something.
    expect(Math.min(sum('delivered'), sum('masked'), sum('refused'), sum('shown'))).toBeGreaterThan(500);
  });
});
