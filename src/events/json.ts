/** JSON as producers write it: with or without a byte order mark, and with integers of any length. */
import { isObject } from './values.ts';
import type { Json } from './vocabulary.ts';

/**
 * Undefined where the text is no JSON. Integers that a double cannot hold become strings with all their digits, as deep as `maxDepth`. `bytes`
 * are those of the text.
 */
export function parseJson(text: string, bytes: Buffer, maxDepth: number): Json | undefined {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    const value = JSON.parse(body) as Json;
    // The walk is for the few that have so many digits somewhere: 0.2 us for each record, against 0.07 us for the look at its bytes.
    return mayLoseDigits(bytes) && losesDigits(value, maxDepth) ? (JSON.parse(quoteLongIntegers(body)) as Json) : value;
  } catch {
    return undefined;
  }
}

/** 2^53 has as many. */
const LONG = 16;
const [ZERO, NINE, QUOTE] = [0x30, 0x39, 0x22];

/** Whether there may be a long integer. So many digits cannot stand between two bytes of which they would reach one, so few bytes are looked at. */
function mayLoseDigits(bytes: Buffer): boolean {
  for (let at = LONG - 1; at < bytes.length; at += LONG) {
    if (!isDigit(bytes[at])) continue;
    let first = at;
    while (isDigit(bytes[first - 1])) first -= 1;
    while (isDigit(bytes[at])) at += 1;
    // Behind a quotation mark there is text: an identifier, say.
    if (at - first >= LONG && bytes[first - 1] !== QUOTE) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function losesDigits(value: Json, depth: number): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null || depth <= 0) return false;
  if (!isObject(value)) return value.some((element) => losesDigits(element, depth - 1));
  for (const key of Object.keys(value)) if (losesDigits(value[key] ?? null, depth - 1)) return true;
  return false;
}

function quoteLongIntegers(json: string): string {
  let inString = false;
  // Short tokens: a pattern for whole strings runs out of stack on those of many megabytes.
  return json.replaceAll(/\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token === '"') inString = !inString;
    return !inString && /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
  });
}
