/** graphql-transport-ws, from outside: every message in every state, and frames that are right and wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { BINARY, CLOSE, frame, PING, RawSocket, TEXT, upgrade } from './raw-socket.ts';
import type { Ended, Message } from './raw-socket.ts';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';

let target: Target;
const open = new Set<RawSocket>();
beforeAll(async () => {
  target = await openTarget();
});
afterAll(async () => target[Symbol.asyncDispose]());

const QUERY = '{ __typename }';
const query = (id: unknown = 'query') => ({ id, type: 'subscribe', payload: { query: QUERY } });
const subscription = (id = 'active') => ({ id, type: 'subscribe', payload: { query: target.subscription } });
const asked = (payload: unknown) => ({ id: 'asked', type: 'subscribe', payload });

/** What a connection has been through, each on top of the one before. */
const states = ['opened', 'acknowledged', 'subscribed'] as const;
type State = (typeof states)[number];

async function connect(state: State = 'acknowledged'): Promise<RawSocket> {
  const answer = await upgrade(target);
  if (!('socket' in answer)) throw new Error(`no upgrade: ${answer.status}`);
  const { socket } = answer;
  open.add(socket);
  if (state === 'opened') return socket;
  socket.send({ type: 'connection_init', payload: target.credentials });
  await until(() => socket.messages.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
  if (state === 'acknowledged') return socket;
  socket.send(subscription());
  await untilDelivering(socket, 'active');
  return socket;
}

async function untilDelivering(socket: RawSocket, id: string): Promise<void> {
  const before = socket.of(id).length;
  await until(
    () => {
      target.provoke();
      if (socket.ended !== null) throw new Error(`closed: ${JSON.stringify(socket.ended)}`);
      return socket.of(id).length > before;
    },
    { what: 'something of the subscription', timeoutMs: 40_000 },
  );
}

/** In each state the code that the connection is closed with; null where it goes on. */
type Expected = Readonly<Record<State, number | null>>;
const always = (code: number | null): Expected => ({ opened: code, acknowledged: code, subscribed: code });

const sent: readonly (readonly [what: string, message: () => unknown, expected: Expected])[] = [
  [
    'connection_init',
    () => ({ type: 'connection_init', payload: target.credentials }),
    { opened: null, acknowledged: 4429, subscribed: 4429 },
  ],
  ['connection_init with a payload that is a text', () => ({ type: 'connection_init', payload: 'x' }), always(4400)],
  ['connection_init with a payload that is a list', () => ({ type: 'connection_init', payload: [] }), always(4400)],
  ['ping', () => ({ type: 'ping' }), always(null)],
  ['ping with a payload that is null', () => ({ type: 'ping', payload: null }), always(null)],
  ['ping with a payload that is a number', () => ({ type: 'ping', payload: 1 }), always(4400)],
  ['pong', () => ({ type: 'pong', payload: { any: 'thing' } }), always(null)],
  ['pong with a payload that is a list', () => ({ type: 'pong', payload: [] }), always(4400)],
  ['subscribe', () => query(), { opened: 4401, acknowledged: null, subscribed: null }],
  ['subscribe with the id of one that is active', () => subscription(), { opened: 4401, acknowledged: null, subscribed: 4409 }],
  ['a query with the id of one that is active', () => query('active'), { opened: 4401, acknowledged: null, subscribed: 4409 }],
  ['complete', () => ({ id: 'active', type: 'complete' }), always(null)],
  ['complete of what there is not', () => ({ id: 'nobody', type: 'complete' }), always(null)],
  ['complete without an id', () => ({ type: 'complete' }), always(4400)],
  ['complete with an id that is a number', () => ({ id: 1, type: 'complete' }), always(4400)],
  ['subscribe without an id', () => ({ type: 'subscribe', payload: { query: QUERY } }), always(4400)],
  ['subscribe with an id that is empty', () => query(''), always(4400)],
  ['subscribe with an id that is a number', () => query(1), always(4400)],
  ['subscribe without a payload', () => asked(undefined), always(4400)],
  ['subscribe with a payload that is a text', () => asked(QUERY), always(4400)],
  ['subscribe without a query', () => asked({}), always(4400)],
  ['subscribe with a query that is null', () => asked({ query: null }), always(4400)],
  ['subscribe with variables that are a text', () => asked({ query: QUERY, variables: 'x' }), always(4400)],
  ['subscribe with variables that are a list', () => asked({ query: QUERY, variables: [] }), always(4400)],
  ['subscribe with a name that is a number', () => asked({ query: QUERY, operationName: 1 }), always(4400)],
  ['subscribe with extensions that are a text', () => asked({ query: QUERY, extensions: 'x' }), always(4400)],
  ['connection_ack', () => ({ type: 'connection_ack' }), always(4400)],
  ['next', () => ({ id: 'active', type: 'next', payload: { data: {} } }), always(4400)],
  ['error', () => ({ id: 'active', type: 'error', payload: [{ message: 'x' }] }), always(4400)],
  ['a type of the older protocol', () => ({ id: 'active', type: 'start', payload: { query: QUERY } }), always(4400)],
  ['a type that is a number', () => ({ type: 1 }), always(4400)],
  ['a type of all objects', () => ({ type: 'toString' }), always(4400)],
  ['no type', () => ({ id: 'active' }), always(4400)],
  ['a list', () => [{ type: 'ping' }], always(4400)],
  ['null', () => null, always(4400)],
  ['a text', () => 'ping', always(4400)],
];

describe.each(states)('a connection that is %s', (state) => {
  it.each(sent)('is sent %s', async (_what, message, expected) => {
    const socket = await connect(state);
    socket.send(message());
    expect((await socket.outcome())?.code ?? null).toBe(expected[state]);
    socket.leave();
  });

  it.each([['{'], [''], ['{"type":"ping"}{"type":"ping"}'], ['\u0000']])('is closed upon %j, which is no JSON', async (text) => {
    const socket = await connect(state);
    socket.write(frame(text));
    expect((await socket.outcome())?.code).toBe(4400);
  });
});

describe('a connection', () => {
  const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type);

  it('answers a ping with its payload, before it has begun and after', async () => {
    const socket = await connect('opened');
    socket.send({ type: 'ping', payload: { a: ['b', null] } }, { type: 'ping' });
    expect(await socket.outcome()).toBeNull();
    expect(socket.messages.slice(0, 2)).toEqual([{ type: 'pong', payload: { a: ['b', null] } }, { type: 'pong' }]);
    socket.leave();
  });

  it('is acknowledged once, with nothing before it', async () => {
    const socket = await connect();
    expect(await socket.outcome()).toBeNull();
    expect(typesOf(socket.messages)).toEqual(['connection_ack', 'pong']);
    socket.leave();
  });

  it('that does not begin is closed with 4408', async () => {
    const socket = await connect('opened');
    await until(() => socket.ended !== null, { what: 'the end', timeoutMs: 60_000 });
    expect(socket.ended?.code).toBe(4408);
  });

  it('answers a query with next and complete, and then the id is free', async () => {
    const socket = await connect();
    for (const round of [1, 2]) {
      socket.send(query());
      await until(() => socket.of('query').length === 2 * round, { what: 'the answer' });
    }
    expect(await socket.outcome()).toBeNull();
    expect(typesOf(socket.of('query'))).toEqual(['next', 'complete', 'next', 'complete']);
    expect(socket.of('query')[0]?.payload).toEqual({ data: { __typename: expect.any(String) as string } });
    socket.leave();
  });

  it.each([
    ['no GraphQL', { query: '{' }],
    ['not of the schema', { query: '{ thereIsNoSuchField }' }],
    ['one of two without a name', { query: 'query A { __typename } query B { __typename }' }],
    ['of another name', { query: 'query A { __typename }', operationName: 'B' }],
    ['without its variables', { query: 'query ($a: Boolean!) { __typename @include(if: $a) }' }],
  ])('tells an operation that is %s by an error, goes on, and the id is free', async (_what, payload) => {
    const socket = await connect();
    socket.send(asked(payload));
    await until(() => socket.of('asked').length > 0, { what: 'the error' });
    // An error, or a result without data: both say what was wrong; nothing follows the first.
    const [first] = socket.of('asked');
    const errors = first?.type === 'error' ? first.payload : (first?.payload as { errors?: unknown } | undefined)?.errors;
    expect(errors).toEqual([expect.objectContaining({ message: expect.any(String) as string })]);
    if (first?.type === 'next') await until(() => socket.of('asked').length === 2, { what: 'the end' });
    socket.send(query('asked'));
    await until(() => typesOf(socket.of('asked')).at(-1) === 'complete', { what: 'an answer under the same id' });
    expect(await socket.outcome()).toBeNull();
    socket.leave();
  });

  it('delivers to each operation what is its own, and nothing after complete', async () => {
    const socket = await connect('subscribed');
    socket.send(subscription('other'));
    await untilDelivering(socket, 'other');
    socket.send({ id: 'active', type: 'complete' });
    expect(await socket.outcome()).toBeNull();
    const before = socket.of('active').length;
    await untilDelivering(socket, 'other');
    await untilDelivering(socket, 'other');
    expect(socket.of('active')).toHaveLength(before);
    expect(new Set(typesOf([...socket.of('active'), ...socket.of('other')]))).toEqual(new Set(['next']));
    // The id is free again.
    socket.send(subscription());
    await untilDelivering(socket, 'active');
    socket.leave();
  });

  it.each([[null], ['graphql-ws'], ['graphql-transport-WS'], ['soap']])('is not had by the sub-protocol %s', async (protocol) => {
    const answer = await upgrade(target, protocol);
    if ('status' in answer) return expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.protocol).toBeUndefined();
    const { socket } = answer;
    await until(() => socket.ended !== null, { what: 'the end' });
    expect([1002, 4406]).toContain(socket.ended?.code);
  });

  it('picks its sub-protocol among others', async () => {
    const answer = await upgrade(target, 'graphql-ws, graphql-transport-ws');
    if (!('socket' in answer)) throw new Error(`no upgrade: ${answer.status}`);
    expect(answer.protocol).toBe('graphql-transport-ws');
    expect(await answer.socket.outcome()).toBeNull();
    answer.socket.leave();
  });
});

