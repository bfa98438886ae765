import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { EXAMPLE_OPERATIONS } from '../../src/server/example-operations.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { metricsOf } from '../support/on-kafka.ts';
import { until } from '../support/until.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
});

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** As it comes over the wire: fetch would decode it, and bring Accept headers of its own. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET', url = gateway.url): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject).end();
  });
}

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const page = (headers: Record<string, string> = {}, method = 'GET') => ask('/graphql', { accept: BROWSER, ...headers }, method);

describe('the GraphiQL page', () => {
  it('is the same page in every encoding, a fraction of it over the wire', async () => {
    const plain = await page();
    expect(plain).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.subarray(0, 15).toString()).toBe('<!doctype html>');
    const [br, gzip] = [await page({ 'accept-encoding': 'br' }), await page({ 'accept-encoding': 'gzip' })];
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    for (const { body, headers } of [plain, br, gzip]) expect(headers['content-length']).toBe(String(body.length));
    expect(br.body.length).toBeLessThan(gzip.body.length);
    expect(gzip.body.length * 3).toBeLessThan(plain.body.length);
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['gzip;q=0.5, *;q=0', 'gzip'],
    ['br; q=0, gzip; q=0', undefined],
    ['identity, br;q=0.9', undefined],
    ['br;q=nonsense', undefined],
    ['zstd', undefined],
    ['identity;q=0, gzip;q=0.001', 'gzip'],
    ['*;q=0', undefined],
    ['', undefined],
  ])('takes of "%s" %s', async (accepted, encoding) => {
    const { status, headers } = await page({ 'accept-encoding': accepted }, 'HEAD');
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers.vary).toBe('Accept, Accept-Encoding');
  });

  it('is asked for again each time, and not sent again while it is the same', async () => {
    const first = await page({ 'accept-encoding': 'br' });
    const etag = first.headers.etag ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    expect(first.headers['cache-control']).toContain('no-cache');
    for (const tags of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
      const again = await page({ 'accept-encoding': 'br', 'if-none-match': tags });
      expect([again.status, again.body.length, again.headers.etag, again.headers.vary]).toEqual([304, 0, etag, first.headers.vary]);
      expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
    }
    for (const other of [{ 'if-none-match': '"another"' }, { 'if-none-match': etag, 'accept-encoding': 'gzip' }])
      expect((await page({ 'accept-encoding': 'br', ...other })).status).toBe(200);
  });

  it('answers HEAD with what GET would have, and nothing more', async () => {
    const [head, got] = [await page({ 'accept-encoding': 'gzip' }, 'HEAD'), await page({ 'accept-encoding': 'gzip' })];
    expect([head.status, head.body.length]).toEqual([200, 0]);
    const { date: _then, ...headers } = head.headers;
    const { date: _now, ...wanted } = got.headers;
    expect(headers).toEqual(wanted);
  });

  it.each(['text/html', BROWSER, 'text/html;q=0.9, application/json;q=0.8', 'text/html, text/event-stream;q=0.5'])(
    'is what a browser gets that accepts %s',
    async (accept) => {
      expect((await ask('/graphql', { accept }, 'HEAD')).headers['content-type']).toContain('text/html');
    },
  );

  it.each([
    '*/*',
    'application/json',
    'application/graphql-response+json, text/html;q=0.5',
    'application/json, text/html',
    'text/html;q=0',
    '',
  ])('is not what a program gets that accepts "%s"', async (accept) => {
    const { status, headers } = await ask('/graphql', { accept });
    expect(String(headers['content-type'])).not.toContain('html');
    expect([200, 400, 406]).toContain(status);
  });

  it('leaves queries by GET to GraphQL over HTTP, whatever they accept', async () => {
    for (const accept of ['*/*', 'application/json', BROWSER, `${BROWSER}, application/json`]) {
      const { headers, body } = await ask(`/graphql?query=${encodeURIComponent('{ __typename }')}`, { accept });
      expect(headers['content-type']).toContain('json');
      expect(JSON.parse(body.toString())).toEqual({ data: { __typename: 'Query' } });
    }
    expect((await ask('/graphql?tab=1', { accept: BROWSER }, 'HEAD')).headers['content-type']).toContain('text/html');
    expect((await query(gateway.url, '{ __typename }', {}, { accept: 'text/html, */*' })).body).toEqual({ data: { __typename: 'Query' } });
  });

  it('is built once for many that ask at the same time, and holds up nobody meanwhile', async () => {
    await using fresh = await openGateway();
    let threads = 0;
    const onWorker = (): void => void (threads += 1);
    process.on('worker', onWorker);
    const pages = Promise.all(Array.from({ length: 5 }, () => ask('/graphql', { accept: BROWSER }, 'HEAD', fresh.url)));
    let others = 0;
    for (let built = false; !built; others += 1) {
      built = await Promise.race([pages.then(() => true), ask('/healthz', {}, 'GET', fresh.url).then(() => false)]);
    }
    process.off('worker', onWorker);
    expect((await pages).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(threads).toBe(1);
    // In one thread with it they would wait until it is built.
    expect(others).toBeGreaterThan(10);
  });

  it('is a short word about the address where it is switched off', async () => {
    await using closed = await openGateway({ graphiql: false });
    const told = await ask('/graphql', { accept: BROWSER }, 'GET', closed.url);
    expect([told.status, told.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(told.body.toString()).toMatch(/GraphQL API.*\n.*GRAPHIQL=on/);
    expect((await query(closed.url, '{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
    const got = await ask(`/graphql?query=${encodeURIComponent('{ __typename }')}`, { accept: BROWSER }, 'GET', closed.url);
    expect(got.body.toString()).toContain('__typename');
  });
});

describe.skipIf(!hasBrowser)('GraphiQL in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    // What the examples ask for.
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentLogin', AgentID: '1001', ThisDN: '5001', ThisQueue: '8001' });
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', AgentID: '1001', ThisDN: '5001', ThisQueue: '8001' });
    gateway.write('callThread', 'acme:a-thread', {
      id: 'EventQueued',
      CallThreadID: 'a-thread',
      ConnID: 'a-call',
      ThisDN: '8001',
      ThisQueue: '8001',
      ANI: '+4930123',
      CallType: 2,
    });
    await until(
      async () =>
        (await query(gateway.url, '{ callThreads(tenantId: "acme") { edges { node { callThreadId } } } }')).body.data?.['callThreads'],
      { what: 'the records to be read' },
    );
  });
  afterAll(async () => {
    await browser?.close();
  });

  const subscriptions = () => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread');
  const nothingLeft = () => until(() => subscriptions() === 0, { what: 'the subscription of the page to end' });
  const nobodyWatches = async (): Promise<boolean> => (await metricsOf(gateway)).get('subscriptions{field="agents"}') === 0;
  const result = async (shown: Page): Promise<string> => await shown.locator('.result-window').innerText();
  const choose = async (shown: Page, name: string): Promise<void> => {
    await shown.locator('.graphiql-tab-button', { hasText: name }).click();
    // GraphiQL looks at an operation a moment after it has been put there; before that it would run the one of the tab before.
    await until(async () => (await stored(shown)).get('voice-events:graphiql:query')?.includes(` ${name}`), { what: `the tab ${name}` });
  };
  const stored = async (shown: Page): Promise<ReadonlyMap<string, string>> =>
    new Map(await shown.evaluate<[string, string][]>('Object.entries(localStorage)'));

  /** A browser that was never here, and what it must not have done when it goes. */
  async function visit(): Promise<AsyncDisposable & { readonly shown: Page; readonly sockets: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const shown = await context.newPage();
    const foreign: string[] = [];
    const failures: string[] = [];
    const sockets: string[] = [];
    shown.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).origin !== gateway.url) foreign.push(request.url());
    });
    shown.on('pageerror', (error) => failures.push(String(error)));
    // The browser's word for what the policy of the page forbids.
    shown.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    shown.on('websocket', (socket) => sockets.push(socket.url()));
    await shown.goto(`${gateway.url}/`);
    await shown.locator('.graphiql-tab-active').waitFor();
    return {
      shown,
      sockets,
      async [Symbol.asyncDispose]() {
        await context.close();
        await nothingLeft();
        expect({ foreign, failures }).toEqual({ foreign: [], failures: [] });
      },
    };
  }

  const names = EXAMPLE_OPERATIONS.map(({ query: text }) => /^(?:query|subscription) (\w+)/m.exec(text)?.[1] ?? '');

  it('opens with the examples in tabs, the first of which answers at once', async () => {
    await using visitor = await visit();
    const { shown } = visitor;
    expect(await shown.locator('.graphiql-tab-button').allInnerTexts()).toEqual(names);
    await shown.click('.graphiql-execute-button');
    await shown.locator('.result-window', { hasText: '"agentsReady": 1' }).waitFor();
    expect(await result(shown)).toContain('"1001"');
    expect(new URL(shown.url()).search).toBe('');
  });

  it('runs each example at the first click: queries give data, subscriptions show the state or an event', async () => {
    await using visitor = await visit();
    const { shown } = visitor;
    const fields = ['queue', 'agents', 'callThreads', 'agent', 'callThreads', 'agentStateEvents', 'callThreadEvents', 'gateway'];
    expect(fields).toHaveLength(names.length);
    for (const [i, name] of names.entries()) {
      await choose(shown, name);
      await shown.click('.graphiql-execute-button');
      const live = EXAMPLE_OPERATIONS[i]?.query.includes('\nsubscription ') === true;
      const ofEvents = fields[i]?.endsWith('Events') === true;
      if (ofEvents) {
        await until(() => subscriptions() === 1, { what: `the subscription of ${name}` });
        gateway.write('agentState', 'acme:1001', { id: 'EventAgentNotReady', AgentID: '1001', ThisDN: '5001' });
        gateway.write('callThread', 'acme:a-thread', {
          id: 'EventQueued',
          CallThreadID: 'a-thread',
          ThisDN: '8001',
          ThisQueue: '8001',
          CallType: 2,
        });
      }
      await shown.locator('.result-window', { hasText: `"${fields[i]}": {` }).waitFor();
      const text = await result(shown);
      expect(text).not.toContain('"errors"');
      if (ofEvents) expect(text).toMatch(/"__typename":\s"Event/);
      else if (live) expect(text).toMatch(/"kind":\s"SNAPSHOT"/);
      if (live) await shown.click('.graphiql-execute-button');
      await nothingLeft();
    }
  });

  it('shows a supervisor one queue: all of it at once, then what changes, and nothing more after a stop', async () => {
    await using visitor = await visit();
    const { shown } = visitor;
    const write = (agentId: string, id: string, ThisQueue = '8001') =>
      gateway.write('agentState', `acme:${agentId}`, { id, AgentID: agentId, ThisDN: `5${agentId}`, ThisQueue });
    write('1007', 'EventAgentLogin');
    await choose(shown, 'QueueAgents');
    await shown.click('.graphiql-execute-button');
    await shown.locator('.result-window', { hasText: '"SNAPSHOT"' }).waitFor();
    const snapshot = await result(shown);
    for (const agentId of ['"1001"', '"1007"']) expect(snapshot).toContain(agentId);
    // Nobody of this queue, then somebody of it: had the first moved anything, it would have come before.
    write('1008', 'EventAgentLogin', '8002');
    write('1007', 'EventAgentNotReady');
    await shown.locator('.result-window', { hasText: '"CHANGE"' }).waitFor();
    const changed = await result(shown);
    for (const text of ['"NOT_READY"', '"1007"']) expect(changed).toContain(text);
    for (const text of ['"1001"', '"1008"']) expect(changed).not.toContain(text);
    write('1007', 'EventAgentLogout');
    await until(async () => /"removed":\s\[\s*"1007"/.test(await result(shown)), { what: 'the agent to go' });
    await shown.click('.graphiql-execute-button');
    await until(nobodyWatches, { what: 'the subscription to end' });
  });

  it('subscribes over WebSocket, shows the newest event, and leaves nothing behind after a reload', async () => {
    await using visitor = await visit();
    const { shown, sockets } = visitor;
    await choose(shown, 'LiveCalls');
    await shown.click('.graphiql-execute-button');
    await until(() => subscriptions() === 1, { what: 'the subscription' });
    for (const thread of ['thread-before', 'thread-of-the-browser']) {
      gateway.write('callThread', `acme:${thread}`, { id: 'EventQueued', CallThreadID: thread, ThisQueue: '8001', CallType: 2 });
      await shown.locator('.result-window', { hasText: thread }).waitFor();
    }
    expect(await result(shown)).toContain('EventQueued');
    expect(await result(shown)).not.toContain('thread-before');
    expect(sockets).toEqual([`${gateway.url.replace('http', 'ws')}/graphql`]);
    await shown.reload();
    await nothingLeft();
  });

  it('is not sent again at the second visit, keeps what was edited, and keeps no header', async () => {
    await using visitor = await visit();
    const { shown } = visitor;
    await choose(shown, 'Status');
    await shown.locator('.graphiql-query-editor .view-lines').click();
    await shown.keyboard.press('ControlOrMeta+A');
    await shown.keyboard.type('query Edited { __typename }');
    await until(async () => (await stored(shown)).get('voice-events:graphiql:tabState')?.includes('query Edited'), {
      what: 'the edited operation to be stored',
    });
    await shown.click('.graphiql-execute-button');
    await shown.locator('.result-window', { hasText: '"Query"' }).waitFor();
    expect(new URL(shown.url()).search).toBe('');
    expect([...(await stored(shown)).keys()].filter((key) => !key.startsWith('voice-events:'))).toEqual([]);
    expect([...(await stored(shown)).values()].join()).not.toContain('Bearer');

    const pages: number[] = [];
    const onResponse = (message: unknown): void => {
      const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
      if (request.method === 'GET') pages.push(response.statusCode);
    };
    subscribe('http.server.response.finish', onResponse);
    await shown.reload();
    unsubscribe('http.server.response.finish', onResponse);
    expect(pages).toEqual([304]);
    await shown.locator('.graphiql-tab-active', { hasText: 'Edited' }).waitFor();
  });

  it('comes back by itself after the gateway was away, and says so meanwhile', async () => {
    const port = await freePort();
    let restarted = await openGateway({ port });
    try {
      const context = await browser.newContext();
      const shown = await context.newPage();
      await shown.goto(`${restarted.url}/`);
      await shown.locator('.graphiql-tab-active').waitFor();
      await choose(shown, 'LiveAgents');
      await shown.click('.graphiql-execute-button');
      const attached = () => restarted.hub.subscriptions('agentState') === 1;
      await until(attached, { what: 'the subscription' });
      await restarted[Symbol.asyncDispose]();
      await shown.locator('.result-window', { hasText: 'DRAINING' }).waitFor();
      restarted = await openGateway({ port });
      await shown.locator('.result-window', { hasText: 'is back' }).waitFor();
      await until(attached, { what: 'the subscription to come back' });
      restarted.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '5001' });
      await shown.locator('.result-window', { hasText: 'EventAgentReady' }).waitFor();
      await context.close();
    } finally {
      await restarted[Symbol.asyncDispose]();
    }
  });

  it('sends the headers pane with queries and as the payload of connection_init', async () => {
    await using visitor = await visit();
    const { shown } = visitor;
    const sent: string[] = [];
    shown.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
    await choose(shown, 'Status');
    await shown.getByRole('button', { name: 'Headers' }).click();
    await shown.locator('.graphiql-editor', { hasText: 'Bearer <token>' }).waitFor();
    const asked = shown.waitForRequest((request) => request.postData()?.includes('Status') === true);
    await shown.click('.graphiql-execute-button');
    expect((await asked).headers()).toMatchObject({ authorization: 'Bearer <token>' });

    await choose(shown, 'LiveAgents');
    await shown.locator('.graphiql-editor-tool .monaco-editor:visible').click();
    await shown.keyboard.insertText('{ "authorization": "Bearer of-the-test" }');
    await shown.click('.graphiql-execute-button');
    await until(() => subscriptions() === 1, { what: 'the subscription' });
    expect(JSON.parse(sent[0] ?? '')).toEqual({ type: 'connection_init', payload: { authorization: 'Bearer of-the-test' } });
    expect([...(await stored(shown)).values()].join()).not.toContain('of-the-test');
  });
});
