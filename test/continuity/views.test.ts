/** State subscriptions under traffic from the real broker: at each cursor what a client has put together is what a query answers, and replicas agree. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import type { Random } from '../../src/simulator/random.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import { openSite } from '../support/replicas.ts';
import type { Replica } from '../support/replicas.ts';
import { openStream, openSocket } from '../trust/wire.ts';
import type { Result, Socket } from '../trust/wire.ts';
import { until } from '../support/until.ts';

const brokers = inject('kafkaBrokers') ?? [];
const TENANT = 'acme';
const IDS = { agents: 'agentId', callThreads: 'callThreadId', queues: 'queueId' } as const;
type List = keyof typeof IDS;
type Row = Readonly<Record<string, unknown>>;
type Payload = {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly snapshotComplete: boolean;
  readonly removed: readonly string[];
  readonly cursor: string;
} & { readonly [L in List]?: readonly Row[] };
type Question = { readonly list: List; readonly filter: string; readonly selection: string; readonly rate: string };

function some(random: Random, from: readonly string[]): string {
  return JSON.stringify(from.filter((id, n) => random.chance(0.3) || n === 0));
}

/** From what there is after the first records, so that the filters let something pass. */
function drawQuestion(
  random: Random,
  { agents, queues, dns }: { readonly [K in 'agents' | 'queues' | 'dns']: readonly string[] },
): Question {
  const list = random.pick(['agents', 'agents', 'callThreads', 'callThreads', 'callThreads', 'queues'] as const);
  const rate = random.pick(['', 'maxRateHz: 20', 'maxRateHz: 5']);
  if (list === 'queues') {
    const filter = random.chance(0.5) ? '' : `queueIds: ${some(random, queues)}`;
    return { list, rate, filter, selection: 'callsWaiting agentsReady offered answered abandoned' };
  }
  const member = random.pick(
    list === 'agents'
      ? ['', `agentIds: ${some(random, agents)}`, `queueIds: ${some(random, queues)}`, `dns: ${some(random, dns)}`, 'states: [READY]']
      : ['', `agentIds: ${some(random, agents)}`, `queueIds: ${some(random, queues)}`, `dns: ${some(random, dns)}`, 'statuses: [ACTIVE]'],
  );
  const selection =
    list === 'agents'
      ? random.pick([
          'state stateSince activity',
          'activity calls { callThreadId parties { dn state } }',
          'sessions { dn ready queues { queueId } }',
        ])
      : random.pick([
          'status parties { dn state agentId }',
          'queues { queueId outcome } agents { agentId activity }',
          'status endReason calls { ani }',
        ]);
  return { list, rate, filter: member === '' ? '' : `filter: { ${member} }`, selection };
}

const subscriptionOf = ({ list, filter, selection, rate }: Question): string =>
  `subscription { ${list}(tenantId: "${TENANT}" ${filter} ${rate}) { kind snapshotComplete removed cursor ${list} { id: ${IDS[list]} ${selection} } } }`;
const queryOf = ({ list, filter, selection }: Question): string =>
  list === 'queues'
    ? `{ queues(tenantId: "${TENANT}") { id: queueId ${selection} } logCursor(tenantId: "${TENANT}") }`
    : `{ ${list}(tenantId: "${TENANT}" ${filter} first: 1000) { edges { node { id: ${IDS[list]} ${selection} } } } logCursor(tenantId: "${TENANT}") }`;

function answered({ list, filter }: Question, { data, errors }: Result): { readonly rows: unknown; readonly cursor: string } {
  if (errors !== undefined) throw new Error(errors[0]?.message);
  const found = data?.[list] as readonly Row[] | { readonly edges: readonly { readonly node: Row }[] };
  const rows = 'edges' in found ? found.edges.map(({ node }) => node) : found;
  const ids = list === 'queues' && filter !== '' ? (JSON.parse(filter.slice('queueIds: '.length)) as string[]) : null;
  return {
    rows: Object.fromEntries(rows.filter(({ id }) => ids?.includes(id as string) ?? true).map((row) => [row['id'], row])),
    cursor: data?.['logCursor'] as string,
  };
}

/** Puts together what one subscription is sent. */
class Board {
  readonly rows = new Map<string, Row>();
  readonly question: Question;
  /** Those behind so many of what it has read. */
  readonly #results: (from: number) => { readonly results: readonly Result[]; readonly to: number };
  #read = 0;
  cursor: string | null = null;
  isComplete = false;

  constructor(question: Question, results: (from: number) => { readonly results: readonly Result[]; readonly to: number }) {
    this.question = question;
    this.#results = results;
  }

