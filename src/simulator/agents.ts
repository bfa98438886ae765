/** An agent's life: login, ready, calls, after-call work, breaks, logout, and the next shift. */
import { enumerations } from '../events/vocabulary.ts';
import type { Json } from '../events/vocabulary.ts';
import type { Actor } from './agenda.ts';
import type { Tenant } from './centre.ts';
import type { EventName } from './flow.ts';
import type { Pause } from './pauses.ts';
import { after } from './world.ts';
import type { World } from './world.ts';

const SETTLING: Pause = [300, 1_500];
const STARTING: Pause = [800, 3_000];
const AFTER_CALL_WORK: Pause = [3_000, 15_000];
const BREAK: Pause = [12_000, 60_000];
const BETWEEN_BREAKS: Pause = [100_000, 600_000];
const SHIFT: Pause = [1_200_000, 5_400_000];
const OFF_DUTY: Pause = [10_000, 60_000];

const REASONS = ['Break', 'Lunch', 'Training', 'Meeting', 'Coaching', 'Back office'];
const MODE = enumerations.AgentWorkMode.values;
const LEAST_REFERENCE = 1000;

type Plan = 'logIn' | 'settle' | 'getReady' | 'changeReason' | 'takeBreak';

export class Agent implements Actor {
  appointment = 0;
  readonly id: string;
  readonly dn: string;
  readonly role: 'agent' | 'supervisor';
  readonly queues: readonly string[];
  readonly #world: World;
  readonly #tenant: Tenant;
  #next: Plan = 'logIn';
  #offHook = false;
  #lampOn = false;
  #onDuty = false;
  #breakAtMs = 0;
  #shiftEndsAtMs = 0;

  constructor(world: World, tenant: Tenant, role: Agent['role'], id: string, dn: string, queues: readonly string[]) {
    this.#world = world;
    this.#tenant = tenant;
    this.role = role;
    this.id = id;
    this.dn = dn;
    this.queues = queues;
  }

  get onDuty(): boolean {
    return this.#onDuty;
  }

  act(atMs: number): void {
    switch (this.#next) {
      case 'logIn':
        return this.#logIn(atMs);
      case 'settle':
        this.#notReady(atMs, this.role === 'supervisor' ? 'Supervision' : 'Start of shift');
        if (this.role === 'supervisor') return void this.#tenant.offer(this, atMs);
        return this.#plan('getReady', after(this.#world, atMs, STARTING));
      case 'getReady':
        return this.#getReady(atMs);
      case 'changeReason':
        this.#notReady(atMs, this.#world.random.pick(REASONS));
        return this.#plan('getReady', after(this.#world, atMs, BREAK));
      case 'takeBreak':
        this.#tenant.freeAgents.remove(this);
        return this.#takeBreak(atMs);
    }
  }

  /** A call or an errand has taken this agent out of the pool. */
  join(): void {
    this.#world.agenda.cancel(this);
  }

  /** Back from a call or an errand. */
  leave(atMs: number, talked: boolean): void {
    if (this.#offHook) this.hook(atMs, false);
    if (this.role === 'supervisor' || !talked) return this.#beFree(atMs);
    this.#tell('EventAgentNotReady', atMs, { AgentID: this.id, AgentWorkMode: MODE.AfterCallWork[0] });
    this.#plan('getReady', after(this.#world, atMs, AFTER_CALL_WORK));
  }

  /** The receiver is lifted or put back, unless it was already. */
  hook(atMs: number, off: boolean, told = false): void {
    if (this.#offHook === off) return;
    this.#offHook = off;
    if (!told) this.#tell(off ? 'EventOffHook' : 'EventOnHook', atMs, {});
  }

  /** The shift of a free agent, already out of the pool, ends now. */
  logOut(atMs: number): void {
    const [queue, second] = this.queues;
    if (second !== undefined) this.#tell('EventQueueLogout', atMs, { AgentID: this.id, ThisQueue: second });
    this.#tell('EventAgentLogout', atMs, { AgentID: this.id, ThisQueue: queue ?? '', ReferenceID: this.#reference() });
    this.#onDuty = false;
    this.#plan('logIn', after(this.#world, atMs, OFF_DUTY));
  }

  /** The lamp for waiting messages goes on or off: it does not matter what the agent is doing. */
  blink(atMs: number): void {
    this.#lampOn = !this.#lampOn;
    this.#tell(this.#lampOn ? 'EventMessageWaitingOn' : 'EventMessageWaitingOff', atMs, {});
  }

  #logIn(atMs: number): void {
    const world = this.#world;
    for (const queue of this.queues.length === 0 ? [undefined] : this.queues) {
      this.#tell('EventAgentLogin', atMs, {
        AgentID: this.id,
        ...(queue === undefined ? {} : { ThisQueue: queue }),
        AgentWorkMode: MODE.Unknown[0],
        ReferenceID: this.#reference(),
        Extensions: {},
      });
    }
    this.#onDuty = true;
    this.#shiftEndsAtMs = after(world, atMs, SHIFT);
    this.#breakAtMs = after(world, atMs, BETWEEN_BREAKS);
    this.#plan('settle', after(world, atMs, SETTLING));
  }

  #getReady(atMs: number): void {
    if (atMs >= this.#shiftEndsAtMs) return this.logOut(atMs);
    if (atMs >= this.#breakAtMs) return this.#takeBreak(atMs);
    const mode = this.#world.random.chance(0.8) ? MODE.ManualIn : MODE.AutoIn;
    this.#tell('EventAgentReady', atMs, { AgentID: this.id, AgentWorkMode: mode[0], ReferenceID: this.#reference() });
    this.#beFree(atMs);
  }

  #takeBreak(atMs: number): void {
    if (atMs >= this.#shiftEndsAtMs) return this.logOut(atMs);
    this.#notReady(atMs, this.#world.random.pick(REASONS));
    this.#breakAtMs = after(this.#world, atMs, BETWEEN_BREAKS);
    this.#plan(this.#world.random.chance(0.3) ? 'changeReason' : 'getReady', after(this.#world, atMs, BREAK));
  }

  #beFree(atMs: number): void {
    if (this.#tenant.offer(this, atMs) || this.role === 'supervisor') return;
    this.#plan('takeBreak', Math.max(atMs, Math.min(this.#breakAtMs, this.#shiftEndsAtMs)));
  }

  #notReady(atMs: number, reason: string): void {
    // The reason stands in Extensions where the telephone itself told it.
    const where = this.#world.random.chance(0.1) ? 'Extensions' : 'Reasons';
    this.#tell('EventAgentNotReady', atMs, {
      AgentID: this.id,
      AgentWorkMode: MODE.AuxWork[0],
      ReferenceID: this.#reference(),
      [where]: { ReasonCode: reason },
    });
  }

  #plan(next: Plan, atMs: number): void {
    this.#next = next;
    this.#world.agenda.schedule(this, atMs);
  }

  #tell(event: EventName, atMs: number, attributes: Readonly<Record<string, Json>>): void {
    const { name, server } = this.#tenant;
    const withDn = 'AgentID' in attributes ? { AgentID: this.id, ThisDN: this.dn, ...attributes } : { ThisDN: this.dn, ...attributes };
    this.#world.tell({ event, family: 'agentState', tenant: name, entity: this.id, server, attributes: withDn }, atMs);
  }

  #reference(): number {
    return LEAST_REFERENCE + this.#world.random.below(1_000_000);
  }
}
