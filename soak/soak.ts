/** What a long run is: it goes on for so many minutes and says what came out, and what was wrong. */

export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Null where nothing is demanded. */
  readonly atMost: number | null;
};

export type Outcome = {
  readonly figures: readonly Figure[];
  /** What must not be, in words; a figure beyond its bound is not among them. */
  readonly faults: readonly string[];
};

export type SoakOptions = {
  readonly minutes: number;
  /** To do again what one seed does; null for what is done otherwise. */
  readonly seed: number | null;
  /** Tells what it is doing, a line now and then. */
  readonly tell: (line: string) => void;
  /** Aborted when the run is to end at once: it rejects then, and leaves no process behind. */
  readonly signal: AbortSignal;
};

export type Soak = {
  readonly about: string;
  /** How long it goes on unless told otherwise; null for one that takes as long as it takes. */
  readonly minutes: number | null;
  run(options: SoakOptions): Promise<Outcome>;
};

export function problems({ figures, faults }: Outcome): readonly string[] {
  const beyond = figures.flatMap(({ name, unit, value, atMost }) =>
    atMost === null || value <= atMost ? [] : [`${name}: ${value} ${unit}, at most ${atMost}`],
  );
  return [...faults, ...beyond];
}

export const mebibytes = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 100) / 100;
