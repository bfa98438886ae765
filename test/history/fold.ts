/** The state as it follows from the log alone: folded anew up to any place, at any clock, and asked through the schema as a gateway would be. */
import { execute, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Decode } from '../../src/events/decode.ts';
import type { Family } from '../../src/events/definition.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Mask } from '../../src/mask.ts';
import type { Claims } from '../../src/scope.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { contextOf } from '../support/state.ts';
import type { Caller } from '../trust/model.ts';
import { OUTSIDE } from '../trust/tokens.ts';
import type { History } from './history.ts';
import type { Places } from './places.ts';
import type { LogRecord } from './records.ts';

const schema = createSchema(catalogue);
const documents = new Map<string, DocumentNode>();
function documentOf(query: string): DocumentNode {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}

type Logged = Pick<History, 'topics' | 'threadLingerMs' | 'log'>;

/** By no time limit but this one: how long a call may be on its way, and all longer ones, are beyond any run. */
export const rulesOf = ({ threadLingerMs }: Pick<History, 'threadLingerMs'>) => ({
  ...defaultRules,
  threadLingerMs,
  threadTransitGraceMs: 3_600_000,
});

/** A gateway ticks once a second, and not while it is halted. */
const MAX_CLOCK_LAG_MS = 4000;

/** Goes on only, never back: so does a gateway. */
export class Fold {
  readonly #state: State;
  readonly #context: Context;
  readonly #decode: Decode;
  /** All partitions together, by the time at which they were written. */
  #left: readonly LogRecord[];
  #clockMs = 0;
  #hasChanged = false;

  constructor({ topics, threadLingerMs, log }: Logged) {
    this.#state = new State(rulesOf({ threadLingerMs }));
    const change = (): void => void (this.#hasChanged = true);
    this.#state.watch({ agent: change, thread: change, telephone: change, queue: change, tenant: change });
    this.#context = contextOf({ state: this.#state });
    const families = new Map(Object.entries(topics).map(([family, topic]) => [topic, family as Family]));
    this.#decode = createDecoder({ catalogue, families, maxRecordBytes: 1024 * 1024 });
    this.#left = inOrder(log);
  }

  /** Moves the clock on to where the next time limit comes true, or to `latestMs` where none does before. False if it stands there already. */
  advanceToChange(latestMs: number): boolean {
    if (this.#clockMs >= latestMs) return false;
    this.#hasChanged = false;
    this.#advance(latestMs - MAX_CLOCK_LAG_MS);
    while (!this.#hasChanged && this.#clockMs < latestMs) this.#advance(this.#clockMs + 1);
    return true;
  }

  /** Takes all records before these places. */
  read(places: Places): void {
    const later: LogRecord[] = [];
    for (const record of this.#left) {
      const { topic, partition, offset, timestampMs, key, value } = record;
      if (offset >= places.at(topic, partition)) {
        later.push(record);
        continue;
      }
      const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
      const encoded = { offset: BigInt(offset), timestampMs, key: bytes(key), value: bytes(value) };
      this.#advance(timestampMs);
      const { events } = this.#decode(topic, partition, encoded, timestampMs);
      this.#state.apply({ topic, partition, offset: encoded.offset, timestampMs }, events);
    }
    this.#left = later;
  }

  #advance(clockMs: number): void {
    if (clockMs <= this.#clockMs) return;
    this.#clockMs = clockMs;
    this.#state.advance(clockMs);
  }

  /** The data of the answer. Throws where there are errors: what is refused is no business of the state's. */
  ask(query: string, variables: Readonly<Record<string, unknown>>, caller: Caller): Readonly<Record<string, unknown>> {
    const contextValue: Context = { ...this.#context, claims: claimsOf(caller) };
    const result = execute({ schema, document: documentOf(query), variableValues: { ...variables }, contextValue });
    if (result instanceof Promise) throw new Error('the state is read synchronously');
    if (result.errors !== undefined || !result.data)
      throw new Error(`the model refuses: ${result.errors?.map(({ message }) => message).join(', ')}`);
    return result.data;
  }
}

/** By their times; in each partition by their offsets, whatever the times say. */
function inOrder(log: readonly LogRecord[]): LogRecord[] {
  const newestMs = new Map<string, number>();
  const timed = log
    .toSorted((a, b) => a.offset - b.offset)
    .map((record) => {
      const place = `${record.topic}:${record.partition}`;
      const atMs = Math.max(record.timestampMs, newestMs.get(place) ?? 0);
      newestMs.set(place, atMs);
      return { record, atMs };
    });
  return timed.toSorted((a, b) => a.atMs - b.atMs).map(({ record }) => record);
}

function claimsOf({ tenants, agent, masked }: Caller): Claims {
  return {
    subject: null,
    tenants: tenants === 'all' ? 'all' : new Set(tenants),
    agent: agent === null ? null : { agentId: agent.agentId, dns: new Set(agent.dns) },
    mask: masked ? new Mask(OUTSIDE) : null,
    expiresAtMs: null,
  };
}
