/** Every flow and every variant, step by step: in every order that may come, in every spelling, with and without what may be left out. */
import { describe, expect, test } from 'vitest';
import { flows } from '../../src/simulator/flows.ts';
import type { Flow, Variant } from '../../src/simulator/flows.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { expectations } from './expectations.ts';
import type { Expectation, Expectations } from './expectations.ts';
import { Log, spellings } from './log.ts';
import { eventsOf, expected, expectedCounters, observed, observedCounters, orders, THREAD, write } from './play.ts';
import type { PlayedEvent } from './play.ts';

const MOST_ORDERS = 500;

type Case = {
  readonly name: string;
  readonly flow: Flow;
  readonly variant: Variant | null;
  readonly own: Expectations;
  readonly cold: boolean;
};
const cases: Case[] = [];
for (const flow of flows) {
  const own = expectations[flow.id];
  cases.push({ name: flow.id, flow, variant: null, own, cold: false });
  if (own.cold !== undefined) cases.push({ name: `${flow.id}, by itself`, flow, variant: null, own: { expect: own.cold }, cold: true });
  for (const variant of flow.variants) {
    const ofVariant = own.variants?.[variant.id] ?? { expect: {} };
    cases.push({ name: `${flow.id} with ${variant.id}`, flow, variant, own: ofVariant, cold: false });
  }
}

/** What must hold after the event at `i`, beside what must hold in the end. */
function expectedAfter({ flow, variant, own }: Case, events: readonly PlayedEvent[], i: number): Expectation | undefined {
  const event = events[i];
  const next = events[i + 1];
  if (event === undefined || event.part === 'given' || (next?.step === event.step && next.part === event.part)) return undefined;
  // A remark or a request may be the last step: then what holds after it is what holds after the event before it.
  const isLast = next === undefined || next.part !== event.part;
  const limit = event.part === 'variant' ? Number.POSITIVE_INFINITY : (variant?.afterStep ?? Number.POSITIVE_INFINITY);
  const until = isLast ? limit : next.step - 1;
  const table = event.part === 'variant' ? own.after : variant === null ? own.after : expectations[flow.id].after;
  const step = Object.keys(table ?? {})
    .map(Number)
    .find((n) => n >= event.step && n <= until);
  return step === undefined ? undefined : table?.[step];
}

/** Within an unordered group, what holds after its last step holds after whichever event comes last. */
function lastOfGroup(events: readonly PlayedEvent[], i: number): boolean {
  const group = events[i]?.group ?? null;
  return group === null || events[i + 1]?.group !== group;
}

function playAll(one: Case, order: readonly PlayedEvent[], log: Log, story: string): void {
  const inOrder = eventsOf(one.flow, one.variant, one.cold);
  for (const [i, event] of order.entries()) {
    write(log, one.flow, event);
    // Groups keep their places, so the table's step at this place is the one that has just been completed.
    const after = lastOfGroup(order, i) ? expectedAfter(one, inOrder, i) : undefined;
    if (after !== undefined) expect(observed(log, one.flow, after), `${story}, after ${i + 1} events`).toEqual(expected(after));
  }
  const { expect: end } = one.own;
  expect(observed(log, one.flow, end), story).toEqual(expected(end));
  expect(observedCounters(log, end), `${story}: the counters`).toEqual(expectedCounters(end));
}

test('every expected state on the way has its place', () => {
  for (const one of cases) {
    const events = eventsOf(one.flow, one.variant, one.cold);
    const held = events.flatMap((event, i) => (event.part === 'given' ? [] : [expectedAfter(one, events, i)]));
    for (const after of Object.values(one.own.after ?? {})) expect(held, one.name).toContain(after);
  }
});

describe.each(spellings)('in %s', (_name, spelling) => {
  test.each(cases)('$name ends as expected, whatever the order inside its groups', (one) => {
    let n = 0;
    for (const order of orders(eventsOf(one.flow, one.variant, one.cold), MOST_ORDERS, createRandom(7))) {
      const log = new Log({ spelling: spelling(n) });
      playAll(one, order, log, `order ${n++}: ${order.map((event) => `${String(event.attributes.ThisDN)} ${event.name}`).join(', ')}`);
    }
  });
});

