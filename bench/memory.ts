/** What the state costs in memory: bytes of heap per agent and per call thread, with the simulator's own records through the real decoder. */
import { catalogue } from '../src/events/catalogue.ts';
import { createDecoder } from '../src/events/decode.ts';
import type { Decode } from '../src/events/decode.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../src/scope.ts';
import { simulate } from '../src/simulator/simulator.ts';
import type { CallThreadFilter, CallThreadStatus } from '../src/state/model.ts';
import { defaultRules } from '../src/state/rules.ts';
import { State } from '../src/state/state.ts';
import type { Bench } from './bench.ts';

const AGENTS = 20_000;
/** The pace at which simulated agents are busy about half of their time. */
const EVENTS_PER_SECOND = AGENTS / 4;
/** Everybody has logged in by then, and as many calls end as begin. */
const SIMULATED_SECONDS = 120;
const ROUNDS = 3;

const AGENT_STATE = 'voice-agentstate';
const CALL_THREAD = 'voice-callthread';
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const END_MS = START_MS + SIMULATED_SECONDS * 1000;
const scope = Scope.of(UNAUTHENTICATED_CLAIMS, 'acme');

export const memory: Bench = {
  about: `the heap that the state of ${AGENTS} agents and their calls takes`,
  run: async (tell) => {
    const perAgent: number[] = [];
    const perLiveThread: number[] = [];
    const perEndedThread: number[] = [];
    const perForgottenThread: number[] = [];
    // What is compiled and cached once is not counted.
    fold(newState(), (topic) => topic === AGENT_STATE, 5_000);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const emptyBytes = heapBytes();
      let state = newState();
      fold(state, (topic) => topic === AGENT_STATE);
      const withAgentsBytes = heapBytes();
      const agents = countAgents(state);
      perAgent.push((withAgentsBytes - emptyBytes) / agents);

      state = newState();
      fold(state, () => true);
      const withCallsBytes = heapBytes();
      const ended = countThreads(state, ['ENDED']);
      const live = countThreads(state, ['ACTIVE', 'IN_TRANSIT']);
      state.advance(END_MS + defaultRules.threadTransitGraceMs + defaultRules.threadLingerMs + 1000);
      const withLiveCallsBytes = heapBytes();
      const stillLive = countThreads(state, ['ACTIVE', 'IN_TRANSIT', 'ENDED']);
      perEndedThread.push((withCallsBytes - withLiveCallsBytes) / (ended + live - stillLive));
      perLiveThread.push((withLiveCallsBytes - withAgentsBytes) / stillLive);
      state.advance(END_MS + defaultRules.threadStaleAfterMs + defaultRules.threadLingerMs + 1000);
      perForgottenThread.push((heapBytes() - withAgentsBytes) / (ended + live));
      tell(`round ${round}: ${agents} agents, ${live} live and ${ended} ended call threads`);
    }
    const bytes = (name: string, rounds: readonly number[]) => ({ name, unit: 'bytes', rounds: rounds.map(Math.round), bar: null });
    return [
      bytes('per agent', perAgent),
      bytes('per live call thread', perLiveThread),
      bytes('per ended call thread that lingers', perEndedThread),
      bytes('left of each call thread once all are forgotten', perForgottenThread),
    ];
  },
};

function newState(): State {
  return new State(defaultRules);
}

function fold(state: State, wanted: (topic: string) => boolean, maxRecords = Infinity): void {
  const decode: Decode = createDecoder({
    catalogue,
    families: new Map([
      [AGENT_STATE, 'agentState'],
      [CALL_THREAD, 'callThread'],
    ]),
    maxRecordBytes: 1024 * 1024,
  });
  let offset = 0n;
  const records = simulate({
    tenants: 1,
    agents: AGENTS,
    rate: EVENTS_PER_SECOND,
    seed: 1,
    startMs: START_MS,
    durationMs: SIMULATED_SECONDS * 1000,
    agentStateTopic: AGENT_STATE,
    callThreadTopic: CALL_THREAD,
  });
  for (const { topic, key, value, timestampMs } of records) {
    if (offset >= maxRecords) return;
    if (!wanted(topic)) continue;
    const record = { offset: offset++, timestampMs, key: Buffer.from(key), value: Buffer.from(value) };
    state.advance(timestampMs);
    state.apply({ topic, partition: 0, offset: record.offset, timestampMs }, decode(topic, 0, record, timestampMs).events);
  }
  state.advance(END_MS);
}

function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured after collecting garbage: run it by `npm run bench -- memory`');
  // The second time takes what finalizers of the first let go.
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function countAgents(state: State): number {
  return state.tenantSummary(scope).agentsByState.reduce((sum, { count }) => sum + count, 0);
}

function countThreads(state: State, statuses: readonly CallThreadStatus[]): number {
  const filter: CallThreadFilter = {
    callThreadIds: null,
    statuses: new Set(statuses),
    agentIds: null,
    queueIds: null,
    dns: null,
    ani: null,
    dnis: null,
    waitingLongerThanMs: null,
  };
  let count = 0;
  for (let after: string | null = null; ;) {
    const { items, hasNextPage }: ReturnType<State['callThreads']> = state.callThreads(scope, filter, { first: 1000, after });
    count += items.length;
    if (!hasNextPage) return count;
    after = items.at(-1)?.callThreadId ?? null;
  }
}
