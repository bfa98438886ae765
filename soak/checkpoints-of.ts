/** The checkpoints of a state, without a gateway around them. */
import { Checkpoints } from '../src/checkpoint/checkpoints.ts';
import type { Restored } from '../src/checkpoint/checkpoints.ts';
import type { Diagnostics } from '../src/diagnostics.ts';
import { catalogue } from '../src/events/catalogue.ts';
import type { Family } from '../src/events/definition.ts';
import { createRestore } from '../src/events/stored-event.ts';
import { defaultRules } from '../src/state/rules.ts';
import { State } from '../src/state/state.ts';

export const TOPICS = { agentState: 'agents', callThread: 'calls' };
export const FAMILIES = new Map<string, Family>([
  [TOPICS.agentState, 'agentState'],
  [TOPICS.callThread, 'callThread'],
]);

export function checkpointsOf(state: State, path: string, intervalMs: number, diagnostics: Diagnostics): Checkpoints {
  const restore = createRestore({ catalogue, families: FAMILIES });
  return new Checkpoints({
    ...{ path, intervalMs, diagnostics, ours: { topics: TOPICS, tenants: 'all', dayTimeZone: 'UTC' } },
    restore: () => {
      const restoring = State.restoring(defaultRules, { restore, tenants: 'all', keepsDays: true, nowMs: Date.now() });
      return {
        take: (line) => restoring.take(line),
        finish: (place): Restored => {
          const { entities } = restoring;
          const read = restoring.finish(place);
          return { entities, adopt: () => state.adopt(read) };
        },
      };
    },
    copy: () => state.copy(),
    log: () => ({ caughtUp: true, clusterId: 'soak' }),
  });
}
