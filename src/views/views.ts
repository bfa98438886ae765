/**
 * All state subscriptions: views that those share who select the same of the same, told of each change that concerns them, and asked now and then for what
 * they owe. One timer for all: nothing is done for an event but to write down what it changed, and nothing at all while nobody looks.
 */
import { instantOfMs } from '../events/time.ts';
import type { GatewayError } from '../errors.ts';
import type { Scope } from '../scope.ts';
import { Changes } from '../state/changes.ts';
import type { StateViewer } from '../state/model.ts';
import type { UpdateSink } from './follower.ts';
import { Routes } from './routes.ts';
import type { ViewSource } from './view-source.ts';
import { LastChanges, Selection } from './selection.ts';
import type { Rendering } from './update.ts';
import { View } from './view.ts';
import type { Now } from './view.ts';

export type ViewsOptions = {
  readonly state: StateViewer;
  /** Whether all history has been read: before, nobody is shown anything. */
  readonly isReady: () => boolean;
  /** Moves the clock of the state on to now. */
  readonly advance: () => void;
  readonly cursor: () => string;
  readonly isSourceHealthy: () => boolean;
  readonly onFailure: (error: unknown) => GatewayError;
  /** So many entities are looked at, and shown in one page, between two turns of the event loop. */
  readonly pageEntities?: number;
};

/** What somebody wants to look at: what of it is selected, and how it is told. */
export type Wanted = {
  /** Equal for those who select the same in the same scope. */
  readonly selected: string;
  readonly source: ViewSource;
  readonly rendering: () => Rendering<unknown>;
  readonly maxRateHz: number;
};

/** The fastest rate that may be asked for: more often nothing is looked at. */
export const MAX_RATE_HZ = 20;
const PAGE_ENTITIES = 200;
const PASS_MS = 1000 / MAX_RATE_HZ;
/** Sockets and queries are served in between. */
const MAX_TURN_MS = 5;

type Tenant = {
  readonly routes: Routes;
  readonly scope: Scope;
  readonly lastChanges: LastChanges;
  readonly selections: Map<string, Selection>;
  views: number;
};

export class Views implements Disposable {
  readonly #options: ViewsOptions;
  readonly #changes: Changes;
  readonly #views = new Map<string, View>();
  readonly #tenants = new Map<string, Tenant>();
  /** Views that may owe something, with the time from which on. */
  readonly #owing = new Map<View, number>();
  readonly #again = new Map<View, () => void>();
  #watch: Disposable | null = null;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #timerAtMs = Infinity;
  #passedMs = -Infinity;
  /** What everybody was told of the source, or is owed. */
  #wasHealthy = true;

