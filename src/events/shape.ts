/**
 * What the members of an event mean, as far as their names tell. A producer writes few sequences of names, so this is worked out once for each:
 * 0.06 us to find it again, against 0.6 us to match a dozen names anew.
 */
import { areTexts, attributeNames, HISTORY_SLOT, matchOf, NAME_SLOT, readers, TIME_SLOT } from './attributes.ts';
import { readText } from './values.ts';
import type { Read } from './values.ts';
import type { Json, JsonObject } from './vocabulary.ts';

/** Of an attribute that was not sent. */
const NOWHERE = -1;

/** Several members that stand for one attribute, in the order in which they were sent. */
type Rivals = { readonly place: number; readonly members: readonly { readonly place: number; readonly rank: number }[] };
/** A member that an attribute is put together from. */
type Part = { readonly place: number; readonly name: string };

/** A place is an index into the values of an event, which are in the order of its members. */
export type Shape = {
  readonly members: readonly string[];
  /** Where the name of the event may stand, the likeliest first. */
  readonly names: readonly number[];
  /** By slot of the attribute. */
  readonly places: readonly number[];
  /** Places of typed values: those that mostly come as they are to be, and the others, each with its reader. */
  readonly texts: readonly number[];
  readonly others: readonly number[];
  readonly readers: readonly Read[];
  readonly rivals: readonly Rivals[];
  /** Their attributes have a place of their own behind those of the members, where no member stands for all of it. */
  readonly history: readonly Part[];
  readonly clock: readonly Part[];
};

/** Shapes come from outside, so what is remembered about them is bounded. */
const MAX_REMEMBERED = 1000;
const MAX_REMEMBERED_LENGTH = 2000;

/** Finds the shape of an object, or works it out. */
export class Shapes {
  readonly #bySignature = new Map<number, Shape[]>();
  #remembered = 0;

  of(object: JsonObject): Shape {
    // The lengths of the names tell nearly all shapes apart, and cost no look into the names.
    let signature = 0;
    let total = 0;
    for (const member in object) {
      signature = (Math.imul(signature, 31) + member.length) | 0;
      total += member.length + 1;
    }
    const alike = this.#bySignature.get(signature);
    if (alike !== undefined) for (const shape of alike) if (areMembers(shape.members, object)) return shape;
    const shape = shapeOf(Object.keys(object));
    return total > MAX_REMEMBERED_LENGTH ? shape : this.#remember(signature, shape);
  }

  #remember(signature: number, shape: Shape): Shape {
    // All are forgotten at once, so that what a producer once wrote by mistake does not stay in the way of what it writes.
    if (this.#remembered === MAX_REMEMBERED) {
      this.#bySignature.clear();
      this.#remembered = 0;
    }
    this.#remembered += 1;
    const alike = this.#bySignature.get(signature);
    if (alike === undefined) this.#bySignature.set(signature, [shape]);
    else alike.push(shape);
    return shape;
  }
}

function areMembers(members: readonly string[], object: JsonObject): boolean {
  let at = 0;
  for (const member in object) if (members[at++] !== member) return false;
  return at === members.length;
}

