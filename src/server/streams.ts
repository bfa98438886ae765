/** The open streams of all connections: how each is attached to the hub, and who ends it. */
import type { GatewayError } from '../errors.ts';
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Hub } from '../hub/hub.ts';
import type { Scope } from '../scope.ts';

/** Takes the events of one subscription. */
export type OpenStream = {
  push(event: VoiceEvent): void;
  /** No more events; the reader is told why. */
  end(error: GatewayError): void;
};

/** What a stream has to tell. */
export type StreamHooks = {
  /** Once, when nothing more is wanted: the reader has left, or the stream has ended. */
  readonly onDetach: () => void;
  /** For each event that is on its way to the reader. */
  readonly onDelivered: () => void;
};

export class Streams {
  readonly #hub: Hub;
  readonly #open = new Set<OpenStream>();
  /** How many events were delivered. */
  readonly delivered: Record<Family, number> = { agentState: 0, callThread: 0 };

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** `owned` are the streams of the same connection or request. */
  open<S extends OpenStream>(owned: Map<OpenStream, Scope>, scope: Scope, filter: EventFilter, make: (hooks: StreamHooks) => S): S {
    const { family } = filter;
    const stream = make({
      onDetach: () => {
        attachment[Symbol.dispose]();
        this.#open.delete(stream);
        owned.delete(stream);
      },
      onDelivered: () => (this.delivered[family] += 1),
    });
    const attachment = this.#hub.subscribe(scope, filter, (event) => stream.push(event));
    this.#open.add(stream);
    owned.set(stream, scope);
    return stream;
  }

  end(error: GatewayError): void {
    for (const stream of this.#open) stream.end(error);
  }
}
