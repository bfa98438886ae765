/** Asks replicas about the state while all goes on, and writes down what each told, in the order in which it did. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../src/simulator/random.ts';
import { query } from '../support/gateway.ts';
import type { Caller } from '../trust/model.ts';
import { bearer } from '../trust/tokens.ts';
import { drawQuestion } from './draw.ts';
import type { Door } from './follower.ts';
import type { Told } from './history.ts';

const QUESTION_EVERY_MS = 120;

export const EVERYTHING: Caller = { tenants: 'all', agent: null, masked: false };

export function authorizationOf({ tenants, agent, masked }: Caller): Promise<string> {
  return bearer({
    tenant_id: tenants === 'all' ? '*' : tenants,
    ...(agent === null ? {} : { agent_id: agent.agentId, dns: agent.dns }),
    ...(masked ? {} : { unmasked: true }),
  });
}

/** What a replica is asked by itself, one question after the other. */
export type Asked = Door & {
  /** It has been ended on purpose. */
  readonly ended: boolean;
};

/** Undefined while it cannot be told. */
export async function logCursorOf(url: string, tenantId: string): Promise<string | undefined> {
  const asked = query(
    url,
    'query ($tenantId: ID!) { logCursor(tenantId: $tenantId) }',
    { tenantId },
    { authorization: await authorizationOf(EVERYTHING) },
  );
  return asked.then(
    ({ body }) => body.data?.['logCursor'],
    () => undefined,
  );
}

type Asking = { readonly random: Random; readonly threads: readonly string[]; readonly told: Told[]; readonly signal: AbortSignal };

/** Asks one replica one question after the other, as long as it lives. */
export async function ask(replica: Asked, { random, threads, told, signal }: Asking): Promise<void> {
  while (!signal.aborted && !replica.ended) {
    await tellOne(replica, random, threads, told).catch((error: unknown) => {
      // Whoever ends a replica knows that it does not answer any more.
      if (!replica.ended) throw error;
    });
    await wait(QUESTION_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

export async function tellOne({ url, replica }: Door, random: Random, threads: readonly string[], told: Told[]): Promise<void> {
  const { query: text, variables, caller } = drawQuestion(random, threads);
  const { body } = await query(url, text, { ...variables }, { authorization: await authorizationOf(caller) });
  if (body.errors !== undefined || !body.data) throw new Error(`${text} ${JSON.stringify(variables)}: ${JSON.stringify(body.errors)}`);
  const data = body.data as unknown as Readonly<Record<string, unknown>> & {
    readonly logCursor: string;
    readonly gateway: { readonly serverTime: string };
  };
  told.push({ replica, query: text, variables, caller, cursor: data.logCursor, serverTime: data.gateway.serverTime, data });
}
