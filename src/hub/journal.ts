/**
 * The recent events, in memory: what clients that come back are served from, without asking Kafka. Of each partition it has all events from some
 * offset on, in log order; those of one agent or call thread are linked, so that whoever followed one agent is not read the whole site. Bounded in
 * bytes of heap: what is oldest goes first.
 */
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import { logName, Position } from '../position.ts';
import type { Scope } from '../scope.ts';
import { matches } from './filter.ts';
import type { EventFilter } from './filter.ts';
import { footprint } from './footprint.ts';
import { isSameRecord, Kept } from './kept.ts';
import type { Entry } from './kept.ts';

/** A partition, read from `startOffset` on and live from `liveFrom` on. */
export type SeenPartition = {
  readonly topic: string;
  readonly partition: number;
  readonly startOffset: bigint;
  readonly liveFrom: bigint;
};

export type JournalOptions = {
  /** Bound on the heap that it takes. */
  readonly maxBytes: number;
  /** What is older when it is read cannot be replayed to anybody: history is not kept from further back. */
  readonly maxAgeMs: number;
  readonly topics: { readonly [F in Family]: string };
  /** What is known of the log. The cluster is known before the first partition. */
  readonly log: () => { readonly clusterId: string | null; readonly partitions: readonly SeenPartition[] };
  /** The wall clock. */
  readonly now: () => number;
};

/** What a stream has missed, or as much of it as is to be had in one go. */
export type Missed = {
  /** In the order of reading; of a record all or nothing. */
  readonly entries: readonly Entry[];
  /** Where the stream stands when it has had them. */
  readonly reached: Position;
};

/** The entries of one agent or call thread, the newest first. */
type Chain = {
  newest: Entry;
  /** Its events have come by more than one partition, whose order replicas need not share. */
  isMixed: boolean;
};

type Topic = {
  readonly name: string;
  readonly partitions: Kept[];
  /** By tenant and agent or call thread. */
  readonly chains: Map<string, Map<string, Chain>>;
  /** Up to where everything has been published. Null before the log was seen. */
  position: Position | null;
};

/** So much is given up at a time, and so many records of a partition, that the oldest partition need not be looked for each time. */
const SHRINK_BY = 1 / 64;
const DROP_AT_ONCE = 64;
/** No turn of the event loop looks through more. */
const SCAN_AT_ONCE = 20_000;
const ENTRIES_AT_ONCE = 1_000;

export class Journal {
  readonly #maxBytes: number;
  readonly #maxAgeMs: number;
  readonly #log: JournalOptions['log'];
  readonly #now: () => number;
  readonly #topics: { readonly [F in Family]: Topic };
  #bytes = 0;
  #sequence = 0;

  constructor({ maxBytes, maxAgeMs, topics, log, now }: JournalOptions) {
    this.#now = now;
    this.#maxBytes = maxBytes;
    this.#maxAgeMs = maxAgeMs;
    this.#log = log;
    this.#topics = { agentState: emptyTopic(topics.agentState), callThread: emptyTopic(topics.callThread) };
  }

  /** Of heap, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Up to where everything has been published that is live; moves on with it. Null before the log was seen. */
  position(family: Family): Position | null {
    return this.#topics[family].position;
  }

