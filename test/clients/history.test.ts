/** The examples that ask for the state, while the gateway cannot answer yet. */
import { describe, expect, it } from 'vitest';
import { runMain } from '../support/child.ts';
import { until } from '../support/until.ts';
import { freePort } from '../../scripts/free-port.ts';
import { runSnippet } from './snippet.ts';
import { openWire } from './wire.ts';

describe.each([
  { name: 'fetch.ts', prints: /^\[/m },
  { name: 'wallboard.ts', prints: /^wallboard: \d+ [A-Z_]+/m },
  { name: 'apollo.ts', prints: /^\d+ [A-Z_]+/m },
  { name: 'urql.ts', prints: /^\d+ [A-Z_]+/m },
])('examples/clients/$name', ({ name, prints }) => {
  it('asks again until the gateway has read its history', { timeout: 120_000 }, async () => {
    const port = await freePort();
    await using wire = await openWire(`http://127.0.0.1:${port}`);
    // Nothing listens there: a gateway that waits for its broker has read nothing.
    const env = { PORT: String(port), AUTH: 'none', KAFKA_BROKERS: `127.0.0.1:${await freePort()}` };
    await using waiting = runMain(['start'], env);
    await waiting.said(/listening on/);
    await using snippet = runSnippet(name, wire.url);
    // More often than for the first page and the first connection.
    await until(() => wire.said().split('SOURCE_UNAVAILABLE').length > 4, { what: 'the gateway to be asked again and again' });
    expect(snippet.stdout()).not.toMatch(prints);
    waiting.kill('SIGKILL');
    await waiting.exited;
    await using demo = runMain(['demo'], { PORT: String(port) });
    await demo.said(/listening on/);
    await snippet.said(prints);
  });
});
