/** Who may see what. A `Scope` is the proof that a caller may see a tenant, made here and nowhere else: every read and every subscription asks for one. */
import { badUserInput, forbidden } from './errors.ts';
import type { VoiceEvent } from './events/event.ts';
import type { Mask } from './mask.ts';

/** An agent who may see no more than what concerns that agent. */
export type OwnAgent = { readonly agentId: string; readonly dns: ReadonlySet<string> };

/** What is known of a caller. */
export type Claims = {
  /** Who it is, for the log and for the caller; null without authentication, or for a token that does not say. */
  readonly subject: string | null;
  readonly tenants: 'all' | ReadonlySet<string>;
  /** Null for who may see all agents. */
  readonly agent: OwnAgent | null;
  /** Null for who may see caller data. */
  readonly mask: Mask | null;
  /** Until when it holds, in milliseconds since 1970; null for ever. */
  readonly expiresAtMs: number | null;
};

/** The caller of a gateway without authentication: whoever reaches it may see everything. */
export const UNAUTHENTICATED_CLAIMS: Claims = { subject: null, tenants: 'all', agent: null, mask: null, expiresAtMs: null };

export class Scope {
  readonly tenantId: string;
  /** Null for who may see all agents of the tenant. */
  readonly agent: OwnAgent | null;
  /** Null for who may see caller data. */
  readonly mask: Mask | null;
  // Private, so that the type is nominal: no other object of this shape is a scope.
  readonly #isScope = true;

  private constructor(tenantId: string, { agent, mask }: Claims) {
    this.tenantId = tenantId;
    this.agent = agent;
    this.mask = mask;
  }

  /** Throws BAD_USER_INPUT for an empty tenant and FORBIDDEN for one that the caller may not see. */
  static of(claims: Claims, tenantId: string): Scope {
    if (tenantId === '')
      throw badUserInput('tenantId', 'tenantId is empty: name the tenant, the part of the record key before the first colon.');
    if (!coversTenant(claims, tenantId))
      throw forbidden('tenantId', 'tenantId names a tenant that your token does not cover: use one that it does.');
    return new Scope(tenantId, claims);
  }

  /** Whether other claims cover all that this scope does: those of a fresh token, say. */
  isCoveredBy(claims: Claims): boolean {
    const { agent, mask } = claims;
    if (!this.#isScope || !coversTenant(claims, this.tenantId) || (mask !== null && this.mask === null)) return false;
    return agent === null || (this.agent?.agentId === agent.agentId && this.agent.dns.isSubsetOf(agent.dns));
  }

  /** Whether an event is the caller's to see. An agent's own are those of the agent, and calls that name the agent or one of the agent's numbers. */
  sees(event: VoiceEvent): boolean {
    if (event.tenantId !== this.tenantId) return false;
    const { agent } = this;
    if (agent === null) return true;
    const { agentId, dns } = agent;
    const isOwn = (dn: string | null): boolean => dn !== null && dns.has(dn);
    if (event.family === 'agentState') return event.agentId === agentId || (event.agentId === null && isOwn(event.thisDn));
    return event.loginId === agentId || isOwn(event.thisDn) || isOwn(event.otherDn) || isOwn(event.thirdPartyDn);
  }

  /** The event as the caller may see it. */
  show(event: VoiceEvent): VoiceEvent {
    return this.mask === null ? event : this.mask.event(event);
  }

  /** Throws FORBIDDEN for agents that the caller may not see. */
  checkAgents(argument: string, agentIds: Iterable<string>): void {
    if (this.agent === null) return;
    for (const agentId of agentIds)
      if (agentId !== this.agent.agentId)
        throw forbidden(argument, `${argument} names an agent that your token does not cover: it covers ${this.agent.agentId} only.`);
  }

  /** Throws FORBIDDEN for numbers that are hidden from the caller: who may ask for them one by one would come to know them. */
  checkNumbers(argument: string, numbers: Iterable<string>): void {
    if (this.mask === null) return;
    for (const number of numbers)
      if (this.mask.isOutside(number))
        throw forbidden(
          argument,
          `${argument} names an outside number, which your token does not let you see: name telephones of the site.`,
        );
  }

  /** Throws FORBIDDEN where caller data is hidden: an answer to this argument would tell it. */
  checkCallerData(argument: string): void {
    if (this.mask !== null)
      throw forbidden(argument, `${argument} asks for caller data, which your token does not let you see: leave it out.`);
  }
}

/** Throws FORBIDDEN for who may see one agent only. `field` is about all of them. */
export function requireAllAgents({ agent }: Pick<Claims, 'agent'>, field: string): void {
  if (agent !== null) throw forbidden(null, `${field} is about all agents, and your token covers agent ${agent.agentId} only.`);
}

function coversTenant({ tenants }: Claims, tenantId: string): boolean {
  return tenants === 'all' || tenants.has(tenantId);
}
