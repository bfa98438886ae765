/** The live page in Chromium: whatever is unplugged, killed or frozen, it shows every event once. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';
import { openLivePage } from './live-page.ts';
import type { LivePage } from './live-page.ts';

/** Else each silence is one of half a minute. */
const KEEP_ALIVE_MS = 2500;

// They wait for most of the time, each for a gateway of its own.
describe.skipIf(!hasBrowser || inject('kafkaBrokers') === null).concurrent('the live page', () => {
  let kafka: KafkaForTests;
  let browser: Browser;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await kafka?.[Symbol.asyncDispose]();
  });
  const open = (): Promise<LivePage> => openLivePage(kafka, browser, { keepAliveMs: KEEP_ALIVE_MS });

  it('goes on after the gateway was killed and started anew', { timeout: 120_000 }, async () => {
    await using page = await open();
    page.gateway.kill('SIGKILL');
    await page.gateway.exited;
    await page.lost();
    await page.writer.write(5);
    expect(await page.says()).toMatch(/trying again in \d+ s|connecting/);
    await page.startGateway();
    await page.writer.write(5);
    await page.connected();
    expect(await page.faults()).toEqual([]);
  });

  it('goes on after the gateway was drained and started anew', { timeout: 120_000 }, async () => {
    await using page = await open();
    page.gateway.kill('SIGTERM');
    await page.writer.write(5);
    await page.gateway.exited;
    await page.lost();
    await page.writer.write(5);
    await page.startGateway();
    await page.connected();
    await page.writer.write(5);
    expect(await page.faults()).toEqual([]);
  });

  // A minute of it: `npm run soak -- offline`.
  it('goes on after it was offline for some seconds', { timeout: 120_000 }, async () => {
    await using page = await open();
    await page.context.setOffline(true);
    await page.writer.write(5);
    await until(async () => !(await page.isOnline()), { what: 'the page to be offline' });
    await page.lost();
    await page.writer.write(5);
    await page.context.setOffline(false);
    await page.connected();
    await page.writer.write(5);
    expect(await page.faults()).toEqual([]);
  });

  it('goes on after the gateway was frozen', { timeout: 180_000 }, async () => {
    await using page = await open();
    page.gateway.kill('SIGSTOP');
    await page.writer.write(5);
    await page.lost();
    await page.writer.write(5);
    page.gateway.kill('SIGCONT');
    await page.connected();
    await page.writer.write(5);
    expect(await page.faults()).toEqual([]);
  });
});
