/** One client that counts: what it subscribes to, and whether an event is the next one that it has to get. */
import type { Mark } from './workload.ts';

export type Connect = {
  readonly port: number;
  readonly sockets: number;
  /** What each subscribes to: all of the tenant, or an agent each, counted from 0. */
  readonly each: 'tenant' | 'agent';
  /** How many agents there are. */
  readonly agents: number;
  /** Default 1. With more, each wants another agent, none of which is ever written about. With 0 it is only acknowledged. */
  readonly subscriptions?: number;
  /** The id of every subscription, for a server that knows one only. Default: a random one each. */
  readonly id?: string;
  /** Default: OPERATION of workload.ts. */
  readonly query?: string;
  /** How much is read from the kernel at once. Default 256 KiB. */
  readonly readBytes?: number;
  /** Whether the server may end the connection: then that is told by `tally`. Else it is a failure. */
  readonly mayEnd?: boolean;
  /** Whether events have been written before: then the first of an agent may have any number. */
  readonly late?: boolean;
  /** The number of the first event of an agent. Default 0. */
  readonly first?: number;
  /** The cursor that the query wants as `$after`. */
  readonly after?: string;
};

/** How a connection ended: by a close frame with a code, or cut without one. */
export type End = { readonly code: number | null; readonly reason: string };

/** What the clients have to tell whoever counts. */
export type Heard = {
  onEvent(bytes: Buffer, timeAt: number, length: number): void;
  onPong(): void;
  onFailed(error: Error): void;
};

export type CountingClient = {
  readonly tally: Tally;
  /** Has the server answer behind all that it has sent until then. */
  ping(): void;
  pause(): void;
  /** Goes without a word. */
  leave(): void;
};

export type Tally = { readonly each: Connect['each']; readonly index: number; frames: number; end: End | null };

/** Checks that each event is the one after the last of its agent, and of an agent that was asked for. */
export class InOrder {
  readonly #tally: Tally;
  readonly #late: boolean;
  /** Of each agent, or of the one that it wants. */
  readonly #last: Int32Array;

  constructor(tally: Tally, { agents, late = false, first = 0 }: Pick<Connect, 'agents' | 'late' | 'first'>) {
    this.#tally = tally;
    this.#late = late;
    this.#last = new Int32Array(tally.each === 'tenant' ? agents : 1).fill(first - 1);
  }

  take({ agent, sequence }: Mark): void {
    const { each, index } = this.#tally;
    if (each === 'agent' && agent !== index) throw new Error(`client ${index} got an event of agent ${agent}`);
    const slot = each === 'agent' ? 0 : agent;
    const last = this.#last[slot] ?? -1;
    const expected = this.#late && last < 0 ? sequence : last + 1;
    if (sequence !== expected) throw new Error(`client ${index} got event ${sequence} of agent ${agent} instead of ${expected}`);
    this.#last[slot] = sequence;
    this.#tally.frames += 1;
  }
}
