/** docs/dependencies.md: its list of packages is that of the lock file. */
import { readFile } from 'node:fs/promises';
import { productionDependencies } from '../dependencies.ts';
import { table } from './markdown.ts';
import { fillPage } from './page.ts';

const PAGE = new URL('../../docs/dependencies.md', import.meta.url);
/** The same package for each platform, of which one is installed. */
const PLATFORM = /-(?:android|darwin|freebsd|linux|openharmony|win|win32)-.+$/;

export async function dependenciesPage(): Promise<string> {
  return fillPage(await readFile(PAGE, 'utf8'), { packages: packagesTable });
}

function packagesTable(): string {
  const rows = new Map<string, { readonly versions: Set<string>; readonly licences: Set<string> }>();
  for (const { name, version, licence } of productionDependencies()) {
    const key = PLATFORM.test(name) ? `${name.replace(PLATFORM, '')}-(platform)` : name;
    const row = rows.get(key) ?? { versions: new Set(), licences: new Set() };
    rows.set(key, row);
    row.versions.add(version);
    row.licences.add(licence ?? 'none');
  }
  return table(
    ['package', 'version', 'licence'],
    [...rows].map(([name, { versions, licences }]) => [`\`${name}\``, [...versions].join(', '), [...licences].join(', ')]),
  );
}
