/** The gateway that is tried: that of this tree, or of a copy of its sources with a fault planted in it. */
import type * as ConfigModule from '../../src/config.ts';
import { unbounded } from '../../load/unbounded.ts';
import type * as DiagnosticsModule from '../../src/diagnostics.ts';
import type * as GatewayModule from '../../src/gateway.ts';
import type { TokenRules } from '../../src/server/authenticator.ts';
import { TOPICS } from '../support/events.ts';
import type { TestGateway } from '../support/gateway.ts';

export type Subject = {
  /** A gateway with the embedded log, on a free port, that asks for tokens. */
  open(tokens: TokenRules, overrides?: Partial<ConfigModule.Config>): Promise<TestGateway>;
};

/** `sources` is the directory `src`. */
export async function subjectIn(sources: URL): Promise<Subject> {
  const load = async (file: string): Promise<unknown> => await import(new URL(file, sources).href);
  const { demoConfig } = (await load('config.ts')) as typeof ConfigModule;
  const { Diagnostics } = (await load('diagnostics.ts')) as typeof DiagnosticsModule;
  const { startGateway } = (await load('gateway.ts')) as typeof GatewayModule;
  return {
    open: async (tokens, overrides = {}) => {
      const diagnostics = new Diagnostics();
      const config = demoConfig({ env: { PORT: '0' }, args: [], nowMs: Date.now() });
      const gateway = await startGateway({ ...config, tokens, ...unbounded, ...overrides }, diagnostics);
      return {
        ...gateway,
        diagnostics,
        write: (topic, key, value) =>
          gateway.append?.([{ topic: TOPICS[topic], key, value: typeof value === 'string' ? value : JSON.stringify(value) }]),
      };
    },
  };
}

export const thisTree = (): Promise<Subject> => subjectIn(new URL('../../src/', import.meta.url));
