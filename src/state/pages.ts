/** Pages of entities from an index: candidates in the order of their ids, each looked at until the page is full. */
import type { Page, Window } from './model.ts';
import { listCursor } from './id-index.ts';
import type { Index } from './id-index.ts';
import type { Cursor } from './sorted-ids.ts';

/** One way to find what a filter wants. */
export type Candidates = {
  /** How many there may be. */
  readonly size: number;
  /** Each may give the same identifier as another. */
  readonly cursors: (after: string | null) => readonly Cursor[];
};

/** The way with the fewest candidates; null where there is none. */
export function fewest(ways: readonly (Candidates | null)[]): Candidates | null {
  let best: Candidates | null = null;
  for (const way of ways) if (way !== null && (best === null || way.size < best.size)) best = way;
  return best;
}

/** By identifiers themselves. */
export function byIds(ids: ReadonlySet<string> | null): Candidates | null {
  if (ids === null) return null;
  return { size: ids.size, cursors: (after) => [listCursor([...ids].sort(compare), after)] };
}

/** What stands in an index under any of these keys. */
export function underKeys(keys: readonly (readonly [index: Index, key: string])[]): Candidates {
  const used = keys.filter(([index, key]) => index.has(key));
  return {
    size: used.reduce((size, [index, key]) => size + index.sizeOf(key), 0),
    cursors: (after) => used.map(([index, key]) => index.cursor(key, after)),
  };
}

/** `accept` gives the entity of an identifier if it belongs there, else null. */
export function pageOf<R, T>(
  candidates: Candidates,
  { first, after }: Window,
  accept: (id: string) => R | null,
  show: (record: R) => T,
): Page<T> {
  const items: T[] = [];
  let hasNextPage = false;
  each(candidates.cursors(after), after, (id) => {
    const record = accept(id);
    if (record === null) return true;
    hasNextPage = items.length >= first;
    if (!hasNextPage) items.push(show(record));
    return !hasNextPage;
  });
  return { items, hasNextPage };
}

/** Above it, all that the cursors lead to is collected and sorted: to look at each of many for the lowest would cost more. */
const MAX_MERGED = 16;

/** Every identifier once and in order, until `visit` gives false. */
export function each(cursors: readonly Cursor[], after: string | null, visit: (id: string) => boolean): void {
  if (cursors.length > MAX_MERGED) {
    const ids = new Set<string>();
    for (const cursor of cursors) for (; cursor.id !== null; cursor.next()) ids.add(cursor.id);
    each([listCursor([...ids].sort(compare), after)], after, visit);
    return;
  }
  for (;;) {
    let lowest: string | null = null;
    for (const { id } of cursors) if (id !== null && (lowest === null || id < lowest)) lowest = id;
    if (lowest === null || !visit(lowest)) return;
    for (const cursor of cursors) if (cursor.id === lowest) cursor.next();
  }
}

/** By code units, as `<` does and as the indexes are sorted. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
