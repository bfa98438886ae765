/**
 * When outboxes are written: once a turn of the event loop, so that a batch of events is one write a connection. While there is little to do that
 * is at once; while there is much, what follows within some milliseconds is written with it.
 */
export type Flushable = { flush(): void };

/** The longest that something waits to be written together with what follows. */
const MAX_MERGE_MS = 4;
/** Thousands of sockets must not keep pings and queries waiting. */
const MAX_TURN_MS = 5;

export class Flusher {
  #waiting: Flushable[] = [];
  #scheduled = false;
  #idleUntilMs = 0;

  /** Has it flushed soon. Each is to be scheduled once at a time. */
  schedule(outbox: Flushable): void {
    this.#waiting.push(outbox);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const waitMs = this.#idleUntilMs - performance.now();
    if (waitMs < 1) setImmediate(() => this.#run());
    else setTimeout(() => this.#run(), waitMs);
  }

  #run(): void {
    const startMs = performance.now();
    const all = this.#waiting;
    this.#waiting = [];
    let done = 0;
    while (done < all.length) {
      all[done]?.flush();
      done += 1;
      // Asking for the time costs a fraction of a write.
      if (done % 16 === 0 && performance.now() - startMs > MAX_TURN_MS) break;
    }
    const nowMs = performance.now();
    // As long as it took: at most half of the time is spent on writing little.
    this.#idleUntilMs = nowMs + Math.min(nowMs - startMs, MAX_MERGE_MS);
    if (done < all.length) {
      this.#waiting = [...all.slice(done), ...this.#waiting];
      setImmediate(() => this.#run());
    } else if (this.#waiting.length > 0) setImmediate(() => this.#run());
    else this.#scheduled = false;
  }
}
