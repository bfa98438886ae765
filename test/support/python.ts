/** The Python that runs the Python example. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './child.ts';

/** It has the packages of test/clients/requirements.txt: `.ci/run` makes it, or PYTHON_WITH_GQL names another one. */
export const PYTHON = process.env['PYTHON_WITH_GQL'] ?? join(root, '.cache/python/bin/python');

/** One sentence on why the example cannot be run here; null if it can. */
export function pythonProblem(): string | null {
  const { status } = spawnSync(PYTHON, ['-c', 'import gql.transport.websockets']);
  if (status === 0) return null;
  return 'It needs Python 3.10 with gql: `python3 -m venv .cache/python && .cache/python/bin/pip install -r test/clients/requirements.txt`.';
}
