import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { nameBit } from '../../src/events/event.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { ALL_NAMES } from '../../src/hub/filter.ts';
import type { EventFilter } from '../../src/hub/filter.ts';
import { Hub } from '../../src/hub/hub.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { event } from '../support/events.ts';

const scopeOf = (tenantId: string) => Scope.of(UNAUTHENTICATED_CLAIMS, tenantId);
const everything = (family: Family): EventFilter => ({ family, names: ALL_NAMES, threads: null, agents: null, dns: null, queues: null });

/** What a client asked for, in the words of the API, apart from everything the hub is made of. */
type Wanted = {
  tenant: string;
  family: Family;
  names: string[] | null;
  threads: string[] | null;
  agents: string[] | null;
  dns: string[] | null;
  queues: string[] | null;
};

function naivelyWants(wanted: Wanted, happened: VoiceEvent): boolean {
  const any = (list: string[] | null, ...ids: (string | null)[]) => list === null || list.some((id) => ids.includes(id));
  const agents = wanted.family === 'agentState' ? [happened.agentId] : [happened.loginId];
  const dns =
    wanted.family === 'agentState' ? [happened.thisDn, happened.otherDn] : [happened.thisDn, happened.otherDn, happened.thirdPartyDn];
  return (
    happened.tenantId === wanted.tenant &&
    happened.family === wanted.family &&
    any(wanted.names, happened.type.startsWith('Unrecognized') ? 'UNRECOGNIZED' : happened.name) &&
    any(wanted.threads, happened.callThreadId) &&
    any(wanted.agents, ...agents) &&
    any(wanted.dns, ...dns) &&
    any(wanted.queues, happened.thisQueue, happened.otherQueue, happened.thirdPartyQueue)
  );
}

function filterOf({ family, names, threads, agents, dns, queues }: Wanted): EventFilter {
  const set = (ids: string[] | null) => (ids === null ? null : new Set(ids));
  const bits = names?.map((name) => nameBit(catalogue[family].find((definition) => definition.name === name) ?? null));
  return {
    family,
    names: bits === undefined ? ALL_NAMES : bits.reduce((all, bit) => all | bit, 0),
    threads: set(threads),
    agents: set(agents),
    dns: set(dns),
    queues: set(queues),
  };
}

// Few identifiers, so that most subscriptions meet most events half-way; `a` is at once agent, number, queue and thread.
const id = fc.constantFrom('a', 'b', 'c', '__proto__');
const ids = fc.option(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), { freq: 2 });
const tenant = fc.constantFrom('acme', 'globex', 'a');

const wantedAgents = fc.record<Wanted>({
  tenant,
  family: fc.constant('agentState' as const),
  names: fc.option(fc.uniqueArray(fc.constantFrom('EventAgentLogin', 'EventOffHook', 'UNRECOGNIZED'), { minLength: 1 })),
  threads: fc.constant(null),
  agents: ids,
  dns: ids,
  queues: fc.constant(null),
});
const wantedCalls = fc.record<Wanted>({
  tenant,
  family: fc.constant('callThread' as const),
  names: fc.option(fc.uniqueArray(fc.constantFrom('EventRinging', 'EventQueued', 'UNRECOGNIZED'), { minLength: 1 })),
  threads: ids,
  agents: ids,
  dns: ids,
  queues: ids,
});

const members = (names: string[]) => fc.record(Object.fromEntries(names.map((name) => [name, id])), { requiredKeys: [] });
const happenedToAgent = fc
  .tuple(
    tenant,
    fc.option(id),
    fc.constantFrom('EventAgentLogin', 'EventOffHook', 'EventRinging', 'EventNew'),
    members(['ThisDN', 'OtherDN', 'AgentID', 'ThisQueue']),
  )
  .map(([of, agent, name, rest]) => event('agentState', `${of}:${agent ?? ''}`, { id: name, ...rest }));
const happenedToCall = fc
  .tuple(
    tenant,
    id,
    fc.constantFrom('EventRinging', 'EventQueued', 'EventAgentLogin', 'EventNew'),
    members(['CallThreadID', 'AgentID', 'ThisDN', 'OtherDN', 'ThirdPartyDN', 'ThisQueue', 'OtherQueue', 'ThirdPartyQueue']),
  )
  .map(([of, thread, name, rest]) => event('callThread', `${of}:${thread}`, { id: name, ...rest }));

