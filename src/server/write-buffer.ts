/**
 * The buffer in which writes are put together, one for all connections: the kernel mostly takes a write at once, and then the same bytes serve the
 * next connection. A buffer for each write would be a sixth of what a wallboard's frame costs.
 */

/** Larger writes get one of their own. Also what a connection may keep from the others once it has stalled. */
const SHARED_BYTES = 64 * 1024;

export class WriteBuffer {
  #shared = Buffer.allocUnsafeSlow(SHARED_BYTES);

  /** Good until the next call, unless it is kept. */
  take(bytes: number): Buffer {
    return bytes > SHARED_BYTES ? Buffer.allocUnsafeSlow(bytes) : this.#shared.subarray(0, bytes);
  }

  /** What was taken last is still needed. */
  keep(taken: Buffer): void {
    if (taken.buffer === this.#shared.buffer) this.#shared = Buffer.allocUnsafeSlow(SHARED_BYTES);
  }
}
