/** Waits until a gateway in this process holds no more than before. */
import { firstLeftOver } from '../../load/held.ts';
import type { Held } from '../../load/held.ts';
import { until } from './until.ts';

export async function untilHeldAsBefore(before: Held): Promise<void> {
  let over: string | null = null;
  const nothing = (): boolean => (over = firstLeftOver(before)) === null;
  await until(nothing, { what: 'as little to be held as before', timeoutMs: 10_000 }).catch((error: unknown) => {
    throw new Error(`left over: ${over}`, { cause: error });
  });
}
