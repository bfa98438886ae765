/** The package as its users get it: packed, installed in a project of its own, compiled, bundled, and run in a browser. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { root } from '../support/child.ts';
import { copyProject } from '../support/copy.ts';
import type { Copy } from '../support/copy.ts';
import { openGateway } from '../support/gateway.ts';
import { blocks, pageText } from '../docs/reading.ts';
import { until } from '../support/until.ts';

const TARBALL = `voice-events-gateway-${manifest.version}.tgz`;

/** What a user writes: the state once, and events as they happen, with graphql-ws in a browser. */
const MAIN = `import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { CallThreadStoryEventsDocument, QueueBoardDocument } from 'voice-events-gateway/client';
import type { AgentStateEvent, CallStoryEventFragment } from 'voice-events-gateway/client';

const client = createClient({ url: new URL(location.href).searchParams.get('gateway') ?? '' });

function ask<Data, Variables extends Record<string, unknown>>(
  operation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  show: (data: Data) => string,
): void {
  client.subscribe<Data>(
    { query: print(operation), variables },
    {
      next: ({ data, errors }) => { document.title = data ? show(data) : JSON.stringify(errors); },
      error: (error) => { document.title = JSON.stringify(error); },
      complete: () => {},
    },
  );
}

export function describe(event: CallStoryEventFragment): string {
  return event.__typename === 'EventQueued' ? \`\${event.__typename} in \${event.thisQueue}\` : event.__typename;
}
export const isAbout = (event: AgentStateEvent, agentId: string): boolean => event.agentId === agentId;

ask(QueueBoardDocument, { tenantId: 'acme', queueId: '8001' }, ({ queue }) => {
  ask(CallThreadStoryEventsDocument, { tenantId: 'acme', callThreadId: 'of-the-package' }, ({ callThreadEvents }) => describe(callThreadEvents));
  return \`queue: \${queue?.callsWaiting ?? 'unknown'}\`;
});
`;

