import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { createBuilder } from '../../src/graphql/builder.ts';
import { addConnection, addPageInfo, windowOf } from '../../src/graphql/connections.ts';

function refusal(run: () => unknown): { code: unknown; argument: unknown; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof GatewayError) return { code: error.code, argument: error.extensions['argument'], message: error.message };
    throw error;
  }
  throw new Error('it was not refused');
}

/** The cursor of an id as a client gets it. */
function cursorOf(list: 'agents' | 'callThreads', id: string): string {
  const builder = createBuilder();
  builder.queryType({ description: 'None.', fields: (t) => ({ none: t.boolean({ resolve: () => true }) }) });
  const node = builder.objectRef<{ readonly id: string }>('Thing');
  node.implement({ fields: (t) => ({ id: t.exposeID('id') }) });
  addConnection(builder, { list, node, idOf: (thing) => thing.id, pageInfo: addPageInfo(builder), entries: 'things' });
  const edge = builder.toSchema().getType('ThingEdge') as unknown as {
    getFields(): Record<string, { resolve(parent: unknown, args: unknown, context: unknown, info: unknown): string }>;
  };
  return edge.getFields()['cursor']?.resolve({ id }, {}, {}, {}) ?? '';
}

describe('a page', () => {
  it('has 100 entries unless asked otherwise, and 1 to 1000', () => {
    expect(windowOf('agents', {})).toEqual({ first: 100, after: null });
    expect(windowOf('agents', { first: null, after: null })).toEqual({ first: 100, after: null });
    for (const first of [1, 1000]) expect(windowOf('agents', { first }).first).toBe(first);
    for (const first of [0, -1, 1001])
      expect(refusal(() => windowOf('agents', { first }))).toEqual({
        code: 'BAD_USER_INPUT',
        argument: 'first',
        message: expect.stringMatching(new RegExp(`first is ${first}: ask for 1 to 1000`)),
      });
  });

  it.each(['1001', '', 'Ünïcode 😀', 'half a character \ud83d', '["1"]', 'a\u0000b'])('finds the place of %j again', (id) => {
    const after = cursorOf('agents', id);
    expect(after).toMatch(/^[\w-]+$/);
    expect(windowOf('agents', { after })).toEqual({ first: 100, after: id });
  });

  it('refuses cursors that are none of its list, as they were', () => {
    const good = cursorOf('agents', '1001');
    const ofAnotherVersion = Buffer.from('[2,"agents","1001"]').toString('base64url');
    for (const after of [
      '',
      '1001',
      good.slice(1),
      good.slice(0, -1),
      `${good}A`,
      `${good}=`,
      cursorOf('callThreads', '1001'),
      ofAnotherVersion,
    ])
      expect(refusal(() => windowOf('agents', { after }))).toMatchObject({
        code: 'CURSOR_INVALID',
        argument: 'after',
        message: expect.stringContaining('page cursor of agents'),
      });
  });
});
