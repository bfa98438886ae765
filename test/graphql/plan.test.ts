/** The fast way and graphql-js give the same bytes. */
import fc from 'fast-check';
import { executeSubscriptionEvent, isObjectType, parse, validate, validateSubscriptionArgs } from 'graphql';
import type { ValidatedSubscriptionArgs } from 'graphql';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { Delivered } from '../../src/hub/event-stream.ts';
import { placeBehind } from '../support/continuity.ts';
import { createDecoder } from '../../src/events/decode.ts';
import { Plan } from '../../src/graphql/plan.ts';
import { Plans } from '../../src/graphql/plans.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Mask } from '../../src/mask.ts';
import { createSimulation } from '../../src/simulator/simulation.ts';
import { TOPICS } from '../support/events.ts';

const schema = createSchema(catalogue);
const families: readonly Family[] = ['agentState', 'callThread'];
const rootFields = { agentState: 'agentStateEvents', callThread: 'callThreadEvents' } as const;
const unions = { agentState: 'AgentStateEvent', callThread: 'CallThreadEvent' } as const;
const interfaces = { agentState: ['VoiceEvent', 'AgentEvent'], callThread: ['VoiceEvent', 'CallEvent'] } as const;

const fieldsOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()) : [];
};
const membersOf = (family: Family): readonly string[] => {
  const union = schema.getType(unions[family]);
  return union !== undefined && 'getTypes' in union ? union.getTypes().map(({ name }) => name) : [];
};

/** What a simulated centre writes in all spellings, with unknown events and hostile values between. */
const events: Readonly<Record<Family, readonly VoiceEvent[]>> = (() => {
  const decode = createDecoder({
    catalogue,
    families: new Map(families.map((family) => [TOPICS[family], family])),
    maxRecordBytes: 1_000_000,
  });
  const simulation = createSimulation({
    ...{ tenants: 1, agents: 20, rate: 50, seed: 3, startMs: Date.UTC(2026, 0, 5), spellings: 'varied', durationMs: 120_000 },
    ...{ agentStateTopic: TOPICS.agentState, callThreadTopic: TOPICS.callThread },
  });
  const all: VoiceEvent[] = [];
  let offset = 0n;
  const read = (topic: string, key: string, value: string): void => {
    const record = { offset: offset++, timestampMs: 1, key: Buffer.from(key), value: Buffer.from(value) };
    all.push(...decode(topic, 0, record, 1_700_000_000_000).events);
  };
  for (let records = simulation.next(); records !== null; records = simulation.next()) {
    for (const { topic, key, value } of records) read(topic, String(key), String(value));
  }
  const hostile = [
    '{"id":"EventRinging","ANI":"\\"\\\\\\u2028\\u0000\\ud800\\u00e4","UserData":{"__proto__":1,"a":[1,{"b":null}]},"Extensions":[]}',
  ];
  for (const name of ['EventNovelty', 'EventAgentReady', 'EventRinging'])
    hostile.push(JSON.stringify({ id: name, ThisDN: '', CallType: 'Odd', Reasons: 'x' }));
  for (const value of hostile) for (const family of families) read(TOPICS[family], 'acme:"\\\u2028', value);
  const mask = new Mask(/^\+?[0-9]{7,}$/);
  const masked = all.filter((_, i) => i % 7 === 0).map((event) => mask.event(event));
  return {
    agentState: [...all, ...masked].filter(({ family }) => family === 'agentState'),
    callThread: [...all, ...masked].filter(({ family }) => family === 'callThread'),
  };
})();

