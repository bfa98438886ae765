/** A state of records or events, and the context in which resolvers read it, without a gateway around them. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createDecoder } from '../../src/events/decode.ts';
import { limitExceeded } from '../../src/errors.ts';
import type { Context, Services } from '../../src/graphql/context.ts';
import { EventStream } from '../../src/hub/event-stream.ts';
import { Hub } from '../../src/hub/hub.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import type { NewRecord } from '../../src/source/source.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { UpdateStream } from '../../src/views/update-stream.ts';
import { openContinuity } from './continuity.ts';
import { TOPICS } from './events.ts';

export type Folded = { readonly state: State; readonly scope: Scope };

/** All records in their order, as a gateway that reads them live would fold them; the clock is that of the last one. */
export function foldRecords(records: Iterable<NewRecord>, tenantId = 'acme'): Folded {
  const decode = createDecoder({
    catalogue,
    families: new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family])),
    maxRecordBytes: 1024 * 1024,
  });
  const state = new State(defaultRules);
  let offset = 0n;
  const bytes = (text: string | Buffer | null): Buffer | null => (typeof text === 'string' ? Buffer.from(text) : text);
  for (const { topic, key, value, timestampMs = Date.now() } of records) {
    const record = { offset: offset++, timestampMs, key: bytes(key), value: bytes(value) };
    state.advance(timestampMs);
    state.apply({ topic, partition: 0, offset: record.offset, timestampMs }, decode(topic, 0, record, timestampMs).events);
  }
  return { state, scope: Scope.of(UNAUTHENTICATED_CLAIMS, tenantId) };
}

/** Streams are queues that graphql-js reads, as over SSE. */
export function contextOf(
  { hub = new Hub(), ...services }: Partial<Services> & { readonly hub?: Hub },
  claims: Claims = UNAUTHENTICATED_CLAIMS,
): Context {
  const { state = new State(defaultRules) } = services;
  const { streams, services: log } = openContinuity({ hub, state });
  return {
    claims,
    services: {
      state,
      advance: () => {},
      replay: () => null,
      tenants: 'all',
      maxIds: 1000,
      status: () => ({ version: 'test', ready: true, sourceHealthy: true, startedAtMs: 0, oldestReplayableMs: null, partitions: null }),
      log,
      ...services,
    },
    open: (scope, filter, start) =>
      streams.open(new Map(), scope, filter, start, ({ onDetach }) => new EventStream({ maxBufferedBytes: 1_000_000, onDetach })),
    follow: (field, scope, wanted) =>
      streams.follow(new Map(), field, scope, wanted, (hooks) => new UpdateStream({ ...hooks, onEnd: () => {} })),
    refuse: limitExceeded,
    audit: () => {},
  };
}
