/** Reads the frames of a WebSocket without a copy: their headers only. What is kept between two reads is one unfinished frame. */

/** Told where a payload stands; what `bytes` holds is good until it returns. */
export type OnFrame = (bytes: Buffer, start: number, length: number) => void;

/** Told what the server closes with; nothing follows it. */
export type OnClose = (code: number, reason: string) => void;

export class FrameReader {
  readonly #onFrame: OnFrame;
  readonly #onClose: OnClose;
  #rest: Buffer = Buffer.alloc(16);
  #restLength = 0;

  constructor(onFrame: OnFrame, onClose: OnClose) {
    this.#onFrame = onFrame;
    this.#onClose = onClose;
  }

  read(bytes: Buffer, end: number): void {
    let at = 0;
    while (this.#restLength > 0 && at < end) at = this.#complete(bytes, at, end);
    for (;;) {
      const size = sizeOf(bytes, at, end);
      if (size === 0 || at + size > end) break;
      this.#found(bytes, at, size);
      at += size;
    }
    if (at < end) {
      this.#grow(end - at);
      bytes.copy(this.#rest, 0, at, end);
      this.#restLength = end - at;
    }
  }

  /** Adds to the unfinished frame what it lacks, first of its header. Returns how far it has read. */
  #complete(bytes: Buffer, at: number, end: number): number {
    const size = sizeOf(this.#rest, 0, this.#restLength);
    const wanted = size === 0 ? 1 : size - this.#restLength;
    const taken = Math.min(wanted, end - at);
    this.#grow(this.#restLength + taken);
    bytes.copy(this.#rest, this.#restLength, at, at + taken);
    this.#restLength += taken;
    if (size > 0 && this.#restLength === size) {
      this.#restLength = 0;
      this.#found(this.#rest, 0, size);
    }
    return at + taken;
  }

  #found(bytes: Buffer, at: number, size: number): void {
    if (bytes[at] === 0x88) return this.#onClose(bytes.readUInt16BE(at + 2), bytes.toString('utf8', at + 4, at + size));
    if (bytes[at] !== 0x81) throw new Error(`a frame that is no text: ${bytes[at]}`);
    const short = bytes[at + 1] ?? 0;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    this.#onFrame(bytes, at + header, size - header);
  }

  #grow(length: number): void {
    if (this.#rest.length >= length) return;
    const larger = Buffer.alloc(Math.max(length, this.#rest.length * 2));
    this.#rest.copy(larger, 0, 0, this.#restLength);
    this.#rest = larger;
  }
}

/** Of a frame from its first byte to its last; 0 while its header is not whole. */
function sizeOf(bytes: Buffer, at: number, end: number): number {
  if (end - at < 2) return 0;
  const short = bytes[at + 1] ?? 0;
  if (short < 126) return short + 2;
  if (short === 126) return end - at < 4 ? 0 : bytes.readUInt16BE(at + 2) + 4;
  return end - at < 10 ? 0 : Number(bytes.readBigUInt64BE(at + 2)) + 10;
}
