/** The state subscriptions: first what is there, in pages, then what has changed. Arguments to a view that all share who select the same of the same. */
import { print, visit } from 'graphql';
import type { GraphQLResolveInfo, OperationDefinitionNode, ValueNode } from 'graphql';
import { badUserInput } from '../errors.ts';
import { StreamEnd } from '../hub/event-stream.ts';
import type { Claims, Scope } from '../scope.ts';
import type { Agent, CallThread, Queue, StateViewer, TenantSummary } from '../state/model.ts';
import { agentsSource, callThreadsSource, queuesSource, summarySource } from '../views/view-source.ts';
import type { ViewSource } from '../views/view-source.ts';
import { Update } from '../views/update.ts';
import type { UpdateKind } from '../views/update.ts';
import { MAX_RATE_HZ } from '../views/views.ts';
import type { AgentFilterInput } from './agents.ts';
import { idSet } from './arguments.ts';
import { addEnum } from './builder.ts';
import type { Builder } from './builder.ts';
import type { CallThreadFilterInput } from './call-threads.ts';
import type { Ref } from './connections.ts';
import type { Context } from './context.ts';
import type { QueueTypes } from './queues.ts';
import { scoped } from './reading.ts';
import { TENANT } from './state-types.ts';
import type { StateTypes } from './state-types.ts';
import type { StateSubscriptionField } from './subscription-fields.ts';
import { updateRendering } from './update-rendering.ts';

const MIN_RATE_HZ = 0.05;

const SNAPSHOT =
  'First what is there now: one SNAPSHOT payload or several, each true at its own cursor, `snapshotBegins` on the first and `snapshotComplete` on the last. Then CHANGE payloads, each with the entities of which something that you select has changed, whole, and with the ids of those that are not among them any more.';
const CONFLATED = 'A slow client gets the newest state when it can take it, never a backlog.';
const RATE = `At most so many changes are sent in a second, ${MIN_RATE_HZ} to ${MAX_RATE_HZ}; of several changes of one entity the newest counts. Pages of the snapshot do not count.`;

type Inputs = { readonly agents: AgentFilterInput; readonly callThreads: CallThreadFilterInput };

export function addStateSubscriptions(
  builder: Builder,
  { agent, callThread }: StateTypes,
  { queue, summary }: QueueTypes,
  inputs: Inputs,
): void {
  const kind = addEnum<UpdateKind>(builder, 'UpdateKind', 'What a payload of a state subscription is.', {
    SNAPSHOT: 'A page of what is there: put it to the pages before, and take what you had from an earlier connection away with the first.',
    CHANGE: 'What has changed: put each entity in the place of the one with its id, and take away those whose ids are in `removed`.',
  });
  const agentsUpdate = addUpdate<Agent>('AgentsUpdate', 'agents', agent, 'agents');
  const callThreadsUpdate = addUpdate<CallThread>('CallThreadsUpdate', 'callThreads', callThread, 'call threads');
  const queuesUpdate = addUpdate<Queue>('QueuesUpdate', 'queues', queue, 'queues');

  builder.subscriptionFields((t) => ({
    agents: t.field({
      type: agentsUpdate,
      description: `The agents of a tenant, now and from now on. ${SNAPSHOT} ${CONFLATED}`,
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        filter: t.arg({
          type: inputs.agents.ref,
          description: 'Which agents; all of the tenant if left out. Agents come and go as they begin and cease to match.',
        }),
        maxRateHz: t.arg.float({ description: RATE }),
      },
      subscribe: (_root, args, context, info) =>
        follow(context, info, 'agents', args, (state, scope) => agentsSource(state, scope, inputs.agents.of(scope, args.filter))),
      resolve: (item) => updateOf(item) as Update<Agent>,
    }),
    callThreads: t.field({
      type: callThreadsUpdate,
      description: `The call threads of a tenant, now and from now on: whole calls of an agent or a queue. ${SNAPSHOT} ${CONFLATED}`,
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        filter: t.arg({
          type: inputs.callThreads.ref,
          description: 'Which call threads; all of the tenant if left out. They come and go as they begin and cease to match.',
        }),
        maxRateHz: t.arg.float({ description: RATE }),
      },
      subscribe: (_root, args, context, info) =>
        follow(context, info, 'callThreads', args, (state, scope) =>
          callThreadsSource(state, scope, inputs.callThreads.of(scope, args.filter)),
        ),
      resolve: (item) => updateOf(item) as Update<CallThread>,
    }),
    queues: t.field({
      type: queuesUpdate,
      description: `The queues of a tenant with their figures, now and from now on. ${SNAPSHOT} ${CONFLATED}`,
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        queueIds: t.arg.idList({ description: 'Only these queues; all of the tenant if left out.' }),
        maxRateHz: t.arg.float({ defaultValue: 1, description: RATE }),
      },
      subscribe: (_root, args, context, info) =>
        follow(context, info, 'queues', args, (state, scope) => queuesSource(state, scope, idSet('queueIds', args.queueIds))),
      resolve: (item) => updateOf(item) as Update<Queue>,
    }),
    tenantSummary: t.field({
      type: summary,
      description: `A tenant at a glance, now and whenever a figure that you select has changed. ${CONFLATED}`,
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        maxRateHz: t.arg.float({ defaultValue: 1, description: RATE }),
      },
      subscribe: (_root, args, context, info) => follow(context, info, 'tenantSummary', args, summarySource),
      resolve: (item) => {
        const [figures] = updateOf(item).entities as readonly TenantSummary[];
        if (figures === undefined) throw new Error('a tenant has figures, be they zero');
        return figures;
      },
    }),
  }));

  function addUpdate<T extends object>(name: string, list: string, type: Ref<T>, entities: string) {
    return builder.objectRef<Update<T>>(name).implement({
      description: `A payload of the subscription to ${entities}: a page of those that are there, or what has changed.`,
      fields: (t) => ({
        kind: t.field({
          type: kind,
          description: 'Whether it is a page of the snapshot, or tells of a change.',
          resolve: ({ content }) => content.kind,
        }),
        snapshotBegins: t.boolean({
          description:
            'True on the first page of a snapshot, of which a client that came back by itself may see nothing else: what you have is of an earlier connection. Show it until the snapshot is complete, then let it go.',
          resolve: ({ content }) => content.snapshotBegins,
        }),
        snapshotComplete: t.boolean({
          description: 'False on a page of the snapshot that others follow; true on the last one, and on every change.',
          resolve: ({ content }) => content.snapshotComplete,
        }),
        [list]: t.field({
          type: [type],
          description:
            'Each whole, as you select it: of a snapshot in the order of their ids, of a change those of which something that you select has changed.',
          resolve: (update) => update.entities as never,
        }),
        removed: t.idList({
          description: 'Ids of those that were among them and are not any more: they do not match the filter now, or were forgotten.',
          resolve: ({ content }) => [...content.removed],
        }),
        cursor: t.field({
          type: 'Cursor',
          description: 'The position in the log at which this is true: good as `after` of the event subscriptions.',
          resolve: ({ content }) => content.cursor,
        }),
        serverTime: t.field({
          type: 'DateTime',
          description: 'The clock of the gateway: let durations tick from it, none are sent because time passes.',
          resolve: ({ content }) => content.serverTime,
        }),
        sourceHealthy: t.boolean({
          description:
            'False while the log cannot be read: what is shown may be behind. When it changes a CHANGE is sent, be it without entities.',
          resolve: ({ content }) => content.sourceHealthy,
        }),
      }),
    });
  }
}

