/** What happens inside, told to whoever listens (log, metrics), without those who tell knowing them. Rare happenings only: hot paths keep plain counters. */

export type AuditNote = {
  readonly what: 'connect' | 'refuse' | 'subscribe' | 'refresh' | 'expire';
  readonly transport: 'websocket' | 'http';
  /** Of the peer, or as a trusted proxy tells it. */
  readonly address: string;
  /** Null before somebody is known, and for tokens that name nobody. */
  readonly subject: string | null;
  /** Of the token, or of the subscription; `*` for all. */
  readonly tenants: string;
  /** Why it was refused. */
  readonly code?: string;
  /** What is subscribed to, or was asked for. */
  readonly field?: string;
};

export type Notes = {
  /** A record or a part of it could not be used. Its position, never its content. */
  recordRejected: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: bigint;
    readonly reason: string;
    readonly count: number;
  };
  /** The source cannot read now; told once per trouble, not per retry. */
  sourceTrouble: { readonly problem: string };
  sourceRecovered: Record<string, never>;
  /** The reader was built anew at its own positions. */
  sourceRestarted: { readonly reason: string };
  /** Records between the two offsets are gone for good. */
  sourceGap: { readonly topic: string; readonly partition: number; readonly fromOffset: bigint; readonly toOffset: bigint };
  /** How far the reading of history has come; told about once a second. */
  replayProgress: {
    readonly recordsRead: number;
    readonly recordsInAll: number;
    readonly recordsPerSecond: number;
    /** Null while nothing has been read. */
    readonly remainingSeconds: number | null;
  };
  /** Every partition has been read up to the end that it had at the start. */
  sourceCaughtUp: { readonly records: number };
  /** What became of the checkpoint that was there at the start. */
  checkpointRead: {
    readonly path: string;
    readonly outcome: string;
    /** That are known from it. */
    readonly entities: number;
    /** Why it was not used; null where it was, or where there was none. */
    readonly problem: string | null;
  };
  checkpointWritten: {
    readonly bytes: number;
    readonly lines: number;
    readonly seconds: number;
    /** For which it held everything else. */
    readonly longestPauseSeconds: number;
  };
  /** It is tried again when the next one is due; the one before stays good. */
  checkpointFailed: { readonly path: string; readonly problem: string };
  /** The keys that tokens are checked with could not be fetched; null for no answer at all. Those known before stay good. */
  keysUnavailable: { readonly url: string; readonly status: number | null };
  /** Who was let in, turned away, or given something to watch. Never a token, nor an argument. */
  audit: AuditNote;
  /** More is refused than before (`rising`), or less, by what the load of the process is. */
  overload: {
    /** What is refused from now on, if new. */
    readonly shedding: readonly string[];
    readonly rising: boolean;
    readonly eventLoopDelayMs: number;
    readonly heapPercent: number;
  };
  connectionClosed: { readonly code: number; readonly reason: string };
  /** Something threw that should not have; the id is the one that the client was given. */
  unexpectedError: { readonly errorId: string; readonly error: unknown };
};

type Listener<T> = (note: T) => void;

export class Diagnostics {
  readonly #listeners = new Map<keyof Notes, Set<Listener<never>>>();

  on<K extends keyof Notes>(name: K, listener: Listener<Notes[K]>): Disposable {
    let listeners = this.#listeners.get(name);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
    }
    listeners.add(listener);
    const all = listeners;
    return { [Symbol.dispose]: () => void all.delete(listener) };
  }

  tell<K extends keyof Notes>(name: K, note: Notes[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Notes[K]>)(note);
  }
}