describe('frames', () => {
  const ping = (text: string): string => JSON.stringify({ type: 'ping', payload: { text } });
  /** In parts of so many bytes. */
  const parts = (message: string, bytes: number): Buffer[] => {
    const all = Buffer.from(message);
    const count = Math.ceil(all.length / bytes);
    return Array.from({ length: count }, (_, i) =>
      frame(all.subarray(i * bytes, (i + 1) * bytes), { opcode: i === 0 ? TEXT : 0, fin: i === count - 1 }),
    );
  };
  const pongTexts = (socket: RawSocket): unknown[] =>
    socket.messages.filter(({ type }) => type === 'pong').map(({ payload }) => (payload as { text?: unknown } | undefined)?.text);

  it.each([1, 2, 3, 50])('of one message in parts of %i bytes are put together, characters that are cut too', async (bytes) => {
    const socket = await connect();
    socket.write(...parts(ping('ä€😀'), bytes));
    expect(await socket.outcome()).toBeNull();
    expect(pongTexts(socket)[0]).toBe('ä€😀');
    socket.leave();
  });

  it('may come byte by byte, with pings of the WebSocket protocol between them', async () => {
    const socket = await connect();
    const [first = Buffer.alloc(0), ...rest] = parts(ping('x'), 10);
    for (const byte of first) socket.write(Buffer.from([byte]));
    socket.write(frame('here', { opcode: PING }), ...rest);
    expect(await socket.outcome()).toBeNull();
    expect(pongTexts(socket)[0]).toBe('x');
    expect(socket.pongs).toEqual(['here']);
    socket.leave();
  });

  it('many in one packet are dealt with in their order', async () => {
    const socket = await connect();
    socket.send(...Array.from({ length: 20 }, (_, i) => ({ type: 'ping', payload: { text: i } })));
    expect(await socket.outcome()).toBeNull();
    expect(pongTexts(socket).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    socket.leave();
  });

  it('of a binary message are refused, or taken like those of a text', async () => {
    const socket = await connect();
    socket.write(frame(ping('x'), { opcode: BINARY }));
    const ended = await socket.outcome();
    if (ended === null) expect(pongTexts(socket)[0]).toBe('x');
    else expect([1003, 4400]).toContain(ended.code);
    socket.leave();
  });

  const wrong: readonly (readonly [what: string, frames: () => readonly Buffer[], codes: readonly number[]])[] = [
    ['a text that is not UTF-8', () => [frame(Buffer.from([0x22, 0xc3, 0x28, 0x22]))], [1007]],
    ['a text that ends within a character', () => [frame(Buffer.from([0x22, 0xe2, 0x82]))], [1007]],
    ['half of a surrogate pair as UTF-8', () => [frame(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))], [1007]],
    ['a frame without a mask', () => [frame(ping('x'), { masked: false })], [1002]],
    ['a frame with a reserved bit', () => [frame(ping('x'), { reserved: 4 })], [1002]],
    ['a frame of an opcode that is reserved', () => [frame('x', { opcode: 3 })], [1002]],
    ['a part that continues nothing', () => [frame('x', { opcode: 0 })], [1002]],
    ['a message within another', () => [frame('{', { fin: false }), frame(ping('x'))], [1002]],
    ['a ping in parts', () => [frame('x', { opcode: PING, fin: false })], [1002]],
    ['a ping of more than 125 bytes', () => [frame('x'.repeat(126), { opcode: PING })], [1002]],
    ['a close frame with half a code', () => [frame(Buffer.from([3]), { opcode: CLOSE })], [1002]],
    ['a close frame with a code that nobody sends', () => [frame(Buffer.from([3, 237]), { opcode: CLOSE })], [1002]],
    ['a close reason that is not UTF-8', () => [frame(Buffer.from([3, 232, 0xff]), { opcode: CLOSE })], [1007, 1002]],
    ['a message of four MiB', () => [frame(ping('x'.repeat(4 * 1024 * 1024)))], [1009]],
    ['the beginning of a message of a terabyte', () => [frame('{', { declaredBytes: 2 ** 40 })], [1009]],
    ['a message of four MiB in parts', () => parts(ping('x'.repeat(4 * 1024 * 1024)), 60_000), [1009]],
  ];
  it.each(wrong)('%s close the connection', async (_what, frames, codes) => {
    const socket = await connect();
    socket.write(...frames());
    await until(() => socket.ended !== null, { what: 'the end' });
    expect(codes).toContain(socket.ended?.code);
  });

  it('of close are answered with the same code, and nothing follows', async () => {
    const socket = await connect('subscribed');
    socket.write(frame(Buffer.from([3, 232]), { opcode: CLOSE }));
    await until(() => socket.ended !== null, { what: 'the end' });
    expect(socket.ended?.code).toBe(1000);
  });
});

it('the server is as well as before', async () => {
  const ended: Ended | null = await (await connect('subscribed')).outcome();
  expect(ended).toBeNull();
  for (const socket of open) socket.leave();
});
