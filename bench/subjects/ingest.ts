/** The reading half of the gateway: Kafka, decoder, state and journal, with nobody subscribed. */
import { createContinuity } from '../../src/continuity.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Family } from '../../src/events/definition.ts';
import { Hub } from '../../src/hub/hub.ts';
import { Ingest } from '../../src/ingest.ts';
import { kafkaSource } from '../../src/source/kafka.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { answer, cpuMicros, nowMicros } from '../../load/answer.ts';
import type { Read, ReadOptions } from '../reading.ts';
import { AGENT_STATE, CALL_THREAD } from '../../load/workload.ts';

const calls = {
  read: async ({ brokers, records, keepsEvents = true }: ReadOptions): Promise<Read> => {
    const diagnostics = new Diagnostics();
    await using source = kafkaSource({ brokers, clientId: 'bench', groupPrefix: 'bench', topics: [AGENT_STATE, CALL_THREAD] }, diagnostics);
    const families = new Map<string, Family>([
      [AGENT_STATE, 'agentState'],
      [CALL_THREAD, 'callThread'],
    ]);
    const decode = createDecoder({ catalogue, families, maxRecordBytes: 1024 * 1024 });
    await using continuity = createContinuity({
      source,
      decode,
      topics: { agentState: AGENT_STATE, callThread: CALL_THREAD },
      journalMaxBytes: 256 * 1024 * 1024,
      // What happened longer ago is not kept.
      replayMaxAgeMs: keepsEvents ? 3_600_000 : 0,
      maxChunkBytes: 256 * 1024,
    });
    const ingest = new Ingest({
      decode,
      state: new State(defaultRules),
      hub: new Hub(),
      journal: continuity.journal,
      families,
      onLoss: () => {},
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
