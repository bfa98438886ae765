/** Those who have more to hand over than there is room for, until there is: each is called back once, never in the same tick. */
export class WaitingForRoom {
  #callbacks: (() => void)[] = [];

  add(callback: () => void, hasRoom: boolean): void {
    this.#callbacks.push(callback);
    if (hasRoom) this.tell();
  }

  /** Whether anybody waits. */
  get some(): boolean {
    return this.#callbacks.length > 0;
  }

  tell(): void {
    const told = this.#callbacks;
    this.#callbacks = [];
    for (const callback of told) setImmediate(callback);
  }

  /** Nobody will be called back. */
  clear(): void {
    this.#callbacks = [];
  }
}
