/** Writes the manifest of the client's own operations from the generated client; with --check it only tells whether the one that is there is still it. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';
import * as client from '../schema/client/operations.ts';

const FILE = new URL('../schema/persisted-operations.json', import.meta.url);

type Generated = DocumentNode & { readonly __meta__?: { readonly hash?: string } };

const documents = Object.entries(client as unknown as Readonly<Record<string, Generated>>).filter(
  ([, { __meta__ }]) => __meta__ !== undefined,
);
const manifest = Object.fromEntries(
  documents.map(([name, document]) => {
    const text = print(document);
    const hash = createHash('sha256').update(text).digest('hex');
    if (document.__meta__?.hash !== hash) throw new Error(`${name} carries another hash than that of its text`);
    return [hash, text];
  }),
);
const json = `${JSON.stringify(manifest, null, 2)}\n`;
if (!process.argv.includes('--check')) await writeFile(FILE, json);
else if ((await readFile(FILE, 'utf8').catch(() => '')) !== json) {
  console.error('schema/persisted-operations.json is not what the code says: run `npm run codegen` and commit the result.');
  process.exitCode = 1;
}
