/** How long the log may be out of reach before those who need it now are told. */
import { sourceUnavailable } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

export const PATIENCE_MS = 10_000;
/** Between two attempts. */
export const RETRY_MS = 250;

/** `error` is what the last attempt failed with: its message is a sentence for people. */
export function outOfReach(error: unknown): GatewayError {
  return sourceUnavailable(error instanceof Error ? error.message : String(error));
}
