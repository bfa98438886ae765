/** The short way answers as Yoga does, to the byte, and leaves to Yoga what is not plain. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Documents } from '../../src/server/documents.ts';
import { PersistedOperations } from '../../src/server/persisted-operations.ts';
import { createPlainQueries } from '../../src/server/plain-queries.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { limitExceeded } from '../../src/errors.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { contextOf } from '../support/state.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

/** A query string that says nothing makes it Yoga's. A bare question mark would not be sent. */
const BY_YOGA = '/graphql?yoga';
const ALLOWED = 'https://wallboard.example.com';
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway({ allowedOrigins: new Set([ALLOWED]) });
  gateway.write('agentState', 'acme:1001', {
    id: 'EventAgentLogin',
    AgentID: '1001',
    ThisDN: '7001',
    Reasons: { 'ключ "\u2028': 'ä\u0000' },
  });
  await until(async () => (await ask('/graphql', JSON.stringify({ query: AGENT }))).body.includes('"1001"'), { what: 'the agent' });
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
});

type Answer = { readonly status: number | undefined; readonly headers: IncomingHttpHeaders; readonly body: string };

const WHO = '{ viewer { allTenants } }';
const WHO_HASH = createHash('sha256').update(WHO).digest('hex');
const persisted = new PersistedOperations({ texts: new Map([[WHO_HASH, WHO]]), only: false });
const wide = { introspection: true, maxQueryTokens: 1000, maxQueryDepth: 10, maxAliases: 30, refuse: limitExceeded };

/** With no header but those that are given. */
function ask(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${gateway.url}${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject).end(body);
  });
}

