/** Values as producers may spell them, read into the one form that the gateway uses. Total: whatever cannot be read is null. */
import { UNRECOGNIZED, enumValue, enumerations } from './vocabulary.ts';
import type { EnumerationName, Json, JsonObject } from './vocabulary.ts';

/** Deeper nesting is cut before anything is read: JSON.stringify, like the readers here, is recursive. */
export const MAX_DEPTH = 32;

/** Lower case without spaces, `_` and `-`: what spellings are compared by. */
export function loosened(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readText(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** An identifier. An empty one identifies nothing. */
export function readId(value: Json | undefined): string | null {
  const text = readText(value);
  return text === '' ? null : text;
}

/** Reads an identifier of which some values mean "none". */
export function countReader(absent: readonly string[]): Read {
  return (value) => {
    const text = readId(value);
    return text !== null && absent.includes(text) ? null : text;
  };
}

/** How a value as received is read; the name of the event tells what some codes mean. Null is none. */
export type Read = (value: Json, eventName: string) => Json;

/** By code, as a number and in decimal digits, and by every accepted spelling, loosened. */
function spellingsOf(name: EnumerationName): Map<Json, string> {
  const enumeration = enumerations[name];
  const found = new Map<Json, string>();
  const values: Readonly<Record<string, readonly [number, string]>> = enumeration.values;
  const aliases: Readonly<Record<string, string>> = 'aliases' in enumeration ? enumeration.aliases : {};
  for (const [spelling, documented] of [...Object.keys(values).map((value) => [value, value] as const), ...Object.entries(aliases)]) {
    for (const prefix of ['', enumeration.prefix, name]) found.set(loosened(prefix + spelling), enumValue(documented));
    found.set(spelling, enumValue(documented));
  }
  for (const [documented, [code]] of Object.entries(values)) {
    // Two names share a code: only the event can tell which is meant.
    for (const spelling of [code, String(code)]) found.set(spelling, found.has(spelling) ? UNRECOGNIZED : enumValue(documented));
  }
  return found;
}

/** AgentWorkMode 2 is one mode when an agent gets ready and another when not ready. */
const WORK_MODE_2: ReadonlyMap<string, string> = new Map([
  ['EventAgentReady', enumValue('AutoIn')],
  ['EventAgentNotReady', enumValue('LegalGuard')],
]);

/** Reads the GraphQL enum value: from a code, a name, or a name with its T-Library prefix, in any case. */
export function enumReader(name: EnumerationName): Read {
  const spellings = spellingsOf(name);
  return (value, eventName) => {
    // Most producers keep to one spelling: a code, or the documented name.
    const known = spellings.get(value);
    if (known !== undefined && known !== UNRECOGNIZED) return known;
    if (value === null || value === '') return null;
    const text = readText(value);
    if (text === null) return UNRECOGNIZED;
    const spelling = /^\s*[+-]?\d+\s*$/.test(text) ? String(Number(text)) : loosened(text);
    if (name === 'AgentWorkMode' && spelling === '2') return WORK_MODE_2.get(eventName) ?? UNRECOGNIZED;
    return spellings.get(spelling) ?? UNRECOGNIZED;
  };
}

/**
 * A key/value list in any of its forms as an object that inherits nothing: an object; an array of `{key, type, value}`, `{key, value}`,
 * `{Key, Value}` or `{name, value}`; an array of `[key, value]`; an empty string. A repeated key becomes an array of its values in order.
 */
export function readList(value: Json | undefined): JsonObject | null {
  return value === '' ? emptyList() : listOf(value);
}

/** `Object.create(null)` makes a hash table: twice the memory, and 0.27 us to copy a list of five into it, against 0.06 us. */
const List = function () {} as unknown as new () => Record<string, Json>;
List.prototype = Object.freeze(Object.create(null));

function emptyList(): Record<string, Json> {
  return new List();
}

function listOf(value: Json | undefined): JsonObject | null {
  if (typeof value !== 'object' || value === null) return null;
  const list = emptyList();
  if (isObject(value)) {
    if (isSimple(value)) return Object.assign(list, value);
    for (const key of Object.keys(value)) list[key] = listValue(value[key] ?? null, undefined);
    return list;
  }
  // Mostly no key is there twice.
  let repeated: Map<string, Json[]> | null = null;
  for (const element of value) {
    const entry = entryOf(element);
    if (entry === null) continue;
    const { key } = entry;
    const read = listValue(entry.value, entry.type);
    const before = list[key];
    if (before === undefined) list[key] = read;
    else {
      repeated ??= new Map();
      const values = repeated.get(key);
      if (values === undefined) repeated.set(key, [before, read]);
      else values.push(read);
    }
  }
  if (repeated !== null) for (const [key, values] of repeated) list[key] = values;
  return list;
}

function listValue(value: Json, type: string | undefined): Json {
  if (type === 'kvlist') return value === '' || value === null ? emptyList() : listOf(value);
  if (type === 'int' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'str' && typeof value === 'number') return String(value);
  if (isObject(value)) return listOf(value);
  if (!Array.isArray(value)) return value;
  // An array of entries is a nested list; any other array is a value, for example bytes.
  return value.length > 0 && value.every((element) => entryOf(element) !== null) ? listOf(value) : value;
}

/** Whether there is nothing in it that might be a list, too. */
function isSimple(object: JsonObject): boolean {
  for (const key in object) if (typeof object[key] === 'object' && object[key] !== null) return false;
  return true;
}

type Entry = { readonly key: string; readonly type?: string | undefined; readonly value: Json };

function entryOf(element: Json): Entry | null {
  if (Array.isArray(element)) {
    const [key, value] = element as readonly Json[];
    return element.length === 2 && typeof key === 'string' ? { key, value: value ?? null } : null;
  }
  if (!isObject(element)) return null;
  const key = readText(element.key ?? element.Key ?? element.name);
  if (key === null || !('value' in element || 'Value' in element || 'type' in element)) return null;
  const type = element.type ?? element.Type;
  return { key, type: typeof type === 'string' ? type.toLowerCase() : undefined, value: element.value ?? element.Value ?? null };
}

/** Whether anything is nested deeper than `depth` levels: whether `cut` would change the value. Leaves nothing behind to collect. */
export function isDeeper(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth <= 0) return true;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) if (isDeeper(element, depth - 1)) return true;
    return false;
  }
  const object = value as JsonObject;
  for (const key in object) if (isDeeper(object[key] ?? null, depth - 1)) return true;
  return false;
}

/** The value with whatever is nested deeper than `depth` levels replaced by null; the value itself where nothing is. */
export function cut(value: Json, depth: number): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (depth <= 0) return null;
  if (Array.isArray(value)) {
    let copy: Json[] | null = null;
    for (const [i, element] of value.entries()) {
      const short = cut(element, depth - 1);
      if (short === element) continue;
      copy ??= [...(value as readonly Json[])];
      copy[i] = short;
    }
    return copy ?? value;
  }
  const object = value as JsonObject;
  let copy: Record<string, Json> | null = null;
  for (const key of Object.keys(object)) {
    const member = object[key] ?? null;
    const short = cut(member, depth - 1);
    if (short === member) continue;
    copy ??= Object.assign(emptyList(), object);
    copy[key] = short;
  }
  return copy ?? object;
}
