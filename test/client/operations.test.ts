/** Every operation of the client, against the real gateway over a simulated contact centre. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { getNamedType, isInterfaceType, isObjectType, isUnionType, Kind, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as client from '../../schema/client/index.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { collect, openGateway, query, webSocketClient } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';
import { simulated } from '../simulator/contact-centre.ts';

type Document = TypedDocumentNode<Record<string, never>, Record<string, never>>;
const documents = Object.entries(client).filter(([name]) => name.endsWith('Document')) as unknown as [string, Document][];
const operationOf = ({ definitions }: Document) =>
  definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION);
/** Those of events take a place to begin at. */
const hasPlace = (document: Document): boolean =>
  operationOf(document)?.variableDefinitions?.some(({ variable }) => variable.name.value === 'after') === true;
const ofKind = (kind: string) => documents.filter(([, document]) => operationOf(document)?.operation === kind);

/** By these a normalized cache finds an entity again. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Agent: ['tenantId', 'agentId'],
  CallThread: ['tenantId', 'callThreadId'],
  Queue: ['tenantId', 'queueId'],
  TenantSummary: ['tenantId'],
};

describe('the operations of the client', () => {
  let gateway: TestGateway;
  let socket: Client;
  let ids: { readonly agentId: string; readonly dns: readonly string[]; readonly callThreadId: string };
  const queueId = '8001';
  // Two minutes ago the shift began; the last of its minutes is written while the subscriptions are open.
  const startMs = Date.now() - 120_000;
  const records = simulated({ startMs, durationMs: 120_000 });
  const before = records.filter(({ dueMs }) => dueMs < 60_000);

  beforeAll(async () => {
    gateway = await openGateway();
    gateway.append?.(before);
    socket = webSocketClient(gateway.url);
    const read = async () => {
      const { body } = await query(gateway.url, '{ gateway { partitions { position } } }');
      const status = body.data as { gateway: { partitions: readonly { position: string }[] | null } } | null;
      return status?.gateway.partitions?.reduce((sum, { position }) => sum + Number(position), 0);
    };
    await until(async () => (await read()) === before.length, { what: 'the first minute to be read' });
    const { body } = await query(gateway.url, print(client.QueueBoardDocument), { tenantId: 'acme', queueId });
    const board = body.data as client.QueueBoardQuery | null;
    // Whoever talks at that moment hangs up later.
    const busy = board?.agents.edges.find(({ node }) => node.activity === 'TALKING')?.node;
    if (busy === undefined) throw new Error('nobody talks');
    ids = {
      agentId: busy.agentId,
      dns: busy.sessions.map(({ dn }) => dn),
      callThreadId: busy.calls[0]?.callThreadId ?? '',
    };
  });
  afterAll(async () => {
    await socket?.dispose();
    await gateway?.[Symbol.asyncDispose]();
  });

  /** Those that the operation declares. */
  const variablesOf = (document: Document): Record<string, unknown> => {
    // Whether a call waits just then is a matter of luck.
    const known: Record<string, unknown> = { tenantId: 'acme', queueId, waitingLongerThanSeconds: null, ...ids };
    const names = operationOf(document)?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    return Object.fromEntries(names.filter((name) => name in known).map((name) => [name, known[name]]));
  };

  it('are found', () => {
    expect([ofKind('query').length, ofKind('subscription').length]).toEqual([7, 13]);
  });

  it.each(ofKind('query'))('answers %s with data and without errors', async (_, document) => {
    const { status, body } = await query(gateway.url, print(document), variablesOf(document));
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    for (const [field, value] of Object.entries(body.data ?? {})) {
      expect(value, field).not.toBeNull();
      const { edges } = value as { edges?: readonly unknown[] };
      if (edges !== undefined) expect(edges.length, field).toBeGreaterThan(0);
    }
    expect(Object.keys(body.data ?? {})).not.toHaveLength(0);
  });

  it('asks for some agents or calls only when they are named', async () => {
    const agents = await query(gateway.url, print(client.QueueAgentsDocument), {
      tenantId: 'acme',
      queueId,
      agentIds: [ids.agentId, 'nobody'],
    });
    expect((agents.body.data as client.QueueAgentsQuery | null)?.agents.edges.map(({ node }) => node.agentId)).toEqual([ids.agentId]);
    const calls = await query(gateway.url, print(client.QueueCallsDocument), { tenantId: 'acme', queueId, callThreadIds: ['none'] });
    expect((calls.body.data as client.QueueCallsQuery | null)?.callThreads.edges).toEqual([]);
  });

  it.each(ofKind('subscription').filter(([, document]) => !hasPlace(document)))('shows the state by %s', async (name, document) => {
    const got = collect<Record<string, unknown>>(socket, print(document), variablesOf(document));
    const first = await until(() => got.items[0], { what: 'a payload' });
    expect(first).toMatchObject({ __typename: expect.any(String), cursor: expect.any(String), serverTime: expect.any(String) });
    if (name !== 'LiveTenantSummaryDocument') {
      expect(first).toMatchObject({ kind: 'SNAPSHOT', snapshotBegins: true, snapshotComplete: true, removed: [], sourceHealthy: true });
      const list = Object.values(first).find((value) => Array.isArray(value) && value.length > 0) ?? [];
      expect((list as readonly unknown[]).length).toBeGreaterThan(0);
    }
    got.unsubscribe();
  });

  it('delivers events to every subscription to them', async () => {
    const streams = ofKind('subscription')
      .filter(([, document]) => hasPlace(document))
      .map(([name, document]) => ({ name, got: collect(socket, print(document), variablesOf(document)) }));
    expect(streams).toHaveLength(8);
    await until(() => gateway.hub.subscriptions('agentState') + gateway.hub.subscriptions('callThread') === streams.length, {
      what: 'all subscriptions',
    });
    gateway.append?.(records.slice(before.length));
    for (const { name, got } of streams) {
      await until(() => got.items.length > 0, { what: `an event for ${name}` });
      expect(got.items[0], name).toMatchObject({
        __typename: expect.stringMatching(/^Event/),
        eventId: expect.any(String),
        tenantId: 'acme',
      });
    }
    for (const { got } of streams) got.unsubscribe();
  });

  it.each(documents)('selects in %s the type of everything, and the keys of what has an identity', (_, document) => {
    const fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    const namesIn = (set: SelectionSetNode): readonly string[] =>
      set.selections.flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return [selection.name.value];
        if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet);
        const fragment = fragments.get(selection.name.value);
        return fragment === undefined ? [] : namesIn(fragment.selectionSet);
      });
    const types = new TypeInfo(createSchema(catalogue));
    const missing: string[] = [];
    visit(
      document,
      visitWithTypeInfo(types, {
        Field: ({ name, selectionSet }) => {
          const type = getNamedType(types.getType());
          if (selectionSet === undefined || !(isObjectType(type) || isInterfaceType(type) || isUnionType(type))) return;
          const wanted = ['__typename', ...(KEYS[type.name] ?? [])];
          const selected = namesIn(selectionSet);
          missing.push(...wanted.filter((key) => !selected.includes(key)).map((key) => `${name.value}.${key}`));
        },
      }),
    );
    expect(missing).toEqual([]);
  });
});
