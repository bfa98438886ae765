/** Replicas that are killed, and replaced, under clients that go on at the others: with many seeds, and what each client received held against the log. */
import { startKafka } from '../scripts/kafka-broker.ts';
import { killedInMidStream, rollingRestart } from '../test/continuity/killed.ts';
import type { Soak } from './soak.ts';

/** Another one runs with the tests. */
const FIRST_SEED = 2;
const SEEDS = 20;

export const continuity: Soak = {
  about: `replicas killed in mid-stream and replaced under load, ${SEEDS} seeds or as many as there is time for: every client has every event, in order`,
  minutes: null,
  run: async ({ minutes, seed: only, tell, signal }) => {
    await using kafka = await startKafka();
    const untilMs = performance.now() + minutes * 60_000;
    const faults: string[] = [];
    let [seeds, cuts, events] = [0, 0, 0];
    const goesOn = (seed: number): boolean => {
      if (only !== null) return seed === only;
      return minutes > 0 ? performance.now() < untilMs : seed < FIRST_SEED + SEEDS;
    };
    for (let seed = only ?? FIRST_SEED; goesOn(seed); seed += 1) {
      signal.throwIfAborted();
      // With next to no memory everything is read again from the log.
      const settings = seed % 3 === 0 ? { JOURNAL_MAX_BYTES: '64KiB' } : {};
      const [play, clients] = seed % 4 === 0 ? [rollingRestart, 200] : [killedInMidStream, 40];
      const run = await play(kafka.brokers, { seed, perSecond: 500, clients, settings });
      seeds += 1;
      cuts += run.cuts;
      events += run.events;
      for (const fault of run.faults) faults.push(`seed ${seed}: ${fault}`);
      if (seeds % 5 === 0) tell(`${seeds} seeds, ${cuts.toLocaleString('en-US')} connections cut, ${faults.length} faults`);
    }
    return {
      figures: [
        { name: 'seeds', unit: '', value: seeds, atMost: null },
        { name: 'connections cut', unit: '', value: cuts, atMost: null },
        { name: 'events', unit: '', value: events, atMost: null },
      ],
      faults,
    };
  },
};
