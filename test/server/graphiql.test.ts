import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))('GraphiQL in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;
  beforeAll(async () => {
    gateway = await openGateway();
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  const subscriptions = () => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread');

  it('subscribes over WebSocket, shows events, asks no other host for anything, and leaves nothing behind after a reload', async () => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    const failures: string[] = [];
    const sockets: string[] = [];
    page.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).origin !== gateway.url) foreign.push(request.url());
    });
    page.on('pageerror', (error) => failures.push(String(error)));
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(`${gateway.url}/`);
    await page.click('.graphiql-execute-button');
    await page.getByRole('menuitem', { name: 'Calls' }).click();
    await until(() => subscriptions() === 1, { what: 'the subscription' });
    gateway.write('callThread', 'acme:thread-of-the-browser', { id: 'EventQueued', ThisQueue: '8001', CallType: 2 });
    await page.locator('.result-window', { hasText: 'thread-of-the-browser' }).waitFor();
    expect(await page.locator('.result-window').innerText()).toContain('EventQueued');
    expect(sockets).toEqual([`${gateway.url.replace('http', 'ws')}/graphql`]);

    await page.reload();
    await until(() => subscriptions() === 0, { what: 'the subscription of the page before to end' });
    await page.close();
    expect({ foreign, failures }).toEqual({ foreign: [], failures: [] });
  });
});
