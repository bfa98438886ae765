/** The examples that run in a browser, bundled and in a page of another origin that is allowed. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { build, preview } from 'vite';
import type { PreviewServer } from 'vite';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { openGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { freePort } from '../../scripts/free-port.ts';
import { copyExamples } from './snippet.ts';

describe.skipIf(!hasBrowser).each(['wallboard.ts', 'apollo.ts', 'urql.ts', 'graphql-sse.ts'])(
  'examples/clients/%s in a browser',
  (name) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser?.close());

    it('subscribes from an allowed origin, and again after the gateway was away', { timeout: 120_000 }, async () => {
      const port = await freePort();
      const gatewayPort = await freePort();
      const folder = copyExamples(`http://127.0.0.1:${gatewayPort}`, [name]);
      let page: PreviewServer | null = null;
      const config = { port: gatewayPort, allowedOrigins: new Set([`http://127.0.0.1:${port}`]) };
      let gateway = await openGateway(config);
      try {
        writeFileSync(join(folder, 'index.html'), `<script type="module" src="./${name}"></script>`);
        const options = { root: folder, logLevel: 'error', configFile: false, build: { target: 'esnext' } } as const;
        await build(options);
        page = await preview({ ...options, preview: { host: '127.0.0.1', port, strictPort: true } });
        const tab = await browser.newPage();
        const said: string[] = [];
        tab.on('console', (message) => {
          // Objects are told by their members, which the text of a message shortens.
          void Promise.all(message.args().map((arg) => arg.jsonValue())).then(
            (values) => said.push(JSON.stringify(values)),
            () => {},
          );
        });
        await tab.goto(`http://127.0.0.1:${port}/`);
        for (const agentId of ['before-the-restart', 'after-the-restart']) {
          await until(() => gateway.hub.subscriptions('agentState') === 1, { what: `the page to subscribe: ${said.join('\n')}` });
          gateway.write('agentState', `acme:${agentId}`, { id: 'EventAgentReady', AgentID: agentId, ThisDN: '5001' });
          await until(() => said.some((line) => line.includes(agentId)), { what: `the page to tell of ${agentId}` });
          await gateway[Symbol.asyncDispose]();
          gateway = await openGateway(config);
        }
        await tab.close();
      } finally {
        await page?.close();
        await gateway[Symbol.asyncDispose]();
        rmSync(folder, { recursive: true });
      }
    });
  },
);
