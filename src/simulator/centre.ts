/** The tenants: who works there, which numbers they have, who is free and which calls wait. */
import { Agent } from './agents.ts';
import type { Call } from './calls.ts';
import type { Random } from './random.ts';
import type { Role } from './scenarios.ts';
import type { World } from './world.ts';

const NAMES = ['acme', 'globex', 'initech'];
const QUEUES = ['8001', '8002', '8003', '8004', 'sales', 'support'];
const ROUTING_POINTS = ['8101', '8102', '8103'];
const VIRTUAL_QUEUES = ['VQ_sales', 'VQ_service', 'VQ_billing'];
const IVR_QUEUE = '8201';
const IVR_PORTS = 12;

/** Free agents: one at random is taken in constant time. */
class Pool {
  readonly #agents: Agent[] = [];
  readonly #places = new Map<Agent, number>();

  get size(): number {
    return this.#agents.length;
  }

  add(agent: Agent): void {
    this.#places.set(agent, this.#agents.length);
    this.#agents.push(agent);
  }

  remove(agent: Agent): void {
    const place = this.#places.get(agent);
    const last = this.#agents.pop();
    if (place === undefined || last === undefined) throw new Error(`${agent.id} is not free`);
    this.#places.delete(agent);
    if (last === agent) return;
    this.#agents[place] = last;
    this.#places.set(last, place);
  }

  take(random: Random): Agent | null {
    if (this.#agents.length === 0) return null;
    const agent = random.pick(this.#agents);
    this.remove(agent);
    return agent;
  }
}

export class Tenant {
  readonly name: string;
  /** Of the tenant's connection to the switch. */
  readonly server: string;
  readonly agents: readonly Agent[];
  readonly supervisors: readonly Agent[];
  readonly freeAgents = new Pool();
  readonly freeSupervisors = new Pool();
  /** Calls that wait for an agent, longest first. */
  readonly waiting = new Set<Call>();
  /** So many free agents are kept back from waiting calls, for a scenario that needs several at once. */
  keptBack = 0;
  #callIds = 0;

  constructor(world: World, index: number, agents: number) {
    this.name = NAMES[index] ?? `tenant-${index + 1}`;
    this.server = String(index + 1);
    const { random } = world;
    // Wider numbers where four digits are too few to keep agents, telephones and queues apart.
    let width = 1;
    while (agents > 900 * width) width *= 10;
    const hire = (n: number, role: 'agent' | 'supervisor', idBase: number, dnBase: number): Agent[] =>
      Array.from({ length: n }, (_, i) => {
        const queues = role === 'supervisor' ? [] : [random.pick(QUEUES.slice(0, 3)), random.pick(QUEUES.slice(3))];
        return new Agent(world, this, role, String(idBase * width + 1 + i), String(dnBase * width + 1 + i), queues);
      });
    this.agents = hire(agents, 'agent', 1000, 5000);
    this.supervisors = hire(Math.max(1, Math.floor(agents / 10)), 'supervisor', 2000, 6000);
  }

  /** The number that plays a role that no agent plays. */
  numberFor(role: Role, random: Random): string {
    switch (role) {
      case 'queue':
        return random.pick(QUEUES.slice(0, 3));
      case 'secondQueue':
        return random.pick(QUEUES.slice(3));
      case 'routingPoint':
        return random.pick(ROUTING_POINTS);
      case 'virtualQueue':
        return random.pick(VIRTUAL_QUEUES);
      case 'ivrQueue':
        return IVR_QUEUE;
      case 'ivr':
        return String(7001 + random.below(IVR_PORTS));
      default:
        // 555 numbers belong to nobody.
        return `+1555${String(random.below(10_000_000)).padStart(7, '0')}`;
    }
  }

  /** Switches count their calls in sixteen bits. */
  nextCallId(): number {
    this.#callIds = (this.#callIds % 65_535) + 1;
    return this.#callIds;
  }

  /** A free agent goes to the call that waits longest, unless agents are kept back. True if one was there. */
  offer(agent: Agent, atMs: number): boolean {
    if (agent.role === 'supervisor') {
      this.freeSupervisors.add(agent);
      return false;
    }
    const [longest] = this.waiting;
    if (longest === undefined || this.freeAgents.size < this.keptBack) {
      this.freeAgents.add(agent);
      return false;
    }
    this.waiting.delete(longest);
    longest.found(agent, atMs);
    return true;
  }
}
