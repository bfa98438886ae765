/** `npm start` and `npm run demo`: the gateway, until it is told to stop. */
import { once } from 'node:events';
import { demoConfig, startConfig } from '../config.ts';
import { Diagnostics } from '../diagnostics.ts';
import { startGateway } from '../gateway.ts';
import { createLog, logDiagnostics } from '../log.ts';
import { demoOptions, play } from '../simulator/simulator.ts';
import type { CommandInput } from './command.ts';

/** Resolves after a clean end. Throws a SettingsError for settings, and an error with a sentence when it cannot listen. */
export async function serve(input: CommandInput): Promise<void> {
  const { command, signal, hurry } = input;
  const config = command === 'demo' ? demoConfig(input) : startConfig(input);
  const diagnostics = new Diagnostics();
  const log = createLog(config.logLevel);
  using _logging = logDiagnostics(log, diagnostics);
  for (const warning of config.warnings) log.warn(warning);
  await using gateway = await startGateway(config, diagnostics);
  const page = config.graphiql ? `: open ${gateway.url}/graphql in a browser` : '';
  console.log(`listening on ${gateway.url} (pid ${process.pid})${page}`);
  if (gateway.metricsUrl !== null) log.info(`metrics are at ${gateway.metricsUrl}/metrics`);

  const { append } = gateway;
  if (append !== null) await play(demoOptions(Date.now()), async (records) => append(records), signal);
  else if (!signal.aborted) await once(signal, 'abort');
  const within = config.drainMs > 0 ? `: clients are sent elsewhere within ${config.drainMs / 1000} s, at once after another signal` : '';
  log.info(`going down${within}`);
  await gateway.drain(hurry);
}
