/** Faults to be planted in how the state is followed, and what the checker has to call each of them. */
import type { Change } from '../support/changed-sources.ts';
import { one } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/** So that a small contact centre has several. */
export const smallPages: Change = { file: 'views/views.ts', text: 'const PAGE_ENTITIES = 200;', fault: 'const PAGE_ENTITIES = 3;' };

export const viewMutants: readonly Mutant[] = [
  one(
    'what is gone is not told',
    /^I4 ends elsewhere: /,
    'views/view.ts',
    'const removed = owed.flatMap(({ id, texts }) => (texts === null ? [id] : []));',
    'const removed: string[] = [];',
  ),
  {
    name: 'pages of a snapshot have the cursor of the first',
    called: /^I4 untrue: SNAPSHOT /,
    changes: [
      smallPages,
      {
        file: 'views/view.ts',
        text: "kind: 'SNAPSHOT',",
        fault: "cursor: ((this as { first?: string }).first ??= now.cursor), kind: 'SNAPSHOT',",
      },
    ],
  },
  one(
    'a page of a snapshot is one short',
    /^I4 untrue: SNAPSHOT /,
    'views/view.ts',
    'snapshotComplete: isLast && this.#isFilled, members });',
    'snapshotComplete: isLast && this.#isFilled, members: members.slice(0, -1) });',
  ),
  one(
    'a change is passed over',
    /^I4 ends elsewhere: /,
    'views/view.ts',
    'const members = owed.filter(({ texts }) => texts !== null);',
    'const members = owed.filter(({ texts }) => texts !== null).slice(this.#version % 3 === 0 ? 1 : 0);',
  ),
];
