/** The same events in the other spellings that a producer might choose: names, enumerations, lists, times and envelopes that readers must accept. */
import { catalogue } from '../events/catalogue.ts';
import { attributes, enumerations } from '../events/vocabulary.ts';
import type { Attribute, Json, JsonObject } from '../events/vocabulary.ts';
import type { Random } from './random.ts';

type Time = { readonly TimeinSecs: number; readonly TimeinuSecs: number };

/** Writes an event that has documented names and codes in a spelling drawn anew for each of its parts. */
export function createSpeller(random: Random): (event: JsonObject) => string {
  return (event) => {
    const spelled: Record<string, Json> = {};
    const name = String(event.id);
    for (const [attribute, value] of Object.entries(event)) {
      if (attribute === 'id') spelled[random.pick(['id', 'Event', 'event', 'eventName'])] = random.pick(namesOf(name));
      else if (attribute === 'time') Object.assign(spelled, spellTime(value as Time, random));
      else spelled[spellName(attribute, random)] = spellValue(attribute, value, random);
    }
    const text = JSON.stringify(random.pick([spelled, spelled, [spelled], { event: spelled }, { data: spelled }]));
    return random.chance(0.1) ? `\uFEFF${text}` : text;
  };
}

function namesOf(name: string): Json[] {
  const bare = name.slice('Event'.length);
  return [
    name,
    name,
    bare,
    name.toLowerCase(),
    ` ${bare.toUpperCase()} `,
    catalogue.find(name)?.code ?? name,
    String(catalogue.find(name)?.code),
  ];
}

function spellName(attribute: string, random: Random): string {
  const spaced = attribute.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return random.pick([
    attribute,
    attribute,
    spaced,
    spaced.replaceAll(' ', '_').toLowerCase(),
    attribute.charAt(0).toLowerCase() + attribute.slice(1),
    `Attribute${attribute}`,
    ...(definitionOf(attribute)?.aliases ?? []),
  ]);
}

function definitionOf(attribute: string): Attribute | undefined {
  const all: Readonly<Record<string, Attribute>> = attributes;
  return all[attribute];
}

function spellValue(attribute: string, value: Json, random: Random): Json {
  const kind = definitionOf(attribute)?.kind;
  if (kind === 'list') return spellList(value as JsonObject, random);
  // An identifier of digits only may come as a number, unless that would lose some.
  if (typeof value === 'string') return /^[1-9]\d{0,14}$/.test(value) && random.chance(0.3) ? Number(value) : value;
  if (kind === undefined || typeof value !== 'number') return value;
  return random.pick([value, String(value), ...enumNames(kind, value)]);
}

function enumNames(kind: string, code: number): string[] {
  const all: Readonly<Record<string, { readonly prefix: string; readonly values: Readonly<Record<string, readonly [number, string]>> }>> =
    enumerations;
  const enumeration = all[kind];
  const name = Object.entries(enumeration?.values ?? {}).find(([, [one]]) => one === code)?.[0];
  if (enumeration === undefined || name === undefined) return [];
  return [name, name.toUpperCase(), enumeration.prefix + name];
}

function spellList(list: JsonObject, random: Random): Json {
  const entries = Object.entries(list);
  switch (random.below(5)) {
    case 0:
      return entries.length === 0 ? '' : list;
    case 1:
      return entries.map(([key, value]) => typed(key, value));
    case 2:
      return entries.map(([key, value]) => ({ Key: key, Value: value }));
    case 3:
      return entries.map(([key, value]) => [key, value]);
    default:
      return list;
  }
}

/** As the web interfaces of Genesys write lists. */
function typed(key: string, value: Json): Json {
  if (typeof value === 'object' && value !== null)
    return { key, type: 'kvlist', value: Object.entries(value).map(([k, v]) => typed(k, v)) };
  return { key, type: typeof value === 'number' ? 'int' : 'str', value: String(value) };
}

function spellTime({ TimeinSecs: seconds, TimeinuSecs: micros }: Time, random: Random): JsonObject {
  const sixDigits = String(micros).padStart(6, '0');
  const member = random.pick(['time', 'Time', 'TimeStamp']);
  return random.pick<JsonObject>([
    { [member]: { TimeinSecs: seconds, TimeinuSecs: micros } },
    { [member]: { sec: seconds, usec: micros } },
    { [member]: { tv_sec: String(seconds), tv_usec: String(micros) } },
    { [member]: [seconds, micros] },
    { [member]: seconds * 1_000_000 + micros },
    { [member]: `${seconds}.${sixDigits}` },
    { [member]: `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${sixDigits}Z` },
    { TimeinSecs: seconds, TimeinuSecs: micros },
  ]);
}
