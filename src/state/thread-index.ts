/** Which threads a key leads to. */
import type { Index } from './id-index.ts';
import { listCursor } from './id-index.ts';
import { OrderedIds } from './ordered-ids.ts';
import type { Cursor } from './sorted-ids.ts';
import type { ThreadRecord } from './thread.ts';

/** That a thread is found under a key of an index, for so many reasons. */
export type Ref = {
  readonly thread: ThreadRecord;
  readonly index: ThreadIndex;
  readonly key: string;
  reasons: number;
  /** Among those that share the key; -1 where none does. */
  place: number;
};

/** What leads to the thread by that key. A thread has some ten: to look at each costs less than a map would. */
export function refOf({ refs }: ThreadRecord, index: ThreadIndex, key: string): Ref | undefined {
  for (const ref of refs) if (ref.index === index && ref.key === key) return ref;
  return undefined;
}

/** The threads of a key that is not one thread's only. In a list, not in a set: each knows its place, and nothing is hashed. */
class Sharers {
  readonly refs: Ref[] = [];
  readonly order = new OrderedIds(this);
  readonly #byId: ReadonlyThreads;

  constructor(byId: ReadonlyThreads) {
    this.#byId = byId;
  }

  add(ref: Ref): void {
    ref.place = this.refs.length;
    this.refs.push(ref);
    this.order.change(ref.thread.callThreadId);
  }

  /** The last of the list takes its place. */
  delete(ref: Ref): void {
    const last = this.refs.pop();
    if (last !== undefined && last !== ref) {
      this.refs[ref.place] = last;
      last.place = ref.place;
    }
    ref.place = -1;
    this.order.change(ref.thread.callThreadId);
  }

  has(callThreadId: string): boolean {
    const thread = this.#byId.get(callThreadId);
    const [any] = this.refs;
    return thread !== undefined && any !== undefined && refOf(thread, any.index, any.key) !== undefined;
  }

  keys(): string[] {
    return this.refs.map((ref) => ref.thread.callThreadId);
  }
}

type ReadonlyThreads = { get(callThreadId: string): ThreadRecord | undefined };

export class ThreadIndex implements Index {
  /** Most keys lead to one thread. */
  readonly #byKey = new Map<string, Ref | Sharers>();
  readonly #byId: ReadonlyThreads;

  /** `byId` finds every thread that is in the index. */
  constructor(byId: ReadonlyThreads) {
    this.#byId = byId;
  }

  /** The only one of its thread with its key. */
  add(ref: Ref): void {
    const known = this.#byKey.get(ref.key);
    if (known === undefined) this.#byKey.set(ref.key, ref);
    else if (known instanceof Sharers) known.add(ref);
    else {
      const sharers = new Sharers(this.#byId);
      sharers.add(known);
      sharers.add(ref);
      this.#byKey.set(ref.key, sharers);
    }
  }

  /** The last one takes the key with it. */
  delete(ref: Ref): void {
    if (ref.place >= 0) {
      const known = this.#byKey.get(ref.key);
      if (!(known instanceof Sharers)) return;
      known.delete(ref);
      if (known.refs.length > 0) return;
    }
    this.#byKey.delete(ref.key);
  }

  sizeOf(key: string): number {
    const known = this.#byKey.get(key);
    return known === undefined ? 0 : known instanceof Sharers ? known.refs.length : 1;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** In no order. Good until the index changes. */
  threadsOf(key: string): readonly ThreadRecord[] {
    const known = this.#byKey.get(key);
    if (known === undefined) return [];
    return known instanceof Sharers ? known.refs.map(({ thread }) => thread) : [known.thread];
  }

  cursor(key: string, after: string | null): Cursor {
    const known = this.#byKey.get(key);
    if (known instanceof Sharers) return known.order.cursor(after);
    return listCursor(known === undefined ? [] : [known.thread.callThreadId], after);
  }
}
