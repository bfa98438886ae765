/** `Query.gateway`: how this replica stands. */
import { instantOfMs } from '../events/time.ts';
import { requireAllAgents } from '../scope.ts';
import type { Builder } from './builder.ts';
import type { GatewayStatus } from './context.ts';
import { read } from './reading.ts';
import { TENANT } from './state-types.ts';

type Partition = NonNullable<GatewayStatus['partitions']>[number];

export function addGatewayStatus(builder: Builder): void {
  const partition = builder.objectRef<Partition>('PartitionStatus').implement({
    description: 'How far one partition of a topic has been read.',
    fields: (t) => ({
      topic: t.exposeString('topic', { description: 'The topic in Kafka.' }),
      partition: t.exposeInt('partition', { description: 'The number of the partition, from 0.' }),
      position: t.string({
        description: 'The offset that is read next: a 64-bit integer in decimal digits.',
        resolve: ({ position }) => String(position),
      }),
      end: t.string({
        nullable: true,
        description: 'One past the last record of the log, as last seen; null before it was seen.',
        resolve: ({ endOffset }) => (endOffset === null ? null : String(endOffset)),
      }),
      lag: t.string({
        nullable: true,
        description: 'How many offsets of the log have not been read yet; null before its end was seen.',
        resolve: ({ endOffset, position }) => (endOffset === null ? null : String(endOffset > position ? endOffset - position : 0n)),
      }),
      lastRecordAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Timestamp of the newest record read; null if none was.',
        resolve: ({ lastRecordAtMs }) => (lastRecordAtMs === null ? null : instantOfMs(lastRecordAtMs)),
      }),
    }),
  });
  const status = builder.objectRef<GatewayStatus>('GatewayStatus').implement({
    description: 'How this replica of the gateway stands.',
    fields: (t) => ({
      version: t.exposeString('version', { description: 'The version of the gateway.' }),
      ready: t.exposeBoolean('ready', { description: 'Whether the log has been read up to the end that it had when the gateway started.' }),
      sourceHealthy: t.exposeBoolean('sourceHealthy', {
        description: 'Whether the log can be read now. While it cannot, subscriptions stay open and silent.',
      }),
      startedAt: t.field({
        type: 'DateTime',
        description: 'When this replica started.',
        resolve: ({ startedAtMs }) => instantOfMs(startedAtMs),
      }),
      oldestReplayable: t.field({
        type: 'DateTime',
        nullable: true,
        description:
          'From when on events can be had again with `after` and `since`, as far as the log still holds them (REPLAY_MAX_AGE). Null before the log was seen.',
        resolve: ({ oldestReplayableMs }) => (oldestReplayableMs === null ? null : instantOfMs(oldestReplayableMs)),
      }),
      serverTime: t.field({ type: 'DateTime', description: 'The clock of the gateway, now.', resolve: () => instantOfMs(Date.now()) }),
      partitions: t.field({
        type: [partition],
        nullable: true,
        description:
          'How far each partition of both topics has been read; null before the log was seen. FORBIDDEN with a token for one agent.',
        resolve: ({ partitions }, _args, { claims }) => {
          requireAllAgents(claims, 'gateway.partitions');
          return partitions;
        },
      }),
    }),
  });
  builder.queryFields((t) => ({
    logCursor: t.field({
      type: 'Cursor',
      args: { tenantId: t.arg.id({ required: true, description: TENANT }) },
      description:
        'The position in the log at which every other field of this same response is true: subscribe to events with `after` it, and nothing is missed in between. Good for both event subscriptions.',
      resolve: (_root, { tenantId }, context) => read(context, 'logCursor', tenantId, () => context.services.log.cursor()),
    }),
    gateway: t.field({
      type: status,
      description: 'How this replica of the gateway stands. Answers at any time, also while history is still being read.',
      resolve: (_root, _args, { services }) => services.status(),
    }),
  }));
}