/** What differs by nature from one answer to the next. */
function comparable({ status, headers: { date: _date, ...headers }, body }: Answer): unknown {
  return { status, headers, body: body.replaceAll(/"serverTime":"[^"]*"/g, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '') };
}

const AGENT =
  'query One($agentId: ID! = "1001") { agent(tenantId: "acme", agentId: $agentId) { agentId state lastEvent { __typename ... on AgentEvent { eventId attributes } } } }';
const TWO = 'query A { viewer { allTenants } } query B { gateway { version ready } }';

const bodies: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['a query', JSON.stringify({ query: AGENT })],
  ['a query with all members', JSON.stringify({ query: AGENT, operationName: 'One', variables: { agentId: '1002' } })],
  ['a query with null members', JSON.stringify({ query: AGENT, operationName: null, variables: null })],
  ['a page', '{"query":"{ agents(tenantId: \\"acme\\") { edges { cursor node { agentId } } pageInfo { endCursor } } }"}'],
  ['one of two operations', JSON.stringify({ query: TWO, operationName: 'B' })],
  ['two operations without a name', JSON.stringify({ query: TWO })],
  ['two operations with a wrong name', JSON.stringify({ query: TWO, operationName: 'C' })],
  ['empty extensions', JSON.stringify({ query: AGENT, extensions: {} })],
  ['extensions', JSON.stringify({ query: AGENT, extensions: { a: 1 } })],
  ['an unknown member', JSON.stringify({ query: AGENT, id: 'x' })],
  ['a missing variable', JSON.stringify({ query: 'query ($a: ID!) { agent(tenantId: $a, agentId: $a) { state } }' })],
  ['a variable of a wrong type', JSON.stringify({ query: AGENT, variables: { agentId: [] } })],
  ['variables that are a list', JSON.stringify({ query: AGENT, variables: [] })],
  ['variables that are a text', JSON.stringify({ query: AGENT, variables: 'x' })],
  ['an empty tenant', '{"query":"{ agent(tenantId: \\"\\", agentId: \\"1\\") { state } }"}'],
  ['a field that is not there', '{"query":"{ agnet { state } }"}'],
  ['no GraphQL', '{"query":"{ agent("}'],
  ['no query', '{}'],
  ['a query that is a number', '{"query":1}'],
  ['a subscription', '{"query":"subscription { agentStateEvents(tenantId: \\"acme\\") { __typename } }"}'],
  ['introspection', '{"query":"{ __schema { queryType { name } } }"}'],
  ['a list', `[${JSON.stringify({ query: AGENT })}]`],
  ['null', 'null'],
  ['no JSON', '{"query":'],
  ['nothing', ''],
  ['what is no UTF-8', Buffer.concat([Buffer.from('{"query":"{ viewer { subject } } #'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')])],
];

const WISHES = [
  '',
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/json, text/plain, */*',
  'text/html',
  'application/json;q=0.5, application/graphql-response+json',
];

describe('a query by JSON POST', () => {
  it.each(bodies)('is answered as by Yoga: %s', async (name, body) => {
    // To whom that is all the same, a subscription is a stream without an end.
    for (const accept of name === 'a subscription' ? ['application/json', 'application/graphql-response+json'] : WISHES) {
      const headers: Record<string, string> = accept === '' ? {} : { accept };
      const [first, second, byYoga] = [
        await ask('/graphql', body, headers),
        await ask('/graphql', body, headers),
        await ask(BY_YOGA, body, headers),
      ];
      expect(comparable(first), accept).toEqual(comparable(byYoga));
      expect(comparable(second), accept).toEqual(comparable(byYoga));
    }
  });

  it('is answered as by Yoga whatever its other headers are', async () => {
    const body = JSON.stringify({ query: AGENT });
    for (const headers of [
      { origin: ALLOWED },
      { origin: gateway.url },
      { 'content-type': 'application/json; charset=utf-8' },
      { 'content-type': 'application/json;charset=UTF-8' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'application/graphql+json' },
      { 'content-type': 'text/plain' },
      { accept: 'text/event-stream' },
    ]) {
      expect(comparable(await ask('/graphql', body, headers as Record<string, string>)), JSON.stringify(headers)).toEqual(
        comparable(await ask(BY_YOGA, body, headers as Record<string, string>)),
      );
    }
    const packed = gzipSync(body);
    expect(comparable(await ask('/graphql', packed, { 'content-encoding': 'gzip' }))).toEqual(
      comparable(await ask(BY_YOGA, packed, { 'content-encoding': 'gzip' })),
    );
    const large = JSON.stringify({ query: `${AGENT} #${'x'.repeat(70_000)}` });
    expect(comparable(await ask('/graphql', large))).toEqual(comparable(await ask(BY_YOGA, large)));
  });

  it('of which the client leaves before its end harms nobody', async () => {
    const { hostname, port } = new URL(gateway.url);
    for (let i = 0; i < 20; i += 1) {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.write('POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":');
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
    }
    expect((await ask('/graphql', JSON.stringify({ query: AGENT }))).status).toBe(200);
  });

  it('goes the short way once it is known to be valid, and no other way where it is plain', async () => {
    const schema = createSchema(catalogue);
    const documents = new Documents(schema, wide);
    const plainQueries = createPlainQueries({ schema, documents, persisted, maxMessageBytes: 1000 });
    const goes = async (text: string, headers: Record<string, string> = {}): Promise<boolean> => {
      const body = Buffer.from(text);
      let written = '';
      const request = Object.assign(Readable.from([body]), {
        ...{ method: 'POST', url: '/graphql' },
        headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
      });
      const response = { writeHead: () => response, end: (answer: string) => void (written = answer) };
      const answered = await plainQueries(request as never, response as never, () => contextOf({}));
      expect(answered).toBe(written !== '');
      return answered;
    };
    const plain = JSON.stringify({ query: '{ viewer { allTenants } }' });
    expect(await goes(plain)).toBe(false);
    expect(documents.validate(documents.parse('{ viewer { allTenants } }'))).toEqual([]);
    expect(await goes(plain)).toBe(true);
    expect(await goes(plain, { accept: 'application/json' })).toBe(true);
    expect(await goes(plain, { accept: 'text/event-stream' })).toBe(false);
    const byHash = (sha256Hash: string) => JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
    expect(await goes(byHash(WHO_HASH))).toBe(true);
    expect(await goes(byHash('0'.repeat(64)))).toBe(false);
  });

  it('is answered with the others of its turn, at its end', async () => {
    const schema = createSchema(catalogue);
    const documents = new Documents(schema, wide);
    const plainQueries = createPlainQueries({ schema, documents, persisted, maxMessageBytes: 1000 });
    const text = '{ viewer { allTenants } }';
    documents.validate(documents.parse(text));
    const body = Buffer.from(JSON.stringify({ query: text }));
    const happened: string[] = [];
    const ask = (): { readonly request: Readable; readonly answered: Promise<boolean> } => {
      const request = Object.assign(new Readable({ read: () => {} }), {
        ...{ method: 'POST', url: '/graphql' },
        headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
      });
      const response = { writeHead: () => response, end: () => void happened.push('answered') };
      const context = (): Context => {
        happened.push('asked');
        return contextOf({});
      };
      return { request, answered: plainQueries(request as never, response as never, context) };
    };
    const asked = [ask(), ask(), ask()];
    // They come one after the other, as from sockets, and each is read before the next comes.
    for (const [i, { request }] of asked.entries()) {
      request.push(body);
      request.push(null);
      for (let ticks = 0; happened.length <= i; ticks += 1) {
        expect(ticks).toBeLessThan(100);
        await new Promise<void>((resolve) => process.nextTick(resolve));
      }
    }
    await Promise.all(asked.map(({ answered }) => answered));
    expect(happened).toEqual(['asked', 'asked', 'asked', 'answered', 'answered', 'answered']);
  });
});
