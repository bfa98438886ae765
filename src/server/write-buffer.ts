/**
 * The buffers in which writes are put together, shared by all connections: the kernel mostly takes a write at once, and then the same bytes serve the
 * next connection. A buffer for each write would be a sixth of what a wallboard's frame costs; of large ones, whose memory is new each time, two thirds.
 */

/** The smaller one is taken where it is enough, for a connection that has stalled keeps it from the others. Larger writes get one of their own. */
const SMALL_BYTES = 64 * 1024;
const LARGE_BYTES = 256 * 1024;

export class WriteBuffer {
  /** Null until it is needed, and once it was kept. */
  #small: Buffer | null = null;
  #large: Buffer | null = null;

  /** Good until the next call, unless it is kept. */
  take(bytes: number): Buffer {
    if (bytes <= SMALL_BYTES) return (this.#small ??= Buffer.allocUnsafeSlow(SMALL_BYTES)).subarray(0, bytes);
    if (bytes <= LARGE_BYTES) return (this.#large ??= Buffer.allocUnsafeSlow(LARGE_BYTES)).subarray(0, bytes);
    return Buffer.allocUnsafeSlow(bytes);
  }

  /** What was taken last is still needed. */
  keep(taken: Buffer): void {
    if (taken.buffer === this.#small?.buffer) this.#small = null;
    else if (taken.buffer === this.#large?.buffer) this.#large = null;
  }
}
