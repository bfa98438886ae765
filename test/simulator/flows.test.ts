/** The table of flows: complete, within the catalogue, and equal to the flows as they were researched, where these are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import { flowById, flows } from '../../src/simulator/flows.ts';
import type { EventStep, Step } from '../../src/simulator/flow.ts';

const stepsOf = (flow: (typeof flows)[number]): readonly Step[] => [...flow.steps, ...flow.variants.flatMap((variant) => variant.steps)];
const events = flows.flatMap((flow) => stepsOf(flow).filter((step): step is EventStep & { n: number } => step.kind === 'event'));

describe('the table of flows', () => {
  test('has 25 flows, 19 variants and 179 events of all 42 names', () => {
    expect(flows).toHaveLength(25);
    expect(flows.flatMap((flow) => flow.variants)).toHaveLength(19);
    expect(events).toHaveLength(179);
    expect(new Set(events.map((step) => step.event)).size).toBe(42);
  });

  test('gives no event an attribute that the catalogue does not give it', () => {
    const strangers = events.flatMap((step) => {
      const known = new Set<string>(catalogue.find(step.event)?.attributes.map((attribute) => attribute.name));
      return Object.keys(step.attributes)
        .filter((name) => !known.has(name))
        .map((name) => `${step.event}.${name}`);
    });
    expect(strangers).toEqual([]);
  });

  test('refers only to flows and parties that there are', () => {
    for (const flow of flows) {
      for (const ref of [flow.given, ...flow.steps.map((step) => (step.kind === 'flow' ? step : null))]) {
        if (ref === null) continue;
        const labels = [...flowById(ref.play).parties.keys()];
        for (const [label, here] of Object.entries(ref.parties)) {
          expect(labels).toContain(label);
          expect([...flow.parties.keys()]).toContain(here);
        }
      }
      for (const variant of flow.variants) expect(variant.afterStep).toBeLessThanOrEqual(flow.steps.length);
    }
  });

  test('keeps steps of one unordered group next to each other', () => {
    for (const flow of flows) {
      for (const steps of [flow.steps, ...flow.variants.map((variant) => variant.steps)]) {
        const words = steps.map((step) => (step.kind === 'event' ? step.unordered : null));
        const runs = words.filter((word, i) => word !== null && word !== words[i - 1]);
        expect(new Set(runs).size, flow.id).toBe(runs.length);
      }
    }
  });
});

type ResearchedStep = {
  readonly n: number;
  readonly kind: 'event' | 'request' | 'note' | 'flowRef';
  readonly party?: string;
  readonly event?: string;
  readonly request?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly optionalAttributes?: readonly string[];
  readonly unorderedGroup?: string;
  readonly confidence?: string;
  readonly flow?: string;
  readonly connId?: number;
  readonly parties?: Readonly<Record<string, string>>;
  readonly unmonitored?: readonly string[];
};
type ResearchedVariant = {
  readonly id: string;
  readonly afterStep: number;
  readonly confidence: string;
  readonly steps: readonly ResearchedStep[];
};
type ResearchedFlow = {
  readonly id: string;
  readonly confidence: string;
  readonly parties: Readonly<Record<string, string>>;
  readonly agentKeys?: Readonly<Record<string, string>>;
  readonly given?: { readonly flow: string; readonly connId: number; readonly parties: Readonly<Record<string, string>> };
  readonly steps: readonly ResearchedStep[];
  readonly variants: readonly ResearchedVariant[];
};

const researched = new URL('../../../shared/domain/call-flows.json', import.meta.url);
if (existsSync(researched)) {
  const file = JSON.parse(readFileSync(researched, 'utf8')) as { readonly flows: readonly ResearchedFlow[] };
  const wireName = (name: string): string => (name === 'Agent ID' ? 'AgentID' : name);

  const theirs = (step: ResearchedStep): unknown => {
    switch (step.kind) {
      case 'event':
        return {
          n: step.n,
          kind: 'event',
          party: step.party,
          event: step.event,
          attributes: Object.fromEntries(Object.entries(step.attributes ?? {}).map(([name, value]) => [wireName(name), value])),
          optional: (step.optionalAttributes ?? []).map(wireName).toSorted(),
          unordered: step.unorderedGroup ?? null,
          confidence: step.confidence ?? null,
        };
      case 'request':
        return { n: step.n, kind: 'request', party: step.party, request: step.request };
      case 'flowRef':
        return {
          n: step.n,
          kind: 'flow',
          play: step.flow,
          connId: step.connId,
          parties: step.parties,
          unmonitored: step.unmonitored ?? [],
        };
      case 'note':
        return { n: step.n, kind: 'remark' };
    }
  };
  const ours = (step: Step): unknown => {
    if (step.kind === 'event') return { ...step, optional: step.optional.toSorted() };
    if (step.kind === 'flow') return { ...step, unmonitored: step.unmonitored ?? [] };
    return step.kind === 'remark' ? { n: step.n, kind: step.kind } : step;
  };

  describe('the table of flows, held against the researched flows', () => {
    test('has the same flows', () => {
      expect(flows.map((flow) => flow.id)).toEqual(file.flows.map((flow) => flow.id));
    });

    test.each(file.flows.map((flow) => [flow.id, flow] as const))('has %s step by step', (id, flow) => {
      const own = flowById(id);
      expect({
        confidence: own.confidence,
        parties: [...own.parties.keys()],
        agentKeys: Object.fromEntries(own.agentKeys),
        given: own.given === null ? null : { flow: own.given.play, connId: own.given.connId, parties: own.given.parties },
        steps: own.steps.map(ours),
        variants: own.variants.map(({ id: variantId, afterStep, confidence, steps }) => ({
          id: variantId,
          afterStep,
          confidence,
          steps: steps.map(ours),
        })),
      }).toEqual({
        confidence: flow.confidence,
        parties: Object.keys(flow.parties),
        agentKeys: flow.agentKeys ?? {},
        given: flow.given ?? null,
        steps: flow.steps.map(theirs),
        variants: flow.variants.map(({ id: variantId, afterStep, confidence, steps }) => ({
          id: variantId,
          afterStep,
          confidence,
          steps: steps.map(theirs),
        })),
      });
    });
  });
}
