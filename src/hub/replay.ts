/**
 * What one stream has missed, then live, with no gap and nothing twice at the seam:
 *
 * 1. as long as its way leads through what the journal does not keep, it takes what the shared reading of the log hands out;
 * 2. from then on the journal serves it, a slice a turn of the event loop, as fast as its reader takes it;
 * 3. in the tick in which nothing is left it goes live. Where it stood ahead of this replica, what comes below that is not for it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GatewayError } from '../errors.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Position } from '../position.ts';
import type { Scope } from '../scope.ts';
import { matches } from './filter.ts';
import type { EventFilter } from './filter.ts';
import type { Journal } from './journal.ts';
import { isSameRecord } from './kept.ts';
import type { Entry } from './kept.ts';

/** Where the events of a stream go. */
export type Sink = {
  /** Takes an event, and where the stream stands with it. */
  push(event: VoiceEvent, position: Position): void;
  /** Whether it takes more without coming near its bound. */
  readonly hasRoom: boolean;
  /** Calls back once, as soon as there is room, never in the same tick. */
  whenRoom(callback: () => void): void;
};

/** From where on a stream is to have its events. */
export type Start = {
  readonly position: Position;
  /** Older records are passed over. */
  readonly sinceMs: number | null;
};

/** One record of the log, decoded. */
export type Record = { readonly offset: bigint; readonly timestampMs: number; readonly events: readonly VoiceEvent[] };

export type ReplayOptions = {
  readonly journal: Journal;
  readonly scope: Scope;
  readonly filter: EventFilter;
  readonly start: Start;
  readonly sink: Sink;
  /** Asks for what the journal lacks: `take` is called until it lacks nothing more. */
  readonly onLack: (replay: Replay) => void;
  /** Nothing is left: live events go to `live` from this tick on. */
  readonly onLive: () => void;
  /** It cannot go on. */
  readonly onError: (error: GatewayError) => void;
};

const MAX_SLICE_MS = 5;

export class Replay implements Disposable {
  readonly #options: ReplayOptions;
  readonly #position: Position;
  #over = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#position = options.start.position.copy();
  }

  get filter(): EventFilter {
    return this.#options.filter;
  }

  /** Where the stream stands. */
  get position(): Position {
    return this.#position;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** The partitions whose records it wants of the log. */
  get lacking(): readonly number[] {
    return this.#options.journal.lacking(this.filter.family, this.#position);
  }

  /** Goes on as far as it comes in this turn. What is in the journal and small is over when it returns. */
  run(): void {
    const { journal, scope, filter, sink, onLack, onLive } = this.#options;
    const untilMs = performance.now() + MAX_SLICE_MS;
    while (!this.#over) {
      const live = journal.position(filter.family);
      if (live !== null) this.#position.see(live.newestMs);
      if (this.lacking.length > 0) {
        onLack(this);
        return;
      }
      if (!journal.goesOnFrom(filter.family, this.#position)) {
        onLive();
        return;
      }
      if (!sink.hasRoom) {
        this.#waitForRoom();
        return;
      }
      if (performance.now() > untilMs) {
        void nextTurn().then(() => this.run());
        return;
      }
      const { entries, reached } = journal.missed(scope, filter, this.#position);
      if (this.#takeEntries(entries)) this.#position.raise(reached);
    }
  }

  /** Takes records of a partition that follow each other, up to `next`. False if there was no room for all of them: it asks again. */
  take(partition: number, records: readonly Record[], next: bigint): boolean {
    const { sink, scope, filter } = this.#options;
    for (const { offset, timestampMs, events } of records) {
      if (offset < this.#position.at(partition)) continue;
      if (!sink.hasRoom) {
        this.#waitForRoom();
        return false;
      }
      for (const [i, event] of events.entries()) {
        this.#position.see(timestampMs);
        if (scope.sees(event) && matches(filter, event)) this.#hand(event, i === events.length - 1);
      }
      this.#position.set(partition, offset + 1n);
      if (this.#over) return false;
    }
    if (next > this.#position.at(partition)) this.#position.set(partition, next);
    return true;
  }

  /** Takes a live event, once it has gone live. False once it stands where live is: then it is not needed any more. */
  live(event: VoiceEvent, live: Position): boolean {
    const { partition, offset } = event;
    if (offset < this.#position.at(partition)) return true;
    this.#position.see(live.newestMs);
    this.#position.set(partition, live.at(partition));
    this.#options.sink.push(event, this.#position);
    return !live.isAtLeast(this.#position);
  }

  fail(error: GatewayError): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.onError(error);
  }

  [Symbol.dispose](): void {
    this.#over = true;
  }

  /** False if it could not take all. */
  #takeEntries(entries: readonly Entry[]): boolean {
    const { sink } = this.#options;
    let before: Entry | undefined;
    for (const entry of entries) {
      if (!isSameRecord(before, entry) && !sink.hasRoom) return false;
      before = entry;
      this.#hand(entry.event, entry.isLast);
      if (this.#over) return false;
    }
    return true;
  }

  /** An event that the scope sees and that passes the filter, unless it is too old. `isLast` of its record. */
  #hand(event: VoiceEvent, isLast: boolean): void {
    const { scope, sink, start } = this.#options;
    this.#position.set(event.partition, isLast ? event.offset + 1n : event.offset);
    if (start.sinceMs === null || event.timestampMs >= start.sinceMs) sink.push(scope.show(event), this.#position);
  }

  #waitForRoom(): void {
    this.#options.sink.whenRoom(() => this.run());
  }
}
