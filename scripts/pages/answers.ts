/** What the schema answers without a gateway around it: to a query from a state, to a subscription from one event. */
import { execute, parse, subscribe, validate } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { limitExceeded } from '../../src/errors.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { EventStream } from '../../src/hub/event-stream.ts';
import { Hub } from '../../src/hub/hub.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { openContinuity } from '../../test/support/continuity.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { UpdateStream } from '../../src/views/update-stream.ts';

export const schema = createSchema(catalogue);

function contextOf(hub: Hub, state: State): Context {
  const { streams, services: log } = openContinuity({ hub, state });
  return {
    claims: UNAUTHENTICATED_CLAIMS,
    services: {
      state,
      advance: () => {},
      replay: () => null,
      tenants: 'all',
      maxIds: 1000,
      status: () => ({ version: '', ready: true, sourceHealthy: true, startedAtMs: 0, oldestReplayableMs: null, partitions: null }),
      log,
    },
    open: (scope, filter, start) =>
      streams.open(
        new Map(),
        scope,
        filter,
        start,
        ({ onDetach }) => new EventStream({ maxBufferedBytes: Number.MAX_SAFE_INTEGER, onDetach }),
      ),
    follow: (field, scope, wanted) =>
      streams.follow(new Map(), field, scope, wanted, (hooks) => new UpdateStream({ ...hooks, onEnd: () => {} })),
    refuse: limitExceeded,
    audit: () => {},
  };
}

/** The data of an answer. Throws for an operation that is not one of this schema, and for an answer with errors. */
export async function answerTo(query: string, state: State): Promise<Readonly<Record<string, unknown>>> {
  return dataOf(await execute({ schema, document: valid(query), contextValue: contextOf(new Hub(), state) }));
}

/** What a subscriber gets when this event happens, through the hub and its filters. Throws as `answerTo`, and if nothing is delivered. */
export async function deliveryOf(subscription: string, event: VoiceEvent): Promise<Readonly<Record<string, unknown>>> {
  const hub = new Hub();
  const stream = await subscribe({
    schema,
    document: valid(subscription),
    contextValue: contextOf(hub, new State(defaultRules)),
  });
  if (!(Symbol.asyncIterator in stream)) return dataOf(stream);
  const first = stream.next();
  hub.publish(event);
  // Ends a stream that has nothing to deliver, too.
  await stream.return();
  const { done, value } = await first;
  if (done === true) throw new Error(`${event.name} is not delivered to ${subscription}`);
  return dataOf(value);
}

function valid(operation: string): DocumentNode {
  const document = parse(operation);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new AggregateError(errors, `not an operation of the schema: ${operation}`);
  return document;
}

function dataOf({ data, errors }: ExecutionResult): Readonly<Record<string, unknown>> {
  if (errors !== undefined || data === undefined || data === null) throw new AggregateError(errors ?? [], 'the answer has errors');
  return data;
}
