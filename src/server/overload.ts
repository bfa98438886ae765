/**
 * What is refused while this process has more to do than it can, or hardly any memory left, so that those who are served already do not suffer. First new
 * connections; where that does not help, new subscriptions on open connections too. What is open is never shed: a stream ends where its own
 * reader is too slow, and nowhere else. Each step is taken back as it was taken.
 */
import { getHeapStatistics } from 'node:v8';
import type { Diagnostics } from '../diagnostics.ts';
import { overloaded } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

/** In the order in which they are shed. */
export const shedInOrder = ['connection', 'subscription'] as const;
export type Sheddable = (typeof shedInOrder)[number];

/** The error for what is refused at the moment, and counted by that; null for what may come in. */
export type Shed = (what: Sheddable) => GatewayError | null;

export type OverloadOptions = {
  /** How long what becomes due may have to wait, on average. */
  readonly maxEventLoopDelayMs: number;
  /** Of what the heap may grow to. It holds garbage too; V8 collects that when what lives is halfway to the limit at the latest. */
  readonly maxHeapPercent: number;
  readonly diagnostics: Diagnostics;
};

/** What is looked at together: long enough for one slow query, or one collection of garbage, to be nothing. */
const WINDOW_MS = 500;
/** So many in a row beyond the budget are the next step. A stall, however long, is one: what was stalled may be over. */
const WINDOWS_TO_SHED = 3;
/** So many in a row well within it take one back. */
const WINDOWS_TO_RECOVER = 4;
/** Well within: else what was just let in would be the next to be shed. */
const WELL_WITHIN = { eventLoopDelay: 0.5, heap: 0.9 } as const;

export class Overload {
  readonly #options: OverloadOptions;
  /** How many of `shedInOrder` are refused. */
  #level = 0;
  #beyond = 0;
  #wellWithin = 0;
  #windowStartMs = performance.now();
  /** Summed over all instants of the window. */
  #waitedMs2 = 0;
  readonly shed: Record<Sheddable, number> = { connection: 0, subscription: 0 };

  constructor(options: OverloadOptions) {
    this.#options = options;
  }

  get level(): number {
    return this.#level;
  }

  readonly refusal: Shed = (what) => {
    if (shedInOrder.indexOf(what) >= this.#level) return null;
    this.shed[what] += 1;
    return overloaded();
  };

  /** The event loop has just come round, so late. */
  readonly look = (lateMs: number, nowMs: number): void => {
    // Whatever became due in that time waited for its rest: for half of it on average.
    this.#waitedMs2 += lateMs ** 2 / 2;
    const windowMs = nowMs - this.#windowStartMs;
    if (windowMs < WINDOW_MS) return;
    const { used_heap_size: usedBytes, heap_size_limit: limitBytes } = getHeapStatistics();
    const [delayMs, heapPercent] = [this.#waitedMs2 / windowMs, (usedBytes / limitBytes) * 100];
    [this.#windowStartMs, this.#waitedMs2] = [nowMs, 0];
    this.#judge(delayMs, heapPercent);
  };

  #judge(delayMs: number, heapPercent: number): void {
    const { maxEventLoopDelayMs, maxHeapPercent } = this.#options;
    const share = { eventLoopDelay: delayMs / maxEventLoopDelayMs, heap: heapPercent / maxHeapPercent };
    const isBeyond = share.eventLoopDelay > 1 || share.heap > 1;
    const isWellWithin = share.eventLoopDelay < WELL_WITHIN.eventLoopDelay && share.heap < WELL_WITHIN.heap;
    this.#beyond = isBeyond ? this.#beyond + 1 : 0;
    this.#wellWithin = isWellWithin ? this.#wellWithin + 1 : 0;
    const step = this.#beyond === WINDOWS_TO_SHED ? 1 : this.#wellWithin === WINDOWS_TO_RECOVER ? -1 : 0;
    if (step === 0) return;
    [this.#beyond, this.#wellWithin] = [0, 0];
    const level = Math.min(Math.max(this.#level + step, 0), shedInOrder.length);
    if (level === this.#level) return;
    this.#level = level;
    this.#options.diagnostics.tell('overload', {
      shedding: shedInOrder.slice(0, level),
      rising: step > 0,
      eventLoopDelayMs: Math.round(delayMs),
      heapPercent: Math.round(heapPercent),
    });
  }
}
