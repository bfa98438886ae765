/** Visitors of a long run, in a process of their own: some over WebSocket, some over SSE, each followed by another as soon as it has gone. */
import { setTimeout as wait } from 'node:timers/promises';
import { answer } from '../load/answer.ts';
import type { Heard } from '../load/counting-client.ts';
import { openSse } from '../load/sse-client.ts';
import { createRandom } from '../src/simulator/random.ts';
import type { Random } from '../src/simulator/random.ts';
import { visit } from './visitor.ts';
import type { Visits } from './visitor.ts';

export type VisitorsOptions = {
  readonly port: number;
  readonly agents: number;
  /** Over WebSocket, at a time. */
  readonly sockets: number;
  /** Over SSE, at a time. */
  readonly streams: number;
  readonly seed: number;
};

/** The longest that a stream is held. */
const STREAM_MS = 500;

const visits: Visits = { connections: 0, subscriptions: 0, frames: 0 };
let failure: Error | null = null;
let stopped = false;
let all: Promise<unknown> = Promise.resolve();

const calls = {
  /** Returns at once; they come and go until `stop`. */
  start: ({ sockets, streams, seed, ...where }: VisitorsOptions): void => {
    const comeAndGo = async (one: (random: Random) => Promise<void>, random: Random): Promise<void> => {
      try {
        while (!isOver()) await one(random);
      } catch (error) {
        failure ??= error as Error;
      }
    };
    const overWebSocket = (random: Random) => visit(where.port, where.agents, random, visits);
    all = Promise.all([
      ...Array.from({ length: sockets }, (_, i) => comeAndGo(overWebSocket, createRandom(seed + i))),
      ...Array.from({ length: streams }, (_, i) => comeAndGo((random) => visitOverSse(where, random), createRandom(seed + sockets + i))),
    ]);
  },
  /** Resolves once the last ones have gone. */
  stop: async (): Promise<void> => {
    stopped = true;
    await all;
  },
  /** Rejects with whatever was wrong since the start. */
  visits: (): Visits => {
    if (failure !== null) throw failure;
    return visits;
  },
};
export type VisitorsCalls = typeof calls;
answer(calls);

function isOver(): boolean {
  return stopped || failure !== null;
}

async function visitOverSse({ port, agents }: Pick<VisitorsOptions, 'port' | 'agents'>, random: Random): Promise<void> {
  const heard: Heard = {
    onEvent: () => (visits.frames += 1),
    onPong: () => {},
    onFailed: (error) => (failure ??= error),
  };
  const options = { port, agents, sockets: 1, each: random.chance(0.5) ? 'tenant' : 'agent', mayEnd: true, late: true } as const;
  const client = await openSse(options, random.below(agents), heard);
  visits.connections += 1;
  visits.subscriptions += 1;
  await wait(random.below(STREAM_MS));
  client.leave();
}
