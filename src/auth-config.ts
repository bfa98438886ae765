/** The settings of authentication: which tokens count, and what their claims mean. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isLoopback } from './loopback.ts';
import type { TokenKeys, TokenRules } from './server/authenticator.ts';
import { httpUrl, integer, list, Malformed, onOff, oneOf, pattern, text } from './settings.ts';
import type { Values } from './settings.ts';

const PUBLIC_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const ALL_PUBLIC_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];

/** The text of a key, or of the file that holds it. */
function publicKey(value: string): string {
  const pem = value.includes('-----BEGIN') ? value.replaceAll('\\n', '\n') : readable(value);
  try {
    createPublicKey(pem);
    return pem;
  } catch {
    throw new Malformed('a public key or certificate in PEM, or the name of a file with one');
  }
}

function readable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Malformed('a public key or certificate in PEM, or the name of a file with one that this process may read');
  }
}

export const authSettings = {
  AUTH: {
    parse: oneOf('jwt', 'none'),
    default: 'jwt',
    about: 'jwt: every caller needs a signed token. none: whoever reaches the gateway sees everything; on a loopback HOST only.',
  },
  ALLOW_UNAUTHENTICATED: {
    parse: onOff,
    default: 'off',
    about: 'AUTH=none on any HOST: something in front of the gateway checks callers.',
  },
  AUTH_JWKS_URL: { parse: httpUrl, default: null, about: 'Where the keys are published that tokens are checked with (JSON Web Key Set).' },
  AUTH_JWT_PUBLIC_KEY: {
    parse: publicKey,
    default: null,
    about: 'Public key or certificate (PEM) that tokens are checked with, or the file that holds it.',
  },
  AUTH_JWT_SECRET: { parse: text, default: null, about: 'Secret shared with who signs tokens, 32 bytes or more.', secret: true },
  AUTH_ALGORITHMS: {
    parse: list,
    default: null,
    about: `Signatures that are accepted, comma-separated. Without it ${PUBLIC_ALGORITHMS.join(', ')}; with a secret HS256.`,
  },
  AUTH_ISSUER: { parse: text, default: null, about: 'Issuer that tokens must name (iss).' },
  AUTH_AUDIENCE: { parse: text, default: null, about: 'Audience that tokens must name (aud).' },
  AUTH_CLOCK_SKEW_SECONDS: { parse: integer(0, 300), default: '30', about: 'By how much clocks may differ.' },
  AUTH_TENANT_CLAIM: {
    parse: text,
    default: 'tenant_id',
    about: 'Claim with the tenants that the caller may see: one, a list, or "*" for all.',
  },
  AUTH_AGENT_CLAIM: {
    parse: text,
    default: 'agent_id',
    about: 'Claim with the only agent that the caller may see; who has none may see all.',
  },
  AUTH_DN_CLAIM: { parse: text, default: 'dns', about: 'Claim with the numbers of that agent.' },
  AUTH_UNMASKED_CLAIM: {
    parse: text,
    default: null,
    about: 'Claim without which caller data is hidden. Without this setting it never is.',
  },
  OUTSIDE_NUMBER_PATTERN: {
    parse: pattern,
    default: '^\\+?[0-9]{7,}$',
    about: 'Which numbers are not of the site, and hidden with caller data (regular expression).',
  },
} as const;

const KEY_SETTINGS = ['AUTH_JWKS_URL', 'AUTH_JWT_PUBLIC_KEY', 'AUTH_JWT_SECRET'] as const;

/** Without rules whoever reaches the gateway sees everything. What is wrong with the settings, or worth a thought, is told in sentences. */
type Read = { readonly rules: TokenRules | null; readonly problems: readonly string[]; readonly warnings: readonly string[] };
type AuthValues = Values<typeof authSettings> & { readonly HOST: string };

