/** Pages with generated parts: what is filled in, what is left alone, what is refused. */
import { expect, it } from 'vitest';
import { code, json, table, wrap } from '../../scripts/pages/markdown.ts';
import { fillPage } from '../../scripts/pages/page.ts';
import { run } from '../support/child.ts';

const parts = {
  twice: (argument: string) => `${argument} ${argument}\n`,
  before: (_argument: string, before: string) => before.slice(-4, -1),
};

it('fills in each part by its kind and argument, and leaves alone what stands around it', async () => {
  const page = 'One\n\n<!-- generated: twice a b -->\nold\n<!-- end -->\n\nTwo\n<!-- generated: before -->\n<!-- end -->\nThree\n';
  const filled = await fillPage(page, parts);
  expect(filled).toBe(
    'One\n\n<!-- generated: twice a b -->\n\na b a b\n\n<!-- end -->\n\nTwo\n<!-- generated: before -->\n\nTwo\n\n<!-- end -->\nThree\n',
  );
  expect(await fillPage(filled, parts)).toBe(filled);
});

it.each([
  ['<!-- generated: thrice a -->\n<!-- end -->', 'nothing generates this part: <!-- generated: thrice a -->'],
  ['<!-- generated: constructor -->\n<!-- end -->', 'nothing generates this part: <!-- generated: constructor -->'],
  ['<!-- generated: twice a -->\n', 'the generated part has no end: <!-- generated: twice a -->'],
  ['<!-- generated: twice a -->\n<!-- generated: twice b -->\n<!-- end -->', 'the generated part has no end: <!-- generated: twice a -->'],
])('refuses %j', async (page, message) => {
  await expect(fillPage(page, parts)).rejects.toThrow(message);
});

it('keeps a table whole whatever stands in its cells', () => {
  expect(table(['a', 'b'], [['1|2', 'x\ny']])).toBe('| a | b |\n|---|---|\n| 1\\|2 | x y |');
});

it('writes JSON that reads back the same, on as few lines as have room for it', () => {
  const long = { list: [1, 'two', null, { three: true }], text: 'x'.repeat(100), empty: {}, none: [] };
  expect(JSON.parse(json(long))).toEqual(long);
  expect(json(long).split('\n')).toEqual([
    '{',
    '  "list": [1, "two", null, { "three": true }],',
    `  "text": "${'x'.repeat(100)}",`,
    '  "empty": {},',
    '  "none": []',
    '}',
  ]);
  expect(json({ a: 1, b: [2] })).toBe('{ "a": 1, "b": [2] }');
  expect(code('json', json({}))).toBe('```json\n{}\n```');
});

it('wraps words before they leave the line, and loses none', () => {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`);
  const lines = wrap(words, '  ').split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line.startsWith('  word')).toBe(true);
    expect(line.length).toBeLessThanOrEqual(110);
  }
  expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
});

it('all generated files are what the code says, on a machine of another language and in another time zone, too', async () => {
  await using check = run(process.execPath, ['scripts/generate.ts', '--check'], {
    env: { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
  });
  const exitCode = await check.exited;
  expect(check.stderr()).toBe('');
  expect(exitCode).toBe(0);
});
