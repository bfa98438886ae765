/** What a client makes of a snapshot and the changes after it is what a query answers, at each payload: whatever happens, however slow it is, whatever it selects. */
import * as fc from 'fast-check';
import { createSourceEventStream, execute, parse, validate, validateSubscriptionArgs } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { GatewayError } from '../../src/errors.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Mask } from '../../src/mask.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import type { UpdateSink } from '../../src/views/follower.ts';
import type { Update } from '../../src/views/update.ts';
import type { Views } from '../../src/views/views.ts';
import { AGENTS, make, moves, QUEUES, TELEPHONES, THREADS } from '../state/random-records.ts';
import { Log } from '../state/log.ts';
import { viewsOf } from '../support/continuity.ts';
import { contextOf } from '../support/state.ts';

const schema = createSchema(catalogue);

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] }));
afterEach(() => vi.useRealTimers());

type List = 'agents' | 'callThreads' | 'queues';
type Row = Record<string, unknown>;
type Payload = {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly snapshotBegins: boolean;
  readonly snapshotComplete: boolean;
  readonly removed: readonly string[];
  readonly sourceHealthy: boolean;
} & { readonly [L in List]?: readonly Row[] };

const idOf = { agents: 'agentId', callThreads: 'callThreadId', queues: 'queueId' } as const;

/** What is asked for: the same as a subscription and as a query. */
type Question = {
  readonly list: List;
  readonly filter: string;
  readonly selection: string;
  readonly rate: string;
  readonly claims: Claims;
};

const PAYLOAD = 'kind snapshotBegins snapshotComplete removed sourceHealthy';
const subscriptionOf = ({ list, filter, selection, rate }: Question): string =>
  `subscription { ${list}(tenantId: "acme" ${filter} ${rate}) { ${PAYLOAD} ${list} { id: ${idOf[list]} ${selection} } } }`;
const queryOf = ({ list, filter, selection }: Question): string =>
  list === 'queues'
    ? `{ queues(tenantId: "acme") { id: queueId ${selection} } }`
    : `{ ${list}(tenantId: "acme" ${filter} first: 1000) { edges { node { id: ${idOf[list]} ${selection} } } } }`;

class World {
  readonly log = new Log();
  readonly views: Views;
  readonly context: Context;
  isHealthy = true;

  constructor(pageEntities: number) {
    const base = contextOf({ state: this.log.state });
    this.views = viewsOf(this.log.state, base.services.log.cursor, { pageEntities, isSourceHealthy: () => this.isHealthy });
    this.context = base;
  }

  answer(question: Question): Row[] {
    const context: Context = { ...this.context, claims: question.claims };
    const result = execute({ schema, document: parse(queryOf(question)), contextValue: context }) as ExecutionResult;
    if (result.errors !== undefined) throw new Error(result.errors[0]?.message);
    const found = result.data?.[question.list] as Row[] | { edges: { node: Row }[] };
    const rows = Array.isArray(found) ? found : found.edges.map(({ node }) => node);
    const ids = /queueIds: (\[[^\]]*\])/.exec(question.filter)?.[1];
    const wanted = question.list === 'queues' && ids !== undefined ? (JSON.parse(ids) as string[]) : null;
    return JSON.parse(JSON.stringify(wanted === null ? rows : rows.filter(({ id }) => wanted.includes(id as string)))) as Row[];
  }

  pass(ms: number): void {
    vi.advanceTimersByTime(ms);
  }
}

/** A client that puts together what it is sent, and holds every payload against a query. */
class Client implements UpdateSink {
  readonly rows = new Map<string, Row>();
  readonly payloads: Payload[] = [];
  isComplete = false;
  ended: GatewayError | null = null;
  #room = Infinity;
  #callbacks: (() => void)[] = [];
  readonly #world: World;
  readonly #question: Question;
  attachment: Disposable | null = null;
  #failure: unknown = null;

  constructor(world: World, question: Question, room: number) {
    this.#world = world;
    this.#question = question;
    this.#room = room;
  }

