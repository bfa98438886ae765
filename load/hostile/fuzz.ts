/** Hostile clients by chance: messages that look like those of the protocol or are any bytes, on WebSocket and over HTTP. Each is made of a seed, which a fault is told with. */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { upgradeRequest } from '../wire.ts';
import { OPERATION, TENANT } from '../workload.ts';
import { steadily } from './attack.ts';
import type { Attack } from './attack.ts';
import { overTcp, overWebSocket } from './peers.ts';
import type { Where } from './peers.ts';

const KNOWN = [
  OPERATION,
  '{ gateway { version ready partitions { topic } } }',
  `query ($first: Int, $after: String) { agents(tenantId: "${TENANT}", first: $first, after: $after) { edges { node { agentId } } } }`,
  `subscription ($after: Cursor, $since: DateTime) { callThreadEvents(tenantId: "${TENANT}", after: $after, since: $since) { __typename } }`,
  `subscription ($hz: Float) { tenantSummary(tenantId: "${TENANT}", maxRateHz: $hz) { cursor } }`,
];
const NAMES = ['after', 'since', 'first', 'hz', 'agentId', '__proto__', 'constructor', ''];
const TYPES = ['connection_init', 'subscribe', 'complete', 'ping', 'pong', 'next', 'error', 'connection_ack', '__proto__'];

/** A text with some of it gone, or something else in its place. */
const spoiled = fc
  .tuple(fc.constantFrom(...KNOWN), fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }))
  .map(([text, at, length, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + length));
const variables = fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue({ depthSize: 'medium' }));
const payload = fc.record(
  {
    query: fc.oneof(fc.constantFrom(...KNOWN), spoiled, fc.string({ unit: 'binary' }), fc.jsonValue()),
    variables: fc.oneof(variables, fc.jsonValue()),
    operationName: fc.oneof(fc.string(), fc.jsonValue()),
    extensions: fc.oneof(
      fc.record({ persistedQuery: fc.oneof(fc.record({ sha256Hash: fc.jsonValue() }), fc.jsonValue()) }),
      fc.jsonValue(),
    ),
    authorization: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record(
        {
          type: fc.constantFrom(...TYPES),
          id: fc.oneof(fc.constantFrom('1', '2', '__proto__'), fc.jsonValue()),
          payload: fc.oneof(payload, fc.jsonValue()),
        },
        { requiredKeys: ['type'] },
      )
      .map((message) => JSON.stringify(message)),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all));

/** No line end, which would be another header. */
const header = fc.string().map((value) => value.replaceAll(/[\r\n]/g, ' '));
const request = fc
  .record({
    method: fc.constantFrom('POST', 'GET', 'OPTIONS', 'PUT', 'HEAD'),
    search: fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((query) => `?query=${query}`),
    ),
    accept: fc.oneof(fc.constantFrom('text/event-stream', 'application/json', '*/*', 'multipart/mixed'), header),
    type: fc.oneof(fc.constantFrom('application/json', 'application/graphql', 'multipart/form-data; boundary=x'), header),
    authorization: header,
    encoding: fc.constantFrom('', 'content-encoding: gzip\r\n', 'expect: 100-continue\r\n', 'transfer-encoding: gzip, chunked\r\n'),
    body: fc.oneof(
      payload.map((value) => Buffer.from(JSON.stringify(value))),
      fc.json().map((json) => Buffer.from(json)),
      bytes,
    ),
  })
  .map(({ method, search, accept, type, authorization, encoding, body }) => {
    const head = `${method} /graphql${search} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\naccept: ${accept}\r\ncontent-type: ${type}\r\nauthorization: ${authorization}\r\n${encoding}content-length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  });

type Try = (where: Where) => Promise<string>;

/** Long enough for an answer, short enough for thousands. */
const STAY_MS = 200;
const PING = '{"type":"ping"}';

const anyTry: fc.Arbitrary<Try> = fc.oneof(
  fc.tuple(fc.boolean(), fc.array(text, { minLength: 1, maxLength: 8 })).map(
    ([init, messages]): Try =>
      (where) =>
        overWebSocket(where, { init, messages: [...messages, PING], stayMs: STAY_MS }),
  ),
  bytes.map(
    (message): Try =>
      (where) =>
        overWebSocket(where, { messages: [message, PING], stayMs: STAY_MS }),
  ),
  // Any frames at all, behind an upgrade; and what is no request.
  bytes.map(
    (frames): Try =>
      (where) =>
        overTcp(where, { first: Buffer.concat([Buffer.from(upgradeRequest('127.0.0.1')), frames]), stayMs: STAY_MS }),
  ),
  bytes.map(
    (first): Try =>
      (where) =>
        overTcp(where, { first, stayMs: STAY_MS }),
  ),
  request.map(
    (first): Try =>
      (where) =>
        overTcp(where, { first, stayMs: STAY_MS }),
  ),
);

/** Nobody's mistake but the gateway's own. */
export function isFault(answer: string): boolean {
  return /INTERNAL_SERVER_ERROR|close 1011|close 4500|HTTP 500|no code/.test(answer);
}

export const fuzz: Attack = {
  about: 'messages of the protocol made by chance, and any bytes, at both doors',
  clients: 30,
  perSecond: 100,
  told: ['close 4400 BAD_USER_INPUT', 'HTTP 400'],
  run: (options) =>
    steadily(options, async () => {
      const seed = randomInt(2 ** 31);
      const [one] = fc.sample(anyTry, { seed, numRuns: 1 });
      const answer = (await one?.(options)) ?? 'nothing';
      return isFault(answer) ? `${answer} (seed ${seed})` : answer;
    }),
};
