/** What happens next in virtual time: a binary heap of who acts when. */

/** Someone with at most one appointment: a new one replaces the old. */
export type Actor = {
  /** Number of the appointment that holds; only the agenda changes it. */
  appointment: number;
  act(atMs: number): void;
};

type Entry = { readonly atMs: number; readonly appointment: number; readonly actor: Actor };

export class Agenda {
  readonly #heap: Entry[] = [];
  #count = 0;

  /** Appointments not yet reached, replaced ones included until their time comes. */
  get size(): number {
    return this.#heap.length;
  }

  /** Virtual time of the next appointment; null when there is none. */
  get nextAtMs(): number | null {
    return this.#heap[0]?.atMs ?? null;
  }

  schedule(actor: Actor, atMs: number): void {
    actor.appointment = ++this.#count;
    const heap = this.#heap;
    const entry: Entry = { atMs, appointment: this.#count, actor };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt] as Entry;
      if (!isBefore(entry, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  }

  cancel(actor: Actor): void {
    actor.appointment = 0;
  }

  /** Lets the next one act. */
  step(): void {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return;
    if (heap.length > 0) this.#sink(last);
    if (first.actor.appointment === first.appointment) first.actor.act(first.atMs);
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= heap.length) break;
      if (childAt + 1 < heap.length && isBefore(heap[childAt + 1] as Entry, heap[childAt] as Entry)) childAt++;
      const child = heap[childAt] as Entry;
      if (!isBefore(child, entry)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = entry;
  }
}

/** Equal times in the order in which they were scheduled, so that a run can be repeated. */
function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.appointment < b.appointment);
}
