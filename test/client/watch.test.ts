/** State subscriptions of the client that comes back, through a relay that ends things in every way: what is shown is never less than before, and right again after each. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveQueueAgentsDocument, LiveTenantSummaryDocument, WallboardAgentEventsDocument } from '../../schema/client/index.ts';
import type { LiveQueueAgentsSubscription } from '../../schema/client/index.ts';
import { createResumingClient } from '../../schema/client/resuming.ts';
import type { ConnectionState, ResumingClient, StreamError } from '../../schema/client/resuming.ts';
import { NO_ROWS, rowsAfter } from '../../schema/client/rows.ts';
import type { Rows } from '../../schema/client/rows.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { QUICK } from './page.ts';
import { Relay } from './relay.ts';

type Update = LiveQueueAgentsSubscription['agents'];

const KEEP_ALIVE_MS = 200;
const VARIABLES = { tenantId: 'acme', queueId: '8001' };
/** More than a page of a snapshot holds. */
const AGENTS = Array.from({ length: 450 }, (_, n) => String(1000 + n));

let gateway: TestGateway;
let relay: Relay;
let client: ResumingClient;
let states: ConnectionState[] = [];
beforeEach(async () => {
  gateway = await openGateway({ keepAliveMs: KEEP_ALIVE_MS });
  relay = await Relay.open(gateway.url);
  states = [];
  client = createResumingClient({ ...QUICK, url: relay.url, keepAliveMs: 5 * KEEP_ALIVE_MS, onState: (state) => states.push(state) });
});
afterEach(async () => {
  await client?.dispose();
  await relay?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
});

const write = (agentId: string, id: string) =>
  gateway.write('agentState', `acme:${agentId}`, { id, AgentID: agentId, ThisDN: `5${agentId}`, ThisQueue: '8001' });

/** What a page shows. */
class Board {
  rows: Rows<Update['agents'][number]> = NO_ROWS;
  readonly updates: Update[] = [];
  readonly errors: StreamError[] = [];
  /** The fewest that were shown after all were there. */
  fewest = Infinity;
  readonly end: () => void;

  constructor() {
    this.end = client.watch(LiveQueueAgentsDocument, VARIABLES, {
      next: ({ agents }) => {
        this.updates.push(agents);
        this.rows = rowsAfter(this.rows, agents);
        if (this.rows.isComplete) this.fewest = Math.min(this.fewest, this.rows.list.length);
      },
      onError: (error) => this.errors.push(error),
    });
  }

  get snapshots(): number {
    return this.updates.filter(({ kind, snapshotComplete }) => kind === 'SNAPSHOT' && snapshotComplete).length;
  }

  shows(agentId: string, state: string): Promise<unknown> {
    return until(() => this.rows.byId.get(agentId)?.state === state, { what: `${agentId} ${state} after ${this.updates.length} payloads` });
  }
}

const ENDS: readonly (readonly [what: string, end: () => void])[] = [
  ['is cut', () => relay.cut()],
  ['is closed with 1012', () => relay.close(1012, 'DRAINING')],
  ['is closed with 1013', () => relay.close(1013, 'SLOW_CONSUMER')],
  ['is closed with 4403', () => relay.close(4403, 'TOKEN_EXPIRED')],
  ['falls silent', () => relay.silence()],
  ['has the stream completed', () => relay.end('complete')],
  ['has the stream ended by OVERLOADED', () => relay.end('error', [{ message: 'it is over', extensions: { code: 'OVERLOADED' } }])],
];

describe('what is watched', () => {
  it.each(ENDS)('begins with a snapshot again, and shows all meanwhile, when the connection %s', async (_, end) => {
    for (const agentId of AGENTS) write(agentId, 'EventAgentLogin');
    const board = new Board();
    await until(() => board.rows.list.length === AGENTS.length, { what: 'all agents' });
    write('1001', 'EventAgentNotReady');
    await board.shows('1001', 'NOT_READY');
    const [known, changing] = [board.rows.byId.get('1002'), board.rows.byId.get('1003')];
    const { snapshots } = board;
    end();
    write('1003', 'EventAgentNotReady');
    write('1400', 'EventAgentLogout');
    await until(() => board.snapshots > snapshots, { what: 'another snapshot' });
    await board.shows('1003', 'NOT_READY');
    await until(() => board.rows.list.length === AGENTS.length - 1, { what: 'the agent who has logged out to go' });
    expect(board.rows.byId.has('1400')).toBe(false);
    expect(board.fewest).toBe(AGENTS.length - 1);
    // Nothing is drawn anew that is as before.
    expect(board.rows.byId.get('1002')).toBe(known);
    expect(board.rows.byId.get('1003')).not.toBe(changing);
    expect(board.updates.filter(({ snapshotBegins }) => snapshotBegins).length).toBeGreaterThanOrEqual(board.snapshots);
    expect(board.updates.filter(({ kind }) => kind === 'SNAPSHOT').length).toBeGreaterThan(board.snapshots);
    expect(board.errors).toEqual([]);
    board.end();
    await until(() => client.state.status === 'closed', { what: 'the connection to be closed' });
  });

  it('ends for good where trying again cannot help, and says so', async () => {
    const errors: StreamError[] = [];
    const next = (): void => {};
    const onError = (error: StreamError): void => void errors.push(error);
    client.watch(LiveQueueAgentsDocument, { ...VARIABLES, maxRateHz: 100 }, { next, onError });
    await until(() => errors.length === 1, { what: 'the refusal' });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('maxRateHz') }]);
    expect(client.state).toEqual({ status: 'closed', reason: null });
    expect(relay.subscribes).toHaveLength(1);
  });

  it('shares the connection with events', async () => {
    const board = new Board();
    const events: string[] = [];
    client.subscribe(WallboardAgentEventsDocument, { tenantId: 'acme' }, { next: (data) => events.push(data.agentStateEvents.__typename) });
    const sums: number[] = [];
    const next = (data: { tenantSummary: { agentsByState: readonly { count: number }[] } }): void =>
      void sums.push(data.tenantSummary.agentsByState.reduce((sum, { count }) => sum + count, 0));
    client.watch(LiveTenantSummaryDocument, { tenantId: 'acme', maxRateHz: 20 }, { next });
    await until(() => board.snapshots === 1 && gateway.hub.subscriptions('agentState') === 1 && sums.length === 1, { what: 'all of it' });
    relay.cut();
    write('1001', 'EventAgentLogin');
    await board.shows('1001', 'LOGGED_IN');
    await until(() => events.length === 1 && sums.at(-1) === 1, { what: 'the event, and the sum' });
    expect(events).toEqual(['EventAgentLogin']);
    expect(relay.connections).toBe(2);
  });

  it('is told at once for an operation of the other kind', () => {
    const next = (): void => {};
    expect(() => client.watch(WallboardAgentEventsDocument as never, { tenantId: 'acme' } as never, { next })).toThrow(
      new TypeError('WallboardAgentEvents delivers events, which would be missing after an outage: use `subscribe`.'),
    );
    expect(() => client.subscribe(LiveQueueAgentsDocument as never, VARIABLES as never, { next })).toThrow(
      new TypeError('LiveQueueAgents shows the state and has no place to resume at: use `watch`.'),
    );
    expect(states).toEqual([]);
  });
});