/** Every place in a flow at which a grace time is expected to change something. */
const handOvers = cases.flatMap((one) => {
  const events = eventsOf(one.flow, one.variant, one.cold);
  return events.flatMap((_, i) => {
    const expectation = i === events.length - 1 ? one.own.expect : expectedAfter(one, events, i);
    return expectation?.afterGrace === undefined ? [] : [{ ...one, place: i + 1, expectation }];
  });
});

describe('the grace time', () => {
  test('is expected to end a thread in seven places', () => expect(handOvers).toHaveLength(7));

  test.each(handOvers)('ends $name after $place events, not before it has passed', ({ flow, variant, cold, place, expectation }) => {
    const log = new Log();
    for (const event of eventsOf(flow, variant, cold).slice(0, place)) write(log, flow, event);
    log.wait(defaultRules.threadTransitGraceMs - 1);
    expect(observed(log, flow, expectation)).toEqual(expected(expectation));
    log.wait(2);
    const { status, endReason } = log.thread(THREAD);
    expect(`${status} ${endReason}`).toBe(expectation.afterGrace);
  });

  test.each(cases.filter((one) => one.own.expect.status !== undefined && one.own.expect.afterGrace === undefined))(
    'changes nothing about $name',
    ({ flow, variant, cold, own }) => {
      const log = new Log();
      for (const event of eventsOf(flow, variant, cold)) write(log, flow, event);
      log.wait(defaultRules.threadTransitGraceMs + 1);
      expect(observed(log, flow, own.expect)).toEqual(expected(own.expect));
    },
  );
});

describe('what is active in the end', () => {
  test.each(cases.filter((one) => one.own.expect.status === 'ACTIVE'))(
    'has expired in $name after a day without events',
    ({ flow, variant, cold }) => {
      const log = new Log({ rules: { threadLingerMs: defaultRules.threadStaleAfterMs } });
      for (const event of eventsOf(flow, variant, cold)) write(log, flow, event);
      // The last events may be those of agents.
      log.wait(defaultRules.threadStaleAfterMs - 100);
      expect(log.thread(THREAD).status).toBe('ACTIVE');
      log.wait(101);
      const thread = log.thread(THREAD);
      expect(thread).toMatchObject({ status: 'ENDED', endReason: 'EXPIRED' });
      expect(new Set(thread.parties.map((party) => party.state))).toEqual(new Set(['GONE']));
      expect(thread.queues.filter((entry) => entry.outcome === 'WAITING')).toEqual([]);
      expect(thread.treatments.filter((one) => one.state === 'REQUIRED' || one.state === 'RUNNING')).toEqual([]);
    },
  );
});

describe('without the attributes that may be left out', () => {
  /** As far as it does not come from these attributes. */
  const outline = (log: Log): unknown => {
    const thread = log.state.callThread(log.scope, THREAD);
    return (
      thread && {
        status: thread.status,
        endReason: thread.endReason,
        parties: thread.parties.map((party) => [party.connId, party.dn, party.state]),
        queues: thread.queues.map((entry) => [entry.connId, entry.queueId, entry.outcome]),
        treatments: thread.treatments.map((treatment) => [treatment.dn, treatment.state]),
      }
    );
  };

  test.each(cases)('$name goes the same way', ({ flow, variant, cold }) => {
    const full = new Log();
    const bare = new Log();
    for (const event of eventsOf(flow, variant, cold)) {
      write(full, flow, event);
      write(bare, flow, event, false);
      expect(outline(bare)).toEqual(outline(full));
    }
    for (const agentId of flow.agentKeys.values()) {
      expect(bare.agentOf(agentId).state).toBe(full.agentOf(agentId).state);
      expect(bare.agentOf(agentId).activity).toBe(full.agentOf(agentId).activity);
    }
  });
});
