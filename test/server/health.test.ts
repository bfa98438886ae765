import { describe, expect, it } from 'vitest';
import { readiness } from '../../src/server/health.ts';

const well = { healthy: true, caughtUp: true, stalled: false, problem: null };

describe('readiness', () => {
  it('is given once the log has been read up to where it ended at the start', () => {
    expect(readiness({ ...well, caughtUp: false }, false)).toMatchObject({ ready: false, status: 'starting' });
    expect(readiness(well, false)).toMatchObject({ ready: true, status: 'ready' });
  });

  it('stays while the broker is out of reach, and goes when the position stalls although the broker answers', () => {
    expect(readiness({ ...well, healthy: false, problem: 'away' }, false)).toEqual({ ready: true, status: 'degraded', problem: 'away' });
    expect(readiness({ ...well, stalled: true }, false)).toMatchObject({ ready: false, status: 'stalled' });
  });

  it('goes while draining', () => {
    expect(readiness(well, true)).toMatchObject({ ready: false, status: 'draining' });
  });
});
