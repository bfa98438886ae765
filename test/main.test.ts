import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { run, runMain } from './support/child.ts';
import { collect, webSocketClient } from './support/gateway.ts';
import { until } from './support/until.ts';

const LISTENING = /listening on (http:\/\/\S+:\d+) \(pid \d+\)/;

describe('the process', () => {
  it('says where it listens and who it is, serves, and ends cleanly with 0 on SIGTERM', async () => {
    await using demo = runMain(['demo'], { PORT: '0' });
    const url = await demo.said(LISTENING);
    expect(demo.stdout()).toContain(`(pid ${demo.pid})`);
    expect(demo.stdout().trim().split('\n')).toHaveLength(1);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    const client = webSocketClient(url);
    const got = collect(client, 'subscription { callThreadEvents(tenantId: "acme") { __typename } }');
    await until(() => got.items.length > 5, { what: 'simulated events' });
    demo.kill('SIGTERM');
    expect(await demo.exited).toBe(0);
    await expect(got.done).rejects.toMatchObject({ code: 1012 });
    await client.dispose();
  });

  it('ends cleanly on Ctrl-C too', async () => {
    await using demo = runMain(['demo'], { PORT: '0' });
    await demo.said(LISTENING);
    demo.kill('SIGINT');
    expect(await demo.exited).toBe(0);
  });

  it('refuses plain `npm start` with exit code 2, naming AUTH=none and KAFKA_BROKERS, one line each', async () => {
    await using start = runMain(['start']);
    expect(await start.exited).toBe(2);
    expect(start.stderr()).toMatch(/^KAFKA_BROKERS is not set: .*\.$/m);
    expect(start.stderr()).toMatch(/^AUTH is jwt.*AUTH=none.*\.$/m);
    expect(start.stderr().trim().split('\n')).toHaveLength(2);
    expect(start.stdout()).toBe('');
  });

  it.each([
    [['start', '--prot', '1'], 2, /--prot is no setting/],
    [['simulate'], 2, /KAFKA_BROKERS is not set/],
    [['inspect', '--last', 'many'], 2, /--last is "many"/],
    [['fly'], 2, /"fly" is no command: use start, demo, simulate or inspect/],
    [['demo', '--host', '0.0.0.0'], 2, /HOST is 0\.0\.0\.0 and AUTH=none/],
    [['simulate', '--kafka-brokers', '127.0.0.1:1'], 1, /127\.0\.0\.1:1/],
    [['inspect', '--kafka-brokers', '127.0.0.1:1'], 1, /127\.0\.0\.1:1/],
  ])('answers %j with exit code %i and a sentence', async (args, code, sentence) => {
    await using child = runMain(args);
    expect(await child.exited).toBe(code);
    expect(child.stderr()).toMatch(sentence);
    expect(child.stderr()).not.toMatch(/^\s+at /m);
  });

  it('says with exit code 1 that the port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening, { what: 'another program on the port' });
    const { port } = other.address() as AddressInfo;
    await using demo = runMain(['demo', '--port', String(port)]);
    expect(await demo.exited).toBe(1);
    expect(demo.stderr()).toContain(`127.0.0.1:${port} is taken by another program: set PORT`);
    other.close();
  });

  it('listens and answers while the broker is away, without ever filling the log', async () => {
    await using start = runMain(['start'], { KAFKA_BROKERS: '127.0.0.1:1', AUTH: 'none', PORT: '0' });
    const url = await start.said(LISTENING);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await until(
      async () => {
        const response = await fetch(`${url}/readyz`);
        const body = (await response.json()) as { status: string; problem: string | null };
        return body.problem === null ? false : { code: response.status, ...body };
      },
      { what: 'the trouble to be known' },
    );
    expect(ready).toMatchObject({ code: 503, status: 'starting', ready: false, problem: expect.stringContaining('127.0.0.1:1') });
    expect(start.stderr().trim().split('\n')).toHaveLength(1);
    start.kill('SIGTERM');
    expect(await start.exited).toBe(0);
  });

  it('lists its settings with --help', async () => {
    await using help = runMain(['start', '--help']);
    expect(await help.exited).toBe(0);
    for (const name of ['KAFKA_BROKERS', '--kafka-brokers', 'REPLAY_FROM', 'MAX_OUTBOX_BYTES']) expect(help.stdout()).toContain(name);
  });

  it('says on an older Node that it needs a newer one, before anything else', async () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.1.0' }); require('./scripts/node-24.cjs');";
    await using old = run(process.execPath, ['--eval', pretend]);
    expect(await old.exited).toBe(2);
    expect(old.stderr()).toMatch(/^voice-events-gateway needs Node 24 or newer/);
  });
});
