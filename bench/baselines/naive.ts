/** The gateway that most would write: one pubsub for all events, a filter for each subscriber, graphql-ws and the execution of graphql-js as they come. */
import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, filter, pipe } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { catalogue } from '../../src/events/catalogue.ts';
import { limitExceeded } from '../../src/errors.ts';
import { createDecoder } from '../../src/events/decode.ts';
import type { Context, Services } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Delivered } from '../../src/hub/event-stream.ts';
import { matches } from '../../src/hub/filter.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { answer, cpuMicros } from '../../load/answer.ts';
import { Feed } from '../../load/feed.ts';
import type { Begun, FeedOptions } from '../../load/feed.ts';
import { AGENT_STATE } from '../../load/workload.ts';
import type { Written } from '../../load/workload.ts';

// One listener a subscriber is what this design comes to.
setMaxListeners(Infinity);
const pubSub = createPubSub<{ agentState: [Delivered] }>();
let subscriptions = 0;
const context: Context = {
  claims: UNAUTHENTICATED_CLAIMS,
  // Only for the state, which nobody asks for here.
  services: { tenants: 'all' } as Services,
  open: (scope, wanted) => {
    subscriptions += 1;
    return pipe(
      pubSub.subscribe('agentState'),
      filter(({ event }: Delivered) => scope.sees(event) && matches(wanted, event)),
    );
  },
  follow: () => {
    throw new Error('nobody asks for the state here');
  },
  refuse: limitExceeded,
  audit: () => {},
};
const http = createServer();
// Without pings: it would take clients for dead that wait for it.
useServer(
  { schema: createSchema(catalogue), context },
  new WebSocketServer({ server: http, path: '/graphql', perMessageDeflate: false }),
  0,
);
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

// Only for the offsets, which are part of what is sent.
const log = new MemoryLog({ topics: [AGENT_STATE], maxRecords: 1 });
const decode = createDecoder({ catalogue, families: new Map([[AGENT_STATE, 'agentState']]), maxRecordBytes: 1024 * 1024 });
const feed = new Feed(
  (record: Written) => record,
  (batch) => {
    for (const record of batch) {
      const { partition, offset } = log.append(record);
      for (const event of decode(AGENT_STATE, partition, { ...record, offset }, Date.now()).events)
        // It has no cursors, and is not asked for them.
        pubSub.publish('agentState', new Delivered(event, ''));
    }
  },
);

const calls = {
  port: (): number => (http.address() as AddressInfo).port,
  subscriptions: (): number => subscriptions,
  feed: (options: FeedOptions): Promise<Begun> => feed.run(options),
  cpu: (): number => cpuMicros(),
};
answer(calls, (done) => feed.progress(done));
