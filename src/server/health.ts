/** Whether this replica should get traffic, from what the source says. */

/** How the log stands, as the source tells it. */
export type LogHealth = {
  readonly healthy: boolean;
  readonly caughtUp: boolean;
  readonly stalled: boolean;
  readonly problem: string | null;
};

export type Readiness = {
  readonly ready: boolean;
  readonly status: 'starting' | 'ready' | 'degraded' | 'stalled' | 'draining';
  readonly problem: string | null;
};

/** A broker out of reach is no reason to leave the balancer: all replicas would at once. A position that stalls although the broker answers is. */
export function readiness(log: LogHealth, draining: boolean): Readiness {
  const { problem } = log;
  if (draining) return { ready: false, status: 'draining', problem };
  if (!log.caughtUp) return { ready: false, status: 'starting', problem };
  if (log.stalled) return { ready: false, status: 'stalled', problem };
  return { ready: true, status: log.healthy ? 'ready' : 'degraded', problem };
}
