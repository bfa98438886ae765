/** The live page as it is published, in Chromium, on a gateway with Kafka behind it. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { build, preview } from 'vite';
import { freePort } from '../../scripts/free-port.ts';
import { root, runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';
import { Writer } from './writer.ts';

export type LivePage = AsyncDisposable & {
  readonly context: BrowserContext;
  readonly writer: Writer;
  readonly gateway: Child;
  /** The next one, at the same address. */
  startGateway(): Promise<void>;
  /** What it says of its connection. */
  says(): Promise<string | null>;
  /** Whether it believes in its network. */
  isOnline(): Promise<boolean>;
  connected(): Promise<unknown>;
  lost(): Promise<unknown>;
  /** What is wrong with what it shows once it had the time to show all, in words: every event is to be there once, and no gap. */
  faults(): Promise<string[]>;
};

const PATIENCE = { timeoutMs: 60_000 };

/** Resolves when it is connected and shows the first events. With `keepAliveMs` its client pings more often than by default, and so takes a silence for an end sooner. */
export async function openLivePage(
  kafka: KafkaForTests,
  browser: Browser,
  { keepAliveMs }: { readonly keepAliveMs?: number } = {},
): Promise<LivePage> {
  await using opening = new AsyncDisposableStack();
  const [port, pagePort] = [await freePort(), await freePort()];
  const topics = { agentState: await kafka.createTopic({ partitions: 3 }), callThread: await kafka.createTopic() };
  const startGateway = async (): Promise<Child> => {
    const child = runMain(['start'], {
      KAFKA_BROKERS: kafka.brokers.join(','),
      AGENT_STATE_TOPIC: topics.agentState,
      CALL_THREAD_TOPIC: topics.callThread,
      AUTH: 'none',
      PORT: String(port),
      KEEPALIVE_SECONDS: '1',
      DRAIN_SECONDS: '2',
      ALLOWED_ORIGINS: `http://127.0.0.1:${pagePort}`,
    });
    const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.status === 200;
    try {
      await child.said(/listening on/);
      await until(isReady, { what: 'it to be ready', ...PATIENCE });
    } catch (error) {
      await child[Symbol.asyncDispose]();
      throw error;
    }
    return child;
  };
  let gateway = await startGateway();
  opening.defer(() => gateway[Symbol.asyncDispose]());

  const folder = opening.adopt(mkdtempSync(join(tmpdir(), 'live-page-')), (path) => rmSync(path, { recursive: true }));
  cpSync(join(root, 'examples/live-page'), folder, {
    recursive: true,
    filter: (path) => !/node_modules|dist/.test(path.slice(root.length)),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const client = join(root, 'schema/client/resuming.ts');
  const impatient = join(folder, 'impatient.ts');
  writeFileSync(
    impatient,
    `import { createResumingClient as create } from ${JSON.stringify(client)};
export const createResumingClient = (options) => create({ keepAliveMs: ${keepAliveMs}, ...options });`,
  );
  const options = {
    root: folder,
    logLevel: 'error',
    configFile: false,
    build: { target: 'esnext' },
    resolve: {
      alias: {
        'voice-events-gateway/client': join(root, 'schema/client/index.ts'),
        'voice-events-gateway/resuming': keepAliveMs === undefined ? client : impatient,
      },
    },
    define: { 'import.meta.env.VITE_GATEWAY': JSON.stringify(`http://127.0.0.1:${port}`) },
  } as const;
  await build(options);
  opening.adopt(await preview({ ...options, preview: { host: '127.0.0.1', port: pagePort, strictPort: true } }), (server) =>
    server.close(),
  );
  const context = opening.adopt(await browser.newContext(), (one) => one.close());
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${pagePort}/`);

  const writer = new Writer((key, value) => kafka.producer.send([{ topic: topics.agentState, key, value: JSON.stringify(value) }]));
  const says = () => page.locator('#connection').textContent();
  const status = () => page.locator('#connection').getAttribute('data-status');
  const connected = () => until(async () => (await status()) === 'connected', { what: 'the page to be connected', ...PATIENCE });
  const numbers = async () => (await page.locator('#events li').allInnerTexts()).map((text) => Number(/on (\d+)$/.exec(text)?.[1]));
  const faults = async (): Promise<string[]> => {
    await until(async () => (await numbers()).length >= writer.written, { what: 'all events', ...PATIENCE }).catch(() => {});
    const seen = await numbers();
    const missing = Array.from({ length: writer.written }, (_, n) => n).filter((n) => !seen.includes(n));
    const strange = seen.filter((n, place) => seen.indexOf(n) !== place || !(n < writer.written));
    const gaps = await page.locator('.gap').count();
    return [
      ...missing.map((n) => `event ${n} is missing`),
      ...strange.map((n) => `event ${n} is not what was written, or is there twice`),
      ...(gaps > 0 ? [`${gaps} gaps are shown`] : []),
    ];
  };
  await connected();
  await writer.write(5);
  const atFirst = await faults();
  if (atFirst.length > 0) throw new Error(`the page begins badly: ${atFirst.join(', ')}`);

  const opened = opening.move();
  return {
    context,
    writer,
    get gateway() {
      return gateway;
    },
    startGateway: async () => void (gateway = await startGateway()),
    says,
    isOnline: () => page.evaluate(() => navigator.onLine),
    connected,
    lost: () => until(async () => (await status()) !== 'connected', { what: 'the page to notice', ...PATIENCE }),
    faults,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
