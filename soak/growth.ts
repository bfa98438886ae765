/** Whether something grows: a straight line through what was measured, by least squares. */

export type Sample = { readonly atMs: number; readonly value: number };

/** How much the line rises from the middle of the time to its end. What comes before is where caches fill and code is compiled. */
export function growthOverSecondHalf(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return Number.NaN;
  const middleMs = (first.atMs + last.atMs) / 2;
  const half = samples.filter(({ atMs }) => atMs >= middleMs);
  // A line needs more than its two ends.
  if (half.length < 3) return Number.NaN;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanMs, meanValue] = [mean(half.map(({ atMs }) => atMs)), mean(half.map(({ value }) => value))];
  const covariance = mean(half.map(({ atMs, value }) => (atMs - meanMs) * (value - meanValue)));
  const variance = mean(half.map(({ atMs }) => (atMs - meanMs) ** 2));
  return (covariance / variance) * (last.atMs - middleMs);
}
