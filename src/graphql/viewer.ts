/** `Query.viewer`: what the caller's token lets the caller see. */
import { instantOfMs } from '../events/time.ts';
import type { Claims } from '../scope.ts';
import type { Builder } from './builder.ts';

export function addViewer(builder: Builder): void {
  const viewer = builder.objectRef<Claims>('Viewer').implement({
    description: 'The caller, as the token tells: what can be seen here, and until when.',
    fields: (t) => ({
      subject: t.exposeString('subject', {
        nullable: true,
        description: 'Who the caller is (claim sub). Null where the token does not say, and without authentication.',
      }),
      tenantIds: t.idList({
        description: 'The tenants that can be asked for, in their order. Empty with allTenants.',
        resolve: ({ tenants }) => (tenants === 'all' ? [] : [...tenants].sort()),
      }),
      allTenants: t.boolean({ description: 'Whether every tenant can be asked for.', resolve: ({ tenants }) => tenants === 'all' }),
      agentId: t.id({
        nullable: true,
        description: 'The only agent that can be seen, with the calls of this agent. Null for who sees all agents.',
        resolve: ({ agent }) => agent?.agentId ?? null,
      }),
      masked: t.boolean({
        description: 'Whether caller data is hidden: numbers of callers and outside numbers, attached data, digits keyed in.',
        resolve: ({ mask }) => mask !== null,
      }),
      tokenExpiresAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the token stops to count. On a WebSocket a fresh one may be sent before that. Null if never.',
        resolve: ({ expiresAtMs }) => (expiresAtMs === null ? null : instantOfMs(expiresAtMs)),
      }),
    }),
  });
  builder.queryFields((t) => ({
    viewer: t.field({
      type: viewer,
      description: 'Who the caller is to the gateway. Answers at any time.',
      resolve: (_root, _args, { claims }) => claims,
    }),
  }));
}
