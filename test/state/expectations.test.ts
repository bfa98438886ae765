/** The table of expected states: complete, and equal to the states as they were researched, where these are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flowById, flows } from '../../src/simulator/flows.ts';
import type { FlowId } from '../../src/simulator/flows.ts';
import { entries, expectations, goneParties, liveParties, treatments } from './expectations.ts';
import type { Expectation, Expectations } from './expectations.ts';

const stepsOf = (expectations: Expectations): number[] => Object.keys(expectations.after ?? {}).map(Number);

describe('the table of expected states', () => {
  test('has every flow and every variant, and nothing else', () => {
    expect(Object.entries(expectations).map(([id, flow]) => [id, Object.keys(flow.variants ?? {})])).toEqual(
      flows.map((flow) => [flow.id, flow.variants.map((variant) => variant.id)]),
    );
  });

  test('names only steps that there are, and none inside an unordered group', () => {
    for (const [id, expectation] of Object.entries(expectations)) {
      const flow = flowById(id);
      const parts = [{ steps: flow.steps, expectation }];
      for (const variant of flow.variants)
        parts.push({ steps: variant.steps, expectation: expectation.variants?.[variant.id] ?? expectation });
      for (const { steps, expectation: own } of parts) {
        for (const n of stepsOf(own)) {
          const [step, next] = [steps[n - 1], steps[n]];
          expect(step, `${id} ${n}`).toBeDefined();
          if (step?.kind === 'event' && next?.kind === 'event' && step.unordered !== null) expect(next.unordered).not.toBe(step.unordered);
        }
      }
    }
  });

  test('tells a cold state exactly of the flows that another goes before', () => {
    for (const flow of flows) expect(expectations[flow.id].cold !== undefined, flow.id).toBe(flow.given !== null);
  });
});

type Researched = {
  readonly step?: number;
  readonly status?: string;
  readonly endReason?: string;
  readonly afterGrace?: { readonly status: string; readonly endReason: string };
  readonly calls?: number;
  readonly links?: readonly { readonly connId: number; readonly previousConnId: number }[];
  readonly live?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly gone?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly queues?: readonly Readonly<Record<string, unknown>>[];
  readonly treatments?: readonly Readonly<Record<string, unknown>>[];
  readonly agents?: readonly string[];
  readonly agentStates?: readonly unknown[];
  readonly dns?: readonly unknown[];
  readonly certainty?: string;
  readonly why?: string;
};
type ResearchedPart = { readonly expect: Researched; readonly expectAfter?: readonly Researched[]; readonly expectCold?: Researched };
type ResearchedFlow = ResearchedPart & { readonly id: FlowId; readonly variants: readonly (ResearchedPart & { readonly id: string })[] };

const researched = new URL('../../../shared/domain/call-flows.json', import.meta.url);
if (existsSync(researched)) {
  const file = JSON.parse(readFileSync(researched, 'utf8')) as { readonly flows: readonly ResearchedFlow[] };

  // Both in the words of the file: what is not set is left out.
  const set = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(members).filter(
        ([, value]) =>
          value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0 && members.state !== undefined),
      ),
    );
  const partiesOf = (lines: Readonly<Record<number, string>> | undefined, read: (text: string) => readonly object[]): unknown =>
    lines === undefined
      ? undefined
      : Object.fromEntries(Object.entries(lines).map(([call, text]) => [call, read(text).map((one) => set({ ...one }))]));
  const ours = (one: Expectation): unknown => {
    const [status, endReason] = one.status?.split(' ') ?? [];
    const [graceStatus, graceReason] = one.afterGrace?.split(' ') ?? [];
    const calls = new Set([...Object.keys(one.live ?? {}), ...Object.keys(one.gone ?? {})]).size;
    return set({
      status,
      endReason,
      afterGrace: graceStatus === undefined ? undefined : { status: graceStatus, endReason: graceReason },
      calls: calls === 0 ? undefined : calls,
      links: one.links?.map(([connId, previousConnId]) => ({ connId, previousConnId })),
      live: partiesOf(one.live, liveParties),
      gone: partiesOf(one.gone, goneParties),
      queues: one.queues === undefined ? undefined : entries(one.queues).map((entry) => set({ connId: 1, ...entry })),
      treatments:
        one.treatments === undefined ? undefined : treatments(one.treatments).map((treatment) => set({ connId: 1, ...treatment })),
      agents: one.agents,
      agentStates: one.agentStates,
      dns: one.dns,
    });
  };
  const theirs = ({ step: _step, certainty: _certainty, why: _why, ...rest }: Researched): unknown => rest;
  const part = (one: Expectations): unknown => ({
    expect: ours(one.expect),
    after: Object.fromEntries(Object.entries(one.after ?? {}).map(([step, after]) => [step, ours(after)])),
    cold: one.cold === undefined ? null : ours(one.cold),
  });
  const theirPart = (one: ResearchedPart): unknown => ({
    expect: theirs(one.expect),
    after: Object.fromEntries((one.expectAfter ?? []).map((after) => [after.step, theirs(after)])),
    cold: one.expectCold === undefined ? null : theirs(one.expectCold),
  });

  describe('the table of expected states, held against the researched ones', () => {
    test.each(file.flows.map((flow) => [flow.id, flow] as const))('is the same for %s and its variants', (id, flow) => {
      expect(part(expectations[id])).toEqual(theirPart(flow));
      for (const variant of flow.variants)
        expect(part(expectations[id].variants?.[variant.id] ?? { expect: {} })).toEqual(theirPart(variant));
    });
  });
}
