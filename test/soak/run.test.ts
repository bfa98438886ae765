import { describe, expect, it } from 'vitest';
import { problems } from '../../soak/soak.ts';
import { run } from '../support/child.ts';

describe('`npm run soak`', () => {
  it.each([
    [
      ['chrun'],
      /"chrun" is no long run: use churn, stalled, hostile, million, continuity, history, offline, checkpoint, mutants, or none for all\./,
    ],
    [['churn', '--minutes', 'ten'], /--minutes is "ten": use a number above 0/],
    [['churn', '--minutes', '0'], /--minutes is "0"/],
    [['history', '--seed', '1.5'], /--seed is "1\.5": use a whole number/],
    [['--hours', '2'], /--hours/],
  ])('refuses %j with exit code 2 and a sentence, before it starts anything', async (args, sentence) => {
    await using child = run(process.execPath, ['--require', './scripts/node-24.cjs', 'soak/run.ts', ...args]);
    expect(await child.exited).toBe(2);
    expect(child.stderr()).toMatch(sentence);
    expect(child.stderr()).not.toMatch(/^\s+at /m);
  });

  it('names what was wrong and what is beyond its bound, and nothing else', () => {
    const figure = (value: number, atMost: number | null) => ({ name: `of ${value}`, unit: 'MiB', value, atMost });
    const outcome = { faults: ['left over: 1 connections'], figures: [figure(1, 1), figure(3, 2), figure(4, null), figure(Number.NaN, 5)] };
    expect(problems(outcome)).toEqual(['left over: 1 connections', 'of 3: 3 MiB, at most 2', 'of NaN: NaN MiB, at most 5']);
  });
});
