/** Texts put together as bytes: each is written where the last one ends, which takes a third of the time of one long text turned into bytes. */

/** Kept for the next time; more was for one that was unusually long. */
const KEPT_BYTES = 512 * 1024;
/** Of a unit of a text, in UTF-8, at most. */
const UNIT_BYTES = 3;

export class TextBuffer {
  #bytes = Buffer.allocUnsafeSlow(KEPT_BYTES);
  #length = 0;

  add(text: string): void {
    this.#makeRoom(UNIT_BYTES * text.length);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  /** A character of ASCII. */
  addCode(code: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#length] = code;
    this.#length += 1;
  }

  addBytes(bytes: Buffer): void {
    this.#makeRoom(bytes.length);
    this.#length += bytes.copy(this.#bytes, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of their own, of what was added from there on. */
  copyFrom(start: number): Buffer {
    const copy = Buffer.allocUnsafeSlow(this.#length - start);
    this.#bytes.copy(copy, 0, start, this.#length);
    return copy;
  }

  /** Bytes of their own, of all that `write` adds. */
  static of(write: (buffer: TextBuffer) => void): Buffer {
    // A payload is made in one go: one for all.
    shared.#length = 0;
    write(shared);
    const taken = shared.copyFrom(0);
    if (shared.#bytes.length > KEPT_BYTES) shared.#bytes = Buffer.allocUnsafeSlow(KEPT_BYTES);
    return taken;
  }

  #makeRoom(bytes: number): void {
    const most = this.#length + bytes;
    if (most <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * most);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

const shared = new TextBuffer();
