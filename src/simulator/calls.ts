/** Plays one script: a call with all its parties, or an errand of one agent at the telephone. */
import { enumerations } from '../events/vocabulary.ts';
import type { Json } from '../events/vocabulary.ts';
import type { Actor } from './agenda.ts';
import type { Agent } from './agents.ts';
import type { Tenant } from './centre.ts';
import { HANDOVER, PATIENCE } from './pauses.ts';
import type { Member, Script, ScriptStep } from './script.ts';
import { after } from './world.ts';
import type { World } from './world.ts';

const SEGMENTS = ['default', 'bronze', 'silver', 'gold'];
const TOPICS = ['orders', 'billing', 'returns', 'delivery', 'contract'];
const LANGUAGES = ['en', 'de', 'fr', 'es'];
/** Optional attributes are left out this often: readers must not count on them. */
const TERSE = 0.15;
const CALL_TYPE = enumerations.CallType.values;

/** Who keeps account of the calls under way. */
export type Account = {
  /** So many steps are to come, or fewer if negative. */
  expect(steps: number): void;
  ended(call: Call): void;
};

export class Call implements Actor {
  appointment = 0;
  readonly #world: World;
  readonly #tenant: Tenant;
  readonly #script: Script;
  readonly #pace: number;
  readonly #numbers: (string | null)[];
  readonly #agents: (Agent | null)[];
  readonly #toCome: number[];
  readonly #talked: boolean[];
  #order: readonly number[];
  #steps: readonly ScriptStep[];
  #at = 0;
  #waiting = false;
  readonly #thread: string;
  readonly #connIds: readonly string[];
  readonly #callId: number;
  readonly #userData: Json;
  readonly #account: Account;

