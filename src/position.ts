/**
 * A place in the log of one topic: for each partition the offset that is read next. Its text is the cursor that clients keep: made of nothing but
 * Kafka's own offsets it is good on every replica and after every restart, and it carries no rights.
 */
import { createHash } from 'node:crypto';

/**
 * The text is base64url of: version, tag of the cluster, timestamp of the newest record (6 bytes); then for each topic its tag, the bytes of an
 * offset, the number of partitions and their offsets. Offsets of one width can be written in place: a cursor for each event costs little.
 */
const VERSION = 1;
const TAG_BYTES = 4;
const HEAD_BYTES = 1 + TAG_BYTES + 6;
const SECTION_BYTES = TAG_BYTES + 1 + 2;
/** Wider ones do not fit a number. */
const MAX_WIDTH = 6;
const MIN_WIDTH = 3;
/** A topic of more partitions than Kafka manages would be somebody's game. */
const MAX_PARTITIONS = 65_535;

/** The offset that is read next, by topic and partition. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** Which log a position is a place in. */
export type LogName = { readonly topic: string; readonly clusterTag: Buffer; readonly topicTag: Buffer };

export function logName(clusterId: string, topic: string): LogName {
  return { topic, clusterTag: tagOf(clusterId), topicTag: tagOf(topic) };
}

/** Tells clusters and topics apart without naming them. */
function tagOf(name: string): Buffer {
  return createHash('sha256').update(name).digest().subarray(0, TAG_BYTES);
}

export type Refused =
  /** No cursor, or none of this version. */
  | 'UNREADABLE'
  | 'OTHER_CLUSTER'
  /** It is no place in this topic. */
  | 'OTHER_TOPIC';

/** What has changed since the bytes were written: one partition, more than that, or nothing. */
type Dirty = number | 'all' | 'none';

export class Position {
  readonly log: LogName;
  readonly #offsets: bigint[];
  #newestMs: number;
  readonly #writtenByMs: number;
  /** Bytes of an offset in the text. */
  #width = MIN_WIDTH;
  /** Of the cursor. What stands in its head is written when it is asked for. */
  #bytes: Buffer = Buffer.alloc(0);
  #dirty: Dirty = 'all';
  /** Null when it has moved since. */
  #cursor: string | null = null;

