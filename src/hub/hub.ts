/**
 * The routing index: tenant, then thread, agent, number, queue or everyone, to the subscriptions that want it. Found by key, never by a scan: an event
 * costs what those cost who want it, and leaves nothing to collect where nobody does.
 */
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { Scope } from '../scope.ts';
import { indexKeys, matches, routes } from './filter.ts';
import type { Dimension, EventFilter } from './filter.ts';

/** Takes the events of a subscription, in log order per key, as they are published. Must neither throw nor wait. */
export type Deliver = (event: VoiceEvent) => void;

type Subscriber = {
  readonly scope: Scope;
  readonly filter: EventFilter;
  readonly deliver: Deliver;
  /** The number of the last event that it was found for: an event that names two of its identifiers finds it twice. */
  lastFound: number;
};
type Subscribers = Set<Subscriber>;

/** The subscriptions of one tenant in one family. */
type Room = {
  readonly everyone: Subscribers;
  readonly by: { readonly [D in Dimension]: Map<string, Subscribers> };
  size: number;
};

export class Hub {
  readonly #rooms: { readonly [F in Family]: Map<string, Room> } = { agentState: new Map(), callThread: new Map() };
  readonly #subscriptions: Record<Family, number> = { agentState: 0, callThread: 0 };
  #published = 0;

  /** How many subscriptions there are. */
  subscriptions(family: Family): number {
    return this.#subscriptions[family];
  }

  /** Delivers each event that the scope sees and that passes the filter, as the scope shows it, from now until the result is disposed. Costs as much as they have keys. */
  subscribe(scope: Scope, filter: EventFilter, deliver: Deliver): Disposable {
    const rooms = this.#rooms[filter.family];
    const room = rooms.get(scope.tenantId) ?? emptyRoom();
    const subscriber: Subscriber = { scope, filter, deliver, lastFound: 0 };
    const keys = indexKeys(scope, filter);

    rooms.set(scope.tenantId, room);
    room.size += 1;
    this.#subscriptions[filter.family] += 1;
    if (keys === null) room.everyone.add(subscriber);
    else for (const [dimension, key] of keys) subscribersOf(room.by[dimension], key).add(subscriber);

    let attached = true;
    return {
      [Symbol.dispose]: () => {
        if (!attached) return;
        attached = false;
        this.#subscriptions[filter.family] -= 1;
        if (keys === null) room.everyone.delete(subscriber);
        else for (const [dimension, key] of keys) leave(room.by[dimension], key, subscriber);
        room.size -= 1;
        if (room.size === 0) rooms.delete(scope.tenantId);
      },
    };
  }

  /** Hands the event to all who want it; costs what these cost. */
  publish(event: VoiceEvent): void {
    const room = this.#rooms[event.family].get(event.tenantId);
    if (room === undefined) return;
    const number = (this.#published += 1);
    for (const subscriber of room.everyone) offer(subscriber, event, number);
    for (const { dimension, read } of routes[event.family]) {
      const index = room.by[dimension];
      if (index.size === 0) continue;
      const id = read(event);
      if (id === null) continue;
      const found = index.get(id);
      if (found !== undefined) for (const subscriber of found) offer(subscriber, event, number);
    }
  }
}

function offer(subscriber: Subscriber, event: VoiceEvent, number: number): void {
  if (subscriber.lastFound === number) return;
  subscriber.lastFound = number;
  const { scope, filter, deliver } = subscriber;
  if (scope.sees(event) && matches(filter, event)) deliver(scope.show(event));
}

function emptyRoom(): Room {
  return { everyone: new Set(), by: { threads: new Map(), agents: new Map(), dns: new Map(), queues: new Map() }, size: 0 };
}

function subscribersOf(index: Map<string, Subscribers>, key: string): Subscribers {
  let subscribers = index.get(key);
  if (subscribers === undefined) {
    subscribers = new Set();
    index.set(key, subscribers);
  }
  return subscribers;
}

/** The last one out removes the entry: keys come from clients, and a hub runs for months. */
function leave(index: Map<string, Subscribers>, key: string, subscriber: Subscriber): void {
  const subscribers = index.get(key);
  if (subscribers?.delete(subscriber) === true && subscribers.size === 0) index.delete(key);
}
