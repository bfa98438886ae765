/** When what begins: everyday calls at the wanted rate, every scenario in turn so that nothing stays unseen, and no quiet second. */
import type { Actor } from './agenda.ts';
import type { Agent } from './agents.ts';
import { Call } from './calls.ts';
import type { Account } from './calls.ts';
import type { Tenant } from './centre.ts';
import { scenarios } from './scenarios.ts';
import { toScript } from './script.ts';
import type { Script } from './script.ts';
import type { World } from './world.ts';

/** How far ahead of the present everyday calls are started: about as long as a call lasts. Milliseconds of natural time. */
const LEAD_MS = 12_000;
/** The rota's calls are shorter, so that all events are seen soon. */
const ROTA_PACE = 0.35;
/** Events' worth of time between two starts of the rota: in its first round, and ever after. */
const ROTA_FIRST = 10;
const ROTA_LATER = 36;
/** No second has less than this share of the wanted events, as far as rates go at which that could be noticed. */
const LEAST_SHARE = 0.5;
const HIGHEST_EVENED_RATE = 100;
const TICKS_PER_SECOND = 20;
/** Over so many ticks at the end of a second its least number of events is made up for. */
const EVENING_TICKS = 8;

const scripts: readonly Script[] = scenarios.map(toScript);
const everyday = scripts.filter((script) => script.scenario.weight !== undefined);
const totalWeight = everyday.reduce((sum, script) => sum + (script.scenario.weight ?? 0), 0);
/** `null`: an agent's shift ends. */
const early: readonly (Script | null)[] = [...scripts.filter((script) => script.scenario.early), null];
const rota: readonly (Script | null)[] = [...early, ...scripts.filter((script) => !script.scenario.early)];

export type Opening = { readonly events: number; readonly durationMs: number };

export class Traffic implements Account {
  readonly #world: World;
  readonly #tenants: readonly Tenant[];
  /** Events per second. */
  readonly #rate: number;
  readonly #told: () => number;
  /** Events that are more than the rate asks for: those with which everybody logs in. */
  readonly #opening: Opening;
  #underWay = 0;
  #toCome = 0;
  #turn = 0;
  #toldBefore = 0;

  constructor(world: World, tenants: readonly Tenant[], rate: number, opening: Opening, told: () => number) {
    this.#world = world;
    this.#tenants = tenants;
    this.#rate = rate;
    this.#opening = opening;
    this.#told = told;
    this.#repeat((atMs) => this.#everyday(atMs), 0);
    this.#repeat((atMs) => this.#rota(atMs), 500 * world.tempo);
    if (rate <= HIGHEST_EVENED_RATE) this.#repeat((atMs) => this.#even(atMs), 1000 / TICKS_PER_SECOND);
  }

  /** Calls and errands under way. */
  get underWay(): number {
    return this.#underWay;
  }

  expect(steps: number): void {
    this.#toCome += steps;
  }

  ended(): void {
    this.#underWay--;
  }

