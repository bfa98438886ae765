/** Writes all files that follow from the code; with --check it only tells which of them are not what the code says; with --release the schema becomes the released one, too. */
import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { catalogue } from '../src/events/catalogue.ts';
import { createSchema } from '../src/graphql/schema.ts';
import { version } from '../src/version.ts';
import { embed } from './embed.ts';
import { dependenciesPage } from './pages/dependencies-page.ts';
import { eventsPage } from './pages/events-page.ts';
import { limitsPage } from './pages/limits-page.ts';
import { statePage } from './pages/state-page.ts';
import { releaseText } from './released-schema.ts';

/** By path from the root of the project. */
const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'schema/schema.graphql': () => `${printSchema(createSchema(catalogue))}\n`,
  'docs/events.md': eventsPage,
  'docs/state.md': statePage,
  'docs/limits.md': limitsPage,
  'docs/dependencies.md': dependenciesPage,
  'README.md': () => embed('README.md'),
  'docs/clients.md': () => embed('docs/clients.md'),
  'docs/state-subscriptions.md': () => embed('docs/state-subscriptions.md'),
  'docs/continuity.md': () => embed('docs/continuity.md'),
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

if (process.argv.includes('--release')) {
  const schema = await readFile(new URL('../schema/schema.graphql', import.meta.url), 'utf8');
  await writeFile(new URL('../schema/released.graphql', import.meta.url), releaseText(version, schema));
}
