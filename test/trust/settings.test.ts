import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { runMain } from '../support/child.ts';
import { query } from '../support/gateway.ts';
import { bearer, nowSeconds, SECRET } from './tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Made for this test, and of no use elsewhere. */
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV6JrZT+G5s8Wpg8B
qtFX8ZI6gCpc0JKbhCUxTV5z2VGhRANCAAQpUdQMAHTAzMOzieDAjwUXyAGu26/1
9OyIqqM6U2bS2STGOpbKeNcRdFaGgd01NdD7ixt6+6XmoRYjS+R+KvUE
-----END PRIVATE KEY-----`;
/** Of the same key, signed by itself. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBoDCCAUWgAwIBAgIUU2RTaOvpx8WM0QJGHAV2O9Zrxa8wCgYIKoZIzj0EAwIw
JDEiMCAGA1UEAwwZdm9pY2UtZXZlbnRzLWdhdGV3YXkgdGVzdDAgFw0yNjExMjUw
OTI4NDNaGA8yMTI2MTEwMTA5Mjg0M1owJDEiMCAGA1UEAwwZdm9pY2UtZXZlbnRz
LWdhdGV3YXkgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABClR1AwAdMDM
w7OJ4MCPBRfIAa7br/X07IiqozpTZtLZJMY6lsp41xF0VoaB3TU10PuLG3r7peah
FiNL5H4q9QSjUzBRMB0GA1UdDgQWBBTScsGufKPls2nbNwofzsZUDCY4rjAfBgNV
HSMEGDAWgBTScsGufKPls2nbNwofzsZUDCY4rjAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0kAMEYCIQCfwqWMlob9D6vWEHf2lbcB/U7ckKq0E955YOksotRx
AgIhAKVk+zSICEOE/5QSh/a5vTI6NQlDBa2EZBXrLvtws3A1
-----END CERTIFICATE-----`;

const PUBLIC_KEY = String(createPublicKey(CERTIFICATE).export({ type: 'spki', format: 'pem' }));
const ed25519 = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pemOf = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }));

type Signed = { readonly alg: string; readonly key: () => Promise<Parameters<SignJWT['sign']>[0]> };
const es256: Signed = { alg: 'ES256', key: () => importPKCS8(PRIVATE_KEY, 'ES256') };
const tokenOf = async ({ alg, key }: Signed): Promise<string> =>
  `Bearer ${await new SignJWT({ sub: 'somebody', tenant_id: 'acme', exp: nowSeconds() + 600 }).setProtectedHeader({ alg }).sign(await key())}`;

/** No broker is there, and none is needed to say who somebody is. */
const BASE = { KAFKA_BROKERS: '127.0.0.1:1', PORT: '0' };
const WHO = '{ viewer { subject tenantIds } }';

