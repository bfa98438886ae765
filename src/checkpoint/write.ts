/** Writes a checkpoint beside everything else that goes on: a few milliseconds at a time, and most of the time nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import { endLine, headLine, sumLine } from './format.ts';
import type { Origin, Place } from './format.ts';
import { createFile } from './new-file.ts';

/** A copy of the state, made while the state changes: what is written later counts. */
export type Copy = Disposable & {
  /** Lines, as many as can be written in so many milliseconds; empty when there is nothing left at present. */
  take(maxMs: number): string;
  /** How long what is left would take; Infinity before all was written once. */
  readonly leftMs: number;
  readonly lines: number;
  /** What is left, and where all of it is true. */
  finish(): Place & { readonly text: string };
};

export type WriteOptions = {
  readonly path: string;
  readonly origin: Origin;
  readonly copy: Copy;
  /** Whether nobody is served any more, so that it need not wait for its turn. */
  readonly isUrgent: boolean;
  /** Where a file goes that is there and was not used; null where it may be overwritten. */
  readonly asideAs: string | null;
  /** Aborted, it rejects and leaves no trace. */
  readonly signal: AbortSignal;
};

export type Written = { readonly bytes: number; readonly lines: number; readonly longestPauseMs: number };

/** Also the checksum of what was written in it has to fit into what a socket may wait. */
const MAX_SLICE_MS = 4;
/** The last slice of all is not divided. */
const MAX_LAST_SLICE_MS = 8;
/** For each millisecond of work so many without: it takes a quarter of what the process can do. */
const REST = 3;
/** A state that changes faster than it can be copied would be copied for ever. */
const MAX_ROUNDS = 4;
const MIN_LINES = 100_000;

export async function writeCheckpoint({ path, origin, copy, isUrgent, asideAs, signal }: WriteOptions): Promise<Written> {
  await using file = await createFile(path);
  let longestPauseMs = 0;
  /** Of what it does in one go. */
  const put = async (textOf: () => string): Promise<boolean> => {
    signal.throwIfAborted();
    const beginMs = performance.now();
    const text = textOf();
    const writing = file.write(text);
    const tookMs = performance.now() - beginMs;
    longestPauseMs = Math.max(longestPauseMs, tookMs);
    await writing;
    if (!isUrgent) await pause(tookMs * REST);
    return text !== '';
  };
  await put(() => headLine(origin));
  let atFirst = Infinity;
  while (copy.leftMs > MAX_LAST_SLICE_MS) {
    if (!(await put(() => copy.take(MAX_SLICE_MS)))) break;
    if (copy.leftMs < Infinity) atFirst = Math.min(atFirst, copy.lines);
    if (copy.lines > MAX_ROUNDS * atFirst + MIN_LINES) throw new Error('the state changes faster than it can be copied');
  }
  await put(() => {
    const { text, ...place } = copy.finish();
    return `${text}${endLine(place, copy.lines)}`;
  });
  await put(() => sumLine(file.sum()));
  await file.putInPlace(asideAs);
  return { bytes: file.bytes, lines: copy.lines, longestPauseMs };
}
