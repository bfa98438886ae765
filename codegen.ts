/** Writes schema/schema.graphql, the published contract, from the code; with --check it only tells whether the file is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { catalogue } from './src/events/catalogue.ts';
import { createSchema } from './src/graphql/schema.ts';

const file = new URL('./schema/schema.graphql', import.meta.url);
const sdl = `${printSchema(createSchema(catalogue))}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== sdl) {
    console.error('schema/schema.graphql is not what the code says: run `npm run codegen` and commit the result.');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, sdl);
}
