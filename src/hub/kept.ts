/** What the journal keeps of one partition: all events from some offset on, in log order. */
import type { VoiceEvent } from '../events/event.ts';

/** One event that is kept, linked with its neighbours of the same agent or call thread. */
export type Entry = {
  readonly event: VoiceEvent;
  /** Of heap, about. */
  readonly bytes: number;
  /** Of its record. */
  readonly isLast: boolean;
  /** In the order of reading, over all partitions. */
  readonly sequence: number;
  previous: Entry | null;
  next: Entry | null;
};

export function isSameRecord(a: Entry | undefined, b: Entry | undefined): boolean {
  return a !== undefined && b !== undefined && a.event.offset === b.event.offset && a.event.partition === b.event.partition;
}

/** What was given up leaves the array in one go when it is half of it: dropping is then free per entry. */
const COMPACT_AT = 1_024;

export class Kept {
  entries: (Entry | undefined)[] = [];
  /** Index of the oldest entry that counts. */
  #head = 0;
  /** All events from this offset on are here. */
  floor: bigint;
  /** The offset that is read next. */
  end: bigint;
  /** What stands before it is history. */
  liveFrom: bigint;
  /** Sequence of the newest entry that was given up. */
  lastDropped = -1;

  constructor(from: bigint, liveFrom: bigint) {
    this.floor = from;
    this.end = from;
    this.liveFrom = liveFrom;
  }

  /** What stands before it has been read, or is history. */
  get begun(): bigint {
    return this.end > this.liveFrom ? this.end : this.liveFrom;
  }

  get oldest(): Entry | undefined {
    return this.entries[this.#head];
  }

  /** Of the first entry at or behind that offset. */
  indexOf(offset: bigint): number {
    return this.#find((entry) => entry.event.offset >= offset);
  }

  /** The offset that was to be read next when the entry of that number had been read. */
  placeAt(sequence: number): bigint {
    return this.entries[this.#find((entry) => entry.sequence > sequence)]?.event.offset ?? this.end;
  }

  /** Gives up the oldest. */
  shift(): Entry | undefined {
    const entry = this.oldest;
    if (entry === undefined) return undefined;
    this.entries[this.#head] = undefined;
    this.#head += 1;
    this.floor = entry.event.offset + 1n;
    this.lastDropped = entry.sequence;
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.entries.length) {
      this.entries = this.entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** Index of the first entry that the test holds for; it holds for all behind it. */
  #find(holds: (entry: Entry) => boolean): number {
    let low = this.#head;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.entries[middle];
      if (entry === undefined || !holds(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
