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
import type { Position } from '../position.ts';
import type { Scope } from '../scope.ts';

/** Takes the events of one subscription. */
export type OpenStream = Sink & {
  /** No more events; the reader is told why. */
  end(error: GatewayError): void;
};

/** What a connection or request holds of a stream. */
export type Held = {
  /** What it was opened for. */
  readonly scope: Scope;
  /** It does not stand where live is: it is still handed what it missed. */
  isReplaying: boolean;
};

/** What a stream has to tell, and may ask. */
export type StreamHooks = {
  /** Once, when nothing more is wanted: the reader has left, or the stream has ended. */
  readonly onDetach: () => void;
  /** For each event that is on its way to the reader. */
  readonly onDelivered: () => void;
  /** Where it stands: everything before has been pushed. Null before the log was seen. */
  readonly position: () => Position | null;
};

export type StreamsOptions = { readonly hub: Hub; readonly journal: Journal; readonly log: LogReplay };

export class Streams {
  readonly #options: StreamsOptions;
  readonly #open: Record<Family, Set<OpenStream>> = { agentState: new Set(), callThread: new Set() };
  /** How many events were delivered. */
  readonly delivered: Record<Family, number> = { agentState: 0, callThread: 0 };

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  /** How many there are. */
  count(family: Family): number {
    return this.#open[family].size;
  }

  /** `owned` are the streams of the same connection or request. Without a start events are delivered from now on. */
  open<S extends OpenStream>(
    owned: Map<OpenStream, Held>,
    scope: Scope,
    filter: EventFilter,
    start: Start | null,
    make: (hooks: StreamHooks) => S,
  ): S {
    const { family } = filter;
    const { journal } = this.#options;
    const held: Held = { scope, isReplaying: start !== null };
    let attachment: Disposable | null = null;
    let position = (): Position | null => journal.position(family);
    const stream = make({
      onDetach: () => {
        attachment?.[Symbol.dispose]();
        attachment = null;
        this.#open[family].delete(stream);
        owned.delete(stream);
      },
      onDelivered: () => (this.delivered[family] += 1),
      position: () => position(),
    });
    this.#open[family].add(stream);
    owned.set(stream, held);
    if (start === null) {
      attachment = this.#attach(scope, filter, (event, live) => stream.push(event, live));
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
        attachment = this.#attach(scope, filter, (event, now) => {
          if (!held.isReplaying) stream.push(event, now);
          else if (!replay.live(event, now)) live();
        });
      },
    });
    attachment = replay;
    position = () => replay.position;
    replay.run();
    return stream;
  }

  /** Ends all streams, or those of one family. */
  end(error: GatewayError, families: readonly Family[] = ['agentState', 'callThread']): void {
    for (const family of families) for (const stream of this.#open[family]) stream.end(error);
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
