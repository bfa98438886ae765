/** What has changed since it was last asked, in tenants that somebody asks about: what each event changed itself, and whatever shows it. */
import type { AgentRecord } from './agent.ts';
import { agentIdOf } from './party.ts';
import type { QueueRecord } from './queue.ts';
import type { Telephone } from './telephone.ts';
import type { Tenant } from './tenant.ts';
import type { ThreadRecord } from './thread.ts';
import type { StateWatcher } from './watcher.ts';

/** Identifiers of what is to be looked at anew, and of what is not there any more. Some may be as they were. */
export type TenantChanges = {
  readonly agents: ReadonlySet<string>;
  readonly threads: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
};

type Collected = {
  readonly agents: Set<string>;
  readonly telephones: Set<Telephone>;
  readonly threads: Set<ThreadRecord>;
  readonly queues: Set<string>;
};

export type ChangesOptions = {
  /** Whether anybody asks about the tenant. */
  readonly isWanted: (tenantId: string) => boolean;
  /** The first change since they were taken. */
  readonly onChange: () => void;
};

export class Changes implements StateWatcher {
  readonly #options: ChangesOptions;
  #collected = new Map<Tenant, Collected>();

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  agent({ tenant, agentId }: AgentRecord): void {
    this.#of(tenant)?.agents.add(agentId);
  }

  telephone(telephone: Telephone): void {
    this.#of(telephone.tenant)?.telephones.add(telephone);
  }

  thread(thread: ThreadRecord): void {
    this.#of(thread.tenant)?.threads.add(thread);
  }

  queue({ tenant, queueId }: QueueRecord): void {
    this.#of(tenant)?.queues.add(queueId);
  }

  tenant(tenant: Tenant): void {
    this.#of(tenant);
  }

  /** By tenant. A tenant whose figures alone have changed is among them. */
  take(): ReadonlyMap<string, TenantChanges> {
    const taken = new Map<string, TenantChanges>();
    for (const [tenant, collected] of this.#collected) taken.set(tenant.tenantId, resolved(tenant, collected));
    this.#collected = new Map();
    return taken;
  }

  #of(tenant: Tenant): Collected | null {
    const known = this.#collected.get(tenant);
    if (known !== undefined) return known;
    if (!this.#options.isWanted(tenant.tenantId)) return null;
    const collected: Collected = { agents: new Set(), telephones: new Set(), threads: new Set(), queues: new Set() };
    this.#collected.set(tenant, collected);
    if (this.#collected.size === 1) this.#options.onChange();
    return collected;
  }
}

/** An agent shows its telephones and its calls; a thread shows whose its parties are, of which those are told whom they belong to. */
function resolved(tenant: Tenant, { agents, telephones, threads, queues }: Collected): TenantChanges {
  for (const { dn } of telephones) for (const agentId of tenant.agentsByDn.idsOf(dn)) agents.add(agentId);
  const threadIds = new Set<string>();
  for (const { callThreadId, calls } of threads) {
    threadIds.add(callThreadId);
    for (const { parties } of calls.values()) {
      for (const party of parties.values()) {
        const agentId = agentIdOf(tenant, party);
        if (agentId !== null) agents.add(agentId);
      }
    }
  }
  return { agents, threads: threadIds, queues };
}
