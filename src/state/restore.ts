/** A state from what was stored of another: takes lines in any order, of which the last of an entity counts, and makes all of it at the end. */
import type { Restore } from '../events/stored-event.ts';
import type { Days } from './days.ts';
import { restoreAgent, restoreOwners, restoreQueue, restoreTelephone } from './restore-agents.ts';
import type { Times } from './restore-agents.ts';
import { restoreThread } from './restore-threads.ts';
import type { Stored, StoredGone } from './stored.ts';
import { createTenant } from './tenant.ts';
import type { Tenant, World } from './tenant.ts';

export type RestoreOptions = {
  readonly restore: Restore;
  readonly tenants: 'all' | ReadonlySet<string>;
  /** The day was counted in the time zone of now: else its counters begin anew. */
  readonly keepsDays: boolean;
  /** The wall clock of this machine. */
  readonly nowMs: number;
};

export class Restoring {
  readonly #options: RestoreOptions;
  readonly #latest = new Map<string, Exclude<Stored, StoredGone>>();

  constructor(options: RestoreOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#latest.size;
  }

  /** Throws for what is no JSON. */
  take(line: string): void {
    const stored = JSON.parse(line) as Stored;
    const { tenants } = this.#options;
    if (tenants !== 'all' && !tenants.has(stored.tenantId)) return;
    if (stored.kind === 'gone') this.#latest.delete(keyOf(stored.of, stored.tenantId, stored.id));
    else this.#latest.set(keyOf(stored.kind, stored.tenantId, idOf(stored)), stored);
  }

  /** Into a world of its own, which stands at its clock. Throws for what does not fit together. */
  finish(world: World): Map<string, Tenant> {
    const { restore, nowMs, keepsDays } = this.#options;
    const times = timesAt(nowMs, keepsDays ? world.days : null);
    const tenants = new Map<string, Tenant>();
    const tenantOf = ({ tenantId }: Stored): Tenant => {
      let tenant = tenants.get(tenantId);
      if (tenant === undefined) tenants.set(tenantId, (tenant = createTenant(tenantId, world)));
      return tenant;
    };
    const all = Map.groupBy(this.#latest.values(), ({ kind }) => kind) as { get<K extends Stored['kind']>(kind: K): Kind<K>[] | undefined };
    this.#latest.clear();
    for (const stored of all.get('tenant') ?? []) tenantOf(stored).updatedMs = times.ms(stored.updatedMs);
    for (const stored of all.get('queue') ?? []) restoreQueue(tenantOf(stored), stored, times, world.clockMs);
    for (const stored of all.get('telephone') ?? []) restoreTelephone(tenantOf(stored), stored, times);
    for (const stored of all.get('agent') ?? []) restoreAgent(tenantOf(stored), stored, times, restore);
    for (const stored of all.get('telephone') ?? []) restoreOwners(tenantOf(stored), stored);
    for (const stored of all.get('thread') ?? []) restoreThread(tenantOf(stored), stored, times, restore);
    return tenants;
  }
}

type Kind<K extends Stored['kind']> = Extract<Stored, { readonly kind: K }>;

function timesAt(nowMs: number, days: Days | null): Times {
  return {
    ms: (storedMs) => (storedMs === null ? -Infinity : Math.min(storedMs, nowMs)),
    day: (dayMs) => (dayMs === null || days === null ? -Infinity : Math.min(dayMs, days.startOf(nowMs))),
  };
}

/** Lengths keep two identifiers apart, whatever they hold. */
function keyOf(kind: Stored['kind'], tenantId: string, id: string): string {
  return `${kind}${tenantId.length}:${tenantId}${id}`;
}

function idOf(stored: Exclude<Stored, StoredGone>): string {
  switch (stored.kind) {
    case 'tenant':
      return '';
    case 'queue':
      return stored.queueId;
    case 'telephone':
      return stored.dn;
    case 'agent':
      return stored.agentId;
    case 'thread':
      return stored.callThreadId;
  }
}
