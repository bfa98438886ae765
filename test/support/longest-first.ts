/** Has the test files that take longest begun first, so that none of them is left for the end, when all others are done. Without it, on a fresh clone, the largest come first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { root } from './child.ts';

/** Those of more than half a minute, the longest first. */
const LONGEST: readonly string[] = [
  'readme',
  'examples',
  'continuity/killed',
  'history/mutants',
  'clients/faults',
  'server/graphiql',
  'continuity/log',
  'client/live-page',
  'gateway',
  'source/kafka-outage',
].map((name) => join(root, `test/${name}.test.ts`));

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`There is no such test file any more: ${gone.join(', ')}`);
    const place = ({ moduleId }: TestSpecification): number => (LONGEST.includes(moduleId) ? LONGEST.indexOf(moduleId) : LONGEST.length);
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
