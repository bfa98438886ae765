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

/** When entities of one tenant last changed, counted in changes that were told of together. */
export class LastChanges {
  now = 0;
  #floor = 0;
  readonly #changed = new Map<string, number>();

  take({ agents, threads, queues }: TenantChanges): void {
    this.now += 1;
    for (const id of agents) this.#changed.set(keyOf('agent', id), this.now);
    for (const id of threads) this.#changed.set(keyOf('thread', id), this.now);
    for (const id of queues) this.#changed.set(keyOf('queue', id), this.now);
    if (this.#changed.size <= MAX_REMEMBERED) return;
    this.#changed.clear();
    this.#floor = this.now;
  }

  /** Whether nothing has changed since then. */
  isSince(kind: EntityKind, id: string, at: number): boolean {
    // Figures of a whole tenant are told of with any change.
    return kind === 'summary' ? at === this.now : at >= (this.#changed.get(keyOf(kind, id)) ?? this.#floor);
  }
}

export class Selection<E = unknown> {
  readonly kind: EntityKind;
  readonly rendering: Rendering<E>;
  readonly #lastChanges: LastChanges;
  readonly #told = new Map<string, Told>();
  #sweepAbove = MIN_SWEPT;
  /** How many share it. */
  views = 0;
  readonly name: string;

  constructor(name: string, kind: EntityKind, rendering: Rendering<E>, lastChanges: LastChanges) {
    this.name = name;
    this.kind = kind;
    this.rendering = rendering;
    this.#lastChanges = lastChanges;
  }

  /** All that has changed must have been told of in the same tick. */
  tell(id: string, entity: E): Told {
    const known = this.#told.get(id);
    if (known !== undefined && this.#isCurrent(id, known)) return known;
    // Most show nothing but themselves.
    let shown: Set<string> | null = null;
    const texts = this.rendering.render(entity, (kind, shownId) => {
      if (kind !== this.kind || shownId !== id) (shown ??= new Set()).add(keyOf(kind, shownId));
    });
    const told: Told = { texts, shown: shown ?? NOTHING, at: this.#lastChanges.now };
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
