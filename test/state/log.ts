/** A log for tests of the state: events are written as records, read by the real decoder and folded, one after the other, under a clock of its own. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { instantOfMs } from '../../src/events/time.ts';
import type { Instant } from '../../src/events/time.ts';
import { attributes as vocabulary, enumerations } from '../../src/events/vocabulary.ts';
import type { Json, JsonObject } from '../../src/events/vocabulary.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { createSpeller } from '../../src/simulator/spellings.ts';
import type {
  Agent,
  AgentFilter,
  CallThread,
  CallThreadFilter,
  DirectoryNumber,
  Queue,
  RecordPlace,
  StateReader,
  StateRules,
} from '../../src/state/model.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';

export const START_MS = Date.UTC(2026, 0, 5, 8);
export const SECOND_MS = 1000;
export const HOUR_MS = 3_600_000;
export const TENANT = 'acme';
export const TOPICS = { agentState: 'voice-agentstate', callThread: 'voice-callthread' } as const satisfies Record<Family, string>;

export const decode = createDecoder({
  catalogue,
  families: new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family])),
  maxRecordBytes: 1_048_576,
});

export const scopeOf = (tenantId: string): Scope => Scope.of(UNAUTHENTICATED_CLAIMS, tenantId);

/** How an event with documented names becomes the text of a record. */
export type Spelling = (event: JsonObject) => string;
export const spellings: readonly (readonly [name: string, make: (seed: number) => Spelling])[] = [
  ['documented names', () => JSON.stringify],
  ['codes', () => (event) => JSON.stringify(coded(event))],
  [
    'varied spellings',
    (seed) => {
      const spell = createSpeller(createRandom(seed));
      return (event) => spell(coded(event));
    },
  ],
];

/** With T-Library codes in place of documented names. */
function coded(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [name, codeOf(name, value)]));
}

const definitions: Readonly<Record<string, { readonly kind: string }>> = vocabulary;
const enums: Readonly<Record<string, { readonly values: Readonly<Record<string, readonly [number, string]>> }>> = enumerations;
function codeOf(name: string, value: Json): Json {
  const kind = definitions[name]?.kind;
  return (kind === undefined ? undefined : enums[kind]?.values[String(value)]?.[0]) ?? value;
}

export type Written = { readonly place: RecordPlace; readonly events: readonly VoiceEvent[] };
export type LogOptions = { readonly rules?: Partial<StateRules>; readonly spelling?: Spelling; readonly tenantId?: string };

/** Attributes by wire name; enumerations by documented name. */
export type Attributes = Readonly<Record<string, Json>>;

export class Log {
  readonly state: State;
  readonly tenantId: string;
  readonly scope: Scope;
  readonly records: Written[] = [];
  readonly #spelling: Spelling;
  readonly #offsets = new Map<string, bigint>();
  #nowMs = START_MS;

