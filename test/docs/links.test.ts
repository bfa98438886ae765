/** All pages: links lead somewhere, and operations are operations. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { anchor } from '../../scripts/pages/markdown.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { root } from '../support/child.ts';
import { blocks, headings, pages, pageText } from './reading.ts';

const schema = createSchema(catalogue);

/** Targets of links that lead nowhere: to no file, or to no heading of a page. */
function deadLinks(path: string, text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return targets.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file = '', heading] = target.split('#');
    const page = file === '' ? path : posix.join(posix.dirname(path), file);
    if (page !== path && !existsSync(join(root, page))) return true;
    const known = page === path ? text : page.endsWith('.md') ? pageText(page) : '';
    return heading !== undefined && !headings(known).map(anchor).includes(heading);
  });
}

it('has pages to look at', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/events.md', 'docs/schema-changes.md', 'docs/state.md']));
});

describe.each(pages)('%s', (path) => {
  const text = pageText(path);

  it('has only links that lead somewhere', () => {
    expect(deadLinks(path, text)).toEqual([]);
  });

  it('has only operations of the schema', () => {
    for (const operation of blocks('graphql', text)) expect(validate(schema, parse(operation)), operation).toEqual([]);
  });

  it('has no heading twice, or links to it would be ambiguous', () => {
    const anchors = headings(text).map(anchor);
    expect(anchors).toEqual([...new Set(anchors)]);
  });
});

it('sees links that lead nowhere', () => {
  const text =
    '# A heading: here\n\n[a](#a-heading-here) [b](#nowhere) [c](nofile.md) [d](state.md#nowhere) [e](https://example.com/#x)\n\n```sh\n# no heading\n```\n[f](#no-heading)\n';
  expect(deadLinks('docs/planted.md', text)).toEqual(['#nowhere', 'nofile.md', 'state.md#nowhere', '#no-heading']);
});
