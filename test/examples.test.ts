/** The example, by the commands of its README: in a browser, on a live gateway that goes down and comes back. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from './support/browser.ts';
import { root } from './support/child.ts';
import type { Child } from './support/child.ts';
import { copyProject } from './support/copy.ts';
import type { Copy } from './support/copy.ts';
import { freePort } from '../scripts/free-port.ts';
import { until } from './support/until.ts';

/** It installs what its README says; on a busy machine that alone takes minutes. */
const SLOW_MS = 480_000;

/** Its two blocks of commands. What `npm ci` installs is there: that it does is tried with the README. */
function commandsOf(copy: Copy): readonly [string, string] {
  const readme = readFileSync(join(copy.path, 'examples/queue-board/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text = '']) => text);
  expect(blocks).toHaveLength(2);
  const [demo = '', board = ''] = blocks;
  expect(demo).toMatch(/^npm ci && /);
  return [demo.replace(/^npm ci && /, ''), board];
}

const QUESTION = /query QueueBoard/;
const placeOf = (sent: readonly string[] = [], operation: RegExp): number => sent.findIndex((message) => operation.test(message));
const asks = (sent: readonly string[] | undefined, operation: RegExp): boolean => placeOf(sent, operation) >= 0;

describe.skipIf(!hasBrowser)('the queue board', () => {
  let copy: Copy;
  let browser: Browser;
  beforeAll(async () => {
    copy = copyProject();
    symlinkSync(join(root, 'node_modules'), join(copy.path, 'node_modules'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    copy?.[Symbol.dispose]();
  });

  const rows = (page: Page, id: string): Promise<string[]> => page.locator(`#${id} tr`).allInnerTexts();
  const connection = (page: Page): Promise<string | null> => page.locator('#connection').getAttribute('data-connection');
  /** Without durations, which change by themselves. */
  const changes = async (page: Page, id: string, what: string): Promise<void> => {
    const read = async () => (await rows(page, id)).map((row) => row.replaceAll(/\d+(:\d\d)+/g, '')).join('\n');
    const before = await until(read, { what: `${what} to be shown`, timeoutMs: 60_000 });
    await until(async () => (await read()) !== before, { what: `${what} to change`, timeoutMs: 60_000 });
  };

  it('shows agents and calls as they change, says when the gateway is gone, and comes back with it', { timeout: SLOW_MS }, async () => {
    const [demo, board] = commandsOf(copy);
    const [port, pagePort] = [await freePort(), await freePort()];
    const origin = `http://localhost:${pagePort}`;
    const startGateway = async (commands: string): Promise<{ readonly child: Child; readonly pid: number }> => {
      const child = copy.type(commands, { PORT: String(port) });
      const pid = await until(() => /listening on \S+ \(pid (\d+)\)/.exec(child.stdout())?.[1], {
        what: 'the demo to listen',
        timeoutMs: SLOW_MS,
      });
      return { child, pid: Number(pid) };
    };
    const first = await startGateway(demo);
    await using _first = first.child;
    await using vite = copy.type(`${board} -- --port ${pagePort} --strictPort`, { VITE_GATEWAY: `http://127.0.0.1:${port}` });
    await until(() => vite.stdout().includes(origin), { what: 'the page to be served', timeoutMs: SLOW_MS });

    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    const connections: string[][] = [];
    page.on('websocket', (socket) => {
      if (!socket.url().includes(`:${port}/`)) return;
      const sent: string[] = [];
      connections.push(sent);
      socket.on('framesent', ({ payload }) => sent.push(String(payload)));
    });
    await page.goto(origin);
    expect(await page.locator('h1').innerText()).toBe('Queue 8001 of acme');
    await until(async () => (await connection(page)) === 'live', { what: 'the connection' });
    await changes(page, 'agents', 'agents');
    await changes(page, 'waiting', 'calls that wait');
    await until(() => asks(connections[0], /"agentIds":\[/) && asks(connections[0], /"callThreadIds":\[/), {
      what: 'questions about what events were about',
    });
    expect(await page.locator('#figures').innerText()).toMatch(/calls waiting\s+\d+/);

    const callsBefore = await until(
      async () => {
        const ids = await page.locator('#waiting tr').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-id')));
        return ids.length > 0 && ids;
      },
      { what: 'calls that wait' },
    );
    // A gateway that is stopped closes nothing: only a ping without an answer tells.
    process.kill(first.pid, 'SIGSTOP');
    await until(async () => (await connection(page)) === 'lost', { what: 'the silence to be noticed', timeoutMs: 60_000 });
    process.kill(first.pid, 'SIGCONT');
    await until(async () => (await connection(page)) === 'live', { what: 'the page to come back after silence', timeoutMs: 60_000 });

    process.kill(first.pid, 'SIGKILL');
    await until(async () => (await connection(page)) === 'lost', { what: 'the loss to be shown' });
    const second = await startGateway('npm run demo');
    await using _second = second.child;
    await until(async () => (await connection(page)) === 'live', { what: 'the page to come back', timeoutMs: 60_000 });
    const last = () => connections.at(-1);
    await until(() => asks(last(), QUESTION), { what: 'the question for all' });
    // Or what happens between the answer and the first event would be missed.
    for (const subscription of [/subscription QueueAgentEvents/, /subscription QueueCallEvents/]) {
      expect(placeOf(last(), subscription)).toBeLessThan(placeOf(last(), QUESTION));
      expect(asks(last(), subscription)).toBe(true);
    }
    // The new gateway has a new log: the calls of the old one are gone.
    for (const id of callsBefore)
      await until(async () => (await page.locator(`tr[data-id="${id}"]`).count()) === 0, { what: 'old calls to go' });
    await changes(page, 'agents', 'agents of the new log');
    expect(failures).toEqual([]);
  });

  it('builds, its types checked', { timeout: SLOW_MS }, async () => {
    await using build = copy.type('cd examples/queue-board && npm run build');
    expect(await build.exited, build.stdout()).toBe(0);
    expect(build.stdout()).toMatch(/dist\/index\.html/);
  });
});