  constructor({ rules = {}, spelling = JSON.stringify, tenantId = TENANT }: LogOptions = {}) {
    this.state = new State({ ...defaultRules, ...rules });
    this.tenantId = tenantId;
    this.scope = scopeOf(tenantId);
    this.#spelling = spelling;
    this.state.advance(this.#nowMs);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets the time pass without an event. */
  wait(ms: number): void {
    this.#nowMs += ms;
    this.state.advance(this.#nowMs);
  }

  /** Lets the time pass, of which the state hears with the next record only. */
  skip(ms: number): void {
    this.#nowMs += ms;
  }

  /** Writes an event under an agent's key, a millisecond after what was before. Returns its time. */
  agent(agentId: string, name: string, attributes: Attributes = {}): Instant {
    return this.write('agentState', `${this.tenantId}:${agentId}`, name, attributes);
  }

  call(callThreadId: string, name: string, attributes: Attributes = {}): Instant {
    return this.write('callThread', `${this.tenantId}:${callThreadId}`, name, { CallThreadID: callThreadId, ...attributes });
  }

  write(family: Family, key: string, name: string, attributes: Attributes = {}, partition = 0): Instant {
    this.#nowMs++;
    const seconds = Math.floor(this.#nowMs / 1000);
    const time = { TimeinSecs: seconds, TimeinuSecs: (this.#nowMs - seconds * 1000) * 1000 };
    this.raw(family, key, this.#spelling({ id: name, Server: '7', time, ...attributes }), partition);
    return instantOfMs(this.#nowMs);
  }

  /** Any text as the value of a record. */
  raw(family: Family, key: string, value: string, partition = 0): void {
    const topic = TOPICS[family];
    const log = `${topic}:${partition}`;
    const offset = this.#offsets.get(log) ?? 0n;
    this.#offsets.set(log, offset + 1n);
    const { events } = decode(
      topic,
      partition,
      { offset, timestampMs: this.#nowMs, key: Buffer.from(key), value: Buffer.from(value) },
      this.#nowMs,
    );
    const written = { place: { topic, partition, offset, timestampMs: this.#nowMs }, events };
    this.records.push(written);
    fold(this.state, written);
  }

  /** Hands the fold a record that it has had. */
  redeliver(written: Written): void {
    fold(this.state, written);
  }

  agentOf(agentId: string): Agent {
    return found(this.state.agent(this.scope, agentId), `agent ${agentId}`);
  }

  dnOf(agentId: string, dn: string): DirectoryNumber {
    return found(
      this.agentOf(agentId).dns.find((one) => one.dn === dn),
      `dn ${dn} of agent ${agentId}`,
    );
  }

  thread(callThreadId: string): CallThread {
    return found(this.state.callThread(this.scope, callThreadId), `thread ${callThreadId}`);
  }

  queue(queueId: string): Queue {
    return found(this.state.queue(this.scope, queueId), `queue ${queueId}`);
  }
}

/** The clock comes with the record, as in a replay. */
export function fold(state: State, { place, events }: Written): void {
  state.advance(place.timestampMs);
  state.apply(place, events);
}

export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

export const ALL_AGENTS: AgentFilter = { agentIds: null, states: null, queueIds: null, dns: null, stateLongerThanMs: null };
export const ALL_THREADS: CallThreadFilter = {
  callThreadIds: null,
  statuses: null,
  agentIds: null,
  queueIds: null,
  dns: null,
  ani: null,
  dnis: null,
  waitingLongerThanMs: null,
};

/** Every page of the agents that pass. */
export function agentsOf(state: StateReader, scope: Scope, filter: Partial<AgentFilter> = {}, first = 100): Agent[] {
  const all: Agent[] = [];
  for (let after: string | null = null; ;) {
    const page = state.agents(scope, { ...ALL_AGENTS, ...filter }, { first, after });
    all.push(...page.items);
    const last = page.items.at(-1);
    if (!page.hasNextPage || last === undefined) return all;
    after = last.agentId;
  }
}

/** Every page of the threads that pass. */
export function threadsOf(state: StateReader, scope: Scope, filter: Partial<CallThreadFilter> = {}, first = 100): CallThread[] {
  const all: CallThread[] = [];
  for (let after: string | null = null; ;) {
    const page = state.callThreads(scope, { ...ALL_THREADS, ...filter }, { first, after });
    all.push(...page.items);
    const last = page.items.at(-1);
    if (!page.hasNextPage || last === undefined) return all;
    after = last.callThreadId;
  }
}

/** All that can be read of a tenant, as plain values; links to other entities as their identifiers. */
export function everything(state: StateReader, scope: Scope): unknown {
  return {
    agents: agentsOf(state, scope).map(plainAgent),
    threads: threadsOf(state, scope).map(plainThread),
    queues: state.queues(scope),
    summary: state.tenantSummary(scope),
  };
}

export function plainAgent(agent: Agent): unknown {
  const { tenantId, agentId, loginId, state, stateSince, activity, workMode, reasonCode, reasons, sessions, dns } = agent;
  const { calls, lastEvent, stale, knownSince, updatedAt } = agent;
  return {
    ...{ tenantId, agentId, loginId, state, stateSince, activity, workMode, reasonCode, reasons, sessions, dns },
    ...{ calls: calls.map((call) => call.callThreadId), lastEvent: lastEvent?.eventId ?? null, stale, knownSince, updatedAt },
  };
}

export function plainThread(thread: CallThread): unknown {
  const { tenantId, callThreadId, status, calls, parties, queues, treatments, agents } = thread;
  const { startedAt, endedAt, endReason, lastEvent, stale, knownSince, updatedAt } = thread;
  return {
    ...{ tenantId, callThreadId, status, calls, parties, queues, treatments, agents: agents.map((agent) => agent.agentId) },
    ...{ startedAt, endedAt, endReason, lastEvent: lastEvent?.eventId ?? null, stale, knownSince, updatedAt },
  };
}