describe('the package', () => {
  let copy: Copy;
  let project: string;
  const before = () => readFileSync(join(root, 'package.json'), 'utf8');
  const inCopy = () => readFileSync(join(copy.path, 'package.json'), 'utf8');

  beforeAll(async () => {
    copy = copyProject();
    symlinkSync(join(root, 'node_modules'), join(copy.path, 'node_modules'));
    await using pack = copy.type('npm pack');
    expect(await pack.exited, pack.stderr()).toBe(0);

    project = mkdtempSync(join(tmpdir(), 'project-'));
    const { graphql, 'graphql-ws': graphqlWs } = manifest.dependencies;
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({
        type: 'module',
        dependencies: {
          'voice-events-gateway': `file:${join(copy.path, TARBALL)}`,
          graphql,
          'graphql-ws': graphqlWs,
        },
      }),
    );
    mkdirSync(join(project, 'src'));
    writeFileSync(join(project, 'src/main.ts'), MAIN);
    const [board = ''] = blocks('ts', pageText('docs/state-subscriptions.md')).filter((block) =>
      block.includes('voice-events-gateway/rows'),
    );
    expect(board).toContain('rowsAfter');
    writeFileSync(join(project, 'src/board.ts'), board);
    writeFileSync(join(project, 'index.html'), '<!doctype html><title>waiting</title><script type="module" src="/src/main.ts"></script>');
    execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: project, stdio: 'pipe' });
  });
  afterAll(() => {
    copy?.[Symbol.dispose]();
    if (project !== undefined) rmSync(project, { recursive: true });
  });

  it('holds the client, the schema, the operations and what is to be read, and needs nothing of the gateway', () => {
    const files = execFileSync('tar', ['-tzf', TARBALL], { cwd: copy.path, encoding: 'utf8' }).trim().split('\n');
    expect(files.toSorted()).toEqual(
      [
        'CHANGELOG.md',
        'README.md',
        ...[
          'back-off',
          'connection',
          'index',
          'operation',
          'operations',
          'pacing',
          'problem',
          'resuming',
          'rows',
          'schema',
          'stream',
          'subscription',
          'watch',
        ].flatMap((name) => [`dist/client/${name}.d.ts`, `dist/client/${name}.js`]),
        'package.json',
        'schema/operations/agent-desktop.graphql',
        'schema/operations/fragments.graphql',
        'schema/operations/resuming.graphql',
        'schema/operations/supervisor.graphql',
        'schema/operations/wallboard.graphql',
        'schema/persisted-operations.json',
        'schema/schema.graphql',
      ].map((file) => `package/${file}`),
    );
    const packed = JSON.parse(readFileSync(join(project, 'node_modules/voice-events-gateway/package.json'), 'utf8')) as object;
    expect(Object.keys(packed).toSorted()).toEqual(
      [
        'dependencies',
        'description',
        'exports',
        'files',
        'name',
        'peerDependencies',
        'peerDependenciesMeta',
        'private',
        'sideEffects',
        'type',
        'version',
      ].toSorted(),
    );
    expect(packed).toMatchObject({ version: manifest.version, dependencies: { '@graphql-typed-document-node/core': '^3.2.0' } });
    console.log(`${TARBALL}: ${statSync(join(copy.path, TARBALL)).size} bytes`);
  });

  it('leaves package.json as it was, also where the build or the packing fails', { timeout: 120_000 }, async () => {
    expect(inCopy()).toBe(before());

    await using astray = copy.type('npm pack --pack-destination ./nowhere');
    expect(await astray.exited).not.toBe(0);
    await until(() => inCopy() === before(), { what: 'package.json to be restored after packing failed' });

    const index = join(copy.path, 'schema/client/index.ts');
    const text = readFileSync(index, 'utf8');
    writeFileSync(index, `${text}\nexport const wrong: string = 1;\n`);
    await using broken = copy.type('npm pack');
    expect(await broken.exited).not.toBe(0);
    expect(broken.stdout()).toContain('TS2322');
    expect(inCopy()).toBe(before());
    writeFileSync(index, text);
  });

  it.each(['bundler', 'nodenext'])('compiles with moduleResolution %s, its declarations checked too', (moduleResolution) => {
    const compilerOptions = {
      target: 'es2022',
      module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution,
      lib: ['esnext', 'dom'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    const tsc = (): string => {
      try {
        return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
          cwd: project,
          encoding: 'utf8',
        });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    expect(tsc()).toBe('');
    writeFileSync(join(project, 'src/wrong.ts'), MAIN.replace('event.thisQueue', 'event.thisQeue'));
    expect(tsc()).toMatch(/src\/wrong\.ts\(\d+,\d+\): error TS2551: Property 'thisQeue'/);
    rmSync(join(project, 'src/wrong.ts'));
  });

  it('bundles into a page without anything of the gateway', async () => {
    const output = (await build({ root: project, logLevel: 'silent' })) as Rolldown.RolldownOutput;
    const chunks = output.output.filter((file) => file.type === 'chunk');
    const packages = chunks.flatMap(({ modules }) =>
      Object.entries(modules).flatMap(([id, { renderedLength }]) => {
        const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
        return name === undefined || renderedLength === 0 ? [] : [name];
      }),
    );
    expect([...new Set(packages)].toSorted()).toEqual(['graphql', 'graphql-ws', 'voice-events-gateway']);
    const code = chunks.map((chunk) => chunk.code).join('');
    expect(code).toContain('CallThreadStoryEvents');
    // Operations that nobody asks for are shaken out, and the client that resumes with them.
    expect(code).not.toContain('persistedQuery');
    expect(code).not.toContain('AgentDesktop');
    for (const name of ['kafka', 'yoga', 'pothos', 'pino', 'prom-client', 'node:']) expect(code, name).not.toContain(name);
    console.log(`the page, with graphql-ws and print of graphql: ${code.length} bytes, ${gzipSync(code).length} compressed`);
  });

  it('holds the client that resumes, which a page of it compiles and bundles with', async () => {
    const live = join(project, 'live-page');
    cpSync(join(root, 'examples/live-page'), live, { recursive: true, filter: (path) => !/(node_modules|dist)$/.test(path) });
    // The page asks for the types of Vite, which are those of the project here.
    symlinkSync(join(root, 'node_modules/vite'), join(project, 'node_modules/vite'));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [tsc, '-p', '.'], { cwd: live, encoding: 'utf8' })).toBe('');
    const { output } = (await build({ root: live, logLevel: 'silent' })) as Rolldown.RolldownOutput;
    const code = output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('');
    expect(code).toContain('persistedQuery');

    // What it costs: nothing but it, then with what it brings along.
    const entry = join(project, 'only.ts');
    writeFileSync(entry, "export { createResumingClient } from 'voice-events-gateway/resuming';");
    for (const [what, external] of [
      ['alone', ['graphql', 'graphql-ws']],
      ['with graphql-ws and print of graphql', []],
    ] as const) {
      // Vite leaves the spaces in what others bundle, unless it is for a script element.
      const lib = { entry, formats: ['iife'] as const, name: 'it' };
      const options = { lib, write: false, rolldownOptions: { external, output: { globals: { graphql: 'a', 'graphql-ws': 'b' } } } };
      const bundles = await build({ root: project, logLevel: 'silent', configFile: false, build: options as never });
      const [bundle] = bundles as unknown as [Rolldown.RolldownOutput];
      const { code } = bundle.output[0];
      expect(code.includes('connection_init')).toBe(external.length === 0);
      console.log(`the client that resumes, ${what}: ${code.length} bytes, ${gzipSync(code).length} compressed`);
    }
  });

  it.skipIf(!hasBrowser)('runs in a browser against the gateway', async () => {
    await build({ root: project, logLevel: 'silent' });
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://page');
      const file = join(project, 'dist', pathname === '/' ? 'index.html' : pathname);
      if (!existsSync(file)) return void response.writeHead(404).end();
      return void response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html').end(readFileSync(file));
    }).listen(0, '127.0.0.1');
    await until(() => server.listening, { what: 'the server of the page' });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using gateway = await openGateway({ allowedOrigins: new Set([origin]) });
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const failures: string[] = [];
      page.on('pageerror', (error) => failures.push(String(error)));
      await page.goto(`${origin}/?gateway=${encodeURIComponent(`${gateway.url.replace('http', 'ws')}/graphql`)}`);
      await until(async () => (await page.title()) === 'queue: unknown', { what: 'the state' });
      await until(() => gateway.hub.subscriptions('callThread') === 1, { what: 'the subscription' });
      gateway.write('callThread', 'acme:of-the-package', { id: 'EventQueued', ThisQueue: '8001', CallType: 2 });
      await until(async () => (await page.title()) === 'EventQueued in 8001', { what: 'the event' });
      expect(failures).toEqual([]);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
