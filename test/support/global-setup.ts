/** Gives the whole test run one Kafka broker, or says what is missing to start one, and one place for what Node has compiled. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { startKafka } from '../../scripts/kafka-broker.ts';
import { javaAndMaven } from '../../scripts/kafka-jars.ts';
import { pythonProblem } from './python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the shared broker; null if there is none. */
    kafkaBrokers: string[] | null;
    /** One sentence on why there is none. */
    kafkaMissing: string | null;
    /** Why no broker of a test's own can be started: those need Java, whatever KAFKA_BROKERS says. */
    ownKafkaMissing: string | null;
    /** Why the Python client cannot be run; null if it can. */
    pythonMissing: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Hundreds of processes run the same sources: the first ones leave what they have made of them to the others.
  const compiled = mkdtempSync(join(tmpdir(), 'compiled-'));
  process.env['NODE_COMPILE_CACHE'] = compiled;
  // Not when the tests are over: the last processes write to it while they end.
  process.once('exit', () => rmSync(compiled, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return provideKafka(project);
}

async function provideKafka({ provide }: TestProject): Promise<() => Promise<void>> {
  const missing = javaAndMaven();
  provide('ownKafkaMissing', missing);
  const pythonMissing = pythonProblem();
  provide('pythonMissing', pythonMissing);
  if (pythonMissing !== null && process.env['CI'] === 'true')
    throw new Error(`${pythonMissing} With CI=true this may not be left untried.`);
  const brokers = process.env['KAFKA_BROKERS'];
  if (brokers !== undefined && brokers !== '') {
    provide('kafkaBrokers', brokers.split(','));
    provide('kafkaMissing', null);
    return async () => {};
  }
  provide('kafkaMissing', missing);
  provide('kafkaBrokers', null);
  if (missing !== null && process.env['CI'] === 'true')
    throw new Error(`${missing} Or point KAFKA_BROKERS at a Kafka that is there: with CI=true this may not be left untried.`);
  if (missing !== null) return async () => {};

  // The cleaner runs often, so that a test of compaction need not wait for a quarter of a minute.
  const kafka = await startKafka({ properties: { 'log.cleaner.backoff.ms': '200' } });
  provide('kafkaBrokers', [...kafka.brokers]);
  return async () => kafka[Symbol.asyncDispose]();
}
