/** Cutting a release, in a copy of the project: the step of docs/schema-changes.md that writes the released schema. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { releaseText } from '../../scripts/released-schema.ts';
import { root, run } from '../support/child.ts';
import { copyProject } from '../support/copy.ts';
import type { Copy } from '../support/copy.ts';

let copy: Copy;
beforeAll(() => {
  copy = copyProject();
  symlinkSync(join(root, 'node_modules'), join(copy.path, 'node_modules'));
});
afterAll(() => copy?.[Symbol.dispose]());

const file = (path: string): string => readFileSync(join(copy.path, path), 'utf8');

async function generate(...flags: string[]): Promise<void> {
  await using command = run(process.execPath, ['scripts/generate.ts', ...flags], { cwd: copy.path });
  expect(await command.exited, command.stderr()).toBe(0);
}

it('copies the schema with the version of the package, and nothing else does', async () => {
  const before = file('schema/released.graphql');
  writeFileSync(join(copy.path, 'package.json'), file('package.json').replace(/"version": ".*?"/, '"version": "77.8.9"'));
  await generate();
  expect(file('schema/released.graphql')).toBe(before);
  await generate('--release');
  expect(file('schema/released.graphql')).toBe(releaseText('77.8.9', file('schema/schema.graphql')));
});
