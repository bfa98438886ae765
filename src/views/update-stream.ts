/** One state subscription for a reader that takes its payloads one by one: each is made when it is asked for, so nothing waits and nothing is old. */
import type { GatewayError } from '../errors.ts';
import { StreamEnd } from '../hub/event-stream.ts';
import { WaitingForRoom } from '../hub/waiting-for-room.ts';
import type { UpdateSink } from './follower.ts';
import type { Update } from './update.ts';

export type UpdateStreamOptions = {
  /** Called once when nothing more is wanted: the reader has left, or the stream has ended. */
  readonly onDetach: () => void;
  /** Called for each payload that the reader takes. */
  readonly onDelivered: () => void;
  /** Called when the stream ends with an error, after it has been detached. */
  readonly onEnd: (error: GatewayError) => void;
};

type Item = Update | StreamEnd;
type Result = IteratorResult<Item, undefined>;
const DONE: Result = { done: true, value: undefined };

export class UpdateStream implements UpdateSink, AsyncIterableIterator<Item, undefined> {
  readonly #options: UpdateStreamOptions;
  readonly #waiting: ((result: Result) => void)[] = [];
  readonly #waitingForRoom = new WaitingForRoom();
  /** What the reader is still to be told. */
  #end: StreamEnd | null = null;
  #open = true;

  constructor(options: UpdateStreamOptions) {
    this.#options = options;
  }

  get hasRoom(): boolean {
    return this.#open && this.#waiting.length > 0;
  }

  whenRoom(callback: () => void): void {
    this.#waitingForRoom.add(callback, this.hasRoom);
  }

  push(update: Update): void {
    const take = this.#waiting.shift();
    if (take === undefined) throw new Error('nobody waits for it');
    this.#options.onDelivered();
    take({ done: false, value: update });
  }

  end(error: GatewayError): void {
    if (!this.#open) return;
    const end = new StreamEnd(error);
    const take = this.#waiting.shift();
    if (take === undefined) this.#end = end;
    else take({ done: false, value: end });
    this.#detach();
    this.#options.onEnd(error);
  }

  next(): Promise<Result> {
    const end = this.#end;
    this.#end = null;
    if (end !== null) return Promise.resolve({ done: false, value: end });
    if (!this.#open) return Promise.resolve(DONE);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#waitingForRoom.tell();
    });
  }

  return(): Promise<Result> {
    this.#end = null;
    this.#detach();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #detach(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#waitingForRoom.clear();
    for (const take of this.#waiting.splice(0)) take(DONE);
    this.#options.onDetach();
  }
}
