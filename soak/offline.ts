/** A laptop whose lid is closed for a while: the live page in Chromium without a network, while events go on. */
import { setTimeout as wait } from 'node:timers/promises';
import { startKafka } from '../scripts/kafka-broker.ts';
import { openLivePage } from '../test/client/live-page.ts';
import { hasBrowser, openBrowser } from '../test/support/browser.ts';
import { kafkaForTests } from '../test/support/kafka.ts';
import type { Soak } from './soak.ts';

const EVENTS_A_SECOND = 5;
/** The longest pause between two attempts, 30 seconds, and time to show it all. */
const MAX_BACK_SECONDS = 40;

export const offline: Soak = {
  about: 'the live page in Chromium without a network: once it is back, every event is there once, and no gap',
  minutes: 1,
  run: async ({ minutes, tell, signal }) => {
    if (!hasBrowser) return { figures: [], faults: ['there is no Chromium: install it, or name its place with CHROMIUM'] };
    await using broker = await startKafka();
    await using kafka = await kafkaForTests(broker.brokers);
    const browser = await openBrowser();
    await using _browser = { [Symbol.asyncDispose]: () => browser.close() };
    await using page = await openLivePage(kafka, browser);
    const { context, writer } = page;
    const shown = writer.written;

    await context.setOffline(true);
    const untilMs = performance.now() + minutes * 60_000;
    while (performance.now() < untilMs) {
      await writer.write(1);
      await wait(1000 / EVENTS_A_SECOND, undefined, { signal });
    }
    const faults: string[] = [];
    if (await page.isOnline()) faults.push('the page has not been offline');
    const missed = writer.written - shown;
    tell(`offline for ${minutes} minutes, in which ${missed} events were written; it says: ${await page.says()}`);
    await page.lost();

    await context.setOffline(false);
    const onlineMs = performance.now();
    await page.connected();
    await writer.write(EVENTS_A_SECOND);
    faults.push(...(await page.faults()));
    const backSeconds = Math.round((performance.now() - onlineMs) / 100) / 10;
    return {
      figures: [
        { name: 'events while offline', unit: '', value: missed, atMost: null },
        { name: 'until all was shown', unit: 's', value: backSeconds, atMost: MAX_BACK_SECONDS },
      ],
      faults,
    };
  },
};
