/** Arguments as clients give them, checked and turned into what the hub and the state take. They narrow what a scope covers and never widen it. */
import { badUserInput } from '../errors.ts';
import { ALL_NAMES } from '../hub/filter.ts';
import type { From } from '../hub/resume.ts';
import type { Scope } from '../scope.ts';

/** Null and absent mean the same to a client: "whatever". */
type Given<T> = T | null | undefined;

/** A list of identifiers as a set; null when it was not given. An empty list would mean nothing to one reader and everything to another. */
export function idSet(argument: string, ids: Given<readonly string[]>): ReadonlySet<string> | null {
  if (ids === null || ids === undefined) return null;
  if (ids.length === 0) throw badUserInput(argument, `${argument} is an empty list: leave it out for everything, or name at least one.`);
  if (ids.includes('')) throw badUserInput(argument, `${argument} holds an empty identifier: no event has one; leave it out.`);
  return new Set(ids);
}

/** A single identifier and the list of the same thing are alternatives. */
export function oneOrMany(single: string, id: Given<string>, list: string, ids: Given<readonly string[]>): ReadonlySet<string> | null {
  if (id === null || id === undefined) return idSet(list, ids);
  if (ids !== null && ids !== undefined)
    throw badUserInput(single, `${single} and ${list} are both given: they are alternatives, use one of them.`);
  return idSet(single, [id]);
}

/** Agents. Throws FORBIDDEN for those that the scope does not cover. */
export function agentSet(scope: Scope, argument: string, ids: Given<readonly string[]>): ReadonlySet<string> | null {
  const agents = idSet(argument, ids);
  scope.checkAgents(argument, agents ?? []);
  return agents;
}

/** Telephones and other numbers. Throws FORBIDDEN for those that are hidden from the caller. */
export function numberSet(scope: Scope, argument: string, ids: Given<readonly string[]>): ReadonlySet<string> | null {
  const numbers = idSet(argument, ids);
  scope.checkNumbers(argument, numbers ?? []);
  return numbers;
}

/** Something that callers are found by. Throws FORBIDDEN where caller data is hidden. */
export function callerData(scope: Scope, argument: string, value: Given<string>): string | null {
  const wanted = optionalId(argument, value);
  if (wanted !== null) scope.checkCallerData(argument);
  return wanted;
}

/** Event names, given as the bits of `nameBit`. */
export function nameSet(argument: string, bits: Given<readonly number[]>): number {
  if (bits === null || bits === undefined) return ALL_NAMES;
  if (bits.length === 0) throw badUserInput(argument, `${argument} is an empty list: leave it out for all events, or name at least one.`);
  return bits.reduce((all, bit) => all | bit, 0);
}

/** Values of an enumeration as a set; null when none were given. */
export function valueSet<V extends string>(argument: string, values: Given<readonly V[]>): ReadonlySet<V> | null {
  if (values === null || values === undefined) return null;
  if (values.length === 0) throw badUserInput(argument, `${argument} is an empty list: leave it out for all, or name at least one.`);
  return new Set(values);
}

const MAX_SECONDS = 86_400;

/** A time of a day at most, given in seconds, in ms; null when it was not given. */
export function duration(argument: string, seconds: Given<number>): number | null {
  if (seconds === null || seconds === undefined) return null;
  if (seconds < 0 || seconds > MAX_SECONDS) throw badUserInput(argument, `${argument} is ${seconds}: ask for 0 to ${MAX_SECONDS}.`);
  return seconds * 1000;
}

/** One identifier or number that must not be empty. */
export function id(argument: string, value: string): string {
  if (value === '') throw badUserInput(argument, `${argument} is empty: nothing has an empty identifier.`);
  return value;
}

/** The same, where it may be left out. */
function optionalId(argument: string, value: Given<string>): string | null {
  return value === null || value === undefined ? null : id(argument, value);
}

/** A cursor or a time to begin from; null when neither is given. Throws BAD_USER_INPUT. */
export function startingPoint(after: Given<string>, since: Given<string>): From | null {
  if (after !== null && after !== undefined) {
    if (since !== null && since !== undefined)
      throw badUserInput('after', 'after and since are both given: they are alternatives, use one of them.');
    return { after };
  }
  if (since === null || since === undefined) return null;
  const sinceMs = typeof since === 'string' && INSTANT.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(sinceMs)) throw badUserInput('since', 'since is no instant: write it like 2022-06-30T22:00:00Z (RFC 3339).');
  return { sinceMs };
}
/** RFC 3339, 5.6. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
