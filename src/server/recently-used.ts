/** What is remembered by texts of clients: bounded in their number and their length, the least recently used goes. */

export type RecentlyUsedOptions = { readonly maxTexts: number; readonly maxTextLength: number };

export class RecentlyUsed<T> {
  readonly #options: RecentlyUsedOptions;
  readonly #values = new Map<string, T>();
  #textLength = 0;

  constructor(options: RecentlyUsedOptions) {
    this.#options = options;
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
    if (!this.#values.delete(text)) this.#textLength += text.length;
    this.#values.set(text, value);
    const { maxTexts, maxTextLength } = this.#options;
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= maxTexts && this.#textLength <= maxTextLength) break;
      this.#values.delete(oldest);
      this.#textLength -= oldest.length;
    }
  }
}
