/** The pages as their readers have them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/child.ts';

export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function pageText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** What stands below a heading, up to the next one of the same rank or a higher one. Throws where there is none, or more than one. */
export function below(heading: string, text: string): string {
  const [, second, ...more] = `\n${text}`.split(`\n${heading}\n`);
  if (second === undefined || more.length > 0) throw new Error(`not one heading ${heading}`);
  const rank = heading.indexOf(' ');
  return second.split(new RegExp(`^#{1,${rank}} `, 'm'), 1)[0] ?? '';
}

/** The blocks of code in this language. */
export function blocks(language: string, text: string): string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, code = '']) => (of === language ? [code] : []));
}

/** The headings, without the signs before them. */
export function headings(text: string): string[] {
  const withoutCode = text.replaceAll(/^```.*?^```$/gms, '');
  return [...withoutCode.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading ?? '');
}