/** The parent is what the stream yields: an update, or the reason why there are no more. */
function updateOf(item: unknown): Update {
  if (item instanceof StreamEnd) throw item.error;
  if (item instanceof Update) return item;
  throw new Error('no stream yields anything else');
}

type Asked = { readonly tenantId: string; readonly maxRateHz?: number | null | undefined };

/** `sourceOf` throws for arguments that the caller must not use. */
function follow(
  context: Context,
  info: GraphQLResolveInfo,
  field: StateSubscriptionField,
  { tenantId, maxRateHz }: Asked,
  sourceOf: (state: StateViewer, scope: Scope) => ViewSource,
): AsyncIterable<unknown> {
  return scoped(context, field, tenantId, (scope) => {
    const rate = maxRateHz ?? MAX_RATE_HZ;
    if (!(rate >= MIN_RATE_HZ && rate <= MAX_RATE_HZ))
      throw badUserInput('maxRateHz', `maxRateHz is ${rate}: ask for ${MIN_RATE_HZ} to ${MAX_RATE_HZ} payloads a second, or leave it out.`);
    const source = sourceOf(context.services.state, scope);
    const { operation, schema, fragments, variableValues } = info;
    const selected = { operation, schema, fragmentDefinitions: fragments, variableValues };
    const stream = context.follow(field, scope, {
      key: keyOf(info, scope, source),
      source,
      rendering: () => updateRendering(selected, contextOf(context, scope)),
      maxRateHz: rate,
    });
    context.audit('subscribe', { field, tenantId: scope.tenantId });
    return stream;
  });
}

/** Equal for those who are shown the same. Who may see the same may have different tokens. */
function keyOf(
  { operation, fragments, variableValues }: GraphQLResolveInfo,
  { tenantId, agent, mask }: Scope,
  { kind, filter }: ViewSource,
): string {
  const { text, names } = selectionOf(operation, fragments);
  const values = names.map((name) => variableValues.coerced[name]);
  const scope = [tenantId, mask !== null, agent === null ? null : [agent.agentId, [...agent.dns].sort()]];
  return JSON.stringify([kind, scope, filter, values, text]);
}

type Selection = { readonly text: string; readonly names: readonly string[] };
const selections = new WeakMap<OperationDefinitionNode, Selection>();

/** What is selected, and the variables on which that depends: all but those that are arguments of the subscription itself. */
function selectionOf(operation: OperationDefinitionNode, fragments: GraphQLResolveInfo['fragments']): Selection {
  const known = selections.get(operation);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const note = (value: ValueNode): void => void visit(value, { Variable: ({ name }) => void names.add(name.value) });
  const bare: OperationDefinitionNode = {
    ...operation,
    name: undefined,
    variableDefinitions: [],
    selectionSet: {
      ...operation.selectionSet,
      selections: operation.selectionSet.selections.map((one) => (one.kind === 'Field' ? { ...one, arguments: [] } : one)),
    },
  };
  const definitions = [bare, ...Object.values(fragments)];
  for (const definition of definitions) visit(definition, { Argument: ({ value }) => note(value) });
  const selection = { text: definitions.map(print).join('\n'), names: [...names] };
  selections.set(operation, selection);
  return selection;
}

/** What is shown within an entity is asked for once for all who share it, none of whom it may know by name. */
function contextOf({ services, refuse }: Context, { tenantId, agent, mask }: Scope): Context {
  const claims: Claims = { subject: null, tenants: new Set([tenantId]), agent, mask, expiresAtMs: null };
  const openNothing = (): never => {
    throw new Error('what is shown within an entity opens no stream');
  };
  return { claims, services, open: openNothing, follow: openNothing, refuse, audit: () => {} };
}
