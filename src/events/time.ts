/** Instants to the microsecond, as text: RFC 3339 in UTC with six digits, which compares like the instant and is what clients get. */
import type { Json } from './vocabulary.ts';

/** 2022-06-30T22:00:00.573000Z. Instants of the years 0000 to 9999 compare by `<` like the text. */
export type Instant = string;

const FIRST_SECOND = -62_167_219_200; // 0000-01-01
const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59
const MICROS = 1_000_000;

let cachedSecond = Number.NaN;
let cachedPrefix = '';

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
  // Neighbouring events mostly share their second, and Date is the dearest part.
  if (second !== cachedSecond) {
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, 20);
    cachedSecond = second;
  }
  return `${cachedPrefix}${String(micro).padStart(6, '0')}Z`;
}

export function instantOfMs(ms: number): Instant {
  const second = Math.floor(ms / 1000);
  const instant = instantOf(second, Math.round((ms - second * 1000) * 1000));
  if (instant === null) throw new RangeError(`not an instant: ${ms} ms`);
  return instant;
}

const SECOND_MEMBERS = new Set(['sec', 'secs', 'second', 'seconds', 'timesec', 'tvsec', 'timeinsecs', 'timeinsec', 'TimeinSecs']);
const MICRO_MEMBERS = new Set([
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
]);

/** Which part of a time a member name stands for; `loose` is the name in lower case without spaces, `_` and `-`. */
export function timePart(loose: string): 'seconds' | 'micros' | null {
  if (SECOND_MEMBERS.has(loose)) return 'seconds';
  return MICRO_MEMBERS.has(loose) ? 'micros' : null;
}

/** Reads every known form of `time`: a structure, a pair, a number or digits of any unit, ISO 8601. Null where it cannot be read. */
export function parseTime(value: Json | undefined): Instant | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value === 'string') return fromText(value.trim());
  if (Array.isArray(value)) return value.length === 2 ? fromParts(value[0], value[1]) : null;
  if (typeof value !== 'object' || value === null) return null;
  let seconds: Json | undefined;
  let micros: Json | undefined;
  for (const [name, member] of Object.entries(value)) {
    const part = timePart(name) ?? timePart(name.toLowerCase().replaceAll(/[\s_-]/g, ''));
    if (part === 'seconds') seconds ??= member;
    else if (part === 'micros') micros ??= member;
  }
  return fromParts(seconds, micros);
}

function fromParts(seconds: Json | undefined, micros: Json | undefined): Instant | null {
  const micro = micros === undefined || micros === null ? 0 : number(micros);
  if (micro === null) return null;
  const whole = number(seconds);
  if (whole === null) return null;
  if (Number.isInteger(whole)) return instantOf(whole, Math.round(micro));
  const floor = Math.floor(whole);
  return instantOf(floor, Math.round((whole - floor) * MICROS) + Math.round(micro));
}

function number(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(\.\d*)?\s*$/.test(value)) return null;
  return Number(value);
}

/** The size tells the unit: below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds. */
function fromNumber(value: number): Instant | null {
  if (!Number.isFinite(value)) return null;
  const size = Math.abs(value);
  if (size < 1e11) return fromParts(value, 0);
  if (size < 1e14) return scaled(value, 1e3);
  if (size < 1e17) return scaled(value, 1e6);
  return Number.isInteger(value) ? fromDigits(BigInt(value)) : null;
}

function scaled(value: number, unitsPerSecond: number): Instant | null {
  const seconds = Math.floor(value / unitsPerSecond);
  return instantOf(seconds, Math.round((value - seconds * unitsPerSecond) * (MICROS / unitsPerSecond)));
}

/** Exact where a double is not: microseconds and nanoseconds with 16 and more digits. */
function fromDigits(value: bigint): Instant | null {
  const size = value < 0n ? -value : value;
  const perMicro = size < 10n ** 17n ? 1n : 1000n;
  const micros = value / perMicro;
  let seconds = micros / 1_000_000n;
  let rest = micros % 1_000_000n;
  if (rest < 0n) {
    rest += 1_000_000n;
    seconds -= 1n;
  }
  return instantOf(Number(seconds), Number(rest));
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

function fromText(text: string): Instant | null {
  if (/^[+-]?\d{15,19}$/.test(text)) {
    return fromDigits(BigInt(text.startsWith('+') ? text.slice(1) : text));
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return fromDecimal(text);
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

function fromDecimal(text: string): Instant | null {
  const value = Number(text);
  // Decimal seconds in text are exact; a double would already have rounded them.
  const fraction = /^([+-]?\d+)\.(\d+)$/.exec(text);
  if (fraction !== null && value >= 0 && value < 1e11) {
    return instantOf(Number(fraction[1]), Number((fraction[2] ?? '').padEnd(6, '0').slice(0, 6)));
  }
  return fromNumber(value);
}
