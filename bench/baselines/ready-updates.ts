/** What a server can do that has the bytes of state subscriptions ready: it sends a snapshot to who subscribes, and to all what it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { answer, cpuMicros } from '../../load/answer.ts';

let snapshot: readonly string[] = ['{"snapshotComplete":true}'];
const everyone = new Set<WebSocket>();
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type !== 'subscribe') return;
    everyone.add(socket);
    for (const frame of snapshot) socket.send(frame);
  });
  socket.on('close', () => everyone.delete(socket));
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

type Pace = { readonly frames: number; readonly bytes: number; readonly intervalMs: number };

const calls = {
  port: (): number => (http.address() as AddressInfo).port,
  hold: (frames: readonly string[]): void => void (snapshot = frames),
  /** So many frames of so many bytes each to everyone. Returns what it took, in microseconds of a core. */
  pace: async ({ frames, bytes, intervalMs }: Pace): Promise<number> => {
    const frame = `{"id":"state","type":"next","payload":"${'x'.repeat(bytes)}"}`.slice(0, bytes);
    const before = cpuMicros();
    for (let n = 0; n < frames; n += 1) {
      for (const socket of everyone) socket.send(frame);
      await wait(intervalMs);
    }
    return cpuMicros() - before;
  },
};
export type ReadyUpdatesCalls = typeof calls;
answer(calls);
