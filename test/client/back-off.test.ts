/** The waits between attempts: longer each time, bounded, and spread from zero up. */
import { expect, it } from 'vitest';
import { BackOff } from '../../schema/client/back-off.ts';

const SAMPLES = 2_000;

/** The bounds within which many clients wait after so many failures. */
function spread(failures: number, prepare: (backOff: BackOff) => void = () => {}): { readonly least: number; readonly most: number } {
  const waits = Array.from({ length: SAMPLES }, () => {
    const backOff = new BackOff({ firstWaitMs: 1_000, longestWaitMs: 30_000 });
    prepare(backOff);
    for (let n = 0; n < failures; n += 1) backOff.next();
    return backOff.next();
  });
  return { least: Math.min(...waits), most: Math.max(...waits) };
}

it.each([
  [0, 1_000],
  [1, 2_000],
  [4, 16_000],
  [5, 30_000],
  [2_000, 30_000],
])('after %i failures spreads from zero to %i ms', (failures, bound) => {
  const { least, most } = spread(failures);
  expect(least).toBeGreaterThanOrEqual(0);
  expect(least).toBeLessThan(bound * 0.05);
  expect(most).toBeLessThanOrEqual(bound);
  expect(most).toBeGreaterThan(bound * 0.95);
});

it('begins again after a reset', () => {
  const { most } = spread(0, (backOff) => {
    for (let n = 0; n < 10; n += 1) backOff.next();
    backOff.reset();
  });
  expect(most).toBeLessThanOrEqual(1_000);
});
