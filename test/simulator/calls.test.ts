/** Calls that wait for an agent. */
import { describe, expect, test } from 'vitest';
import { Agenda } from '../../src/simulator/agenda.ts';
import { Call } from '../../src/simulator/calls.ts';
import { Tenant } from '../../src/simulator/centre.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { Happening } from '../../src/simulator/records.ts';
import { toScript } from '../../src/simulator/script.ts';
import type { World } from '../../src/simulator/world.ts';

const script = toScript({ flow: 'acd-call', cast: { A: 'caller', B: 'queue', C: 'agent' } });

/** Two calls in a queue, one after the other, and nobody there. */
function queue(): { readonly told: Happening[]; readonly tenant: Tenant; readonly agenda: Agenda; readonly ended: Call[] } {
  const told: Happening[] = [];
  const ended: Call[] = [];
  const agenda = new Agenda();
  let ids = 0;
  const world: World = {
    random: createRandom(1),
    agenda,
    tempo: 1,
    nextId: () => String(++ids).padStart(16, '0'),
    tell: (happening) => void told.push(happening),
  };
  const tenant = new Tenant(world, 0, 3);
  for (const atMs of [0, 10]) {
    const call = new Call(world, tenant, script, [null, null, null], 1, { expect: () => undefined, ended: (one) => void ended.push(one) });
    agenda.schedule(call, atMs);
  }
  while (tenant.waiting.size < 2) agenda.step();
  return { told, tenant, agenda, ended };
}

const threads = (told: readonly Happening[], event: string): string[] =>
  told.filter((happening) => happening.event === event).map((happening) => happening.entity);

describe('calls that wait', () => {
  test('go to agents who get free, the longest first', () => {
    const { told, tenant, agenda } = queue();
    const [first, second] = threads(told, 'EventQueued');
    for (const agent of tenant.agents.slice(0, 2)) expect(tenant.offer(agent, 100)).toBe(true);
    while (threads(told, 'EventRinging').length < 2) agenda.step();
    const rang = new Map(told.filter(({ event }) => event === 'EventRinging').map(({ entity, attributes }) => [entity, attributes.ThisDN]));
    expect(rang.get(first ?? '')).toBe(tenant.agents[0]?.dn);
    expect(rang.get(second ?? '')).toBe(tenant.agents[1]?.dn);
    expect(tenant.waiting.size).toBe(0);
  });

  test('leave the agents alone that are kept back', () => {
    const { tenant } = queue();
    tenant.keptBack = 1;
    const [kept, free] = tenant.agents;
    if (kept === undefined || free === undefined) throw new Error('too few agents');
    expect(tenant.offer(kept, 100)).toBe(false);
    expect(tenant.offer(free, 100)).toBe(true);
    expect(tenant.freeAgents.size).toBe(1);
  });

  test('are given up in the end when nobody comes', () => {
    const { told, tenant, agenda, ended } = queue();
    while (agenda.nextAtMs !== null) agenda.step();
    expect(threads(told, 'EventAbandoned').toSorted()).toEqual(threads(told, 'EventQueued').toSorted());
    expect(tenant.waiting.size).toBe(0);
    expect(ended).toHaveLength(2);
  });
});
