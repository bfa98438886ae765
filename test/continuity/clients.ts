/** Recording clients of every kind, each with what it is to get, told from the records alone. */
import { dueOf, faultsOf } from '../history/delivery.ts';
import type { Expected } from '../history/delivery.ts';
import type { Written } from '../history/records.ts';
import { Recorder } from '../support/recorder.ts';
import type { RecorderOptions } from '../support/recorder.ts';
import type { Site } from '../support/replicas.ts';
import { until } from '../support/until.ts';

export type Client = { readonly name: string; readonly recorder: Recorder; readonly wants: Expected['wants'] };

type Kind = { readonly name: string; readonly options: RecorderOptions; readonly wants: (event: Written) => boolean };

const named =
  (...pairs: readonly (readonly [string, readonly string[]])[]) =>
  ({ attributes }: Written): boolean =>
    pairs.every(([attribute, values]) => values.includes(String(attributes[attribute])));

/** Whole tenants, one agent, some telephones, one call, queues, agents by the calls that name them. */
const KINDS: readonly Kind[] = [
  { name: 'agents of acme', options: { field: 'agentStateEvents' }, wants: () => true },
  { name: 'agents of globex', options: { field: 'agentStateEvents', tenantId: 'globex' }, wants: () => true },
  { name: 'calls of acme', options: { field: 'callThreadEvents' }, wants: () => true },
  {
    name: 'one agent',
    options: { field: 'agentStateEvents', args: { agentId: ['ID', 'agent-3'] } },
    wants: ({ id }) => id === 'agent-3',
  },
  {
    name: 'three agents',
    options: { field: 'agentStateEvents', args: { agentIds: ['[ID!]', ['agent-1', 'agent-2', 'nobody']] } },
    wants: ({ id }) => id === 'agent-1' || id === 'agent-2',
  },
  {
    name: 'two telephones',
    options: { field: 'agentStateEvents', args: { dns: ['[ID!]', ['7004', '7005']] } },
    wants: named(['ThisDN', ['7004', '7005']]),
  },
  {
    name: 'one call',
    options: { field: 'callThreadEvents', args: { callThreadId: ['ID', 'thread-7'] } },
    wants: ({ id }) => id === 'thread-7',
  },
  {
    name: 'an agent in a queue',
    options: {
      field: 'callThreadEvents',
      args: { queueIds: ['[ID!]', ['queue-1', 'queue-2']], agentIds: ['[ID!]', ['agent-5', 'agent-6']] },
    },
    wants: named(['ThisQueue', ['queue-1', 'queue-2']], ['AgentID', ['agent-5', 'agent-6']]),
  },
];

/** One of the kinds, by turns. */
export function client(topics: Site['topics'], n: number): Client {
  const { name, options, wants } = KINDS[n % KINDS.length] as Kind;
  const topic = options.field === 'agentStateEvents' ? topics.agentState : topics.callThread;
  const tenantId = options.tenantId ?? 'acme';
  return {
    name,
    recorder: new Recorder(options),
    wants: (event) => event.topic === topic && event.tenantId === tenantId && wants(event),
  };
}

export function clients(topics: Site['topics'], count: number = KINDS.length): Client[] {
  return Array.from({ length: count }, (_, n) => client(topics, n));
}

const PATIENCE_MS = 30_000;

/** What is wrong once nothing more is to come, in words. `had` is what all of them had before, by agent or call thread. */
export async function faultsOfAll(all: readonly Client[], written: readonly Written[], had?: Expected['had']): Promise<string[]> {
  const expected = all.map(({ wants }) => ({ written, wants, ...(had === undefined ? {} : { had }) }));
  const due = expected.map((each) => dueOf(each).length);
  const isDone = (): boolean => all.every(({ recorder }, n) => recorder.count >= (due[n] ?? 0));
  // What never comes is named below.
  await until(isDone, { what: 'all events', timeoutMs: PATIENCE_MS }).catch(() => {});
  return all.flatMap(({ name, recorder }, n) =>
    faultsOf(recorder.connections, expected[n] as Expected).map((fault) => `${name}: ${fault}`),
  );
}
