/** What is refused under load: new connections first, new subscriptions then, what is open never; and all of it only for as long as the load lasts. */
import { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import type { Notes } from '../../src/diagnostics.ts';
import { bareClient } from '../support/bare-client.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { block, strain } from '../support/strain.ts';
import { until } from '../support/until.ts';
import { openStream } from '../trust/wire.ts';

const AGENTS = 'subscription { agentStateEvents(tenantId: "acme") { __typename } }';
const STATUS = '{ gateway { version } }';
type Client = Awaited<ReturnType<typeof bareClient>>;

/** What is refused, as it is told whenever that changes. */
function watch({ diagnostics }: TestGateway): Notes['overload'][] {
  const notes: Notes['overload'][] = [];
  diagnostics.on('overload', (note) => notes.push(note));
  return notes;
}

async function strainUntil(shedding: number, notes: readonly Notes['overload'][]): Promise<void> {
  using _strain = strain(250);
  await until(() => notes.at(-1)?.shedding.length === shedding, { what: `${shedding} kinds to be refused` });
}

async function codeOfSubscription(client: Client, id: string): Promise<unknown> {
  client.send({ id, type: 'subscribe', payload: { query: AGENTS } });
  client.send({ id: `${id} after`, type: 'subscribe', payload: { query: STATUS } });
  // Queries go on on a connection that is open.
  await until(() => client.frames.some((frame) => frame.id === `${id} after` && frame.type === 'next'), { what: 'the answer behind it' });
  const error = client.frames.find((frame) => frame.id === id && frame.type === 'error');
  return error === undefined ? null : (error.payload as readonly { readonly extensions: unknown }[])[0]?.extensions;
}

const OVERLOADED = { code: 'OVERLOADED', retryAfterSeconds: 5 };

async function expectNoConnection(gateway: TestGateway): Promise<void> {
  const client = await bareClient(gateway, false);
  expect(await client.closed).toEqual({ code: 1013, reason: expect.stringMatching(/^OVERLOADED: /) });
  for (const accept of ['application/json', 'text/event-stream']) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: accept === 'application/json' ? STATUS : AGENTS }),
    });
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '5',
      { errors: [{ message: expect.any(String), extensions: OVERLOADED }] },
    ]);
  }
}

describe('overload', () => {
  it('sheds new connections, then new subscriptions, never what is open, and lets all in again', async () => {
    await using gateway = await openGateway({ maxEventLoopDelayMs: 60 });
    const notes = watch(gateway);
    const client = await bareClient(gateway);
    const stream = await openStream(gateway.url, {}, AGENTS);
    expect(await codeOfSubscription(client, 'first')).toBeNull();

    await strainUntil(1, notes);
    await expectNoConnection(gateway);
    expect(await codeOfSubscription(client, 'second')).toBeNull();
    // Whoever watches the gateway sees no difference: the others would have to do its work as well.
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    await strainUntil(2, notes);
    await expectNoConnection(gateway);
    expect(await codeOfSubscription(client, 'third')).toEqual(OVERLOADED);
    const nextOf = (id: string) => client.frames.filter((frame) => frame.id === id && frame.type === 'next').length;
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    await until(() => nextOf('first') === 1 && nextOf('second') === 1 && stream.results().length === 1, { what: 'the event for all' });

    await until(() => notes.at(-1)?.shedding.length === 0, { what: 'the end of it' });
    expect(notes.filter(({ rising }) => rising).map(({ shedding }) => shedding)).toEqual(
      expect.arrayContaining([['connection'], ['connection', 'subscription']]),
    );
    for (const [i, { shedding, rising }] of notes.entries())
      expect(shedding.length - (notes[i - 1]?.shedding.length ?? 0)).toBe(rising ? 1 : -1);
    expect(await codeOfSubscription(client, 'fourth')).toBeNull();
    const late = await bareClient(gateway);
    expect((await query(gateway.url, STATUS)).status).toBe(200);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    stream.leave();
    for (const { socket } of [client, late]) socket.terminate();
  });

  it('is not what a single stall is, however long', async () => {
    await using gateway = await openGateway({ maxEventLoopDelayMs: 60 });
    const notes = watch(gateway);
    const client = await bareClient(gateway);
    block(2500);
    expect(await codeOfSubscription(client, 'behind the stall')).toBeNull();
    const late = await bareClient(gateway);
    expect(notes).toEqual([]);
    for (const { socket } of [client, late]) socket.terminate();
  });
});
