/**
 * When outboxes are written: once a turn of the event loop, so that a batch of events is one write a connection. While there is little to do that is
 * at once. While there is more to do than time, writing gets a share of it: what comes meanwhile is written with the rest, and a connection costs
 * one write for several events. No timer: as soon as nothing else is to be done, what waits is written.
 */
export type Flushable = { flush(): void };

/** Thousands of sockets must not keep pings and queries waiting. */
const MAX_TURN_MS = 5;
/** Other work gets this many times the time of writing, as long as there is any. */
const OTHERS_SHARE = 8;
/** The longest that something waits for more to be written with it. */
const MAX_MERGE_MS = 40;
/** A turn in which others did no more than this was idle. */
const IDLE_MS = 0.2;

export class Flusher {
  #waiting: Flushable[] = [];
  /** Up to here they have been flushed. */
  #done = 0;
  #scheduled = false;
  #lastTurnMs = 0;
  #othersUntilMs = 0;
  readonly #onTurn = (): void => this.#turn();

  /** Has it flushed soon. Each is to be scheduled once at a time. */
  schedule(outbox: Flushable): void {
    this.#waiting.push(outbox);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#lastTurnMs = performance.now();
    setImmediate(this.#onTurn);
  }

  #turn(): void {
    const startMs = performance.now();
    const othersMs = startMs - this.#lastTurnMs;
    this.#lastTurnMs = startMs;
    if (startMs < this.#othersUntilMs && othersMs > IDLE_MS) {
      setImmediate(this.#onTurn);
      return;
    }
    let nowMs = startMs;
    while (this.#done < this.#waiting.length && nowMs - startMs <= MAX_TURN_MS) {
      // Asking for the time costs a fraction of a write.
      for (let i = 0; i < 16 && this.#done < this.#waiting.length; i += 1) this.#waiting[this.#done++]?.flush();
      nowMs = performance.now();
    }
    this.#othersUntilMs = nowMs + Math.min((nowMs - startMs) * OTHERS_SHARE, MAX_MERGE_MS);
    this.#lastTurnMs = nowMs;
    if (this.#done < this.#waiting.length) {
      setImmediate(this.#onTurn);
      return;
    }
    this.#waiting = [];
    this.#done = 0;
    this.#scheduled = false;
  }
}
