/** A copy of the project as it stands, committed or not, for tests that write to it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './child.ts';
import type { Child } from './child.ts';

export type Copy = Disposable & {
  readonly path: string;
  /** Runs commands as a user types them there: with the system's Node, not the one that runs the tests. */
  type(commands: string, env?: Readonly<Record<string, string>>): Child;
};

/** Without node_modules and whatever git ignores. */
export function copyProject(): Copy {
  const path = mkdtempSync(join(tmpdir(), 'copy-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0')) {
    const from = join(root, file);
    if (file !== '' && existsSync(from) && lstatSync(from).isFile()) cpSync(from, join(path, file));
  }
  const PATH = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.startsWith(root))
    .join(':');
  return {
    path,
    type: (commands, env = {}) => run('bash', ['-c', commands], { cwd: path, env: { ...env, PATH } }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}
