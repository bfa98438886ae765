/** What pages of other origins get from the gateway in a real browser. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoConfig } from '../../src/config.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

/** An empty page of an origin of its own. */
async function openPage() {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}

describe.skipIf(!hasBrowser)('a page of another origin', () => {
  let browser: Browser;
  let allowed: Awaited<ReturnType<typeof openPage>>;
  let foreign: Awaited<ReturnType<typeof openPage>>;
  let gateway: TestGateway;
  beforeAll(async () => {
    browser = await openBrowser();
    allowed = await openPage();
    foreign = await openPage();
    gateway = await openGateway({ allowedOrigins: new Set([allowed.origin]) });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
    await allowed?.[Symbol.asyncDispose]();
    await foreign?.[Symbol.asyncDispose]();
  });

  /** What a page of this origin is told by each way there is. */
  const tried = async (origin: string) => {
    const page = await browser.newPage();
    await page.goto(origin);
    const told = await page.evaluate(async (url) => {
      const post = (headers: Record<string, string>, body: string) =>
        fetch(`${url}/graphql`, { method: 'POST', headers, body })
          .then((response) => response.text())
          .catch(() => 'blocked');
      const query = '{ viewer { allTenants } }';
      const socket = (): Promise<string> =>
        new Promise((resolve) => {
          const webSocket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
          webSocket.addEventListener('open', () => webSocket.send('{"type":"connection_init"}'));
          webSocket.addEventListener('message', ({ data }) => resolve(String(data)));
          webSocket.addEventListener('close', ({ code }) => resolve(`closed ${code}`));
        });
      const image = (): Promise<string> =>
        new Promise((resolve) => {
          const element = new Image();
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('refused'));
          element.src = `${url}/graphql?query=${encodeURIComponent(query)}`;
        });
      return {
        json: await post({ 'content-type': 'application/json' }, JSON.stringify({ query })),
        withToken: await post({ 'content-type': 'application/json', authorization: 'Bearer x' }, JSON.stringify({ query })),
        simple: await post({ 'content-type': 'application/x-www-form-urlencoded' }, `query=${encodeURIComponent(query)}`),
        get: await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`)
          .then((response) => response.text())
          .catch(() => 'blocked'),
        socket: await socket(),
        image: await image(),
      };
    }, gateway.url);
    await page.close();
    return told;
  };

  it('is answered by each way where its origin is allowed', async () => {
    const answer = '{"data":{"viewer":{"allTenants":true}}}';
    expect(await tried(allowed.origin)).toEqual({
      ...{ json: answer, withToken: answer, simple: answer, get: answer },
      ...{ socket: '{"type":"connection_ack"}', image: 'refused' },
    });
  });

  it('gets nothing by any way where it is not, nor does it get an operation executed', async () => {
    const executed: string[] = [];
    const counting = gateway.diagnostics.on('audit', ({ what }) => void executed.push(what));
    expect(await tried(foreign.origin)).toEqual({
      ...{ json: 'blocked', withToken: 'blocked', simple: 'blocked', get: 'blocked' },
      ...{ socket: 'closed 1006', image: 'refused' },
    });
    counting[Symbol.dispose]();
    expect(executed).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('GraphiQL on a gateway that wants tokens', () => {
  it('opens without one, and asks and subscribes with the one in its headers pane', async () => {
    const secret = 'a secret of the test that nobody else may know';
    const token = await new SignJWT({ tenant_id: 'acme' }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
    const config = demoConfig({ env: { AUTH: 'jwt', AUTH_JWT_SECRET: secret, PORT: '0' }, args: [], nowMs: Date.now() });
    await using gateway = await openGateway(config);
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${gateway.url}/graphql`);
      const choose = async (name: string): Promise<void> => {
        await page.locator('.graphiql-tab-button', { hasText: name }).click();
        await page.locator('.graphiql-query-editor', { hasText: name }).waitFor();
      };
      await choose('Status');
      await page.click('.graphiql-execute-button');
      await page.locator('.result-window', { hasText: 'UNAUTHENTICATED' }).waitFor();

      for (const name of ['Status', 'LiveAgents']) {
        await choose(name);
        await page.getByRole('button', { name: 'Headers' }).click();
        await page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.press('Delete');
        await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${token}` }));
        await until(async () => !(await page.locator('.graphiql-editor-tool .view-lines:visible').innerText()).includes('<token>'), {
          what: 'the token',
        });
        // GraphiQL looks at what was typed a moment later.
        await page.waitForTimeout(500);
        await page.click('.graphiql-execute-button');
        if (name === 'Status') await page.locator('.result-window', { hasText: '"ready": true' }).waitFor();
      }
      await until(() => gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
      gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', AgentID: '1001', ThisDN: '5001' });
      await page.locator('.result-window', { hasText: 'EventAgentReady' }).waitFor();
    } finally {
      await browser.close();
    }
  });
});
