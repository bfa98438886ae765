/**
 * What views select of their entities: the texts of one are made once for all views that select alike, and kept for as long as neither it nor anything
 * that is shown within it has changed.
 */
import type { TenantChanges } from '../state/changes.ts';
import type { Rendering } from './update.ts';
import type { EntityKind } from './view-source.ts';

export type Told = {
  readonly texts: readonly string[];
  /** Other agents and threads that are shown within it, by `keyOf`. */
  readonly shown: ReadonlySet<string>;
  /** After so many changes. */
  readonly at: number;
};

/** Beyond it, all that was told before is told anew. */
const MAX_REMEMBERED = 20_000;
const MIN_SWEPT = 1_000;

type Changed = { readonly agent: Map<string, number>; readonly thread: Map<string, number>; readonly queue: Map<string, number> };

/** When entities of one tenant last changed, counted in changes that were told of together. */
export class LastChanges {
  now = 0;
  #floor = 0;
  #changed = nothingChanged();

  take({ agents, threads, queues }: TenantChanges): void {
    this.now += 1;
    const { agent, thread, queue } = this.#changed;
    for (const id of agents) agent.set(id, this.now);
    for (const id of threads) thread.set(id, this.now);
    for (const id of queues) queue.set(id, this.now);
    if (agent.size + thread.size + queue.size <= MAX_REMEMBERED) return;
    this.#changed = nothingChanged();
    this.#floor = this.now;
  }

  /** Whether nothing has changed since then. */
  isSince(kind: EntityKind, id: string, at: number): boolean {
    // Figures of a whole tenant are told of with any change.
    return kind === 'summary' ? at === this.now : at >= (this.#changed[kind].get(id) ?? this.#floor);
  }
}

function nothingChanged(): Changed {
  return { agent: new Map(), thread: new Map(), queue: new Map() };
}

export class Selection<E = unknown> {
  readonly kind: EntityKind;
  readonly rendering: Rendering<E>;
  readonly #lastChanges: LastChanges;
  readonly #told = new Map<string, Told>();
  #sweepAbove = MIN_SWEPT;
  /** Of the one that is told of now. Most show nothing but themselves. */
  #telling = '';
  #shown: Set<string> | null = null;
  /** How many share it. */
  views = 0;
  readonly name: string;

  constructor(name: string, kind: EntityKind, rendering: Rendering<E>, lastChanges: LastChanges) {
    this.name = name;
    this.kind = kind;
    this.rendering = rendering;
    this.#lastChanges = lastChanges;
  }

  readonly #onShown: Parameters<Rendering<E>['render']>[1] = (kind, id) => {
    if (kind !== this.kind || id !== this.#telling) (this.#shown ??= new Set()).add(keyOf(kind, id));
  };

  /** All that has changed must have been told of in the same tick. */
  tell(id: string, entity: E): Told {
    const known = this.#told.get(id);
    if (known !== undefined && this.#isCurrent(id, known)) return known;
    this.#telling = id;
    this.#shown = null;
    const texts = this.rendering.render(entity, this.#onShown);
    const told: Told = { texts, shown: this.#shown ?? NOTHING, at: this.#lastChanges.now };
    this.#told.set(id, told);
    if (this.#told.size > this.#sweepAbove) this.#sweep();
    return told;
  }

  /** What has changed, or has been forgotten, is told anew if it is told at all. */
  #sweep(): void {
    for (const [id, told] of this.#told) if (!this.#isCurrent(id, told)) this.#told.delete(id);
    this.#sweepAbove = Math.max(MIN_SWEPT, 2 * this.#told.size);
  }

  /** What is shown within another may be left by anything. */
  #isCurrent(id: string, { shown, at }: Told): boolean {
    return shown.size > 0 ? at === this.#lastChanges.now : this.#lastChanges.isSince(this.kind, id, at);
  }
}

export const NOTHING: ReadonlySet<string> = new Set();

/** An entity among those of all kinds. */
export function keyOf(kind: EntityKind, id: string): string {
  return `${kind} ${id}`;
}
