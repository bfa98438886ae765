/**
 * One subscription on a WebSocket: what it delivers goes to the outbox of the connection in one call, without a queue, a promise or an iterator in
 * between. For the protocol it looks like a stream of results, which never yields one.
 */
import type { GatewayError } from '../errors.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Plan } from '../graphql/plan.ts';
import type { Position } from '../position.ts';
import type { Update } from '../views/update.ts';
import type { Outbox } from './outbox.ts';
import type { StreamHooks } from './streams.ts';

type FrameStreamOptions = StreamHooks & {
  /** Of the operation on its connection. */
  readonly operationId: string;
  readonly outbox: Outbox;
  /** Called when the stream ends with an error, after it has been detached. */
  readonly onEnd: (error: GatewayError) => void;
};

type Never = IteratorResult<never, undefined>;
const DONE: Never = { done: true, value: undefined };

export abstract class FrameStream implements AsyncIterableIterator<never, undefined> {
  readonly #options: FrameStreamOptions;
  readonly #before: Buffer;
  readonly #ended = Promise.withResolvers<Never>();
  #open = true;

  constructor(options: FrameStreamOptions) {
    this.#options = options;
    this.#before = Buffer.from(`{"id":${JSON.stringify(options.operationId)},"type":"next","payload":`);
    // Whoever reads the stream hears of its end; nobody has to.
    this.#ended.promise.catch(() => {});
  }

  /** A response, and the brace that ends its frame. */
  protected deliver(bytes: Buffer, isPaced = false): void {
    if (!this.#open) return;
    const { outbox, onDelivered } = this.#options;
    onDelivered();
    if (isPaced) outbox.deliverPaced(this.#before, bytes);
    else outbox.deliver(this.#before, bytes);
  }

  get hasRoom(): boolean {
    return this.#options.outbox.hasRoom;
  }

  whenRoom(callback: () => void): void {
    this.#options.outbox.whenRoom(callback);
  }

  /** Ends the stream with an error, after what was delivered. */
  end(error: GatewayError): void {
    const position = this.#options.position();
    if (!this.#detach()) return;
    this.#ended.reject(position === null ? error : error.resuming(position.cursor));
    this.#options.onEnd(error);
  }

  next(): Promise<Never> {
    return this.#ended.promise;
  }

  return(): Promise<Never> {
    if (this.#detach()) this.#ended.resolve(DONE);
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #detach(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.#options.onDetach();
    return true;
  }
}

/** Of events. */
export class EventFrames extends FrameStream {
  readonly #plan: Plan;

  constructor({ plan, ...options }: FrameStreamOptions & { readonly plan: Plan }) {
    super(options);
    this.#plan = plan;
  }

  push(event: VoiceEvent, position: Position): void {
    this.deliver(this.#plan.render(event, position));
  }
}

/** Of the state: each waits for room, and then may hold all that there is. */
export class UpdateFrames extends FrameStream {
  push({ bytes }: Update): void {
    this.deliver(bytes, true);
  }
}
