/** From a token to what its bearer may see. Whatever is wrong with a token is said without repeating it. */
import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { CryptoKey, JWTPayload, JWTVerifyGetKey, JWTVerifyResult, KeyObject } from 'jose';
import type { Diagnostics } from '../diagnostics.ts';
import { tokenExpired, unauthenticated } from '../errors.ts';
import { Mask } from '../mask.ts';
import { UNAUTHENTICATED_CLAIMS } from '../scope.ts';
import type { Claims, OwnAgent } from '../scope.ts';

/** Where the keys are by which tokens are checked. */
export type TokenKeys =
  | { readonly kind: 'jwks'; readonly url: string }
  | { readonly kind: 'publicKey'; readonly pem: string }
  | { readonly kind: 'secret'; readonly secret: string };

export type TokenRules = {
  readonly keys: TokenKeys;
  readonly algorithms: readonly string[];
  /** Null: any. */
  readonly issuer: string | null;
  readonly audience: string | null;
  readonly clockSkewSeconds: number;
  readonly tenantClaim: string;
  readonly agentClaim: string;
  readonly dnClaim: string;
  /** Without it caller data is hidden; null where it never is. */
  readonly unmaskedClaim: string | null;
  readonly outsideNumber: RegExp;
};

export type Authenticator = Disposable & {
  /** `authorization` as in the header, `Bearer <token>`. Rejects with UNAUTHENTICATED, or with TOKEN_EXPIRED if only the time is over. */
  authenticate(authorization: string | undefined): Promise<Claims>;
};

/** Everybody who reaches the gateway. */
export const openToAll: Authenticator = { authenticate: () => Promise.resolve(UNAUTHENTICATED_CLAIMS), [Symbol.dispose]: () => {} };

export function jwtAuthenticator(rules: TokenRules, diagnostics: Diagnostics): Authenticator {
  const keys = openKeys(rules.keys, diagnostics);
  const mask = rules.unmaskedClaim === null ? null : new Mask(rules.outsideNumber);
  const verifying = {
    algorithms: [...rules.algorithms],
    clockTolerance: rules.clockSkewSeconds,
    ...(rules.issuer === null ? {} : { issuer: rules.issuer }),
    ...(rules.audience === null ? {} : { audience: rules.audience }),
  };
  return {
    authenticate: async (authorization) => {
      const token = bearerToken(authorization);
      try {
        const { payload } = await keys.verify(token, verifying);
        return claimsOf(payload, rules, mask);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    [Symbol.dispose]: () => keys[Symbol.dispose](),
  };
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization.trim() === '')
    throw unauthenticated('There is no token: send authorization "Bearer <token>", as a header or in the payload of connection_init.');
  const token = /^\s*bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated('authorization is malformed: it is the word Bearer, a space and the token.');
  return token;
}

type Verify = (token: string, options: Parameters<typeof jwtVerify>[2]) => Promise<JWTVerifyResult>;
type Keys = Disposable & { readonly verify: Verify };

function openKeys(keys: TokenKeys, diagnostics: Diagnostics): Keys {
  if (keys.kind === 'jwks') return remoteKeys(new URL(keys.url), diagnostics);
  const key: Uint8Array | KeyObject = keys.kind === 'secret' ? new TextEncoder().encode(keys.secret) : createPublicKey(keys.pem);
  return { verify: (token, options) => jwtVerify(token, key, options), [Symbol.dispose]: () => {} };
}

/** Keys that were withdrawn are forgotten after this. */
const RELOAD_INTERVAL_MS = 10 * 60_000;
/** A token with a key that is not known makes the keys be fetched anew, at most this often. */
const COOLDOWN_MS = 10_000;
const FETCH_TIMEOUT_MS = 5_000;

/** Keys that a server publishes. Known ones stay good while it is away. */
function remoteKeys(url: URL, diagnostics: Diagnostics): Keys {
  let fetchAgainAtMs = -Infinity;
  // jose waits between two successes only: while the server is away, or answers with something else, every unknown key would be a request to it.
  const fetchRarely: typeof fetch = async (input, init) => {
    if (performance.now() < fetchAgainAtMs) throw new KeysUnavailable();
    fetchAgainAtMs = performance.now() + COOLDOWN_MS;
    const response = await fetch(input, init).catch(() => null);
    const published: unknown = response?.status === 200 ? await response.json().catch(() => null) : null;
    if (isKeySet(published)) return Response.json(published);
    diagnostics.tell('keysUnavailable', { url: `${url.origin}${url.pathname}`, status: response?.status ?? null });
    throw new KeysUnavailable();
  };
  const getKey = createRemoteJWKSet(url, {
    cacheMaxAge: Infinity,
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: FETCH_TIMEOUT_MS,
    [customFetch]: fetchRarely,
  });
  // The first token need not wait for them, and an operator sees at the start that they cannot be fetched.
  const reload = (): void => void getKey.reload().catch(() => {});
  reload();
  const reloading = setInterval(reload, RELOAD_INTERVAL_MS);
  return { verify: (token, options) => verifyWithAny(token, getKey, options), [Symbol.dispose]: () => clearInterval(reloading) };
}

class KeysUnavailable extends Error {}

function isKeySet(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) return false;
  return value.keys.every((key: unknown) => typeof key === 'object' && key !== null);
}

