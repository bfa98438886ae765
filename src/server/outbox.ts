/**
 * One connection's way out. Frames leave in the order in which they came, control and data alike, and all that one batch of events has for a
 * connection leaves in one write: the kernel is asked once, not once a frame. The bytes of an event are shared by all who get them; a connection
 * adds no more than its own few bytes before them. What the kernel does not take is bounded, and given up at once when it is too much.
 */
import { WaitingForRoom } from '../hub/waiting-for-room.ts';
import type { Flusher } from './flusher.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** A socket that bytes are written to. */
export type Wire = {
  /** Whether it takes more before `drained`. With nothing buffered afterwards the bytes are the caller's again. */
  write(bytes: Buffer): boolean;
  /** What was written and has not reached the kernel, in bytes. */
  readonly bufferedBytes: number;
};

export type OutboxOptions = {
  readonly flusher: Flusher;
  /** Shared by all connections. */
  readonly buffer: WriteBuffer;
  /** Bound on what waits; an empty outbox takes any one frame. */
  readonly maxBytes: number;
  /** Called once when the bound is passed: what waited is gone, and nothing more is taken. */
  readonly onOverflow: () => void;
};

/** More is written in parts, so that no large buffer has to be found. */
const WRITE_BYTES = 256 * 1024;
const FLUSH_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);
/** Shared by all that wait for nothing; never added to. */
const NONE: Buffer[] = [];

export class Outbox {
  readonly #wire: Wire;
  readonly #options: OutboxOptions;
  /** Two a frame: what is the connection's own, and what is shared. */
  #waiting: Buffer[] = NONE;
  #waitingBytes = 0;
  /** What the wire held after the last write: since then it can only have become less. */
  #bufferedBytes = 0;
  /** Of what waits, those frames that were taken because there was room: the bound is for the others. */
  #pacedBytes = 0;
  #full = false;
  #scheduled = false;
  #closed = false;
  /** Those who have more to send than there is room for. */
  readonly #waitingForRoom = new WaitingForRoom();

  constructor(wire: Wire, options: OutboxOptions) {
    this.#wire = wire;
    this.#options = options;
  }

  /** What the kernel has not taken yet. */
  get bytes(): number {
    return this.#waitingBytes + this.#wire.bufferedBytes;
  }

  /** Whether more can be taken without coming near the bound: for those who can wait. */
  get hasRoom(): boolean {
    return !this.#closed && this.#waitingBytes + this.#bufferedBytes < this.#options.maxBytes / 4;
  }

  /** Calls back once, as soon as there is room, never in the same tick. Not at all once it is closed. */
  whenRoom(callback: () => void): void {
    this.#waitingForRoom.add(callback, this.hasRoom);
  }

  /** A frame of this connection alone. */
  send(text: string): void {
    this.deliver(NOTHING, Buffer.from(text));
  }

