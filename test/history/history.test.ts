/** Two random runs on a real broker: replicas that are killed, stopped and halted, clients of every kind, and a model that finds nothing wrong. The long runs have many more. */
import { describe, expect, inject, it } from 'vitest';
import { violations } from './check.ts';
import { run } from './run.ts';
import { onKafka } from './world.ts';

const SIZE = { clients: 14, watching: 6, faults: 4, perSecond: 150, historyMs: 3000 };

describe.skipIf(inject('kafkaMissing') !== null)('a random run', () => {
  it.each([1, 2])('breaks no promise: npm run soak -- history --seed %i', { timeout: 120_000 }, async (seed) => {
    await using world = await onKafka(inject('kafkaBrokers') ?? []);
    const { history, faults } = await run(world, seed, SIZE);
    expect(violations(history), `seed ${seed}, ${JSON.stringify(SIZE)}: ${faults.join('; ')}`).toEqual([]);
    // Else it was no test.
    expect(history.clients.flatMap(({ courses }) => courses).flatMap(({ events }) => events).length).toBeGreaterThan(500);
    expect(history.told.length).toBeGreaterThan(20);
    expect(history.replicas.length).toBeGreaterThan(2);
  });
});
