/** What a benchmark is: it measures in rounds and says what came out, in numbers with their units. */

export type Figure = {
  readonly name: string;
  readonly unit: string;
  /** One value a round, as measured. The table shows the median. */
  readonly rounds: readonly number[];
  /** What it may be at most, or must be at least; null where nothing is demanded. */
  readonly bar: { readonly atMost: number } | { readonly atLeast: number } | null;
};

export type Bench = {
  readonly about: string;
  /** Tells what it is doing, a line now and then. */
  run(tell: (line: string) => void): Promise<readonly Figure[]>;
};

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function meetsBar({ bar, rounds }: Figure): boolean {
  if (bar === null) return true;
  return 'atMost' in bar ? median(rounds) <= bar.atMost : median(rounds) >= bar.atLeast;
}
