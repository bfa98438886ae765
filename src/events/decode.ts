/** Bytes in, events or a named reason out. Total: whatever stands in a record, nothing is thrown and the stream goes on. */
import { isUtf8 } from 'node:buffer';
import { attributeNames, contentsOf, TIME_SLOT } from './attributes.ts';
import type { Oddity } from './attributes.ts';
import type { Catalogue } from './catalogue.ts';
import { createEvent } from './decoded-event.ts';
import type { Kind, Origin, Source } from './decoded-event.ts';
import type { EventDefinition, Family } from './definition.ts';
import { nameBit, unrecognizedTypes } from './event.ts';
import type { VoiceEvent } from './event.ts';
import { parseJson } from './json.ts';
import { parseKey } from './key.ts';
import { nameIn, sentIn, settle, Shapes } from './shape.ts';
import type { Shape } from './shape.ts';
import { instantOfMs, parseTime } from './time.ts';
import { cut, isDeeper, isObject, MAX_DEPTH, readId } from './values.ts';
import type { Json, JsonObject } from './vocabulary.ts';

export const rejectionReasons = ['NO_TENANT', 'TOMBSTONE', 'TOO_LARGE', 'NOT_UTF8', 'NOT_JSON', 'NOT_AN_EVENT', 'NO_EVENT_NAME'] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export type Decoded = {
  readonly events: readonly VoiceEvent[];
  /** What could not be used, by reason: a whole record, or elements of an array. */
  readonly rejected: ReadonlyMap<RejectionReason, number>;
  /** Used all the same, but worth a look. */
  readonly oddities: readonly Oddity[];
};

/** What is read of a record. */
export type EncodedRecord = {
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
};

export type DecoderOptions = {
  readonly catalogue: Catalogue;
  /** Which family of events each topic holds. */
  readonly families: ReadonlyMap<string, Family>;
  /** Larger values are rejected without being parsed. */
  readonly maxRecordBytes: number;
};

/** `receivedAtMs`: when this process read the record. */
export type Decode = (topic: string, partition: number, record: EncodedRecord, receivedAtMs: number) => Decoded;

const NOTHING: Decoded = { events: [], rejected: new Map(), oddities: [] };
const rejections = new Map<RejectionReason, Decoded>(
  rejectionReasons.map((reason) => [reason, { ...NOTHING, rejected: new Map([[reason, 1]]) }]),
);
function reject(reason: RejectionReason): Decoded {
  return rejections.get(reason) ?? NOTHING;
}

/** A record is taken in one go. A million bytes of the smallest events would hold everything else for half a second; no producer writes so. */
const MAX_ELEMENTS = 10_000;
export const MAX_ENVELOPES = 4;
/** As deep as anything is kept: an event in its envelopes in an array. */
const MAX_VALUE_DEPTH = MAX_DEPTH + MAX_ENVELOPES + 1;

export function createDecoder({ catalogue, families, maxRecordBytes }: DecoderOptions): Decode {
  const context = contextOf(catalogue);
  const origins = new Origins(families);
  return (topic, partition, record, receivedAtMs) => {
    const { offset, timestampMs, value: bytes } = record;
    const key = parseKey(record.key);
    if (key === null) return reject('NO_TENANT');
    if (bytes === null) return reject('TOMBSTONE');
    if (bytes.length > maxRecordBytes) return reject('TOO_LARGE');
    const text = bytes.toString('utf8');
    // Stands for bytes that are no UTF-8, or for itself. In text of ASCII it is not even looked for.
    if (text.includes('\uFFFD') && !isUtf8(bytes)) return reject('NOT_UTF8');
    const value = parseJson(text, bytes, MAX_VALUE_DEPTH);
    if (value === undefined) return reject('NOT_JSON');

    const source: Source = {
      origin: origins.of(topic, partition),
      key,
      offset,
      timestampMs,
      receivedAt: receivedInstant(receivedAtMs),
      sizeBytes: bytes.length,
    };
    if (!Array.isArray(value)) return decodeElement(context, source, value, 0);
    const elements = value as readonly Json[];
    if (elements.length === 0) return reject('NOT_AN_EVENT');
    if (elements.length > MAX_ELEMENTS) return reject('TOO_LARGE');
    const share = { ...source, sizeBytes: Math.ceil(bytes.length / elements.length) };
    return merge(elements.map((element, n) => decodeElement(context, share, element, n)));
  };
}

function merge(parts: readonly Decoded[]): Decoded {
  const rejected = new Map<RejectionReason, number>();
  for (const part of parts) for (const [reason, count] of part.rejected) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
  return { events: parts.flatMap((part) => part.events), rejected, oddities: parts.flatMap((part) => part.oddities) };
}

/** What events of a partition have in common, by where they come from: mostly that of the one before. */
export class Origins {
  readonly #families: DecoderOptions['families'];
  #last: Origin | null = null;

  constructor(families: DecoderOptions['families']) {
    this.#families = families;
  }

