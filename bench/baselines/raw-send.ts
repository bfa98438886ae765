/** The least that a server can do with `ws`: strings that are ready before anything is measured, one `send` for each socket that wants one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { answer, cpuMicros } from '../../load/answer.ts';
import { Feed } from '../../load/feed.ts';
import type { Begun, FeedOptions, PaceOptions } from '../../load/feed.ts';
import { createFrames } from './ready-frames.ts';

const everyone = new Set<WebSocket>();
const byAgent = new Map<string, WebSocket[]>();
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload?: { variables: { agentId?: string } } };
    if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (message.type !== 'subscribe') return;
    const agent = message.payload?.variables.agentId;
    if (agent === undefined) everyone.add(socket);
    else byAgent.set(agent, [...(byAgent.get(agent) ?? []), socket]);
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

const feed = new Feed(createFrames(), (batch) => {
  for (const { agentId, frame } of batch) {
    for (const socket of everyone) socket.send(frame);
    for (const socket of byAgent.get(agentId) ?? []) socket.send(frame);
  }
});

const calls = {
  port: (): number => (http.address() as AddressInfo).port,
  subscriptions: (): number => everyone.size + byAgent.size,
  feed: (options: FeedOptions): Promise<Begun> => feed.run(options),
  pace: (options: PaceOptions): Promise<void> => feed.pace(options),
  cpu: (): number => cpuMicros(),
};
answer(calls, (done) => feed.progress(done));
