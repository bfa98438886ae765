/** The least that a reader in kafkajs can do: whole batches, and JSON.parse of every value. */
import kafkajs from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { answer, cpuMicros, nowMicros } from '../../load/answer.ts';
import type { Read, ReadOptions } from '../reading.ts';
import { AGENT_STATE, CALL_THREAD } from '../../load/workload.ts';

const calls = {
  read: async ({ brokers, records }: ReadOptions): Promise<Read> => {
    const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, allowAutoTopicCreation: false });
    await consumer.connect();
    await consumer.subscribe({ topics: [AGENT_STATE, CALL_THREAD], fromBeginning: true });
    const done = Promise.withResolvers<void>();
    let begun = { atMicros: 0, cpuMicros: 0 };
    let read = 0;
    let members = 0;
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (read === 0) begun = { atMicros: nowMicros(), cpuMicros: cpuMicros() };
        for (const { value } of batch.messages) {
          // Looked at, so that parsing it cannot be left out.
          if (value !== null && JSON.parse(value.toString()) !== null) members += 1;
        }
        read += batch.messages.length;
        if (read === records) done.resolve();
      },
    });
    await done.promise;
    const used = { micros: nowMicros() - begun.atMicros, cpuMicros: cpuMicros() - begun.cpuMicros };
    if (members !== records) throw new Error(`${members} of ${records} records were parsed`);
    await consumer.disconnect();
    return used;
  },
};
answer(calls);
