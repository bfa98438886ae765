/** A state from what was stored of another: takes lines in any order, of which the last of an entity counts, and makes all of it at the end. */
import type { Restore } from '../events/stored-event.ts';
import type { Days } from './days.ts';
import { restoreAgent, restoreQueue, restoreTelephone } from './restore-agents.ts';
import type { Times } from './restore-agents.ts';
import { restoreThread } from './restore-threads.ts';
import { kindOf, split } from './stored.ts';
import type { Stored } from './stored.ts';
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
  /** Not parsed yet: what is parsed and kept has to be looked at by each collection of garbage until it is used. */
  readonly #latest = new Map<string, string>();

  constructor(options: RestoreOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#latest.size;
  }

  /** Throws for what is no line of a copy. */
  take(line: string): void {
    const { identity, stored } = split(line);
    if (stored === '') this.#latest.delete(identity);
    else this.#latest.set(identity, stored);
  }

  /** Into a world of its own, which stands at its clock. Throws for what does not fit together. */
  finish(world: World): Map<string, Tenant> {
    const { restore, nowMs, keepsDays, tenants: wanted } = this.#options;
    const times = timesAt(nowMs, keepsDays ? world.days : null);
    const tenants = new Map<string, Tenant>();
    const tenantOf = ({ tenantId }: Stored): Tenant => {
      let tenant = tenants.get(tenantId);
      if (tenant === undefined) tenants.set(tenantId, (tenant = createTenant(tenantId, world)));
      return tenant;
    };
    const kinds = Map.groupBy(this.#latest.keys(), kindOf);
    const each = <K extends Stored['kind']>(kind: K, make: (tenant: Tenant, stored: Kind<K>) => void): void => {
      for (const identity of kinds.get(kind) ?? []) {
        const stored = JSON.parse(this.#latest.get(identity) ?? '') as Kind<K>;
        if (wanted === 'all' || wanted.has(stored.tenantId)) make(tenantOf(stored), stored);
      }
    };
    each('tenant', (tenant, { updatedMs }) => void (tenant.updatedMs = times.ms(updatedMs)));
    each('queue', (tenant, stored) => restoreQueue(tenant, stored, times, world.clockMs));
    const owned: (() => void)[] = [];
    each('telephone', (tenant, stored) => void owned.push(restoreTelephone(tenant, stored, times)));
    each('agent', (tenant, stored) => restoreAgent(tenant, stored, times, restore));
    for (const restoreOwners of owned) restoreOwners();
    each('thread', (tenant, stored) => restoreThread(tenant, stored, times, restore));
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
