/** docs/security.md: each of its statements names the tests that hold it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandSettings } from '../../src/config.ts';
import { root } from '../support/child.ts';
import { pageText } from './reading.ts';

const page = pageText('docs/security.md');
const statements = page.split('\n').filter((line) => line.startsWith('- ') || line.startsWith('| `'));
const references = (statement: string) =>
  [...statement.matchAll(/<!-- (\S+?): (.+?) -->/g)].map(([, file = '', title = '']) => ({ file, title }));

describe('docs/security.md', () => {
  it('says something on each of its three parts', () => {
    expect(page.match(/^## .*$/gm)).toEqual(['## On by default', '## Set for production', '## Not protected']);
    expect(statements.length).toBeGreaterThan(25);
  });

  it.each(statements)('%s', (statement) => {
    expect(references(statement).length).toBeGreaterThan(0);
    for (const { file, title } of references(statement)) {
      const titles = [
        ...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:it|test|describe)(?:\.\w+(?:<[^(]*>)?\(.*?\))?\(\s*(['"`])(.*?)\1,/gs),
      ].map(([, , text]) => text);
      expect(
        titles.filter((text) => text?.includes(title)),
        `a test in ${file}`,
      ).not.toEqual([]);
    }
  });

  it('names settings that there are', () => {
    const named = [...page.matchAll(/`([A-Z][A-Z_]{3,})(?:=\w+)?`/g)].map(([, name]) => name ?? '');
    const codes = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'FORBIDDEN']);
    expect(named.filter((name) => !(name in commandSettings.start) && !codes.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});
