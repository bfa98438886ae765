/** The contact centre as a whole: repeatable, complete, even, bounded. */
import { describe, expect, test } from 'vitest';
import { flows } from '../../src/simulator/flows.ts';
import { scenarios } from '../../src/simulator/scenarios.ts';
import { createSimulation } from '../../src/simulator/simulation.ts';
import { demoOptions, simulate } from '../../src/simulator/simulator.ts';
import { allNames, simulated, START_MS } from './contact-centre.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

describe('the simulated contact centre', () => {
  test('writes the same records for the same options, at every iteration', () => {
    const records = simulate({ ...demoOptions(START_MS), durationMs: MINUTE_MS });
    const first = [...records];
    expect(first.length).toBeGreaterThan(500);
    expect([...records]).toEqual(first);
    expect(simulated({})).toEqual(first);
  });

  test('writes other records for another seed', () => {
    const own = new Set(simulated({ seed: 1 }).map((record) => record.value));
    const shared = simulated({ seed: 2 }).filter((record) => own.has(record.value));
    expect(shared.length).toBeLessThan(own.size / 20);
  });

  test('lets the same happen at another start, under other call identifiers', () => {
    const plot = (startMs: number): string[] => simulated({ startMs }).map((record) => `${record.dueMs} ${record.name}`);
    const threads = (startMs: number): Set<string> =>
      new Set(simulated({ startMs }).flatMap(({ topic, key }) => (topic === 'voice-callthread' ? [key] : [])));
    expect(plot(START_MS + DAY_MS)).toEqual(plot(START_MS));
    expect(threads(START_MS + DAY_MS).isDisjointFrom(threads(START_MS))).toBe(true);
  });

  test('shows all 42 events within the first minute of the demo, whatever the seed', () => {
    for (let seed = 0; seed < 150; seed++) {
      const seen = new Set<string>(simulated({ seed }).map((record) => record.name));
      expect(
        allNames.filter((name) => !seen.has(name)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  test('has at least five events in every second of the demo from the first on', () => {
    for (let seed = 0; seed < 50; seed++) {
      const perSecond = Array.from({ length: 120 }, () => 0);
      for (const { dueMs } of simulated({ seed, durationMs: perSecond.length * 1000 })) perSecond[Math.floor(dueMs / 1000)]! += 1;
      expect(Math.min(...perSecond), `seed ${seed}`).toBeGreaterThanOrEqual(5);
    }
  });

  test('goes on showing all events', () => {
    const windowMs = 5 * MINUTE_MS;
    const windows = Map.groupBy(simulated({ durationMs: HOUR_MS }), (record) => Math.floor(record.dueMs / windowMs));
    expect(windows.size).toBe(HOUR_MS / windowMs);
    for (const records of windows.values()) expect(new Set(records.map((record) => record.name)).size).toBe(allNames.length);
  });

  test('fills ordinary seconds with ordinary things, not with lamps', () => {
    const records = simulated({ durationMs: HOUR_MS });
    const lamps = records.filter((record) => record.name.startsWith('EventMessageWaiting'));
    expect(lamps.length).toBeLessThan(records.length / 12);
  });

  test.each([
    { tenants: 2, agents: 40, rate: 10, durationMs: HOUR_MS },
    { tenants: 3, agents: 600, rate: 500, durationMs: 5 * MINUTE_MS },
    { tenants: 1, agents: 2000, rate: 20_000, durationMs: 5000 },
  ])('makes $rate events a second on average with $agents agents of $tenants tenants', (options) => {
    const perSecond = (simulated(options).length * 1000) / options.durationMs;
    expect(perSecond / options.rate).toBeGreaterThan(0.9);
    expect(perSecond / options.rate).toBeLessThan(1.15);
  });

  test('goes on with hardly anybody there', () => {
    expect(simulated({ tenants: 1, agents: 1, rate: 5, durationMs: 10 * MINUTE_MS }).length).toBeGreaterThan(1000);
  });

  test('gives every tenant agents of its own under the same numbers', () => {
    const keys = new Set(simulated({ tenants: 4, agents: 2 }).map((record) => record.key));
    for (const tenant of ['acme', 'globex', 'initech', 'tenant-4']) expect(keys).toContain(`${tenant}:1001`);
  });

  test('keeps the numbers of agents, telephones and queues apart however many agents there are', () => {
    const agents = 1500;
    const dns = simulated({ tenants: 1, agents, rate: 5000, durationMs: 2000 }).flatMap(({ value }) => {
      const { ThisDN, AgentID } = JSON.parse(value) as { ThisDN: string; AgentID?: string };
      return AgentID === undefined ? [] : [`${AgentID} ${ThisDN}`];
    });
    const pairs = new Set(dns);
    expect(pairs.size).toBeGreaterThan(agents);
    expect(new Set([...pairs].map((pair) => pair.split(' ')[0])).size).toBe(pairs.size);
    expect(new Set([...pairs].map((pair) => pair.split(' ')[1])).size).toBe(pairs.size);
  });

  test('holds no more after eight hours than early on', () => {
    const simulation = createSimulation({ ...demoOptions(START_MS), durationMs: 8 * HOUR_MS });
    const most = { appointments: 0, callsUnderWay: 0, callsWaiting: 0 };
    for (let records = simulation.next(); records !== null; records = simulation.next()) {
      const vitals = simulation.vitals();
      most.appointments = Math.max(most.appointments, vitals.appointments);
      most.callsUnderWay = Math.max(most.callsUnderWay, vitals.callsUnderWay);
      most.callsWaiting = Math.max(most.callsWaiting, vitals.callsWaiting);
    }
    expect(most.callsUnderWay).toBeLessThan(80);
    expect(most.callsWaiting).toBeLessThanOrEqual(22);
    expect(most.appointments).toBeLessThan(600);
  });

  test('refuses to run without tenants, agents or a rate', () => {
    for (const wrong of [{ tenants: 0 }, { agents: 0 }, { rate: 0 }, { rate: Number.NaN }])
      expect(() => simulated(wrong)).toThrow(RangeError);
  });
});

test('every flow and variant has a scenario, but for the shift, which agents live by themselves', () => {
  const had = new Set(scenarios.map(({ flow, variant }) => `${flow}/${variant ?? ''}`));
  const wanted = flows.flatMap((flow) => ['', ...flow.variants.map((variant) => variant.id)].map((variant) => `${flow.id}/${variant}`));
  expect(wanted.filter((id) => !had.has(id))).toEqual(['agent-shift/']);
});