  constructor(options: ViewsOptions) {
    this.#options = options;
    this.#changes = new Changes({
      isWanted: (tenantId) => this.#tenants.has(tenantId),
      onChange: () => this.#wakeAt(this.#passedMs + PASS_MS),
    });
  }

  /** How many there are: one for all who look at the same. */
  get size(): number {
    return this.#views.size;
  }

  /** Entities that they keep, of all of them. */
  get entities(): number {
    let entities = 0;
    for (const view of this.#views.values()) entities += view.size;
    return entities;
  }

  /** Shows what is wanted to `sink`, first all of it and then each change, until the result is disposed of. */
  follow(wanted: Wanted, sink: UpdateSink): Disposable {
    const { selected, source, maxRateHz } = wanted;
    const key = JSON.stringify([source.kind, source.scope.tenantId, source.filter, selected]);
    const view = this.#views.get(key) ?? this.#open(key, wanted);
    const follower = view.add(sink, 1000 / maxRateHz);
    this.#owe(view, -Infinity);
    return {
      [Symbol.dispose]: () => {
        view.delete(follower);
        if (view.isEmpty && this.#views.get(key) === view) this.#close(key, view);
      },
    };
  }

  /** To be called about once a second, and when all history has been read: time alone brings and takes entities, and the log may fail. */
  tick(): void {
    if (this.#views.size === 0) return;
    for (const view of this.#views.values()) if (view.awaitsTime) this.#owing.set(view, -Infinity);
    if (this.#owing.size > 0 || this.#options.isSourceHealthy() !== this.#wasHealthy) this.#wakeAt(-Infinity);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#watch?.[Symbol.dispose]();
    this.#watch = null;
  }

  #open(key: string, { selected, source, rendering }: Wanted): View {
    const { onFailure, pageEntities = PAGE_ENTITIES } = this.#options;
    const { scope } = source;
    const tenant = this.#tenants.get(scope.tenantId) ?? emptyTenant(scope);
    this.#tenants.set(scope.tenantId, tenant);
    tenant.views += 1;
    const name = `${source.kind} ${selected}`;
    const selection = tenant.selections.get(name) ?? new Selection(name, source.kind, rendering(), tenant.lastChanges);
    tenant.selections.set(name, selection);
    selection.views += 1;
    const onDirty = (): void => void this.#owing.set(view, -Infinity);
    const view: View = new View({ source, selection, routes: tenant.routes, pageEntities, onDirty, onFailure });
    this.#views.set(key, view);
    this.#again.set(view, () => this.#owe(view, -Infinity));
    return view;
  }

  #close(key: string, view: View): void {
    view.leave();
    this.#views.delete(key);
    this.#again.delete(view);
    this.#owing.delete(view);
    const { tenantId } = view.scope;
    const tenant = this.#tenants.get(tenantId);
    if (tenant === undefined) return;
    const { selection } = view;
    selection.views -= 1;
    if (selection.views === 0) tenant.selections.delete(selection.name);
    tenant.views -= 1;
    if (tenant.views === 0) this.#tenants.delete(tenantId);
    if (this.#views.size > 0) return;
    this.#watch?.[Symbol.dispose]();
    this.#watch = null;
    this.#changes.take();
  }

  #owe(view: View, atMs: number): void {
    if (!this.#again.has(view)) return;
    this.#owing.set(view, atMs);
    this.#wakeAt(atMs);
  }

  /** One pass at a time is on its way. Never in the same tick: who is called is in the middle of something. */
  #wakeAt(atMs: number): void {
    if (this.#immediate !== undefined || atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    const inMs = atMs - performance.now();
    if (inMs > 0) {
      this.#timerAtMs = atMs;
      this.#timer = setTimeout(() => this.#pass(), Math.ceil(inMs));
      return;
    }
    this.#timerAtMs = Infinity;
    this.#immediate = setImmediate(() => this.#pass());
  }

  /** Serves those who are owed something, as many as a turn has time for. */
  #pass(): void {
    this.#immediate = undefined;
    this.#timer = undefined;
    this.#timerAtMs = Infinity;
    const { state, isReady } = this.#options;
    if (this.#views.size === 0 || !isReady()) return;
    // Not before: of all that history changes nothing is to be kept for those who wait for its end.
    this.#watch ??= state.watch(this.#changes);
    const startMs = performance.now();
    this.#passedMs = startMs;
    const now = this.#now();
    this.#route();
    if (now.sourceHealthy !== this.#wasHealthy) {
      this.#wasHealthy = now.sourceHealthy;
      for (const view of this.#views.values()) this.#owing.set(view, -Infinity);
    }
    let nextMs = Infinity;
    for (const [view, atMs] of this.#owing) {
      const nowMs = performance.now();
      if (nowMs - startMs > MAX_TURN_MS) {
        nextMs = -Infinity;
        break;
      }
      if (atMs > nowMs) {
        nextMs = Math.min(nextMs, atMs);
        continue;
      }
      this.#owing.delete(view);
      const againMs = view.flush(nowMs, now, this.#again.get(view) ?? NOTHING);
      if (againMs === Infinity || !this.#again.has(view)) continue;
      // Behind the others: of those who are owed much, none is to keep the rest waiting.
      this.#owing.set(view, againMs);
      nextMs = Math.min(nextMs, againMs);
    }
    if (nextMs < Infinity) this.#wakeAt(nextMs);
  }

  /** All that has changed until now is told to whom it concerns: what is sent then is true at the present position. */
  #route(): void {
    for (const [tenantId, changes] of this.#changes.take()) {
      const tenant = this.#tenants.get(tenantId);
      tenant?.lastChanges.take(changes);
      tenant?.routes.tell(changes, this.#options.state, tenant.scope);
    }
  }

  #now(): Now {
    const { state, advance, cursor, isSourceHealthy } = this.#options;
    advance();
    const { clockMs } = state;
    let known: string | null = null;
    return {
      clockMs,
      get cursor() {
        return (known ??= cursor());
      },
      get serverTime() {
        return instantOfMs(clockMs);
      },
      sourceHealthy: isSourceHealthy(),
    };
  }
}

function emptyTenant(scope: Scope): Tenant {
  return { routes: new Routes(), scope, lastChanges: new LastChanges(), selections: new Map(), views: 0 };
}

const NOTHING = (): void => {};
