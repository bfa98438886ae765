/** The checkpoint of a gateway: read once at the start, written from time to time and at the end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostics, Notes } from '../diagnostics.ts';
import { misfit, Refusal } from './format.ts';
import type { Origin, Place, RefusalReason } from './format.ts';
import { prepareFolder } from './new-file.ts';
import { readCheckpoint } from './read.ts';
import type { Take } from './read.ts';
import { writeCheckpoint } from './write.ts';
import type { Copy } from './write.ts';

/** A state that was read, and is to take the place of the empty one. */
export type Restored = { readonly entities: number; adopt(): void };

export type CheckpointOptions = {
  readonly path: string;
  readonly intervalMs: number;
  readonly ours: Omit<Origin, 'clusterId'>;
  /** Takes the lines of a state; `finish` makes it, and throws where the lines do not fit together. */
  readonly restore: (origin: Origin) => { readonly take: Take; finish(place: Place): Restored };
  /** Begins a copy of the state as it is. */
  readonly copy: () => Copy;
  /** The log as far as it was seen, and whether its history has been read. */
  readonly log: () => { readonly caughtUp: boolean; readonly clusterId: string | null };
  readonly diagnostics: Diagnostics;
};

export type CheckpointOutcome = 'RESTORED' | 'ABSENT' | RefusalReason;

/** What the metrics tell. */
export type CheckpointFigures = {
  /** What became of the one that was there at the start; null until the cluster is known. */
  readonly outcome: CheckpointOutcome | null;
  readonly failures: number;
  /** Of the newest one that was written; null before. */
  readonly written: (Notes['checkpointWritten'] & { readonly atMs: number }) | null;
};

/** Read, and waiting to hear which cluster it meets. */
type Pending = { readonly origin: Origin; readonly place: Place; readonly restored: Restored };

export class Checkpoints implements AsyncDisposable {
  readonly #options: CheckpointOptions;
  readonly #stop = new AbortController();
  #pending: Pending | null = null;
  #outcome: CheckpointOutcome | null = null;
  #isRefusedThere = false;
  #failures = 0;
  #written: CheckpointFigures['written'] = null;
  #running: Promise<void> | null = null;

  constructor(options: CheckpointOptions) {
    this.#options = options;
  }

  get figures(): CheckpointFigures {
    return { outcome: this.#outcome, failures: this.#failures, written: this.#written };
  }

  /** Reads what is there. Rejects with a sentence where the path is of no use. */
  async open(): Promise<void> {
    const { path, ours, restore } = this.#options;
    try {
      await prepareFolder(path);
      let origin: Origin | null = null;
      let restoring: ReturnType<CheckpointOptions['restore']> | null = null;
      const onHead = (found: Origin): Take => {
        const refusal = misfit(found, ours);
        if (refusal !== null) throw refusal;
        origin = found;
        restoring = restore(found);
        return restoring.take;
      };
      const place = await readCheckpoint(path, { onHead });
      if (place === null) this.#settle('ABSENT');
      else this.#pending = pendingOf(origin, place, restoring);
    } catch (error) {
      if (!(error instanceof Refusal)) throw new Error(unusable(path, error), { cause: error });
      this.#refuse(error);
    }
  }

  /** The log is seen for the first time: from where it is to be read, if the checkpoint is one of it; else null. Asked again, says the same. */
  meet(clusterId: string | null): Place | null {
    const pending = this.#pending;
    if (pending === null) return this.#met;
    this.#pending = null;
    if (pending.origin.clusterId !== clusterId) {
      this.#refuse(new Refusal('OTHER_CLUSTER', `it is of the cluster ${pending.origin.clusterId ?? 'without an id'}`));
      return null;
    }
    pending.restored.adopt();
    this.#settle('RESTORED', pending.restored.entities);
    return (this.#met = pending.place);
  }
  #met: Place | null = null;

  /** Writes from now on, whenever the time has come. */
  start(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await pause(this.#options.intervalMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await this.#write(false, signal);
    }
  }

  /** To be disposed when nothing is read any more: writes all that is known by then. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (this.#running !== null) await this.#write(true, new AbortController().signal);
  }

  async #write(isUrgent: boolean, signal: AbortSignal): Promise<void> {
    const { path, ours, copy: begin, log, diagnostics } = this.#options;
    const { caughtUp, clusterId } = log();
    // What has not been read to its end is in the checkpoint that is there, or comes again from the log.
    if (!caughtUp) return;
    if (this.#pending !== null && clusterId !== null) {
      this.#pending = null;
      this.#refuse(new Refusal('LOG_GONE', 'its topics did not exist when the gateway started'));
    }
    if (this.#pending !== null) return;
    const beginMs = performance.now();
    try {
      using copy = begin();
      const asideAs = this.#isRefusedThere ? `${path}.refused` : null;
      const { bytes, lines, longestPauseMs } = await writeCheckpoint({
        path,
        origin: { ...ours, clusterId },
        copy,
        isUrgent,
        asideAs,
        signal,
      });
      this.#isRefusedThere = false;
      const seconds = (performance.now() - beginMs) / 1000;
      this.#written = { bytes, lines, seconds, longestPauseSeconds: longestPauseMs / 1000, atMs: Date.now() };
      diagnostics.tell('checkpointWritten', this.#written);
    } catch (error) {
      if (signal.aborted) return;
      this.#failures += 1;
      diagnostics.tell('checkpointFailed', { path, problem: sentenceOf(error) });
    }
  }

  #refuse({ reason, message }: Refusal): void {
    this.#isRefusedThere = true;
    this.#settle(reason, 0, message);
  }

  #settle(outcome: CheckpointOutcome, entities = 0, problem: string | null = null): void {
    this.#outcome = outcome;
    const { path, diagnostics } = this.#options;
    diagnostics.tell('checkpointRead', { path, outcome, entities, problem });
  }
}

function pendingOf(origin: Origin | null, place: Place, restoring: ReturnType<CheckpointOptions['restore']> | null): Pending {
  if (origin === null || restoring === null) throw new Error('a checkpoint begins with what it was made of');
  try {
    return { origin, place, restored: restoring.finish(place) };
  } catch {
    throw new Refusal('DAMAGED', 'its entities do not fit together');
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unusable(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? sentenceOf(error);
  const it = `CHECKPOINT is ${JSON.stringify(path)}`;
  if (code === 'ENOENT') return `${it}, in a folder that does not exist (${code}): create it, or name another one.`;
  if (code === 'EISDIR') return `${it}, which is a folder (${code}): name a file in it.`;
  return `${it}, which cannot be used (${code}): name a file that this process may read and write, in a folder in which it may create files.`;
}
