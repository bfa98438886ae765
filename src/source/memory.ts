/** The embedded log: topics with partitions, offsets and bounded retention in memory, read by any number of sources. */

import { randomUUID } from 'node:crypto';

import type { Diagnostics } from '../diagnostics.ts';
import { keyHash } from './key-hash.ts';
import { memorySource } from './memory-source.ts';
import type { NewRecord, RawRecord, Source } from './source.ts';

export type MemoryLogOptions = {
  readonly topics: readonly string[];
  /** Of each topic. Default 6. */
  readonly partitions?: number;
  /** Per partition; the oldest go. Default: no bound. */
  readonly maxRecords?: number;
  /** Per partition, of keys and values; the oldest go, the newest record always stays. Default: no bound. */
  readonly maxBytes?: number;
  /** The clock for records without a timestamp. */
  readonly now?: () => number;
};

export type Place = { readonly topic: string; readonly partition: number; readonly offset: bigint };

/** One partition: records with consecutive offsets, the first of which is `start`. */
export type MemoryPartition = {
  readonly topic: string;
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
  read(from: bigint, max: number): RawRecord[];
  /** As Kafka finds an offset by time: of the first record that is not older, else the end. */
  offsetSince(timestampMs: number): bigint;
};

export class MemoryLog {
  /** No other log has it. */
  readonly id = randomUUID();
  readonly #topics = new Map<string, Partition[]>();
  readonly #options: MemoryLogOptions;
  readonly #now: () => number;
  readonly #readers = new Set<() => void>();
  #keyless = 0;

  constructor(options: MemoryLogOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    for (const topic of options.topics) this.setPartitions(topic, options.partitions ?? 6);
  }

  /** Writes a record: same key, same partition. Throws for a topic that the log does not have. */
  append({ topic, key, value, timestampMs = this.#now() }: NewRecord): Place {
    const partitions = this.#partitionsOf(topic);
    const keyBytes = bytes(key);
    const partition = (keyBytes === null ? this.#keyless++ : keyHash(keyBytes)) % partitions.length;
    const offset = (partitions[partition] as Partition).append(timestampMs, keyBytes, bytes(value));
    for (const wake of this.#readers) wake();
    return { topic, partition, offset };
  }

  /** Makes a topic, or adds partitions to it; there are never fewer. As in Kafka, keys may then move to other partitions. */
  setPartitions(topic: string, count: number): void {
    let partitions = this.#topics.get(topic);
    if (partitions === undefined) this.#topics.set(topic, (partitions = []));
    while (partitions.length < count) partitions.push(new Partition(topic, partitions.length, this.#options));
    for (const wake of this.#readers) wake();
  }

  partitions(): MemoryPartition[] {
    return [...this.#topics.values()].flat();
  }

  /** Throws for a topic that the log does not have. */
  partitionsOf(topic: string): readonly MemoryPartition[] {
    return this.#partitionsOf(topic);
  }

  /** Calls back, maybe often, when there is something new. */
  onChange(wake: () => void): Disposable {
    this.#readers.add(wake);
    return { [Symbol.dispose]: () => void this.#readers.delete(wake) };
  }

  /** A reader of its own. */
  source(diagnostics: Diagnostics): Source {
    return memorySource(this, diagnostics);
  }

  #partitionsOf(topic: string): readonly Partition[] {
    const partitions = this.#topics.get(topic);
    if (partitions === undefined) throw new Error(`the log has no topic ${topic}`);
    return partitions;
  }
}

const bytes = (data: string | Buffer | null): Buffer | null => (typeof data === 'string' ? Buffer.from(data) : data);

/** Dropped records leave the array in one go when they are half of it: dropping is then free per record. */
const COMPACT_AT = 1_024;

class Partition implements MemoryPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #maxRecords: number;
  readonly #maxBytes: number;
  #records: RawRecord[] = [];
  /** Index of the oldest record that counts. */
  #head = 0;
  #start = 0n;
  #bytes = 0;

  constructor(topic: string, partition: number, { maxRecords = Infinity, maxBytes = Infinity }: MemoryLogOptions) {
    this.topic = topic;
    this.partition = partition;
    this.#maxRecords = maxRecords;
    this.#maxBytes = maxBytes;
  }

  get start(): bigint {
    return this.#start;
  }

  get end(): bigint {
    return this.#start + BigInt(this.#count);
  }

  get #count(): number {
    return this.#records.length - this.#head;
  }

  append(timestampMs: number, key: Buffer | null, value: Buffer | null): bigint {
    const record = { offset: this.end, timestampMs, key, value };
    this.#records.push(record);
    this.#bytes += size(record);
    while (this.#count > 1 && (this.#count > this.#maxRecords || this.#bytes > this.#maxBytes)) this.#drop();
    return record.offset;
  }

  /** From this offset, or from the start if it is gone. */
  read(from: bigint, max: number): RawRecord[] {
    const index = this.#head + Number(from > this.#start ? from - this.#start : 0n);
    return this.#records.slice(index, index + max);
  }

  offsetSince(timestampMs: number): bigint {
    const index = this.#records.findIndex((record, at) => at >= this.#head && record.timestampMs >= timestampMs);
    return index < 0 ? this.end : this.#start + BigInt(index - this.#head);
  }

  #drop(): void {
    this.#bytes -= size(this.#records[this.#head] as RawRecord);
    this.#head++;
    this.#start++;
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#records.length) return;
    this.#records = this.#records.slice(this.#head);
    this.#head = 0;
  }
}

const size = ({ key, value }: RawRecord): number => (key?.length ?? 0) + (value?.length ?? 0);
