/** The reading half of the gateway: Kafka, decoder and state, with nobody subscribed. */
import { Diagnostics } from '../../src/diagnostics.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import { Hub } from '../../src/hub/hub.ts';
import { Ingest } from '../../src/ingest.ts';
import { kafkaSource } from '../../src/source/kafka.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { answer, cpuMicros, nowMicros } from '../../load/answer.ts';
import type { Read, ReadOptions } from '../reading.ts';
import { AGENT_STATE, CALL_THREAD } from '../../load/workload.ts';

const calls = {
  read: async ({ brokers, records }: ReadOptions): Promise<Read> => {
    const diagnostics = new Diagnostics();
    await using source = kafkaSource({ brokers, clientId: 'bench', groupPrefix: 'bench', topics: [AGENT_STATE, CALL_THREAD] }, diagnostics);
    const ingest = new Ingest({
      decode: createDecoder({
        catalogue,
        families: new Map([
          [AGENT_STATE, 'agentState'],
          [CALL_THREAD, 'callThread'],
        ]),
        maxRecordBytes: 1024 * 1024,
      }),
      state: new State(defaultRules),
      hub: new Hub(),
      tenants: 'all',
      log: () => source.status(),
      diagnostics,
    });
    const done = Promise.withResolvers<void>();
    let begun = { atMicros: 0, cpuMicros: 0 };
    let read = 0;
    source.start({
      from: 'earliest',
      onBatch: async (batch) => {
        if (read === 0) begun = { atMicros: nowMicros(), cpuMicros: cpuMicros() };
        await ingest.onBatch(batch);
        read += batch.records.length;
        if (read === records) done.resolve();
      },
    });
    await done.promise;
    const used = { micros: nowMicros() - begun.atMicros, cpuMicros: cpuMicros() - begun.cpuMicros };
    for (const { records: counted, rejected } of ingest.counts.values())
      if (rejected.size > 0) throw new Error(`${rejected.size} of ${counted} records were rejected`);
    return used;
  },
};
answer(calls);
