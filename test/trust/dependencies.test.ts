/** What runs in production besides this project: few packages, each known for what it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsWith, productionDependencies } from '../../scripts/dependencies.ts';
import { pageText } from '../docs/reading.ts';
import { root } from '../support/child.ts';

type Manifest = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const all = productionDependencies();

describe('the packages of production', () => {
  it('run nothing when they are installed, are checked against a hash, and are under licences that are listed', () => {
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    expect(problemsWith(all)).toEqual([]);
  });

  it.each([
    [{ hasInstallScript: true }, 'evil 1.0.0 runs a script when it is installed.'],
    [{ integrity: null }, 'evil 1.0.0 is not checked against a hash.'],
    [{ licence: null }, 'evil 1.0.0 does not say under which licence it is.'],
    [{ licence: 'GPL-3.0-only' }, 'evil 1.0.0 is under GPL-3.0-only, which nobody has agreed to yet.'],
  ])('would not be let in with %j', (fault, problem) => {
    const good = { name: 'evil', version: '1.0.0', licence: 'MIT', hasInstallScript: false, integrity: 'sha512-…' };
    expect(problemsWith([good, { ...good, ...fault }])).toEqual([problem]);
  });

  it('are of exact versions', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('are each asked for with a reason', () => {
    const [, reasons = ''] = /\| asked for \| for what \|\n(.*?)\n\n/s.exec(pageText('docs/dependencies.md')) ?? [];
    const named = [...reasons.matchAll(/`([^`…]+)`/g)].map(([, name]) => name ?? '');
    expect(named.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
  });
});