describe('the hub', () => {
  it('delivers to each subscription exactly what a naive filter would, in order, while others come and go', () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.oneof(wantedAgents, wantedCalls).map((wanted) => ({ kind: 'subscribe' as const, wanted })) },
      { weight: 1, arbitrary: fc.nat(30).map((which) => ({ kind: 'leave' as const, which })) },
      { weight: 6, arbitrary: fc.oneof(happenedToAgent, happenedToCall).map((happened) => ({ kind: 'publish' as const, happened })) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const hub = new Hub();
        const open: { wanted: Wanted; got: string[]; expected: string[]; attachment: Disposable; left: boolean }[] = [];
        for (const one of steps) {
          if (one.kind === 'subscribe') {
            const got: string[] = [];
            const attachment = hub.subscribe(scopeOf(one.wanted.tenant), filterOf(one.wanted), ({ eventId }) => got.push(eventId));
            open.push({ wanted: one.wanted, got, expected: [], attachment, left: false });
          } else if (one.kind === 'leave') {
            const leaver = open[one.which % Math.max(open.length, 1)];
            leaver?.attachment[Symbol.dispose]();
            if (leaver !== undefined) leaver.left = true;
          } else {
            hub.publish(one.happened);
            for (const each of open) if (!each.left && naivelyWants(each.wanted, one.happened)) each.expected.push(one.happened.eventId);
          }
        }
        for (const { got, expected } of open) expect(got).toEqual(expected);
        const stay = open.filter(({ left }) => !left).length;
        expect(hub.subscriptions('agentState') + hub.subscriptions('callThread')).toBe(stay);
      }),
      { numRuns: 400 },
    );
  });

  it('does not deliver an event twice that names two of the wanted identifiers', () => {
    const hub = new Hub();
    const got: VoiceEvent[] = [];
    hub.subscribe(scopeOf('acme'), { ...everything('callThread'), dns: new Set(['1', '2']) }, (happened) => got.push(happened));
    hub.publish(event('callThread', 'acme:t', { id: 'EventRinging', ThisDN: '1', OtherDN: '2' }));
    expect(got).toHaveLength(1);
  });

  it('keeps delivering to the others when one leaves in the middle of a delivery', () => {
    const hub = new Hub();
    const got: string[] = [];
    const first = hub.subscribe(scopeOf('acme'), everything('callThread'), () => {
      got.push('first');
      first[Symbol.dispose]();
    });
    hub.subscribe(scopeOf('acme'), everything('callThread'), () => got.push('second'));
    hub.publish(event('callThread', 'acme:t', { id: 'EventRinging' }));
    hub.publish(event('callThread', 'acme:t', { id: 'EventRinging' }));
    expect(got).toEqual(['first', 'second', 'second']);
  });

  it('does not close a stream that others share when the first one leaves, nor when one leaves twice', () => {
    const hub = new Hub();
    const got: string[] = [];
    const filter = { ...everything('agentState'), agents: new Set(['1001']) };
    const first = hub.subscribe(scopeOf('acme'), filter, () => got.push('first'));
    hub.subscribe(scopeOf('acme'), filter, () => got.push('second'));
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    hub.publish(event('agentState', 'acme:1001', { id: 'EventOnHook' }));
    expect(got).toEqual(['second']);
    expect(hub.subscriptions('agentState')).toBe(1);
  });

  it('gives back the memory of a hundred thousand subscriptions on keys of their own once they have left', () => {
    const { gc } = globalThis;
    if (gc === undefined) throw new Error('run with --expose-gc');
    const hub = new Hub();
    // One that stays keeps the tenant's room; what is given back are the entries of the others.
    hub.subscribe(scopeOf('tenant'), everything('agentState'), () => {});
    let round = 0;
    const churn = () => {
      round += 1;
      for (let i = 0; i < 100_000; i += 1) {
        const filter = { ...everything('agentState'), agents: new Set([`agent-${round}-${i}`]) };
        hub.subscribe(scopeOf(i % 2 === 0 ? 'tenant' : `tenant-${i % 1000}`), filter, () => {})[Symbol.dispose]();
      }
      gc();
      return process.memoryUsage().heapUsed;
    };
    churn();
    const before = churn();
    const after = churn();
    // A kept entry would cost 100,000 times some 500 bytes.
    expect(after - before).toBeLessThan(5_000_000);
  });
});
