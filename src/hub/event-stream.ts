/** One subscription's bounded queue between the hub and a reader that takes its events one by one. */
import type { VoiceEvent } from '../events/event.ts';
import { slowConsumer } from '../errors.ts';
import type { GatewayError } from '../errors.ts';
import type { Position } from '../position.ts';
import { WaitingForRoom } from './waiting-for-room.ts';

/** An event, and the cursor of the place right behind it as the stream has come by. */
export class Delivered {
  readonly event: VoiceEvent;
  readonly cursor: string;

  constructor(event: VoiceEvent, cursor: string) {
    this.event = event;
    this.cursor = cursor;
  }
}

/** The last thing that a stream yields when it cannot go on. */
export class StreamEnd {
  readonly error: GatewayError;

  constructor(error: GatewayError) {
    this.error = error;
  }
}

export type EventStreamOptions = {
  /** Bound on the records' bytes that wait for the reader. An empty queue takes any one event. */
  readonly maxBufferedBytes: number;
  /** Called once when nothing more is wanted: the reader has left, or the stream has ended. */
  readonly onDetach: () => void;
  /** Called when the stream ends with an error, after it has been detached. */
  readonly onEnd?: (error: GatewayError) => void;
  /** Called for each event that the reader takes. */
  readonly onTaken?: () => void;
  /** Where it stands before its first event; null before the log was seen. */
  readonly position?: () => Position | null;
};

type Item = Delivered | StreamEnd;
type Waiting = (result: IteratorResult<Item, undefined>) => void;

/**
 * A hand-written iterator: unlike an async generator it can be left while it waits for the next event. When its reader is too slow, what waits
 * is given up at once and the stream ends with SLOW_CONSUMER; neither the publisher nor any other stream notices.
 */
export class EventStream implements AsyncIterableIterator<Item, undefined> {
  readonly #options: EventStreamOptions;
  #queue: Item[] = [];
  #head = 0;
  #bufferedBytes = 0;
  #waiting: Waiting[] = [];
  readonly #waitingForRoom = new WaitingForRoom();
  #closed = false;
  /** Behind what the reader has taken. */
  #taken: string | null = null;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  /** Whether it takes more without coming near its bound: for those who can wait. */
  get hasRoom(): boolean {
    return !this.#closed && this.#bufferedBytes < this.#options.maxBufferedBytes / 4;
  }

  /** Calls back once, as soon as there is room, never in the same tick. */
  whenRoom(callback: () => void): void {
    this.#waitingForRoom.add(callback, this.hasRoom);
  }

  /** Bytes of the records that wait for the reader. */
  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  push(event: VoiceEvent, position: Position): void {
    if (this.#closed) return;
    const waiting = this.#waiting.shift();
    const item = new Delivered(event, position.cursor);
    if (waiting !== undefined) {
      this.#options.onTaken?.();
      this.#taken = item.cursor;
      waiting({ done: false, value: item });
      return;
    }
    if (this.#bufferedBytes > 0 && this.#bufferedBytes + event.sizeBytes > this.#options.maxBufferedBytes) {
      this.#drop();
      this.end(slowConsumer());
      return;
    }
    this.#queue.push(item);
    this.#bufferedBytes += event.sizeBytes;
  }

  /** Ends the stream with an error as its last item, after what waits already. */
  end(error: GatewayError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#taken ??= this.#options.position?.()?.cursor ?? null;
    const item = new StreamEnd(error);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#queue.push(item);
    else waiting({ done: false, value: this.#resuming(item) });
    this.#releaseWaiting();
    this.#options.onDetach();
    this.#options.onEnd?.(error);
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const item = this.#queue[this.#head];
    if (item !== undefined) return Promise.resolve({ done: false, value: this.#take(item) });
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<Item, undefined>> {
    const open = !this.#closed;
    this.#closed = true;
    this.#drop();
    this.#releaseWaiting();
    if (open) this.#options.onDetach();
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<Item, undefined>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #take(item: Item): Item {
    this.#head += 1;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head >= 1024) {
      // Shifting one by one would be quadratic, never shifting would keep what was read alive.
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (item instanceof StreamEnd) return this.#resuming(item);
    this.#bufferedBytes -= item.event.sizeBytes;
    this.#taken = item.cursor;
    this.#options.onTaken?.();
    if (this.#waitingForRoom.some && this.hasRoom) this.#waitingForRoom.tell();
    return item;
  }

  /** From where the reader has come to, the stream can be taken up again. */
  #resuming(end: StreamEnd): StreamEnd {
    return this.#taken === null ? end : new StreamEnd(end.error.resuming(this.#taken));
  }

  #drop(): void {
    this.#queue = [];
    this.#head = 0;
    this.#bufferedBytes = 0;
  }

  #releaseWaiting(): void {
    for (const waiting of this.#waiting) waiting({ done: true, value: undefined });
    this.#waiting = [];
  }
}
