/** Limits for clients that do in a second what others do in a day: what is measured or tried with them is something else. */
import type { Limits } from '../src/limit-settings.ts';

const MANY = 1_000_000;

export const unbounded = {
  maxConnections: MANY,
  maxConnectionsPerTenant: MANY,
  maxConnectionsWithoutInit: MANY,
  maxSubscriptionsPerConnection: MANY,
  maxMessagesPerSecond: MANY,
  maxEventLoopDelayMs: MANY,
} as const satisfies Partial<Limits>;
