/** `npm run simulate`: the simulated contact centre writes to Kafka, until its time is over or it is told to stop. */
import { simulateConfig } from '../config.ts';
import { play } from '../simulator/simulator.ts';
import { counted, summary } from '../simulator/summary.ts';
import type { Produced } from '../simulator/summary.ts';
import { kafkaProducer } from '../source/kafka-producer.ts';
import type { CommandInput } from './command.ts';

/** Prints what it produced. Throws a SettingsError for settings, and an error with a sentence when Kafka does not take the records. */
export async function simulate(input: CommandInput): Promise<void> {
  const { connection, topics, seconds, ...centre } = simulateConfig(input);
  const startedAtMs = performance.now();
  let produced: Produced = new Map();
  await using producer = kafkaProducer(connection);
  console.log(
    `simulating ${centre.tenants} tenants with ${centre.agents} agents at ${centre.rate} events a second, seed ${centre.seed}: Ctrl-C ends it`,
  );
  try {
    await play(
      {
        ...centre,
        agentStateTopic: topics.agentState,
        callThreadTopic: topics.callThread,
        ...(seconds === null ? {} : { durationMs: seconds * 1000 }),
      },
      async (records) => {
        await producer.send(records);
        produced = counted(produced, records);
      },
      input.signal,
    );
  } finally {
    console.log(summary(produced, performance.now() - startedAtMs));
  }
}
