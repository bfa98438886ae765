/** Faults planted in copies of the sources, one at a time: what is to notice each has to, and has to have nothing to say about a copy without one. */
import { startKafka } from '../scripts/kafka-broker.ts';
import { mutants as mutantsOfHistory, smallPages } from '../test/history/mutants.ts';
import { saidOf, violationsAtStart, violationsIn } from '../test/history/notices.ts';
import { changedSources } from '../test/support/changed-sources.ts';
import type { ChangedSources } from '../test/support/changed-sources.ts';
import { checks } from '../test/trust/checks.ts';
import { mutants as mutantsOfTrust } from '../test/trust/mutants.ts';
import type { Soak } from './soak.ts';

/** A copy that is looked at: of one with a fault what notices it is wanted, of one without nothing may be. */
type Trial = { readonly name: string; readonly hasFault: boolean; readonly said: () => Promise<string | undefined> };

const SEEDS = [1, 2, 3];

function trials(copies: ChangedSources, brokers: readonly string[]): readonly Trial[] {
  const first = async (said: Promise<readonly unknown[]>): Promise<string | undefined> => (await said).map(String)[0];
  const unchanged = (name: string, said: () => Promise<readonly unknown[]>): Trial => ({
    name: `nothing is changed, ${name}`,
    hasFault: false,
    said: () => first(said()),
  });
  return [
    ...SEEDS.map((seed) => unchanged(`random run ${seed}`, async () => violationsIn(await copies.with(), seed))),
    ...SEEDS.map((seed) => unchanged(`random run ${seed} with small pages`, async () => violationsIn(await copies.with(smallPages), seed))),
    unchanged('a start', async () => violationsAtStart(await copies.with(), brokers)),
    ...Object.entries(checks).map(([name, check]) => unchanged(name, async () => check(await copies.with()))),
    ...mutantsOfHistory.map((mutant) => ({
      name: mutant.name,
      hasFault: true,
      said: async () => (await saidOf(mutant, { copies, brokers })).find((violation) => mutant.called.test(violation)),
    })),
    ...mutantsOfTrust.map((mutant) => ({
      name: mutant.name,
      hasFault: true,
      said: async () => {
        const fault = await first(checks[mutant.noticed](await copies.with(mutant)));
        return fault === undefined ? fault : `${mutant.noticed}: ${fault}`;
      },
    })),
  ];
}

export const mutants: Soak = {
  about: `${mutantsOfHistory.length + mutantsOfTrust.length} faults planted in copies of the sources: each is noticed, and nothing in copies without one`,
  minutes: null,
  run: async ({ tell, signal }) => {
    await using kafka = await startKafka();
    await using copies = await changedSources();
    const faults: string[] = [];
    const counts = { 'faults planted': 0, 'faults noticed': 0, 'copies without a fault': 0 };
    for (const { name, hasFault, said } of trials(copies, kafka.brokers)) {
      signal.throwIfAborted();
      const what = await said();
      tell(`${name}: ${what ?? 'nothing is noticed'}`);
      counts[hasFault ? 'faults planted' : 'copies without a fault'] += 1;
      if (hasFault && what !== undefined) counts['faults noticed'] += 1;
      if (hasFault && what === undefined) faults.push(`nobody notices that ${name}`);
      if (!hasFault && what !== undefined) faults.push(`${name}, but it is said: ${what}`);
    }
    return { figures: Object.entries(counts).map(([name, value]) => ({ name, unit: '', value, atMost: null })), faults };
  },
};
