/** The process: arguments to a command, signals to its end, its end to an exit code. */
import { commandSettings, helpText } from './config.ts';
import type { Command } from './config.ts';
import { inspect } from './commands/inspect.ts';
import { serve } from './commands/serve.ts';
import { simulate } from './commands/simulate.ts';
import { SettingsError } from './settings.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** npm passes on what a terminal or systemd has sent to the whole group already: two within this time are one. */
const ECHO_MS = 500;

const commands = { start: serve, demo: serve, simulate, inspect };
const [name = '', ...args] = process.argv.slice(2);
const stop = new AbortController();
const hurry = new AbortController();
let stoppedAtMs = 0;
const onSignal = (): void => {
  if (!stop.signal.aborted) {
    stoppedAtMs = performance.now();
    stop.abort();
  } else if (performance.now() - stoppedAtMs > ECHO_MS) {
    hurry.abort();
    // One more ends the process, whatever it hangs on.
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
};
for (const signal of SIGNALS) process.on(signal, onSignal);

try {
  if (!Object.hasOwn(commandSettings, name))
    throw new SettingsError([`${JSON.stringify(name)} is no command: use start, demo, simulate or inspect.`]);
  const command = name as Command;
  if (args.includes('--help')) console.log(helpText(command));
  else await commands[command]({ command, args, env: process.env, nowMs: Date.now(), signal: stop.signal, hurry: hurry.signal });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}
