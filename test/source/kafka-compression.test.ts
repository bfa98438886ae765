/** Records compressed by Kafka's own Java client are read, and what we compress is read by it. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, inject, test } from 'vitest';

import { kafkaClassPath } from '../../scripts/kafka-jars.ts';
import { kafkaProducer } from '../../src/source/kafka-producer.ts';
import { kafkaForTests, numbers } from '../support/kafka.ts';
import { readSource } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const COUNT = 300;
const BYTES = 1_000;
const COMPRESSIONS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const java = async (program: string, ...args: string[]): Promise<string> => {
  const file = fileURLToPath(new URL(`../support/${program}`, import.meta.url));
  const { stdout } = await promisify(execFile)('java', ['-cp', await kafkaClassPath(), file, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
};

describe.skipIf((inject('kafkaMissing') ?? inject('ownKafkaMissing')) !== null)('a source on Kafka', () => {
  test.for(COMPRESSIONS)('reads what a Java producer has compressed with %s', async (compression) => {
    await using kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
    const topic = await kafka.createTopic();
    await java('java-producer.java', kafka.brokers.join(','), topic, compression, String(COUNT), String(BYTES));
    await using reader = readSource(kafka.source([topic]));
    await until(() => reader.seen().length >= COUNT, { what: 'the records to be read' });

    expect(reader.values().map((value) => value?.split(':')[0])).toEqual(Array.from({ length: COUNT }, (_, n) => String(n)));
    expect(reader.values().every((value) => value?.length === BYTES)).toBe(true);
  });
});

describe.skipIf((inject('kafkaMissing') ?? inject('ownKafkaMissing')) !== null)('a producer', () => {
  test('compresses so that a Java consumer can read it, in all four ways', async () => {
    await using kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
    const topic = await kafka.createTopic();
    const long = 'lorem ipsum '.repeat(8_000);
    for (const compression of COMPRESSIONS) {
      await using producer = kafkaProducer({ brokers: kafka.brokers, clientId: 'test', compression });
      await producer.send([...numbers(0, 10), long].map((value) => ({ topic, key: 'k', value: `${compression} ${value}` })));
    }
    const count = COMPRESSIONS.length * 11;
    const lines = (await java('java-consumer.java', kafka.brokers.join(','), topic, String(count))).trim().split('\n');

    expect(lines).toEqual(
      COMPRESSIONS.flatMap((compression) => [...numbers(0, 10), long].map((value) => `${compression} ${value}`.trimEnd())),
    );
    await using reader = readSource(kafka.source([topic]));
    await until(() => reader.seen().length >= count, { what: 'the records to be read' });
    expect(reader.values().map((value) => value?.trimEnd())).toEqual(lines);
  });
});
