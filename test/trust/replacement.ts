/** Fresh tokens that cover more or less than the one that a subscription was opened with. */
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { bearer } from './tokens.ts';
import { connect } from './wire.ts';
import type { Socket } from './wire.ts';

type Claims = Readonly<Record<string, unknown>>;
export type Replacement = { readonly name: string; readonly fresh: Claims; readonly first: Claims; readonly keeps: boolean };

const agent = (agentId: string, ...dns: readonly string[]): Claims => ({ agent_id: agentId, dns });

/** Both are of the tenant acme unless they say otherwise. */
export const replacements: readonly Replacement[] = [
  { name: 'an agent', fresh: agent('1001', '7001'), first: {}, keeps: false },
  { name: 'another agent', fresh: agent('1002', '7001'), first: agent('1001', '7001'), keeps: false },
  { name: 'fewer numbers of the agent', fresh: agent('1001', '7001'), first: agent('1001', '7001', '7002'), keeps: false },
  { name: 'another number of the agent', fresh: agent('1001', '7002'), first: agent('1001', '7001'), keeps: false },
  { name: 'the agent as before', fresh: agent('1001', '7002', '7001'), first: agent('1001', '7001', '7002'), keeps: true },
  { name: 'more numbers of the agent', fresh: agent('1001', '7001', '7002'), first: agent('1001', '7001'), keeps: true },
  { name: 'all agents', fresh: {}, first: agent('1001', '7001'), keeps: true },
  { name: 'callers behind a mask', fresh: { unmasked: false }, first: { unmasked: true }, keeps: false },
  { name: 'callers without a mask', fresh: { unmasked: true }, first: { unmasked: false }, keeps: true },
  { name: 'all tenants', fresh: { tenant_id: '*' }, first: {}, keeps: true },
  { name: 'another tenant too', fresh: { tenant_id: ['globex', 'acme'] }, first: {}, keeps: true },
  { name: 'other tenants', fresh: { tenant_id: ['globex', 'initech'] }, first: { tenant_id: '*' }, keeps: false },
];

/** Hands in a fresh token and waits for the answer. */
export async function refresh(socket: Socket, authorization: string): Promise<void> {
  const pongs = (): number => socket.frames.filter(({ type }) => type === 'pong').length;
  const before = pongs();
  socket.send({ type: 'ping', payload: { Authorization: authorization } });
  await until(() => pongs() > before, { what: 'the pong' });
}

/** What came of it where that is not as it should be, in words; else null. */
export async function tryReplacement(gateway: TestGateway, { name, fresh, first, keeps }: Replacement): Promise<string | null> {
  const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', ...first }));
  socket.subscribe('1', 'subscription { callThreadEvents(tenantId: "acme") { __typename } }');
  await until(() => gateway.hub.subscriptions('callThread') === 1, { what: 'the subscription' });
  socket.subscribe('2', 'subscription { callThreads(tenantId: "acme") { kind } }');
  await until(() => socket.results('2').length === 1, { what: 'the snapshot' });
  await refresh(socket, await bearer({ tenant_id: 'acme', ...fresh }));
  const [error, followed, open] = [socket.error('1'), socket.error('2'), gateway.hub.subscriptions('callThread')];
  await socket.close();
  await until(() => gateway.hub.subscriptions('callThread') === 0, { what: 'the end of it' });
  const wanted = keeps ? null : 'FORBIDDEN';
  const isAsItShould = error === wanted && followed === wanted && open === (keeps ? 1 : 0);
  return isAsItShould ? null : `${name}: ${error ?? 'no error'}, ${followed ?? 'no error'} and ${open} subscriptions`;
}
