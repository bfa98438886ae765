/** Prometheus metrics. Hot paths keep plain counters; they are read here when somebody asks. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { subscriptionFields } from '../graphql/subscription-fields.ts';
import type { SubscriptionField } from '../graphql/subscription-fields.ts';
import { shedInOrder } from './overload.ts';
import type { Sheddable } from './overload.ts';

type Counts = ReadonlyMap<string, number>;
type TopicCounts = { readonly records: number; readonly skipped: number; readonly rejected: Counts; readonly odd: Counts };
type PartitionCounts = { readonly topic: string; readonly partition: number; readonly position: bigint; readonly endOffset: bigint | null };

type CheckpointCounts = {
  readonly outcome: string | null;
  readonly failures: number;
  readonly written: {
    readonly atMs: number;
    readonly bytes: number;
    readonly lines: number;
    readonly seconds: number;
    readonly longestPauseSeconds: number;
  } | null;
};

/** Where the numbers are kept. */
export type Measured = {
  readonly topics: () => ReadonlyMap<string, TopicCounts>;
  readonly source: () => {
    readonly healthy: boolean;
    readonly restarts: number;
    readonly partitions: readonly PartitionCounts[];
  };
  readonly connections: () => number;
  readonly outboxBytes: () => number;
  readonly journalBytes: () => number;
  /** Streams that wait for the log to be read again. */
  readonly replaying: () => number;
  readonly subscriptions: (field: SubscriptionField) => number;
  readonly delivered: Readonly<Record<SubscriptionField, number>>;
  /** What those who look at the state share, and entities that are kept for it. */
  readonly views: () => { readonly size: number; readonly entities: number };
  /** How often streams and connections ended, by code. */
  readonly ended: Counts;
  /** Null without one. */
  readonly checkpoint: (() => CheckpointCounts) | null;
  /** What clients were refused because of a bound that is a setting, by setting. */
  readonly refused: () => Counts;
  /** What was refused because there was too much to do. */
  readonly shed: Readonly<Record<Sheddable, number>>;
  /** How many kinds of it are refused now. */
  readonly overloadLevel: () => number;
  readonly plans: () => number;
  /** In seconds, by quantile, since the last time that it was asked. */
  readonly eventLoopDelay: () => ReadonlyMap<number, number>;
};

