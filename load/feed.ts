/** Hands events to a server in its own process, no faster than its clients read them. */
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { cpuMicros, nowMicros } from './answer.ts';
import { record, recordNow } from './workload.ts';
import type { Written } from './workload.ts';

export type FeedOptions = {
  /** Of the first event; each run goes on where the one before has ended. */
  readonly from: number;
  readonly events: number;
  readonly agents: number;
  /** How many are handed over at once. */
  readonly batch: number;
  /** How many batches may be under way. */
  readonly window: number;
};

export type PaceOptions = Pick<FeedOptions, 'from' | 'events' | 'agents'> & { readonly perSecond: number };

/** When the first was handed over, and what the process had used of a core by then. */
export type Begun = { readonly atMicros: number; readonly cpuMicros: number };

const TICK_MS = 5;
const STEADY_TICK_MS = 1;

export class Feed<T> {
  readonly #prepare: (record: Written) => T;
  readonly #hand: (batch: readonly T[]) => void;
  #done = 0;
  #wake: () => void = () => {};

  /** `prepare` takes no part in what is measured. */
  constructor(prepare: (record: Written) => T, hand: (batch: readonly T[]) => void) {
    this.#prepare = prepare;
    this.#hand = hand;
  }

  /** How many batches have been read by all clients, since the run began. */
  progress(done: number): void {
    this.#done = done;
    this.#wake();
  }

  async run({ from, events, agents, batch, window }: FeedOptions): Promise<Begun> {
    const batches: T[][] = [];
    for (let n = from; n < from + events; n += batch) {
      const last = Math.min(n + batch, from + events);
      batches.push(Array.from({ length: last - n }, (_, i) => this.#prepare(record(n + i, agents))));
    }
    this.#done = 0;
    globalThis.gc?.();
    const begun = { atMicros: nowMicros(), cpuMicros: cpuMicros() };
    for (const [n, each] of batches.entries()) {
      while (n - this.#done >= window) await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#hand(each);
      await nextTurn();
    }
    return begun;
  }

  /** Events as they happen, each with the time at which it was handed over. */
  async pace({ from, events, agents, perSecond }: PaceOptions): Promise<void> {
    const startedMicros = nowMicros();
    for (let n = 0; n < events;) {
      const due = Math.min(events, Math.floor(((nowMicros() - startedMicros) * perSecond) / 1_000_000));
      const micros = nowMicros();
      if (n < due) this.#hand(Array.from({ length: due - n }, (_, i) => this.#prepare(record(from + n + i, agents, micros))));
      n = due;
      await wait(TICK_MS);
    }
  }

  /**
   * The same until the signal aborts, each with the time at which it was due: what keeps this process from handing it over counts as well. Resolves with
   * how many they were.
   */
  async steady({ from, agents, perSecond }: Omit<PaceOptions, 'events'>, signal: AbortSignal): Promise<number> {
    const startedMicros = nowMicros();
    const dueAt = (n: number): number => startedMicros + Math.ceil((n * 1_000_000) / perSecond);
    let n = 0;
    while (!signal.aborted) {
      const batch: T[] = [];
      for (; dueAt(n) <= nowMicros(); n += 1) batch.push(this.#prepare(recordNow(from + n, agents, dueAt(n))));
      if (batch.length > 0) this.#hand(batch);
      await wait(STEADY_TICK_MS);
    }
    return n;
  }
}
