/** What long runs go on: a broker of their own, the gateway, a producer and clients that have to get everything, each in a process of its own. */
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../load/child.ts';
import type { Child, ChildOptions } from '../load/child.ts';
import type { LoadCalls } from '../load/clients.ts';
import { leftOver } from '../load/held.ts';
import { emptyKafka } from '../load/retained.ts';
import type { KafkaBroker } from '../scripts/kafka-broker.ts';
import type { GatewayCalls } from './gateway.ts';

export type Metrics = ReadonlyMap<string, number>;

export type Site = AsyncDisposable & {
  readonly broker: string;
  readonly port: number;
  readonly gateway: Child<GatewayCalls>;
  metrics(): Promise<Metrics>;
};

const DEADLINE_MS = 30_000;
const POLL_MS = 100;

export type SiteOptions = ChildOptions & {
  readonly kafka?: KafkaBroker;
  /** Whether clients have the limits that they have by default; else they have none, to do in a second what others do in a day. */
  readonly bounded?: boolean;
};

export async function openSite(settings: Readonly<Record<string, string>>, options: SiteOptions = {}): Promise<Site> {
  const { kafka, bounded = false } = options;
  await using opening = new AsyncDisposableStack();
  const { brokers } = kafka ?? opening.use(await emptyKafka());
  const args = [brokers.join(','), JSON.stringify(settings), bounded ? 'bounded' : 'unbounded'];
  const gateway = opening.use(await startChild<GatewayCalls>('soak/gateway.ts', args, options));
  const port = await gateway.ask('port');
  const opened = opening.move();
  return {
    broker: brokers[0] ?? '',
    port,
    gateway,
    metrics: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return new Map([...text.matchAll(/^voice_gateway_(\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

export const SUBSCRIPTIONS = 'subscriptions{field="agentStateEvents"}';

export async function untilReady({ port }: Site, signal: AbortSignal): Promise<void> {
  while ((await fetch(`http://127.0.0.1:${port}/readyz`)).status !== 200) await wait(POLL_MS, undefined, { signal });
}

/** Whether it has become so in time. */
export async function within(probe: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    if (await probe()) return true;
    await wait(POLL_MS, undefined, { signal });
  }
  return false;
}

/** Clients of the whole tenant that have to get every event from its first on. */
export async function openHealthy(site: Site, sockets: number, agents: number): Promise<Child<LoadCalls>> {
  const clients = await startChild<LoadCalls>('load/clients.ts');
  await clients.ask('expect', { frames: null });
  await clients.ask('connect', { port: site.port, sockets, each: 'tenant', agents });
  return clients;
}

/** What is wrong with them once so many events were written, in words. */
export async function notAll(clients: Child<LoadCalls>, events: number, signal: AbortSignal): Promise<readonly string[]> {
  const tally = () => clients.ask('tally');
  await within(async () => (await tally()).every(({ frames, end }) => frames >= events || end !== null), signal);
  try {
    await clients.ask('settle');
    await clients.ask('check');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const wrong = (await tally()).filter(({ frames, end }) => frames !== events || end !== null);
  return wrong.map(
    ({ index, frames, end }) => `client ${index} got ${frames} of ${events} events${end === null ? '' : ` and was ended: ${end.reason}`}`,
  );
}

/** All that the gateway still has although all clients have gone, in words. */
export async function leftBehind(
  site: Site,
  before: Awaited<ReturnType<GatewayCalls['held']>>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const counted = ['connections', SUBSCRIPTIONS, 'subscriptions{field="callThreadEvents"}', 'outbox_bytes'];
  let left: string[] = [];
  const nothing = async (): Promise<boolean> => {
    const metrics = await site.metrics();
    left = counted.flatMap((name) => (metrics.get(name) === 0 ? [] : [`${metrics.get(name)} ${name}`]));
    left.push(...leftOver(await site.gateway.ask('held'), before));
    return left.length === 0;
  };
  await within(nothing, signal);
  return left.map((what) => `left over: ${what}`);
}
