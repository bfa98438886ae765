/** Tokens for tests, and the rules by which a gateway reads them. */
import { SignJWT } from 'jose';
import type { TokenRules } from '../../src/server/authenticator.ts';

export const SECRET = 'known to the tests and to the gateway that they start';
export const OUTSIDE = /^\+?[0-9]{7,}$/;

/** Tokens signed with `SECRET`; caller data is hidden from who has no claim `unmasked`. */
export const secretRules: TokenRules = {
  keys: { kind: 'secret', secret: SECRET },
  algorithms: ['HS256'],
  issuer: null,
  audience: null,
  clockSkewSeconds: 0,
  tenantClaim: 'tenant_id',
  agentClaim: 'agent_id',
  dnClaim: 'dns',
  unmaskedClaim: 'unmasked',
  outsideNumber: OUTSIDE,
};

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** What stands in the authorization: an hour long, unless the claims say otherwise. */
export async function bearer(claims: Record<string, unknown>, { secret = SECRET }: { readonly secret?: string } = {}): Promise<string> {
  const token = await new SignJWT({ exp: nowSeconds() + 3600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
  return `Bearer ${token}`;
}
