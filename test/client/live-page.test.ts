/** The live page in Chromium, on the real gateway with Kafka behind it: whatever is unplugged, killed or frozen, it shows every event once. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { build, preview } from 'vite';
import type { PreviewServer } from 'vite';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { root, runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { freePort } from '../../scripts/free-port.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';
import { Writer } from './page.ts';

describe.skipIf(!hasBrowser || inject('kafkaBrokers') === null)('the live page', () => {
  let kafka: KafkaForTests;
  let browser: Browser;
  let folder: string;
  let server: PreviewServer;
  let topics: { readonly agentState: string; readonly callThread: string };
  let port: number;
  let pagePort: number;
  let gateway: Child;
  let context: BrowserContext;
  let page: Page;
  let writer: Writer;

  const startGateway = async (at: number): Promise<Child> => {
    const child = runMain(['start'], {
      KAFKA_BROKERS: kafka.brokers.join(','),
      AGENT_STATE_TOPIC: topics.agentState,
      CALL_THREAD_TOPIC: topics.callThread,
      AUTH: 'none',
      PORT: String(at),
      KEEPALIVE_SECONDS: '1',
      DRAIN_SECONDS: '2',
      ALLOWED_ORIGINS: `http://127.0.0.1:${pagePort}`,
    });
    await child.said(/listening on/);
    await until(async () => (await fetch(`http://127.0.0.1:${at}/readyz`).catch(() => null))?.status === 200, { what: 'it to be ready' });
    return child;
  };

  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'live-page-'));
    cpSync(join(root, 'examples/live-page'), folder, {
      recursive: true,
      filter: (path) => !/node_modules|dist/.test(path.slice(root.length)),
    });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(async () => {
    await browser?.close();
    await kafka?.[Symbol.asyncDispose]();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    [port, pagePort] = [await freePort(), await freePort()];
    topics = { agentState: await kafka.createTopic({ partitions: 3 }), callThread: await kafka.createTopic() };
    gateway = await startGateway(port);
    const options = {
      root: folder,
      logLevel: 'error',
      configFile: false,
      build: { target: 'esnext' },
      resolve: {
        alias: {
          'voice-events-gateway/client': join(root, 'schema/client/index.ts'),
          'voice-events-gateway/resuming': join(root, 'schema/client/resuming.ts'),
        },
      },
      define: { 'import.meta.env.VITE_GATEWAY': JSON.stringify(`http://127.0.0.1:${port}`) },
    } as const;
    await build(options);
    server = await preview({ ...options, preview: { host: '127.0.0.1', port: pagePort, strictPort: true } });
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`http://127.0.0.1:${pagePort}/`);
    writer = new Writer((key, value) => kafka.producer.send([{ topic: topics.agentState, key, value: JSON.stringify(value) }]));
    await connected();
    await writer.write(5);
    await hasAll();
  });
  afterEach(async () => {
    await context?.close();
    await server?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  const status = () => page.locator('#connection').getAttribute('data-status');
  const connected = () => until(async () => (await status()) === 'connected', { what: 'the page to be connected', timeoutMs: 60_000 });
  const lost = () => until(async () => (await status()) !== 'connected', { what: 'the page to notice', timeoutMs: 60_000 });
  /** No hole, no double. */
  async function hasAll(): Promise<void> {
    const seen = async () =>
      (await page.locator('#events li').allInnerTexts()).map((text) => Number(/on (\d+)$/.exec(text)?.[1])).toSorted((a, b) => a - b);
    await until(async () => (await seen()).length >= writer.written, { what: 'all events', timeoutMs: 60_000 }).catch(() => {});
    expect(await seen()).toEqual(Array.from({ length: writer.written }, (_, n) => n));
    expect(await page.locator('.gap').count()).toBe(0);
  }

  it('goes on after the gateway was killed and started anew', { timeout: 120_000 }, async () => {
    gateway.kill('SIGKILL');
    await gateway.exited;
    await lost();
    await writer.write(5);
    expect(await page.locator('#connection').textContent()).toMatch(/trying again in \d+ s|connecting/);
    gateway = await startGateway(port);
    await writer.write(5);
    await connected();
    await hasAll();
  });

  it('goes on after the gateway was drained and started anew', { timeout: 120_000 }, async () => {
    gateway.kill('SIGTERM');
    await writer.write(5);
    await gateway.exited;
    await lost();
    await writer.write(5);
    gateway = await startGateway(port);
    await connected();
    await writer.write(5);
    await hasAll();
  });

  it('goes on after it was offline for some seconds', { timeout: 120_000 }, async () => {
    await context.setOffline(true);
    await writer.write(5);
    await until(async () => !(await page.evaluate(() => navigator.onLine)), { what: 'the page to be offline' });
    await lost();
    await writer.write(5);
    await context.setOffline(false);
    await connected();
    await writer.write(5);
    await hasAll();
  });

  it('goes on after the gateway was frozen', { timeout: 180_000 }, async () => {
    gateway.kill('SIGSTOP');
    await writer.write(5);
    await lost();
    await writer.write(5);
    gateway.kill('SIGCONT');
    await connected();
    await writer.write(5);
    await hasAll();
  });
});
