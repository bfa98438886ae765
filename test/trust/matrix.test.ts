import { isInputObjectType, getNamedType } from 'graphql';
import type { GraphQLField } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { until } from '../support/until.ts';
import { callers, isSubscription, operations, populate, rules, transports, tryAll } from './matrix.ts';
import { thisTree } from './subject.ts';
import { openSocket } from './wire.ts';

const schema = createSchema(catalogue);
const roots = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field.name, field] as const),
  ...Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map((field) => ['subscription', field.name, field] as const),
];
const operationsOf = (kind: 'query' | 'subscription') => operations.filter((one) => isSubscription(one) === (kind === 'subscription'));

/** Arguments and members of filters, each by its path. */
function argumentsOf(field: GraphQLField<unknown, unknown>): string[] {
  return field.args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? Object.keys(named.getFields()) : [name];
  });
}

describe('who may ask for what', () => {
  it('is said of every root field', () => {
    for (const kind of ['query', 'subscription'] as const)
      expect(new Set(operationsOf(kind).map(({ field }) => field.split('.')[0]))).toEqual(
        new Set(roots.flatMap(([of, name]) => (of === kind ? [name] : []))),
      );
  });

  it.each(roots)('is asked with every argument of %s %s', (kind, name, field) => {
    const texts = operationsOf(kind)
      .filter((operation) => operation.field === name)
      .map(({ text }) => text);
    expect(argumentsOf(field).filter((argument) => !texts.some((text) => new RegExp(`\\b${argument}:`).test(text)))).toEqual([]);
  });

  it.each(transports)('holds for every token over %s', { timeout: 120_000 }, async (transport) => {
    await using gateway = await (await thisTree()).open(rules);
    const all = callers.find(({ kind }) => kind === 'allTenants');
    await populate(gateway, (await all?.authorization()) ?? '');
    const { asked, faults } = await tryAll(gateway, transport);
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(150);
    const { hub } = gateway;
    await until(() => hub.subscriptions('agentState') + hub.subscriptions('callThread') === 0, { what: 'all subscriptions to be left' });
  });

  it('has no place for a token in the address', async () => {
    await using gateway = await (await thisTree()).open(rules);
    const token = (await callers.find(({ kind }) => kind === 'allTenants')?.authorization())?.slice('Bearer '.length) ?? '';
    for (const name of ['authorization', 'Authorization', 'token', 'access_token', 'bearer']) {
      for (const value of [token, `Bearer ${token}`]) {
        const query = `${name}=${encodeURIComponent(value)}`;
        expect((await fetch(`${gateway.url}/graphql?query={gateway{version}}&${query}`)).status).toBe(401);
        const socket = await openSocket(gateway.url, { query: `?${query}` });
        socket.send({ type: 'connection_init' });
        expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/^UNAUTHENTICATED/) as string });
      }
    }
  });

  it('has no way around it: no method, no kind of answer, no body', async () => {
    await using gateway = await (await thisTree()).open(rules);
    const subscription = 'subscription{callThreadEvents(tenantId:"acme"){__typename}}';
    const status = '{gateway{version}}';
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      for (const accept of ['*/*', 'text/html', 'text/event-stream', 'multipart/mixed', 'application/graphql-response+json']) {
        for (const query of [status, subscription, 'no GraphQL', '']) {
          const body = method === 'GET' || method === 'HEAD' ? {} : { body: JSON.stringify({ query }) };
          const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
            method,
            headers: { accept, 'content-type': 'application/json', origin: gateway.url },
            ...body,
          });
          const text = await response.text();
          if (method !== 'OPTIONS') expect([method, accept, query, response.status]).toEqual([method, accept, query, 401]);
          expect(text).not.toMatch(/"data"|version|__typename/);
        }
      }
    }
    expect(gateway.hub.subscriptions('callThread')).toBe(0);
  });
});
