/** `npm run screenshot`: takes docs/graphiql.png, the explorer of the demo with a queue as its supervisor sees it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { demoConfig } from '../src/config.ts';
import { Diagnostics } from '../src/diagnostics.ts';
import { startGateway } from '../src/gateway.ts';
import { demoOptions, play } from '../src/simulator/simulator.ts';

const file = fileURLToPath(new URL('../docs/graphiql.png', import.meta.url));
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const stop = new AbortController();
const config = demoConfig({ env: { PORT: '0' }, args: [], nowMs: Date.now() });
await using gateway = await startGateway(config, new Diagnostics());
const { append } = gateway;
if (append === null) throw new Error('the demo has an embedded log');
// A few minutes of history, so that every pane has something to tell.
const playing = play(demoOptions(Date.now() - 180_000), (records) => append(records), stop.signal);

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
  await page.goto(`${gateway.url}/graphql`);
  await page.locator('.graphiql-tab-button', { hasText: 'QueueAgents' }).click();
  await page.locator('.graphiql-query-editor', { hasText: 'QueueAgents' }).waitFor();
  const result = page.locator('.result-window');
  const isWhole = async (): Promise<boolean> => (await result.innerText()).includes('"SNAPSHOT"');
  // The snapshot has most to show; the first change may take its place before the picture is taken.
  let picture: Buffer | null = null;
  while (picture === null) {
    await page.click('.graphiql-execute-button');
    await result.filter({ hasText: '"SNAPSHOT"' }).waitFor({ timeout: 60_000 });
    const taken = await page.screenshot();
    if (await isWhole()) picture = taken;
    else await page.click('.graphiql-execute-button');
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, picture);
} finally {
  await browser.close();
  stop.abort();
  await playing;
}
console.log(`wrote ${file}`);
