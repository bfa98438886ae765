import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../src/diagnostics.ts';
import type { Notes } from '../src/diagnostics.ts';
import { logDiagnostics } from '../src/log.ts';
import { replayProgress, replayReporter } from '../src/replay.ts';
import type { PartitionStatus, SourceStatus } from '../src/source/source.ts';

const partition = (startOffset: number, historyEnd: number, position: number): PartitionStatus => ({
  topic: 'calls',
  partition: 0,
  startOffset: BigInt(startOffset),
  historyEnd: BigInt(historyEnd),
  position: BigInt(position),
  endOffset: null,
  lastRecordAtMs: null,
});
const status = (partitions: readonly PartitionStatus[], caughtUp = false): SourceStatus => ({
  healthy: true,
  caughtUp,
  stalled: false,
  problem: null,
  restarts: 0,
  clusterId: null,
  partitions,
});

describe('the progress of a replay', () => {
  it('counts the records of history only, from where reading began', () => {
    expect(replayProgress(status([]))).toEqual({ recordsRead: 0, recordsInAll: null });
    expect(replayProgress(status([partition(100, 300, 150), partition(0, 50, 80)]))).toEqual({ recordsRead: 100, recordsInAll: 250 });
    // Appeared later, and made anew.
    expect(replayProgress(status([partition(0, 0, 7), partition(500, 0, 3)]))).toEqual({ recordsRead: 0, recordsInAll: 0 });
    expect(replayProgress(status([partition(0, 10, 10)], true))).toBeNull();
  });

  it('is told with its rate and the time that is left', () => {
    const diagnostics = new Diagnostics();
    const told: Notes['replayProgress'][] = [];
    diagnostics.on('replayProgress', (note) => told.push(note));
    const report = replayReporter(diagnostics);
    report({ recordsRead: 0, recordsInAll: null }, 0);
    report({ recordsRead: 100, recordsInAll: 10_100 }, 60_000);
    report({ recordsRead: 100, recordsInAll: 10_100 }, 61_000);
    report({ recordsRead: 4_100, recordsInAll: 10_100 }, 62_000);
    report(null, 63_000);
    expect(told).toEqual([
      { recordsRead: 100, recordsInAll: 10_100, recordsPerSecond: 0, remainingSeconds: null },
      { recordsRead: 4_100, recordsInAll: 10_100, recordsPerSecond: 2_000, remainingSeconds: 3 },
    ]);
  });

  it('stands in the log as a line for people with the numbers beside it, and not every second', () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const diagnostics = new Diagnostics();
    using _logging = logDiagnostics(pino(stream), diagnostics);
    const note = { recordsRead: 1_204_000, recordsInAll: 4_000_000, recordsPerSecond: 105_000, remainingSeconds: 27 };
    diagnostics.tell('replayProgress', note);
    diagnostics.tell('replayProgress', note);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...(process.stderr.isTTY ? {} : note),
      msg: 'reading history: 1,204,000 of 4,000,000 records (30 %), 105,000/s, about 27 s to go',
    });
  });
});
