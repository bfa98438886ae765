import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOverSecondHalf } from '../../soak/growth.ts';

const samples = (values: readonly number[]) => values.map((value, i) => ({ atMs: 5000 + i * 100, value }));

describe('the growth over the second half', () => {
  it('is what a steady rise adds from the middle to the end, whatever was before', () => {
    const values = fc.record({ base: fc.integer({ min: 0, max: 1e6 }), step: fc.integer({ min: -1000, max: 1000 }) });
    fc.assert(
      fc.property(values, fc.array(fc.integer(), { minLength: 10, maxLength: 10 }), ({ base, step }, before) => {
        // Eleven of 21 samples are the second half: ten steps.
        const all = samples([...before, ...Array.from({ length: 11 }, (_, i) => base + i * step)]);
        expect(growthOverSecondHalf(all)).toBeCloseTo(10 * step, 3);
      }),
    );
  });

  it('is next to nothing for what only goes up and down', () => {
    const saw = samples(Array.from({ length: 60 }, (_, i) => 40e6 + (i % 2) * 1e6));
    expect(Math.abs(growthOverSecondHalf(saw))).toBeLessThan(0.2e6);
  });

  it('is unknown where there is too little to tell', () => {
    for (const values of [[], [1], [1, 2], [1, 2, 3]]) expect(growthOverSecondHalf(samples(values))).toBeNaN();
  });
});