  /** `cast`: the agents and supervisors of the script by party; null for one who is found on the way. */
  constructor(world: World, tenant: Tenant, script: Script, cast: readonly (Agent | null)[], pace: number, account: Account) {
    const { random } = world;
    this.#world = world;
    this.#tenant = tenant;
    this.#script = script;
    this.#pace = pace;
    this.#agents = [...cast];
    this.#numbers = script.roles.map((role, party) =>
      role === 'agent' || role === 'supervisor' ? (cast[party]?.dn ?? null) : tenant.numberFor(role, random),
    );
    this.#toCome = [...script.stepsOf];
    this.#talked = script.roles.map(() => false);
    this.#steps = script.steps;
    this.#order = shuffled(script, world);
    const id = world.nextId();
    this.#thread = `${id.slice(0, 8)}-${id.slice(8)}`;
    this.#connIds = [`${id}@${tenant.name}-sip`, `${world.nextId()}@${tenant.name}-sip`];
    this.#callId = tenant.nextCallId();
    this.#userData = {
      Segment: random.pick(SEGMENTS),
      Topic: random.pick(TOPICS),
      Language: random.pick(LANGUAGES),
      CustomerRef: `C-${String(random.below(1_000_000)).padStart(6, '0')}`,
      Attempt: 1 + random.below(3),
      ...(random.chance(0.3) ? { RRequestedSkills: random.chance(0.5) ? { Language: 1, Product: 2 } : {} } : {}),
    };
    this.#account = account;
    account.expect(script.steps.length);
    for (const agent of cast) agent?.join();
  }

  act(atMs: number): void {
    if (this.#waiting) return this.#giveUp(atMs);
    if (this.#at === this.#script.agentNeededAt && !this.#isStaffed()) return this.#find(atMs);
    const step = this.#steps[this.#order[this.#at] ?? this.#at];
    if (step === undefined) throw new Error('a call went on after its end');
    this.#play(step, atMs);
    this.#account.expect(-1);
    this.#at++;
    const next = this.#steps[this.#order[this.#at] ?? this.#at];
    if (next === undefined) return this.#end(atMs);
    // Who is needed next comes first; the pause of the next place, not of the next event, as a group comes at once whatever its order.
    const pause = (this.#steps[this.#at] ?? next).pause;
    this.#world.agenda.schedule(this, after(this.#world, atMs, pause, this.#pace));
  }

  /** An agent for whom this call has waited. */
  found(agent: Agent, atMs: number): void {
    this.#waiting = false;
    const party = this.#script.roles.indexOf('agent');
    agent.join();
    this.#agents[party] = agent;
    this.#numbers[party] = agent.dn;
    this.#world.agenda.schedule(this, after(this.#world, atMs, HANDOVER));
  }

  #isStaffed(): boolean {
    return this.#script.roles.every(
      (role, party) => role !== 'agent' || this.#script.played[party] !== true || this.#agents[party] !== null,
    );
  }

  #find(atMs: number): void {
    const { freeAgents, keptBack, waiting } = this.#tenant;
    const agent = freeAgents.size > keptBack ? freeAgents.take(this.#world.random) : null;
    if (agent !== null) return this.found(agent, atMs);
    waiting.add(this);
    this.#waiting = true;
    this.#world.agenda.schedule(this, after(this.#world, atMs, PATIENCE));
  }

  #giveUp(atMs: number): void {
    this.#tenant.waiting.delete(this);
    this.#waiting = false;
    this.#account.expect(this.#script.givingUp.length - (this.#steps.length - this.#at));
    this.#steps = this.#script.givingUp;
    this.#order = [];
    this.#at = 0;
    if (this.#steps.length === 0) return this.#end(atMs);
    this.act(atMs);
  }

  #play(step: ScriptStep, atMs: number): void {
    const { party, event } = step;
    const agent = this.#agents[party] ?? null;
    if (event === 'EventOffHook' || event === 'EventOnHook') agent?.hook(atMs, event === 'EventOffHook', true);
    else if (event === 'EventDialing' || event === 'EventEstablished') agent?.hook(atMs, true);
    this.#world.tell(
      {
        event,
        family: step.family,
        tenant: this.#tenant.name,
        entity: step.family === 'agentState' ? (agent?.id ?? '') : this.#thread,
        server: this.#tenant.server,
        attributes: this.#attributesOf(step, agent),
      },
      atMs,
    );
    if (event === 'EventEstablished') this.#talked[party] = true;
    const toCome = (this.#toCome[party] ?? 0) - 1;
    this.#toCome[party] = toCome;
    if (toCome === 0 && agent !== null) {
      this.#agents[party] = null;
      agent.leave(atMs, this.#talked[party] ?? false);
    }
  }

  #attributesOf(step: ScriptStep, agent: Agent | null): Readonly<Record<string, Json>> {
    const terse = this.#world.random.chance(TERSE);
    const attributes: Record<string, Json> = {};
    for (const member of step.members) {
      if (terse && member.optional) continue;
      const value = this.#valueOf(member, agent);
      if (value !== null) attributes[member.name] = value;
    }
    return attributes;
  }

  #valueOf(member: Member, agent: Agent | null): Json {
    switch (member.from) {
      case 'constant':
        return member.value;
      case 'party':
        return this.#numbers[member.index] ?? null;
      case 'call':
        return this.#connIds[member.index] ?? null;
      case 'play':
        return this.#fillIn(member.name, agent);
    }
  }

  #fillIn(name: Member['name'], agent: Agent | null): Json {
    const { roles, inbound } = this.#script;
    switch (name) {
      case 'CallThreadID':
        return this.#thread;
      case 'CallID':
        // The switch numbers the call a moment after the first event.
        return this.#at === 0 ? 0 : this.#callId;
      case 'CallType':
        return (inbound ? CALL_TYPE.Inbound : roles.includes('number') ? CALL_TYPE.Outbound : CALL_TYPE.Internal)[0];
      case 'ANI':
        return this.#numbers[roles.indexOf('caller')] ?? null;
      case 'DNIS':
        return DNIS;
      case 'UserData':
        return this.#userData;
      case 'CustomerID':
        return this.#tenant.name;
      case 'AgentID':
        return agent?.id ?? null;
      default:
        return null;
    }
  }

  #end(atMs: number): void {
    for (const agent of this.#agents) agent?.leave(atMs, false);
    this.#agents.fill(null);
    this.#account.ended(this);
  }
}
/** The number that customers dial. */
const DNIS = '+15550100';

/** The order of the steps, with those of each unordered group mixed. */
function shuffled(script: Script, world: World): readonly number[] {
  if (script.shuffled.length === 0) return [];
  const order = script.steps.map((_, i) => i);
  for (const [from, to] of script.shuffled) {
    for (let i = to - 1; i > from; i--) {
      const j = from + world.random.below(i - from + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
  }
  return order;
}
