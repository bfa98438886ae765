/** A reader of a log on Kafka, and what it reads from a place on. */
import type { KafkaConnection } from '../../src/source/kafka-client.ts';
import { kafkaReader } from '../../src/source/kafka-reader.ts';
import type { LogReader } from '../../src/source/source.ts';

export const MUCH = 1024 * 1024;
export const { signal } = new AbortController();

export const readerOf = (brokers: readonly string[], options: Partial<KafkaConnection> = {}) =>
  kafkaReader({ brokers, clientId: 'test', ...options });

/** What is read from there to where nothing can be read now, in steps of so many bytes. */
export async function walk(reader: LogReader, topic: string, from: bigint, maxBytes = MUCH) {
  const records: { offset: number; value: string }[] = [];
  for (let next = from; ;) {
    const chunk = await reader.read(topic, 0, next, maxBytes, signal);
    if (chunk === null || chunk.nextOffset === next) return { records, nextOffset: Number(next) };
    for (const { offset, value } of chunk.records) records.push({ offset: Number(offset), value: String(value) });
    next = chunk.nextOffset;
  }
}

export const valuesOf = (walked: Awaited<ReturnType<typeof walk>>): string[] => walked.records.map(({ value }) => value);
