/** From what a client hands in, a cursor or a time, to where its stream begins; or why it cannot begin there. */
import { setTimeout as pause } from 'node:timers/promises';
import { cursorExpired, cursorInvalid, badUserInput, GatewayError, logTruncated } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import { isCursor, Position } from '../position.ts';
import type { Journal } from './journal.ts';
import { outOfReach, PATIENCE_MS, RETRY_MS } from './outage.ts';
import type { Start } from './replay.ts';

/** What is asked of the log; everything rejects while it is out of reach. */
export type AskedLog = {
  bounds(family: Family, signal: AbortSignal): Promise<ReadonlyMap<number, { readonly low: bigint; readonly end: bigint }>>;
  /** The offset of the first record that is not older; the end where there is none. */
  offsetsSince(family: Family, timestampMs: number, signal: AbortSignal): Promise<ReadonlyMap<number, bigint>>;
  /** Offset and timestamp of the first record at or behind an offset; null where there is none, or the log does not hold that offset. */
  first(
    family: Family,
    partition: number,
    from: bigint,
    signal: AbortSignal,
  ): Promise<{ readonly offset: bigint; readonly timestampMs: number } | null>;
};

export type ResumeOptions = {
  readonly journal: Journal;
  readonly log: AskedLog;
  readonly maxAgeMs: number;
  /** The wall clock. */
  readonly now: () => number;
};

/** `after` a cursor, or `since` a time in milliseconds since 1970; the other one is null. */
export type From = { readonly after: string } | { readonly sinceMs: number };

/**
 * Where the stream begins. A cursor that the journal reaches is answered without asking the log. Rejects with CURSOR_INVALID, CURSOR_EXPIRED,
 * LOG_TRUNCATED, BAD_USER_INPUT or SOURCE_UNAVAILABLE.
 */
export async function startFrom(options: ResumeOptions, family: Family, from: From): Promise<Start> {
  const live = await patiently(async () => {
    options.journal.look();
    const position = options.journal.position(family);
    if (position === null) throw new Error('It has not been seen yet.');
    return position;
  });
  if ('sinceMs' in from) return { position: await placeOf(options, family, from.sinceMs, live), sinceMs: from.sinceMs };
  const position = Position.read(live.log, from.after);
  if (typeof position === 'string') throw refusal(position, from.after);
  await patiently(async (signal) => check(options, family, position, live, signal));
  return { position, sinceMs: null };
}

async function placeOf({ log, maxAgeMs, now }: ResumeOptions, family: Family, sinceMs: number, live: Position): Promise<Position> {
  const oldestMs = now() - maxAgeMs;
  if (sinceMs > now()) throw badUserInput('since', 'since lies in the future: leave it out for events from now on.');
  return patiently(async (signal) => {
    if (sinceMs < oldestMs) throw cursorExpired('since', await oldestCursor(log, family, oldestMs, live, signal), inWords(maxAgeMs));
    return placeAt(live, await log.offsetsSince(family, sinceMs, signal));
  });
}

/** Throws for a place from which not everything can be had. */
async function check(options: ResumeOptions, family: Family, position: Position, live: Position, signal: AbortSignal): Promise<void> {
  const { journal, log, maxAgeMs, now } = options;
  const oldestMs = now() - maxAgeMs;
  const lacking = new Set(journal.lacking(family, position));
  const truncated = async () => logTruncated(await oldestCursor(log, family, oldestMs, live, signal));
  const ahead = partitionsOf(position, live).some((partition) => position.at(partition) > live.at(partition));
  const bounds = ahead || lacking.size > 0 ? await log.bounds(family, signal) : null;
  let isExpired = false;
  for (const partition of partitionsOf(position, live)) {
    const at = position.at(partition);
    const bound = bounds?.get(partition);
    if (bounds !== null) {
      // A topic that has been made anew may also have fewer partitions.
      if (bound === undefined ? at > 0n : at > bound.end) throw await truncated();
      if (bound !== undefined && at < bound.low && lacking.has(partition)) throw await truncated();
    }
    if (at >= live.at(partition)) continue;
    // No record before a cursor is newer than it says: a log in which one is, is another of the same name that has grown past it.
    const before =
      journal.before(family, partition, at) ??
      (lacking.has(partition) && at > 0n ? await log.first(family, partition, at - 1n, signal) : null);
    if (before !== null && before.offset < at && before.timestampMs > position.newestMs) throw await truncated();
    const first = lacking.has(partition) ? await log.first(family, partition, at, signal) : journal.from(family, partition, at);
    isExpired ||= first !== null && first.timestampMs < oldestMs;
  }
  if (isExpired) throw cursorExpired('after', await oldestCursor(log, family, oldestMs, live, signal), inWords(maxAgeMs));
}

/** The oldest place that a stream can be resumed from. */
async function oldestCursor(log: AskedLog, family: Family, oldestMs: number, live: Position, signal: AbortSignal): Promise<string> {
  return placeAt(live, await log.offsetsSince(family, oldestMs, signal)).cursor;
}

function placeAt(live: Position, offsets: ReadonlyMap<number, bigint>): Position {
  const position = new Position(live.log, [], live.newestMs);
  for (const [partition, offset] of offsets) position.set(partition, offset);
  return position;
}

function partitionsOf(...positions: readonly Position[]): number[] {
  return Array.from({ length: Math.max(...positions.map(({ partitions }) => partitions)) }, (_, partition) => partition);
}

/** Asks again for a while what the log cannot be asked now. What is refused is refused at once. */
async function patiently<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    try {
      return await ask(signal);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (signal.aborted) throw outOfReach(error);
      await pause(RETRY_MS);
    }
  }
}

function refusal(refused: Exclude<ReturnType<typeof Position.read>, Position>, after: string): GatewayError {
  switch (refused) {
    case 'OTHER_CLUSTER':
      return cursorInvalid(
        'after is a cursor of another log (another Kafka cluster, or a demo that has been started anew): read the present state anew and subscribe without it.',
      );
    case 'OTHER_TOPIC':
      return cursorInvalid(
        'after is a cursor of the other topic: events of agents and of calls each have their own. One of a query (`logCursor`) is good for both.',
      );
    case 'UNREADABLE':
      return isPageCursor(after)
        ? cursorInvalid(
            'after is a page cursor, a place in a list: pass the `cursor` of an event or of a query, which is a place in the log.',
          )
        : cursorInvalid('after is no cursor: pass the `cursor` of an event or of a query as it was.');
  }
}

/** Page cursors are JSON inside: see connections.ts. */
function isPageCursor(text: string): boolean {
  return !isCursor(text) && Buffer.from(text, 'base64url').toString('utf8').startsWith('[');
}

function inWords(ms: number): string {
  const minutes = ms / 60_000;
  return minutes >= 1 && Number.isInteger(minutes) ? `${minutes} minutes` : `${ms / 1000} seconds`;
}
