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

/** The identifiers by which an event is found in a dimension; null where it names none. At most three. */
type Named = readonly (string | null)[];

/** The agent of an agent event is the one of the record key, that of a call event its AgentID. */
const named: { readonly [F in Family]: { readonly [D in Dimension]: (event: VoiceEvent) => Named } } = {
  agentState: {
    threads: () => [],
    agents: (event) => [event.agentId],
    dns: (event) => [event.thisDn, event.otherDn],
    queues: () => [],
  },
  callThread: {
    threads: (event) => [event.callThreadId],
    agents: (event) => [event.loginId],
    dns: (event) => [event.thisDn, event.otherDn, event.thirdPartyDn],
    queues: (event) => [event.thisQueue, event.otherQueue, event.thirdPartyQueue],
  },
};

export function namedIn(event: VoiceEvent, dimension: Dimension): Named {
  return named[event.family][dimension](event);
}

/** Whether an event of the filter's own tenant and family passes it. */
export function matches(filter: EventFilter, event: VoiceEvent): boolean {
  if ((filter.names & event.nameBit) === 0) return false;
  for (const dimension of dimensions) {
    const wanted = filter[dimension];
    if (wanted === null) continue;
    if (!namedIn(event, dimension).some((id) => id !== null && wanted.has(id))) return false;
  }
  return true;
}

/** The keys by which events for a subscription are found: each that it is to get is found by one of them at least. Null for one that wants a whole tenant. */
export function indexKeys({ agent }: Scope, filter: EventFilter): readonly (readonly [Dimension, string])[] | null {
  const dimension = dimensions.find((one) => filter[one] !== null);
  if (agent !== null && dimension !== 'threads') return [['agents', agent.agentId], ...[...agent.dns].map((dn) => ['dns', dn] as const)];
  return dimension === undefined ? null : [...(filter[dimension] ?? [])].map((key) => [dimension, key] as const);
}
