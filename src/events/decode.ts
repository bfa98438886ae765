/** Bytes in, events or a named reason out. Total: whatever stands in a record, nothing is thrown and the stream goes on. */
import { isUtf8 } from 'node:buffer';
import { attributeNames, contentsOf, nameOf, readAttribute, sortMembers, TIME_SLOT } from './attributes.ts';
import type { Oddity } from './attributes.ts';
import type { Catalogue } from './catalogue.ts';
import type { EventDefinition, Family } from './definition.ts';
import { nameBit, unrecognizedTypes } from './event.ts';
import type { VoiceEvent } from './event.ts';
import { parseKey } from './key.ts';
import type { RecordKey } from './key.ts';
import { instantOfMs, parseTime } from './time.ts';
import type { ReadTime } from './time.ts';
import { cut, isObject, MAX_DEPTH } from './values.ts';
import { attributes } from './vocabulary.ts';
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

export function createDecoder({ catalogue, families, maxRecordBytes }: DecoderOptions): Decode {
  return (topic, partition, record, receivedAtMs) => {
    const key = parseKey(record.key);
    if (key === null) return reject('NO_TENANT');
    if (record.value === null) return reject('TOMBSTONE');
    if (record.value.length > maxRecordBytes) return reject('TOO_LARGE');
    if (!isUtf8(record.value)) return reject('NOT_UTF8');
    const parsed = parseJson(record.value.toString('utf8'));
    if (parsed === undefined) return reject('NOT_JSON');
    const family = families.get(topic);
    if (family === undefined) throw new Error(`no family of events is known for the topic ${topic}`);

    const elements = Array.isArray(parsed.value) ? (parsed.value as readonly Json[]) : null;
    const origin: Origin = { topic, partition, record, key, family, receivedAtMs, sizeBytes: record.value.length, isDeep: parsed.isDeep };
    if (elements === null) return decodeElement(catalogue, origin, parsed.value, 0);
    if (elements.length === 0) return reject('NOT_AN_EVENT');
    if (elements.length > MAX_ELEMENTS) return reject('TOO_LARGE');
    return merge(
      elements.map((element, n) =>
        decodeElement(catalogue, { ...origin, sizeBytes: Math.ceil(origin.sizeBytes / elements.length) }, element, n),
      ),
    );
  };
}

/** A record is taken in one go. A million bytes of the smallest events would hold everything else for half a second; no producer writes so. */
const MAX_ELEMENTS = 10_000;

type Origin = {
  readonly topic: string;
  readonly partition: number;
  readonly record: EncodedRecord;
  readonly key: RecordKey;
  readonly family: Family;
  readonly receivedAtMs: number;
  readonly sizeBytes: number;
  /** Whether anything in it may be nested deeper than is kept. */
  readonly isDeep: boolean;
};

function merge(parts: readonly Decoded[]): Decoded {
  const rejected = new Map<RejectionReason, number>();
  for (const part of parts) for (const [reason, count] of part.rejected) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
  return { events: parts.flatMap((part) => part.events), rejected, oddities: parts.flatMap((part) => part.oddities) };
}

function decodeElement(catalogue: Catalogue, origin: Origin, element: Json, n: number): Decoded {
  if (!isObject(element)) return reject('NOT_AN_EVENT');
  const found = findEvent(catalogue, element);
  return found === null ? reject('NO_EVENT_NAME') : decodeEvent(origin, found, n);
}

type Found = { readonly object: JsonObject; readonly name: string; readonly definition: EventDefinition | undefined };

/** The event itself, or the one in an envelope. An envelope that holds no event, but has a name, is an event that we do not know. */
function findEvent(catalogue: Catalogue, object: JsonObject, depth = 0): Found | null {
  const name = nameOf(object);
  const definition = name === null ? undefined : catalogue.find(name);
  if (definition === undefined && depth < MAX_ENVELOPES) {
    for (const inner of contentsOf(object)) {
      const found = findEvent(catalogue, inner, depth + 1);
      if (found !== null) return found;
    }
  }
  return name === null ? null : { object, name, definition };
}
const MAX_ENVELOPES = 4;

