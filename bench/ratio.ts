/** What two things measured in turn are to each other. */

export const ROUNDS = 5;

/** Round by round: what disturbs the machine disturbs both. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, round) => Math.round((value / (b[round] ?? Number.NaN)) * 1000) / 1000);
}
