/** Whether the checker names what is wrong with a gateway that has a fault in its sources. */
import type { ChangedSources } from '../support/changed-sources.ts';
import { subjectIn } from '../trust/subject.ts';
import { violations } from './check.ts';
import type { Mutant } from './mutants.ts';
import { run } from './run.ts';
import type { Size } from './run.ts';
import { embedded } from './world.ts';

const SIZE = { clients: 14, watching: 6, faults: 3, perSecond: 300, historyMs: 1500 };
/** Where something is lost for good. */
const IMPATIENT = { ...SIZE, patienceMs: 2000 };

/** Of a gateway of these sources. */
export async function violationsIn(sources: URL, seed: number, size: Size = SIZE): Promise<string[]> {
  await using world = await embedded(await subjectIn(sources));
  return violations((await run(world, seed, size)).history);
}

/** What the checker said in vain; null once it has called the fault by its name. */
export async function misses(copies: ChangedSources, { changes, called }: Mutant): Promise<readonly string[] | null> {
  const sources = await copies.with(...changes);
  const said: string[] = [];
  for (const seed of [1, 2, 3]) {
    said.push(...(await violationsIn(sources, seed, IMPATIENT)));
    if (said.some((violation) => called.test(violation))) return null;
  }
  return said;
}
