/** Work that comes all at once is done in its order, a little in each turn, and others have theirs in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../src/server/turns.ts';
import { block } from '../support/strain.ts';
import { until } from '../support/until.ts';

describe('work', () => {
  it('is done at once where there is little of it', async () => {
    const turns = new Turns();
    const done: number[] = [];
    for (const i of [0, 1, 2]) {
      turns.do(() => done.push(i));
      expect(done.at(-1)).toBe(i);
      await nextTurn();
    }
  });

  it('of hundreds is spread over turns, in the order in which it came', async () => {
    const turns = new Turns();
    const done: number[] = [];
    let mostInATurn = 0;
    let counted = 0;
    const count = (): void => {
      mostInATurn = Math.max(mostInATurn, done.length - counted);
      counted = done.length;
      if (counted < 60) setImmediate(count);
    };
    setImmediate(count);
    for (let i = 0; i < 60; i += 1)
      turns.do(() => {
        block(2);
        done.push(i);
      });
    expect(done.length).toBeLessThan(4);
    // What comes while others wait is behind them, even in a turn with time to spare.
    await nextTurn();
    turns.do(() => done.push(60));
    await until(() => done.length === 61, { what: 'all of it' });
    expect(done).toEqual(Array.from({ length: 61 }, (_, i) => i));
    expect(mostInATurn).toBeLessThan(4);
  });

  it('that brings more work gets it done behind what waits', async () => {
    const turns = new Turns();
    const done: string[] = [];
    turns.do(() => block(6));
    turns.do(() => {
      turns.do(() => done.push('brought'));
      done.push('first');
    });
    turns.do(() => done.push('second'));
    await until(() => done.length === 3, { what: 'all of it' });
    expect(done).toEqual(['first', 'second', 'brought']);
  });
});
