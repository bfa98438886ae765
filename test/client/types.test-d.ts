/** What the types of the client promise to those who write front ends. Nothing here runs: `tsc -p .` is the test. */
import type { ApolloClient } from '@apollo/client';
import type { ResultOf, TypedDocumentNode, VariablesOf } from '@graphql-typed-document-node/core';
import type { Client as UrqlClient } from '@urql/core';
import { expectTypeOf } from 'vitest';
import type {
  AgentDesktopDocument,
  AgentDesktopEventFragment,
  AgentEvent,
  AgentLineFragment,
  AgentStateEvent,
  AgentStateEventName,
  AgentStateSummary,
  AgentWorkMode,
  CallState,
  CallStoryEventFragment,
  CallThreadEvent,
  CallThreadEventName,
  CallThreadStoryQuery,
  CallType,
  DnRole,
  EventAgentNotReady,
  EventRinging,
  LiveQueueAgentsDocument,
  LiveQueueCallsSubscription,
  LiveQueuesSubscription,
  LiveTenantSummaryDocument,
  MonitorNextCallType,
  QueueAgentsDocument,
  QueueBoardQuery,
  TreatmentType,
  WallboardAgentEventsDocument,
  WallboardAgentEventsSubscription,
} from '../../schema/client/index.ts';
import type { ConnectionState, ResumingClient } from '../../schema/client/resuming.ts';
import type { NO_ROWS, Rows, rowsAfter } from '../../schema/client/rows.ts';

// A name of the union leads to the fields of that event, of the whole schema and of what a subscription selects.
export function reduceWhole(event: AgentStateEvent): void {
  if (event.__typename === 'EventAgentNotReady') {
    expectTypeOf(event).toEqualTypeOf<EventAgentNotReady>();
    expectTypeOf(event.agentWorkMode).toEqualTypeOf<AgentWorkMode | null>();
  }
  // @ts-expect-error Not every event of an agent has a work mode.
  void event.agentWorkMode;
  expectTypeOf(event).toExtend<AgentEvent>();
  expectTypeOf(event.attributes).toEqualTypeOf<Record<string, unknown>>();
}

export function reduceSelected(event: AgentDesktopEventFragment): string | null {
  switch (event.__typename) {
    case 'EventForwardSet':
      // @ts-expect-error The name of a field is checked.
      void event.othrDn;
      return event.otherDn;
    case 'EventAgentNotReady':
      // @ts-expect-error The field belongs to another event.
      void event.otherDn;
      return event.agentWorkMode;
    // @ts-expect-error There is no such event.
    case 'EventAgentReddy':
      return null;
    default:
      // What all have in common needs no narrowing; what was not selected is not there.
      // @ts-expect-error
      void event.receivedAt;
      return event.agentId;
  }
}

export function reduceCall(event: CallStoryEventFragment): void {
  if (event.__typename === 'EventRinging') {
    expectTypeOf(event.ani).toEqualTypeOf<EventRinging['ani']>();
    // @ts-expect-error A phone that rings has no failed treatment.
    void event.errorCode;
  }
}

// The events of a union are exactly those with a name to subscribe by.
type Known<Name extends string> = Exclude<Name, 'UNRECOGNIZED'>;
expectTypeOf<AgentStateEvent['__typename']>().toEqualTypeOf<Known<AgentStateEventName> | 'UnrecognizedAgentStateEvent'>();
expectTypeOf<CallThreadEvent['__typename']>().toEqualTypeOf<Known<CallThreadEventName> | 'UnrecognizedCallThreadEvent'>();

// Values of documented enumerations are literals, and there is always one for those that the documentation does not list.
type HasUnrecognized<Names extends readonly unknown[]> = { [I in keyof Names]: 'UNRECOGNIZED' extends Names[I] ? true : false };
expectTypeOf<HasUnrecognized<[CallType, CallState, DnRole, AgentWorkMode, TreatmentType, MonitorNextCallType]>>().toEqualTypeOf<
  [true, true, true, true, true, true]
