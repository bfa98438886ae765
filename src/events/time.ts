/** Instants to the microsecond, as text: RFC 3339 in UTC with six digits, which compares like the instant and is what clients get. */
import type { Json, JsonObject } from './vocabulary.ts';

/** 2022-06-30T22:00:00.573000Z. Instants of the years 0000 to 9999 compare by `<` like the text. */
export type Instant = string;

const FIRST_SECOND = -62_167_219_200; // 0000-01-01
const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59
const MICROS = 1_000_000;

/** Neighbouring events mostly share their second, entities that are shown their hour, and Date is the dearest part. */
const KEPT_SECONDS = 4096;
const keptSeconds = new Float64Array(KEPT_SECONDS).fill(Number.NaN);
const keptPrefixes: string[] = Array.from({ length: KEPT_SECONDS }, () => '');

/** Up to the point behind the seconds. */
function prefixOf(second: number): string {
  const place = Math.abs(second) % KEPT_SECONDS;
  if (keptSeconds[place] !== second) {
    keptPrefixes[place] = new Date(second * 1000).toISOString().slice(0, 20);
    keptSeconds[place] = second;
  }
  return keptPrefixes[place] ?? '';
}

/** Null outside the years 0000 to 9999. Microseconds beyond a second are carried over. */
export function instantOf(seconds: number, micros: number): Instant | null {
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(micros)) return null;
  let second = seconds;
  let micro = micros;
  if (micro < 0 || micro >= MICROS) {
    second += Math.floor(micro / MICROS);
    micro -= Math.floor(micro / MICROS) * MICROS;
  }
  if (second < FIRST_SECOND || second > LAST_SECOND) return null;
  // The short text first: what a long one is put together from is kept alive by it, piece by piece.
  return prefixOf(second) + `${THREE_DIGITS[Math.floor(micro / 1000)]}${THREE_DIGITS[micro % 1000]}Z`;
}
const THREE_DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));

/** Timestamps of records are whatever a producer wrote: one outside the years 0000 to 9999, or none at all, becomes the nearest instant or 1970. */
export function instantOfMs(ms: number): Instant {
  const second = Math.min(Math.max(Math.floor(ms / 1000), FIRST_SECOND), LAST_SECOND);
  const micro = Math.min(Math.max(Math.round((ms - second * 1000) * 1000), 0), MICROS - 1);
  return instantOf(second, micro) ?? EPOCH;
}
const EPOCH = '1970-01-01T00:00:00.000000Z';

let lastDate = '';
let lastDateMicros = 0;

/** Microseconds since 1970, whole up to the year 2255. */
export function microsOf(instant: Instant): number {
  const date = instant.slice(0, 10);
  // Neighbouring instants mostly share their day, and Date is the dearest part.
  if (date !== lastDate) {
    lastDateMicros = Date.parse(date) * 1000;
    lastDate = date;
  }
  const minutes = Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
  return lastDateMicros + minutes * 60e6 + Number(instant.slice(17, 19)) * 1e6 + Number(instant.slice(20, 26));
}

const SECOND_MEMBERS = ['sec', 'secs', 'second', 'seconds', 'timesec', 'tvsec', 'timeinsecs', 'timeinsec', 'TimeinSecs'];
const MICRO_MEMBERS = [
  'micros',
  'usec',
  'usecs',
  'useconds',
  'microsecond',
  'microseconds',
  'timeusec',
  'tvusec',
  'timeinusecs',
  'timeinusec',
  'TimeinuSecs',
];
const PARTS: ReadonlyMap<string, 'seconds' | 'micros'> = new Map([
  ...SECOND_MEMBERS.map((name) => [name, 'seconds'] as const),
  ...MICRO_MEMBERS.map((name) => [name, 'micros'] as const),
]);

/** Which part of a time a member name stands for; `loose` is the name in lower case without spaces, `_` and `-`. */
export function timePart(loose: string): 'seconds' | 'micros' | null {
  return PARTS.get(loose) ?? null;
}

