/** A state with its checkpoint, without a log: what tests write, damage and read again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkpoints } from '../../src/checkpoint/checkpoints.ts';
import type { CheckpointOptions } from '../../src/checkpoint/checkpoints.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Notes } from '../../src/diagnostics.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createRestore } from '../../src/events/stored-event.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { Log, TOPICS } from '../state/log.ts';

export const CLUSTER = 'the cluster';
const restore = createRestore({ catalogue, families: new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family])) });

export type Site = AsyncDisposable & {
  readonly checkpoints: Checkpoints;
  readonly state: State;
  readonly read: readonly Notes['checkpointRead'][];
  readonly written: readonly Notes['checkpointWritten'][];
  readonly failed: readonly Notes['checkpointFailed'][];
};

type SiteOptions = Partial<CheckpointOptions> & {
  readonly state?: State;
  readonly clusterId?: string;
  /** Whether the log is seen at the start. */
  readonly isMet?: boolean;
};

/** Reads the checkpoint that is there, if there is one of this cluster. Disposed, it is written. */
export async function openSite(
  path: string,
  { state = new State(defaultRules), clusterId = CLUSTER, isMet = true, ...options }: SiteOptions = {},
): Promise<Site> {
  const diagnostics = new Diagnostics();
  const read: Notes['checkpointRead'][] = [];
  const written: Notes['checkpointWritten'][] = [];
  const failed: Notes['checkpointFailed'][] = [];
  diagnostics.on('checkpointRead', (note) => read.push(note));
  diagnostics.on('checkpointWritten', (note) => written.push(note));
  diagnostics.on('checkpointFailed', (note) => failed.push(note));
  const checkpoints = new Checkpoints({
    path,
    intervalMs: 3_600_000,
    ours: { topics: TOPICS, tenants: 'all', dayTimeZone: 'UTC' },
    restore: () => {
      const restoring = State.restoring(defaultRules, { restore, tenants: 'all', keepsDays: true, nowMs: Date.UTC(2100, 0) });
      return {
        take: (line) => restoring.take(line),
        finish: (place) => {
          const { entities } = restoring;
          const found = restoring.finish(place);
          return { entities, adopt: () => state.adopt(found) };
        },
      };
    },
    copy: () => state.copy(),
    log: () => ({ caughtUp: true, clusterId }),
    diagnostics,
    ...options,
  });
  await checkpoints.open();
  if (isMet) checkpoints.meet(clusterId);
  checkpoints.start();
  return { checkpoints, state, read, written, failed, [Symbol.asyncDispose]: () => checkpoints[Symbol.asyncDispose]() };
}

/** So many agents, each with a call. */
export function centre(agents: number): Log {
  const log = new Log();
  for (let n = 0; n < agents; n += 1) {
    log.agent(`agent-${n}`, 'EventAgentLogin', { AgentID: `agent-${n}`, ThisDN: `7${n}`, ThisQueue: 'q1' });
    log.agent(`agent-${n}`, 'EventAgentReady', { AgentID: `agent-${n}`, ThisDN: `7${n}` });
    log.call(`call-${n}`, 'EventRinging', {
      ConnID: `c-${n}`,
      ThisDN: `7${n}`,
      ANI: `555${n}`,
      UserData: { name: 'Zoë', note: '✓'.repeat(9) },
    });
  }
  log.records.length = 0;
  return log;
}

/** A folder of its own, which goes with the test. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
