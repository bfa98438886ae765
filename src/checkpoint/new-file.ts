/** A file that takes the place of another in one go, once all of it is on the disk: until then, and if anything fails, the other one stays as it is. */
import { createHash } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The owner's only: it holds the data of callers. */
const MODE = 0o600;
const TEMPORARY = '.tmp';

/** Disposed before it was put in place, it leaves nothing. */
export type NewFile = AsyncDisposable & {
  /** SHA-256 of all that was written, in hexadecimal. */
  sum(): string;
  readonly bytes: number;
  /** Adds to the checksum at once, and resolves when the system has it. */
  write(text: string): Promise<void>;
  /** Resolves when it is in place, and would still be after the machine has lost its power. What was there before is moved to `asideAs`. */
  putInPlace(asideAs: string | null): Promise<void>;
};

export async function createFile(path: string): Promise<NewFile> {
  // Two processes with the same path by mistake write two files, of which one comes last.
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  const handle = await open(temporary, 'w', MODE);
  const hash = createHash('sha256');
  let bytes = 0;
  let isOpen = true;
  let isInPlace = false;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  };
  return {
    sum: () => hash.copy().digest('hex'),
    get bytes() {
      return bytes;
    },
    write: async (text) => {
      const data = Buffer.from(text);
      hash.update(data);
      bytes += data.length;
      await handle.appendFile(data);
    },
    putInPlace: async (asideAs) => {
      // A file of an earlier process with this id may have had other rights.
      await handle.chmod(MODE);
      await handle.sync();
      await close();
      if (asideAs !== null) await rename(path, asideAs).catch(ifAbsent);
      await rename(temporary, path);
      isInPlace = true;
      await syncFolder(dirname(path));
    },
    [Symbol.asyncDispose]: async () => {
      await close().catch(() => {});
      if (!isInPlace) await rm(temporary, { force: true }).catch(() => {});
    },
  };
}

/** Removes what processes that were killed have left of a file. Rejects where none could be created. */
export async function prepareFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const left = (await readdir(folder)).filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(TEMPORARY));
  for (const name of left) await rm(join(folder, name), { force: true });
  await using _file = await createFile(path);
}

/** The new name is in the folder, and that has to be on the disk as well. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Not all systems let a folder be opened; they keep names by themselves.
  } finally {
    await handle?.close();
  }
}

function ifAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
