/** A client of one event subscription that comes back whenever it is cut off, and writes down where each connection began, what came and how it ended. */
import { setTimeout as wait } from 'node:timers/promises';
import { query } from '../support/gateway.ts';
import { Recorder } from '../support/recorder.ts';
import type { RecorderOptions } from '../support/recorder.ts';
import { openSse } from '../support/sse.ts';
import type { Received } from './delivery.ts';
import type { ClientHistory, Course, Start, Subscription } from './history.ts';

/** A gateway that clients may choose. */
export type Door = { readonly replica: number; readonly url: string };

type Open = {
  readonly replica: number;
  readonly start: Start;
  events: readonly Received[];
  readonly places: { readonly cursor: string; readonly events: number }[];
  end: string | null;
};

const RETRY_MS = 50;

export class Follower {
  readonly #subscription: Subscription;
  readonly #name: string;
  readonly #options: RecorderOptions;
  readonly #pick: () => Door;
  readonly #courses: Open[] = [];
  #leave: (how: 'cut' | 'complete') => void = () => {};
  #place: string | null;
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  /** `after` a cursor that it was given, or from then on. */
  constructor(
    name: string,
    subscription: Subscription,
    { authorization, after, pick }: { readonly authorization: string; readonly after: string | null; readonly pick: () => Door },
  ) {
    const { field, filter } = subscription;
    const { tenantId, ...rest } = filter;
    const typeOf = (argument: string): string => (argument === 'events' ? `[${EVENT_NAMES[field]}!]` : '[ID!]');
    this.#name = name;
    this.#subscription = subscription;
    this.#place = after;
    this.#pick = pick;
    this.#options = {
      field,
      tenantId,
      authorization,
      args: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, [typeOf(name), value]])),
    };
  }

  get subscription(): Subscription {
    return this.#subscription;
  }

  get history(): ClientHistory {
    // What comes later is no part of it.
    const courses = this.#courses.map((course): Course => ({ ...course, events: [...course.events], places: [...course.places] }));
    return { name: this.#name, subscription: this.#subscription, courses };
  }

  /** Where the open connection began, and the identifiers of what came; null while there is none. */
  get open(): Course | null {
    const last = this.#courses.at(-1);
    return last === undefined || last.end !== null ? null : last;
  }

  follow(): void {
    this.#running = this.#run();
  }

  /** Is cut off, or says that it wants no more, and comes back. */
  interrupt(how: 'cut' | 'complete'): void {
    this.#leave(how);
  }

  /** Leaves for good; what came until then is not taken for cut short. */
  async leave(): Promise<void> {
    const { open } = this;
    this.#isOver = true;
    this.#leave('cut');
    await this.#running;
    const last = this.#courses.at(-1);
    if (last !== undefined && open !== null) last.end = null;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const door = this.#pick();
      const end = await (this.#subscription.transport === 'SSE' ? this.#overSse(door) : this.#overWebSocket(door)).catch((error: unknown) =>
        String(error),
      );
      const last = this.#courses.at(-1);
      if (last !== undefined) last.end ??= end;
      await wait(RETRY_MS);
    }
  }

  /** What is asked right before and right behind the opening: between the two it begins, where no cursor says so. */
  async #begin({ replica, url }: Door, open: () => Promise<readonly Received[]>): Promise<Open> {
    const after = this.#place;
    const notBefore = after === null ? await this.#logCursor(url) : null;
    const events = await open();
    const start: Start = after === null ? { notBefore, by: await this.#logCursor(url) } : { after };
    const course: Open = { replica, start, events, places: [], end: null };
    this.#courses.push(course);
    return course;
  }

  async #overWebSocket(door: Door): Promise<string> {
    using recorder = new Recorder(this.#options);
    const after = this.#place;
    let isOpen = false;
    this.#leave = (how) => {
      if (recorder.connections.length === 0) return;
      if (how === 'complete' && isOpen) recorder.complete();
      recorder.cut();
    };
    const course = await this.#begin(door, async () => (await recorder.connect(door.url, { after })).events);
    const { last } = recorder;
    isOpen = last.end === null;
    const end = await last.ended;
    course.places.push(...last.pings);
    this.#place = recorder.place ?? this.#place;
    if (end.kind === 'close') return end.reason === '' ? String(end.code) : end.reason;
    this.#resume(course, end.extensions);
    return end.code;
  }

  async #overSse(door: Door): Promise<string> {
    const left = Promise.withResolvers<'left'>();
    this.#leave = () => left.resolve('left');
    const opening = Promise.withResolvers<Awaited<ReturnType<typeof openSse>>>();
    const course = await this.#begin(door, async () => {
      opening.resolve(await openSse(door.url, this.#options, { after: this.#place }));
      return (await opening.promise).events;
    });
    using stream = await opening.promise;
    const end = await Promise.race([left.promise, stream.ended.catch(() => 'broken' as const)]);
    // What still comes of it is not its any more.
    course.events = [...stream.events];
    this.#place = course.events.at(-1)?.cursor ?? this.#place;
    if (typeof end === 'string' || end === null) return end ?? 'complete';
    this.#resume(course, end);
    return String(end['code']);
  }

  #resume(course: Open, { resumeAfter }: Readonly<Record<string, unknown>>): void {
    if (typeof resumeAfter !== 'string') return;
    course.places.push({ cursor: resumeAfter, events: course.events.length });
    this.#place = resumeAfter;
  }

  async #logCursor(url: string): Promise<string | null> {
    const { authorization = '', tenantId = '' } = this.#options;
    const asked = query(url, 'query ($tenantId: ID!) { logCursor(tenantId: $tenantId) }', { tenantId }, { authorization });
    const { body } = await asked.catch(() => ({ body: { data: null } }));
    return body.data?.['logCursor'] ?? null;
  }
}

const EVENT_NAMES = { agentStateEvents: 'AgentStateEventName', callThreadEvents: 'CallThreadEventName' } as const;