/** Random selections within a type: fields with and without alias, fragments of both kinds, directives with constants and variables. */
function selectionOf(family: Family, typeName: string, depth: number): fc.Arbitrary<string> {
  const directive = fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '@include(if: $yes)',
        '@include(if: $no)',
        '@skip(if: $yes)',
        '@skip(if: $no)',
        '@skip(if: false)',
        '@include(if: true) @skip(if: $no)',
      ),
    },
  );
  const names = ['__typename', ...fieldsOf(typeName)];
  const field = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('', '', '', 'other_', 'x_'), directive)
    .map(([name, alias, on]) => `${alias === '' ? '' : `${alias}${name}: `}${name} ${on}`);
  if (depth === 0) return fc.array(field, { minLength: 1, maxLength: 6 }).map((all) => all.join('\n'));
  const isObject = isObjectType(schema.getType(typeName));
  const conditions = isObject ? [typeName, ...interfaces[family]] : [...interfaces[family], ...membersOf(family)];
  const inline = fc
    .constantFrom(null, ...conditions)
    .chain((condition) =>
      fc
        .tuple(directive, selectionOf(family, condition ?? typeName, depth - 1))
        .map(([on, selection]) => `... ${condition === null ? '' : `on ${condition}`} ${on} { ${selection} }`),
    );
  const spread = fc.tuple(fc.integer({ min: 0, max: 2 }), directive).map(([n, on]) => `...F${n} ${on}`);
  const one = fc.oneof({ weight: 4, arbitrary: field }, { weight: 3, arbitrary: inline }, { weight: 1, arbitrary: spread });
  return fc.array(one, { minLength: 1, maxLength: 6 }).map((all) => all.join('\n'));
}

const operation = fc.constantFrom(...families).chain((family) => {
  const fragment = (n: number) =>
    fc.constantFrom<string>(unions[family], ...interfaces[family], ...membersOf(family)).chain((condition) =>
      selectionOf(family, condition, 1)
        // No fragment within fragments: circles are not valid.
        .map((selection) => `fragment F${n} on ${condition} { ${selection.replaceAll(/\.\.\.F\d[^\n]*/g, '__typename')} }`),
    );
  return fc
    .tuple(fc.constantFrom('', 'mine: '), selectionOf(family, unions[family], 2), fragment(0), fragment(1), fragment(2))
    .map(([alias, selection, ...fragments]) => {
      const uses = `used: __typename @include(if: $yes) unused: __typename @skip(if: $no)`;
      const spreads = '...F0 ...F1 ...F2';
      const text = `subscription S($yes: Boolean!, $no: Boolean = false, $dns: [ID!]) {
        ${alias}${rootFields[family]}(tenantId: "acme", dns: $dns) { ${selection} ${uses} ${spreads} }
      }\n${fragments.join('\n')}`;
      return { family, text };
    });
});

function argsOf(text: string, variableValues: Record<string, unknown> = {}): ValidatedSubscriptionArgs {
  const document = parse(text);
  expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  const args = validateSubscriptionArgs({ schema, document, variableValues });
  if (!('schema' in args)) throw new Error(String(args[0]));
  return args;
}

const byGraphqlJs = (args: ValidatedSubscriptionArgs, event: VoiceEvent): string =>
  JSON.stringify(executeSubscriptionEvent({ ...args, rootValue: new Delivered(event, placeBehind(event).cursor) }));

