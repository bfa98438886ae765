/** The state and its views without sockets: what events cost while somebody looks who is told now and then, and what it costs to make what is told. */
import { parse, validateSubscriptionArgs, createSourceEventStream } from 'graphql';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import type { Update, UpdateContent } from '../../src/views/update.ts';
import { Views } from '../../src/views/views.ts';
import type { Wanted } from '../../src/views/views.ts';
import { answer, cpuMicros } from '../../load/answer.ts';
import { AGENT_STATE, record, TENANT } from '../../load/workload.ts';

type Options = { readonly agents: number; readonly eventsPerPayload: number; readonly payloads: number };
/** In microseconds of a core. */
export type Watched = { readonly watched: number; readonly unwatched: number; readonly payloads: number };

const OPERATION = `subscription { agents(tenantId: "${TENANT}") {
  kind removed cursor serverTime agents { agentId state stateSince activity workMode reasonCode } } }`;
const schema = createSchema(catalogue);
const decode = createDecoder({ catalogue, families: new Map([[AGENT_STATE, 'agentState']]), maxRecordBytes: 1024 * 1024 });

/** What the subscription asks the views for. */
async function wantedOf(state: State): Promise<Wanted> {
  const asked = Promise.withResolvers<Wanted>();
  const refuse = (): never => {
    throw new Error('nothing else is asked');
  };
  const contextValue: Context = {
    claims: UNAUTHENTICATED_CLAIMS,
    services: {
      state,
      advance: () => {},
      replay: () => null,
      maxIds: 1000,
      tenants: 'all',
      status: refuse,
      log: { cursor: refuse, cursorAfter: refuse, recent: refuse, startFrom: refuse },
    },
    open: refuse,
    follow: (_field, _scope, wanted) => {
      asked.resolve(wanted);
      return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    },
    audit: () => {},
    refuse,
  };
  const args = validateSubscriptionArgs({ schema, document: parse(OPERATION), contextValue });
  if (!('schema' in args)) throw new Error(args[0]?.message);
  await createSourceEventStream(args);
  return await asked.promise;
}

const calls = {
  run: async ({ agents, eventsPerPayload, payloads }: Options): Promise<Watched> => {
    /** Not more at a time than are used at once: what is kept is the collector's work. */
    const gustOf = (i: number) =>
      Array.from({ length: eventsPerPayload }, (_, k) => {
        const n = i * eventsPerPayload + k;
        const { key, value, timestampMs } = record(n, agents);
        const raw = { offset: BigInt(n), timestampMs, key, value };
        const place = { topic: AGENT_STATE, partition: 0, offset: raw.offset, timestampMs };
        return [place, decode(AGENT_STATE, 0, raw, timestampMs).events] as const;
      });
    const results: number[] = [];
    /** What was told, to be made once more where nobody watches: there the processor has not just had it in its hands either. */
    const contents: UpdateContent[] = [];
    let made = 0;
    for (const isWatched of [true, false]) {
      const state = new State(defaultRules);
      using views = new Views({
        state,
        isReady: () => true,
        advance: () => {},
        cursor: () => 'cursor',
        isSourceHealthy: () => true,
        onFailure: (error) => {
          throw error;
        },
      });
      const wanted = await wantedOf(state);
      const { render, bytesOf } = wanted.rendering();
      let told = Promise.withResolvers<UpdateContent>();
      const sink = {
        hasRoom: true,
        whenRoom: () => {},
        push: (update: Update) => {
          if (update.bytes.length > 0) told.resolve(update.content);
        },
        end: (error: Error) => told.reject(error),
      };
      if (isWatched) views.follow({ ...wanted, rendering: () => ({ render, bytesOf }) }, sink);
      // The pages of the snapshot, of nobody yet, and all agents.
      let used = 0;
      for (let i = 0; i < payloads + 2; i += 1) {
        const gust = gustOf(i);
        told = Promise.withResolvers();
        globalThis.gc?.();
        const before = cpuMicros();
        for (const [place, events] of gust) state.apply(place, events);
        if (isWatched) contents.push(await told.promise);
        const afterEvents = cpuMicros();
        if (i < 2) continue;
        used += afterEvents - before;
        const content = contents[i];
        if (isWatched || content === undefined) continue;
        for (const { id } of content.members) {
          const entity = wanted.source.one(id);
          if (entity !== null) render(entity, () => {});
        }
        bytesOf(content);
        made += cpuMicros() - afterEvents;
      }
      results.push(used);
    }
    const [watched = 0, unwatched = 0] = results;
    return { watched, unwatched, payloads: made };
  },
};
export type WatchedCalls = typeof calls;
answer(calls);
