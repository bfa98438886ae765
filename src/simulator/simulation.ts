/** A contact centre in virtual time: what happens next, and what happens because of it. */
import { Agenda } from './agenda.ts';
import { Tenant } from './centre.ts';
import { createRandom } from './random.ts';
import { createWriter } from './records.ts';
import type { SimulatedRecord } from './records.ts';
import { createSpeller } from './spellings.ts';
import { Traffic } from './traffic.ts';
import type { World } from './world.ts';

export type SimulationOptions = {
  readonly tenants: number;
  /** Over all tenants, at least one each. A supervisor comes with every ten of a tenant. */
  readonly agents: number;
  /** Events per second over all tenants, on average. Where it is more than the agents would make at a natural pace, everything goes faster. */
  readonly rate: number;
  readonly seed: number;
  /** The instant at which the simulation starts, in milliseconds since 1970. Times of events follow it, and calls are named after it. */
  readonly startMs: number;
  readonly agentStateTopic: string;
  readonly callThreadTopic: string;
  /** `varied`: the same events in all the spellings that readers must accept, for tests. Plain if absent. */
  readonly spellings?: 'plain' | 'varied';
  /** Ends before the first record that would be due later; never if absent. */
  readonly durationMs?: number;
};

/** Events per second that one agent makes when busy about half of the time. */
const NATURAL_RATE = 0.25;
/** Events with which an agent begins a shift. */
const EVENTS_OF_LOGIN = 4;
/** Of these, what comes on top of the rate. */
const EXTRA_EVENTS_OF_LOGIN = 2.5;
const EARLY_BIRDS = 6;

/** What goes on inside, for those who watch over it. */
export type Vitals = { readonly appointments: number; readonly callsUnderWay: number; readonly callsWaiting: number };
export type Simulation = {
  /** The next records, all due at the same moment; null when there will be none. */
  next(): readonly SimulatedRecord[] | null;
  vitals(): Vitals;
};

export function createSimulation(options: SimulationOptions): Simulation {
  const { startMs, rate, durationMs = Number.POSITIVE_INFINITY } = options;
  if (!(rate > 0) || !(options.tenants >= 1) || !(options.agents >= 1)) throw new RangeError('tenants, agents and rate must be positive');
  const write = createWriter({
    startMs,
    topics: { agentState: options.agentStateTopic, callThread: options.callThreadTopic },
    // With chance of its own, so that the events stay the same.
    ...(options.spellings === 'varied' ? { spell: createSpeller(createRandom(options.seed + 1)) } : {}),
  });
  const agenda = new Agenda();
  const random = createRandom(options.seed);
  let told: SimulatedRecord[] = [];
  let toldInAll = 0;
  // The start in seconds, as switches do it, so that a later run does not name its calls alike.
  const prefix = hex32((Math.floor(startMs / 1000) ^ Math.imul(options.seed, 0x9e37_79b1)) >>> 0);
  let ids = 0;
  const world: World = {
    random,
    agenda,
    tempo: Math.min(1, (options.agents * NATURAL_RATE) / rate),
    // Multiplying by an odd number meets all 32-bit numbers once.
    nextId: () => prefix + hex32(Math.imul(++ids, 0x85eb_ca6b) >>> 0),
    tell: (happening, atMs) => {
      told.push(write(happening, atMs));
      toldInAll++;
    },
  };
  const tenants = Array.from({ length: options.tenants }, (_, index) => new Tenant(world, index, agentsOf(index, options)));
  const everybody = byTurns(tenants.map((tenant) => [...tenant.supervisors, ...tenant.agents]));
  const openingMs = Math.max(3000 * world.tempo, (everybody.length * EVENTS_OF_LOGIN * 1000) / rate);
  for (const [i, agent] of everybody.entries()) {
    // Something is to be seen at once, so the first do not wait for their share of the time.
    agenda.schedule(agent, i < EARLY_BIRDS ? i * 150 * world.tempo : (openingMs * i) / everybody.length);
  }
  const traffic = new Traffic(
    world,
    tenants,
    rate,
    { events: everybody.length * EXTRA_EVENTS_OF_LOGIN, durationMs: openingMs },
    () => toldInAll,
  );

  return {
    next() {
      while (told.length === 0) {
        const atMs = agenda.nextAtMs;
        if (atMs === null || atMs >= durationMs) return null;
        agenda.step();
      }
      const records = told;
      told = [];
      return records;
    },
    vitals: () => ({
      appointments: agenda.size,
      callsUnderWay: traffic.underWay,
      callsWaiting: tenants.reduce((sum, tenant) => sum + tenant.waiting.size, 0),
    }),
  };
}

function agentsOf(tenant: number, { tenants, agents }: SimulationOptions): number {
  return Math.max(1, Math.floor(agents / tenants) + (tenant < agents % tenants ? 1 : 0));
}

function hex32(n: number): string {
  return n.toString(16).padStart(8, '0');
}

/** One of each list in turn. */
function byTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
