/** The contact centre in real time, which here is a clock that the tests turn. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { SimulatedRecord } from '../../src/simulator/records.ts';
import { demoOptions, play } from '../../src/simulator/simulator.ts';
import type { Clock } from '../../src/simulator/simulator.ts';
import { simulated, START_MS } from './contact-centre.ts';

const options = { ...demoOptions(START_MS), durationMs: 60_000 };

/** Time passes only while somebody waits for it, or when it is told to jump. */
function turnedClock(nowMs: number): Clock & { jump(ms: number): void; readonly waits: number[] } {
  let now = nowMs;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    jump: (ms) => void (now += ms),
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
  };
}

describe('play', () => {
  test('writes every record once, in order, never early and at most a tick late', async () => {
    const clock = turnedClock(START_MS);
    const written: SimulatedRecord[] = [];
    const delays: number[] = [];
    await play(
      options,
      (records) => {
        written.push(...records);
        for (const { dueMs } of records) delays.push(clock.now() - (START_MS + dueMs));
      },
      new AbortController().signal,
      clock,
    );
    expect(written).toEqual(simulated({ durationMs: 60_000 }));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(21);
  });

  test('catches up after a pause of the process and then keeps time', async () => {
    const clock = turnedClock(START_MS);
    const lateMs: number[] = [];
    let written = 0;
    await play(
      options,
      (records) => {
        if (written < 100 && written + records.length >= 100) clock.jump(10_000);
        else if (written >= 800) lateMs.push(...records.map(({ dueMs }) => clock.now() - (START_MS + dueMs)));
        written += records.length;
      },
      new AbortController().signal,
      clock,
    );
    expect(written).toBe(simulated({ durationMs: 60_000 }).length);
    expect(lateMs.length).toBeGreaterThan(100);
    expect(Math.max(...lateMs)).toBeLessThanOrEqual(21);
  });

  test('writes what lies in the past at once, in batches of at most 500', async () => {
    const clock = turnedClock(START_MS + 600_000);
    const sizes: number[] = [];
    await play({ ...options, durationMs: 600_000 }, (records) => void sizes.push(records.length), new AbortController().signal, clock);
    expect(clock.waits).toEqual([]);
    expect(Math.max(...sizes)).toBe(500);
  });

  test('lets others run while it catches up, so that it can be aborted', async () => {
    const abort = new AbortController();
    let batches = 0;
    setImmediate(() => abort.abort());
    await play({ ...options, durationMs: 600_000 }, () => void batches++, abort.signal, turnedClock(START_MS + 600_000));
    expect(batches).toBeLessThan(3);
  });

  test('hands out one batch at a time', async () => {
    let open = 0;
    let most = 0;
    await play(
      options,
      async () => {
        most = Math.max(most, ++open);
        await Promise.resolve();
        open--;
      },
      new AbortController().signal,
      turnedClock(START_MS),
    );
    expect(most).toBe(1);
  });

  test('writes nothing more once aborted', async () => {
    const abort = new AbortController();
    let batches = 0;
    await play(
      options,
      () => {
        batches++;
        abort.abort();
      },
      abort.signal,
      turnedClock(START_MS),
    );
    expect(batches).toBe(1);
  });

  test('gives up its wait at once when aborted, and leaves no timer', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const abort = new AbortController();
    const outcome = vi.fn();
    // By the wall clock nothing is due for an hour.
    const played = play(demoOptions(Date.now() + 3_600_000), () => undefined, abort.signal).then(outcome);
    await nextTurn();
    abort.abort();
    await nextTurn();
    expect(outcome).toHaveBeenCalledOnce();
    expect(timers()).toBeLessThanOrEqual(before);
    await played;
  });

  test('does not begin when aborted before', async () => {
    let batches = 0;
    await play(options, () => void batches++, AbortSignal.abort(), turnedClock(START_MS + 600_000));
    expect(batches).toBe(0);
  });

  test('rejects when a write fails', async () => {
    const failed = play(options, () => Promise.reject(new Error('no broker')), new AbortController().signal, turnedClock(START_MS));
    await expect(failed).rejects.toThrow('no broker');
  });
});
