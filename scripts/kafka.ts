/**
 * `npm run kafka`: a throw-away Kafka on 127.0.0.1:9092 with both topics, for trying the gateway on a laptop. Ctrl-C ends it and removes its
 * data. `-- --port N` takes another port, 0 a free one.
 */

import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { ensureTopics } from '../src/source/kafka-producer.ts';
import { portProblem } from './free-port.ts';
import { startKafka } from './kafka-broker.ts';
import { javaAndMaven } from './kafka-jars.ts';

const TOPICS = ['voice-agentstate', 'voice-callthread'];
const PARTITIONS = 6;

async function main(): Promise<number> {
  const port = portFrom(process.argv.slice(2));
  if (port === null) {
    console.error('Usage: npm run kafka [-- --port N], where N is a port, or 0 for a free one; 9092 when absent.');
    return 2;
  }
  const missing = javaAndMaven();
  if (missing !== null) {
    console.error(`${missing} Or point KAFKA_BROKERS at a Kafka that is there.`);
    return 2;
  }
  const taken = await portProblem(port);
  if (taken !== null) {
    console.error(taken);
    return 2;
  }
  // A signal during the start is heeded as soon as there is something to remove.
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  try {
    await using kafka = await startKafka(port === 0 ? {} : { port });
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

function portFrom(args: string[]): number | null {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string', default: '9092' } } });
    const port = Number(values.port);
    return /^\d+$/.test(values.port) && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

process.exitCode = await main();
