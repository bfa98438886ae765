/** From an event's members as received to its typed attributes: which member stands for which attribute, and what its value means. */
import { timePart } from './time.ts';
import { isObject, loosened, readCount, readEnum, readId, readList, readText } from './values.ts';
import { attributes } from './vocabulary.ts';
import type { Attribute, AttributeName, Json, JsonObject } from './vocabulary.ts';

/** All attributes in the order in which values are kept. */
export const attributeNames: readonly AttributeName[] = Object.keys(attributes) as AttributeName[];
const definitions: readonly Attribute[] = attributeNames.map((name) => attributes[name]);

/** How closely a spelling has to match; the lower wins. */
const EXACT = 0;
const ALIAS = 1;
const LOOSE = 2;
const PREFIXED = 3;
type Match = { readonly slot: number; readonly rank: number };

const matches = new Map<string, Match | null>();
const looseSlots = new Map<string, number>();
for (const [slot, name] of attributeNames.entries()) {
  const aliases = definitions[slot]?.aliases ?? [];
  for (const spelling of [name, ...aliases]) looseSlots.set(loosened(spelling), slot);
  for (const alias of aliases) matches.set(alias, { slot, rank: ALIAS });
}
for (const [slot, name] of attributeNames.entries()) matches.set(name, { slot, rank: EXACT });

/** Spellings come from outside, so what is remembered about them is bounded. */
const MAX_REMEMBERED_SPELLINGS = 2000;

function matchOf(member: string): Match | null {
  const known = matches.get(member);
  if (known !== undefined) return known;
  const loose = loosened(member);
  let slot = looseSlots.get(loose);
  let rank = LOOSE;
  if (slot === undefined && loose.startsWith('attribute')) {
    slot = looseSlots.get(loose.slice('attribute'.length));
    rank = PREFIXED;
  }
  const match = slot === undefined ? null : { slot, rank };
  if (matches.size < MAX_REMEMBERED_SPELLINGS && member.length <= 64) matches.set(member, match);
  return match;
}

/** The attribute that a member of an event is read as; null where it is none of them, or only a part of one. */
export function attributeOf(member: string): AttributeName | null {
  const match = matchOf(member);
  return match === null ? null : (attributeNames[match.slot] ?? null);
}

const NAME_SLOT = attributeNames.indexOf('id');
export const TIME_SLOT = attributeNames.indexOf('time');
const HISTORY_SLOT = attributeNames.indexOf('CallHistory');
const HISTORY_PARTS: ReadonlyMap<string, string> = new Map(
  ['FirstTransferHomeLocation', 'FirstTransferOrigDN', 'LastTransferHomeLocation', 'LastTransferOrigDN'].map((part) => [
    loosened(part),
    part,
  ]),
);

export type Oddity = 'CONFLICTING_SPELLINGS' | 'TIME_UNREADABLE' | 'TIME_CARRIED' | 'NESTED_TOO_DEEP' | 'THREAD_MISMATCH';

export type SortedMembers = {
  /** Slots of the attributes that were sent. */
  readonly slots: readonly number[];
  /** Their values as received, in the same order. */
  readonly values: readonly Json[];
  /** Two spellings of one attribute were sent, with different values. */
  readonly conflicting: boolean;
};

/** Sorts the members of an event by attribute. Of two spellings of one attribute the closest wins; null counts as not sent. */
export function sortMembers(object: JsonObject): SortedMembers {
  const slots: number[] = [];
  const values: Json[] = [];
  const ranks: number[] = [];
  let conflicting = false;
  let parts: Parts | null = null;
  for (const member of Object.keys(object)) {
    const value = object[member];
    if (value === null || value === undefined) continue;
    const match = matchOf(member);
    if (match === null) {
      parts = collectPart(parts, member, value);
      continue;
    }
    const present = slots.indexOf(match.slot);
    if (present < 0) {
      slots.push(match.slot);
      values.push(value);
      ranks.push(match.rank);
      continue;
    }
    // Once is enough: comparing a large value to thousands of small ones would take seconds.
    if (!conflicting && match.slot !== NAME_SLOT) conflicting = !same(values[present] ?? null, value);
    if (match.rank < (ranks[present] ?? EXACT)) {
      values[present] = value;
      ranks[present] = match.rank;
    }
  }
  if (parts !== null) {
    for (const [slot, value] of [[HISTORY_SLOT, parts.history] as const, [TIME_SLOT, parts.clock] as const]) {
      if (value === null || slots.includes(slot)) continue;
      slots.push(slot);
      values.push(value);
    }
  }
  return { slots, values, conflicting };
}

/** What attributes of several members are put together from. */
type Parts = { history: Record<string, Json> | null; clock: Record<string, Json> | null };

function collectPart(parts: Parts | null, member: string, value: Json): Parts | null {
  const plain = loosened(member).replace(/^attribute/, '');
  const history = HISTORY_PARTS.get(plain);
  const clock = history === undefined ? timePart(plain) : null;
  if (history === undefined && clock === null) return parts;
  const collected = parts ?? { history: null, clock: null };
  if (history !== undefined) (collected.history ??= {})[history] = value;
  else if (clock !== null) (collected.clock ??= {})[clock] ??= value;
  return collected;
}

function same(a: Json, b: Json): boolean {
  const comparable = (value: Json): string => readText(value) ?? JSON.stringify(value);
  return a === b || comparable(a) === comparable(b);
}

/** The typed value of an attribute. */
export function readAttribute(slot: number, value: Json | undefined, eventName: string): Json {
  const definition = definitions[slot];
  if (definition === undefined || value === undefined) return null;
  switch (definition.kind) {
    case 'name':
    case 'time':
      return null;
    case 'id':
      return readId(value);
    case 'count':
      return readCount(value, definition.absent ?? []);
    case 'text':
      return readText(value);
    case 'list':
      return readList(value);
    case 'history':
      return value;
    default:
      return readEnum(definition.kind, value, eventName);
  }
}

const NAME_MEMBERS = ['id', 'Event', 'event', 'eventName', 'name', 'messageName'];
const LOOSE_NAME_MEMBERS = new Set([...NAME_MEMBERS, 'AttributeEvent'].map(loosened));

/** The event's name as received, without surrounding spaces; null where it has none. */
export function nameOf(object: JsonObject): string | null {
  for (const member of NAME_MEMBERS) {
    if (!Object.hasOwn(object, member)) continue;
    const name = readText(object[member])?.trim();
    if (name !== undefined && name !== '') return name;
  }
  for (const member of Object.keys(object)) {
    if (!LOOSE_NAME_MEMBERS.has(loosened(member))) continue;
    const name = readText(object[member])?.trim();
    if (name !== undefined && name !== '') return name;
  }
  return null;
}

/** What an envelope may hold the event in. */
export function* contentsOf(object: JsonObject): Generator<JsonObject> {
  for (const member of ['event', 'data', 'payload', 'message']) {
    const inner = Object.hasOwn(object, member) ? object[member] : undefined;
    if (isObject(inner)) yield inner;
  }
}
