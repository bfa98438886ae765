/** Which entities a key leads to: the identifiers of the entities in their order, by key. */
import { OrderedIds } from './ordered-ids.ts';
import { Cursor, placeOf } from './sorted-ids.ts';

/** What leads from a key to identifiers. */
export type Index = {
  has(key: string): boolean;
  sizeOf(key: string): number;
  /** Stands at the first identifier behind `after`. Good until the index changes. */
  cursor(key: string, after: string | null): Cursor;
};

class IdSet {
  readonly ids = new Set<string>();
  readonly order = new OrderedIds(this.ids);

  add(id: string): void {
    this.ids.add(id);
    this.order.change(id);
  }

  delete(id: string): void {
    this.ids.delete(id);
    this.order.change(id);
  }
}

/** Most keys lead to one entity: that one is kept without a set around it. */
type Ids = string | IdSet;

export class IdIndex implements Index {
  readonly #byKey = new Map<string, Ids>();

  add(key: string, id: string): void {
    const ids = this.#byKey.get(key);
    if (ids === undefined) this.#byKey.set(key, id);
    else if (typeof ids !== 'string') ids.add(id);
    else if (ids !== id) {
      const both = new IdSet();
      both.add(ids);
      both.add(id);
      this.#byKey.set(key, both);
    }
  }

  /** The last one takes the key with it. */
  delete(key: string, id: string): void {
    const ids = this.#byKey.get(key);
    if (ids === undefined || typeof ids === 'string') {
      if (ids === id) this.#byKey.delete(key);
      return;
    }
    ids.delete(id);
    if (ids.ids.size === 0) this.#byKey.delete(key);
  }

  sizeOf(key: string): number {
    const ids = this.#byKey.get(key);
    return ids === undefined ? 0 : typeof ids === 'string' ? 1 : ids.ids.size;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** A copy, in no order: what is done with them may change the index. */
  idsOf(key: string): readonly string[] {
    const ids = this.#byKey.get(key);
    if (ids === undefined) return NONE;
    return typeof ids === 'string' ? [ids] : [...ids.ids];
  }

  cursor(key: string, after: string | null): Cursor {
    const ids = this.#byKey.get(key);
    if (ids === undefined) return listCursor(NONE, after);
    return typeof ids === 'string' ? listCursor([ids], after) : ids.order.cursor(after);
  }
}

const NONE: readonly string[] = [];

/** Over a list that is sorted. */
export function listCursor(sorted: readonly string[], after: string | null): Cursor {
  const place = after === null ? 0 : placeOf(sorted, after);
  return new Cursor([sorted], 0, sorted[place] === after ? place + 1 : place);
}
