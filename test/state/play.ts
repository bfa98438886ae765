/** Plays the simulator's flows into a state, in any order that their unordered groups allow, and tells what holds afterwards. */
import { enumValue } from '../../src/events/vocabulary.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import type { FlowRef, Step } from '../../src/simulator/flow.ts';
import { flowById } from '../../src/simulator/flows.ts';
import type { Flow, Variant } from '../../src/simulator/flows.ts';
import type { Random } from '../../src/simulator/random.ts';
import type { CallThread } from '../../src/state/model.ts';
import { entries, FLAGS, goneParties, liveParties, treatments } from './expectations.ts';
import type { Expectation } from './expectations.ts';
import type { Log } from './log.ts';

export const THREAD = 'thread-1';

export type PlayedEvent = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly optional: readonly string[];
  /** Events next to each other with the same group may come in any order. */
  readonly group: string | null;
  /** Number of the step of the part that it belongs to. */
  readonly step: number;
  readonly part: 'given' | 'flow' | 'variant';
};

/** The events of a flow, or of one of its variants from the start on. `cold`: without the flow that normally goes before. */
export function eventsOf(flow: Flow, variant: Variant | null, cold = false): PlayedEvent[] {
  const given = flow.given === null || cold ? [] : unfold([{ n: 0, ...flow.given }], 'given');
  const main = unfold(
    flow.steps.filter((step) => step.n <= (variant?.afterStep ?? Number.POSITIVE_INFINITY)),
    'flow',
  );
  return [...given, ...main, ...(variant === null ? [] : unfold(variant.steps, 'variant'))];
}

function unfold(steps: readonly Step[], part: PlayedEvent['part'], path: string = part): PlayedEvent[] {
  return steps.flatMap((step): PlayedEvent[] => {
    if (step.kind === 'event') {
      const { event: name, attributes, optional, unordered } = step;
      const group = unordered === null ? null : `${path}/${unordered}`;
      return [{ name, attributes, optional, group, step: step.n, part }];
    }
    if (step.kind !== 'flow') return [];
    return unfold(flowById(step.play).steps, part, `${path}.${step.n}`)
      .map((inner) => Object.assign({ ...inner }, { attributes: recast(inner.attributes, step), step: step.n }))
      .filter((inner) => !(step.unmonitored ?? []).includes(String(inner.attributes.ThisDN)));
  });
}

/** The attributes of another flow, with the call and the parties of this one. */
function recast(attributes: PlayedEvent['attributes'], { connId, parties }: FlowRef): PlayedEvent['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (name === 'ConnID' && value === 1) return [name, connId];
      return [name, typeof value === 'string' && Object.hasOwn(parties, value) ? (parties[value] ?? null) : value];
    }),
  );
}

/** The order of the table first; all orders while there are not more than `most`, else as many drawn. */
export function* orders(events: readonly PlayedEvent[], most: number, random: Random): Generator<readonly PlayedEvent[]> {
  const groups = groupsOf(events);
  if (groups.reduce((product, group) => product * factorial(group.length), 1) <= most) {
    yield* allOrders(groups);
    return;
  }
  yield events;
  for (let n = 1; n < most; n++) yield groups.flatMap((group) => shuffled(group, random));
}

function groupsOf(events: readonly PlayedEvent[]): PlayedEvent[][] {
  const groups: PlayedEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && event.group !== null && last[0]?.group === event.group) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function* allOrders(groups: readonly (readonly PlayedEvent[])[]): Generator<PlayedEvent[]> {
  const [first, ...rest] = groups;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const head of permutations(first)) for (const tail of allOrders(rest)) yield [...head, ...tail];
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) yield [...items];
  else for (const [i, item] of items.entries()) for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result: T[] = [];
  for (const item of items) result.splice(random.below(result.length + 1), 0, item);
  return result;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

export function connIdOf(label: number | string): string {
  return `00710263A1B2C3D${label}@10.0.0.7:7001`;
}
const labelOf = (connId: string | null): number => Number(/^00710263A1B2C3D(\d)@/.exec(connId ?? '')?.[1]);

/** Writes one event of a flow, with what every event has. */
export function write(log: Log, flow: Flow, event: PlayedEvent, withOptional = true): void {
  const attributes = Object.fromEntries(
    Object.entries(event.attributes)
      .filter(([name]) => withOptional || !event.optional.includes(name))
      .map(([name, value]) => [name, name.endsWith('ConnID') ? connIdOf(String(value)) : value]),
  );
  if (catalogue.find(event.name)?.family === 'agentState') {
    log.agent(flow.agentKeys.get(String(attributes.ThisDN)) ?? '', event.name, attributes);
  } else log.call(THREAD, event.name, { CallType: 'Internal', ...attributes });
}

