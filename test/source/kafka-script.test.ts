/** `npm run kafka` as people meet it: ready in one line, gone without a trace, and a sentence when it cannot be. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, inject, test } from 'vitest';

import { kafkaForTests } from '../support/kafka.ts';
import { until } from '../support/until.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/kafka.ts', import.meta.url));

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', SCRIPT, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const ended = once(child, 'close').then(() => ({ ...output, code: child.exitCode }));
  const ready = async (): Promise<string> => {
    const line = await until(() => output.stdout.includes('\n') && output.stdout, { what: 'the line that it is ready', timeoutMs: 60_000 });
    return /KAFKA_BROKERS=(\S+),/.exec(line)?.[1] ?? '';
  };
  return { child, output, ended, ready };
}

const answers = async (broker: string): Promise<string[]> => {
  await using kafka = await kafkaForTests([broker]);
  return (await kafka.admin.listTopics()).filter((topic) => !topic.startsWith('__')).toSorted();
};

describe.skipIf(inject('ownKafkaMissing') !== null)('npm run kafka', () => {
  test('is ready with both topics after one line, and leaves nothing behind at SIGTERM', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'voice-test-'));
    const { child, output, ended, ready } = run(['--port', '0'], { ...process.env, TMPDIR: folder.path });
    const broker = await ready();
    expect(output.stdout.trim().split('\n')).toHaveLength(1);
    expect(await answers(broker)).toEqual(['voice-agentstate', 'voice-callthread']);
    child.kill('SIGTERM');

    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await until(() => readdirSync(folder.path).length === 0, { what: 'its folder to be gone' });
  });

  test('leaves nothing behind when it is killed outright', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'voice-test-'));
    const { child, ended, ready } = run(['--port', '0'], { ...process.env, TMPDIR: folder.path });
    const broker = await ready();
    child.kill('SIGKILL');
    await ended;

    await until(() => readdirSync(folder.path).length === 0, { what: 'its folder to be gone' });
    await until(
      async () =>
        !(await answers(broker).then(
          () => true,
          () => false,
        )),
      { what: 'the broker to be gone' },
    );
  });

  test('says that the port is taken, with exit code 2', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { stderr, code } = await run(['--port', String(port)]).ended;
    server.close();

    expect(stderr).toBe(`Port ${port} on 127.0.0.1 is taken: stop what listens there and try again.\n`);
    expect(code).toBe(2);
  });
});

describe('npm run kafka', () => {
  test('says in one sentence what is missing where there is no Java, with exit code 2', async () => {
    const { stderr, code } = await run([], { ...process.env, PATH: '' }).ended;

    expect(stderr).toMatch(/^Java is missing: install a JDK 17 or newer .*\n$/);
    expect(code).toBe(2);
  });

  test('says how it is used when it is used otherwise, with exit code 2', async () => {
    const { stderr, code } = await run(['--port', 'x']).ended;

    expect(stderr).toMatch(/^Usage: npm run kafka /);
    expect(code).toBe(2);
  });
});
