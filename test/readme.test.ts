/** The commands and snippets of the README, run in a fresh clone as they stand there; only ports are other ones where those are taken. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root, run } from './support/child.ts';
import type { Child } from './support/child.ts';
import { openBrowser } from './support/browser.ts';
import { freePort } from '../scripts/free-port.ts';
import { until } from './support/until.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The one block of this language that has this text in it. */
function block(language: string, containing: string): string {
  const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, of, text]) => of === language && text?.includes(containing));
  expect(blocks.map(([, , text]) => text)).toHaveLength(1);
  return blocks[0]?.[2] ?? '';
}

/** Where somebody keeps projects, this one among them. */
let home = '';
let clone = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  clone = join(home, 'voice-events-gateway');
  execFileSync('git', ['clone', '--quiet', root, clone]);
});
afterAll(() => rmSync(home, { recursive: true }));

/** A block as a user types it, at the root of the clone. The system's Node, not the one that runs the tests. */
function type(commands: string, env: Record<string, string> = {}): Child {
  const PATH = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.startsWith(root))
    .join(':');
  return run('bash', ['-c', commands], { cwd: clone, env: { ...env, PATH } });
}

const LISTENING = /listening on (http:\/\/\S+:\d+) \(pid (\d+)\)/;

/** What the snippets print when they run against this gateway, until there is a line that matches. */
async function snippetsAgainst(url: string): Promise<void> {
  // Without its types, as a bundler or tsx would run it: the system's Node may not know types.
  const script = stripTypeScriptTypes(block('ts', "from 'ws'"));
  writeFileSync(join(clone, 'snippet.mjs'), script.replaceAll('127.0.0.1:4000', new URL(url).host));
  await using snippet = type('node snippet.mjs');
  await snippet.said(/__typename: 'Event\w+'/);
  await using curl = type(block('sh', 'curl').replaceAll('127.0.0.1:4000', new URL(url).host));
  await curl.said(/^data: \{"data":\{"callThreadEvents":\{"__typename":"Event\w+"/m);
}

/** An empty Vite project with the snippet: types, bundle, and what a browser shows. */
async function firstPageAgainst(url: string): Promise<void> {
  await using made = type(block('sh', 'npm create -y vite'));
  expect(await made.exited, made.stderr()).toBe(0);
  const main = join(home, 'first-page/src/main.ts');
  writeFileSync(main, block('ts', 'voice-events-gateway/client').replaceAll('127.0.0.1:4000', new URL(url).host));
  await using build = type('cd ../first-page && npm run build');
  expect(await build.exited, build.stdout()).toBe(0);

  const port = await freePort(5173);
  await using vite = type(`cd ../first-page && npm run dev -- --port ${port} --strictPort`);
  await until(() => vite.stdout().includes(`http://localhost:${port}`), { what: 'the page to be served', timeoutMs: 60_000 });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}`);
    await page
      .locator('li', { hasText: /Event\w+ of agent \d+ on \d+/ })
      .first()
      .waitFor();
  } finally {
    await browser.close();
  }
}

describe('the README, in a fresh clone', () => {
  it('brings the demo up with its first command, and the snippets subscribe to it', { timeout: 240_000 }, async () => {
    const port = await freePort(4000);
    await using demo = type(block('sh', 'npm ci && npm run demo'), { PORT: String(port) });
    const url = await until(() => LISTENING.exec(demo.stdout())?.[1], {
      what: `the demo to listen:\n${demo.stderr()}`,
      timeoutMs: 200_000,
    });
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('Voice events');
    await Promise.all([snippetsAgainst(url), firstPageAgainst(url)]);
  });

  it.skipIf(inject('ownKafkaMissing') !== null)(
    'brings Kafka, the simulator and the gateway up with its three commands',
    { timeout: 240_000 },
    async () => {
      const port = await freePort(4000);
      const kafkaPort = await freePort(9092);
      const command = block('sh', 'npm run kafka').trim();
      await using kafka = type(kafkaPort === 9092 ? command : `${command} -- --port ${kafkaPort}`);
      await until(() => kafka.stdout().includes('Kafka is ready'), { what: 'Kafka to be ready', timeoutMs: 120_000 });
      const other = (text: string) => text.replaceAll('127.0.0.1:9092', `127.0.0.1:${kafkaPort}`);
      await using gateway = type(other(block('sh', 'npm start')), { PORT: String(port) });
      const url = await gateway.said(LISTENING);
      await using simulator = type(other(block('sh', 'npm run simulate')));
      await simulator.said(/simulating 2 tenants/);
      await snippetsAgainst(url);
    },
  );
});
