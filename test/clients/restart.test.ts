/** Every example against a real gateway that is killed, or drains, and is started again at the same place. */
import { describe, expect, it } from 'vitest';
import { runMain } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { until } from '../support/until.ts';
import { EXAMPLES } from './examples.ts';
import { freePort } from '../../scripts/free-port.ts';
import { runSnippet } from './snippet.ts';

async function startDemo(port: number): Promise<Child> {
  const gateway = runMain(['demo'], { PORT: String(port) });
  await gateway.said(/listening on/);
  return gateway;
}

describe('the examples', () => {
  // All of them at a time: what takes long is to start what they talk to.
  const examples = EXAMPLES.filter(({ missing = false }) => !missing);

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'print typed events, and again after the gateway was ended by %s and is back',
    { timeout: 180_000 },
    async (signal) => {
      const port = await freePort();
      await using running = new AsyncDisposableStack();
      let gateway = await startDemo(port);
      running.defer(() => gateway[Symbol.asyncDispose]());
      const snippets = examples.map(({ name, prints, driver }) => ({
        name,
        prints,
        snippet: running.use(runSnippet(name, `http://127.0.0.1:${port}`, driver)),
      }));
      await Promise.all(snippets.map(({ snippet, prints }) => snippet.said(prints)));
      gateway.kill(signal);
      expect(await gateway.exited).toBe(signal === 'SIGTERM' ? 0 : null);
      const before = snippets.map(({ snippet }) => snippet.stdout().length);
      gateway = await startDemo(port);
      for (const [n, { name, prints, snippet }] of snippets.entries())
        await until(() => prints.test(snippet.stdout().slice(before[n])), {
          what: `${name} to come back:\n${snippet.stdout().slice(-2000)}\n${snippet.stderr()}`,
          timeoutMs: 60_000,
        });
    },
  );
});
