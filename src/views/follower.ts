/** One subscription to a view: what it has been sent, what it is still owed, and when it may have it. */
import type { GatewayError } from '../errors.ts';
import type { Standing } from './members.ts';
import type { Member, Update } from './update.ts';

/** Takes what one subscription is sent. */
export type UpdateSink = {
  /** Whether it can take more now. */
  readonly hasRoom: boolean;
  /** Calls back once, as soon as there is room, never in the same tick. */
  whenRoom(callback: () => void): void;
  push(update: Update): void;
  /** Nothing more; the reader is told why. */
  end(error: GatewayError): void;
};

/** Up to that identifier the snapshot showed that version; null for its end. */
type Mark = { readonly upTo: string | null; readonly version: number };

export class Follower {
  readonly sink: UpdateSink;
  readonly intervalMs: number;
  /** The pages that it has been sent, until the first change behind them. */
  #marks: Mark[] | null = [];
  /** Up to there it has had everything. */
  #seen = 0;
  /** Not before then the next change is sent. */
  dueMs = -Infinity;
  /** What it was told last. */
  isHealthy = true;
  /** It has been sent a page. */
  hasBegun = false;
  /** It asked to be called back. */
  isWaitingForRoom = false;

  constructor(sink: UpdateSink, intervalMs: number) {
    this.sink = sink;
    this.intervalMs = intervalMs;
  }

  get isComplete(): boolean {
    return this.#marks === null || this.#marks.at(-1)?.upTo === null;
  }

  /** Behind which identifier the snapshot goes on; null for its beginning. */
  get reached(): string | null {
    return this.#marks?.at(-1)?.upTo ?? null;
  }

  /** All that it has had in full; null while its pages differ. */
  get seen(): number | null {
    return this.#marks === null ? this.#seen : null;
  }

  /** Equal for those who are owed the same. */
  get place(): number | string {
    return this.#marks === null ? this.#seen : JSON.stringify(this.#marks);
  }

  get standing(): Standing {
    if (this.#marks === null) return { low: this.#seen, high: this.#seen };
    return { low: this.#marks[0]?.version ?? Infinity, high: this.#marks.at(-1)?.version ?? -Infinity };
  }

  /** A page was sent that goes up to there, null for the last one. */
  page(upTo: string | null, version: number, nowMs: number): void {
    this.#marks?.push({ upTo, version });
    if (upTo !== null) return;
    this.dueMs = nowMs + this.intervalMs;
    if (this.#marks?.[0]?.version === version) this.changed(version, this.dueMs);
  }

  /** Whether it has to be told of a change. */
  owes({ id, texts, version, born }: Member): boolean {
    const mark = this.#marks?.find(({ upTo }) => upTo === null || id <= upTo)?.version ?? this.#seen;
    return version > mark && (texts !== null || born <= mark);
  }

  /** All changes up to that version were sent, if there were any for it. The next are due then. */
  changed(version: number, dueMs: number): void {
    this.#marks = null;
    this.#seen = version;
    this.dueMs = dueMs;
  }
}
