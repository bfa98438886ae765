/** What the checker says of gateways whose sources have a fault, or none. */
import type { ChangedSources } from '../support/changed-sources.ts';
import { onKafka } from '../support/on-kafka.ts';
import { openSite, records } from '../support/replicas.ts';
import { subjectIn } from '../trust/subject.ts';
import { secretRules } from '../trust/tokens.ts';
import { violations } from './check.ts';
import type { Mutant, Shows } from './mutants.ts';
import { readAtFirst, run } from './run.ts';
import type { Size } from './run.ts';
import { embedded } from './world.ts';

const SIZE = { clients: 10, watching: 5, faults: 2, perSecond: 300, historyMs: 1500 };
/** Where something is lost for good. */
const IMPATIENT = { ...SIZE, patienceMs: 1500 };

/** In a run of everything on the embedded log of a gateway of these sources. */
export async function violationsIn(sources: URL, seed: number, size: Size = SIZE): Promise<string[]> {
  await using world = await embedded(await subjectIn(sources));
  return violations((await run(world, seed, size)).history);
}

/** At the start of a gateway of these sources, where reading takes its time: on Kafka. */
export async function violationsAtStart(sources: URL, brokers: readonly string[]): Promise<string[]> {
  const subject = await subjectIn(sources);
  await using site = await openSite(brokers);
  await site.kafka.producer.send(records(site.topics, 1, 0, 500));
  const ends = await site.ends();
  await using gateway = await subject.open(secretRules, onKafka(site.kafka.brokers, site.topics));
  const read = await readAtFirst(gateway);
  return violations({ ...NOTHING, topics: site.topics, replicas: [{ ends, read, leftOver: null }] });
}
const NOTHING = { seed: 0, threadLingerMs: 0, log: [], clients: [], told: [], watchers: [], unsettled: [] };

/** What is said of a mutant, up to where it is called by its name; that is not in it if it never is. */
export async function saidOf(
  { changes, called, shows }: Mutant,
  { copies, brokers }: { readonly copies: ChangedSources; readonly brokers: readonly string[] },
): Promise<readonly string[]> {
  const sources = await copies.with(...changes);
  const looks: { readonly [S in Shows]: readonly (() => Promise<string[]>)[] } = {
    'in a run': [1, 2, 3].map((seed) => () => violationsIn(sources, seed, IMPATIENT)),
    'at a start': [() => violationsAtStart(sources, brokers)],
  };
  const said: string[] = [];
  for (const look of looks[shows]) {
    said.push(...(await look()));
    if (said.some((violation) => called.test(violation))) break;
  }
  return said;
}