export function createMetrics(measured: Measured): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });

  add(Counter, 'voice_gateway_records_total', 'Records read, by topic.', ['topic'], (set) => {
    for (const [topic, { records }] of measured.topics()) set({ topic }, records);
  });
  add(
    Counter,
    'voice_gateway_skipped_records_total',
    'Records of tenants that this replica does not keep (TENANTS), by topic.',
    ['topic'],
    (set) => {
      for (const [topic, { skipped }] of measured.topics()) set({ topic }, skipped);
    },
  );
  add(
    Counter,
    'voice_gateway_rejected_records_total',
    'Records, or elements of a record, that are no events, by topic and reason.',
    ['topic', 'reason'],
    (set) => {
      for (const [topic, { rejected }] of measured.topics()) for (const [reason, count] of rejected) set({ topic, reason }, count);
    },
  );
  add(
    Counter,
    'voice_gateway_odd_events_total',
    'Events that were used although something about them was odd, by topic and kind.',
    ['topic', 'kind'],
    (set) => {
      for (const [topic, { odd }] of measured.topics()) for (const [kind, count] of odd) set({ topic, kind }, count);
    },
  );
  add(
    Counter,
    'voice_gateway_delivered_total',
    'Events, or payloads of the state, handed to subscriptions, by field.',
    ['field'],
    (set) => {
      for (const field of subscriptionFields) set({ field }, measured.delivered[field]);
    },
  );
  add(
    Counter,
    'voice_gateway_ended_total',
    'What the gateway ended, by code: a WebSocket connection with all that it held, or a stream over SSE.',
    ['code'],
    (set) => {
      for (const [code, count] of measured.ended) set({ code }, count);
    },
  );
  add(
    Counter,
    'voice_gateway_limit_exceeded_total',
    'What clients were refused because of a bound that is a setting, by setting.',
    ['setting'],
    (set) => {
      for (const [setting, count] of measured.refused()) set({ setting }, count);
    },
  );
  add(
    Counter,
    'voice_gateway_shed_total',
    'What was refused because there was too much to do (OVERLOADED), by what it was.',
    ['what'],
    (set) => {
      for (const what of shedInOrder) set({ what }, measured.shed[what]);
    },
  );
  add(
    Gauge,
    'voice_gateway_overload_level',
    'What is refused because there is too much to do: 0 nothing, 1 new connections, 2 new subscriptions too.',
    [],
    (set) => set({}, measured.overloadLevel()),
  );
  add(Counter, 'voice_gateway_source_restarts_total', 'How often the reader of the log had to be built anew.', [], (set) =>
    set({}, measured.source().restarts),
  );
  add(
    Gauge,
    'voice_gateway_lag_records',
    'Offsets of the log that have not been read yet, by topic and partition.',
    ['topic', 'partition'],
    (set) => {
      for (const { topic, partition, position, endOffset } of measured.source().partitions) {
        if (endOffset !== null) set({ topic, partition: String(partition) }, endOffset > position ? Number(endOffset - position) : 0);
      }
    },
  );
  add(Gauge, 'voice_gateway_source_healthy', '1 while the log can be read, else 0.', [], (set) =>
    set({}, measured.source().healthy ? 1 : 0),
  );
  add(Gauge, 'voice_gateway_connections', 'Open WebSocket connections.', [], (set) => set({}, measured.connections()));
  add(Gauge, 'voice_gateway_subscriptions', 'Open subscriptions, by field.', ['field'], (set) => {
    for (const field of subscriptionFields) set({ field }, measured.subscriptions(field));
  });
  add(Gauge, 'voice_gateway_views', 'What state subscriptions look at: one for all that select the same of the same.', [], (set) =>
    set({}, measured.views().size),
  );
  add(Gauge, 'voice_gateway_view_entities', 'Agents, call threads and queues that are kept ready for state subscriptions.', [], (set) =>
    set({}, measured.views().entities),
  );
  add(Gauge, 'voice_gateway_outbox_bytes', 'Bytes that wait for WebSocket connections.', [], (set) => set({}, measured.outboxBytes()));
  add(Gauge, 'voice_gateway_journal_bytes', 'Memory that recent events take, about (JOURNAL_MAX_BYTES).', [], (set) =>
    set({}, measured.journalBytes()),
  );
  add(Gauge, 'voice_gateway_plans', 'Distinct operations that are kept compiled (MAX_PLANS).', [], (set) => set({}, measured.plans()));
  add(Gauge, 'voice_gateway_log_replays', 'Subscriptions that wait for the log to be read again for them.', [], (set) =>
    set({}, measured.replaying()),
  );
  add(
    Gauge,
    'voice_gateway_event_loop_delay_seconds',
    'How long the event loop kept waiting what was due, by quantile (1: the longest), since the last scrape, whoever made it.',
    ['quantile'],
    (set) => {
      for (const [quantile, seconds] of measured.eventLoopDelay()) set({ quantile: String(quantile) }, seconds);
    },
  );
  const { checkpoint } = measured;
  if (checkpoint !== null) addCheckpoint(checkpoint);
  return register;

  function addCheckpoint(counts: () => CheckpointCounts): void {
    add(Gauge, 'voice_gateway_checkpoint_outcome', 'What became of the checkpoint that was there at the start: 1.', ['outcome'], (set) => {
      const { outcome } = counts();
      if (outcome !== null) set({ outcome }, 1);
    });
    add(Counter, 'voice_gateway_checkpoint_failures_total', 'How often the checkpoint could not be written.', [], (set) =>
      set({}, counts().failures),
    );
    const written = (name: string, help: string, of: (one: NonNullable<CheckpointCounts['written']>) => number): void =>
      add(Gauge, `voice_gateway_checkpoint_${name}`, help, [], (set) => {
        const one = counts().written;
        if (one !== null) set({}, of(one));
      });
    written('written_timestamp_seconds', 'When the newest checkpoint was written, in seconds since 1970.', ({ atMs }) => atMs / 1000);
    written('bytes', 'Size of the newest checkpoint.', ({ bytes }) => bytes);
    written('entities', 'Entities in the newest checkpoint; those that changed while it was written count again.', ({ lines }) => lines);
    written('seconds', 'How long the newest checkpoint was written.', ({ seconds }) => seconds);
    written('pause_seconds', 'The longest time for which that held everything else.', ({ longestPauseSeconds }) => longestPauseSeconds);
  }

  type Labels = Record<string, string>;
  type Collect = (set: (labels: Labels, value: number) => void) => void;

  /** Empty before each scrape, so that what has gone from where it is kept goes from here too. */
  function add(Kind: typeof Counter | typeof Gauge, name: string, help: string, labelNames: string[], collect: Collect): void {
    const metric = new Kind({
      name,
      help,
      labelNames,
      registers: [],
      collect() {
        this.reset();
        collect((labels, value) => this.inc(labels, value));
      },
    });
    register.registerMetric(metric);
  }
}
