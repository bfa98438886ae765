/** The embedded log's choice of a partition is Kafka's. */

import kafkajs from 'kafkajs';
import { expect, test } from 'vitest';

import { keyHash } from '../../src/source/key-hash.ts';

test('a key has the partition that a Kafka client gives it', () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: 7 }, (_, partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [],
    isr: [],
  }));
  for (const key of ['', 'a', 'ab', 'abc', 'abcd', 'tenant-1:agent-42', 'ünïcödé:日本語', '0f8fad5b-d9cb-469f-a165-70867728950e:1001'])
    expect(keyHash(Buffer.from(key)) % 7, key).toBe(choose({ topic: 't', partitionMetadata, message: { key, value: '' } }));
});
