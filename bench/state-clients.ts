/** Clients of state subscriptions in a process of their own: they count frames and bytes, and read only where a snapshot ends. */
import { WebSocket } from 'ws';
import { answer, nowMicros } from '../load/answer.ts';

type Opening = { readonly port: number; readonly sockets: number; readonly query: string };
export type Heard = { readonly frames: number; readonly bytes: number };
/** From the subscription to the end of the snapshot. `texts` are its payloads. */
export type Snapshot = Heard & { readonly micros: number; readonly texts: readonly string[] };

const PING = Buffer.from('{"type":"ping"');
const sockets: WebSocket[] = [];
let frames = 0;
let bytes = 0;

async function open(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const acknowledged = new Promise((resolve) => socket.once('message', resolve));
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  return socket;
}

const subscribe = (socket: WebSocket, query: string): void =>
  socket.send(JSON.stringify({ id: 'state', type: 'subscribe', payload: { query } }));

const calls = {
  /** Resolves once each has the whole snapshot. */
  open: async ({ port, sockets: count, query }: Opening): Promise<void> => {
    let complete = 0;
    const all = Promise.withResolvers<void>();
    for (let n = 0; n < count; n += 1) {
      const socket = await open(port);
      let isComplete = false;
      socket.on('message', (data: Buffer) => {
        if (data.subarray(0, PING.length).equals(PING)) {
          socket.send('{"type":"pong"}');
          return;
        }
        frames += 1;
        bytes += data.length;
        if (isComplete || !data.includes('"snapshotComplete":true')) return;
        isComplete = true;
        complete += 1;
        if (complete === count) all.resolve();
      });
      socket.once('close', (code, reason) => all.reject(new Error(`closed with ${code} ${String(reason)}`)));
      sockets.push(socket);
      subscribe(socket, query);
    }
    await all.promise;
  },
  /** What has come since it was asked last. */
  heard: (): Heard => {
    const heard = { frames, bytes };
    frames = bytes = 0;
    return heard;
  },
  snapshot: async ({ port, query }: Omit<Opening, 'sockets'>): Promise<Snapshot> => {
    const socket = await open(port);
    const texts: Buffer[] = [];
    const done = Promise.withResolvers<void>();
    let length = 0;
    socket.on('message', (data: Buffer) => {
      texts.push(data);
      length += data.length;
      if (data.subarray(0, 200).includes('"snapshotComplete":true')) done.resolve();
    });
    const begun = nowMicros();
    subscribe(socket, query);
    await done.promise;
    const micros = nowMicros() - begun;
    socket.close();
    return { micros, frames: texts.length, bytes: length, texts: texts.map(String) };
  },
};
export type StateClientsCalls = typeof calls;
answer(calls);
