/** The waits that go on, and which of them began first. */
import type { Instant } from '../events/time.ts';

/** One wait of one call in one queue. Kept by whoever counts it, so it knows nothing of either. */
export type Wait = { readonly since: Instant; isOver: boolean };

/** So many may be over and still be kept. */
const MAX_SLACK = 64;

export class Waits {
  /** A heap by `since`. One that is over stays until it comes to the top, or until most are over. */
  #heap: Wait[] = [];
  #count = 0;

  /** How many go on. */
  get count(): number {
    return this.#count;
  }

  /** When the longest of them began; null if there are none. */
  get earliest(): Instant | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return null;
      if (!first.isOver) return first.since;
      const last = this.#heap.pop();
      if (last !== undefined && last !== first) this.#down(last, 0);
    }
  }

  add(wait: Wait): void {
    this.#count += 1;
    this.#up(wait);
  }

  /** One of them is over, and says so. */
  end(): void {
    this.#count -= 1;
    if (this.#heap.length <= MAX_SLACK + 2 * this.#count) return;
    const rest = this.#heap.filter((wait) => !wait.isOver);
    this.#heap = [];
    for (const wait of rest) this.#up(wait);
  }

  #up(wait: Wait): void {
    let place = this.#heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || parent.since <= wait.since) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = wait;
  }

  #down(wait: Wait, from: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      const left = this.#heap[below];
      const right = this.#heap[below + 1];
      if (left === undefined) break;
      let child = left;
      if (right !== undefined && right.since < left.since) {
        child = right;
        below += 1;
      }
      if (child.since >= wait.since) break;
      this.#heap[place] = child;
      place = below;
    }
    this.#heap[place] = wait;
  }
}
