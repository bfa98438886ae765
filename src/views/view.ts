/**
 * What many subscriptions look at together: the entities that one filter lets pass in one scope, with the texts of what they select, each made once a
 * version. A subscription gets pages of a snapshot, then what has changed since it was last sent something: however slow it is, it is owed no more than
 * the entities that there are.
 */
import type { GatewayError } from '../errors.ts';
import { Deadlines } from '../state/deadlines.ts';
import type { Expiring } from '../state/deadlines.ts';
import { Follower } from './follower.ts';
import type { UpdateSink } from './follower.ts';
import { Members } from './members.ts';
import type { MembersPage } from './members.ts';
import type { Concerned, Route, Routes } from './routes.ts';
import { keyOf, NOTHING } from './selection.ts';
import type { Selection } from './selection.ts';
import { Update } from './update.ts';
import type { UpdateContent, UpdateOptions } from './update.ts';
import type { EntityKind, ViewSource } from './view-source.ts';

/** At which moment something is true. */
export type Now = { readonly clockMs: number } & Pick<UpdateContent, 'cursor' | 'serverTime' | 'sourceHealthy'>;

export type ViewOptions<E> = {
  readonly source: ViewSource<E>;
  readonly selection: Selection<E>;
  /** Of its tenant. */
  readonly routes: Routes;
  /** Bound on a page of the snapshot. */
  readonly pageEntities: number;
  /** There is something to look at. */
  readonly onDirty: () => void;
  /** What throws in the middle of it ends all that look at it. */
  readonly onFailure: (error: unknown) => GatewayError;
};

/** Bound on a page, so that it is one write. */
const PAGE_TEXT_LENGTH = 64 * 1024;

const MAX_DIRTY = 1_000;

/** Of one flush: what several are sent alike. */
type Shared = {
  /** Those that a snapshot begins with, and all others, by the identifier behind which they go on. */
  readonly firstPages: Map<string | null, Update>;
  readonly furtherPages: Map<string | null, Update>;
  /** By the place at which they stand; null where there is nothing. */
  readonly changes: Map<number | string, Update | null>;
};

/** One that time alone brings. */
type Awaited = Expiring & { readonly id: string };

export class View<E = unknown> implements Concerned {
  readonly #options: ViewOptions<E>;
  readonly #updates: UpdateOptions<E>;
  /** What leads to it whatever it shows. */
  readonly #wanted: ReadonlySet<string>;
  readonly #members = new Members();
  readonly #followers = new Set<Follower>();
  /** Moves on with each look at which something was another than before. */
  #version = 1;
  #dirty = new Set<string>();
  /** Up to that identifier it has been filled; null before. */
  #filledTo: string | null = null;
  #isFilled = false;
  readonly #awaited = new Map<string, Awaited>();
  readonly #deadlines = new Deadlines<Awaited>();
  /** By what is shown: the members within which it is. */
  readonly #shownWithin = new Map<string, Set<string>>();
  /** By member: what is shown within it. */
  readonly #shows = new Map<string, ReadonlySet<string>>();
  #evaluatedMs = -Infinity;
  /** As they are until something changes, by the identifier behind which each goes on: after an outage many come at once. */
  readonly #pages = new Map<string | null, MembersPage>();
  /** In all of them. */
  #pagedMembers = 0;

  constructor(options: ViewOptions<E>) {
    this.#options = options;
    const { routes, source, selection } = options;
    this.#wanted = new Set(source.routes?.map(({ by, key }) => `${by} ${key}`));
    this.#updates = { bytesOf: selection.rendering.bytesOf, one: (id) => source.one(id) };
    if (source.routes === null) routes.addEverything(this);
    else for (const route of source.routes) routes.add(route, this);
  }

  get kind(): EntityKind {
    return this.#options.source.kind;
  }

  get scope(): ViewSource['scope'] {
    return this.#options.source.scope;
  }