  /** Looks for partitions that are new, and for what has become readable late: it is live although it stands before. */
  look(): void {
    const { clusterId, partitions } = this.#log();
    if (clusterId === null) return;
    for (const { topic, partition, startOffset, liveFrom } of partitions)
      for (const each of [this.#topics.agentState, this.#topics.callThread])
        if (each.name === topic) this.#see(each, clusterId, partition, startOffset, liveFrom);
  }

  /** Records of a partition are read; those at or above `liveFrom` are live. */
  begin(family: Family, partition: number, liveFrom: bigint): void {
    const known = this.#topics[family].partitions[partition];
    // The log is not asked with each batch.
    if (known === undefined || liveFrom < known.liveFrom) this.look();
  }

  /** Keeps the events of a record that is read next in its partition; `next` is the offset that is read then. */
  append(family: Family, partition: number, events: readonly VoiceEvent[], next: bigint): void {
    const topic = this.#topics[family];
    const kept = topic.partitions[partition];
    if (kept === undefined) return;
    kept.end = next;
    const [first] = events;
    if (first !== undefined && kept.oldest === undefined && first.timestampMs < this.#now() - this.#maxAgeMs) {
      kept.floor = next;
      return;
    }
    for (let i = 0; i < events.length; i += 1) {
      const event = events[i] as VoiceEvent;
      const bytes = footprint(event);
      const entry: Entry = { event, bytes, isLast: i === events.length - 1, sequence: (this.#sequence += 1), previous: null, next: null };
      kept.entries.push(entry);
      link(topic, entry);
      this.#bytes += bytes;
    }
    if (this.#bytes > this.#maxBytes) this.#shrink();
  }

  /** All before that offset has been published, as far as it is live, or is about to be within this tick. A record of that timestamp was the last. */
  advance(family: Family, partition: number, next: bigint, timestampMs: number): void {
    const { partitions, position } = this.#topics[family];
    if (position === null) return;
    position.see(timestampMs);
    if (next > (partitions[partition]?.liveFrom ?? 0n)) position.set(partition, next);
  }

  /** What stood before that offset and has not been read is gone for good: what is kept of the partition ends there, and it goes on from there. */
  reset(family: Family, partition: number, offset: bigint, liveFrom: bigint): void {
    const topic = this.#topics[family];
    const old = topic.partitions[partition];
    if (old === undefined) return;
    while (old.oldest !== undefined) this.#drop(topic, old);
    const kept = new Kept(offset, liveFrom);
    topic.partitions[partition] = kept;
    topic.position?.set(partition, kept.begun);
  }

  /** The partitions in which the way from there to now leads through what is not kept. */
  lacking(family: Family, position: Position): number[] {
    const lacking: number[] = [];
    for (const [partition, { floor, end, liveFrom }] of this.#topics[family].partitions.entries()) {
      const from = position.at(partition);
      if (from < floor || (from > end && from < liveFrom)) lacking.push(partition);
    }
    return lacking;
  }

  /** Whether something has been read that follows that place, or is still to be read before anything is live. */
  goesOnFrom(family: Family, position: Position): boolean {
    return this.#topics[family].partitions.some((kept, partition) => position.at(partition) < kept.begun);
  }

  /** The newest record that is kept and stands before that offset; null if none is. */
  before(family: Family, partition: number, offset: bigint): VoiceEvent | null {
    const kept = this.#topics[family].partitions[partition];
    return kept?.entries[kept.indexOf(offset) - 1]?.event ?? null;
  }

  /** The first record that is kept at or behind that offset; null if none is. */
  from(family: Family, partition: number, offset: bigint): VoiceEvent | null {
    const kept = this.#topics[family].partitions[partition];
    return kept?.entries[kept.indexOf(offset)]?.event ?? null;
  }

  /** The first part of what a stream has missed that stands there. Nothing may be lacking. */
  missed(scope: Scope, filter: EventFilter, position: Position): Missed {
    const keys = filter.family === 'agentState' ? filter.agents : filter.threads;
    return keys === null ? this.#scan(scope, filter, position) : this.#follow(keys, scope, filter, position);
  }

  /** The newest events of an agent or a call thread that the caller may see, the newest first. */
  recent(family: Family, scope: Scope, id: string, last: number): VoiceEvent[] {
    const found: VoiceEvent[] = [];
    for (let entry = this.#topics[family].chains.get(scope.tenantId)?.get(id)?.newest ?? null; entry !== null; entry = entry.previous) {
      if (found.length >= last) break;
      if (scope.sees(entry.event)) found.push(scope.show(entry.event));
    }
    return found;
  }

  /**
   * The place right behind an event, as it was when the event was read. Of one that is not kept any more only its own partition is known: the others
   * then stand at their beginning, so nothing is missed. Null before the log was seen.
   */
  after({ family, partition, offset, eventId }: VoiceEvent): Position | null {
    const now = this.position(family);
    if (now === null) return null;
    const { partitions } = this.#topics[family];
    const kept = partitions[partition];
    const position = new Position(now.log, [], now.newestMs);
    let entry: Entry | undefined;
    if (kept !== undefined)
      for (let i = kept.indexOf(offset); kept.entries[i]?.event.offset === offset; i += 1)
        if (kept.entries[i]?.event.eventId === eventId) entry = kept.entries[i];
    if (entry !== undefined) {
      const { sequence } = entry;
      for (const [other, each] of partitions.entries()) if (each.lastDropped < sequence) position.set(other, each.placeAt(sequence));
    }
    position.set(partition, entry?.isLast === true ? offset + 1n : offset);
    return position;
  }

  #see(topic: Topic, clusterId: string, partition: number, start: bigint, liveFrom: bigint): void {
    const { partitions } = topic;
    // Partitions are numbered without a gap: a lower one that has not been seen is new, and begins at its beginning.
    while (partitions.length < partition) partitions.push(new Kept(0n, 0n));
    const known = partitions[partition];
    const kept = known ?? new Kept(start, liveFrom);
    if (known === undefined) partitions.push(kept);
    else if (liveFrom >= known.liveFrom) return;
    else known.liveFrom = liveFrom;
    // What there is before the start may never be read here; but it was written by now.
    topic.position ??= new Position(logName(clusterId, topic.name), [], 0, this.#now());
    topic.position.set(partition, kept.begun);
  }

  /** By the keys of the filter. */
  #follow(keys: ReadonlySet<string>, scope: Scope, filter: EventFilter, position: Position): Missed {
    const chains = this.#topics[filter.family].chains.get(scope.tenantId);
    let entries: Entry[] = [];
    for (const key of keys) {
      const chain = chains?.get(key);
      for (let entry = chain?.newest ?? null; entry !== null; entry = entry.previous) {
        const { event } = entry;
        if (event.offset < position.at(event.partition)) {
          if (chain?.isMixed === true) continue;
          break;
        }
        if (matches(filter, event) && scope.sees(event)) entries.push(entry);
      }
    }
    entries.sort((a, b) => a.sequence - b.sequence);
    if (entries.length <= ENTRIES_AT_ONCE) return { entries, reached: this.#end(filter.family, position) };
    entries = wholeRecords(entries, ENTRIES_AT_ONCE);
    const reached = position.copy();
    for (const { event } of entries) reached.set(event.partition, event.offset + 1n);
    return { entries, reached };
  }

  /** Looks through all partitions at once, in the order of reading. */
  #scan(scope: Scope, filter: EventFilter, position: Position): Missed {
    const { partitions } = this.#topics[filter.family];
    let left = SCAN_AT_ONCE;
    const entries: Entry[] = [];
    const places = partitions.map((kept, partition) => kept.indexOf(position.at(partition)));
    for (;;) {
      let next = -1;
      let lowest = Infinity;
      let other = Infinity;
      for (let partition = 0; partition < places.length; partition += 1) {
        const sequence = partitions[partition]?.entries[places[partition] ?? 0]?.sequence ?? Infinity;
        if (sequence < lowest) {
          other = lowest;
          lowest = sequence;
          next = partition;
        } else if (sequence < other) other = sequence;
      }
      const kept = partitions[next];
      if (kept === undefined) return { entries, reached: this.#end(filter.family, position) };
      if (left <= 0 || entries.length >= ENTRIES_AT_ONCE) break;
      // As long as no other partition has an older one, and a whole record in any case.
      let i = places[next] ?? 0;
      for (let entry = kept.entries[i]; entry !== undefined; entry = kept.entries[i]) {
        const startsRecord = kept.entries[i - 1]?.event.offset !== entry.event.offset;
        if (startsRecord && (entry.sequence > other || left <= 0 || entries.length >= ENTRIES_AT_ONCE)) break;
        i += 1;
        left -= 1;
        const { event } = entry;
        if (event.tenantId === scope.tenantId && matches(filter, event) && scope.sees(event)) entries.push(entry);
      }
      places[next] = i;
    }
    const reached = position.copy();
    for (const [partition, place] of places.entries()) {
      const kept = partitions[partition];
      if (kept === undefined) continue;
      const offset = kept.entries[place]?.event.offset ?? kept.end;
      if (offset > reached.at(partition)) reached.set(partition, offset);
    }
    return { entries, reached };
  }

  /** Where everything that is kept has been had. */
  #end(family: Family, position: Position): Position {
    const reached = position.copy();
    for (const [partition, { end }] of this.#topics[family].partitions.entries())
      if (end > reached.at(partition)) reached.set(partition, end);
    return reached;
  }

  #shrink(): void {
    const wantedBytes = this.#maxBytes * (1 - SHRINK_BY);
    while (this.#bytes > wantedBytes) {
      let oldest: Kept | null = null;
      let owner: Topic | null = null;
      for (const topic of [this.#topics.agentState, this.#topics.callThread])
        for (const kept of topic.partitions) {
          if (kept.oldest === undefined) continue;
          if (oldest?.oldest !== undefined && kept.oldest.event.timestampMs >= oldest.oldest.event.timestampMs) continue;
          oldest = kept;
          owner = topic;
        }
      if (oldest === null || owner === null) return;
      for (let i = 0; i < DROP_AT_ONCE && oldest.oldest !== undefined && this.#bytes > wantedBytes; i += 1) this.#drop(owner, oldest);
    }
  }

  /** Of a record all or nothing is kept. */
  #drop(topic: Topic, kept: Kept): void {
    const offset = kept.oldest?.event.offset;
    for (let entry = kept.oldest; entry !== undefined && entry.event.offset === offset; entry = kept.oldest) {
      kept.shift();
      unlink(topic, entry);
      this.#bytes -= entry.bytes;
    }
  }
}

function emptyTopic(name: string): Topic {
  return { name, partitions: [], chains: new Map(), position: null };
}

/** The first so many, and what else belongs to the record of the last. */
function wholeRecords(entries: readonly Entry[], count: number): Entry[] {
  let end = count;
  while (isSameRecord(entries[end - 1], entries[end])) end += 1;
  return entries.slice(0, end);
}

function keyOf({ family, agentId, callThreadId }: VoiceEvent): string | null {
  return family === 'agentState' ? agentId : callThreadId;
}

function link({ chains }: Topic, entry: Entry): void {
  const { event } = entry;
  const key = keyOf(event);
  if (key === null) return;
  let ofTenant = chains.get(event.tenantId);
  if (ofTenant === undefined) {
    ofTenant = new Map();
    chains.set(event.tenantId, ofTenant);
  }
  const chain = ofTenant.get(key);
  if (chain === undefined) {
    ofTenant.set(key, { newest: entry, isMixed: false });
    return;
  }
  const { newest } = chain;
  if (newest.event.partition !== event.partition) chain.isMixed = true;
  entry.previous = newest;
  newest.next = entry;
  chain.newest = entry;
}

/** The last one out removes the chain, and the last chain its tenant. */
function unlink({ chains }: Topic, { event, previous, next }: Entry): void {
  if (previous !== null) previous.next = next;
  if (next !== null) {
    next.previous = previous;
    return;
  }
  const key = keyOf(event);
  const ofTenant = chains.get(event.tenantId);
  const chain = key === null ? undefined : ofTenant?.get(key);
  if (ofTenant === undefined || chain === undefined || key === null) return;
  if (previous !== null) chain.newest = previous;
  else if (ofTenant.delete(key) && ofTenant.size === 0) chains.delete(event.tenantId);
}
