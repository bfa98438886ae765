/** `Query.queue`, `Query.queues` and `Query.tenantSummary`: figures for wallboards. */
import { instantOfMs } from '../events/time.ts';
import type { Queue, TenantSummary } from '../state/model.ts';
import type { AgentStateEnum } from './agents.ts';
import { id } from './arguments.ts';
import type { Builder } from './builder.ts';
import { read } from './reading.ts';
import { TENANT } from './state-types.ts';

export type QueueTypes = ReturnType<typeof addQueues>;

export function addQueues(builder: Builder, agentState: AgentStateEnum) {
  const queue = addQueue(builder);
  const summary = addSummary(builder, agentState);
  builder.queryFields((t) => ({
    queue: t.field({
      type: queue,
      nullable: true,
      description: 'One queue. Null for one that no call and no login has named since the gateway began to read.',
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        queueId: t.arg.id({ required: true, description: 'The queue: ThisQueue of the events.' }),
      },
      resolve: (_root, args, context) =>
        read(context, 'queue', args.tenantId, (reader, scope) => reader.queue(scope, id('queueId', args.queueId))),
    }),
    queues: t.field({
      type: [queue],
      description: 'All queues of a tenant that are known, ordered by queueId.',
      args: { tenantId: t.arg.id({ required: true, description: TENANT }) },
      resolve: (_root, args, context) => read(context, 'queues', args.tenantId, (reader, scope) => reader.queues(scope)),
    }),
    tenantSummary: t.field({
      type: summary,
      description: 'A tenant at a glance. Zeros for one of which nothing is known.',
      args: { tenantId: t.arg.id({ required: true, description: TENANT }) },
      resolve: (_root, args, context) => read(context, 'tenantSummary', args.tenantId, (reader, scope) => reader.tenantSummary(scope)),
    }),
  }));
  return { queue, summary };
}

const COUNTED = 'since `countedSince`';

function addQueue(builder: Builder) {
  const queue = builder.objectRef<Queue>('Queue');
  queue.implement({
    description:
      'A queue, ACD group or routing point with its figures: live ones, and what was counted today. Known once a call or a login has named it.',
    fields: (t) => ({
      tenantId: t.exposeID('tenantId', { description: TENANT }),
      queueId: t.exposeID('queueId', { description: 'The queue: ThisQueue of the events.' }),
      callsWaiting: t.exposeInt('callsWaiting', { description: 'Calls that wait here now.' }),
      oldestWaitSince: t.expose('oldestWaitSince', {
        type: 'DateTime',
        nullable: true,
        description: 'Since when the call waits that waits longest, by the clock of the switch. Null if none waits, or if it is not known.',
      }),
      agentsLoggedIn: t.exposeInt('agentsLoggedIn', {
        description:
          'Agents that are logged in to this queue. Only those whose login was read: after a start it may be too low for a shift.',
      }),
      agentsReady: t.exposeInt('agentsReady', {
        description: 'Those of them that are ready on the telephone with which they are logged in here. Ready is not idle: they may talk.',
      }),
      offered: t.exposeInt('offered', { description: `Calls that came ${COUNTED}. Each ends as answered, abandoned or diverted.` }),
      answered: t.exposeInt('answered', { description: `Of these, the ones that a telephone or an IVR answered, ${COUNTED}.` }),
      abandoned: t.exposeInt('abandoned', {
        description: `Of these, the ones whose caller gave up, in the queue or while a telephone rang, ${COUNTED}.`,
      }),
      diverted: t.exposeInt('diverted', {
        description: `Of these, the rest that left, ${COUNTED}: to another queue, an outside number, or a telephone that has not answered yet.`,
      }),
      averageWaitSeconds: t.exposeFloat('averageWaitSeconds', {
        nullable: true,
        description: `How long the calls that left ${COUNTED} had waited, on average, in seconds. Null if none left, or if no wait is known.`,
      }),
      longestWaitSeconds: t.exposeFloat('longestWaitSeconds', {
        nullable: true,
        description: `The longest wait of a call that left ${COUNTED}, in seconds. Null if none left, or if no wait is known.`,
      }),
      countedSince: t.expose('countedSince', {
        type: 'DateTime',
        description:
          'Since when is counted: midnight in DAY_TIME_ZONE, or the first record that this replica knows of the queue, if that is later. Replicas that started at other times may differ.',
      }),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        description:
          'Timestamp of the last record that changed one of these figures, or the instant at which a time limit or midnight did.',
      }),
    }),
  });
  return queue;
}

function addSummary(builder: Builder, agentState: AgentStateEnum) {
  const count = builder.objectRef<TenantSummary['agentsByState'][number]>('AgentStateCount').implement({
    description: 'How many agents are in a state.',
    fields: (t) => ({
      state: t.expose('state', { type: agentState, description: 'The state.' }),
      count: t.exposeInt('count', { description: 'How many agents are in it now.' }),
    }),
  });
  return builder.objectRef<TenantSummary>('TenantSummary').implement({
    description: 'A tenant at a glance.',
    fields: (t) => ({
      tenantId: t.exposeID('tenantId', { description: TENANT }),
      agentsByState: t.expose('agentsByState', {
        type: [count],
        description: 'How many of the known agents are in each state: all six states in their order, zeros included.',
      }),
      callsActive: t.exposeInt('callsActive', { description: 'Call threads that go on: ACTIVE or IN_TRANSIT.' }),
      callsWaiting: t.exposeInt('callsWaiting', {
        description: 'Call threads that wait in a queue, each counted once however many queues it waits in.',
      }),
      longestWaitSince: t.expose('longestWaitSince', {
        type: 'DateTime',
        nullable: true,
        description: 'Since when the call waits that waits longest, by the clock of the switch. Null if none waits, or if it is not known.',
      }),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        nullable: true,
        description:
          'Timestamp of the last record that changed something in this tenant, or the instant at which a time limit did. Null if nothing is known of it.',
      }),
      cursor: t.field({
        type: 'Cursor',
        description: 'The position in the log at which these figures are true.',
        resolve: (_summary, _args, { services }) => services.log.cursor(),
      }),
      serverTime: t.field({
        type: 'DateTime',
        description: 'The clock of the gateway when it answered.',
        resolve: (_parent, _args, { services }) => instantOfMs(services.state.clockMs),
      }),
    }),
  });
}
