/** Waits for a condition with a deadline; the tests' only way of waiting. */

import { setTimeout as wait } from 'node:timers/promises';

export type Until = {
  /** What is waited for, for the message. */
  readonly what: string;
  /** Default 20 s. */
  readonly timeoutMs?: number;
};

const POLL_MS = 10;

/** Resolves with the first value that is neither undefined, null nor false. */
export async function until<T>(probe: () => T | Promise<T>, { what, timeoutMs = 20_000 }: Until): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`);
    await wait(POLL_MS);
  }
}
