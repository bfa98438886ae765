/** How many are let in: connections in all, and of each tenant. */
import type { GatewayError } from '../errors.ts';
import type { Claims } from '../scope.ts';
import type { Shed } from './overload.ts';
import type { Refuse } from './refusals.ts';

export type AdmissionOptions = {
  readonly maxConnections: number;
  readonly maxConnectionsPerTenant: number;
  readonly refuse: Refuse;
  readonly shed: Shed;
};

/** What one connection takes up, until it is disposed of. */
export type Place = Disposable & {
  /** Takes it up among the tenants of a token, the first or a fresh one. Returns why not; it then stays where it was. */
  hold(claims: Pick<Claims, 'tenants'>): GatewayError | null;
};

export class Admission {
  readonly #options: AdmissionOptions;
  #connections = 0;
  /** Those that have any. */
  readonly #byTenant = new Map<string, number>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** One more connection, or why not. */
  enter(): Place | GatewayError {
    const { maxConnections, refuse, shed } = this.#options;
    const overloaded = shed('connection');
    if (overloaded !== null) return overloaded;
    if (this.#connections >= maxConnections) return refuse('MAX_CONNECTIONS', maxConnections);
    this.#connections += 1;
    let held: ReadonlySet<string> = NO_TENANTS;
    let left = false;
    return {
      hold: ({ tenants }) => {
        if (left) return null;
        const wanted = tenants === 'all' ? NO_TENANTS : tenants;
        const { maxConnectionsPerTenant } = this.#options;
        for (const tenant of wanted)
          if (!held.has(tenant) && this.#countOf(tenant) >= maxConnectionsPerTenant)
            return refuse('MAX_CONNECTIONS_PER_TENANT', maxConnectionsPerTenant);
        for (const tenant of held) this.#add(tenant, -1);
        for (const tenant of wanted) this.#add(tenant, 1);
        held = wanted;
        return null;
      },
      [Symbol.dispose]: () => {
        if (left) return;
        left = true;
        this.#connections -= 1;
        for (const tenant of held) this.#add(tenant, -1);
      },
    };
  }

  #countOf(tenant: string): number {
    return this.#byTenant.get(tenant) ?? 0;
  }

  #add(tenant: string, change: 1 | -1): void {
    const count = this.#countOf(tenant) + change;
    if (count === 0) this.#byTenant.delete(tenant);
    else this.#byTenant.set(tenant, count);
  }
}

const NO_TENANTS: ReadonlySet<string> = new Set();
