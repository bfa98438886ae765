/** A client of one subscription to the state that comes back whenever it is cut off, and writes down what came by each connection. */
import { setTimeout as wait } from 'node:timers/promises';
import { query } from '../support/gateway.ts';
import { alike } from '../trust/model.ts';
import { connect, openStream } from '../trust/wire.ts';
import type { Result } from '../trust/wire.ts';
import { entitiesIn, idOf } from './draw.ts';
import type { Door } from './follower.ts';
import type { Entity, Update, Watched, WatcherHistory, Watching } from './history.ts';

type Open = { readonly door: Door; readonly updates: () => Update[]; kept: Update[] | null; atLast: Watched['atLast'] };

const RETRY_MS = 50;
const OPERATION_ID = 'state';

export class Watcher {
  readonly #name: string;
  readonly #watching: Watching;
  readonly #authorization: string;
  readonly #pick: () => Door;
  readonly #courses: Open[] = [];
  #leave: () => void = () => {};
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  constructor(name: string, watching: Watching, { authorization, pick }: { readonly authorization: string; readonly pick: () => Door }) {
    this.#name = name;
    this.#watching = watching;
    this.#authorization = authorization;
    this.#pick = pick;
  }

  get history(): WatcherHistory {
    const courses = this.#courses.map(({ door, updates, kept, atLast }): Watched => ({
      replica: door.replica,
      updates: kept ?? updates(),
      atLast,
    }));
    return { name: this.#name, watching: this.#watching, courses };
  }

  follow(): void {
    this.#running = this.#run();
  }

  interrupt(): void {
    this.#leave();
  }

  async leave(): Promise<void> {
    this.#isOver = true;
    this.#leave();
    await this.#running;
  }

  /** Whether it shows something else than a question is answered with; what that is is written down. */
  async differs(): Promise<boolean> {
    const last = this.#courses.at(-1);
    if (last === undefined || last.kept !== null) return true;
    const { list, question, variables } = this.#watching;
    const { rate: _rate, ...asked } = variables;
    const { body } = await query(last.door.url, question, asked, { authorization: this.#authorization });
    // It may have been cut off meanwhile.
    if (!body.data || last.kept !== null) return true;
    const [entities, updates] = [entitiesIn(list, body.data), last.updates()];
    last.atLast = { entities, updates: updates.length };
    return !alike([...shownBy(list, updates).values()], entities);
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#course(this.#pick()).catch(() => {});
      const last = this.#courses.at(-1);
      if (last !== undefined) last.kept ??= last.updates();
      if (last !== undefined && !this.#isOver) last.atLast = null;
      await wait(RETRY_MS);
    }
  }

  async #course(door: Door): Promise<void> {
    const { list, text, variables, transport } = this.#watching;
    const left = Promise.withResolvers<void>();
    this.#leave = left.resolve;
    if (transport === 'SSE') {
      const stream = await openStream(door.url, { authorization: this.#authorization }, text, variables);
      this.#courses.push({ door, updates: () => updatesOf(list, stream.results()), kept: null, atLast: null });
      await Promise.race([left.promise, stream.done.catch(() => {})]);
      this.#keep();
      stream.leave();
      return;
    }
    const socket = await connect(door.url, this.#authorization);
    socket.subscribe(OPERATION_ID, text, variables);
    this.#courses.push({ door, updates: () => updatesOf(list, socket.results(OPERATION_ID)), kept: null, atLast: null });
    await Promise.race([left.promise, socket.closed]);
    this.#keep();
    await socket.close();
  }

  /** What still comes is not its any more. */
  #keep(): void {
    const last = this.#courses.at(-1);
    if (last !== undefined) last.kept = last.updates();
  }
}

type Payload = Omit<Update, 'entities'> & Readonly<Record<string, unknown>>;

function updatesOf(list: Watching['list'], results: readonly Result[]): Update[] {
  return results.flatMap(({ data }) => {
    const payload = data?.[list] as Payload | undefined;
    if (payload === undefined || payload === null) return [];
    const { kind, snapshotComplete, removed, cursor, serverTime } = payload;
    if (list !== 'tenantSummary')
      return [{ kind, snapshotComplete, removed, cursor, serverTime, entities: payload[list] as readonly Entity[] }];
    const { cursor: _cursor, serverTime: _serverTime, ...figures } = payload;
    return [{ kind: 'CHANGE' as const, snapshotComplete: true, removed: [], cursor, serverTime, entities: [figures] }];
  });
}

/** What a client shows after these updates, by its identifier, in the order of the identifiers. */
export function shownBy(list: Watching['list'], updates: readonly Update[]): Map<string, Entity> {
  const shown = new Map<string, Entity>();
  for (const { entities, removed } of updates) {
    for (const entity of entities) shown.set(idOf(list, entity), entity);
    for (const id of removed) shown.delete(id);
  }
  return new Map([...shown].sort(([a], [b]) => (a < b ? -1 : 1)));
}
