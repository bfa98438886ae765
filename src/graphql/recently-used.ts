/** What is remembered by texts of clients: bounded in how many there are and in what they weigh together; the least recently used goes. */

export type RecentlyUsedOptions<T> = {
  readonly maxEntries: number;
  readonly maxWeight: number;
  /** The same each time. */
  readonly weigh: (text: string, value: T) => number;
};

export class RecentlyUsed<T> {
  readonly #options: RecentlyUsedOptions<T>;
  readonly #values = new Map<string, T>();
  #weight = 0;

  constructor(options: RecentlyUsedOptions<T>) {
    this.#options = options;
  }

  get size(): number {
    return this.#values.size;
  }

  has(text: string): boolean {
    return this.#values.has(text);
  }

  get(text: string): T | undefined {
    const value = this.#values.get(text);
    if (value === undefined) return undefined;
    this.#values.delete(text);
    this.#values.set(text, value);
    return value;
  }

  set(text: string, value: T): void {
    const { maxEntries, maxWeight, weigh } = this.#options;
    const before = this.#values.get(text);
    if (before !== undefined) this.#weight -= weigh(text, before);
    this.#values.delete(text);
    this.#values.set(text, value);
    this.#weight += weigh(text, value);
    for (const [oldest, old] of this.#values) {
      if (this.#values.size <= maxEntries && this.#weight <= maxWeight) break;
      this.#values.delete(oldest);
      this.#weight -= weigh(oldest, old);
    }
  }
}
