import { generateKeyPairSync } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { GatewayError } from '../../src/errors.ts';
import { jwtAuthenticator } from '../../src/server/authenticator.ts';
import type { Authenticator } from '../../src/server/authenticator.ts';
import { until } from '../support/until.ts';
import { createKey, signWith, startKeyServer } from './key-server.ts';
import { thisTree } from './subject.ts';
import { bearer, secretRules } from './tokens.ts';
import { connect } from './wire.ts';
import type { Socket } from './wire.ts';

/** A little more than the gateway waits between two fetches of keys. */
const COOLDOWN_MS = 10_500;

function authenticatorOf(url: string, algorithms = ['ES256', 'RS256']) {
  const diagnostics = new Diagnostics();
  const told: { readonly url: string; readonly status: number | null }[] = [];
  diagnostics.on('keysUnavailable', (one) => told.push(one));
  const authenticator = jwtAuthenticator({ ...secretRules, keys: { kind: 'jwks', url }, algorithms }, diagnostics);
  return { authenticator, told, [Symbol.dispose]: () => authenticator[Symbol.dispose]() };
}

/** `ok`, or the code and the sentence of the refusal. */
async function outcome(authenticator: Authenticator, authorization: string): Promise<string> {
  try {
    await authenticator.authenticate(authorization);
    return 'ok';
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const NO_KEY = 'UNAUTHENTICATED: The signature of the token does not fit any key of this gateway.';
const NO_SERVER = 'UNAUTHENTICATED: The keys that tokens are checked with cannot be fetched now: try again in a moment.';

describe.concurrent('keys that a server publishes', { timeout: 90_000 }, () => {
  it('are fetched at the start, once, and known for ever', async () => {
    await using server = await startKeyServer();
    const key = await createKey('one');
    server.publish([key]);
    using one = authenticatorOf(server.url);
    expect(await Promise.all(Array.from({ length: 20 }, async () => outcome(one.authenticator, await signWith(key))))).toEqual(
      Array(20).fill('ok'),
    );
    expect(server.asked).toBe(1);
  });

  it('may be rotated: a new one is known after one more fetch, and the one that was withdrawn is not known any more', async () => {
    await using server = await startKeyServer();
    const [old, fresh] = [await createKey('old'), await createKey('fresh')];
    server.publish([old]);
    using one = authenticatorOf(server.url);
    expect(await outcome(one.authenticator, await signWith(old))).toBe('ok');
    server.publish([fresh]);
    await wait(COOLDOWN_MS);
    expect(await outcome(one.authenticator, await signWith(old))).toBe('ok');
    expect(server.asked).toBe(1);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => signWith(fresh)));
    expect(await Promise.all(tokens.map((token) => outcome(one.authenticator, token)))).toEqual(Array(20).fill('ok'));
    expect(server.asked).toBe(2);
    expect(await outcome(one.authenticator, await signWith(old))).toBe(NO_KEY);
    expect(server.asked).toBe(2);
  });

  it('that nobody knows make it be asked once in a while, however many there are', async () => {
    await using server = await startKeyServer();
    const key = await createKey('known');
    server.publish([key]);
    using one = authenticatorOf(server.url);
    expect(await outcome(one.authenticator, await signWith(key))).toBe('ok');
    const begin = performance.now();
    let flood = 0;
    while (performance.now() - begin < COOLDOWN_MS) {
      const unknown = await createKey(`unknown ${flood++}`);
      const [refused, accepted] = await Promise.all([signWith(unknown), signWith(key)]);
      expect(await outcome(one.authenticator, refused)).toBe(NO_KEY);
      expect(await outcome(one.authenticator, accepted)).toBe('ok');
    }
    expect(flood).toBeGreaterThan(10);
    // At the start, and once when the first wait was over.
    expect(server.asked).toBeLessThanOrEqual(2);
  });

  it('go on to be known while it fails; unknown ones are told why, it is not asked by each of them, and it is asked again later', async () => {
    const failures: readonly ((response: ServerResponse) => void)[] = [
      (response) => response.destroy(),
      (response) => response.writeHead(500).end(),
      (response) => response.writeHead(302, { location: '/keys?again' }).end(),
      (response) => response.writeHead(200).end('<html>log in, please</html>'),
      (response) => response.writeHead(200).end('{"keys":"none"}'),
      (response) => response.writeHead(200).end('{"keys":[7]}'),
      (response) => response.writeHead(200, { 'content-length': '100' }).end('{'),
    ];
    const [known, fresh] = [await createKey('known'), await createKey('fresh')];
    await Promise.all(failures.map((failure) => fails(failure)));

    async function fails(failure: (response: ServerResponse) => void): Promise<void> {
      await using server = await startKeyServer();
      server.publish([known]);
      using one = authenticatorOf(server.url);
      expect(await outcome(one.authenticator, await signWith(known))).toBe('ok');
      await wait(COOLDOWN_MS);
      server.answer(failure);
      const before = server.asked;
      for (let n = 0; n < 10; n++) {
        expect(await outcome(one.authenticator, await signWith(fresh))).toBe(NO_SERVER);
        expect(await outcome(one.authenticator, await signWith(known))).toBe('ok');
      }
      expect(server.asked).toBe(before + 1);
      expect(one.told.map(({ url }) => url)).toEqual([server.url]);
      server.answer(null);
      server.publish([known, fresh]);
      await wait(COOLDOWN_MS);
      expect(await outcome(one.authenticator, await signWith(fresh))).toBe('ok');
      expect(server.asked).toBe(before + 2);
    }
  });

  it('need not be there at the start: tokens are refused with the reason until they are', async () => {
    const port = await freePort();
    const key = await createKey('late');
    await using gateway = await (
      await thisTree()
    ).open({ ...secretRules, keys: { kind: 'jwks', url: `http://127.0.0.1:${port}/keys` }, algorithms: ['ES256'] });
    const authorization = await signWith(key);
    await expect(connect(gateway.url, authorization)).rejects.toThrow(/^refused: UNAUTHENTICATED: The keys .* cannot be fetched/);
    await using server = await startKeyServer(port);
    server.publish([key]);
    const socket = await until(() => connect(gateway.url, authorization).catch(() => null), {
      what: 'the keys to be fetched',
      timeoutMs: 40_000,
    });
    await socket.close();
    expect(server.asked).toBe(1);
  });

  it('may do without identifiers: the one that fits counts, of all that might', async () => {
    await using server = await startKeyServer();
    const keys = [
      await createKey(null),
      await createKey(null),
      await createKey(null),
      await createKey('named'),
      await createKey(null, 'RS256'),
    ];
    server.publish(keys);
    using one = authenticatorOf(server.url);
    for (const key of keys) {
      const alg = key.publicJwk.kty === 'RSA' ? 'RS256' : 'ES256';
      expect(await outcome(one.authenticator, await signWith({ ...key, kid: null }, {}, alg))).toBe('ok');
      expect(await outcome(one.authenticator, await signWith({ ...key, kid: null }, { exp: 5 }, alg))).toMatch(/^TOKEN_EXPIRED/);
    }
    expect(await outcome(one.authenticator, await signWith(await createKey(null)))).toBe(NO_KEY);
    expect(await outcome(one.authenticator, await signWith({ ...(await createKey(null)), kid: 'named' }))).toBe(NO_KEY);
    expect(server.asked).toBe(1);
  });

  it('may hold one that is too weak: it is for no token, and keeps no other from being tried', async () => {
    await using server = await startKeyServer();
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const key = await createKey(null, 'RS256');
    server.publish([{ ...key, publicJwk: publicKey.export({ format: 'jwk' }) }, key]);
    using one = authenticatorOf(server.url);
    expect(await outcome(one.authenticator, await signWith(key, {}, 'RS256'))).toBe('ok');
    expect(await outcome(one.authenticator, await signWith(await createKey(null, 'RS256'), {}, 'RS256'))).toBe(NO_KEY);
  });

  it('are no secrets: a key of another kind is for no token', async () => {
    await using server = await startKeyServer();
    const secret = {
      kty: 'oct',
      kid: 'shared',
      k: Buffer.from('as public as everything that is published').toString('base64url'),
      alg: 'HS256',
    };
    const key = await createKey('one');
    server.publish([{ ...key, kid: 'shared', publicJwk: secret }, key]);
    using one = authenticatorOf(server.url);
    const forged = await bearer({ tenant_id: '*' }, { secret: 'as public as everything that is published' });
    expect(await outcome(one.authenticator, forged)).toMatch(/^UNAUTHENTICATED: .*not allowed/);
    expect(await outcome(one.authenticator, await signWith(key))).toBe('ok');
  });

  it('may be waited for with a fresh token when the connection closes', async () => {
    await using server = await startKeyServer();
    const [known, fresh] = [await createKey('known'), await createKey('fresh')];
    server.publish([known]);
    await using gateway = await (await thisTree()).open({ ...secretRules, keys: { kind: 'jwks', url: server.url }, algorithms: ['ES256'] });
    const errors: unknown[] = [];
    gateway.diagnostics.on('unexpectedError', (error) => errors.push(error));
    const calls = (): number => gateway.hub.subscriptions('callThread');
    const openWith = async (): Promise<Socket> => {
      const socket = await connect(gateway.url, await signWith(known));
      socket.subscribe('1', 'subscription { callThreadEvents(tenantId: "acme") { __typename } }');
      await socket.query('{ gateway { version } }');
      return socket;
    };
    const [left, kept] = [await openWith(), await openWith()];
    expect(calls()).toBe(2);
    await wait(COOLDOWN_MS);
    const held: (() => void)[] = [];
    server.answer((response) => void held.push(() => response.writeHead(200).end(JSON.stringify({ keys: [fresh.publicJwk] }))));
    const authorization = await signWith(fresh, { tenant_id: 'globex' });
    for (const socket of [left, kept]) socket.send({ type: 'ping', payload: { authorization } });
    await until(() => held.length === 1, { what: 'the key server to be asked' });
    // What the connection may see is what it was until the fresh token has been checked.
    expect((await kept.query('{ viewer { allTenants } }')).data).toEqual({ viewer: { allTenants: true } });
    // Who has the answer knows that the fresh token counts.
    expect(kept.frames.some(({ type }) => type === 'pong')).toBe(false);
    await left.close();
    await until(() => calls() === 1, { what: 'its subscription to end' });
    held[0]?.();
    await until(() => kept.error('1') !== null, { what: 'the fresh token to count' });
    await until(() => kept.frames.some(({ type }) => type === 'pong'), { what: 'the pong' });
    expect(kept.error('1')).toBe('FORBIDDEN');
    expect(calls()).toBe(0);
    await kept.close();
    expect(errors).toEqual([]);
  });
});
