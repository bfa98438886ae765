/** Killed at any moment of writing, a gateway leaves a checkpoint that is whole: the new one or the one before. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { TOPICS } from '../state/log.ts';
import { run } from '../support/child.ts';
import { until } from '../support/until.ts';
import { CLUSTER, openSite, temporaryFolder } from './site.ts';

const ROUNDS = 3;

it('a process that is killed while it writes leaves the checkpoint before', async () => {
  const random = createRandom(3);
  let cut = 0;
  let lastOffset = 0n;
  for (let round = 0; round < ROUNDS; round += 1) {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const temporary = () => readdirSync(folder.path).find((name) => name.endsWith('.tmp'));
    await using child = run(process.execPath, ['test/checkpoint/writing-child.ts', path]);
    await child.said(/written 1/);
    // In the midst of one, at whatever size.
    const atBytes = random.below(600_000);
    await until(
      () => {
        const name = temporary();
        return name !== undefined && (statSync(join(folder.path, name), { throwIfNoEntry: false })?.size ?? 0) >= atBytes;
      },
      { what: 'a checkpoint to be half written' },
    );
    child.kill('SIGKILL');
    await child.exited;
    if (temporary() !== undefined) cut += 1;
    const left = readFileSync(path);

    const site = await openSite(path, { log: () => ({ caughtUp: false, clusterId: CLUSTER }) });
    expect(site.read).toMatchObject([{ outcome: 'RESTORED', entities: 1502 }]);
    const next = site.checkpoints.meet(CLUSTER)?.offsets.get(TOPICS.agentState)?.get(0) ?? 0n;
    expect(next).toBeGreaterThanOrEqual(1000n);
    lastOffset = next > lastOffset ? next : lastOffset;
    await site[Symbol.asyncDispose]();
    expect(readFileSync(path).equals(left)).toBe(true);
    expect(readdirSync(folder.path)).toEqual(['state']);
  }
  expect(cut).toBeGreaterThan(0);
  expect(lastOffset).toBeGreaterThan(1000n);
});
