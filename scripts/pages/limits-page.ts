/** docs/limits.md: its table is that of the settings themselves. */
import { readFile } from 'node:fs/promises';
import { limitSettings } from '../../src/limit-settings.ts';
import { table } from './markdown.ts';
import { fillPage } from './page.ts';

const PAGE = new URL('../../docs/limits.md', import.meta.url);

export async function limitsPage(): Promise<string> {
  return fillPage(await readFile(PAGE, 'utf8'), { limits: limitsTable });
}

function limitsTable(): string {
  return table(
    ['setting', 'default', 'what it bounds', 'beyond it'],
    Object.entries(limitSettings).map(([name, { default: standard, about, beyond }]) => [`\`${name}\``, standard, about, beyond]),
  );
}
