/** How long the event loop keeps waiting what is due: so late are pings and queries, too, before anybody looks at them. */
import { createHistogram } from 'node:perf_hooks';

/** Short stalls between two looks are not seen, and need not be. */
const INTERVAL_MS = 10;
const QUANTILES = [0.5, 0.9, 0.99, 1] as const;

/** Told at each look how late the event loop is. */
type OnLook = (lateMs: number, nowMs: number) => void;

/** Looks by a timer of its own: that of `monitorEventLoopDelay` counts its interval in, and forgets a stall that begins right after a reset. */
export class EventLoopDelay implements Disposable {
  /** In microseconds. */
  readonly #histogram = createHistogram();
  readonly #looking: NodeJS.Timeout;
  readonly #onLook: OnLook;
  #lookedAtMs = performance.now();

  constructor(onLook: OnLook = () => {}) {
    this.#onLook = onLook;
    this.#looking = setInterval(() => this.#look(), INTERVAL_MS).unref();
  }

  /** In seconds, by quantile, since they were last taken: for one who asks, that is. */
  take(): ReadonlyMap<number, number> {
    const { count } = this.#histogram;
    const delays = new Map(
      QUANTILES.map((quantile) => [quantile, count === 0 ? 0 : this.#histogram.percentile(quantile * 100) / 1_000_000]),
    );
    this.#histogram.reset();
    return delays;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    const nowMs = performance.now();
    const lateMs = Math.max(nowMs - this.#lookedAtMs - INTERVAL_MS, 0);
    // A histogram begins with one.
    this.#histogram.record(Math.max(Math.round(lateMs * 1000), 1));
    this.#lookedAtMs = nowMs;
    this.#onLook(lateMs, nowMs);
  }
}
