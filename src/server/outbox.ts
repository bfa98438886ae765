/** One connection's way out: frames leave in the order in which they came, and what the kernel does not take is bounded. */

/** A socket that frames are written to. */
export type Wire = {
  write(frame: string): void;
  /** What was written and has not reached the kernel, in bytes. */
  readonly bufferedBytes: number;
  /** Whether more should wait for `drained`. */
  readonly full: boolean;
};

export type OutboxOptions = {
  /** Bound on what waits; an empty outbox takes any one frame. */
  readonly maxBytes: number;
  /** Called once when the bound is passed: what waited is gone, and nothing more is taken. */
  readonly onOverflow: () => void;
};

export class Outbox {
  readonly #wire: Wire;
  readonly #options: OutboxOptions;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #closed = false;

  constructor(wire: Wire, options: OutboxOptions) {
    this.#wire = wire;
    this.#options = options;
  }

  /** What the kernel has not taken yet. */
  get bytes(): number {
    return this.#waitingBytes + this.#wire.bufferedBytes;
  }

  send(frame: string): void {
    if (this.#closed) return;
    if (this.#waiting.length === 0 && !this.#wire.full) {
      this.#wire.write(frame);
      return;
    }
    const frameBytes = Buffer.byteLength(frame);
    if (this.bytes + frameBytes > this.#options.maxBytes) {
      this.close();
      this.#options.onOverflow();
      return;
    }
    this.#waiting.push(frame);
    this.#waitingBytes += frameBytes;
  }

  /** To be called when the wire has room again. */
  drained(): void {
    let sent = 0;
    while (sent < this.#waiting.length && !this.#wire.full) {
      const frame = this.#waiting[sent] ?? '';
      sent += 1;
      this.#waitingBytes -= Buffer.byteLength(frame);
      this.#wire.write(frame);
    }
    this.#waiting = this.#waiting.slice(sent);
  }

  /** Gives up what waits; nothing more is taken. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
