/** From the source to the hub: each record is decoded once and, if it is live, published in the same tick. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Diagnostics } from './diagnostics.ts';
import type { Oddity } from './events/attributes.ts';
import type { Decode, RejectionReason } from './events/decode.ts';
import type { Hub } from './hub/hub.ts';
import type { Batch } from './source/source.ts';

/** Sockets are served between slices of a batch: by then every reader has taken what it was handed. */
const MAX_SLICE_MS = 5;
const MAX_SLICE_BYTES = 256 * 1024;

export type TopicCounts = {
  records: number;
  readonly rejected: Map<RejectionReason, number>;
  readonly odd: Map<Oddity, number>;
};

export class Ingest {
  readonly #decode: Decode;
  readonly #hub: Hub;
  readonly #diagnostics: Diagnostics;
  readonly #maxSliceBytes: number;
  readonly #counts = new Map<string, TopicCounts>();

  constructor(options: { readonly decode: Decode; readonly hub: Hub; readonly diagnostics: Diagnostics; readonly maxSliceBytes: number }) {
    this.#decode = options.decode;
    this.#hub = options.hub;
    this.#diagnostics = options.diagnostics;
    this.#maxSliceBytes = Math.min(options.maxSliceBytes, MAX_SLICE_BYTES);
  }

  /** Since the start, by topic. */
  get counts(): ReadonlyMap<string, TopicCounts> {
    return this.#counts;
  }

  async onBatch(batch: Batch): Promise<void> {
    const counts = this.#countsOf(batch.topic);
    const slice = new Slice(this.#maxSliceBytes);
    for (const record of batch.records) {
      if (slice.isFull(record.value?.length ?? 0)) await slice.next();
      counts.records += 1;
      const { events, rejected, oddities } = this.#decode(batch.topic, batch.partition, record, slice.startedAtMs);
      // History only tells where things stand; what was written before the start is no news.
      if (record.offset >= batch.liveFrom) {
        for (const [i, event] of events.entries()) {
          // Only a record of many events may need more than one turn.
          if (i > 0 && slice.isFull(event.sizeBytes)) await slice.next();
          this.#hub.publish(event);
        }
      }
      for (const oddity of oddities) counts.odd.set(oddity, (counts.odd.get(oddity) ?? 0) + 1);
      for (const [reason, count] of rejected) {
        counts.rejected.set(reason, (counts.rejected.get(reason) ?? 0) + count);
        this.#diagnostics.tell('recordRejected', { topic: batch.topic, partition: batch.partition, offset: record.offset, reason, count });
      }
    }
  }

  #countsOf(topic: string): TopicCounts {
    let counts = this.#counts.get(topic);
    if (counts === undefined) {
      counts = { records: 0, rejected: new Map(), odd: new Map() };
      this.#counts.set(topic, counts);
    }
    return counts;
  }
}

/** What is done between two turns of the event loop. */
class Slice {
  readonly #maxBytes: number;
  #bytes = 0;
  #startedMs = performance.now();
  startedAtMs = Date.now();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether this much more would be too much; otherwise it counts. */
  isFull(bytes: number): boolean {
    if ((this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) || performance.now() - this.#startedMs > MAX_SLICE_MS) return true;
    this.#bytes += bytes;
    return false;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.#bytes = 0;
    this.#startedMs = performance.now();
    this.startedAtMs = Date.now();
  }
}
