/** What of the gateway in this process is still held by something: counted in the heap itself, after collecting garbage. */
import { queryObjects } from 'node:v8';
import { EventStream } from '../../src/hub/event-stream.ts';
import { FrameStream } from '../../src/server/frame-stream.ts';
import { Outbox } from '../../src/server/outbox.ts';
import { Session } from '../../src/server/session.ts';
import { until } from './until.ts';

const kinds = { EventStream, FrameStream, Outbox, Session } as const;

export type Held = Readonly<Record<keyof typeof kinds | 'timers', number>>;

/** Streams are held by entries of the hub, outboxes and sessions by connections. */
export function held(): Held {
  const count = (kind: keyof typeof kinds): number => queryObjects(kinds[kind], { format: 'count' });
  const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  return {
    EventStream: count('EventStream'),
    FrameStream: count('FrameStream'),
    Outbox: count('Outbox'),
    Session: count('Session'),
    timers,
  };
}

/** Requests to the broker that are under way, and connections that are kept for the next one. */
const OTHER_TIMERS = 10;

/** Waits until no more is held than before. */
export async function untilHeldAsBefore(before: Held): Promise<void> {
  let now = held();
  const over = (): string[] =>
    Object.entries(now).flatMap(([what, count]) => {
      const allowed = before[what as keyof Held] + (what === 'timers' ? OTHER_TIMERS : 0);
      return count > allowed ? `${count} ${what}, ${before[what as keyof Held]} before` : [];
    });
  try {
    await until(() => over().length === 0 || ((now = held()), false), { what: 'as little to be held as before', timeoutMs: 10_000 });
  } catch (error) {
    throw new Error(`left over: ${over().join(', ')}`, { cause: error });
  }
}