/** A token without a key id may have been signed with any of the keys. */
async function verifyWithAny(token: string, getKey: JWTVerifyGetKey, options: Parameters<typeof jwtVerify>[2]): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, getKey, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error as unknown as AsyncIterable<CryptoKey>) {
      try {
        return await jwtVerify(token, key, options);
      } catch (inner) {
        // One that is too weak or of another kind says nothing about the others.
        if (!(inner instanceof errors.JWSSignatureVerificationFailed) && !isUnfit(inner)) throw inner;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function claimsOf(payload: JWTPayload, rules: TokenRules, mask: Mask | null): Claims {
  const expiresAtMs = payload.exp === undefined ? null : payload.exp * 1000;
  return {
    subject: typeof payload.sub === 'string' ? payload.sub : null,
    tenants: tenantsOf(payload[rules.tenantClaim], rules.tenantClaim),
    agent: agentOf(payload, rules),
    mask: rules.unmaskedClaim === null || isGiven(payload[rules.unmaskedClaim]) ? null : mask,
    // One that comes late, by our clock, counts as long as clocks may differ.
    expiresAtMs: expiresAtMs === null || expiresAtMs > Date.now() ? expiresAtMs : expiresAtMs + rules.clockSkewSeconds * 1000,
  };
}

function tenantsOf(value: unknown, claim: string): Claims['tenants'] {
  if (value === '*') return 'all';
  const tenants: readonly unknown[] = Array.isArray(value) ? value : [value];
  const named = tenants.filter((tenant) => typeof tenant === 'string' && tenant !== '');
  if (named.length === 0 || named.length < tenants.length)
    throw unauthenticated(`The token names no tenant: its claim ${claim} is to be a tenant, a list of tenants, or "*" for all.`);
  return new Set(named as string[]);
}

function agentOf(payload: JWTPayload, { agentClaim, dnClaim }: TokenRules): OwnAgent | null {
  const agentId = payload[agentClaim];
  if (agentId === undefined || agentId === null) return null;
  // One that is there but cannot be read must not let its bearer see all agents.
  const [id] = identifiers([agentId]) ?? [];
  const dns = identifiers([payload[dnClaim] ?? []].flat());
  if (id === undefined) throw unauthenticated(`The token's claim ${agentClaim} is no agent: it is to be one identifier, or left out.`);
  if (dns === null) throw unauthenticated(`The token's claim ${dnClaim} holds no numbers: it is to be a number or a list of numbers.`);
  return { agentId: id, dns: new Set(dns) };
}

/** Null unless all of them are identifiers. */
function identifiers(values: readonly unknown[]): string[] | null {
  const ids = values.map((value) => (typeof value === 'number' ? String(value) : value));
  return ids.every((id) => typeof id === 'string' && id !== '') ? (ids as string[]) : null;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value !== 'false';
}

/** Whether the key is not for this algorithm, or too weak for it. */
function isUnfit(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}

function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(
      error.claim === 'nbf'
        ? 'The token is not valid yet.'
        : `The token is not meant for this gateway: its claim ${error.claim} is wrong or missing.`,
    );
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return unauthenticated('The token is signed in a way that is not allowed here (AUTH_ALGORITHMS).');
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed || isUnfit(error))
    return unauthenticated('The signature of the token does not fit any key of this gateway.');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid || error instanceof errors.JOSENotSupported)
    return unauthenticated('The token is no signed JSON Web Token.');
  if (error instanceof KeysUnavailable || error instanceof errors.JOSEError)
    return unauthenticated('The keys that tokens are checked with cannot be fetched now: try again in a moment.');
  return error;
}
