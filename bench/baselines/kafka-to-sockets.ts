/** What one would write by hand: kafkajs, JSON.parse, a map from the agent to its socket, and one `send` of a dozen picked fields. */
import kafkajs from 'kafkajs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { randomUUID } from 'node:crypto';
import { answer } from '../../load/answer.ts';

type Wanted = { readonly socket: WebSocket; readonly id: string };

const [, , broker = '', topic = ''] = process.argv;
const byAgent = new Map<string, Wanted>();
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { id: string; type: string; payload?: { variables: { agentId: string } } };
    if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (message.type === 'subscribe' && message.payload !== undefined)
      byAgent.set(message.payload.variables.agentId, { socket, id: message.id });
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

type Sent = {
  readonly id: string;
  readonly Server: string;
  readonly ThisDN: string;
  readonly AgentID: string;
  readonly AgentWorkMode: string;
  readonly Reasons?: unknown;
  readonly time: { readonly TimeinSecs: number; readonly TimeinuSecs: number };
};

const kafka = new kafkajs.Kafka({ brokers: [broker], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 100, minBytes: 1 });
const joined = new Promise<void>((resolve) => consumer.on('consumer.group_join', () => resolve()));
await consumer.connect();
await consumer.subscribe({ topics: [topic] });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    for (const { key, value, offset } of batch.messages) {
      if (key === null || value === null) continue;
      const [tenantId = '', agentId = ''] = key.toString().split(':');
      const wanted = byAgent.get(agentId);
      if (wanted === undefined) continue;
      const event = JSON.parse(value.toString()) as Sent;
      const { TimeinSecs, TimeinuSecs } = event.time;
      const agentStateEvents = {
        mark: event.Server,
        eventId: `${topic}:${batch.partition}:${offset}`,
        name: event.id,
        tenantId,
        time: new Date(TimeinSecs * 1000 + TimeinuSecs / 1000).toISOString(),
        timeEstimated: false,
        thisDn: event.ThisDN,
        missingAttributes: [],
        agentId,
        loginId: event.AgentID,
        agentWorkMode: event.AgentWorkMode,
        reasons: event.Reasons,
      };
      wanted.socket.send(JSON.stringify({ id: wanted.id, type: 'next', payload: { data: { agentStateEvents } } }));
    }
  },
});
await joined;

answer({
  port: (): number => (http.address() as AddressInfo).port,
  subscriptions: (): number => byAgent.size,
});
