/** Writes all files that follow from the code; with --check it only tells which of them are not what the code says. */
import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { catalogue } from '../src/events/catalogue.ts';
import { createSchema } from '../src/graphql/schema.ts';
import { embed } from './embed.ts';

/** By path from the root of the project. */
const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'schema/schema.graphql': () => `${printSchema(createSchema(catalogue))}\n`,
  'README.md': () => embed('README.md'),
  'docs/clients.md': () => embed('docs/clients.md'),
};

const check = process.argv.includes('--check');
for (const [path, generate] of Object.entries(GENERATED)) {
  const file = new URL(`../${path}`, import.meta.url);
  const text = await generate();
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
  if (check) {
    console.error(`${path} is not what the code says: run \`npm run codegen\` and commit the result.`);
    process.exitCode = 1;
  } else await writeFile(file, text);
}
