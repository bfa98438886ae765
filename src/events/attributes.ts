/** From an event's members as received to its typed attributes: which member stands for which attribute, and what its value means. */
import { countReader, enumReader, isObject, loosened, readId, readList, readText } from './values.ts';
import type { Read } from './values.ts';
import { attributes } from './vocabulary.ts';
import type { Attribute, AttributeName, JsonObject } from './vocabulary.ts';

/** All attributes in the order in which values are kept. */
export const attributeNames: readonly AttributeName[] = Object.keys(attributes) as AttributeName[];
const definitions: readonly Attribute[] = attributeNames.map((name) => attributes[name]);

/** How closely a spelling has to match; the lower wins. */
const EXACT = 0;
const ALIAS = 1;
const LOOSE = 2;
const PREFIXED = 3;
export type Match = { readonly slot: number; readonly rank: number };

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

/** Null where a member is none of the attributes, or only a part of one. */
export function matchOf(member: string): Match | null {
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

export type Oddity = 'CONFLICTING_SPELLINGS' | 'TIME_UNREADABLE' | 'TIME_CARRIED' | 'NESTED_TOO_DEEP' | 'THREAD_MISMATCH';

/** How the value of an attribute becomes a typed one, by slot. */
export const readers: readonly Read[] = definitions.map(readerOf);

function readerOf({ kind, absent = [] }: Attribute): Read {
  switch (kind) {
    // Those of the event itself: see nameIn and parseTime.
    case 'name':
    case 'time':
      return () => null;
    case 'id':
      return readId;
    case 'count':
      return countReader(absent);
    case 'text':
      return readText;
    case 'list':
      return readList;
    case 'history':
      return (value) => value;
    default:
      return enumReader(kind);
  }
}

/** What an envelope may hold the event in. */
export function* contentsOf(object: JsonObject): Generator<JsonObject> {
  for (const member of ['event', 'data', 'payload', 'message']) {
    const inner = Object.hasOwn(object, member) ? object[member] : undefined;
    if (isObject(inner)) yield inner;
  }
}
