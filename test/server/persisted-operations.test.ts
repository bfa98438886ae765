/** Operations by their hash: on every transport, from manifests of both kinds, and nothing else where that is so set. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { print } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createResumingClient } from '../../schema/client/resuming.ts';
import { WallboardAgentEventsDocument, WallboardDocument } from '../../schema/client/operations.ts';
import { demoConfig } from '../../src/config.ts';
import { SettingsError } from '../../src/settings.ts';
import { bareClient } from '../support/bare-client.ts';
import { root, runMain } from '../support/child.ts';
import { openGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const STATUS = 'query Status { gateway { ready } }';
const EVENTS = 'subscription Events($tenantId: ID!) { agentStateEvents(tenantId: $tenantId) { __typename } }';
const texts = [STATUS, EVENTS];
const OWN = join(root, 'schema/persisted-operations.json');

const manifests: Readonly<Record<string, string>> = {
  'the client preset': file('preset.json', Object.fromEntries(texts.map((text) => [`sha256:${hashOf(text)}`, text]))),
  Apollo: file('apollo.json', {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: texts.map((body) => ({ id: hashOf(body), name: body.split(/\W/)[1], type: body.split(' ')[0], body })),
  }),
};

async function open(paths: string, only: boolean): Promise<TestGateway> {
  const env = { PORT: '0', PERSISTED_OPERATIONS: paths, PERSISTED_ONLY: only ? 'on' : 'off' };
  return await openGateway(demoConfig({ env, args: [], nowMs: Date.now() }));
}

const untilReady = ({ url }: TestGateway) =>
  until(async () => (await (await fetch(`${url}/readyz`)).text()).includes('"ready":true'), { what: 'the gateway to be ready' });

type Asked = { readonly query?: string; readonly extensions?: unknown; readonly variables?: Record<string, unknown> };
const byHash = (sha256Hash: string, more: Asked = {}): Asked => ({ ...more, extensions: { persistedQuery: { version: 1, sha256Hash } } });

type Result = { readonly data?: unknown; readonly errors?: readonly { readonly extensions: { readonly code: string } }[] };
type Told = { readonly data: unknown; readonly code: string | undefined };
const told = ({ data = null, errors }: Result): Told => ({ data, code: errors?.[0]?.extensions.code });

const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
const post = async ({ url }: TestGateway, asked: Asked, headers: Record<string, string> = json) =>
  await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(asked) });

/** The first result of an operation. */
const transports: Readonly<Record<string, (gateway: TestGateway, asked: Asked) => Promise<Told>>> = {
  'HTTP POST': async (gateway, asked) => told((await (await post(gateway, asked)).json()) as Result),
  'HTTP GET': async ({ url }, { query, extensions, variables }) => {
    const members = { query, extensions: extensions && JSON.stringify(extensions), variables: variables && JSON.stringify(variables) };
    const given = Object.entries(members).filter((member): member is [string, string] => typeof member[1] === 'string');
    const search = String(new URLSearchParams(given));
    return told((await (await fetch(`${url}/graphql?${search}`, { headers: { accept: json.accept } })).json()) as Result);
  },
  SSE: async (gateway, asked) => {
    const text = await (await post(gateway, asked, { ...json, accept: 'text/event-stream' })).text();
    return told(JSON.parse(/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}') as Result);
  },
  WebSocket: async (gateway, asked) => {
    const client = await bareClient(gateway);
    client.send({ id: '1', type: 'subscribe', payload: { query: '', ...asked } });
    const frame = await until(() => client.frames.find(({ id }) => id === '1'), { what: 'an answer' });
    client.socket.terminate();
    return told(frame.type === 'error' ? { errors: frame.payload as NonNullable<Result['errors']> } : (frame.payload as Result));
  },
};
const READY: Told = { data: { gateway: { ready: true } }, code: undefined };
const refused = (code: string): Told => ({ data: null, code });

describe.each(Object.keys(transports))('over %s', (name) => {
  const ask = transports[name] ?? (() => Promise.reject(new Error('no transport')));

  it.each(Object.keys(manifests))('an operation of the manifest of %s is answered by hash, and by nothing else', async (kind) => {
    await using gateway = await open(manifests[kind] ?? '', true);
    await untilReady(gateway);
    // The second time it is known, and goes the plain way.
    for (const hash of [hashOf(STATUS), hashOf(STATUS), hashOf(STATUS).toUpperCase(), `sha256:${hashOf(STATUS)}`])
      expect(await ask(gateway, byHash(hash))).toEqual(READY);
    // What is written beside it is not looked at.
    expect(await ask(gateway, byHash(hashOf(STATUS), { query: '{ viewer { masked } }' }))).toEqual(READY);
    for (const asked of [{ query: STATUS }, { query: '{ __schema { queryType { name } } }' }, { query: STATUS, extensions: { other: 1 } }])
      expect(await ask(gateway, asked)).toEqual(refused('PERSISTED_OPERATION_REQUIRED'));
    for (const hash of [hashOf(`${STATUS} `), '', 'toString', '__proto__'])
      expect(await ask(gateway, byHash(hash, { query: STATUS }))).toEqual(refused('PERSISTED_OPERATION_NOT_FOUND'));
  });

  it('hashes and texts go side by side where nothing else is set', async () => {
    await using gateway = await open(manifests['the client preset'] ?? '', false);
    await untilReady(gateway);
    for (const asked of [byHash(hashOf(STATUS)), { query: STATUS }]) expect(await ask(gateway, asked)).toEqual(READY);
    expect(await ask(gateway, byHash(hashOf('other'), { query: STATUS }))).toEqual(refused('PERSISTED_OPERATION_NOT_FOUND'));
  });

  it('a gateway without a manifest answers texts, whatever hash comes with them', async () => {
    await using gateway = await openGateway();
    await untilReady(gateway);
    expect(await ask(gateway, byHash(hashOf(STATUS), { query: STATUS }))).toEqual(READY);
    expect(await ask(gateway, byHash(hashOf(STATUS)))).toEqual(refused('PERSISTED_OPERATION_NOT_FOUND'));
  });
});

describe('by hash', () => {
  it('a request that is refused is the mistake of its client, for GraphQL over HTTP', async () => {
    await using gateway = await open(manifests['Apollo'] ?? '', true);
    expect((await post(gateway, { query: STATUS })).status).toBe(400);
    expect((await post(gateway, byHash(hashOf('other')))).status).toBe(400);
  });

  it('subscriptions deliver, over WebSocket and SSE', async () => {
    await using gateway = await open(manifests['the client preset'] ?? '', true);
    const asked = byHash(hashOf(EVENTS), { query: '', variables: { tenantId: 'acme' } });
    const client = await bareClient(gateway);
    client.send({ id: '1', type: 'subscribe', payload: asked });
    const leaving = new AbortController();
    const stream = await fetch(`${gateway.url}/graphql`, {
      ...{ method: 'POST', headers: { ...json, accept: 'text/event-stream' }, body: JSON.stringify(asked) },
      signal: leaving.signal,
    });
    await until(() => gateway.hub.subscriptions('agentState') === 2, { what: 'both subscriptions' });
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    await until(() => client.frames.some(({ type }) => type === 'next'), { what: 'the event' });
    let text = '';
    for await (const chunk of stream.body ?? []) if ((text += Buffer.from(chunk).toString()).includes('EventAgentReady')) break;
    leaving.abort();
    client.socket.terminate();
  });

  it('the resuming client asks all that it asks, its own question for a place too', async () => {
    await using gateway = await open(OWN, true);
    const client = createResumingClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, persisted: true });
    const seen: string[] = [];
    const errors: unknown[] = [];
    client.subscribe(
      WallboardAgentEventsDocument,
      { tenantId: 'acme' },
      { next: ({ agentStateEvents }) => seen.push(agentStateEvents.eventId), onError: (error) => errors.push(error) },
    );
    await until(() => errors.length > 0 || gateway.hub.subscriptions('agentState') === 1, { what: 'the subscription' });
    gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001' });
    await until(() => errors.length > 0 || seen.length === 1, { what: 'the event' });
    expect(errors).toEqual([]);
    const { __meta__, ...bare } = WallboardAgentEventsDocument as typeof WallboardAgentEventsDocument & { readonly __meta__?: unknown };
    expect(__meta__).toEqual({ hash: hashOf(print(bare)) });
    expect(() => client.subscribe(bare, { tenantId: 'acme' }, { next: () => {} })).toThrow('WallboardAgentEvents has no hash');
    await client.dispose();
    // Texts are refused here, so all of that went by hash.
    expect((await post(gateway, { query: print(WallboardDocument) })).status).toBe(400);
  });
});

