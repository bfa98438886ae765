/**
 * A copy of the state that is true at one position, made while the fold goes on: all entities are written once, in parts, then those that have changed
 * meanwhile, and so on; when few are left, these in one go, with the position. What is written later counts.
 */
import type { Offsets } from '../position.ts';
import { store } from './store.ts';
import type { Entity } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { StateWatcher } from './watcher.ts';

/** Where the copy is true. */
export type CopyEnd = {
  /** Lines like those of the parts. */
  readonly text: string;
  readonly offsets: Offsets;
  readonly clockMs: number;
};

/** Holds on to what changes until it is disposed. */
export type StateCopy = Disposable & {
  /** The next lines, as many as can be written in so many milliseconds and one more; empty when there is nothing left at present. */
  take(maxMs: number): string;
  /** How long it would take to write what is left; Infinity while entities are written for the first time. */
  readonly leftMs: number;
  /** Of all lines so far. */
  readonly lines: number;
  /** Writes what is left, and is done. */
  finish(): CopyEnd;
};

export type CopyOptions = {
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly watch: (watcher: StateWatcher) => Disposable;
  readonly position: () => Omit<CopyEnd, 'text'>;
};

export function copyState({ tenants, watch, position }: CopyOptions): StateCopy {
  const changed = new Set<Entity>();
  const note = (entity: Entity): void => void changed.add(entity);
  const watching = watch({ agent: note, thread: note, telephone: note, queue: note, tenant: note });
  let entities: Iterator<Entity, unknown> = everything(tenants);
  let isFirst = true;
  let lines = 0;
  let spentMs = 0;

  /** Null when nothing is left at present. */
  const next = (): Entity | null => {
    for (;;) {
      const { value: entity, done } = entities.next();
      if (done !== true) {
        if (!isFirst) changed.delete(entity);
        return entity;
      }
      if (!isFirst && changed.size === 0) return null;
      isFirst = false;
      // Sees what is added behind it, too: to begin anew with each would pass by all that has been deleted before.
      entities = changed.values();
    }
  };
  const take = (maxMs: number): string => {
    const beginMs = performance.now();
    let text = '';
    let nowMs = beginMs;
    do {
      const entity = next();
      if (entity === null) break;
      text += store(entity);
      lines += 1;
      nowMs = performance.now();
    } while (nowMs - beginMs < maxMs);
    spentMs += nowMs - beginMs;
    return text;
  };
  return {
    take,
    get leftMs() {
      return isFirst ? Infinity : (changed.size * spentMs) / Math.max(lines, 1);
    },
    get lines() {
      return lines;
    },
    finish: () => ({ text: take(Infinity), ...position() }),
    [Symbol.dispose]: () => watching[Symbol.dispose](),
  };
}

/** Whoever comes meanwhile comes last, or is told of as changed. */
function* everything(tenants: ReadonlyMap<string, Tenant>): Generator<Entity, undefined> {
  for (const tenant of tenants.values()) {
    yield tenant;
    yield* tenant.queues.values();
    yield* tenant.telephones.values();
    yield* tenant.agents.values();
    yield* tenant.threads.values();
  }
}
