/** A set of identifiers in their order: many of them, with entries that come and go at any place. */

/** Above it a chunk is halved. An insertion moves at most so many entries. */
const MAX_CHUNK = 64;

export class SortedIds {
  /** Each in order, and each before the next; none is empty. */
  readonly #chunks: string[][] = [];
  #size = 0;

  constructor(ids: Iterable<string> = []) {
    const sorted = [...ids].sort();
    for (let from = 0; from < sorted.length; from += MAX_CHUNK / 2) this.#chunks.push(sorted.slice(from, from + MAX_CHUNK / 2));
    this.#size = sorted.length;
  }

  get size(): number {
    return this.#size;
  }

  add(id: string): void {
    const at = this.#chunkOf(id);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([id]);
      this.#size = 1;
      return;
    }
    const place = placeOf(chunk, id);
    if (chunk[place] === id) return;
    chunk.splice(place, 0, id);
    this.#size += 1;
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2));
  }

  delete(id: string): void {
    const at = this.#chunkOf(id);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    const place = placeOf(chunk, id);
    if (chunk[place] !== id) return;
    chunk.splice(place, 1);
    this.#size -= 1;
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** Calls for each identifier behind `after` in their order, until it is told to stop by false. */
  scan(after: string | null, visit: (id: string) => boolean): void {
    const cursor = this.cursor(after);
    while (cursor.id !== null && visit(cursor.id)) cursor.next();
  }

  /** Stands at the first identifier behind `after`. Good until the set changes. */
  cursor(after: string | null): Cursor {
    const at = after === null ? 0 : this.#chunkOf(after);
    const chunk = this.#chunks[at];
    if (chunk === undefined || after === null) return new Cursor(this.#chunks, 0, 0);
    const place = placeOf(chunk, after);
    return new Cursor(this.#chunks, at, chunk[place] === after ? place + 1 : place);
  }

  /** The last chunk that begins at or before it; the first if none does. */
  #chunkOf(id: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.[0] ?? '') <= id) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A place in chunks of identifiers. */
export class Cursor {
  readonly #chunks: readonly (readonly string[])[];
  #chunk: number;
  #place: number;
  /** Null at the end. */
  id: string | null = null;

  constructor(chunks: readonly (readonly string[])[], chunk: number, place: number) {
    this.#chunks = chunks;
    this.#chunk = chunk;
    this.#place = place - 1;
    this.next();
  }

  next(): void {
    this.#place += 1;
    let id = this.#chunks[this.#chunk]?.[this.#place];
    if (id === undefined) {
      this.#chunk += 1;
      this.#place = 0;
      id = this.#chunks[this.#chunk]?.[0];
    }
    this.id = id ?? null;
  }
}

/** Where it stands in a sorted list, or would. */
export function placeOf(sorted: readonly string[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