function shapeOf(members: readonly string[]): Shape {
  const places = attributeNames.map(() => NOWHERE);
  const typed: number[] = [];
  const ranks: number[] = [];
  const names: { place: number; nameRank: number }[] = [];
  const rivals = new Map<number, { place: number; rank: number }[]>();
  const history: Part[] = [];
  const clock: Part[] = [];
  for (const [place, member] of members.entries()) {
    const match = matchOf(member);
    if (match === null) continue;
    const { slot, rank, part, nameRank } = match;
    if (nameRank !== null) names.push({ place, nameRank });
    if (slot === NAME_SLOT) continue;
    const first = places[slot] ?? NOWHERE;
    if (part !== null) (slot === TIME_SLOT ? clock : history).push({ place, name: part });
    else if (first === NOWHERE) {
      places[slot] = place;
      ranks[place] = rank;
      if (slot !== TIME_SLOT) typed.push(slot);
    } else {
      const others = rivals.get(slot);
      if (others === undefined)
        rivals.set(slot, [
          { place: first, rank: ranks[first] ?? 0 },
          { place, rank },
        ]);
      else others.push({ place, rank });
    }
  }
  let end = members.length;
  if (history.length > 0 && places[HISTORY_SLOT] === NOWHERE) {
    places[HISTORY_SLOT] = end++;
    typed.push(HISTORY_SLOT);
  }
  if (clock.length > 0 && places[TIME_SLOT] === NOWHERE) places[TIME_SLOT] = end++;
  const placesOf = (slots: readonly number[]): readonly number[] => slots.map((slot) => places[slot] ?? NOWHERE);
  const others = typed.filter((slot) => areTexts[slot] !== true);
  return {
    members,
    names: names.toSorted((a, b) => a.nameRank - b.nameRank).map(({ place }) => place),
    places,
    texts: placesOf(typed.filter((slot) => areTexts[slot])),
    others: placesOf(others),
    readers: others.flatMap((slot) => readers[slot] ?? []),
    rivals: [...rivals].map(([slot, all]) => ({ place: places[slot] ?? NOWHERE, members: all })),
    history,
    // Of two spellings of one part the first counts.
    clock: clock.toReversed(),
  };
}

/** The value of an attribute; null where it was not sent. */
export function valueIn({ places }: Shape, values: readonly Json[], slot: number): Json {
  const place = places[slot] ?? NOWHERE;
  // Not to be left to the array: it takes 0.1 us to look for an index below 0.
  return place === NOWHERE ? null : (values[place] ?? null);
}

/** The event's name as received, with the space around it; null where it has none. */
export function nameIn({ names }: Shape, values: readonly Json[]): string | null {
  for (const place of names) {
    const name = readText(values[place]);
    if (name !== null && name.trim() !== '') return name;
  }
  return null;
}

/**
 * Puts the value of each attribute into its place. Of two spellings of one attribute the closest wins; null counts as not sent. Whether two
 * spellings had different values.
 */
export function settle({ places, rivals, history, clock }: Shape, values: Json[]): boolean {
  let isConflicting = false;
  for (const { place, members } of rivals) {
    let chosen: Json = null;
    let chosenRank = NOWHERE;
    for (const { place: at, rank } of members) {
      const value = values[at] ?? null;
      if (value === null) continue;
      // Once is enough: comparing a large value to thousands of small ones would take seconds.
      if (chosen !== null && !isConflicting) isConflicting = !same(chosen, value);
      if (chosen !== null && rank >= chosenRank) continue;
      chosen = value;
      chosenRank = rank;
    }
    values[place] = chosen;
  }
  if (history.length > 0) values[places[HISTORY_SLOT] ?? 0] ??= together(history, values);
  if (clock.length > 0) values[places[TIME_SLOT] ?? 0] ??= together(clock, values);
  return isConflicting;
}

/** Makes typed values of those that were sent, in their places. */
export function type(shape: Shape, values: Json[], eventName: string): void {
  for (const place of shape.texts) {
    const value = values[place] ?? null;
    if (value === null || (typeof value === 'string' && value !== '')) continue;
    values[place] = readers[shape.places.indexOf(place)]?.(value, eventName) ?? null;
  }
  for (let i = 0; i < shape.others.length; i += 1) {
    const place = shape.others[i] ?? 0;
    const value = values[place] ?? null;
    if (value !== null) values[place] = shape.readers[i]?.(value, eventName) ?? null;
  }
}

/** An object of these parts, of which the last of a name counts; null where none was sent. */
function together(parts: readonly Part[], values: readonly Json[]): JsonObject | null {
  let object: Record<string, Json> | null = null;
  for (const { place, name } of parts) {
    const value = values[place] ?? null;
    if (value !== null) (object ??= {})[name] = value;
  }
  return object;
}

function same(a: Json, b: Json): boolean {
  const comparable = (value: Json): string => readText(value) ?? JSON.stringify(value);
  return a === b || comparable(a) === comparable(b);
}
