/** The checker names what is wrong with a gateway: each of these has a fault in its sources. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { changedSources } from '../support/changed-sources.ts';
import type { ChangedSources } from '../support/changed-sources.ts';
import { onKafka } from '../support/on-kafka.ts';
import { openSite, records } from '../support/replicas.ts';
import { subjectIn } from '../trust/subject.ts';
import { secretRules } from '../trust/tokens.ts';
import { violations } from './check.ts';
import { mutants, tooEarly } from './mutants.ts';
import { readAtFirst, run } from './run.ts';
import type { Size } from './run.ts';
import { embedded } from './world.ts';

let copies: ChangedSources;
beforeAll(async () => {
  copies = await changedSources();
});
afterAll(() => copies[Symbol.asyncDispose]());

const SIZE = { clients: 16, faults: 3, perSecond: 300, historyMs: 1500 };
/** Where something is lost for good. */
const IMPATIENT = { ...SIZE, patienceMs: 2000 };

async function violationsIn(sources: URL, seed: number, size: Size): Promise<string[]> {
  await using world = await embedded(await subjectIn(sources));
  return violations((await run(world, seed, size)).history);
}

// Most of the time of a run is waiting.
describe.concurrent('the checker of histories', { timeout: 120_000 }, () => {
  it.each([1, 2])('has nothing to say about an unchanged copy: seed %i', async (seed) => {
    expect(await violationsIn(await copies.with(), seed, SIZE)).toEqual([]);
  });

  it.each(mutants)('notices that $name', async ({ changes, called }) => {
    const sources = await copies.with(...changes);
    const found: string[] = [];
    for (const seed of [1, 2, 3]) {
      found.push(...(await violationsIn(sources, seed, IMPATIENT)));
      if (found.some((violation) => called.test(violation))) return;
    }
    expect.fail(`it has another name for it, or none:\n${found.join('\n')}`);
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

const NOTHING = { seed: 0, threadLingerMs: 0, log: [], clients: [], told: [], unsettled: [] };
