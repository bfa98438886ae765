/** The two event subscriptions: arguments to a filter, the filter to a stream of the hub. */
import type { Family } from '../events/definition.ts';
import type { VoiceEvent } from '../events/event.ts';
import { Delivered, StreamEnd } from '../hub/event-stream.ts';
import type { EventFilter } from '../hub/filter.ts';
import type { Start } from '../hub/replay.ts';
import type { Scope } from '../scope.ts';
import { agentSet, idSet, nameSet, numberSet, oneOrMany, startingPoint } from './arguments.ts';
import type { Builder } from './builder.ts';
import type { Context } from './context.ts';
import type { EventTypes } from './events.ts';
import { scoped } from './reading.ts';
import { eventFields } from './subscription-fields.ts';

const TENANT = 'The tenant whose events you want: the part of the record key before its first colon.';
const EVENTS = 'Only events of these names.';
const AFTER =
  'First everything that matches since this position, then live, without a gap: `cursor` of the last event that you had, of an answer, or the payload of a ping. Alternative to since.';
const SINCE = 'First everything that matches whose record is not older than this, then live. Alternative to after.';

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
          after: t.arg({ type: 'Cursor', description: AFTER }),
          since: t.arg({ type: 'DateTime', description: SINCE }),
        },
        subscribe: (_root, args, context) =>
          open(context, 'agentState', args, (scope) => {
            const agents = oneOrMany('agentId', args.agentId, 'agentIds', args.agentIds);
            scope.checkAgents(args.agentIds ? 'agentIds' : 'agentId', agents ?? []);
            return {
              family: 'agentState',
              threads: null,
              agents,
              dns: numberSet(scope, 'dns', args.dns),
              queues: null,
              names: nameSet('events', args.events),
            };
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
          after: t.arg({ type: 'Cursor', description: AFTER }),
          since: t.arg({ type: 'DateTime', description: SINCE }),
        },
        subscribe: (_root, args, context) =>
          open(context, 'callThread', args, (scope) => ({
            family: 'callThread',
            threads: oneOrMany('callThreadId', args.callThreadId, 'callThreadIds', args.callThreadIds),
            agents: agentSet(scope, 'agentIds', args.agentIds),
            dns: numberSet(scope, 'dns', args.dns),
            queues: idSet('queueIds', args.queueIds),
            names: nameSet('events', args.events),
          })),
        resolve: eventOf,
      }),
    }),
  });
}

/** The parent is what the stream yields: an event, or the reason why there are no more. */
function eventOf(item: unknown): VoiceEvent {
  if (item instanceof StreamEnd) throw item.error;
  if (item instanceof Delivered) return item.event;
  throw new Error('no stream yields anything else');
}

type Asked = {
  readonly tenantId: string;
  readonly after?: string | null | undefined;
  readonly since?: string | null | undefined;
};

/** `filterOf` throws for arguments that the caller must not use. */
function open(
  context: Context,
  family: Family,
  asked: Asked,
  filterOf: (scope: Scope) => EventFilter,
): AsyncIterable<unknown> | Promise<AsyncIterable<unknown>> {
  const field = eventFields[family];
  const openFrom = (start: Start | null) =>
    scoped(context, field, asked.tenantId, (scope) => {
      const stream = context.open(scope, filterOf(scope), start);
      context.audit('subscribe', { field, tenantId: scope.tenantId });
      return stream;
    });
  const from = startingPoint(asked.after, asked.since);
  if (from === null) return openFrom(null);
  // Who may not have it must not make us ask the log. What may be had is asked again when the answer is there: a token may have ended meanwhile.
  scoped(context, field, asked.tenantId, filterOf);
  return context.services.log.startFrom(family, from).then(openFrom);
}
