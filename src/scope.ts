/** Who may see what. A `Scope` is the proof that a caller may see a tenant, made here and nowhere else: every read and every subscription asks for one. */
import { badUserInput, GatewayError } from './errors.ts';

/** What is known of a caller. */
export type Claims = {
  readonly tenants: 'all' | ReadonlySet<string>;
};

/** The caller of a gateway without authentication: whoever reaches it may see everything. */
export const UNAUTHENTICATED_CLAIMS: Claims = { tenants: 'all' };

export class Scope {
  // Private, so that the type is nominal: no other object with a tenantId is a scope.
  readonly #tenantId: string;

  private constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  get tenantId(): string {
    return this.#tenantId;
  }

  /** Throws BAD_USER_INPUT for an empty tenant and FORBIDDEN for one that the caller may not see. */
  static of(claims: Claims, tenantId: string): Scope {
    if (tenantId === '')
      throw badUserInput('tenantId', 'tenantId is empty: name the tenant, the part of the record key before the first colon.');
    if (claims.tenants !== 'all' && !claims.tenants.has(tenantId)) {
      throw new GatewayError('FORBIDDEN', 'tenantId names a tenant that your token does not cover: use one that it does.');
    }
    return new Scope(tenantId);
  }
}
