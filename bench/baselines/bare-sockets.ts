/** A WebSocket server that keeps its connections and does nothing else: each is acknowledged, and what it subscribes to is counted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answer, cpuMicros } from '../../load/answer.ts';
import { usedBytes } from '../../load/used-bytes.ts';

let subscriptions = 0;
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'subscribe') subscriptions += 1;
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

answer({
  port: (): number => (http.address() as AddressInfo).port,
  connections: (): number => server.clients.size,
  subscriptions: (): number => subscriptions,
  cpu: (): number => cpuMicros(),
  usedBytes: (): number => usedBytes(),
});
