/** Copies of the sources with a fault planted in each, to see which tests notice. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './child.ts';

export type Change = {
  /** Below src. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly fault: string;
};

export type ChangedSources = AsyncDisposable & {
  /** The directory `src` of a new copy. Throws where the sources have not what is to be changed, or have it more than once. */
  with(...changes: readonly Change[]): Promise<URL>;
};

export async function changedSources(): Promise<ChangedSources> {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  let copies = 0;
  return {
    with: async (...changes) => {
      const copy = join(folder, `copy-${copies++}`);
      await cp(join(root, 'src'), join(copy, 'src'), { recursive: true });
      await cp(join(root, 'package.json'), join(copy, 'package.json'));
      for (const [file, text] of await withFaults(changes)) await writeFile(join(copy, 'src', file), text);
      return pathToFileURL(join(copy, 'src/'));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** The files that are changed, as they are then. Throws where one has not what is to be changed, or has it more than once. */
export async function withFaults(changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { file, text, fault } of changes) {
    const source = files.get(file) ?? (await readFile(join(root, 'src', file), 'utf8'));
    const found = source.split(text).length - 1;
    if (found !== 1)
      throw new Error(
        `src/${file} has ${found} times what this mutant changes, which has to be once: adapt the mutant to the source.\n${text}`,
      );
    files.set(
      file,
      source.replace(text, () => fault),
    );
  }
  return files;
}