  /** Throws for a topic of which no family is known. */
  of(topic: string, partition: number): Origin {
    if (this.#last?.topic === topic && this.#last.partition === partition) return this.#last;
    const family = this.#families.get(topic);
    if (family === undefined) throw new Error(`no family of events is known for the topic ${topic}`);
    return (this.#last = { family, topic, partition });
  }
}

export type Context = {
  readonly catalogue: Catalogue;
  readonly shapes: Shapes;
  /** Of the documented events, by their names. */
  readonly kinds: { readonly [F in Family]: ReadonlyMap<string, KnownKind> };
};
/** `mandatory`: slots of the attributes that are missing where they were not sent, and for the thread not told by the key either. */
type KnownKind = Kind & { readonly mandatory: readonly number[] };

export function contextOf(catalogue: Catalogue): Context {
  return { catalogue, shapes: new Shapes(), kinds: kindsOf(catalogue) };
}

function kindsOf({ agentState, callThread }: Catalogue): Context['kinds'] {
  const of = (family: Family) => new Map([...agentState, ...callThread].map((definition) => [definition.name, kindOf(family, definition)]));
  return { agentState: of('agentState'), callThread: of('callThread') };
}

/** An event of the other topic keeps its documented name, but is not one of this family's types. */
function kindOf(family: Family, definition: EventDefinition): KnownKind {
  if (definition.family !== family) return unknownKind(family, definition.name);
  const mandatory = definition.attributes.filter((one) => one.mandatory && one.name !== 'id');
  return {
    type: definition.name,
    name: definition.name,
    nameBit: nameBit(definition),
    mandatory: mandatory.map((one) => attributeNames.indexOf(one.name)),
  };
}

function knownKind({ catalogue, kinds }: Context, family: Family, name: string): KnownKind | undefined {
  const known = kinds[family].get(name);
  if (known !== undefined) return known;
  const definition = catalogue.find(name);
  return definition === undefined ? undefined : kinds[family].get(definition.name);
}

function unknownKind(family: Family, name: string): KnownKind {
  return { type: unrecognizedTypes[family], name, nameBit: nameBit(null), mandatory: [] };
}

function decodeElement(context: Context, source: Source, element: Json, n: number): Decoded {
  if (!isObject(element)) return reject('NOT_AN_EVENT');
  const found = findEvent(context, source.origin.family, element);
  return found === null ? reject('NO_EVENT_NAME') : decodeEvent(source, found, n);
}

type Found = { readonly object: JsonObject; readonly shape: Shape; readonly kind: KnownKind };

/** The event itself, or the one in an envelope. An envelope that holds no event, but has a name, is an event that we do not know. */
export function findEvent(context: Context, family: Family, object: JsonObject, depth = 0): Found | null {
  const shape = context.shapes.of(object);
  const name = nameIn(shape, object);
  const kind = name === null ? undefined : knownKind(context, family, name);
  if (kind === undefined && depth < MAX_ENVELOPES) {
    for (const inner of contentsOf(object)) {
      const found = findEvent(context, family, inner, depth + 1);
      if (found !== null) return found;
    }
  }
  return name === null ? null : { object, shape, kind: kind ?? unknownKind(family, name.trim()) };
}

export function decodeEvent(source: Source, { object, shape, kind }: Found, n: number): Decoded {
  const { family } = source.origin;
  const { entityId } = source.key;
  // Cut first: the typed fields go as deep as `attributes`, and no reader has to count.
  const isDeep = isDeeper(object, MAX_DEPTH);
  const received = isDeep ? (cut(object, MAX_DEPTH) as JsonObject) : object;
  const settled = settle(shape, received);
  const values = settled?.values ?? null;
  const sentTime = sentIn(shape, received, values, TIME_SLOT);
  const time = sentTime === null ? null : parseTime(sentTime);
  const threadTold = family === 'callThread' && entityId !== null;
  const thread = threadTold ? readId(sentIn(shape, received, values, THREAD_SLOT)) : null;

  const oddities: Oddity[] = [];
  if (settled?.isConflicting === true) oddities.push('CONFLICTING_SPELLINGS');
  if (time === null && sentTime !== null) oddities.push('TIME_UNREADABLE');
  if (time?.carried === true) oddities.push('TIME_CARRIED');
  if (isDeep) oddities.push('NESTED_TOO_DEEP');
  if (thread !== null && thread !== entityId) oddities.push('THREAD_MISMATCH');

  let missing: string[] | null = null;
  for (const slot of kind.mandatory) {
    if (sentIn(shape, received, values, slot) !== null || (slot === THREAD_SLOT && threadTold)) continue;
    (missing ??= []).push(attributeNames[slot] ?? '');
  }
  const event = createEvent(source, n, kind, shape, received, values, time?.instant ?? null, missing ?? NONE);
  return { events: [event], rejected: NOTHING.rejected, oddities };
}

const THREAD_SLOT = attributeNames.indexOf('CallThreadID');
const NONE: readonly string[] = Object.freeze([]);

let receivedMs = Number.NaN;
let received = '';
/** All records of a batch were received at the same time. */
function receivedInstant(ms: number): string {
  if (ms !== receivedMs) {
    received = instantOfMs(ms);
    receivedMs = ms;
  }
  return received;
}
