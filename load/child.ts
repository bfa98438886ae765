/** A process of a measurement's own: started, asked by name, and ended by its process id. Flags of Node such as --cpu-prof are passed on to it. */
import { fork } from 'node:child_process';
import type { ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answered, Asked, Calls, Progress } from './answer.ts';

export type Child<C extends Calls> = AsyncDisposable & {
  readonly pid: number;
  /** Rejects with what went wrong there, or when the process has ended. */
  ask<N extends keyof C & string>(name: N, ...input: Parameters<C[N]>): Promise<Awaited<ReturnType<C[N]>>>;
  /** Tells it how far another has come. */
  progress(value: number): void;
  onProgress(listener: (value: number) => void): void;
};

const END_TIMEOUT_MS = 10_000;

export type ChildOptions = {
  /** How many files, sockets among them, it may have open at a time. */
  readonly maxFiles?: number;
};

/** `file` is named from the root of the project. */
export async function startChild<C extends Calls>(
  file: string,
  args: readonly string[] = [],
  { maxFiles }: ChildOptions = {},
): Promise<Child<C>> {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(maxFiles === undefined ? {} : withMaxFiles(maxFiles)),
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let listener = (_value: number): void => {};
  let calls = 0;
  child.on('message', (message: Answered | Progress) => {
    if ('progress' in message) return listener(message.progress);
    const asked = waiting.get(message.call);
    waiting.delete(message.call);
    if ('error' in message) asked?.reject(new Error(`${file}: ${message.error}`));
    else asked?.resolve(message.value);
  });
  const exited = once(child, 'exit');
  child.once('exit', () => {
    for (const asked of waiting.values()) asked.reject(new Error(`${file} has ended`));
    waiting.clear();
  });
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    ask: (name, ...[input]) => {
      const asked = Promise.withResolvers<unknown>();
      const call = (calls += 1);
      waiting.set(call, asked);
      if (!child.connected) asked.reject(new Error(`${file} has ended`));
      else child.send({ call, name, input } satisfies Asked);
      return asked.promise as Promise<never>;
    },
    progress: (progress) => void (child.connected && child.send({ progress } satisfies Progress)),
    onProgress: (heard) => void (listener = heard),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
      await exited;
      clearTimeout(late);
    },
  };
}

/** A shell sets the limit, and becomes the process. */
function withMaxFiles(maxFiles: number): Pick<ForkOptions, 'execPath' | 'execArgv'> {
  return { execPath: '/bin/sh', execArgv: ['-c', `ulimit -n ${maxFiles}; exec "$0" "$@"`, process.execPath, ...process.execArgv] };
}