  /** `newestMs` of the records before it that were seen; what else there is was written by `writtenByMs`. */
  constructor(log: LogName, offsets: Iterable<bigint> = [], newestMs = 0, writtenByMs = 0) {
    this.log = log;
    this.#offsets = [...offsets];
    this.#newestMs = newestMs;
    this.#writtenByMs = writtenByMs;
    for (const offset of this.#offsets) this.#widenFor(offset);
  }

  /** How many partitions it knows; the others stand at their beginning. */
  get partitions(): number {
    return this.#offsets.length;
  }

  /** Timestamp of the newest record before it, in milliseconds since 1970. No record before it is newer. */
  get newestMs(): number {
    return Math.max(this.#newestMs, this.#writtenByMs);
  }

  /** The offset that is read next. */
  at(partition: number): bigint {
    return this.#offsets[partition] ?? 0n;
  }

  /** Moves one partition, to wherever that is. */
  set(partition: number, offset: bigint): void {
    while (this.#offsets.length <= partition) {
      this.#offsets.push(0n);
      this.#dirty = 'all';
      this.#cursor = null;
    }
    if (this.#offsets[partition] === offset) return;
    this.#offsets[partition] = offset;
    this.#cursor = null;
    this.#dirty = this.#dirty === 'none' || this.#dirty === partition ? partition : 'all';
    this.#widenFor(offset);
  }

  /** A record of that timestamp stands before it. */
  see(timestampMs: number): void {
    if (timestampMs <= this.#newestMs) return;
    this.#newestMs = timestampMs;
    this.#cursor = null;
  }

  /** Moves every partition to where the other is, if that is further. */
  raise(other: Position): void {
    for (let partition = 0; partition < other.partitions; partition += 1)
      if (other.at(partition) > this.at(partition)) this.set(partition, other.at(partition));
    this.see(other.#newestMs);
  }

  /** Whether no partition is behind the other's. */
  isAtLeast(other: Position): boolean {
    for (let partition = 0; partition < other.partitions; partition += 1) if (this.at(partition) < other.at(partition)) return false;
    return true;
  }

  /** Where all its partitions begin. */
  beginning(): Position {
    return new Position(this.log, [], this.newestMs);
  }

  copy(): Position {
    return new Position(this.log, this.#offsets, this.#newestMs, this.#writtenByMs);
  }

  /** The cursor: made at most once for each place, however many ask. */
  get cursor(): string {
    if (this.#cursor === null) {
      const bytes = this.#written();
      writeHead(bytes, this.log, this.newestMs);
      this.#cursor = bytes.toString('base64url');
    }
    return this.#cursor;
  }

  /** Its part of a cursor; good until it moves. */
  section(): Buffer {
    return this.#written().subarray(HEAD_BYTES);
  }

  #written(): Buffer {
    const [dirty, width] = [this.#dirty, this.#width];
    if (dirty === 'all') this.#bytes = withoutHead(this.log, width, this.#offsets);
    else if (dirty !== 'none') writeOffset(this.#bytes, HEAD_BYTES + SECTION_BYTES + width * dirty, width, this.at(dirty));
    this.#dirty = 'none';
    return this.#bytes;
  }

  #widenFor(offset: bigint): void {
    while (this.#width <= MAX_WIDTH && offset >= (LIMITS[this.#width] ?? 0n)) {
      this.#width = this.#width === MAX_WIDTH ? 8 : this.#width + 1;
      this.#dirty = 'all';
    }
  }

  /** Makes a place of a cursor, or says why it is none in this log. */
  static read(log: LogName, cursor: string): Position | Refused {
    const bytes = Buffer.from(cursor, 'base64url');
    // Whatever was changed in it, was left out or added, does not come out the same.
    if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION || bytes.toString('base64url') !== cursor) return 'UNREADABLE';
    const newestMs = bytes.readUIntBE(1 + TAG_BYTES, 6);
    let found: Position | null = null;
    let at = HEAD_BYTES;
    while (at < bytes.length) {
      if (bytes.length - at < SECTION_BYTES) return 'UNREADABLE';
      const width = bytes[at + TAG_BYTES] ?? 0;
      const count = bytes.readUInt16BE(at + TAG_BYTES + 1);
      const end = at + SECTION_BYTES + width * count;
      if (width < MIN_WIDTH || (width > MAX_WIDTH && width !== 8) || end > bytes.length) return 'UNREADABLE';
      if (bytes.subarray(at, at + TAG_BYTES).equals(log.topicTag))
        found = new Position(
          log,
          Array.from({ length: count }, (_, i) => readOffset(bytes, at + SECTION_BYTES + width * i, width)),
          newestMs,
        );
      at = end;
    }
    if (!bytes.subarray(1, 1 + TAG_BYTES).equals(log.clusterTag)) return 'OTHER_CLUSTER';
    return found ?? 'OTHER_TOPIC';
  }
}

/** One cursor for several topics of the same cluster: good for each of them. */
export function cursorOf(positions: readonly Position[]): string {
  const [first] = positions;
  if (first === undefined) throw new Error('a cursor is a place in some topic');
  const newestMs = Math.max(...positions.map((position) => position.newestMs));
  const head = Buffer.alloc(HEAD_BYTES);
  writeHead(head, first.log, newestMs);
  return Buffer.concat([head, ...positions.map((position) => position.section())]).toString('base64url');
}

/** Whether a text looks like a cursor, of whatever log: to tell mix-ups from rubbish. */
export function isCursor(text: string): boolean {
  return Position.read(NOWHERE, text) !== 'UNREADABLE';
}
const NOWHERE = logName('', '');

function writeHead(bytes: Buffer, { clusterTag }: LogName, newestMs: number): void {
  bytes[0] = VERSION;
  bytes.set(clusterTag, 1);
  bytes.writeUIntBE(Math.min(Math.max(Math.trunc(newestMs), 0), 2 ** 48 - 1), 1 + TAG_BYTES, 6);
}

/** The section of a topic, behind room for the head. */
function withoutHead({ topicTag }: LogName, width: number, offsets: readonly bigint[]): Buffer {
  const count = Math.min(offsets.length, MAX_PARTITIONS);
  const bytes = Buffer.alloc(HEAD_BYTES + SECTION_BYTES + width * count);
  bytes.set(topicTag, HEAD_BYTES);
  bytes[HEAD_BYTES + TAG_BYTES] = width;
  bytes.writeUInt16BE(count, HEAD_BYTES + TAG_BYTES + 1);
  for (let i = 0; i < count; i += 1) writeOffset(bytes, HEAD_BYTES + SECTION_BYTES + width * i, width, offsets[i] ?? 0n);
  return bytes;
}

/** The first offset that does not fit, by bytes. */
const LIMITS: readonly bigint[] = Array.from({ length: MAX_WIDTH + 1 }, (_, width) => 1n << BigInt(8 * width));

function writeOffset(bytes: Buffer, at: number, width: number, offset: bigint): void {
  if (width === 8) bytes.writeBigUInt64BE(offset, at);
  else bytes.writeUIntBE(Number(offset), at, width);
}

function readOffset(bytes: Buffer, at: number, width: number): bigint {
  return width === 8 ? bytes.readBigUInt64BE(at) : BigInt(bytes.readUIntBE(at, width));
}
