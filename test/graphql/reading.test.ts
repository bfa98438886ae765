/** What one answer may list, and what is an answer. */
import { createSourceEventStream, execute, parse, validateSubscriptionArgs } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Context } from '../../src/graphql/context.ts';
import { PreparedQueries } from '../../src/graphql/prepared-queries.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Update } from '../../src/views/update.ts';
import { event } from '../support/events.ts';
import { contextOf, foldRecords } from '../support/state.ts';

const schema = createSchema(catalogue);
const AGENTS = 300;
const { state } = foldRecords(
  Array.from({ length: AGENTS }, (_, n) => ({
    topic: 'voice-agentstate',
    key: `acme:${1000 + n}`,
    value: JSON.stringify({ id: 'EventAgentLogin', AgentID: String(1000 + n), ThisDN: `7${n}` }),
  })),
);
const happened = Array.from({ length: 100 }, () => event('agentState', 'acme:1000', { id: 'EventAgentReady', AgentID: '1000' }));

/** Of each agent, as many events are kept as anybody may ask for. */
function context(onRead: () => void = () => {}): Context {
  const { log } = contextOf({ state }).services;
  const recent: typeof log.recent = (_family, _scope, _id, last) => {
    onRead();
    return happened.slice(0, last);
  };
  return contextOf({ state, log: { ...log, recent } });
}

function ask(query: string): { readonly code: unknown; readonly argument: unknown; readonly data: unknown } {
  const result = execute({ schema, document: parse(query), contextValue: context() });
  if (result instanceof Promise) throw new Error('the state is read synchronously');
  const { code, argument } = result.errors?.[0]?.extensions ?? {};
  return { code, argument, data: result.data };
}

const lately = (first: number, last: number, name = 'agents'): string =>
  `${name}: agents(tenantId: "acme", first: ${first}) { edges { node { recentEvents(last: ${last}) { __typename } } } }`;
const page = (n: number): string => `p${n}: agents(tenantId: "acme", first: 300) { edges { node { agentId } } }`;
const pages = (count: number): string => Array.from({ length: count }, (_, n) => page(n)).join(' ');

describe('what one answer lists', () => {
  it('may be 25,000 agents, call threads and events in all', () => {
    // 247 agents with 100 events each are 24,947 of them.
    expect(ask(`{ ${lately(247, 100)} }`)).toMatchObject({ code: undefined });
    expect(ask(`{ ${lately(248, 100)} }`)).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'last', data: null });
    expect(ask(`{ ${lately(200, 60)} ${lately(200, 60, 'again')} }`)).toMatchObject({ code: undefined });
    expect(ask(`{ ${lately(200, 70)} ${lately(200, 70, 'again')} }`)).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'last' });
  });

  it('counts the entries of its pages, however many names they have', () => {
    expect(ask(`{ ${pages(83)} }`)).toMatchObject({ code: undefined });
    expect(ask(`{ ${pages(84)} }`)).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });

  it('is left to graphql-js, which words the error, where a query has writers of its own', () => {
    const prepared = new PreparedQueries(schema);
    const answer = (query: string): string | null => prepared.answer(parse(query), null, {}, context());
    expect(answer(`{ ${lately(247, 100)} }`)).toContain('EventAgentReady');
    expect(answer(`{ ${lately(248, 100)} }`)).toBeNull();
  });

  it('is counted for each agent alone in a subscription, whose payloads are bounded by their size', async () => {
    const operation =
      'subscription { agents(tenantId: "acme") { agents { agentId recentEvents(last: 100) { __typename } } snapshotComplete } }';
    let read = 0;
    const contextValue = context(() => (read += 1));
    const args = validateSubscriptionArgs({ schema, document: parse(operation), contextValue });
    if (!('schema' in args)) throw new Error(String(args));
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) throw new Error(String(source.errors));
    const told: unknown[] = [];
    for await (const item of source) {
      if (!(item instanceof Update)) throw new Error(String(item));
      told.push(...item.content.members);
      // One is 3 KiB long and a page 64, and no more are looked at between two turns of the event loop.
      expect(item.content.members.length).toBeLessThan(25);
      expect(read).toBeLessThan(told.length + 25);
      if (item.content.snapshotComplete) break;
    }
    expect(told).toHaveLength(AGENTS);
  });
});
