/** What the tests of trust notice: each of these has a fault in its sources. The long runs try more of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedSources, withFaults } from '../support/changed-sources.ts';
import type { ChangedSources } from '../support/changed-sources.ts';
import { checks } from './checks.ts';
import { mutants } from './mutants.ts';

let copies: ChangedSources;
beforeAll(async () => {
  copies = await changedSources();
});
afterAll(() => copies[Symbol.asyncDispose]());

it('each fault is of something that stands in the sources, once', async () => {
  for (const mutant of mutants) expect((await withFaults([mutant])).size).toBe(1);
});

describe('what the tests of trust notice', { timeout: 120_000 }, () => {
  it('is nothing in an unchanged copy', async () => {
    const sources = await copies.with();
    for (const [name, check] of Object.entries(checks)) expect([name, await check(sources, [1])]).toEqual([name, []]);
  });

  const tried = mutants.filter(({ always }) => always);
  it('is tried of each kind', () => {
    expect(new Set(tried.map(({ noticed }) => noticed))).toEqual(new Set(Object.keys(checks)));
  });

  it.each(tried)('is that $name', async (mutant) => {
    const faults = await checks[mutant.noticed](await copies.with(mutant));
    expect(faults.length, `nobody noticed: ${mutant.text} → ${mutant.fault}`).toBeGreaterThan(0);
  });
});