  /** `act` tells when it wants to act again. */
  #repeat(act: (atMs: number) => number, firstMs: number): void {
    const { agenda } = this.#world;
    const actor: Actor = {
      appointment: 0,
      act: (atMs) => agenda.schedule(actor, act(atMs)),
    };
    agenda.schedule(actor, firstMs);
  }

  /** Starts a call where those told and those to come of the calls under way are fewer than there should be a little later. */
  #everyday(atMs: number): number {
    const { random, tempo } = this.#world;
    const leadMs = Math.min(atMs, LEAD_MS * tempo);
    const wanted = (this.#rate * (atMs + leadMs)) / 1000 + this.#opening.events * Math.min(1, atMs / this.#opening.durationMs);
    if (this.#told() + this.#toCome < wanted) this.#startEveryday(atMs);
    return atMs + (4000 / this.#rate) * random.between(0.4, 1.6);
  }

  #startEveryday(atMs: number): void {
    const { random } = this.#world;
    const tenant = random.pick(this.#tenants);
    let ticket = random.next() * totalWeight;
    const script = everyday.find((one) => (ticket -= one.scenario.weight ?? 0) < 0) ?? everyday[0];
    if (script === undefined) return;
    if (script.agentNeededAt > 0) {
      // Whoever calls when half the house is waiting hears the busy tone, and no event tells.
      if (tenant.waiting.size <= tenant.agents.length / 2) this.#start(tenant, script, null, 1, atMs);
      return;
    }
    const cast = castFrom(tenant, script, tenant.keptBack, this.#world);
    if (cast !== null) this.#start(tenant, script, cast, 1, atMs);
  }

  #rota(atMs: number): number {
    const script = rota[this.#turn % rota.length] ?? null;
    const tenant = this.#tenants[this.#turn % this.#tenants.length];
    if (tenant === undefined) return Number.POSITIVE_INFINITY;
    const impossible =
      script !== null && (count(script, 'agent') > tenant.agents.length || count(script, 'supervisor') > tenant.supervisors.length);
    if (!impossible && !this.#begin(tenant, script, atMs)) {
      tenant.keptBack = script === null ? 1 : count(script, 'agent');
      return atMs + 2000 / this.#rate;
    }
    tenant.keptBack = 0;
    this.#turn++;
    return atMs + ((this.#turn < early.length ? ROTA_FIRST : ROTA_LATER) * 1000) / this.#rate;
  }

  #begin(tenant: Tenant, script: Script | null, atMs: number): boolean {
    if (script === null) {
      const agent = tenant.freeAgents.take(this.#world.random);
      agent?.logOut(atMs);
      return agent !== null;
    }
    const cast = castFrom(tenant, script, 0, this.#world);
    if (cast !== null) this.#start(tenant, script, cast, ROTA_PACE, atMs);
    return cast !== null;
  }

  #start(tenant: Tenant, script: Script, cast: readonly (Agent | null)[] | null, pace: number, atMs: number): void {
    const call = new Call(this.#world, tenant, script, cast ?? script.roles.map(() => null), pace, this);
    this.#underWay++;
    this.#world.agenda.schedule(call, atMs);
  }

  /** Lamps for waiting messages fill seconds in which little happens, as late in the second as will do. */
  #even(atMs: number): number {
    const tick = Math.round((atMs / 1000) * TICKS_PER_SECOND);
    const ticksLeft = TICKS_PER_SECOND - 1 - (tick % TICKS_PER_SECOND);
    if (ticksLeft === TICKS_PER_SECOND - 1) this.#toldBefore = this.#told();
    const least = LEAST_SHARE * this.#rate;
    const missing = Math.ceil(least * (1 - ticksLeft / EVENING_TICKS)) - (this.#told() - this.#toldBefore);
    const onDuty = missing > 0 ? this.#tenants.flatMap((tenant) => tenant.agents.filter((agent) => agent.onDuty)) : [];
    for (let i = 0; i < missing && onDuty.length > 0; i++) this.#world.random.pick(onDuty).blink(atMs);
    return ((tick + 1) * 1000) / TICKS_PER_SECOND;
  }
}

function count(script: Script, role: 'agent' | 'supervisor'): number {
  return script.roles.filter((one, party) => one === role && script.played[party]).length;
}

/** Free agents and supervisors for all parts, out of their pools; null where there are not enough. */
function castFrom(tenant: Tenant, script: Script, keptBack: number, world: World): (Agent | null)[] | null {
  if (tenant.freeAgents.size < count(script, 'agent') + keptBack || tenant.freeSupervisors.size < count(script, 'supervisor')) return null;
  return script.roles.map((role, party) => {
    if (!script.played[party]) return null;
    if (role === 'agent') return tenant.freeAgents.take(world.random);
    return role === 'supervisor' ? tenant.freeSupervisors.take(world.random) : null;
  });
}