>();
expectTypeOf<HasUnrecognized<[AgentStateEventName, CallThreadEventName]>>().toEqualTypeOf<[true, true]>();
expectTypeOf<CallType>().toEqualTypeOf<'UNKNOWN' | 'INTERNAL' | 'INBOUND' | 'OUTBOUND' | 'CONSULT' | 'UNRECOGNIZED'>();
expectTypeOf<AgentStateSummary>().toEqualTypeOf<'UNKNOWN' | 'LOGGED_OUT' | 'LOGGED_IN' | 'READY' | 'NOT_READY' | 'AFTER_CALL_WORK'>();

// Nullable is nullable, and what the gateway vouches for is not.
expectTypeOf<AgentLineFragment['stateSince']>().toEqualTypeOf<string | null>();
expectTypeOf<AgentLineFragment['agentId']>().toEqualTypeOf<string>();
expectTypeOf<QueueBoardQuery['agents']['serverTime']>().toEqualTypeOf<string>();
expectTypeOf<null>().toExtend<QueueBoardQuery['queue']>();
expectTypeOf<NonNullable<QueueBoardQuery['queue']>['averageWaitSeconds']>().toEqualTypeOf<number | null>();
expectTypeOf<NonNullable<CallThreadStoryQuery['callThread']>['calls'][number]['userData']>().toEqualTypeOf<Record<
  string,
  unknown
> | null>();

// No part of an answer is `any`, and none of it can be written to.
expectTypeOf<NonNullable<ResultOf<typeof AgentDesktopDocument>['agent']>['reasons']>().toEqualTypeOf<Record<string, unknown> | null>();
export function write(agent: AgentLineFragment): void {
  // @ts-expect-error What a cache hands out is read only.
  agent.state = 'READY';
}

// Variables are checked: their names, their types, and which of them must be given.
expectTypeOf<{ tenantId: string; queueId: string }>().toExtend<VariablesOf<typeof QueueAgentsDocument>>();
expectTypeOf<{ tenantId: string }>().not.toExtend<VariablesOf<typeof QueueAgentsDocument>>();
expectTypeOf<{ tenantId: string; queueId: string; agentIds: null; first: 10 }>().toExtend<VariablesOf<typeof QueueAgentsDocument>>();
expectTypeOf<{ tenantId: string; queueId: string; agentIds: number[] }>().not.toExtend<VariablesOf<typeof QueueAgentsDocument>>();
expectTypeOf<{ tenantId: string; events: ['EventAgentLogin', 'UNRECOGNIZED'] }>().toExtend<
  VariablesOf<typeof WallboardAgentEventsDocument>
>();
expectTypeOf<{ tenantId: string; events: ['EventRinging'] }>().not.toExtend<VariablesOf<typeof WallboardAgentEventsDocument>>();
// @ts-expect-error There is no such variable.
export const variables: VariablesOf<typeof QueueAgentsDocument> = { tenantId: 'acme', queueId: '8001', agentId: '1001' };

// Apollo Client and urql take the documents, check the variables and know what they answer.
export async function askWithApollo(apollo: ApolloClient, query: typeof QueueAgentsDocument): Promise<void> {
  const { data } = await apollo.query({ query, variables: { tenantId: 'acme', queueId: '8001' } });
  expectTypeOf(data).toEqualTypeOf<ResultOf<typeof QueueAgentsDocument> | undefined>();
  // @ts-expect-error The queue is missing.
  await apollo.query({ query, variables: { tenantId: 'acme' } });
}
export async function askWithUrql(urql: UrqlClient, query: typeof QueueAgentsDocument): Promise<void> {
  const { data } = await urql.query(query, { tenantId: 'acme', queueId: '8001' });
  expectTypeOf(data).toEqualTypeOf<ResultOf<typeof QueueAgentsDocument> | undefined>();
  // @ts-expect-error The queue is missing.
  await urql.query(query, { tenantId: 'acme' });
}

