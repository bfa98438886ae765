/** Starts a source and keeps what it delivers and tells, for tests to look at. */

import { Diagnostics, type Notes } from '../../src/diagnostics.ts';
import type { Batch, Source, StartFrom } from '../../src/source/source.ts';

type Told = { [K in keyof Notes]: { readonly note: K } & Notes[K] }[keyof Notes];
/** A record as tests compare it. */
export type Seen = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly live: boolean;
};

export type SourceReader = AsyncDisposable & {
  readonly source: Source;
  readonly batches: readonly Batch[];
  readonly notes: readonly Told[];
  /** All records, in the order of delivery. */
  seen(topic?: string): Seen[];
  values(topic?: string): (string | null)[];
  /** The names of the notes, in order. */
  told(): (keyof Notes)[];
  /** Calls of `onBatch` wait from now on, until `release`. */
  hold(): void;
  release(): void;
  /** Calls of `onBatch` under way. */
  underWay(): number;
  /** The most that were ever under way together. */
  mostTogether(): number;
};

const NOTES: readonly (keyof Notes)[] = [
  'sourceTrouble',
  'sourceRecovered',
  'sourceRestarted',
  'sourceGap',
  'sourceCaughtUp',
  'unexpectedError',
];

export function readSource(
  make: (diagnostics: Diagnostics) => Source,
  from: StartFrom = 'earliest',
  onBatch?: (batch: Batch) => void,
): SourceReader {
  const diagnostics = new Diagnostics();
  const notes: Told[] = [];
  for (const note of NOTES) diagnostics.on(note, (told) => notes.push({ note, ...told } as Told));
  const batches: Batch[] = [];
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let underWay = 0;
  let mostTogether = 0;

  const source = make(diagnostics);
  source.start({
    from,
    onBatch: async (batch) => {
      underWay++;
      mostTogether = Math.max(mostTogether, underWay);
      batches.push(batch);
      onBatch?.(batch);
      await gate.promise;
      underWay--;
    },
  });

  const seen = (topic?: string): Seen[] =>
    batches
      .filter((batch) => topic === undefined || batch.topic === topic)
      .flatMap(({ partition, records, liveFrom }) =>
        records.map(({ offset, key, value }) => ({
          partition,
          offset: Number(offset),
          key: key?.toString() ?? null,
          value: value?.toString() ?? null,
          live: offset >= liveFrom,
        })),
      );
  return {
    source,
    batches,
    notes,
    seen,
    values: (topic) => seen(topic).map(({ value }) => value),
    told: () => notes.map(({ note }) => note),
    hold: () => void (gate = Promise.withResolvers<void>()),
    release: () => gate.resolve(),
    underWay: () => underWay,
    mostTogether: () => mostTogether,
    [Symbol.asyncDispose]: async () => {
      gate.resolve();
      await source[Symbol.asyncDispose]();
    },
  };
}
