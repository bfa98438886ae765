/** The open streams of all connections: how each comes to its events, what it has missed first if it asked for that, and who ends it. */
import type { GatewayError } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Hub } from '../hub/hub.ts';
import type { Journal } from '../hub/journal.ts';
import type { LogReplay } from '../hub/log-replay.ts';
import { Replay } from '../hub/replay.ts';
import type { Sink, Start } from '../hub/replay.ts';
import { eventFields, subscriptionFields } from '../graphql/subscription-fields.ts';
import type { StateSubscriptionField, SubscriptionField } from '../graphql/subscription-fields.ts';
import type { Position } from '../position.ts';
import type { Scope } from '../scope.ts';
import type { UpdateSink } from '../views/follower.ts';
import type { Views, Wanted } from '../views/views.ts';

/** What one subscription is delivered by. */
export type OpenStream = {
  /** Nothing more; the reader is told why. */
  end(error: GatewayError): void;
};

/** What a connection or request holds of a stream. */
export type Held = {
  /** What it was opened for. */
  readonly scope: Scope;
  /** It does not stand where live is: it is still handed what it missed. */
  isReplaying: boolean;
  /** By which it comes to what it delivers, until it is detached. */
  attachment: Disposable | null;
};

/** What a stream has to tell, and may ask. */
export type StreamHooks = {
  /** Once, when nothing more is wanted: the reader has left, or the stream has ended. */
  readonly onDetach: () => void;
  /** For each event or update that is on its way to the reader. */
  readonly onDelivered: () => void;
  /** From where on it can be taken up again: everything before has been pushed. Null before the log was seen, and for what begins anew. */
  readonly position: () => Position | null;
};

export type StreamsOptions = { readonly hub: Hub; readonly journal: Journal; readonly log: LogReplay; readonly views: Views };

export class Streams {
  readonly #options: StreamsOptions;
  readonly #open = new Map<SubscriptionField, Set<OpenStream>>(subscriptionFields.map((field) => [field, new Set()]));
  /** How many events and updates were delivered. */
  readonly delivered: Record<SubscriptionField, number> = {
    agentStateEvents: 0,
    callThreadEvents: 0,
    agents: 0,
    callThreads: 0,
    queues: 0,
    tenantSummary: 0,
  };

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  /** How many there are. */
  count(field: SubscriptionField): number {
    return this.#open.get(field)?.size ?? 0;
  }

  /** `owned` are the streams of the same connection or request. Without a start events are delivered from now on. */
  open<S extends OpenStream & Sink>(
    owned: Map<OpenStream, Held>,
    scope: Scope,
    filter: EventFilter,
    start: Start | null,
    make: (hooks: StreamHooks) => S,
  ): S {
    const { family } = filter;
    const { journal } = this.#options;
    const held: Held = { scope, isReplaying: start !== null, attachment: null };
    let position = (): Position | null => journal.position(family);
    const stream = this.#admit(owned, held, eventFields[family], (hooks) => make({ ...hooks, position: () => position() }));
    if (start === null) {
      held.attachment = this.#attach(scope, filter, (event, live) => stream.push(event, live));
      return stream;
    }

    const live = (): void => {
      held.isReplaying = false;
      position = () => journal.position(family);
    };
    const replay = new Replay({
      journal,
      scope,
      filter,
      start,
      sink: stream,
      onLack: (replay) => this.#options.log.want(replay),
      onError: (error) => stream.end(error),
      onLive: () => {
        const now = journal.position(family);
        if (now?.isAtLeast(replay.position) === true) live();
        held.attachment = this.#attach(scope, filter, (event, now) => {
          if (!held.isReplaying) stream.push(event, now);
          else if (!replay.live(event, now)) live();
        });
      },
    });
    held.attachment = replay;
    position = () => replay.position;
    replay.run();
    return stream;
  }

  /** The same for what shows the state: first what is there, then what changes. */
  follow<S extends OpenStream & UpdateSink>(
    owned: Map<OpenStream, Held>,
    field: StateSubscriptionField,
    scope: Scope,
    wanted: Wanted,
    make: (hooks: StreamHooks) => S,
  ): S {
    const held: Held = { scope, isReplaying: false, attachment: null };
    const stream = this.#admit(owned, held, field, make);
    held.attachment = this.#options.views.follow(wanted, stream);
    return stream;
  }

  /** Ends all streams, or those of the events of one family. */
  end(error: GatewayError, family: Family | null = null): void {
    for (const [field, streams] of this.#open)
      if (family === null || field === eventFields[family]) for (const stream of streams) stream.end(error);
  }

  #admit<S extends OpenStream>(owned: Map<OpenStream, Held>, held: Held, field: SubscriptionField, make: (hooks: StreamHooks) => S): S {
    const stream = make({
      onDetach: () => {
        held.attachment?.[Symbol.dispose]();
        held.attachment = null;
        this.#open.get(field)?.delete(stream);
        owned.delete(stream);
      },
      onDelivered: () => (this.delivered[field] += 1),
      position: () => null,
    });
    this.#open.get(field)?.add(stream);
    owned.set(stream, held);
    return stream;
  }

  #attach(scope: Scope, filter: EventFilter, push: (event: VoiceEvent, live: Position) => void): Disposable {
    const { hub, journal } = this.#options;
    return hub.subscribe(scope, filter, (event) => {
      // The log has been seen when something of it is published.
      const live = journal.position(filter.family);
      if (live !== null) push(event, live);
    });
  }
}
