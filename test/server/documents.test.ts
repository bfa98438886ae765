/** What is asked is read and judged once, at a price that its tokens bound; what was refused is told again, the same, for nothing. */
import { GraphQLError } from 'graphql';
import type { GraphQLUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { GatewayError, limitExceeded } from '../../src/errors.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Documents } from '../../src/server/documents.ts';
import type { Refuse } from '../../src/server/refusals.ts';

const schema = createSchema(catalogue);
const open = (refuse: Refuse = limitExceeded): Documents =>
  new Documents(schema, { introspection: true, maxQueryTokens: 2000, maxQueryDepth: 10, maxAliases: 30, refuse });

/** What its client would be told; nothing where it is valid. */
function judge(documents: Documents, text: string): readonly unknown[] {
  try {
    return documents.validate(documents.parse(text)).map((error) => error.toJSON());
  } catch (error) {
    if (error instanceof GraphQLError) return [error.toJSON()];
    if (error instanceof GatewayError) return [{ message: error.message, extensions: error.extensions }];
    throw error;
  }
}

const times = (count: number, text: string | ((i: number) => string)): string =>
  Array.from({ length: count }, (_, i) => (typeof text === 'string' ? text : text(i))).join(' ');

describe('a text', () => {
  it.each([
    ['a syntax error', '{ gateway { version ', 'GRAPHQL_PARSE_FAILED'],
    ['fields that are not there', '{ nothing { here } gateway { neither } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a conflict', '{ gateway { x: version x: ready } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['too many aliases', `{ ${times(31, (i) => `a${i}: __typename`)} }`, 'LIMIT_EXCEEDED'],
    ['too many tokens', `{ ${times(2000, '__typename')} }`, 'LIMIT_EXCEEDED'],
    ['too much depth', `${'{ a '.repeat(11)}${'}'.repeat(11)}`, 'LIMIT_EXCEEDED'],
  ])('that is refused for %s is told the same each time, and counted where it is counted', (_what, text, code) => {
    let counted = 0;
    const documents = open((...beyond) => {
      counted += 1;
      return limitExceeded(...beyond);
    });
    const first = judge(documents, text);
    expect(first[0]).toMatchObject({ extensions: { code } });
    for (let i = 0; i < 3; i += 1) expect(judge(documents, text)).toEqual(first);
    expect(counted).toBe(code === 'LIMIT_EXCEEDED' ? 4 : 0);
    expect(documents.known(text)).toBeNull();
  });

  it('is told its first mistakes, each with its place and in a few words', () => {
    const errors = judge(open(), `{ gateway {\n ${times(1000, 'nothing')} } }`);
    expect(errors).toHaveLength(11);
    expect(errors[0]).toMatchObject({ locations: [{ line: 2, column: 2 }] });
    expect(errors.at(-1)).toMatchObject({ message: expect.stringMatching(/^Too many validation errors/) as string });
    const long = judge(open(), `{ agents(tenantId: "acme", filter: { ${times(600, (i) => `x${i}: 1`)} }) { cursor } }`);
    expect(JSON.stringify(long).length).toBeLessThan(10_000);
    expect(JSON.stringify(judge(open(), `{ gateway( ${'x'.repeat(50_000)} }`)).length).toBeLessThan(1000);
  });

  it('of more lines than it may have tokens is told its mistakes without their places', () => {
    for (const mistake of ['{ nothing }', '{ gateway { x: version x: ready } }', '{ ! }']) {
      const [error] = judge(open(), '\n'.repeat(2000) + mistake);
      expect(error).not.toHaveProperty('locations');
      expect(judge(open(), '\n'.repeat(1000) + mistake)[0]).toMatchObject({ locations: expect.any(Array) as unknown[] });
    }
  });
});

/** Milliseconds of this thread's processor, for many: its clock may tick only so often. What others do on this machine is not in it. */
function costOf(act: () => void): number {
  const before = process.threadCpuUsage();
  for (let i = 0; i < 6; i += 1) act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

describe('the price of a document', () => {
  /** The longest that anybody would write: all that there is of each event. */
  const harmless = `subscription { agentStateEvents(tenantId: "acme") { ${schema
    .getPossibleTypes(schema.getType('AgentStateEvent') as GraphQLUnionType)
    .map((type) => `... on ${type.name} { ${Object.keys(type.getFields()).join(' ')} }`)
    .join(' ')} } }`;
  const worst: Readonly<Record<string, string>> = {
    'the same object again and again': `{ ${times(490, 'gateway { version }')} }`,
    'objects within objects, each against each': `{ agents(tenantId: "acme") { edges { node { ${times(22, `calls { ${times(20, 'agents { agentId }')} }`)} } } } }`,
    'the same field in many fragments': `{ gateway { ${times(180, (i) => `...F${i}`)} } } ${times(180, (i) => `fragment F${i} on GatewayStatus { version ready }`)}`,
    'mistakes that cite a large value': `{ agents(tenantId: "acme", filter: { ${times(600, (i) => `agentId${i}: 1`)} }) { cursor } }`,
    'mistakes behind very many lines': `{ gateway {${'\n'.repeat(58_000)} ${times(1000, 'nothing')} } }`,
    'fragments that hold each other twice': `{ gateway { ...F20 } } fragment F0 on GatewayStatus { a: version } ${times(20, (i) => `fragment F${i + 1} on GatewayStatus { ...F${i} ... { ...F${i} } }`)}`,
    'fragments in a circle': `{ gateway { ...R0 } } ${times(150, (i) => `fragment R${i} on GatewayStatus { version ...R${(i + 1) % 150} }`)}`,
  };

  it.each(Object.keys(worst))('with %s is that of its tokens, and nothing the second time', (what) => {
    const text = worst[what] ?? '';
    judge(open(), text);
    const usual = costOf(() => expect(judge(open(), harmless)).toEqual([]));
    expect(costOf(() => judge(open(), text))).toBeLessThan(6 * usual);
    const documents = open();
    judge(documents, text);
    const threeTimes = (): void => {
      for (let i = 0; i < 3; i += 1) judge(documents, text);
    };
    expect(costOf(threeTimes)).toBeLessThan(usual);
  });
});
