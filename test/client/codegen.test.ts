/** That the generated files are what the code and the operations say is held by `npm run check`; here by the part of it that does. */
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../support/child.ts';
import { copyProject } from '../support/copy.ts';
import type { Copy } from '../support/copy.ts';

const checks = manifest.scripts.check.split(' && ').filter((command) => /generate\.ts|codegen\.ts/.test(command));

describe('the generated files', () => {
  let copy: Copy;
  beforeAll(() => {
    copy = copyProject();
    symlinkSync(join(root, 'node_modules'), join(copy.path, 'node_modules'));
  });
  afterAll(() => copy?.[Symbol.dispose]());

  const original = (file: string) => readFileSync(join(root, file), 'utf8');
  const put = (file: string, text: string) => writeFileSync(join(copy.path, file), text);
  const touched = [
    'schema/schema.graphql',
    'schema/client/operations.ts',
    'schema/client/schema.ts',
    'schema/operations/wallboard.graphql',
  ];
  afterEach(() => touched.forEach((file) => put(file, original(file))));

  /** As npm runs it: with the Node of the dependencies. */
  async function check(): Promise<{ readonly code: number | null; readonly output: string }> {
    await using child = copy.type(`PATH=node_modules/.bin:$PATH; ${checks.join(' && ')}`);
    return { code: await child.exited, output: child.stdout() + child.stderr() };
  }

  it('are up to date', async () => {
    expect(checks).toHaveLength(2);
    expect(await check()).toMatchObject({ code: 0 });
  });

  it.each(['schema/schema.graphql', 'schema/client/operations.ts', 'schema/client/schema.ts'])(
    'fail the check where %s is another or missing, and stay as they are',
    async (file) => {
      const changed = `${original(file)}# changed\n`;
      put(file, changed);
      const different = await check();
      expect(different.code).not.toBe(0);
      expect(different.output).toContain(file);
      expect(readFileSync(join(copy.path, file), 'utf8')).toBe(changed);

      rmSync(join(copy.path, file));
      const missing = await check();
      expect(missing.code).not.toBe(0);
      expect(missing.output).toContain(file);
      expect(existsSync(join(copy.path, file))).toBe(false);
    },
  );

  it('fail the check after an operation was changed, until `npm run codegen` has written them', async () => {
    const file = 'schema/operations/wallboard.graphql';
    put(file, original(file).replace('callsActive', 'activeCalls: callsActive'));
    expect(await check()).toMatchObject({ code: 1, output: expect.stringContaining('schema/client/operations.ts') });
    await using codegen = copy.type('npm run codegen');
    expect(await codegen.exited).toBe(0);
    expect(await check()).toMatchObject({ code: 0 });
    expect(readFileSync(join(copy.path, 'schema/client/operations.ts'), 'utf8')).toContain('activeCalls');
  });
});
