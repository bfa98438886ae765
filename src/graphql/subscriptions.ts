/** The two event subscriptions: arguments to a filter, the filter to a stream of the hub. */
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import { StreamEnd } from '../hub/event-stream.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Scope } from '../scope.ts';
import { agentSet, idSet, nameSet, numberSet, oneOrMany } from './arguments.ts';
import type { Builder } from './builder.ts';
import type { Context } from './context.ts';
import type { EventTypes } from './events.ts';
import { scoped } from './reading.ts';

/** The subscription fields by the family of events that they deliver. */
export const subscriptionFields = { agentState: 'agentStateEvents', callThread: 'callThreadEvents' } as const satisfies Record<
  Family,
  string
>;

const TENANT = 'The tenant whose events you want: the part of the record key before its first colon.';
const EVENTS = 'Only events of these names.';

export function addEventSubscriptions(builder: Builder, types: EventTypes): void {
  builder.subscriptionType({
    description:
      'Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so.',
    fields: (t) => ({
      agentStateEvents: t.field({
        type: types.agentState.union,
        description:
          'Everything that happens to agents and their telephones, as it happens. Arguments narrow the stream (and); the values of a list widen it (or).',
        args: {
          tenantId: t.arg.id({ required: true, description: TENANT }),
          agentId: t.arg.id({
            description: 'Only this agent: the part of the record key behind its first colon. Alternative to agentIds.',
          }),
          agentIds: t.arg.idList({ description: 'Only these agents. Alternative to agentId.' }),
          dns: t.arg.idList({ description: 'Only events that name one of these telephones as ThisDN or OtherDN.' }),
          events: t.arg({ type: [types.agentState.names], description: EVENTS }),
        },
        subscribe: (_root, args, context) =>
          scoped(context, 'agentStateEvents', args.tenantId, (scope) => {
            const agents = oneOrMany('agentId', args.agentId, 'agentIds', args.agentIds);
            scope.checkAgents(args.agentIds ? 'agentIds' : 'agentId', agents ?? []);
            return open(context, scope, {
              family: 'agentState',
              threads: null,
              agents,
              dns: numberSet(scope, 'dns', args.dns),
              queues: null,
              names: nameSet('events', args.events),
            });
          }),
        resolve: eventOf,
      }),
      callThreadEvents: t.field({
        type: types.callThread.union,
        description:
          'Everything that happens to calls, as it happens. Arguments narrow the stream (and); the values of a list widen it (or). A filter matches what the event itself names, so not every event of a call matches its agent or queue.',
        args: {
          tenantId: t.arg.id({ required: true, description: TENANT }),
          callThreadId: t.arg.id({ description: 'Only this call thread. Alternative to callThreadIds.' }),
          callThreadIds: t.arg.idList({ description: 'Only these call threads. Alternative to callThreadId.' }),
          agentIds: t.arg.idList({ description: 'Only events that name one of these agents as AgentID.' }),
          queueIds: t.arg.idList({ description: 'Only events that name one of these queues as ThisQueue, OtherQueue or ThirdPartyQueue.' }),
          dns: t.arg.idList({ description: 'Only events that name one of these numbers as ThisDN, OtherDN or ThirdPartyDN.' }),
          events: t.arg({ type: [types.callThread.names], description: EVENTS }),
        },
        subscribe: (_root, args, context) =>
          scoped(context, 'callThreadEvents', args.tenantId, (scope) =>
            open(context, scope, {
              family: 'callThread',
              threads: oneOrMany('callThreadId', args.callThreadId, 'callThreadIds', args.callThreadIds),
              agents: agentSet(scope, 'agentIds', args.agentIds),
              dns: numberSet(scope, 'dns', args.dns),
              queues: idSet('queueIds', args.queueIds),
              names: nameSet('events', args.events),
            }),
          ),
        resolve: eventOf,
      }),
    }),
  });
}

/** The parent is what the stream yields: an event, or the reason why there are no more. */
function eventOf(item: unknown): VoiceEvent {
  if (item instanceof StreamEnd) throw item.error;
  return item as VoiceEvent;
}

function open(context: Context, scope: Scope, filter: EventFilter): AsyncIterable<unknown> {
  const stream = context.open(scope, filter);
  context.audit('subscribe', { field: subscriptionFields[filter.family], tenantId: scope.tenantId });
  return stream;
}