  take(): void {
    const { results, to } = this.#results(this.#read);
    this.#read = to;
    for (const { data, errors } of results) {
      if (errors !== undefined) throw new Error(errors[0]?.message);
      const { list } = this.question;
      const payload = data?.[list] as Payload;
      expect(payload.kind).toBe(this.isComplete ? 'CHANGE' : 'SNAPSHOT');
      for (const row of payload[list] ?? []) this.rows.set(row['id'] as string, row);
      for (const id of payload.removed) this.rows.delete(id);
      this.isComplete ||= payload.snapshotComplete;
      this.cursor = payload.cursor;
    }
  }
}

async function connect(url: string): Promise<Socket> {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init' });
  await until(() => socket.frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
  return socket;
}

describe.skipIf(inject('kafkaMissing') !== null)('state subscriptions', () => {
  it('have at each cursor what a query answers, on two replicas and by both transports, while the broker never rests', async () => {
    await using site = await openSite(brokers);
    const replicas = await Promise.all([site.start(), site.start()]);
    await using opened = new AsyncDisposableStack();
    for (const replica of replicas) opened.use(replica);
    const { agentState, callThread } = site.topics;
    const startMs = Date.now();
    const traffic = simulate({
      ...{ tenants: 1, agents: 60, rate: 500, seed: 11, startMs, durationMs: 60_000 },
      ...{ agentStateTopic: agentState, callThreadTopic: callThread },
    })[Symbol.iterator]();
    const names = { agents: new Set<string>(), queues: new Set<string>(), dns: new Set<string>() };
    let written = 0;
    const write = async (count: number): Promise<void> => {
      const records = Array.from({ length: count }, () => traffic.next()).flatMap(({ value, done }) => (done === true ? [] : [value]));
      for (const { topic, key, value } of records) {
        const { ThisDN, ThisQueue } = JSON.parse(String(value)) as Readonly<Record<string, string | undefined>>;
        if (topic === agentState) names.agents.add(String(key).replace(/^[^:]*:/, ''));
        if (ThisQueue !== undefined) names.queues.add(ThisQueue);
        if (topic === agentState && ThisDN !== undefined) names.dns.add(ThisDN);
      }
      written += records.length;
      await site.kafka.producer.send(records.map(({ topic, key, value }) => ({ topic, key, value })));
    };
    await write(600);
    const random = createRandom(5);
    const from = { agents: [...names.agents], queues: [...names.queues], dns: [...names.dns] };
    const questions = Array.from({ length: 16 }, () => drawQuestion(random, from));

    const perReplica = await Promise.all(
      replicas.map(async ({ url }) => {
        const sockets = await Promise.all(Array.from({ length: 4 }, () => connect(url)));
        return await Promise.all(
          questions.map(async (question, n) => {
            const socket = sockets[n % 4];
            if (socket === undefined) throw new Error('no socket');
            if (n % 5 === 0) {
              const stream = await openStream(url, {}, subscriptionOf(question));
              opened.defer(() => stream.leave());
              const board = new Board(question, (from) => {
                const results = stream.results();
                return { results: results.slice(from), to: results.length };
              });
              return { board, socket };
            }
            socket.subscribe(`s${n}`, subscriptionOf(question));
            const board = new Board(question, (from) => {
              const frames = socket.frames.slice(from).filter(({ id, type }) => id === `s${n}` && type === 'next');
              return { results: frames.map(({ payload }) => payload as Result), to: socket.frames.length };
            });
            return { board, socket };
          }),
        );
      }),
    );
    const boards = perReplica.flat();
    let exact = 0;
    for (let gust = 0; gust < 8; gust += 1) {
      await write(100);
      await until(async () => await haveRead(replicas, written), { what: 'both to have read it' });
      const answers = await Promise.all(
        boards.map(async ({ board, socket }) => {
          const { rows, cursor } = answered(board.question, await socket.query(queryOf(board.question)));
          const hasAll = (): boolean => {
            board.take();
            if (!board.isComplete) return false;
            const isEqual = isDeepStrictEqual(Object.fromEntries(board.rows), rows);
            // What was told at that place is what is true there; else what is missing is on its way.
            if (board.cursor === cursor && !isEqual) throw new Error(`${subscriptionOf(board.question)} is something else at ${cursor}`);
            return isEqual;
          };
          await until(hasAll, { what: `${subscriptionOf(board.question)} to have everything`, timeoutMs: 5000 });
          if (board.cursor === cursor && board.rows.size > 0) exact += 1;
          return { rows, cursor };
        }),
      );
      const half = answers.length / 2;
      expect(answers.slice(half)).toEqual(answers.slice(0, half));
    }
    expect(exact).toBeGreaterThan(80);
    for (const socket of new Set(boards.map(({ socket }) => socket))) await socket.close();
    await opened[Symbol.asyncDispose]();
  });
});

async function haveRead(replicas: readonly Replica[], written: number): Promise<boolean> {
  const read = await Promise.all(
    replicas.map(async (replica) => {
      const metrics = [...(await replica.metrics())].filter(([name]) => name.startsWith('records_total'));
      return metrics.reduce((sum, [, value]) => sum + value, 0);
    }),
  );
  return read.every((count) => count === written);
}
