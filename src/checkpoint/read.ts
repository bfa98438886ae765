/** Reads a checkpoint, line by line, so that it may be of any size. What it says counts only when its end and its checksum have been read. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readEnd, readHead, Refusal, sumLine } from './format.ts';
import type { Origin, Place } from './format.ts';

const CHUNK_BYTES = 1024 * 1024;
const NEW_LINE = 0x0a;

/** Takes the lines of a state. What it throws counts as damage of the file. */
export type Take = (line: string) => void;

export type Reading = {
  /** Called with what the checkpoint was made of; throws a Refusal for one that is not wanted. Says who takes the lines. */
  readonly onHead: (origin: Origin) => Take;
};

/** Null where there is no such file. Rejects with a Refusal for what is no checkpoint, or not a whole one. */
export async function readCheckpoint(path: string, { onHead }: Reading): Promise<Place | null> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  await using file = handle;
  const hash = createHash('sha256');
  let take: Take | null = null;
  let lines = 0;
  const onLines = (block: Buffer): void => {
    hash.update(block);
    for (const line of block.toString('utf8', 0, block.length - 1).split('\n')) {
      if (take === null) {
        take = onHead(readHead(line));
        continue;
      }
      lines += 1;
      taken(take, line);
    }
  };
  /** The last two lines so far, and what has been read behind them. */
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) break;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    const end = twoLinesBefore(rest);
    if (end === 0) continue;
    onLines(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  const middle = rest.indexOf(NEW_LINE) + 1;
  if (take === null || middle === 0 || rest.length === middle) throw new Refusal('DAMAGED', 'it ends before it is complete');
  hash.update(rest.subarray(0, middle));
  if (rest.toString('utf8', middle) !== sumLine(hash.digest('hex'))) throw new Refusal('DAMAGED', 'its checksum is another one');
  return readEnd(rest.toString('utf8', 0, middle), lines);
}

/** Where the last two of the whole lines begin. */
function twoLinesBefore(bytes: Buffer): number {
  const last = bytes.lastIndexOf(NEW_LINE);
  const before = last <= 0 ? -1 : bytes.lastIndexOf(NEW_LINE, last - 1);
  return before <= 0 ? 0 : bytes.lastIndexOf(NEW_LINE, before - 1) + 1;
}

function taken(take: Take, line: string): void {
  try {
    take(line);
  } catch {
    throw new Refusal('DAMAGED', 'an entry of it cannot be read');
  }
}
