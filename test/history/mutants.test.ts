/** The checker names what is wrong with a gateway: each of these has a fault in its sources. The long runs try more of them. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { changedSources, withFaults } from '../support/changed-sources.ts';
import type { ChangedSources } from '../support/changed-sources.ts';
import { mutants, smallPages } from './mutants.ts';
import { saidOf, violationsAtStart, violationsIn } from './notices.ts';

const brokers = inject('kafkaBrokers') ?? [];
let copies: ChangedSources;
beforeAll(async () => {
  copies = await changedSources();
});
afterAll(() => copies[Symbol.asyncDispose]());

it('each fault is of something that stands in the sources, once', async () => {
  for (const { changes } of mutants) expect((await withFaults(changes)).size).toBeGreaterThan(0);
});

describe('the checker of histories', { timeout: 120_000 }, () => {
  it('has nothing to say about a copy without a fault', async () => {
    expect(await violationsIn(await copies.with(smallPages), 3)).toEqual([]);
  });

  it.skipIf(inject('kafkaMissing') !== null)('has nothing to say about the start of one', async () => {
    expect(await violationsAtStart(await copies.with(), brokers)).toEqual([]);
  });

  it.each(mutants.filter(({ always, shows }) => always && shows === 'in a run'))('notices that $name', async (mutant) => {
    expect(await saidOf(mutant, { copies, brokers })).toContainEqual(expect.stringMatching(mutant.called));
  });

  it.skipIf(inject('kafkaMissing') !== null).each(mutants.filter(({ shows }) => shows === 'at a start'))(
    'notices that $name',
    async (mutant) => {
      expect(await saidOf(mutant, { copies, brokers })).toContainEqual(expect.stringMatching(mutant.called));
    },
  );
});
