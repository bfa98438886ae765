/** Runs a file of examples/clients as it stands, in a process of its own; only the address of the gateway is another one. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { PYTHON } from '../support/python.ts';

export const EXAMPLES = join(root, 'examples/clients');

/** A folder outside the project in which an example finds its libraries: those of the project. */
export function copyExamples(url: string, names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of names) {
    cpSync(join(EXAMPLES, name), join(folder, name));
    writeFileSync(join(folder, name), readFileSync(join(EXAMPLES, name), 'utf8').replaceAll('127.0.0.1:4000', new URL(url).host));
  }
  return folder;
}

/** The name of an example, or of what uses one; it ends with the test. */
export function runSnippet(name: string, url: string, driver?: string): Child {
  const folder = copyExamples(url, [name]);
  if (driver !== undefined) writeFileSync(join(folder, 'driver.ts'), driver);
  const file = join(folder, driver === undefined ? name : 'driver.ts');
  const child = name.endsWith('.py')
    ? run(PYTHON, [file], { cwd: folder })
    : run(process.execPath, ['--disable-warning=ExperimentalWarning', file], { cwd: folder });
  return {
    ...child,
    [Symbol.asyncDispose]: async () => {
      await child[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
