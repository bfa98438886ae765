/** What the clock does to entities, in the order in which it is due: a heap, so that nothing needs a timer and nobody looks at all. */

/** An entity that something is due for. Only `dueMs` is its own to set, with `schedule` after it. */
export type Expiring = {
  /** When; Infinity for never. */
  dueMs: number;
  /** Of two that are due at once, the lower is first: the result must not depend on how often the clock is told. */
  readonly order: number;
  /** What the heap goes by: never after `dueMs`. */
  scheduledMs: number;
  /** Place in the heap, -1 outside. */
  place: number;
};

export class Deadlines<T extends Expiring> {
  readonly #heap: T[] = [];
  #orders = 0;

  nextOrder(): number {
    return ++this.#orders;
  }

  /** An entity has that order already: none that comes has it again. */
  keep(order: number): number {
    if (order > this.#orders) this.#orders = order;
    return order;
  }

  /** To be called after `dueMs` has changed. What is put off, as each event does, costs nothing until it would have been due. */
  schedule(item: T): void {
    if (item.place < 0) {
      if (item.dueMs === Infinity) return;
      item.scheduledMs = item.dueMs;
      item.place = this.#heap.length;
      this.#heap.push(item);
      this.#up(item);
    } else if (item.dueMs < item.scheduledMs) {
      item.scheduledMs = item.dueMs;
      this.#up(item);
    }
  }

  /** How many are in it, those among them that were put off to never. */
  get size(): number {
    return this.#heap.length;
  }

  /** Takes it out before it is due. */
  cancel(item: T): void {
    const { place } = item;
    if (place < 0) throw new Error('nothing is due for it');
    const last = this.#heap.pop();
    item.place = -1;
    if (last === undefined || last === item) return;
    this.#put(last, place);
    this.#up(last);
    this.#down(last);
  }

  /** Hands over, one after the other, all that is due by then; each is out of the heap when it is handed over. */
  run(clockMs: number, expire: (item: T, atMs: number) => void): void {
    for (;;) {
      const item = this.#heap[0];
      if (item === undefined || item.scheduledMs > clockMs) return;
      if (item.dueMs === item.scheduledMs || item.dueMs === Infinity) {
        this.#removeFirst();
        if (item.dueMs !== Infinity) expire(item, item.dueMs);
      } else {
        item.scheduledMs = item.dueMs;
        this.#down(item);
      }
    }
  }

  #removeFirst(): void {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first !== undefined) first.place = -1;
    if (last === undefined || last === first) return;
    last.place = 0;
    this.#heap[0] = last;
    this.#down(last);
  }

  #up(item: T): void {
    let place = item.place;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(item, place);
  }

  #down(item: T): void {
    let place = item.place;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, item)) break;
      const below = child.place;
      this.#put(child, place);
      place = below;
    }
    this.#put(item, place);
  }

  #put(item: T, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }
}

function isBefore(a: Expiring, b: Expiring): boolean {
  return a.scheduledMs < b.scheduledMs || (a.scheduledMs === b.scheduledMs && a.order < b.order);
}
