/** Runs a command of this project as its users do, in a process of its own, and ends it with the test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type Child = AsyncDisposable & {
  readonly pid: number;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves with the first group of the first match on stdout. */
  said(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Null if a signal ended it. */
  readonly exited: Promise<number | null>;
};

export type ChildOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

/** `command` with its arguments, without a shell; its environment has none of the settings of whoever runs the tests. */
export function run(command: string, args: readonly string[], { cwd = root, env = {} }: ChildOptions = {}): Child {
  const { PATH = '', HOME = '' } = process.env;
  const passed = ['JAVA_HOME', 'NODE_COMPILE_CACHE'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  const child = spawn(command, args, {
    cwd,
    env: { PATH, HOME, NO_COLOR: '1', ...Object.fromEntries(passed), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: whatever it starts ends with it.
    detached: true,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), signal);
    } catch {
      // It has ended already.
    }
  };
  return {
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    said: (pattern) =>
      until(
        () => {
          const match = pattern.exec(out);
          if (match === null && child.exitCode !== null)
            throw new Error(`${command} ended without saying ${pattern.source}:\n${out}${err}`);
          return match?.[1] ?? match?.[0];
        },
        { what: `${command} to say ${pattern.source}`, timeoutMs: 60_000 },
      ),
    kill: (signal) => void child.kill(signal),
    exited,
    [Symbol.asyncDispose]: async () => {
      signalGroup('SIGTERM');
      const cut = setTimeout(() => signalGroup('SIGKILL'), 10_000);
      await exited;
      clearTimeout(cut);
    },
  };
}

/** The gateway as `npm run` starts it, without npm in between, so that signals and exit codes are its own. It goes down at once unless told otherwise. */
export function runMain(args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  return run(process.execPath, ['--require', './scripts/node-24.cjs', '--disable-warning=TimeoutNegativeWarning', 'src/main.ts', ...args], {
    env: { DRAIN_SECONDS: '0', ...env },
  });
}
