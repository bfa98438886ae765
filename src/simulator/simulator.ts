/** The simulated contact centre as others use it: its records in virtual time, or played in real time to whoever writes them. */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedRecord } from './records.ts';
import { createSimulation } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

/** For `npm run demo`: two tenants, and so much of everything that each of the two subscriptions of either has something to show every second. */
export function demoOptions(startMs: number): SimulationOptions {
  return { tenants: 2, agents: 80, rate: 24, seed: 1, startMs, agentStateTopic: 'voice-agentstate', callThreadTopic: 'voice-callthread' };
}

/**
 * The records of the contact centre in the order in which they are due. Endless without `durationMs`. For equal options they are equal to the
 * byte; with another `startMs` only times and the identifiers of calls differ. Each iteration starts anew.
 */
export function simulate(options: SimulationOptions): Iterable<SimulatedRecord> {
  return {
    *[Symbol.iterator]() {
      const simulation = createSimulation(options);
      for (let records = simulation.next(); records !== null; records = simulation.next()) yield* records;
    },
  };
}

/** What `play` needs of time. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after the time, or rejects when the signal aborts; then nothing of it is left. */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
};
const wallClock: Clock = { now: Date.now, wait: (ms, signal) => sleep(ms, undefined, { signal }) };

/** Records due meanwhile are written together. */
const TICK_MS = 20;
const MAX_BATCH_RECORDS = 500;
/** Timers hold 31 bits of milliseconds, and the wall clock may be set meanwhile. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Writes each record when `startMs` plus its due time has come, what is due together in one batch, one batch at a time. Times are held against the
 * start, never against the last batch: a slow writer or a pause of the process delays records but moves none, and a start in the past writes that
 * much history at once. Resolves when the signal aborts or the simulation ends; rejects if `write` does.
 */
export async function play(
  options: SimulationOptions,
  write: (records: readonly SimulatedRecord[]) => void | Promise<void>,
  signal: AbortSignal,
  clock: Clock = wallClock,
): Promise<void> {
  let batch: SimulatedRecord[] = [];
  for (const record of simulate(options)) {
    const dueAtMs = options.startMs + record.dueMs;
    while (!signal.aborted && (batch.length >= MAX_BATCH_RECORDS || dueAtMs > clock.now())) {
      if (batch.length > 0) {
        const due = batch;
        batch = [];
        await write(due);
        // Whoever catches up on much lets others run in between, and hears of an abort.
        if (due.length >= MAX_BATCH_RECORDS) await turn();
        continue;
      }
      // The only rejection is that of the signal.
      await clock.wait(Math.min(Math.max(TICK_MS, dueAtMs - clock.now()), LONGEST_WAIT_MS), signal).catch(() => undefined);
    }
    if (signal.aborted) return;
    batch.push(record);
  }
  if (batch.length > 0) await write(batch);
}
