/** The delivering half of the gateway: decoded events are handed to the hub, in batches of a partition's size, and go out over its sockets. */
import { demoConfig } from '../../src/config.ts';
import { unbounded } from '../../load/unbounded.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import { startGateway } from '../../src/gateway.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { answer, cpuMicros } from '../../load/answer.ts';
import { Feed } from '../../load/feed.ts';
import type { Begun, FeedOptions } from '../../load/feed.ts';
import { AGENT_STATE } from '../../load/workload.ts';

const { url, hub } = await startGateway(
  { ...demoConfig({ env: { PORT: '0' }, args: [], nowMs: Date.now() }), ...unbounded },
  new Diagnostics(),
);
// Only for the offsets, which are part of what is sent.
const log = new MemoryLog({ topics: [AGENT_STATE], maxRecords: 1 });
const decode = createDecoder({ catalogue, families: new Map([[AGENT_STATE, 'agentState']]), maxRecordBytes: 1024 * 1024 });
const feed = new Feed(
  (record) => {
    const { partition, offset } = log.append(record);
    return decode(AGENT_STATE, partition, { ...record, offset }, record.timestampMs).events;
  },
  (batch) => {
    for (const events of batch) for (const event of events) hub.publish(event);
  },
);

const calls = {
  port: (): number => Number(new URL(url).port),
  subscriptions: (): number => hub.subscriptions('agentState'),
  feed: (options: FeedOptions): Promise<Begun> => feed.run(options),
  cpu: (): number => cpuMicros(),
};
answer(calls, (done) => feed.progress(done));
