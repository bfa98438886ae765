/** What lets clients go on where they were: the journal of recent events, the log behind it, and places in both. */
import { sourceUnavailable } from './errors.ts';
import type { Decode } from './events/decode.ts';
import type { Family } from './events/definition.ts';
import type { LogServices } from './graphql/context.ts';
import { Journal } from './hub/journal.ts';
import { LogReplay } from './hub/log-replay.ts';
import { startFrom } from './hub/resume.ts';
import type { ResumeOptions } from './hub/resume.ts';
import { cursorOf } from './position.ts';
import type { Source } from './source/source.ts';

export type ContinuityOptions = {
  readonly source: Pick<Source, 'status' | 'reader'>;
  readonly decode: Decode;
  readonly topics: { readonly [F in Family]: string };
  readonly journalMaxBytes: number;
  readonly replayMaxAgeMs: number;
  /** Read from the log in one go for those who resume below the journal. */
  readonly maxChunkBytes: number;
  /** The wall clock. */
  readonly now?: () => number;
};

export type Continuity = AsyncDisposable & { readonly journal: Journal; readonly log: LogReplay; readonly services: LogServices };

export function createContinuity(options: ContinuityOptions): Continuity {
  const { source, decode, topics, journalMaxBytes, replayMaxAgeMs, maxChunkBytes, now = Date.now } = options;
  const { reader } = source;
  const journal = new Journal({ maxBytes: journalMaxBytes, maxAgeMs: replayMaxAgeMs, topics, log: () => source.status(), now });
  const log = new LogReplay({
    read: (family, partition, from, maxBytes, signal) => reader.read(topics[family], partition, from, maxBytes, signal),
    decode: (family, partition, record) => decode(topics[family], partition, record, now()).events,
    maxChunkBytes,
  });
  const resuming: ResumeOptions = {
    journal,
    maxAgeMs: replayMaxAgeMs,
    now,
    log: {
      bounds: (family, signal) => reader.bounds(topics[family], signal),
      offsetsSince: (family, timestampMs, signal) => reader.offsetsSince(topics[family], timestampMs, signal),
      first: async (family, partition, from, signal) => (await reader.read(topics[family], partition, from, 1, signal))?.records[0] ?? null,
    },
  };
  const unseen = () => sourceUnavailable(source.status().problem ?? 'It has not been seen yet.');
  const services: LogServices = {
    cursor: () => {
      // Nobody has written anything yet.
      if (journal.position('agentState') === null || journal.position('callThread') === null) journal.look();
      const positions = [journal.position('agentState'), journal.position('callThread')].filter((position) => position !== null);
      if (positions.length === 0) throw unseen();
      return cursorOf(positions);
    },
    cursorAfter: (event) => {
      const position = journal.after(event);
      if (position === null) throw unseen();
      return position.cursor;
    },
    recent: (family, scope, id, last) => journal.recent(family, scope, id, last),
    startFrom: (family, from) => startFrom(resuming, family, from),
  };
  return { journal, log, services, [Symbol.asyncDispose]: () => log[Symbol.asyncDispose]() };
}