  /** A frame whose second part is shared with other connections. */
  deliver(own: Buffer, shared: Buffer): void {
    if (this.#closed) return;
    const frameBytes = frameLength(own.length + shared.length);
    if (this.#pacedBytes > 0 && this.hasRoom) this.#pacedBytes = 0;
    const maxBytes = this.#options.maxBytes + this.#pacedBytes;
    // The wire is asked only where it matters.
    if (this.#waitingBytes + this.#bufferedBytes + frameBytes > maxBytes && this.bytes > 0 && this.bytes + frameBytes > maxBytes) {
      this.close();
      this.#options.onOverflow();
      return;
    }
    this.#take(own, shared, frameBytes);
  }

  /** The same for who waits for room before each: any one frame, however large, of which the others are not to suffer. */
  deliverPaced(own: Buffer, shared: Buffer): void {
    if (this.#closed) return;
    const frameBytes = frameLength(own.length + shared.length);
    this.#pacedBytes = this.hasRoom ? frameBytes : this.#pacedBytes + frameBytes;
    this.#take(own, shared, frameBytes);
  }

  #take(own: Buffer, shared: Buffer, frameBytes: number): void {
    const { maxBytes } = this.#options;
    // Most have one frame at a time.
    if (this.#waitingBytes === 0) this.#waiting = [own, shared];
    else this.#waiting.push(own, shared);
    this.#waitingBytes += frameBytes;
    if (this.#full) return;
    // Enough for a write that is worth its while; more would only come nearer to the bound.
    if (this.#waitingBytes >= FLUSH_BYTES || this.#waitingBytes >= maxBytes / 4) return this.#flushNow();
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.flusher.schedule(this);
  }

  /** Hands over what waits, as far as the kernel takes it. */
  flush(): void {
    this.#scheduled = false;
    this.#flushNow();
    if (this.#waitingForRoom.some && this.hasRoom) this.#waitingForRoom.tell();
  }

  /** To be called when the wire has room again. */
  drained(): void {
    this.#full = false;
    this.#bufferedBytes = this.#wire.bufferedBytes;
    if (this.#waiting.length > 0) this.#flushNow();
    if (this.#waitingForRoom.some && this.hasRoom) this.#waitingForRoom.tell();
  }

  /** Gives up what waits; nothing more is taken. */
  close(): void {
    this.#closed = true;
    this.#waiting = NONE;
    this.#waitingBytes = 0;
    this.#waitingForRoom.clear();
  }

  #flushNow(): void {
    let next = 0;
    while (next < this.#waiting.length && !this.#full) next = this.#writeFrom(next);
    if (next === this.#waiting.length) this.#waiting = NONE;
    else if (next > 0) this.#waiting = this.#waiting.slice(next);
  }

  /** Writes frames from there on in one go. Returns where the next write begins. */
  #writeFrom(start: number): number {
    const waiting = this.#waiting;
    let bytes = 0;
    let end = start;
    while (end < waiting.length) {
      const frameBytes = frameLength(lengthAt(waiting, end));
      if (bytes > 0 && bytes + frameBytes > WRITE_BYTES) break;
      bytes += frameBytes;
      end += 2;
    }
    const { buffer } = this.#options;
    // One whose kernel did not take all of the last write may keep this one as well: it is to be no larger than it must.
    const all = this.#bufferedBytes > 0 ? Buffer.allocUnsafe(bytes) : buffer.take(bytes);
    let at = 0;
    for (let i = start; i < end; i += 2) {
      at = writeHeader(all, at, lengthAt(waiting, i));
      const own = waiting[i] ?? NOTHING;
      const shared = waiting[i + 1] ?? NOTHING;
      all.set(own, at);
      at += own.length;
      all.set(shared, at);
      at += shared.length;
    }
    this.#waitingBytes -= bytes;
    this.#full = !this.#wire.write(all);
    this.#bufferedBytes = this.#wire.bufferedBytes;
    if (this.#bufferedBytes > 0) buffer.keep(all);
    return end;
  }
}

function lengthAt(waiting: readonly Buffer[], i: number): number {
  return (waiting[i]?.length ?? 0) + (waiting[i + 1]?.length ?? 0);
}

/** A frame of the WebSocket protocol from a server: one byte for a whole text, the length in one, three or nine, no mask. RFC 6455, 5.2. */
function frameLength(payloadBytes: number): number {
  return payloadBytes + (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10);
}

function writeHeader(bytes: Buffer, at: number, payloadBytes: number): number {
  bytes[at] = 0x81;
  if (payloadBytes < 126) {
    bytes[at + 1] = payloadBytes;
    return at + 2;
  }
  if (payloadBytes < 65_536) {
    bytes[at + 1] = 126;
    bytes.writeUInt16BE(payloadBytes, at + 2);
    return at + 4;
  }
  bytes[at + 1] = 127;
  bytes.writeUInt32BE(0, at + 2);
  bytes.writeUInt32BE(payloadBytes, at + 6);
  return at + 10;
}
