/** The clients of a subscribe storm, in a process of their own: all come at once, and are there when each has all that it missed, or its acknowledgement. */
import { answer, nowMicros } from '../load/answer.ts';
import type { Connect, CountingClient, Heard } from '../load/counting-client.ts';
import { openWebSocket } from '../load/websocket-client.ts';
import { CURSOR_OPERATION, MARK_LENGTH, readMark, TIME_DIGITS } from '../load/workload.ts';
import type { Mark } from '../load/workload.ts';

/** Connections that are not acknowledged yet. With more, what is measured is how long the kernel lets those wait whom it turned away. */
const AT_ONCE = 200;
const SILENCE_MS = 10_000;
const RESUMED = CURSOR_OPERATION.replace('($agentId: ID)', '($agentId: ID, $after: Cursor)').replace(
  '$agentId)',
  '$agentId, after: $after)',
);
const CURSOR_BEHIND_TIME = TIME_DIGITS + '","cursor":"'.length;

export type Watch = { readonly port: number; readonly agents: number };
export type Storm = {
  readonly port: number;
  readonly firstAgent: number;
  readonly clients: number;
  /** Of what each has missed: the number of the first event, and how many they are. With 0 there is nothing to subscribe to, and the acknowledgement is all. */
  readonly first: number;
  readonly missed: number;
};

/** By agent, of its last event. */
const cursors: string[] = [];
let watcher: CountingClient | null = null;
let onPong = (): void => {};
const broken = Promise.withResolvers<never>();
broken.promise.catch(() => {});

const calls = {
  /** One client who sees all of the tenant, and so the cursor of each agent's last event. */
  watch: async ({ port, agents }: Watch): Promise<void> => {
    const mark: Mark = { agent: 0, sequence: 0, timeAt: 0 };
    watcher = await openWebSocket({ port, sockets: 1, each: 'tenant', agents, query: CURSOR_OPERATION, late: true }, 0, {
      onEvent: (bytes, timeAt) => {
        readMark(bytes, timeAt + TIME_DIGITS - MARK_LENGTH, mark);
        const at = timeAt + CURSOR_BEHIND_TIME;
        cursors[mark.agent] = bytes.toString('latin1', at, bytes.indexOf('"', at));
      },
      onPong: () => onPong(),
      onFailed: broken.reject,
    });
  },
  /** Where everybody is by now. */
  places: async (): Promise<readonly string[]> => {
    const pong = Promise.withResolvers<void>();
    onPong = pong.resolve;
    watcher?.ping();
    await Promise.race([pong.promise, broken.promise]);
    return cursors;
  },
  /** Resolves with the time from the first connect until the last is there, in microseconds. All leave then. */
  storm: async ({ port, firstAgent, clients, first, missed, places }: Storm & { readonly places: readonly string[] }): Promise<number> => {
    const done = Promise.withResolvers<void>();
    const all: CountingClient[] = [];
    let events = 0;
    const heard: Heard = {
      onEvent: () => {
        events += 1;
        if (events === clients * missed) done.resolve();
      },
      onPong: () => {},
      onFailed: broken.reject,
    };
    const options: Connect = {
      ...{ port, sockets: clients, each: 'agent', agents: firstAgent + clients, query: RESUMED, first },
      subscriptions: missed === 0 ? 0 : 1,
    };
    globalThis.gc?.();
    const startedMicros = nowMicros();
    let next = firstAgent;
    const connecting = Array.from({ length: AT_ONCE }, async () => {
      while (next < firstAgent + clients) {
        const agent = next++;
        all.push(await openWebSocket({ ...options, after: places[agent] ?? '' }, agent, heard));
      }
    });
    // What is missing shows itself as silence.
    let before = -1;
    const silence = setInterval(() => {
      const now = all.length + events;
      if (now === before) broken.reject(new Error(`${all.length} clients, ${events} of ${clients * missed} events, and then silence`));
      before = now;
    }, SILENCE_MS);
    await Promise.race([Promise.all(connecting), broken.promise]);
    if (missed > 0) await Promise.race([done.promise, broken.promise]);
    clearInterval(silence);
    const micros = nowMicros() - startedMicros;
    for (const { tally, leave } of all) {
      if (tally.frames !== missed) throw new Error(`client ${tally.index} got ${tally.frames} of ${missed} events`);
      leave();
    }
    return micros;
  },
};
export type StormCalls = typeof calls;
answer(calls);
