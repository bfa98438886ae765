/** GraphQL over SSE, from outside: distinct connections, one operation each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(async () => target[Symbol.asyncDispose]());

const QUERY = '{ __typename }';
type Result = { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };
type Event = { readonly event: string; readonly data: string };

/** What a browser's EventSource makes of a stream: events, each with its name and its data. */
class EventParser {
  readonly events: Event[] = [];
  #text = '';

  read(text: string): void {
    this.#text += text;
    const blocks = this.#text.split(/\r\n\r\n|\n\n|\r\r/);
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split(/\r\n|\n|\r/).filter((line) => line !== '' && !line.startsWith(':'));
      if (fields.length === 0) continue;
      const of = (name: string): string[] =>
        fields.filter((line) => line === name || line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      for (const line of fields) expect(line).toMatch(/^(event|data|id|retry)(:|$)/);
      this.events.push({ event: of('event').at(-1) ?? 'message', data: of('data').join('\n') });
    }
  }
}

async function ask(init: RequestInit & { readonly search?: string }) {
  const leaving = new AbortController();
  const { search = '', headers, ...rest } = init;
  const response = await fetch(`${target.url}${search}`, {
    ...rest,
    headers: { accept: 'text/event-stream', ...(headers as Record<string, string> | undefined), ...target.credentials },
    signal: leaving.signal,
  });
  const parser = new EventParser();
  let body = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true });
      body += text;
      if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) parser.read(text);
    }
  };
  const done = read();
  done.catch(() => {});
  return { response, events: parser.events, body: () => body, done, leave: () => leaving.abort() };
}

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  ask({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

const results = (events: readonly Event[]): Result[] =>
  events.filter(({ event }) => event === 'next').map(({ data }) => JSON.parse(data) as Result);

/** A last result with what is wrong. */
function expectRefusal(events: readonly Event[]): void {
  expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
  const [result] = results(events);
  expect(result?.errors).toEqual([expect.objectContaining({ message: expect.any(String) as string })]);
  expect(result).not.toHaveProperty('data');
}

async function untilDelivered(stream: Awaited<ReturnType<typeof post>>, count: number): Promise<void> {
  await until(
    () => {
      target.provoke();
      return stream.events.length >= count;
    },
    { what: `${count} events`, timeoutMs: 60_000 },
  );
}

describe('GraphQL over SSE', () => {
  it('answers as an event stream that nobody keeps', async () => {
    const { response, done } = await post({ query: QUERY });
    await done;
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream(;|$)/);
    expect(response.headers.get('cache-control') ?? '').toMatch(/no-cache|no-store/);
  });

  it.each([
    ['POST', () => post({ query: QUERY })],
    ['GET', () => ask({ search: `?query=${encodeURIComponent(QUERY)}` })],
  ])('answers a query by %s with next and complete, and ends', async (_method, asking) => {
    const { events, done } = await asking();
    await done;
    expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(results(events)).toEqual([{ data: { __typename: expect.any(String) as string } }]);
  });

  it('takes variables and the name of an operation by GET', async () => {
    const text = 'query A { __typename } query B($yes: Boolean!) { b: __typename @include(if: $yes) }';
    const search = `?${new URLSearchParams({ query: text, operationName: 'B', variables: '{"yes":true}' })}`;
    const { events, done } = await ask({ search });
    await done;
    expect(results(events)).toEqual([{ data: { b: expect.any(String) as string } }]);
  });

  it.each([
    ['POST', () => post({ query: target.subscription })],
    ['GET', () => ask({ search: `?query=${encodeURIComponent(target.subscription)}` })],
  ])('delivers a subscription by %s, result by result, until the client leaves', async (_method, asking) => {
    const stream = await asking();
    await untilDelivered(stream, 3);
    expect(new Set(stream.events.map(({ event }) => event))).toEqual(new Set(['next']));
    for (const { data, errors } of results(stream.events)) {
      expect(errors).toBeUndefined();
      expect(data).toEqual(expect.any(Object));
    }
    stream.leave();
  });

  it('keeps streams apart, and one that is left ends no other', async () => {
    const [left, staying] = [await post({ query: target.subscription }), await post({ query: target.subscription })];
    await Promise.all([untilDelivered(left, 1), untilDelivered(staying, 1)]);
    left.leave();
    await untilDelivered(staying, staying.events.length + 2);
    staying.leave();
  });

  it.each([
    ['no GraphQL', { query: '{' }],
    ['not of the schema', { query: '{ thereIsNoSuchField }' }],
    ['one of two without a name', { query: 'query A { __typename } query B { __typename }' }],
    ['without its variables', { query: 'query ($a: Boolean!) { __typename @include(if: $a) }' }],
  ])('tells what is wrong with an operation that is %s, and ends', async (_what, payload) => {
    const stream = await post(payload);
    await stream.done;
    // By a status, or within a stream that is whole; not both, for a stream with another status than 200 is none to a browser.
    const isStream = stream.response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    expect(stream.response.status).toBe(isStream ? 200 : 400);
    if (isStream) return expectRefusal(stream.events);
    expect((JSON.parse(stream.body()) as Result).errors).toHaveLength(1);
  });

  it.each([
    ['a body that is no JSON', () => post('{'), [400]],
    ['a body that is a list', () => post([]), [400, 422]],
    ['a body without a query', () => post({}), [400, 422]],
    ['variables that are a text', () => post({ query: QUERY, variables: 'x' }), [400, 422]],
    ['a body of another type', () => post({ query: QUERY }, { 'content-type': 'text/plain' }), [400, 415]],
    ['a method that there is not', () => ask({ method: 'PATCH' }), [400, 404, 405, 501]],
    ['a reservation, which is of the other mode', () => ask({ method: 'PUT' }), [400, 404, 405, 501]],
  ])('refuses %s', async (_what, asking, statuses) => {
    const { response, events, done } = await asking();
    await done;
    if (response.status === 200) expectRefusal(events);
    else expect(statuses).toContain(response.status);
  });
});
