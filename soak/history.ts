/** Random runs with many seeds: producers, replicas, clients of every kind and faults, and all that was received and told held against a model. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startKafka } from '../scripts/kafka-broker.ts';
import { violations } from '../test/history/check.ts';
import { run } from '../test/history/run.ts';
import { onKafka } from '../test/history/world.ts';
import type { Soak } from './soak.ts';

/** Two others run with the tests. */
const FIRST_SEED = 3;
const SEEDS = 200;
const SIZE = { clients: 20, watching: 10, faults: 8, perSecond: 200, historyMs: 5000 };

const results = fileURLToPath(new URL('results/', import.meta.url));

export const history: Soak = {
  about: `random runs with faults, ${SEEDS} seeds or as many as there is time for, or the one of --seed: nothing foreign, lost, out of order or untrue, and all heals`,
  minutes: null,
  run: async ({ minutes, seed: only, tell, signal }) => {
    await using kafka = await startKafka();
    const untilMs = performance.now() + minutes * 60_000;
    const faults: string[] = [];
    const counts = { seeds: 0, records: 0, events: 0, answers: 0, updates: 0, connections: 0 };
    const goesOn = (seed: number): boolean => {
      if (only !== null) return seed === only;
      return minutes > 0 ? performance.now() < untilMs : seed < FIRST_SEED + SEEDS;
    };
    for (let seed = only ?? FIRST_SEED; goesOn(seed); seed += 1) {
      signal.throwIfAborted();
      await using world = await onKafka(kafka.brokers, kafka);
      const ran = await run(world, seed, SIZE, signal);
      const found = violations(ran.history);
      for (const violation of found) faults.push(`seed ${seed}: ${violation}`);
      const courses = ran.history.clients.flatMap((client) => client.courses);
      counts.seeds += 1;
      counts.records += ran.history.log.length;
      counts.events += courses.reduce((sum, { events }) => sum + events.length, 0);
      counts.answers += ran.history.told.length;
      counts.updates += ran.history.watchers.flatMap((watcher) => watcher.courses).reduce((sum, { updates }) => sum + updates.length, 0);
      counts.connections += courses.length;
      if (found.length > 0) tell(`seed ${seed} (${ran.faults.join('; ')}): ${found.length} faults, kept in ${keep(seed, ran.history)}`);
      else if (only !== null || counts.seeds % 5 === 0)
        tell(`${counts.seeds} seeds, ${counts.connections} connections, ${faults.length} faults; the last: ${ran.faults.join('; ')}`);
    }
    return { figures: Object.entries(counts).map(([name, value]) => ({ name, unit: '', value, atMost: null })), faults };
  },
};

/** Where the history lies that is to be looked at. */
function keep(seed: number, value: unknown): string {
  mkdirSync(results, { recursive: true });
  const file = `${results}history-${seed}.json`;
  writeFileSync(file, JSON.stringify(value));
  return file;
}