/** What the state tells of everything that the expectation names, in the same form as `expected`. */
export function observed(log: Log, flow: Flow, expectation: Expectation): unknown {
  const thread = log.state.callThread(log.scope, THREAD);
  const { agentStates = [], dns = [] } = expectation;
  return {
    thread: thread === null ? null : observedThread(thread),
    agents: agentStates.map((wanted) => {
      const agent = log.agentOf(wanted.agentId);
      const members = only(wanted, agent);
      if (wanted.sessions !== undefined) {
        members.sessions = agent.sessions.map(({ queues, ...session }, n) =>
          Object.assign(only(wanted.sessions?.[n] ?? {}, session), { queues: queues.map((queue) => queue.queueId) }),
        );
      }
      return members;
    }),
    dns: dns.map((wanted) => only(wanted, log.dnOf(flow.agentKeys.get(wanted.dn) ?? '', wanted.dn))),
  };
}

function observedThread(thread: CallThread): unknown {
  const live = thread.parties.filter((party) => party.state !== 'GONE');
  const gone = thread.parties.filter((party) => party.state === 'GONE');
  const links = thread.calls.filter((call) => call.previousConnId !== null);
  return {
    status: thread.endReason === null ? thread.status : `${thread.status} ${thread.endReason}`,
    calls: thread.calls.map((call) => labelOf(call.connId)).toSorted(),
    links: links.map((call) => `${labelOf(call.connId)} to ${labelOf(call.previousConnId)}`),
    live: live.map(({ connId, dn, state, role, cause, ...flags }) => {
      const set = FLAGS.filter((flag) => flags[flag]);
      return `${labelOf(connId)} ${dn} ${state} role ${role} flags ${set.join(' ')} cause ${cause}`;
    }),
    gone: gone.map(({ connId, dn, cause }) => `${labelOf(connId)} ${dn} cause ${cause}`),
    queues: thread.queues.map((one) => `${labelOf(one.connId)} ${one.queueId} ${one.outcome} to ${one.to}`).toSorted(),
    treatments: thread.treatments.map(
      (one) => `${labelOf(one.connId)} ${one.dn} ${one.state} type ${one.type} digits ${one.collectedDigits}`,
    ),
    agents: thread.agents.map((agent) => agent.agentId),
  };
}

function only(wanted: object, members: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, (members as Readonly<Record<string, unknown>>)[name]]));
}

/** The expectation in full. */
export function expected(expectation: Expectation): unknown {
  const { agentStates = [], dns = [] } = expectation;
  return {
    thread: expectation.status === undefined ? null : expectedThread(expectation),
    agents: agentStates.map((agent) => {
      const sessions = agent.sessions?.map((session) =>
        session.workMode === undefined ? session : Object.assign({ ...session }, { workMode: enumValue(session.workMode) }),
      );
      return sessions === undefined ? agent : Object.assign({ ...agent }, { sessions });
    }),
    dns: dns.map((dn) => {
      const monitoring = dn.monitoring?.map(({ otherDn, role, type }) => ({ otherDn, role: enumerated(role), type: enumerated(type) }));
      return monitoring === undefined ? dn : Object.assign({ ...dn }, { monitoring });
    }),
  };
}

function expectedThread({ status, live = {}, gone = {}, links = [], agents = [], ...rest }: Expectation): unknown {
  return {
    status,
    calls: [...new Set([...Object.keys(live), ...Object.keys(gone)].map(Number))].toSorted(),
    links: links.map((link) => link.join(' to ')),
    live: Object.entries(live).flatMap(([call, text]) =>
      byDn(liveParties(text)).map(
        ({ dn, state, role, cause, flags }) =>
          `${call} ${dn} ${state} role ${enumerated(role)} flags ${flags.join(' ')} cause ${enumerated(cause)}`,
      ),
    ),
    gone: Object.entries(gone).flatMap(([call, text]) =>
      byDn(goneParties(text)).map(({ dn, cause }) => `${call} ${dn} cause ${enumerated(cause)}`),
    ),
    queues: entries(rest.queues ?? '')
      .map(({ queue, outcome, to }) => `1 ${queue} ${outcome} to ${to}`)
      .toSorted(),
    treatments: treatments(rest.treatments ?? '').map(
      ({ dn, state, type, digits }) => `1 ${dn} ${state} type ${enumerated(type)} digits ${digits}`,
    ),
    agents,
  };
}

function enumerated(name: string | null | undefined): string | null {
  return name === null || name === undefined ? null : enumValue(name);
}

function byDn<T extends { readonly dn: string }>(parties: readonly T[]): T[] {
  return parties.toSorted((a, b) => (a.dn < b.dn ? -1 : 1));
}

/** How often each counter of a queue has counted. */
export type Counters = {
  readonly queueId: string;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly diverted: number;
};

export function expectedCounters(expectation: Expectation): Counters[] {
  return entries(expectation.queues ?? '').map(({ queue, counted }) => ({
    queueId: queue,
    offered: 1,
    answered: counted === 'ANSWERED' ? 1 : 0,
    abandoned: counted === 'ABANDONED' ? 1 : 0,
    diverted: counted === 'DIVERTED' ? 1 : 0,
  }));
}

export function observedCounters(log: Log, expectation: Expectation): Counters[] {
  return entries(expectation.queues ?? '').map(({ queue }) => {
    const { queueId, offered, answered, abandoned, diverted } = log.queue(queue);
    return { queueId, offered, answered, abandoned, diverted };
  });
}
