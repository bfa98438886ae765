/** How long to wait before the next attempt: longer each time, and drawn from zero up, so that those who were cut off together do not come back together. */

export type BackOffOptions = { readonly firstWaitMs: number; readonly longestWaitMs: number };

export class BackOff {
  readonly #options: BackOffOptions;
  #failures = 0;

  constructor(options: BackOffOptions) {
    this.#options = options;
  }

  /** Milliseconds until the attempt that is made now that another one has failed. */
  next(): number {
    const { firstWaitMs, longestWaitMs } = this.#options;
    const boundMs = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures);
    this.#failures += 1;
    return Math.random() * boundMs;
  }

  reset(): void {
    this.#failures = 0;
  }
}
