/** The doors to what the gateway knows: which tenants a caller gets to see here, and from when on the state can be told. */
import { badUserInput, GatewayError } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import { Scope } from '../scope.ts';
import type { StateReader } from '../state/model.ts';
import type { Context } from './context.ts';

/** Throws BAD_USER_INPUT, FORBIDDEN, or TENANT_NOT_SERVED for a tenant whose records this replica skips. */
function scopeOf({ claims, services }: Context, tenantId: string): Scope {
  const scope = Scope.of(claims, tenantId);
  if (services.tenants !== 'all' && !services.tenants.has(tenantId)) {
    throw new GatewayError(
      'TENANT_NOT_SERVED',
      'tenantId names a tenant that this replica of the gateway does not keep (TENANTS): ask a replica that does.',
    );
  }
  return scope;
}

/** What is asked for in a scope. What is refused there as FORBIDDEN is put on record. */
export function scoped<T>(context: Context, field: string, tenantId: string, ask: (scope: Scope) => T): T {
  try {
    return ask(scopeOf(context, tenantId));
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'FORBIDDEN') context.audit('refuse', { field, code: error.code });
    throw error;
  }
}

/** Reads the state of a tenant. Throws BAD_USER_INPUT, FORBIDDEN, TENANT_NOT_SERVED, and SOURCE_UNAVAILABLE while history is being read: half of it would be told as if it were all. */
export function read<T>(context: Context, field: string, tenantId: string, how: (state: StateReader, scope: Scope) => T): T {
  return scoped(context, field, tenantId, (scope) => {
    requireRead(context);
    return how(context.services.state, scope);
  });
}

/** One answer is true at one time: the clock is moved on before its first field is read. */
const answering = new WeakSet<Context>();

function requireRead(context: Context): void {
  const { services } = context;
  const progress = services.replay();
  if (progress === null) {
    if (!answering.has(context)) services.advance();
    answering.add(context);
    return;
  }
  const { recordsRead, recordsInAll } = progress;
  const soFar = recordsInAll === null ? 'the log has not been seen yet' : `${recordsRead} of ${recordsInAll} records have been read`;
  throw new GatewayError(
    'SOURCE_UNAVAILABLE',
    `This replica of the gateway is still reading its history (${soFar}): ask again in a moment, or another replica. \`gateway { ready }\` tells when.`,
    { recordsRead, recordsInAll },
  );
}

/** An answer is made in one go, and all others wait for it: some megabytes at most. */
const MAX_LISTED = 25_000;
const listed = new WeakMap<Context, number>();

/** An answer begins: only where several are made in one context. */
export function beginAnswer(context: Context): void {
  listed.delete(context);
}

/** What `argument` brings into the answer, with all that is there already. Throws BAD_USER_INPUT. */
export function bounded<T>(context: Context, argument: 'first' | 'last', items: readonly T[]): readonly T[] {
  const all = (listed.get(context) ?? 0) + items.length;
  listed.set(context, all);
  if (all <= MAX_LISTED) return items;
  throw badUserInput(argument, `The answer would list more than ${MAX_LISTED} agents, call threads and events: ask for fewer at a time.`);
}

const MAX_RECENT = 100;
export const RECENT = `How many at most, 1 to ${MAX_RECENT}; in one answer ${MAX_LISTED} in all, with the entries of its lists.`;

/** Throws BAD_USER_INPUT. */
export function recentEvents(context: Context, family: Family, tenantId: string, id: string, last: number): readonly VoiceEvent[] {
  if (last < 1 || last > MAX_RECENT) throw badUserInput('last', `last is ${last}: ask for 1 to ${MAX_RECENT}.`);
  return bounded(context, 'last', context.services.log.recent(family, scopeOf(context, tenantId), id, last));
}
