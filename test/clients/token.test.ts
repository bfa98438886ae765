/** The example with a token, on a gateway whose callers need tokens, with tokens that live for seconds. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { run, runMain } from '../support/child.ts';
import { until } from '../support/until.ts';
import { copyExamples } from './snippet.ts';

const SECRET = 'a secret of the test that nobody else may know';
const LIFETIME_SECONDS = 4;
const newToken = (): Promise<string> =>
  new SignJWT({ tenant_id: 'acme' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS)
    .sign(new TextEncoder().encode(SECRET));

it(
  'keeps its connection over the life of several tokens, and comes back with a fresh one when its own has ended',
  { timeout: 120_000 },
  async () => {
    let handedOut = 0;
    let closed = false;
    const login = createServer((_request, response) => {
      // While nobody can log in, tokens end.
      if (closed) return void response.writeHead(503).end();
      handedOut += 1;
      void newToken().then((token) => response.end(token));
    });
    await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
    await using gateway = runMain(['demo', '--auth', 'jwt', '--keepalive-seconds', '1'], {
      PORT: '0',
      AUTH_JWT_SECRET: SECRET,
      AUTH_CLOCK_SKEW_SECONDS: '0',
    });
    const url = await gateway.said(/listening on (\S+)/);
    const folder = copyExamples(url, ['token.ts']);
    try {
      const file = join(folder, 'token.ts');
      const address = `http://127.0.0.1:${(login.address() as AddressInfo).port}`;
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('https://login.example.com', address));
      await using client = run(process.execPath, ['--disable-warning=ExperimentalWarning', file], { cwd: folder });
      await client.said(/__typename: 'Event\w+',\s+eventId: '/);
      const audit = (what: string) => gateway.stderr().split(`"audit":"${what}"`).length - 1;
      await until(() => audit('refresh') >= 3, { what: 'fresh tokens to be taken', timeoutMs: 60_000 });
      expect(audit('connect')).toBe(1);

      closed = true;
      await until(() => audit('expire') === 1, { what: 'the last token to end', timeoutMs: 60_000 });
      closed = false;
      const before = client.stdout().length;
      await until(() => audit('connect') === 2, { what: 'the client to come back', timeoutMs: 60_000 });
      await until(() => /eventId/.test(client.stdout().slice(before)), { what: 'events again', timeoutMs: 60_000 });
      expect(handedOut).toBeGreaterThan(4);
    } finally {
      rmSync(folder, { recursive: true });
      login.closeAllConnections();
      login.close();
    }
  },
);
