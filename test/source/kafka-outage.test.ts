/** A source on Kafka whose broker is away: at the start, in mid-stream, for a while, for good. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { startKafka, type KafkaBroker } from '../../scripts/kafka-broker.ts';
import { kafkaForTests, numbers, testSource } from '../support/kafka.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read`, timeoutMs: 40_000 });
const troubles = (reader: SourceReader) => reader.told().filter((note) => note === 'sourceTrouble' || note === 'sourceRecovered');

describe.skipIf(inject('ownKafkaMissing') !== null)('a source on Kafka', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterAll(() => broker[Symbol.asyncDispose]());

  test('started without a broker, keeps trying, says so once, and reads as soon as the broker is there', async () => {
    const topic = await (async () => {
      await using kafka = await kafkaForTests(broker.brokers);
      const name = await kafka.createTopic();
      await kafka.write(name, numbers(0, 5));
      await broker.kill();
      return name;
    })();
    let attempts = 0;
    await using reader = readSource((diagnostics) => {
      diagnostics.on('sourceTrouble', () => attempts++);
      return testSource(broker.brokers, [topic])(diagnostics);
    });
    const problem = await until(() => reader.source.status().problem, { what: 'the trouble to be told' });
    expect(problem).toContain(`Kafka at ${broker.brokers[0]} cannot be reached`);
    expect(reader.source.status()).toMatchObject({ healthy: false, caughtUp: false, stalled: false, partitions: [] });
    expect(troubles(reader)).toEqual(['sourceTrouble']);
    expect(attempts).toBe(1);
    await broker.restart();
    await untilRead(reader, 5);

    expect(reader.values()).toEqual(numbers(0, 5));
    await until(() => reader.source.status().healthy, { what: 'the source to be healthy' });
    // A broker that has just come up may be in trouble once more.
    expect(troubles(reader).at(-1)).toBe('sourceRecovered');
  });

  test.for(['kill', 'stop'] as const)('loses and repeats nothing over a broker that is gone for a while (%s)', async (way) => {
    const topic = await (async () => {
      await using kafka = await kafkaForTests(broker.brokers);
      const name = await kafka.createTopic({ partitions: 3 });
      for (let partition = 0; partition < 3; partition++) await kafka.write(name, numbers(0, 20), { partition, partitions: 3 });
      return name;
    })();
    await using reader = readSource(testSource(broker.brokers, [topic]));
    await untilRead(reader, 60);
    await broker[way]();
    await until(() => reader.source.status().problem, { what: 'the trouble to be told' });
    expect(reader.source.status()).toMatchObject({ healthy: false, caughtUp: true, stalled: false });
    await broker.restart();
    {
      await using kafka = await kafkaForTests(broker.brokers);
      for (let partition = 0; partition < 3; partition++) await kafka.write(topic, numbers(20, 40), { partition, partitions: 3 });
    }
    await untilRead(reader, 120);

    for (let partition = 0; partition < 3; partition++) {
      const seen = reader.seen().filter((record) => record.partition === partition);
      expect(seen.map(({ value }) => value)).toEqual(numbers(0, 40));
    }
    expect(reader.batches.some(({ gapBefore }) => gapBefore)).toBe(false);
    await until(() => reader.source.status().healthy, { what: 'the source to be healthy' });
    // A broker that has just come up may be in trouble once more.
    expect(troubles(reader).slice(0, 2)).toEqual(['sourceTrouble', 'sourceRecovered']);
    expect(troubles(reader).at(-1)).toBe('sourceRecovered');
  });

  test('ends soon although the broker is gone, and leaves nothing behind that would keep its process alive', async () => {
    await using kafka = await kafkaForTests(broker.brokers);
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    const child = fileURLToPath(new URL('../support/source-child.ts', import.meta.url));
    const run = promisify(execFile)(
      process.execPath,
      ['--disable-warning=TimeoutNegativeWarning', child, broker.brokers[0] as string, topic],
      { timeout: 30_000 },
    );
    run.child.stdout?.once('data', () => void broker.kill().then(() => run.child.stdin?.end()));
    const { stdout, stderr } = await run;
    await broker.restart();

    expect(stdout).toBe('read a\nended\n');
    expect(stderr).toBe('');
  });
});