function decodeEvent(origin: Origin, { object, name, definition }: Found, n: number): Decoded {
  const { family, key, record } = origin;
  // Cut first: the typed fields go as deep as `attributes`, and no reader has to count.
  const received = (origin.isDeep ? cut(object, MAX_DEPTH) : object) as JsonObject;
  const sent = sortMembers(received);
  // An event of the other topic keeps its documented name, but is not one of this family's types.
  const own = definition?.family === family ? definition : null;
  const documentedName = definition?.name ?? name;
  const values = nothingSent.slice();
  let time: ReadTime | null = null;
  // A loop by index: an iterator of pairs would cost as much as reading them.
  for (let i = 0; i < sent.slots.length; i += 1) {
    const slot = sent.slots[i] ?? TIME_SLOT;
    if (slot === TIME_SLOT) time = parseTime(sent.values[i]);
    else values[slot] = readAttribute(slot, sent.values[i] ?? null, documentedName);
  }
  const thread = values[THREAD_SLOT];
  if (family === 'callThread') values[THREAD_SLOT] ??= key.entityId;

  const eventId = `${origin.topic}:${origin.partition}:${record.offset}`;
  const event = makeEvent(values, {
    family,
    type: own?.name ?? unrecognizedTypes[family],
    name: documentedName,
    nameBit: nameBit(own),
    eventId: n === 0 ? eventId : `${eventId}:${n}`,
    tenantId: key.tenantId,
    agentId: family === 'agentState' ? key.entityId : null,
    time: time?.instant ?? instantOfMs(record.timestampMs),
    timeEstimated: time === null,
    receivedAt: receivedInstant(origin.receivedAtMs),
    missingAttributes: own === null ? NONE : missingAttributes(own, sent.slots, values[THREAD_SLOT] !== null),
    attributes: received,
    topic: origin.topic,
    partition: origin.partition,
    offset: record.offset,
    timestampMs: record.timestampMs,
    sizeBytes: origin.sizeBytes,
  });

  const oddities: Oddity[] = [];
  if (sent.conflicting) oddities.push('CONFLICTING_SPELLINGS');
  if (time === null && sent.slots.includes(TIME_SLOT)) oddities.push('TIME_UNREADABLE');
  if (time?.carried === true) oddities.push('TIME_CARRIED');
  if (received !== object) oddities.push('NESTED_TOO_DEEP');
  if (family === 'callThread' && thread !== null && key.entityId !== null && thread !== key.entityId) oddities.push('THREAD_MISMATCH');
  return { events: [event], rejected: NOTHING.rejected, oddities: oddities.length === 0 ? NOTHING.oddities : oddities };
}

const THREAD_SLOT = attributeNames.indexOf('CallThreadID');
const nothingSent: readonly Json[] = attributeNames.map(() => null);
const NONE: readonly string[] = Object.freeze([]);

const mandatorySlots = new WeakMap<EventDefinition, readonly number[]>();

/** Mandatory by the documentation, not sent, and for the thread not told by the key either. */
function missingAttributes(definition: EventDefinition, sent: readonly number[], threadKnown: boolean): readonly string[] {
  let slots = mandatorySlots.get(definition);
  if (slots === undefined) {
    slots = definition.attributes.filter((one) => one.mandatory && one.name !== 'id').map((one) => attributeNames.indexOf(one.name));
    mandatorySlots.set(definition, slots);
  }
  let missing: string[] | null = null;
  for (const slot of slots) {
    if (sent.includes(slot) || (slot === THREAD_SLOT && threadKnown)) continue;
    (missing ??= []).push(attributeNames[slot] ?? '');
  }
  return missing ?? NONE;
}

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

type Vouched = Omit<VoiceEvent, (typeof attributes)[Exclude<keyof typeof attributes, 'id' | 'time'>]['field']>;
const VOUCHED: readonly (keyof Vouched)[] = [
  'family',
  'type',
  'name',
  'nameBit',
  'eventId',
  'tenantId',
  'agentId',
  'time',
  'timeEstimated',
  'receivedAt',
  'missingAttributes',
  'attributes',
  'topic',
  'partition',
  'offset',
  'timestampMs',
  'sizeBytes',
];

/**
 * One literal with all fields, written out from the vocabulary once. Assigning some sixty properties by computed name would make every event a
 * dictionary: 1.1 us and slow to read, against 0.08 us for the literal.
 */
// oxlint-disable-next-line typescript/no-implied-eval
const makeEvent = new Function(
  'values',
  'vouched',
  `return Object.freeze({ ${[
    ...VOUCHED.map((field) => `${field}: vouched.${field}`),
    ...attributeNames.flatMap((name, slot) => (name === 'id' || name === 'time' ? [] : [`${attributes[name].field}: values[${slot}]`])),
  ].join(', ')} })`,
) as (values: readonly unknown[], vouched: Vouched) => VoiceEvent;

type Parsed = { readonly value: Json; readonly isDeep: boolean };

/** Undefined where the text is no JSON. Integers that a double cannot hold become strings with all their digits. */
function parseJson(text: string): Parsed | undefined {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    const value = JSON.parse(body) as Json;
    const found = inspect(value, MAX_VALUE_DEPTH);
    if (found === PLAIN) return { value, isDeep: false };
    return { value: (found & LOSES_DIGITS) === 0 ? value : (JSON.parse(quoteLongIntegers(body)) as Json), isDeep: (found & DEEP) !== 0 };
  } catch {
    return undefined;
  }
}

/** As deep as anything is kept: an event in its envelopes in an array. */
const MAX_VALUE_DEPTH = MAX_DEPTH + MAX_ENVELOPES + 1;

const PLAIN = 0;
const LOSES_DIGITS = 1;
const DEEP = 2;

/** One walk for both: what is the matter with a value, which mostly is nothing. */
function inspect(value: Json, depth: number): number {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? LOSES_DIGITS : PLAIN;
  if (typeof value !== 'object' || value === null) return PLAIN;
  if (depth <= 0) return DEEP;
  let found = depth > MAX_VALUE_DEPTH - MAX_DEPTH ? PLAIN : DEEP;
  if (Array.isArray(value)) for (const element of value as readonly Json[]) found |= inspect(element, depth - 1);
  else for (const key of Object.keys(value)) found |= inspect((value as JsonObject)[key] ?? null, depth - 1);
  return found;
}

function quoteLongIntegers(json: string): string {
  let inString = false;
  // Short tokens: a pattern for whole strings runs out of stack on those of many megabytes.
  return json.replaceAll(/\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token === '"') inString = !inString;
    return !inString && /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
  });
}