describe('a plan', () => {
  it('gives for every valid operation and every event what graphql-js and JSON.stringify give', () => {
    fc.assert(
      fc.property(
        operation,
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        ({ family, text }, yes, no, picks) => {
          // A fragment that can never apply where it is spread is not valid.
          fc.pre(validate(schema, parse(text)).length === 0);
          const args = argsOf(text, { yes, no, dns: ['7001'] });
          const plan = new Plan(args);
          for (const pick of picks) {
            const event = events[family][pick % events[family].length] as VoiceEvent;
            expect(plan.text(event, placeBehind(event))).toBe(byGraphqlJs(args, event));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives it for every field of every type of event', () => {
    for (const family of families) {
      const parts = membersOf(family).map((name) => `... on ${name} { ${fieldsOf(name).join(' ')} }`);
      const args = argsOf(`subscription { ${rootFields[family]}(tenantId: "acme") { __typename ${parts.join(' ')} } }`);
      const plan = new Plan(args);
      for (const event of events[family]) expect(plan.text(event, placeBehind(event))).toBe(byGraphqlJs(args, event));
      expect(new Set(events[family].map(({ type }) => type)).size).toBe(membersOf(family).length);
    }
  });

  it('renders an event once for all who ask in turn, with the brace that ends the frame', () => {
    const plan = new Plan(argsOf('subscription { callThreadEvents(tenantId: "acme") { __typename ... on CallEvent { eventId } } }'));
    const [first, second] = events.callThread as [VoiceEvent, VoiceEvent];
    const bytes = plan.render(first, placeBehind(first));
    expect(bytes.toString()).toBe(`${plan.text(first, placeBehind(first))}}`);
    expect(plan.render(first, placeBehind(first))).toBe(bytes);
    expect(plan.render(second, placeBehind(second))).not.toBe(bytes);
  });

  it('renders it anew for another position only where the cursor is shown', () => {
    const plan = new Plan(
      argsOf('subscription { callThreadEvents(tenantId: "acme") { __typename ... on CallEvent { eventId place: cursor } } }'),
    );
    const [event] = events.callThread as [VoiceEvent];
    const [here, there] = [placeBehind(event), placeBehind(event)];
    there.set(5, 7n);
    const bytes = plan.render(event, here);
    expect(plan.render(event, here)).toBe(bytes);
    expect(plan.render(event, there).toString()).toBe(bytes.toString().replace(here.cursor, there.cursor));
  });
});

describe('the plans', () => {
  const text =
    'subscription S($dns: [ID!], $all: Boolean!) { callThreadEvents(tenantId: "acme", dns: $dns) { __typename ... on CallEvent @include(if: $all) { eventId } } }';
  const args = argsOf(text, { dns: ['1'], all: true });

  it('are shared by operations that differ in who gets what, not in what they get', () => {
    const plans = new Plans(10);
    const plan = plans.planFor(args, text, false);
    expect(plans.planFor(argsOf(text, { dns: ['2', '3'], all: true }), text, false)).toBe(plan);
    expect(plans.planFor(argsOf(text, { dns: ['1'], all: false }), text, false)).not.toBe(plan);
    expect(plans.planFor(args, text, true)).not.toBe(plan);
    expect(plans.size).toBe(3);
  });

  it('are bounded: the least recently used goes, and is made anew when it is needed', () => {
    const plans = new Plans(2);
    const [a, b] = [plans.planFor(args, `${text} #a`, false), plans.planFor(args, `${text} #b`, false)];
    expect(plans.planFor(args, `${text} #a`, false)).toBe(a);
    plans.planFor(args, `${text} #c`, false);
    expect(plans.size).toBe(2);
    expect(plans.planFor(args, `${text} #a`, false)).toBe(a);
    expect(plans.planFor(args, `${text} #b`, false)).not.toBe(b);
  });

  it('are bounded by what they hold, too: one that selects very much takes the place of many', () => {
    const plans = new Plans(20);
    const large = (n: number): string =>
      `subscription { agentStateEvents(tenantId: "acme") { ${Array.from({ length: 100 }, (_, i) => `n${n}_${i}: __typename`).join(' ')} } }`;
    const [first = '', ...others] = [1, 2, 3, 4, 5].map(large);
    const plan = plans.planFor(argsOf(first, {}), first, false);
    expect(plan.writers).toBeGreaterThan(2000);
    for (const other of others) plans.planFor(argsOf(other, {}), other, false);
    expect(plans.size).toBeLessThan(4);
    expect(plans.planFor(argsOf(first, {}), first, false)).not.toBe(plan);
    for (const name of ['a', 'b', 'c']) plans.planFor(args, `${text} #${name}`, false);
    expect(plans.planFor(args, `${text} #a`, false)).toBe(plans.planFor(args, `${text} #a`, false));
  });
});
