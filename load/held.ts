/** What of a gateway in this process is still held by something: counted in the heap itself, after collecting garbage. */
import { queryObjects } from 'node:v8';
import { EventStream } from '../src/hub/event-stream.ts';
import { FrameStream } from '../src/server/frame-stream.ts';
import { Outbox } from '../src/server/outbox.ts';
import { Session } from '../src/server/session.ts';

/** Streams are held by entries of the hub, outboxes and sessions by connections. */
const kinds = { EventStream, FrameStream, Outbox, Session } as const;

export type Held = Readonly<Record<keyof typeof kinds | 'timers', number>>;
type What = keyof Held;

/** Each count of a kind collects the garbage several times over: it takes a second, whatever there is to be counted. */
const count = (what: What): number =>
  what === 'timers'
    ? process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
    : queryObjects(kinds[what], { format: 'count' });

export function held(): Held {
  const [EventStream, FrameStream, Outbox, Session] = [count('EventStream'), count('FrameStream'), count('Outbox'), count('Session')];
  return { EventStream, FrameStream, Outbox, Session, timers: count('timers') };
}

/** Requests to the broker that are under way, and connections that are kept for the next one. */
const OTHER_TIMERS = 10;

/** In words where there is more of it than before; null where there is not. */
const more = (what: What, now: number, before: Held): string | null =>
  now > before[what] + (what === 'timers' ? OTHER_TIMERS : 0) ? `${now} ${what}, ${before[what]} before` : null;

/** What there is more of than before, in words. */
export function leftOver(now: Held, before: Held): readonly string[] {
  return (Object.keys(now) as What[]).flatMap((what) => more(what, now[what], before) ?? []);
}

/** What there is more of now than before, the first that is found: what costs least is looked at first. */
export function firstLeftOver(before: Held): string | null {
  for (const what of ['timers', 'Session', 'Outbox', 'FrameStream', 'EventStream'] as const) {
    const left = more(what, count(what), before);
    if (left !== null) return left;
  }
  return null;
}
