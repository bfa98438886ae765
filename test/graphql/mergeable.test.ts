/** Whether fields can merge is judged as graphql-js judges it, and at a bounded price. */
import fc from 'fast-check';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { mergeConflict } from '../../src/graphql/mergeable.ts';
import { createRandom } from '../../src/simulator/random.ts';

const schema = buildSchema(`
  type Query { a: A b: B node: Node any: Any n: Int }
  interface Node { id: ID! self(x: Int, in: In): Node nodes: [Node!]! text: String }
  interface Named implements Node { id: ID! self(x: Int, in: In): Node nodes: [Node!]! text: String }
  union Any = A | B
  input In { x: Int y: [Int] }
  type A implements Node & Named { id: ID! self(x: Int, in: In): A nodes: [Node!]! text: String n: Int list: [Int] other: B any: Any }
  type B implements Node { id: ID! self(x: Int, in: In): Node nodes: [Node!]! text: String n: String list: [Int!] other: A any: [Any] }
`);

type Of = 'Query' | 'Node' | 'Named' | 'Any' | 'A' | 'B';
const node = { self: 'Node', nodes: 'Node', id: null, text: null } as const;
const fields: Readonly<Record<Of, Readonly<Record<string, Of | null>>>> = {
  Query: { a: 'A', b: 'B', node: 'Node', any: 'Any', n: null },
  Node: node,
  Named: node,
  Any: { __typename: null },
  A: { ...node, self: 'A', n: null, list: null, other: 'B', any: 'Any' },
  B: { ...node, n: null, list: null, other: 'A', any: 'Any' },
};
/** What a selection may be narrowed to. */
const narrower: Readonly<Record<Of, readonly Of[]>> = {
  Query: ['Query'],
  Node: ['Node', 'Named', 'A', 'B'],
  Named: ['Node', 'Named', 'A'],
  Any: ['Any', 'Node', 'A', 'B'],
  A: ['A', 'Node', 'Any'],
  B: ['B', 'Node', 'Any'],
};
const ARGUMENTS = ['', '(x: 1)', '(x: 2)', '(in: { x: 1, y: [1, 2] })', '(in: { y: [1, 2], x: 1 })', '(in: { y: [2, 1], x: 1 })'];
const WITH_VARIABLE = ['(x: $v)', '(in: { x: $v })', '(x: $v, in: {})', '(in: {}, x: $v)'];

