/**
 * What many clients bring at once is done a little in each turn of the event loop, in the order in which it came: what becomes due meanwhile waits for a
 * few milliseconds, and not for all of it.
 */

/** So much is begun in one turn; a piece of work is not interrupted. */
const MAX_TURN_MS = 5;

export class Turns {
  #waiting: (() => void)[] = [];
  /** Up to here they have been done. */
  #done = 0;
  #spentMs = 0;
  #scheduled = false;
  readonly #onTurn = (): void => this.#turn();

  /** Has it done: at once where there is time in this turn, and nobody waits. Work does not throw. */
  do(work: () => void): void {
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#onTurn);
    }
    if (this.#spentMs >= MAX_TURN_MS || this.#waiting.length > 0) this.#waiting.push(work);
    else this.#spend(work);
  }

  #turn(): void {
    this.#spentMs = 0;
    while (this.#done < this.#waiting.length && this.#spentMs < MAX_TURN_MS) {
      const work = this.#waiting[this.#done++];
      if (work !== undefined) this.#spend(work);
    }
    if (this.#done === this.#waiting.length) {
      this.#waiting = [];
      this.#done = 0;
    }
    // Once more, to see the next turn begin.
    this.#scheduled = this.#spentMs > 0;
    if (this.#scheduled) setImmediate(this.#onTurn);
  }

  #spend(work: () => void): void {
    const startMs = performance.now();
    work();
    this.#spentMs += performance.now() - startMs;
  }
}
