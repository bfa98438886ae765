/**
 * What `npm pack` runs at the root, so that the tarball holds the client and nothing of the gateway: `build` in prepack, `restore` in postpack.
 * npm packs the package.json that lies at the root, hence the one of the client lies there for as long as npm reads. npm leaves postpack out when
 * packing fails or is interrupted; a process that waits for the end of npm restores it then.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const MANIFEST = 'package.json';
/** The package.json of the gateway meanwhile; git ignores the folder, and npm does not pack it. */
const KEPT = 'dist/package.json';
const BUILT = 'dist/client';
const POLL_MS = 100;
const SHELL = /(^|\/|-)(ba|da|z|k)?sh$/;

type Manifest = Readonly<Record<string, unknown>> & {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Only what is named here gets into the package. */
function clientManifest({
  name,
  version,
  private: isPrivate,
  type,
  sideEffects,
  exports,
  files,
  dependencies,
  devDependencies,
}: Manifest): object {
  const core = '@graphql-typed-document-node/core';
  return {
    name,
    version,
    private: isPrivate,
    description:
      'Typed operations and types of the Voice Events Gateway, for graphql-ws, Apollo Client, urql and whoever takes a TypedDocumentNode',
    type,
    sideEffects,
    exports,
    files,
    dependencies: { [core]: `^${devDependencies[core]}` },
    // Only the client that resumes needs them; whoever takes the documents alone need not have them.
    peerDependencies: { graphql: `^16.0.0 || ^${dependencies['graphql']}`, 'graphql-ws': `^${dependencies['graphql-ws']}` },
    peerDependenciesMeta: { graphql: { optional: true }, 'graphql-ws': { optional: true } },
  };
}

function build(): void {
  rmSync(BUILT, { recursive: true, force: true });
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.client.json'], { stdio: 'inherit' });
  // `tsc` rewrites the extension of imports in .js only.
  for (const file of readdirSync(BUILT).filter((entry) => entry.endsWith('.d.ts'))) {
    const path = `${BUILT}/${file}`;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/ from '(\.\/\w+)\.ts';/g, " from '$1.js';"));
  }
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
  renameSync(MANIFEST, KEPT);
  writeFileSync(MANIFEST, `${JSON.stringify(clientManifest(manifest), null, 2)}\n`);
  const npm = npmProcess();
  if (npm !== null) spawn(process.execPath, [fileURLToPath(import.meta.url), 'watch', npm], { detached: true, stdio: 'ignore' }).unref();
}

function restore(): void {
  if (existsSync(KEPT)) renameSync(KEPT, MANIFEST);
}

/** Returns at once when postpack has done it. */
function watch(npm: number): void {
  if (existsSync(KEPT) && isAlive(npm)) setTimeout(watch, POLL_MS, npm);
  else restore();
}

/** The process that runs this script, behind a shell or not; null where it cannot be told (Windows): postpack is all there is then. */
function npmProcess(): string | null {
  const parent = String(process.ppid);
  try {
    const [, command = '', grandparent = ''] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${parent}/stat`, { encoding: 'utf8' })) ?? [];
    return SHELL.test(command) ? grandparent : parent;
  } catch {
    // No Linux.
  }
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', parent], { encoding: 'utf8' });
    const [, grandparent = '', command = ''] = /(\d+)\s+(.*)/.exec(line) ?? [];
    return SHELL.test(command) ? grandparent : parent;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const [command, npm] = process.argv.slice(2);
if (command === 'build') build();
else if (command === 'restore') restore();
else watch(Number(npm));