/** A document by chance: few names, so that they often meet. */
function documentOf(seed: number): string {
  const { chance, pick } = createRandom(seed);
  const fragments: { readonly name: string; readonly on: Of; readonly text: string }[] = [];
  const aField = (of: Of, depth: number): string => {
    const [name, type] = pick(Object.entries(fields[of]));
    if (type !== null && depth === 0) return '__typename';
    // Rare enough that many documents are right, or wrong in one place far down.
    const alias = chance(0.1) ? pick(['x: ', 'n: ', 'text: ']) : '';
    const given = name === 'self' && chance(0.3) ? pick(depth > 0 ? [...ARGUMENTS, ...WITH_VARIABLE] : ARGUMENTS) : '';
    return `${alias}${name}${given}${type === null ? '' : ` ${aSet(type, depth - 1)}`}`;
  };
  const aSelection = (of: Of, depth: number): string => {
    const kind = pick(['field', 'field', 'field', 'inline', 'bare', 'spread', 'fragment']);
    if (kind === 'inline') {
      const on = pick(narrower[of]);
      return `... on ${on} ${aSet(on, depth)}`;
    }
    if (kind === 'bare') return `... ${aSet(of, depth)}`;
    const fitting = fragments.filter(({ on }) => narrower[of].includes(on));
    if (kind === 'spread' && fitting.length > 0) return `...${pick(fitting).name}`;
    if (kind !== 'fragment' || fragments.length === MAX_FRAGMENTS || depth === 0) return aField(of, depth);
    const on = pick(narrower[of]);
    const text = aSet(on, depth - 1);
    const name = `F${fragments.length}`;
    fragments.push({ name, on, text });
    return `...${name}`;
  };
  const aSet = (of: Of, depth: number): string =>
    `{ ${Array.from({ length: 1 + pick([0, 1, 1, 2]) }, () => aSelection(of, depth)).join(' ')} }`;
  const query = aSet('Query', 3);
  return [`query ($v: Int) ${query}`, ...fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`)].join('\n');
}
const MAX_FRAGMENTS = 6;

const others = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule && rule.name !== 'NoUnusedVariablesRule');

describe('a conflict of fields', () => {
  it('is found where graphql-js finds one, and nowhere else', () => {
    const found = { conflict: 0, none: 0 };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const text = documentOf(seed);
        const document = parse(text);
        fc.pre(validate(schema, document, others).length === 0);
        const expected = validate(schema, document, [OverlappingFieldsCanBeMergedRule]);
        const conflict = mergeConflict(schema, document);
        found[conflict === null ? 'none' : 'conflict'] += 1;
        expect(conflict !== null, text).toBe(expected.length > 0);
      }),
      { numRuns: 500 },
    );
    // By chance there must be enough of both.
    expect(found.conflict).toBeGreaterThan(50);
    expect(found.none).toBeGreaterThan(50);
  });

  it.each([
    ['{ n a { id } a: b { id } }', '"a" and "b" are different fields'],
    ['{ node { ... on A { n } ... on B { n } } }', 'they return conflicting types "Int" and "String"'],
    ['{ a { other { x: text } ...F } } fragment F on A { other { ... { x: n } } }', '"text" and "n" are different fields'],
    ['{ node { self(x: 1) { id } ...F } } fragment F on Node { self(x: 2) { id } }', 'they have differing arguments'],
  ])('in %s is told as %s', (text, reason) => {
    const document = parse(text);
    const error = mergeConflict(schema, document);
    expect(error?.message).toContain(`conflict because ${reason}. Use different aliases`);
    expect(error?.locations).toHaveLength(2);
  });

  it.each([
    '{ any { ... on A { x: text } ... on B { x: n } } }',
    '{ node { ... on A { self(x: 1) { id } } ... on B { self(x: 2) { id } } } }',
    '{ any { ... on A { x: self { y: id text } } ... on B { x: other { y: id } } } }',
    '{ a { self(in: { x: 1, y: [2] }) { id } self(in: { y: [2], x: 1 }) { text } } }',
  ])('is none between objects that are never the same, nor by the order of members: %s', (text) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    expect(mergeConflict(schema, document)).toBeNull();
  });
});

describe('a document whose fragments meet in ever new ways', () => {
  /** Each level chooses between two fields that both lead to two fragments: which of them meet is another set for each way down. */
  const meeting = (fragments: number): string => {
    const names = Array.from({ length: fragments }, (_, i) => i);
    return [
      '{ a { ...F0 } }',
      ...names.map(
        (i) =>
          `fragment F${i} on A { ${i === fragments - 1 ? 'id' : `other { ... on B { other { ...F${i + 1} } } } self { ...F${i + 1} ...G${i + 1} }`} }`,
      ),
      ...names
        .slice(1)
        .map((i) => `fragment G${i} on A { ${i === fragments - 1 ? 'id' : `self { ...G${i + 1} } any { ... on A { ...F${i + 1} } }`} }`),
    ].join('\n');
  };

  it('is looked at for so long, and then refused', () => {
    expect(mergeConflict(schema, parse(meeting(8)))).toBeNull();
    const wide = `{ ${Array.from({ length: 400 }, (_, i) => `a${i}: a { ...F }`).join(' ')} } fragment F on A { ${Array.from({ length: 400 }, (_, i) => `n${i}: n`).join(' ')} }`;
    expect(mergeConflict(schema, parse(wide))?.message).toMatch(/meet in too many ways/);
  });
});
