/** `npm run kafka`: a throw-away Kafka on 127.0.0.1:9092 with both topics, for trying the gateway on a laptop. Ctrl-C ends it and removes its data. */

import { once } from 'node:events';

import { ensureTopics } from '../src/source/kafka-producer.ts';
import { portProblem, startKafka } from './kafka-broker.ts';
import { javaAndMaven } from './kafka-jars.ts';

const PORT = 9092;
const TOPICS = ['voice-agentstate', 'voice-callthread'];
const PARTITIONS = 6;

async function main(): Promise<number> {
  const missing = javaAndMaven();
  if (missing !== null) {
    console.error(`${missing} Or point KAFKA_BROKERS at a Kafka that is there.`);
    return 2;
  }
  const taken = await portProblem(PORT);
  if (taken !== null) {
    console.error(taken);
    return 2;
  }
  // A signal during the start is heeded as soon as there is something to remove.
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  try {
    await using kafka = await startKafka({ port: PORT });
    await ensureTopics({ brokers: kafka.brokers, clientId: 'throw-away-kafka' }, TOPICS, PARTITIONS);
    console.log(
      `Kafka is ready: KAFKA_BROKERS=${kafka.brokers.join(',')}, topics ${TOPICS.join(' and ')} (pid ${process.pid}); Ctrl-C ends it and removes its data`,
    );
    await ended;
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

process.exitCode = await main();
