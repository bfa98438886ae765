/** What can happen to a Kafka log while it is read: it appears, grows, loses its beginning, has holes, is made anew. */

import { describe, expect, inject, test } from 'vitest';

import { kafkaForTests, numbers, transaction } from '../support/kafka.ts';
import { readSource, type SourceReader } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const untilRead = (reader: SourceReader, count: number) =>
  until(() => reader.seen().length >= count, { what: `${count} records to be read` });
const untilCaughtUp = (reader: SourceReader) => until(() => reader.source.status().caughtUp, { what: 'the source to catch up' });
const gaps = (reader: SourceReader) => reader.notes.filter(({ note }) => note === 'sourceGap');
const open = () => kafkaForTests(inject('kafkaBrokers') ?? []);

describe.skipIf(inject('kafkaMissing') !== null)('a source on Kafka', () => {
  test('serves one topic while the other is missing, says so, and reads that one from its beginning once it is there', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const late = kafka.topicName();
    await kafka.write(topic, ['a']);
    await using reader = readSource(kafka.source([topic, late]), 'latest');
    await untilCaughtUp(reader);
    await kafka.write(topic, ['b']);
    await untilRead(reader, 1);
    expect(reader.source.status().problem).toContain(`Topic ${late} does not exist`);
    await kafka.createTopic({ name: late });
    await kafka.write(late, ['c', 'd']);
    await untilRead(reader, 3);

    expect(reader.values(topic)).toEqual(['b']);
    expect(reader.seen(late).map(({ value, live }) => [value, live])).toEqual([
      ['c', true],
      ['d', true],
    ]);
    await until(() => reader.source.status().healthy, { what: 'the source to be healthy' });
    const told = reader.told().filter((note) => note === 'sourceTrouble' || note === 'sourceRecovered');
    // A topic may have no leader yet when it is first seen: that is a second cause, told as such, within the same trouble.
    expect([...new Set(told)]).toEqual(['sourceTrouble', 'sourceRecovered']);
    expect(told.indexOf('sourceRecovered')).toBe(told.length - 1);
  });

  test('finds added partitions long before kafkajs would, without building its reader anew', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 1 });
    await kafka.write(topic, ['old']);
    await using reader = readSource(kafka.source([topic], { metadataMaxAgeMs: 300_000 }));
    await untilRead(reader, 1);
    await kafka.addPartitions(topic, 2);
    await using fresh = await open();
    await fresh.write(topic, ['new'], { partition: 1, partitions: 2 });
    await untilRead(reader, 2);

    expect(reader.seen()[1]).toMatchObject({ partition: 1, offset: 0, value: 'new', live: true });
    expect(reader.source.status().restarts).toBe(0);
  });

  test('says that records are gone when the log loses them before they were read, although nothing is left to read', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 5));
    await using reader = readSource(kafka.source([topic]));
    await untilRead(reader, 5);
    reader.hold();
    await kafka.write(topic, ['x']);
    await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
    await kafka.write(topic, numbers(6, 10));
    await kafka.deleteBelow(topic, 0, 10);
    reader.release();
    await until(() => gaps(reader).length > 0, { what: 'the gap to be told' });
    await until(() => reader.batches.some(({ gapBefore }) => gapBefore), { what: 'the gap to be handed over' });

    expect(gaps(reader)).toEqual([{ note: 'sourceGap', topic, partition: 0, fromOffset: 6n, toOffset: 10n }]);
    await kafka.write(topic, ['after']);
    await untilRead(reader, 7);
    expect(reader.seen().slice(5)).toMatchObject([
      { value: 'x', offset: 5 },
      { value: 'after', offset: 10 },
    ]);
    expect(reader.batches.filter(({ gapBefore }) => gapBefore)).toHaveLength(1);
  });

  test('loses and repeats nothing of the other partitions when one is truncated', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 2 });
    const [one, two] = [0, 1].map((partition) => ({ partition, partitions: 2 }));
    await kafka.write(topic, ['a'], one);
    await using reader = readSource(kafka.source([topic]));
    reader.hold();
    await until(() => reader.underWay() === 1, { what: 'a batch to be under way' });
    await kafka.write(topic, numbers(0, 20), one);
    await kafka.write(topic, numbers(0, 20), two);
    await kafka.deleteBelow(topic, 0, 15);
    reader.release();
    await untilRead(reader, 1 + 6 + 20);
    await kafka.write(topic, ['end'], two);
    await untilRead(reader, 1 + 6 + 21);

    const values = (partition: number) =>
      reader
        .seen()
        .filter((record) => record.partition === partition)
        .map(({ value }) => value);
    expect(values(0)).toEqual(['a', ...numbers(14, 20)]);
    expect(values(1)).toEqual([...numbers(0, 20), 'end']);
    expect(gaps(reader)).toMatchObject([{ partition: 0, fromOffset: 1n, toOffset: 15n }]);
  });

  test('takes offsets that compaction has removed for what they are: no gap', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({
      config: { 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0.01' },
    });
    for (let n = 0; n < 5; n++) await kafka.write(topic, [`old${n}`, `newer${n}`]);
    // Reads the topic again and again until the cleaner has been there; a record more each time rolls the segment.
    const sparse = await until(
      async () => {
        await kafka.producer.send([{ topic, key: 'other', value: 'x' }]);
        await using reader = readSource(kafka.source([topic]));
        await untilCaughtUp(reader);
        const offsets = reader.seen().map(({ offset }) => offset);
        const hasHole = offsets.some((offset, index) => index > 0 && offset !== (offsets[index - 1] as number) + 1) || offsets[0] !== 0;
        return hasHole ? { offsets, gaps: gaps(reader), batches: reader.batches } : null;
      },
      { what: 'compaction', timeoutMs: 30_000 },
    );

    expect(sparse.gaps).toEqual([]);
    expect(sparse.batches.every(({ gapBefore }) => !gapBefore)).toBe(true);
  });

  test('takes control records for no gap, and moves on over them', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    for (const value of ['a', 'b', 'c']) {
      await using some = await transaction(kafka, topic, [value]);
      await some.commit();
    }
    await using reader = readSource(kafka.source([topic]));
    await untilCaughtUp(reader);

    // The markers may come after records of the next transaction: only their number is certain.
    expect(reader.values()).toEqual(['a', 'b', 'c']);
    await until(() => reader.source.status().partitions[0]?.position === 6n, { what: 'the position behind the last control record' });
    expect(gaps(reader)).toEqual([]);
  });

  test('catches up although the log ends with an aborted transaction, which it does not deliver', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    {
      await using some = await transaction(kafka, topic, ['not', 'this']);
      await some.abort();
    }
    await using reader = readSource(kafka.source([topic]));
    await untilCaughtUp(reader);
    await kafka.write(topic, ['b']);
    await untilRead(reader, 2);

    expect(reader.values()).toEqual(['a', 'b']);
    expect(reader.source.status()).toMatchObject({ restarts: 0, stalled: false });
  });

  test('moves on over a transaction that is aborted while it reads, and says so in an empty batch', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    await using reader = readSource(kafka.source([topic]));
    await untilRead(reader, 1);
    await using some = await transaction(kafka, topic, ['not', 'this']);
    await some.abort();
    await until(() => reader.source.status().partitions[0]?.position === 4n, { what: 'the position behind the marker' });

    expect(reader.values()).toEqual(['a']);
    expect(reader.batches.at(-1)).toMatchObject({ records: [], nextOffset: 4n, gapBefore: false });
    expect(reader.source.status().restarts).toBe(0);
  });

  test('catches up although a transaction is open at the end, is not taken for stalled, and delivers it as live when it is committed', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, ['a']);
    await using some = await transaction(kafka, topic, ['t1', 't2']);
    const stallTimeoutMs = 300;
    await using reader = readSource(kafka.source([topic], { stallTimeoutMs }));
    await untilCaughtUp(reader);
    // The log goes on behind the open transaction, for many times the watchdog's patience.
    const begin = performance.now();
    await until(
      async () => {
        await kafka.write(topic, ['behind']);
        return performance.now() - begin > stallTimeoutMs * 5;
      },
      { what: 'time to pass' },
    );
    expect(reader.values()).toEqual(['a']);
    expect(reader.source.status()).toMatchObject({ restarts: 0, stalled: false, healthy: true });
    await some.commit();
    await until(() => reader.values().includes('behind'), { what: 'the records behind the transaction' });

    expect(reader.values().slice(0, 4)).toEqual(['a', 't1', 't2', 'behind']);
    expect(
      reader
        .seen()
        .slice(0, 4)
        .map(({ live }) => live),
    ).toEqual([false, true, true, true]);
  });

  test('starts from the beginning, with a gap, when a topic is deleted and made anew', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    const other = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    await using reader = readSource(kafka.source([topic, other]));
    await untilRead(reader, 10);
    await kafka.deleteTopic(topic);
    await until(() => reader.source.status().problem?.includes('does not exist'), { what: 'the missing topic to be told' });
    // With a producer that has not met the topic that is gone.
    await using fresh = await open();
    await fresh.write(other, ['meanwhile']);
    await untilRead(reader, 11);
    await kafka.createTopic({ name: topic });
    await fresh.write(topic, ['new0', 'new1']);
    await untilRead(reader, 13);

    expect(reader.values(topic)).toEqual([...numbers(0, 10), 'new0', 'new1']);
    expect(
      reader
        .seen(topic)
        .slice(10)
        .map(({ offset, live }) => [offset, live]),
    ).toEqual([
      [0, true],
      [1, true],
    ]);
    expect(gaps(reader)).toEqual([{ note: 'sourceGap', topic, partition: 0, fromOffset: 10n, toOffset: 0n }]);
    const batches = reader.batches.filter((batch) => batch.topic === topic);
    expect(batches.filter(({ gapBefore }) => gapBefore)).toHaveLength(1);
  });

  test('starts from the beginning, with a gap, when a topic is made anew faster than it looks', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    await using reader = readSource(kafka.source([topic], { checkIntervalMs: 60_000 }));
    await untilRead(reader, 10);
    // Until it has caught up, it looks more often.
    await untilCaughtUp(reader);
    await kafka.deleteTopic(topic);
    await kafka.createTopic({ name: topic });
    await using fresh = await open();
    await fresh.write(topic, ['new0', 'new1']);
    await untilRead(reader, 12);

    expect(
      reader
        .seen()
        .slice(10)
        .map(({ value, offset, live }) => [value, offset, live]),
    ).toEqual([
      ['new0', 0, true],
      ['new1', 1, true],
    ]);
    expect(gaps(reader)).toHaveLength(1);
  });

  test('starts from the beginning, with a gap, when a topic made anew has grown past its position before it looks', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic();
    await kafka.write(topic, numbers(0, 10));
    await using reader = readSource(kafka.source([topic], { checkIntervalMs: 3_000 }));
    await untilRead(reader, 10);
    await untilCaughtUp(reader);
    await kafka.deleteTopic(topic);
    await kafka.createTopic({ name: topic });
    await using fresh = await open();
    await fresh.write(
      topic,
      numbers(0, 30).map((value) => `new ${value}`),
    );
    await until(() => gaps(reader).length > 0, { what: 'the gap to be told' });
    const values = () => reader.seen().slice(reader.seen().findLastIndex(({ offset }) => offset === 0));
    await until(() => values()[0]?.value === 'new v0' && values().length === 30, { what: 'the new log to be read' });

    expect(values().map(({ value, live }) => [value, live])).toEqual(numbers(0, 30).map((value) => [`new ${value}`, true]));
    expect(gaps(reader)).toHaveLength(1);
  });

  test('reads a topic that is made anew with fewer partitions without looking for the others for ever', async () => {
    await using kafka = await open();
    const topic = await kafka.createTopic({ partitions: 2 });
    for (const partition of [0, 1]) await kafka.write(topic, numbers(0, 5), { partition, partitions: 2 });
    await using reader = readSource(kafka.source([topic]));
    await untilRead(reader, 10);
    await kafka.deleteTopic(topic);
    await kafka.createTopic({ name: topic });
    await using fresh = await open();
    await fresh.write(topic, ['new']);
    await untilRead(reader, 11);
    await until(() => reader.source.status().healthy && reader.source.status().partitions.length === 1, {
      what: 'the source to be healthy',
    });
    const { restarts } = reader.source.status();
    await fresh.write(topic, ['newer']);
    await untilRead(reader, 12);

    expect(reader.values().slice(10)).toEqual(['new', 'newer']);
    expect(reader.source.status().restarts).toBe(restarts);
    expect(
      gaps(reader)
        .map((gap) => 'partition' in gap && gap.partition)
        .toSorted(),
    ).toEqual([0, 1]);
  });
});