  async open(): Promise<this> {
    const document = parse(subscriptionOf(this.#question));
    expect(validate(schema, document)).toEqual([]);
    const contextValue: Context = {
      ...this.#world.context,
      claims: this.#question.claims,
      follow: (_field, _scope, wanted) => {
        this.attachment = this.#world.views.follow(wanted, this);
        return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
      },
    };
    const args = validateSubscriptionArgs({ schema, document, contextValue });
    if (!('schema' in args)) throw new Error(args[0]?.message);
    const source = await createSourceEventStream(args);
    if ('errors' in source) throw new Error(source.errors?.[0]?.message);
    return this;
  }

  get hasRoom(): boolean {
    return this.#room > 0;
  }

  whenRoom(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  makeRoom(room: number): void {
    this.#room = room;
    if (room > 0) for (const callback of this.#callbacks.splice(0)) setImmediate(callback);
  }

  push(update: Update): void {
    this.#room -= 1;
    const text = update.bytes.toString();
    const { list } = this.#question;
    const payload = (JSON.parse(text.slice(0, -1)) as { data: { [L in List]: Payload } }).data[list];
    this.payloads.push(payload);
    try {
      // What graphql-js makes of it, byte for byte.
      const document = parse(subscriptionOf(this.#question));
      const contextValue: Context = { ...this.#world.context, claims: this.#question.claims };
      const slow = execute({ schema, document, rootValue: update, contextValue, operationName: null });
      expect(`${JSON.stringify(slow)}}`).toBe(text);
      this.#apply(payload);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #apply({ kind, snapshotBegins, snapshotComplete, removed, ...lists }: Payload): void {
    const { list } = this.#question;
    const rows = lists[list] ?? [];
    expect(kind).toBe(this.isComplete ? 'CHANGE' : 'SNAPSHOT');
    expect(snapshotBegins).toBe(this.payloads.length === 1);
    const truth = new Map(this.#world.answer(this.#question).map((row) => [row['id'] as string, row]));
    for (const row of rows) {
      const id = row['id'] as string;
      expect(row).toEqual(truth.get(id));
      this.rows.set(id, row);
    }
    // What came and left again while it was not looking may be among them.
    for (const id of removed) this.rows.delete(id);
    if (kind === 'CHANGE') {
      expect(snapshotComplete).toBe(true);
      expect(Object.fromEntries(this.rows)).toEqual(Object.fromEntries(truth));
    }
    this.isComplete ||= snapshotComplete;
  }

  end(error: GatewayError): void {
    this.ended = error;
    this.attachment?.[Symbol.dispose]();
  }

  /** In the end it has everything. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
    expect(this.ended).toBeNull();
    expect(this.isComplete).toBe(true);
    expect(Object.fromEntries(this.rows)).toEqual(Object.fromEntries(this.#world.answer(this.#question).map((row) => [row['id'], row])));
  }
}

/** Its connection is filled by others, as soon as it has been asked for room once. */
class Filling extends Client {
  #asked = false;

  override get hasRoom(): boolean {
    if (this.#asked) return super.hasRoom;
    this.#asked = true;
    return true;
  }
}

const some = (values: readonly string[]): fc.Arbitrary<string> =>
  fc.subarray([...values], { minLength: 1 }).map((ids) => JSON.stringify(ids));
const members = (all: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<string> =>
  fc.record(Object.fromEntries(Object.entries(all).map(([name, value]) => [name, fc.option(value, { freq: 1 })]))).map((filter) => {
    const given = Object.entries(filter).filter(([, value]) => value !== null);
    return given.length === 0 ? '' : `filter: { ${given.map(([name, value]) => `${name}: ${value}`).join(' ')} }`;
  });
const enums = (values: readonly string[]): fc.Arbitrary<string> =>
  fc.subarray([...values], { minLength: 1 }).map((all) => `[${all.join(' ')}]`);

const agentSelection = fc.constantFrom(
  'state stateSince',
  'activity',
  'loginId workMode reasonCode reasons updatedAt',
  'sessions { dn loggedIn ready queues { queueId since } }',
  'dns { dn muted monitoring { otherDn role } }',
  'lastEvent { __typename ... on VoiceEvent { eventId } }',
  'calls { callThreadId }',
  'calls { status parties { dn state agentId muted } agents { agentId state } }',
  'state calls { agents { agentId calls { callThreadId queues { queueId outcome } } } }',
);
const threadSelection = fc.constantFrom(
  'status endReason',
  'parties { connId dn state agentId queueId muted deafened }',
  'queues { queueId outcome to } treatments { state }',
  'calls { connId ani userData }',
  'agents { agentId state activity }',
  'agents { agentId calls { callThreadId } }',
  'updatedAt lastEvent { ... on VoiceEvent { name } }',
);
const queueSelection = fc.constantFrom(
  'callsWaiting oldestWaitSince',
  'agentsLoggedIn agentsReady',
  'offered answered abandoned diverted averageWaitSeconds',
);
const rate = fc.constantFrom('', 'maxRateHz: 20', 'maxRateHz: 2');
const everyone = fc.constant(UNAUTHENTICATED_CLAIMS);
const someClaims = fc.constantFrom<Claims>(
  UNAUTHENTICATED_CLAIMS,
  { ...UNAUTHENTICATED_CLAIMS, mask: new Mask(/^1/) },
  { ...UNAUTHENTICATED_CLAIMS, agent: { agentId: '1001', dns: new Set(['7002']) } },
);
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({
    list: fc.constant('agents' as const),
    filter: members({
      agentIds: some(AGENTS),
      states: enums(['UNKNOWN', 'READY', 'NOT_READY', 'LOGGED_OUT', 'LOGGED_IN']),
      queueIds: some(QUEUES),
      dns: some(TELEPHONES),
      stateLongerThanSeconds: fc.constantFrom('0', '1', '60'),
    }),
    selection: agentSelection,
    rate,
    claims: someClaims,
  }),
  fc.record({
    list: fc.constant('callThreads' as const),
    filter: members({
      callThreadIds: some(THREADS),
      statuses: enums(['ACTIVE', 'IN_TRANSIT', 'ENDED']),
      agentIds: some(AGENTS),
      queueIds: some(QUEUES),
      dns: some(TELEPHONES),
      waitingLongerThanSeconds: fc.constantFrom('0', '1', '60'),
    }),
    selection: threadSelection,
    rate,
    claims: someClaims,
  }),
  fc.record({
    list: fc.constant('queues' as const),
    filter: fc.oneof(
      fc.constant(''),
      some(QUEUES).map((ids) => `queueIds: ${ids}`),
    ),
    selection: queueSelection,
    rate,
    claims: everyone,
  }),
);

/** What somebody does at a moment. */
type Deed = { readonly at: number; readonly client: number; readonly room: number };

describe('a client of a state subscription', () => {
  test('has with each change what a query answers, and in the end everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        moves,
        fc.array(fc.record({ question, room: fc.constantFrom(0, 1, Infinity), opened: fc.nat(40) }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.record<Deed>({ at: fc.nat(60), client: fc.nat(3), room: fc.constantFrom(0, 1, 2, Infinity) }), { maxLength: 8 }),
        fc.array(fc.constantFrom(0, 0, 10, 60, 700), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 3 }),
        async (all, wanted, deeds, pauses, pageEntities) => {
          const world = new World(pageEntities);
          // An agent's own caller may ask for nobody else.
          const asked = wanted.filter(({ question: { claims, filter } }) => claims.agent === null || !/agentIds|dns/.test(filter));
          const clients: Client[] = [];
          for (const [i, move] of all.entries()) {
            for (const one of asked) if (one.opened === i) clients.push(await new Client(world, one.question, one.room).open());
            for (const deed of deeds) if (deed.at === i) clients[deed.client]?.makeRoom(deed.room);
            make(world.log, move);
            world.views.tick();
            world.pass(pauses[i % pauses.length] ?? 0);
          }
          world.log.wait(31_000);
          for (const client of clients) client.makeRoom(Infinity);
          world.views.tick();
          world.pass(2_000);
          for (const client of clients) client.check();
          for (const client of clients) client.attachment?.[Symbol.dispose]();
          expect(world.views.size).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is told with its first page that a snapshot begins, also beside one that goes on at the same place', async () => {
    const world = new World(1);
    for (const agentId of ['1001', '1002']) world.log.agent(agentId, 'EventAgentReady', { ThisDN: '7001' });
    const filter = 'filter: { stateLongerThanSeconds: 60 }';
    const question: Question = { list: 'agents', filter, selection: 'state', rate: '', claims: UNAUTHENTICATED_CLAIMS };
    const early = await new Filling(world, question, 0).open();
    // Nobody is long enough in a state: a page without anybody is not sent.
    world.pass(100);
    expect(early.payloads).toEqual([]);
    world.log.wait(61_000);
    world.views.tick();
    const late = await new Client(world, question, 1).open();
    world.pass(100);
    for (const client of [early, late]) client.makeRoom(1);
    world.pass(100);
    const told = ({ payloads }: Client): unknown => payloads.map(({ snapshotBegins, agents }) => [snapshotBegins, agents?.[0]?.['id']]);
    expect([told(late), told(early)]).toEqual([
      [
        [true, '1001'],
        [false, '1002'],
      ],
      [[true, '1002']],
    ]);
    for (const client of [early, late]) client.makeRoom(Infinity);
    world.pass(100);
    for (const client of [early, late]) client.check();
  });
});
