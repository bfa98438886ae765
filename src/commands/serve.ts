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
  const { command, signal } = input;
  const config = command === 'demo' ? demoConfig(input) : startConfig(input);
  const diagnostics = new Diagnostics();
  const log = createLog(config.logLevel);
  using _logging = logDiagnostics(log, diagnostics);
  await using gateway = await startGateway(config, diagnostics).catch((error: unknown) => {
    throw new Error(cannotListen(error, config.host, config.port), { cause: error });
  });
  const page = config.graphiql ? `: open ${gateway.url}/graphql in a browser` : '';
  console.log(`listening on ${gateway.url} (pid ${process.pid})${page}`);
  if (gateway.metricsUrl !== null) log.info(`metrics are at ${gateway.metricsUrl}/metrics`);

  const { append } = gateway;
  if (append !== null) await play(demoOptions(Date.now()), async (records) => append(records), signal);
  else if (!signal.aborted) await once(signal, 'abort');
  log.info('going down');
}

function cannotListen(error: unknown, host: string, port: number): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return `${host}:${port} is taken by another program: set PORT to a free one, or PORT=0 to have one picked.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST is ${host}, which is no address of this machine: set HOST=127.0.0.1.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}: set PORT to one above 1023.`;
  return error instanceof Error ? error.message : String(error);
}
