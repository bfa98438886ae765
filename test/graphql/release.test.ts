/** Cutting a release, in a copy of the project: the step of docs/schema-changes.md that writes the released schema. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { releaseText } from '../../scripts/released-schema.ts';
import { root, run } from '../support/child.ts';

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'release-'));
  for (const part of ['src', 'scripts', 'schema', 'docs', 'package.json']) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

const file = (path: string): string => readFileSync(join(copy, path), 'utf8');

async function generate(...flags: string[]): Promise<void> {
  await using command = run(process.execPath, ['scripts/generate.ts', ...flags], { cwd: copy });
  expect(await command.exited, command.stderr()).toBe(0);
}

it('copies the schema with the version of the package, and nothing else does', async () => {
  const before = file('schema/released.graphql');
  writeFileSync(join(copy, 'package.json'), file('package.json').replace(/"version": ".*?"/, '"version": "77.8.9"'));
  await generate();
  expect(file('schema/released.graphql')).toBe(before);
  await generate('--release');
  expect(file('schema/released.graphql')).toBe(releaseText('77.8.9', file('schema/schema.graphql')));
});