describe.concurrent('a gateway that is given', { timeout: 60_000 }, () => {
  it.each<[string, Record<string, string>, () => Promise<string>]>([
    ['a public key', { AUTH_JWT_PUBLIC_KEY: PUBLIC_KEY }, () => tokenOf(es256)],
    ['a public key in one line', { AUTH_JWT_PUBLIC_KEY: PUBLIC_KEY.replaceAll('\n', '\\n') }, () => tokenOf(es256)],
    ['a public key in a file', { AUTH_JWT_PUBLIC_KEY: file('key.pem', PUBLIC_KEY) }, () => tokenOf(es256)],
    ['a certificate', { AUTH_JWT_PUBLIC_KEY: CERTIFICATE }, () => tokenOf(es256)],
    ['a certificate in a file', { AUTH_JWT_PUBLIC_KEY: file('certificate.pem', CERTIFICATE) }, () => tokenOf(es256)],
    [
      'a key for EdDSA',
      { AUTH_JWT_PUBLIC_KEY: pemOf(ed25519.publicKey) },
      () => tokenOf({ alg: 'EdDSA', key: () => Promise.resolve(ed25519.privateKey) }),
    ],
    [
      'another algorithm',
      { AUTH_JWT_PUBLIC_KEY: pemOf(rsa.publicKey), AUTH_ALGORITHMS: 'PS256' },
      () => tokenOf({ alg: 'PS256', key: () => Promise.resolve(rsa.privateKey) }),
    ],
    ['a secret', { AUTH_JWT_SECRET: SECRET }, () => bearer({ sub: 'somebody', tenant_id: 'acme' })],
    ['a secret in a file', { AUTH_JWT_SECRET_FILE: file('secret', `${SECRET}\n`) }, () => bearer({ sub: 'somebody', tenant_id: 'acme' })],
  ])('%s takes tokens that fit, and no others', async (_what, env, token) => {
    await using gateway = runMain(['start'], { ...BASE, ...env });
    const url = await gateway.said(/listening on (http:\/\/\S+:\d+)/);
    const authorization = await token();
    expect(await query(url, WHO, {}, { authorization })).toMatchObject({
      status: 200,
      body: { data: { viewer: { subject: 'somebody', tenantIds: ['acme'] } } },
    });
    const changed = authorization.replace(/.{8}$/, 'AAAAAAAA');
    for (const forged of [changed, await bearer({ tenant_id: '*' }, { secret: PUBLIC_KEY })])
      expect(await query(url, WHO, {}, { authorization: forged })).toMatchObject({
        status: 401,
        body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      });
    expect((await query(url, WHO)).status).toBe(401);
    expect(gateway.stderr()).not.toContain(authorization.slice(-40));
    expect(gateway.stderr()).not.toContain(SECRET);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no key', {}, /^AUTH is jwt, and nothing says which keys/m],
    ['two keys', { AUTH_JWT_SECRET: SECRET, AUTH_JWT_PUBLIC_KEY: PUBLIC_KEY }, /^AUTH_JWT_PUBLIC_KEY and AUTH_JWT_SECRET are given/m],
    [
      'a secret twice',
      { AUTH_JWT_SECRET: SECRET, AUTH_JWT_SECRET_FILE: file('again', SECRET) },
      /^AUTH_JWT_SECRET and AUTH_JWT_SECRET_FILE/m,
    ],
    ['an empty secret', { AUTH_JWT_SECRET_FILE: file('empty', '\n') }, /^AUTH_JWT_SECRET is /m],
    [
      'a file without a key',
      { AUTH_JWT_PUBLIC_KEY: file('nonsense', 'nonsense') },
      /^AUTH_JWT_PUBLIC_KEY is .*: it takes a public key or certificate/m,
    ],
    ['a file that is not there', { AUTH_JWT_PUBLIC_KEY: join(folder, 'absent') }, /^AUTH_JWT_PUBLIC_KEY is .* that this process may read/m],
    ['algorithm none', { AUTH_JWT_PUBLIC_KEY: PUBLIC_KEY, AUTH_ALGORITHMS: 'ES256,none' }, /^AUTH_ALGORITHMS holds none/m],
    ['an algorithm of secrets for a key', { AUTH_JWT_PUBLIC_KEY: PUBLIC_KEY, AUTH_ALGORITHMS: 'HS256' }, /^AUTH_ALGORITHMS holds HS256/m],
    ['an address that is no page', { AUTH_JWKS_URL: 'file:///etc/passwd' }, /^AUTH_JWKS_URL is /m],
    ['no authentication for everybody', { AUTH: 'none', HOST: '0.0.0.0' }, /^HOST is 0\.0\.0\.0 and AUTH=none/m],
    ['no authentication, and a key', { AUTH: 'none', AUTH_JWT_SECRET: SECRET }, /^AUTH is none and AUTH_JWT_SECRET is given/m],
  ])('%s ends with exit code 2 and one sentence', async (_what, env, sentence) => {
    await using gateway = runMain(['start'], { ...BASE, ...env });
    expect(await gateway.exited).toBe(2);
    expect(gateway.stderr()).toMatch(sentence);
    expect(gateway.stderr().trim().split('\n')).toHaveLength(1);
    expect(gateway.stdout()).toBe('');
    expect(gateway.stderr()).not.toContain(SECRET);
  });
});
