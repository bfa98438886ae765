/** The checker names what is wrong with what a gateway tells those who follow the state: each of these has a fault in its sources. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedSources } from '../support/changed-sources.ts';
import type { ChangedSources } from '../support/changed-sources.ts';
import { smallPages, viewMutants } from './view-mutants.ts';
import { misses, violationsIn } from './notices.ts';

let copies: ChangedSources;
beforeAll(async () => {
  copies = await changedSources();
});
afterAll(() => copies[Symbol.asyncDispose]());

describe('the checker of histories', { timeout: 120_000 }, () => {
  it('has nothing to say about an unchanged copy', async () => {
    expect(await violationsIn(await copies.with(smallPages), 3)).toEqual([]);
  });

  it.each(viewMutants)('notices that $name', async (mutant) => {
    expect(await misses(copies, mutant)).toBeNull();
  });
});
