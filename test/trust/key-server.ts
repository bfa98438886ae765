/** A server of public keys on loopback, which can be told to fail. */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { nowSeconds } from './tokens.ts';

export type SigningKey = { readonly kid: string | null; readonly publicJwk: JWK; readonly privateKey: CryptoKey };

/** Without a kid, neither the published key nor tokens signed with it name one. */
export async function createKey(kid: string | null, alg = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, publicJwk: { ...(await exportJWK(publicKey)), ...(kid === null ? {} : { kid }) }, privateKey };
}

export async function signWith({ kid, privateKey }: SigningKey, claims: Record<string, unknown> = {}, alg = 'ES256'): Promise<string> {
  const token = await new SignJWT({ tenant_id: '*', exp: nowSeconds() + 3600, ...claims })
    .setProtectedHeader({ alg, ...(kid === null ? {} : { kid }) })
    .sign(privateKey);
  return `Bearer ${token}`;
}

export type KeyServer = AsyncDisposable & {
  readonly url: string;
  publish(keys: readonly SigningKey[]): void;
  /** How it answers from now on; null: with the keys. */
  answer(how: ((response: ServerResponse) => void) | null): void;
  /** How often it was asked so far. */
  readonly asked: number;
};

export async function startKeyServer(port = 0): Promise<KeyServer> {
  let keys: readonly SigningKey[] = [];
  let how: ((response: ServerResponse) => void) | null = null;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (how !== null) return how(response);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    publish: (those) => (keys = those),
    answer: (other) => (how = other),
    get asked() {
      return asked;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
