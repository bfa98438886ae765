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

describe.each(EXAMPLES)('examples/clients/$name', ({ name, prints, driver, missing = false }) => {
  it.skipIf(missing).each(['SIGKILL', 'SIGTERM'] as const)(
    'prints typed events, and again after the gateway was ended by %s and is back',
    { timeout: 180_000 },
    async (signal) => {
      const port = await freePort();
      let gateway = await startDemo(port);
      await using snippet = runSnippet(name, `http://127.0.0.1:${port}`, driver);
      try {
        await snippet.said(prints);
        gateway.kill(signal);
        expect(await gateway.exited).toBe(signal === 'SIGTERM' ? 0 : null);
        gateway = await startDemo(port);
        const before = snippet.stdout().length;
        await until(() => prints.test(snippet.stdout().slice(before)), {
          what: `${name} to come back:\n${snippet.stdout().slice(-2000)}\n${snippet.stderr()}`,
          timeoutMs: 60_000,
        });
      } finally {
        await gateway[Symbol.asyncDispose]();
      }
    },
  );
});
