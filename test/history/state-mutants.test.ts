/** The checker names what is wrong with what a gateway tells of the state, of itself, and leaves behind: each of these has a fault in its sources. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { changedSources } from '../support/changed-sources.ts';
import type { ChangedSources } from '../support/changed-sources.ts';
import { onKafka } from '../support/on-kafka.ts';
import { openSite, records } from '../support/replicas.ts';
import { subjectIn } from '../trust/subject.ts';
import { secretRules } from '../trust/tokens.ts';
import { violations } from './check.ts';
import { stateMutants, tooEarly } from './mutants.ts';
import { misses, violationsIn } from './notices.ts';
import { readAtFirst } from './run.ts';

let copies: ChangedSources;
beforeAll(async () => {
  copies = await changedSources();
});
afterAll(() => copies[Symbol.asyncDispose]());

describe('the checker of histories', { timeout: 120_000 }, () => {
  it('has nothing to say about an unchanged copy', async () => {
    expect(await violationsIn(await copies.with(), 2)).toEqual([]);
  });

  it.each(stateMutants)('notices that $name', async (mutant) => {
    expect(await misses(copies, mutant)).toBeNull();
  });

  it.skipIf(inject('kafkaMissing') !== null).each([
    { name: 'no fault', changes: [], called: null },
    { ...tooEarly, called: tooEarly.called },
  ])('looks at what a gateway has read when it is ready: $name', async ({ changes, called }) => {
    const subject = await subjectIn(await copies.with(...changes));
    await using site = await openSite(inject('kafkaBrokers') ?? []);
    await site.kafka.producer.send(records(site.topics, 1, 0, 500));
    const ends = await site.ends();
    await using gateway = await subject.open(secretRules, onKafka(site.kafka.brokers, site.topics));
    const read = await readAtFirst(gateway);
    const found = violations({ ...NOTHING, topics: site.topics, replicas: [{ ends, read, leftOver: null }] });
    if (called === null) expect(found).toEqual([]);
    else expect(found).toContainEqual(expect.stringMatching(called));
  });
});

const NOTHING = { seed: 0, threadLingerMs: 0, log: [], clients: [], told: [], watchers: [], unsettled: [] };
