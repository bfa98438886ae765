/** The process: arguments to a command, signals to its end, its end to an exit code. */
import { commandSettings, helpText } from './config.ts';
import type { Command } from './config.ts';
import { inspect } from './commands/inspect.ts';
import { serve } from './commands/serve.ts';
import { simulate } from './commands/simulate.ts';
import { SettingsError } from './settings.ts';

const commands = { start: serve, demo: serve, simulate, inspect };
const [name = '', ...args] = process.argv.slice(2);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  if (!Object.hasOwn(commandSettings, name))
    throw new SettingsError([`${JSON.stringify(name)} is no command: use start, demo, simulate or inspect.`]);
  const command = name as Command;
  if (args.includes('--help')) console.log(helpText(command));
  else await commands[command]({ command, args, env: process.env, nowMs: Date.now(), signal: stop.signal });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}
