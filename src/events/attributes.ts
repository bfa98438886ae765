/** From an event's members as received to its typed attributes: which member stands for which attribute, and what its value means. */
import { timePart } from './time.ts';
import { countReader, enumReader, isObject, loosened, readId, readList, readText } from './values.ts';
import type { Read } from './values.ts';
import { attributes } from './vocabulary.ts';
import type { Attribute, AttributeName, JsonObject } from './vocabulary.ts';

/** All attributes in the order in which values are kept. */
export const attributeNames: readonly AttributeName[] = Object.keys(attributes) as AttributeName[];
const definitions: readonly Attribute[] = attributeNames.map((name) => attributes[name]);

/** What a member of an event stands for: an attribute, or a part of one. */
export type Match = {
  readonly slot: number;
  /** How closely it is spelt, the lower the closer: exactly, by an alias, loosely, loosely behind `Attribute`. */
  readonly rank: number;
  /** Null where it is the whole attribute. */
  readonly part: string | null;
  /** Of several members with the name of the event the lowest counts; null for one that is not looked at for it. */
  readonly nameRank: number | null;
};

const NAME_MEMBERS = ['id', 'Event', 'event', 'eventName', 'name', 'messageName'];
const LOOSE_NAME_MEMBERS = new Set([...NAME_MEMBERS, 'AttributeEvent'].map(loosened));
const HISTORY_PARTS: ReadonlyMap<string, string> = new Map(
  ['FirstTransferHomeLocation', 'FirstTransferOrigDN', 'LastTransferHomeLocation', 'LastTransferOrigDN'].map((part) => [
    loosened(part),
    part,
  ]),
);

export const NAME_SLOT = attributeNames.indexOf('id');
export const TIME_SLOT = attributeNames.indexOf('time');
export const HISTORY_SLOT = attributeNames.indexOf('CallHistory');

/** By spelling. */
const exactSlots = new Map<string, number>();
const aliasSlots = new Map<string, number>();
const looseSlots = new Map<string, number>();
for (const [slot, name] of attributeNames.entries()) {
  const aliases = definitions[slot]?.aliases ?? [];
  exactSlots.set(name, slot);
  for (const alias of aliases) aliasSlots.set(alias, slot);
  for (const spelling of [name, ...aliases]) looseSlots.set(loosened(spelling), slot);
}

/** Spellings come from outside, so what is remembered about them is bounded. */
const MAX_REMEMBERED_SPELLINGS = 2000;
const remembered = new Map<string, Match | null>();

/** Null where a member stands for nothing that is known. */
export function matchOf(member: string): Match | null {
  const known = remembered.get(member);
  if (known !== undefined) return known;
  const match = findMatch(member);
  if (remembered.size < MAX_REMEMBERED_SPELLINGS && member.length <= 64) remembered.set(member, match);
  return match;
}

function findMatch(member: string): Match | null {
  const loose = loosened(member);
  const bare = loose.replace(/^attribute/, '');
  const found = [exactSlots.get(member), aliasSlots.get(member), looseSlots.get(loose), looseSlots.get(bare)];
  const rank = found.findIndex((slot) => slot !== undefined);
  const slot = found[rank];
  if (slot !== undefined) {
    const at = NAME_MEMBERS.indexOf(member);
    const nameRank = at >= 0 ? at : LOOSE_NAME_MEMBERS.has(loose) ? NAME_MEMBERS.length : null;
    return { slot, rank, part: null, nameRank };
  }
  const ofHistory = HISTORY_PARTS.get(bare);
  if (ofHistory !== undefined) return { slot: HISTORY_SLOT, rank, part: ofHistory, nameRank: null };
  const ofClock = timePart(bare);
  return ofClock === null ? null : { slot: TIME_SLOT, rank, part: ofClock, nameRank: null };
}

/** The attribute that a member of an event is read as; null where it is none of them, or only a part of one. */
export function attributeOf(member: string): AttributeName | null {
  const match = matchOf(member);
  return match === null || match.part !== null ? null : (attributeNames[match.slot] ?? null);
}

export type Oddity = 'CONFLICTING_SPELLINGS' | 'TIME_UNREADABLE' | 'TIME_CARRIED' | 'NESTED_TOO_DEEP' | 'THREAD_MISMATCH';

/** How the value of an attribute becomes a typed one, by slot. */
export const readers: readonly Read[] = definitions.map(readerOf);
/** By slot, whether any text is a typed value as it is, unless it is empty. */
export const areTexts: readonly boolean[] = definitions.map(
  ({ kind, absent }) => kind === 'id' || kind === 'text' || (kind === 'count' && absent === undefined),
);

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
