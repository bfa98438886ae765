import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter says of a file with this import in this place. */
function lint(file: string, from: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { planted } from '${from}';\n\nexport const used = planted;\n`);
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=unix', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(path);
  return stdout;
}

describe('the linter', () => {
  it.each([
    ['src/hub/planted.ts', '../graphql/schema.ts'],
    ['src/hub/planted.ts', '../source/kafka.ts'],
    ['src/hub/planted.ts', 'graphql'],
    ['src/source/planted.ts', '../hub/hub.ts'],
    ['src/source/planted.ts', 'ws'],
    ['src/events/planted.ts', '../source/source.ts'],
    ['src/views/planted.ts', '../graphql/schema.ts'],
    ['src/state/planted.ts', '../views/views.ts'],
    ['src/graphql/planted.ts', '../source/source.ts'],
    ['src/graphql/planted.ts', '../gateway.ts'],
    ['src/server/planted.ts', '../ingest.ts'],
    ['src/server/planted.ts', '../config.ts'],
    ['src/server/planted.ts', 'kafkajs'],
    ['src/simulator/planted.ts', '../hub/hub.ts'],
    ['src/ingest.ts', 'kafkajs'],
    ['src/scope.ts', './hub/hub.ts'],
    ['src/checkpoint/planted.ts', '../state/state.ts'],
    ['src/checkpoint/planted.ts', '../config.ts'],
    ['src/state/planted.ts', '../checkpoint/format.ts'],
  ])('trips over an import into %s from %s', (file, from) => {
    expect(lint(file, from)).toContain('no-restricted-imports');
  });

  it.each([
    ['src/hub/planted.ts', '../events/event.ts'],
    ['src/views/planted.ts', '../state/state.ts'],
    ['src/graphql/planted.ts', '../hub/hub.ts'],
    ['src/server/planted.ts', '../graphql/schema.ts'],
    ['src/server/planted.ts', 'ws'],
    ['src/source/planted.ts', 'kafkajs'],
    ['src/hub/planted.ts', '../scope.ts'],
    ['src/checkpoint/planted.ts', '../position.ts'],
  ])('lets %s import %s', (file, from) => {
    expect(lint(file, from)).not.toContain('no-restricted-imports');
  });
});