describe('a manifest', () => {
  const wide = `{ viewer { ${Array.from({ length: 31 }, (_, i) => `a${i}: masked`).join(' ')} } }`;
  it.each<[string, string, RegExp]>([
    ['that is not there', join(folder, 'absent.json'), /^PERSISTED_OPERATIONS names \S+absent\.json, which cannot be read \(ENOENT\): /],
    ['that is no JSON', file('cut.json', `{ "${hashOf(STATUS)}": "query`), /names \S+cut\.json, which is no JSON: /],
    ['that is empty', file('empty.json', {}), /names \S+empty\.json, which is no manifest: /],
    ['that is a list', file('list.json', [STATUS]), /names \S+list\.json, which is no manifest: /],
    [
      'of another version',
      file('version.json', { format: 'apollo-persisted-query-manifest', version: 2, operations: [] }),
      /is no manifest/,
    ],
    ['with other hashes', file('sha1.json', { '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12': STATUS }), /in which "2fd4\S+" is no SHA-256: /],
    ['without a document', file('number.json', { [hashOf(STATUS)]: 1 }), /in which "[0-9a-f]{64}" has no document: /],
    [
      'that was changed',
      file('changed.json', { [hashOf(STATUS)]: `${STATUS} ` }),
      /in which "[0-9a-f]{64}" is not the SHA-256 of its document/,
    ],
    [
      'with what is no GraphQL',
      file('syntax.json', { [hashOf('{')]: '{' }),
      /holds what cannot be asked: [0-9a-f]{64} \(\{\): Syntax Error/,
    ],
    [
      'of another schema',
      file('schema.json', { [hashOf(STATUS)]: STATUS, [hashOf('{ nothing }')]: '{ nothing }' }),
      /holds what cannot be asked: [0-9a-f]{64} \(\{ nothing \}\): Cannot query field "nothing"/,
    ],
    [
      'with what is beyond a limit',
      file('wide.json', { [hashOf(wide)]: wide }),
      /holds what cannot be asked: [0-9a-f]{64} \(.*\): MAX_ALIASES 30$/m,
    ],
  ])('%s is refused at the start, by name', async (_what, path, sentence) => {
    const problems = await open(`${OWN},${path}`, false).then(
      async (gateway) => {
        await gateway[Symbol.asyncDispose]();
        return [];
      },
      (error: unknown) => (error instanceof SettingsError ? error.problems : Promise.reject(error as Error)),
    );
    expect(problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('that is refused ends the process with exit code 2 and one sentence', async () => {
    await using demo = runMain(['demo'], { PORT: '0', PERSISTED_OPERATIONS: join(folder, 'schema.json') });
    expect(await demo.exited).toBe(2);
    expect(demo.stderr().trim().split('\n')).toEqual([expect.stringMatching(/^PERSISTED_OPERATIONS holds what cannot be asked: /)]);
    expect(demo.stdout()).toBe('');
  });

  it('is wanted where nothing else is accepted', () => {
    expect(() => demoConfig({ env: { PERSISTED_ONLY: 'on' }, args: [], nowMs: Date.now() })).toThrow(
      'PERSISTED_ONLY is on and PERSISTED_OPERATIONS is not set: name a manifest',
    );
  });
});