export type ReadTime = {
  readonly instant: Instant;
  /** The microseconds were not below a second: carried over, and worth a look. */
  readonly carried: boolean;
};

/** Reads every known form of `time`: a structure, a pair, a number or digits of any unit, ISO 8601. Null where it cannot be read. */
export function parseTime(value: Json | undefined): ReadTime | null {
  if (typeof value === 'number') return whole(fromNumber(value));
  if (typeof value === 'string') return whole(fromText(value.trim()));
  if (Array.isArray(value)) return value.length === 2 ? fromParts(value[0], value[1]) : null;
  if (typeof value !== 'object' || value === null) return null;
  let seconds: Json | undefined;
  let micros: Json | undefined;
  const object = value as JsonObject;
  for (const name in object) {
    const member = object[name];
    const part = timePart(name) ?? timePart(name.toLowerCase().replaceAll(/[\s_-]/g, ''));
    if (part === 'seconds') seconds ??= member;
    else if (part === 'micros') micros ??= member;
  }
  return fromParts(seconds, micros);
}

function whole(instant: Instant | null): ReadTime | null {
  return instant === null ? null : { instant, carried: false };
}

function fromParts(seconds: Json | undefined, micros: Json | undefined): ReadTime | null {
  const second = number(seconds);
  const micro = micros === undefined || micros === null ? 0 : number(micros);
  if (second === null || micro === null) return null;
  const instant = fromSeconds(second, Math.round(micro));
  return instant === null ? null : { instant, carried: micro < 0 || micro >= MICROS };
}

function fromSeconds(seconds: number, micros: number): Instant | null {
  const second = Math.floor(seconds);
  return instantOf(second, Math.round((seconds - second) * MICROS) + micros);
}

function number(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(\.\d*)?\s*$/.test(value)) return null;
  return Number(value);
}

/** The size tells the unit: below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds. */
function fromNumber(value: number): Instant | null {
  const size = Math.abs(value);
  if (size < 1e11) return fromSeconds(value, 0);
  if (size < 1e14) return scaled(value, 1e3);
  if (size < 1e17) return scaled(value, 1e6);
  return Number.isFinite(value) ? fromText(String(BigInt(value))) : null;
}

function scaled(value: number, unitsPerSecond: number): Instant | null {
  const seconds = Math.floor(value / unitsPerSecond);
  return instantOf(seconds, Math.round((value - seconds * unitsPerSecond) * (MICROS / unitsPerSecond)));
}

/** Exact where a double is not. The units are those of `fromNumber`; what is finer than a microsecond is left out. */
function fromDigits(sign: string, digits: string, fraction: string): Instant | null {
  const decimals = digits.length <= 11 ? 6 : digits.length <= 14 ? 3 : 0;
  const micros = digits.length <= 17 ? digits + fraction.padEnd(decimals, '0').slice(0, decimals) : digits.slice(0, -3);
  const second = Number(micros.slice(0, -6));
  const micro = Number(micros.slice(-6));
  return sign === '-' ? instantOf(-second, -micro) : instantOf(second, micro);
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const DECIMAL = /^([+-]?)0*(\d{1,21})(?:\.(\d+))?$/;
const MAX_TEXT_LENGTH = 64;

function fromText(text: string): Instant | null {
  if (text.length > MAX_TEXT_LENGTH) return null;
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) return fromDigits(decimal[1] ?? '', decimal[2] ?? '', decimal[3] ?? '');
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, date, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  const offset = /^z$/i.test(zone) ? 'Z' : zone.length === 3 ? `${zone}:00` : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const ms = Date.parse(`${date}T${minutes}:${seconds}${offset}`);
  // Date rolls the 30th of February over to March; such a text is not a time.
  if (Number.isNaN(ms) || !isDay(date)) return null;
  return instantOf(ms / 1000, Number(fraction.padEnd(6, '0').slice(0, 6)));
}

function isDay(date: string | undefined): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === date;
}
