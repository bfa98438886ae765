/** All entities of a kind by their identifiers, and in groups, of which each entity is in one: a field of its own tells in which. */
import type { Index } from './id-index.ts';
import { OrderedIds } from './ordered-ids.ts';
import type { Cursor } from './sorted-ids.ts';

type Group = { size: number; readonly order: OrderedIds };

/** `R` is an entity, `G` the name of a group. Of a group only its size and, once read, its order is kept. */
export class Directory<R, G extends string> implements Index {
  readonly #entities = new Map<string, R>();
  readonly #order = new OrderedIds(this.#entities);
  readonly #groups: ReadonlyMap<string, Group>;

  constructor(groups: readonly G[], groupOf: (entity: R) => G | null) {
    const entities = this.#entities;
    this.#groups = new Map(
      groups.map((group) => {
        const has = (id: string): boolean => {
          const entity = entities.get(id);
          return entity !== undefined && groupOf(entity) === group;
        };
        const keys = (): string[] => [...entities.keys()].filter(has);
        return [group, { size: 0, order: new OrderedIds({ has, keys }) }];
      }),
    );
  }

  get size(): number {
    return this.#entities.size;
  }

  /** In no order; entities may come and go meanwhile. */
  values(): IterableIterator<R> {
    return this.#entities.values();
  }

  get(id: string): R | undefined {
    return this.#entities.get(id);
  }

  /** Not yet in a group. */
  add(id: string, entity: R): void {
    this.#entities.set(id, entity);
    this.#order.change(id);
  }

  /** Out of its group already. */
  delete(id: string): void {
    this.#entities.delete(id);
    this.#order.change(id);
  }

  /** To be called for each change of the field that tells the group; null for none. */
  move(id: string, from: G | null, to: G | null): void {
    if (from !== null) this.#change(from, id, -1);
    if (to !== null) this.#change(to, id, 1);
  }

  #change(group: G, id: string, by: 1 | -1): void {
    const known = this.#groups.get(group);
    if (known === undefined) return;
    known.size += by;
    known.order.change(id);
  }

  has(group: string): boolean {
    return this.sizeOf(group) > 0;
  }

  sizeOf(group: string): number {
    return this.#groups.get(group)?.size ?? 0;
  }

  /** Over one group, or over all entities. */
  cursor(group: string | null, after: string | null): Cursor {
    return (this.#groups.get(group ?? '')?.order ?? this.#order).cursor(after);
  }
}