  get selection(): Selection<E> {
    return this.#options.selection;
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  /** Entities that are kept for it. */
  get size(): number {
    return this.#members.size;
  }

  /** Whether time alone may bring something. */
  get awaitsTime(): boolean {
    return this.#deadlines.size > 0;
  }

  add(sink: UpdateSink, intervalMs: number): Follower {
    const follower = new Follower(sink, intervalMs);
    this.#followers.add(follower);
    return follower;
  }

  delete(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Nobody looks at it any more. */
  leave(): void {
    const { routes, source } = this.#options;
    for (const id of [...this.#shows.keys()]) this.#show(id, NOTHING);
    if (source.routes === null) routes.deleteEverything(this);
    else for (const route of source.routes) routes.delete(route, this);
  }

  note(kind: EntityKind, id: string): void {
    // Also now and then while nobody takes anything: what is to be looked at must not pile up.
    if (this.#dirty.size % MAX_DIRTY === 0) this.#options.onDirty();
    if (kind === this.kind) this.#dirty.add(id);
    if (this.#shownWithin.size === 0) return;
    const within = this.#shownWithin.get(keyOf(kind, id));
    if (within !== undefined) for (const member of within) this.#dirty.add(member);
  }

  /**
   * Sends what is owed and may be sent. Everything that has changed must have been noted in the same tick. Returns when it wants to be asked again
   * although nothing changes; Infinity for not at all. `again` asks for it as soon as possible.
   */
  flush(nowMs: number, now: Now, again: () => void): number {
    try {
      return this.#flush(nowMs, now, again);
    } catch (error) {
      const ended = this.#options.onFailure(error);
      for (const follower of [...this.#followers]) follower.sink.end(ended);
      return Infinity;
    }
  }

  #flush(nowMs: number, now: Now, again: () => void): number {
    this.#deadlines.run(now.clockMs, ({ id }) => this.#dirty.add(id));
    // Nobody takes anything for long, and what comes and goes meanwhile must not pile up.
    const isTooMuch = this.#dirty.size > MAX_DIRTY + 2 * this.#members.size;
    if (this.#dirty.size > 0 && (isTooMuch || this.#isToBeServed(nowMs, now))) this.#evaluate(nowMs);
    const shared: Shared = { firstPages: new Map(), furtherPages: new Map(), changes: new Map() };
    let nextMs = Infinity;
    for (const follower of this.#followers) nextMs = Math.min(nextMs, this.#serve(follower, nowMs, now, again, shared));
    this.#members.prune(() => [...this.#followers].map(({ standing }) => standing));
    return nextMs;
  }

  /** Whether somebody is about to be sent something, or wants to know whether there is something to send. */
  #isToBeServed(nowMs: number, { sourceHealthy }: Now): boolean {
    for (const { isWaitingForRoom, isComplete, seen, isHealthy, dueMs, intervalMs } of this.#followers) {
      if (isWaitingForRoom) continue;
      if (!isComplete) return true;
      if (nowMs < dueMs) continue;
      // Who asks for it once a second has it looked at once a second.
      if (seen !== this.#version || isHealthy !== sourceHealthy || nowMs >= this.#evaluatedMs + intervalMs) return true;
    }
    return false;
  }

  /** Looks anew at all that may be another now. */
  #evaluate(nowMs: number): void {
    this.#evaluatedMs = nowMs;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    const version = this.#version + 1;
    for (const id of dirty) if (this.#isWithin(id) && this.#look(id, version)) this.#version = version;
    if (this.#version === version) this.#forgetPages();
  }

  /** Whether it is to be another one in that version. */
  #look(id: string, version: number): boolean {
    const { source, selection } = this.#options;
    const entity = source.one(id);
    if (entity === null) {
      this.#await(id, source.dueMs(id));
      this.#show(id, NOTHING);
      return this.#members.remove(id, version);
    }
    this.#await(id, Infinity);
    const { texts, shown } = selection.tell(id, entity);
    // One that is found by its queue, say, is to be noticed when it leaves it.
    const leadsBack = source.routes !== null && this.kind !== 'queue';
    this.#show(id, leadsBack ? new Set([...shown, keyOf(this.kind, id)]) : shown);
    const before = this.#members.textsOf(id);
    if (before === texts) return false;
    if (before !== null && isSame(before, texts)) return false;
    this.#members.put(id, texts, version);
    return true;
  }

  #isWithin(id: string): boolean {
    return this.#isFilled || (this.#filledTo !== null && id <= this.#filledTo);
  }

  #await(id: string, dueMs: number): void {
    const known = this.#awaited.get(id);
    if (known !== undefined) {
      if (known.dueMs === dueMs) return;
      // One that is put off to never would stay until then: of calls that wait a moment, thousands an hour.
      if (known.place >= 0) this.#deadlines.cancel(known);
      this.#awaited.delete(id);
    }
    if (dueMs === Infinity) return;
    const awaited: Awaited = { id, dueMs, order: this.#deadlines.nextOrder(), scheduledMs: Infinity, place: -1 };
    this.#awaited.set(id, awaited);
    this.#deadlines.schedule(awaited);
  }

  /** What is shown within a member leads back to it. */
  #show(id: string, shown: ReadonlySet<string>): void {
    const { routes } = this.#options;
    const before = this.#shows.get(id) ?? NOTHING;
    if (before.size === 0 && shown.size === 0) return;
    for (const key of before) {
      if (shown.has(key)) continue;
      const within = this.#shownWithin.get(key);
      if (within?.delete(id) !== true || within.size > 0) continue;
      this.#shownWithin.delete(key);
      if (!this.#wanted.has(key)) routes.delete(routeOf(key), this);
    }
    for (const key of shown) {
      if (before.has(key)) continue;
      const within = this.#shownWithin.get(key);
      if (within !== undefined) within.add(id);
      else {
        this.#shownWithin.set(key, new Set([id]));
        if (!this.#wanted.has(key)) routes.add(routeOf(key), this);
      }
    }
    if (shown.size === 0) this.#shows.delete(id);
    else this.#shows.set(id, shown);
  }

  /** Returns when it wants to be served again. */
  #serve(follower: Follower, nowMs: number, now: Now, again: () => void, shared: Shared): number {
    const { sink, intervalMs } = follower;
    if (follower.isWaitingForRoom) return Infinity;
    if (!follower.isComplete) {
      if (!sink.hasRoom) return this.#waitForRoom(follower, again);
      this.#sendPage(follower, nowMs, now, shared);
      return nowMs;
    }
    // Figures do not tell of it.
    const isHealthOwed = follower.isHealthy !== now.sourceHealthy && this.kind !== 'summary';
    if (follower.seen === this.#version && !isHealthOwed)
      return this.#dirty.size > 0 ? Math.max(follower.dueMs, this.#evaluatedMs + intervalMs) : Infinity;
    if (nowMs < follower.dueMs) return follower.dueMs;
    if (!sink.hasRoom) return this.#waitForRoom(follower, again);
    const update = this.#changesFor(follower, now, shared);
    if (update !== null || isHealthOwed) {
      follower.changed(this.#version, nowMs + intervalMs);
      this.#send(follower, update ?? this.#update({ ...EMPTY, ...now }));
    } else follower.changed(this.#version, follower.dueMs); // What came and left in between is nothing to it.
    return Infinity;
  }

  #waitForRoom(follower: Follower, again: () => void): number {
    follower.isWaitingForRoom = true;
    follower.sink.whenRoom(() => {
      follower.isWaitingForRoom = false;
      again();
    });
    return Infinity;
  }

  #send(follower: Follower, update: Update): void {
    follower.isHealthy = update.content.sourceHealthy;
    follower.sink.push(update);
  }

  #sendPage(follower: Follower, nowMs: number, now: Now, { firstPages, furtherPages }: Shared): void {
    const { reached: after, hasBegun } = follower;
    const pages = hasBegun ? furtherPages : firstPages;
    if (!this.#isFilled && this.#filledTo === after) this.#fill();
    const page = pages.get(after) ?? this.#pageAfter(after, now, !hasBegun);
    pages.set(after, page);
    const { snapshotComplete, members } = page.content;
    follower.page(snapshotComplete ? null : (members.at(-1)?.id ?? this.#filledTo), this.#version, nowMs);
    // Of many that only time will bring, none may be there yet.
    if (!snapshotComplete && members.length === 0) return;
    follower.hasBegun = true;
    this.#send(follower, page);
  }

  /** Looks at some more, in one go at no more than one page would have. */
  #fill(): void {
    const { source, pageEntities } = this.#options;
    const { ids, hasNextPage } = source.page(this.#filledTo, pageEntities);
    let looked = 0;
    for (let length = 0; looked < ids.length && length <= PAGE_TEXT_LENGTH; looked += 1) {
      const id = ids[looked] ?? '';
      this.#look(id, this.#version);
      for (const text of this.#members.textsOf(id) ?? []) length += text.length;
      this.#filledTo = id;
    }
    this.#isFilled = looked === ids.length && !hasNextPage;
  }

  #page(after: string | null): MembersPage {
    const known = this.#pages.get(after);
    if (known !== undefined) return known;
    const page = this.#members.page(after, this.#options.pageEntities, PAGE_TEXT_LENGTH);
    // Before all have been looked at, more may belong to it.
    if (!this.#isFilled) return page;
    if (this.#pagedMembers > 2 * this.#members.size) this.#forgetPages();
    this.#pagedMembers += page.members.length;
    this.#pages.set(after, page);
    return page;
  }

  #forgetPages(): void {
    this.#pages.clear();
    this.#pagedMembers = 0;
  }

  #pageAfter(after: string | null, now: Now, snapshotBegins: boolean): Update {
    const { members, isLast } = this.#page(after);
    return this.#update({ ...EMPTY, ...now, kind: 'SNAPSHOT', snapshotBegins, snapshotComplete: isLast && this.#isFilled, members });
  }

  /** Null if there is nothing. Those who stand at the same place share it. */
  #changesFor(follower: Follower, now: Now, { changes }: Shared): Update | null {
    const { place, standing } = follower;
    const known = changes.get(place);
    if (known !== undefined) return known;
    const owed = this.#members.since(standing.low).filter((member) => follower.owes(member));
    const members = owed.filter(({ texts }) => texts !== null);
    const removed = owed.flatMap(({ id, texts }) => (texts === null ? [id] : []));
    const update = owed.length === 0 ? null : this.#update({ ...EMPTY, ...now, members, removed });
    changes.set(place, update);
    return update;
  }

  #update({ kind, snapshotBegins, snapshotComplete, members, removed, cursor, serverTime, sourceHealthy }: UpdateContent): Update<E> {
    return new Update({ kind, snapshotBegins, snapshotComplete, members, removed, cursor, serverTime, sourceHealthy }, this.#updates);
  }
}

const EMPTY = { kind: 'CHANGE', snapshotBegins: false, snapshotComplete: true, members: [], removed: [] } as const;

function isSame(texts: readonly string[], others: readonly string[]): boolean {
  for (let i = 0; i < texts.length; i += 1) if (texts[i] !== others[i]) return false;
  return texts.length === others.length;
}

function routeOf(key: string): Route {
  const space = key.indexOf(' ');
  return { by: key.slice(0, space) as 'agent' | 'thread', key: key.slice(space + 1) };
}
