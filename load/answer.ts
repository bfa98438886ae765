/** The inside of a process that is started by another: it answers what it is asked, and ends with whoever has started it. */

/** What a process can be asked, by name. */
export type Calls = Readonly<Record<string, (input: never) => unknown>>;

export type Asked = { readonly call: number; readonly name: string; readonly input: unknown };
export type Answered = { readonly call: number; readonly value: unknown } | { readonly call: number; readonly error: string };
/** How far something has come, in whichever direction. */
export type Progress = { readonly progress: number };

export function answer(calls: Calls, onProgress: (progress: number) => void = () => {}): void {
  process.on('message', (message: Asked | Progress) => {
    if ('progress' in message) return onProgress(message.progress);
    const { call, name, input } = message;
    const ask = calls[name];
    Promise.try(() => {
      if (ask === undefined) throw new Error(`nobody answers ${name} here`);
      return ask(input as never);
    }).then(
      (value: unknown) => send({ call, value }),
      (error: unknown) => send({ call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // oxlint-disable-next-line unicorn/no-process-exit
  process.once('disconnect', () => process.exit());
}

function send(message: Answered | Progress): void {
  // Whoever has started it may be gone already; then so is this process.
  process.send?.(message, undefined, {}, () => {});
}

export function report(progress: number): void {
  send({ progress });
}

/** The same clock in every process of this machine, in microseconds. */
export function nowMicros(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1_000_000 + Math.floor(nanos / 1000);
}

/** What this process has used so far, in microseconds of a core. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
