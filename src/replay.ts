/** How far the reading of history has come, how fast it goes and how long it will take. */
import type { Diagnostics } from './diagnostics.ts';
import type { SourceStatus } from './source/source.ts';

export type ReplayProgress = {
  readonly recordsRead: number;
  /** As far as the log has been seen; null before. */
  readonly recordsInAll: number | null;
};

/** Null once history has been read. */
export function replayProgress({ caughtUp, partitions }: SourceStatus): ReplayProgress | null {
  if (caughtUp) return null;
  if (partitions.length === 0) return { recordsRead: 0, recordsInAll: null };
  let recordsRead = 0n;
  let recordsInAll = 0n;
  for (const { startOffset, historyEnd, position } of partitions) {
    // A log that was made anew begins below where we began.
    if (historyEnd <= startOffset) continue;
    recordsInAll += historyEnd - startOffset;
    recordsRead += (position < historyEnd ? position : historyEnd) - startOffset;
  }
  return { recordsRead: Number(recordsRead), recordsInAll: Number(recordsInAll) };
}

/** Called from time to time with what `replayProgress` says; tells rate and remaining time as they were on average since the log was first seen. */
export function replayReporter(diagnostics: Diagnostics): (progress: ReplayProgress | null, nowMs: number) => void {
  let first: { readonly recordsRead: number; readonly atMs: number } | null = null;
  return (progress, nowMs) => {
    if (progress === null || progress.recordsInAll === null) return;
    const { recordsRead, recordsInAll } = progress;
    if (first === null) {
      first = { recordsRead, atMs: nowMs };
      return;
    }
    const perSecond = ((recordsRead - first.recordsRead) / (nowMs - first.atMs)) * 1000;
    diagnostics.tell('replayProgress', {
      recordsRead,
      recordsInAll,
      recordsPerSecond: Math.round(perSecond),
      remainingSeconds: perSecond > 0 ? Math.ceil((recordsInAll - recordsRead) / perSecond) : null,
    });
  };
}
