/** A journal and streams over an embedded log that nothing is written to but by the test, without a gateway around them. */
import { createContinuity } from '../../src/continuity.ts';
import type { Continuity } from '../../src/continuity.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Family } from '../../src/events/definition.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { Hub } from '../../src/hub/hub.ts';
import { logName, Position } from '../../src/position.ts';
import { GatewayError } from '../../src/errors.ts';
import type { StateViewer } from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import type { ViewsOptions } from '../../src/views/views.ts';
import { Views } from '../../src/views/views.ts';
import { Streams } from '../../src/server/streams.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { TOPICS } from './events.ts';

export const families: ReadonlyMap<string, Family> = new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family]));
export const decode = createDecoder({ catalogue, families, maxRecordBytes: 1024 * 1024 });

export type TestContinuity = Continuity & { readonly hub: Hub; readonly streams: Streams; readonly memory: MemoryLog };

export function openContinuity({
  hub = new Hub(),
  state = new State(defaultRules),
  memory = new MemoryLog({ topics: Object.values(TOPICS), partitions: 2, id: 'test' }),
  maxBytes = 2 ** 26,
}: Partial<{ hub: Hub; state: StateViewer; memory: MemoryLog; maxBytes: number }> = {}): TestContinuity {
  const source = memory.source(new Diagnostics());
  source.start({ from: 'earliest', onBatch: () => {} });
  const continuity = createContinuity({
    source,
    decode,
    topics: TOPICS,
    journalMaxBytes: maxBytes,
    replayMaxAgeMs: 3_600_000,
    maxChunkBytes: 64 * 1024,
    // Two of them have the same places.
    now: () => 1_700_000_000_000,
  });
  continuity.journal.look();
  const views = viewsOf(state, continuity.services.cursor);
  return { ...continuity, hub, memory, streams: new Streams({ hub, journal: continuity.journal, log: continuity.log, views }) };
}

/** Views of a state that is always complete. */
export function viewsOf(state: StateViewer, cursor: () => string, options: Partial<ViewsOptions> = {}): Views {
  return new Views({
    state,
    isReady: () => true,
    advance: () => {},
    cursor,
    isSourceHealthy: () => true,
    onFailure: (error) => (error instanceof GatewayError ? error : new GatewayError('INTERNAL_SERVER_ERROR', String(error))),
    ...options,
  });
}

/** A place right behind an event, as if nothing else were in the log. */
export function placeBehind({ topic, partition, offset }: VoiceEvent): Position {
  const position = new Position(logName('test', topic));
  position.set(partition, offset + 1n);
  return position;
}
