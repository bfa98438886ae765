/** What of a gateway in this process is still held by something: counted in the heap itself, after collecting garbage. */
import { queryObjects } from 'node:v8';
import { EventStream } from '../src/hub/event-stream.ts';
import { FrameStream } from '../src/server/frame-stream.ts';
import { Outbox } from '../src/server/outbox.ts';
import { Session } from '../src/server/session.ts';

/** Streams are held by entries of the hub, outboxes and sessions by connections. */
const kinds = { EventStream, FrameStream, Outbox, Session } as const;

export type Held = Readonly<Record<keyof typeof kinds | 'timers', number>>;

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

/** What there is more of than before, in words. */
export function leftOver(now: Held, before: Held): readonly string[] {
  return Object.entries(now).flatMap(([what, count]) => {
    const was = before[what as keyof Held];
    return count > was + (what === 'timers' ? OTHER_TIMERS : 0) ? [`${count} ${what}, ${was} before`] : [];
  });
}