// The client that resumes knows what an operation delivers, checks its variables, and takes only what can be resumed.
export function listen(
  client: ResumingClient,
  events: typeof WallboardAgentEventsDocument,
  question: typeof QueueAgentsDocument,
  unplaced: TypedDocumentNode<{ agentStateEvents: { eventId: string } }, { after?: string | null }>,
  unmovable: TypedDocumentNode<{ agentStateEvents: { eventId: string; cursor: string } }, { tenantId: string }>,
): void {
  const { unsubscribe, cursor } = client.subscribe(
    events,
    { tenantId: 'acme', events: ['EventAgentReady'] },
    {
      next: (data) => {
        expectTypeOf(data).toEqualTypeOf<WallboardAgentEventsSubscription>();
        expectTypeOf(data.agentStateEvents.cursor).toEqualTypeOf<string>();
      },
      onRefused: async ({ code, oldestCursor }) => {
        expectTypeOf(code).toEqualTypeOf<'CURSOR_INVALID' | 'CURSOR_EXPIRED' | 'LOG_TRUNCATED'>();
        return oldestCursor;
      },
    },
  );
  expectTypeOf(cursor).toEqualTypeOf<string | null>();
  unsubscribe();
  const next = (): void => {};
  // @ts-expect-error The tenant is missing.
  client.subscribe(events, {}, { next });
  // @ts-expect-error There is no such event.
  client.subscribe(events, { tenantId: 'acme', events: ['EventRinging'] }, { next });
  // @ts-expect-error A query delivers no events.
  client.subscribe(question, { tenantId: 'acme', queueId: '8001' }, { next });
  // @ts-expect-error It does not select the cursor.
  client.subscribe(unplaced, {}, { next });
  // @ts-expect-error It does not declare $after.
  client.subscribe(unmovable, { tenantId: 'acme' }, { next });
}
// What shows the state is watched, and put together to rows of what it selects.
export function watch(
  client: ResumingClient,
  agents: typeof LiveQueueAgentsDocument,
  summary: typeof LiveTenantSummaryDocument,
  events: typeof WallboardAgentEventsDocument,
): void {
  const variables = { tenantId: 'acme', queueId: '8001', stateLongerThanSeconds: 600 };
  const end = client.watch(agents, variables, { next: (data) => expectTypeOf(data).toEqualTypeOf<ResultOf<typeof agents>>() });
  expectTypeOf(end).toEqualTypeOf<() => void>();
  const next = (): void => {};
  client.watch(summary, { tenantId: 'acme' }, { next });
  // @ts-expect-error The queue is missing.
  client.watch(agents, { tenantId: 'acme' }, { next });
  // @ts-expect-error Events would be missing after an outage.
  client.watch(events, { tenantId: 'acme' }, { next });
  // @ts-expect-error What shows the state has no place to resume at.
  client.subscribe(agents, variables, { next });
  // @ts-expect-error Nothing is refused where no place is asked for.
  client.watch(agents, variables, { next, onRefused: () => null });
}
type Reducer<Update, Row> = (rows: Rows<Row>, update: Update) => Rows<Row>;
type Calls = LiveQueueCallsSubscription['callThreads'];
type Queues = LiveQueuesSubscription['queues'];
export function reduceRows(after: typeof rowsAfter, none: typeof NO_ROWS, calls: Calls, queues: Queues): void {
  expectTypeOf(after(none, calls).list).toEqualTypeOf<Calls['callThreads']>();
  expectTypeOf(after(none, queues).byId.get('8001')).toEqualTypeOf<Queues['queues'][number] | undefined>();
  expectTypeOf(after<Queues>).toExtend<Reducer<Queues, Queues['queues'][number]>>();
  // @ts-expect-error Rows of queues are none of calls.
  after(after(none, queues), calls);
  const { snapshotBegins: _unselected, ...blind } = queues;
  // @ts-expect-error Without it nobody can tell where a snapshot begins.
  after(none, blind);
}
export function tell(state: ConnectionState): string {
  // @ts-expect-error Only who waits has a next attempt.
  void state.nextAttemptAt;
  return state.status === 'waiting' ? state.nextAttemptAt.toISOString() : state.status;
}