export function tokenRules(values: AuthValues): Read {
  const given = KEY_SETTINGS.filter((name) => values[name] !== null);
  if (values.AUTH === 'none') return withoutTokens(values, given);
  if (given.length > 1) return { rules: null, problems: [`${given.join(' and ')} are given: keep one of them.`], warnings: [] };
  const keys = tokenKeys(values);
  if (keys === null) {
    const remedy = `set one of ${KEY_SETTINGS.join(', ')}, or AUTH=none to run without authentication on this machine only`;
    return { rules: null, problems: [`AUTH is jwt, and nothing says which keys tokens are checked with: ${remedy}.`], warnings: [] };
  }
  const possible = keys.kind === 'secret' ? SECRET_ALGORITHMS : ALL_PUBLIC_ALGORITHMS;
  const algorithms = values.AUTH_ALGORITHMS ?? (keys.kind === 'secret' ? ['HS256'] : PUBLIC_ALGORITHMS);
  const wrong = algorithms.filter((algorithm) => !possible.includes(algorithm));
  const problems =
    wrong.length === 0 ? [] : [`AUTH_ALGORITHMS holds ${wrong.join(', ')}: with ${given.join('')} it takes ${possible.join(', ')}.`];
  const rules: TokenRules = {
    keys,
    algorithms,
    issuer: values.AUTH_ISSUER,
    audience: values.AUTH_AUDIENCE,
    clockSkewSeconds: values.AUTH_CLOCK_SKEW_SECONDS,
    tenantClaim: values.AUTH_TENANT_CLAIM,
    agentClaim: values.AUTH_AGENT_CLAIM,
    dnClaim: values.AUTH_DN_CLAIM,
    unmaskedClaim: values.AUTH_UNMASKED_CLAIM,
    outsideNumber: values.OUTSIDE_NUMBER_PATTERN,
  };
  if (values.AUTH_JWT_SECRET === '')
    problems.push('AUTH_JWT_SECRET is empty: whoever signs tokens shares it, and nobody else may know it.');
  return { rules, problems, warnings: warningsOf(values) };
}

function warningsOf({ AUTH_JWT_SECRET, AUTH_ISSUER, AUTH_AUDIENCE }: Values<typeof authSettings>): string[] {
  const warnings: string[] = [];
  if (AUTH_JWT_SECRET !== null && Buffer.byteLength(AUTH_JWT_SECRET) < 32)
    warnings.push('AUTH_JWT_SECRET is shorter than 32 bytes: who has one token can try secrets until one fits.');
  const absent = [AUTH_ISSUER === null ? 'AUTH_ISSUER' : '', AUTH_AUDIENCE === null ? 'AUTH_AUDIENCE' : ''].filter((name) => name !== '');
  if (absent.length > 0 && AUTH_JWT_SECRET === null)
    warnings.push(
      `${absent.join(' and ')} ${absent.length > 1 ? 'are' : 'is'} not set: every token that these keys have signed counts, for whatever it was made.`,
    );
  return warnings;
}

function withoutTokens({ HOST, ALLOW_UNAUTHENTICATED }: AuthValues, given: readonly string[]): Read {
  const problems: string[] = [];
  if (given.length > 0) problems.push(`AUTH is none and ${given.join(', ')} is given: set AUTH=jwt, or leave it out.`);
  if (isLoopback(HOST)) return { rules: null, problems, warnings: [] };
  if (!ALLOW_UNAUTHENTICATED) {
    problems.push(
      `HOST is ${HOST} and AUTH=none: without authentication the gateway listens on this machine only, so set HOST=127.0.0.1 or one of ${KEY_SETTINGS.join(', ')}.`,
    );
  }
  return { rules: null, problems, warnings: [`AUTH=none on ${HOST}: whoever reaches this address sees all tenants.`] };
}

function tokenKeys({ AUTH_JWKS_URL, AUTH_JWT_PUBLIC_KEY, AUTH_JWT_SECRET }: Values<typeof authSettings>): TokenKeys | null {
  if (AUTH_JWKS_URL !== null) return { kind: 'jwks', url: AUTH_JWKS_URL };
  if (AUTH_JWT_PUBLIC_KEY !== null) return { kind: 'publicKey', pem: AUTH_JWT_PUBLIC_KEY };
  return AUTH_JWT_SECRET === null ? null : { kind: 'secret', secret: AUTH_JWT_SECRET };
}
