/** What a subscription wants: different members narrow, the values of one member widen. A filter matches what the event itself names. */
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Scope } from '../scope.ts';

/** The ways by which the index finds subscriptions, the most selective first. */
export const dimensions = ['threads', 'agents', 'dns', 'queues'] as const;
export type Dimension = (typeof dimensions)[number];

/** Null stands for "whatever". Each set holds identifiers, compared case-sensitively. */
export type EventFilter = { readonly [D in Dimension]: ReadonlySet<string> | null } & {
  readonly family: Family;
  /** Bits of the wanted event names: see `nameBit`. */
  readonly names: number;
};

export const ALL_NAMES = -1;

type Read = (event: VoiceEvent) => string | null;

const agentId: Read = (event) => event.agentId;
const loginId: Read = (event) => event.loginId;
const callThreadId: Read = (event) => event.callThreadId;
const thisDn: Read = (event) => event.thisDn;
const otherDn: Read = (event) => event.otherDn;
const thirdPartyDn: Read = (event) => event.thirdPartyDn;
const thisQueue: Read = (event) => event.thisQueue;
const otherQueue: Read = (event) => event.otherQueue;
const thirdPartyQueue: Read = (event) => event.thirdPartyQueue;

/**
 * The identifiers by which an event is found in a dimension. The agent of an agent event is the one of the record key, that of a call event its
 * AgentID. Read one by one: an event that nobody wants leaves no list behind.
 */
const named: { readonly [F in Family]: { readonly [D in Dimension]: readonly Read[] } } = {
  agentState: { threads: [], agents: [agentId], dns: [thisDn, otherDn], queues: [] },
  callThread: {
    threads: [callThreadId],
    agents: [loginId],
    dns: [thisDn, otherDn, thirdPartyDn],
    queues: [thisQueue, otherQueue, thirdPartyQueue],
  },
};

/** All of them, each with its dimension. */
export const routes: { readonly [F in Family]: readonly { readonly dimension: Dimension; readonly read: Read }[] } = {
  agentState: routesOf('agentState'),
  callThread: routesOf('callThread'),
};

function routesOf(family: Family) {
  return dimensions.flatMap((dimension) => named[family][dimension].map((read) => ({ dimension, read })));
}

/** Whether an event of the filter's own tenant and family passes it. */
export function matches(filter: EventFilter, event: VoiceEvent): boolean {
  if ((filter.names & event.nameBit) === 0) return false;
  const { threads, agents, dns, queues } = filter;
  const by = named[filter.family];
  return (
    (threads === null || namesOne(by.threads, event, threads)) &&
    (agents === null || namesOne(by.agents, event, agents)) &&
    (dns === null || namesOne(by.dns, event, dns)) &&
    (queues === null || namesOne(by.queues, event, queues))
  );
}

function namesOne(reads: readonly Read[], event: VoiceEvent, wanted: ReadonlySet<string>): boolean {
  for (const read of reads) {
    const id = read(event);
    if (id !== null && wanted.has(id)) return true;
  }
  return false;
}

/** The keys by which events for a subscription are found: each that it is to get is found by one of them at least. Null for one that wants a whole tenant. */
export function indexKeys({ agent }: Scope, filter: EventFilter): readonly (readonly [Dimension, string])[] | null {
  const dimension = dimensions.find((one) => filter[one] !== null);
  if (agent !== null && dimension !== 'threads') return [['agents', agent.agentId], ...[...agent.dns].map((dn) => ['dns', dn] as const)];
  return dimension === undefined ? null : [...(filter[dimension] ?? [])].map((key) => [dimension, key] as const);
}
