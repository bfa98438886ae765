/** A WebSocket client that knows nothing of GraphQL: what it sends and gets is frames. */
import { WebSocket } from 'ws';
import { until } from './until.ts';

export type Frame = { readonly type: string; readonly id?: string; readonly payload?: unknown };

/** A bare client: what it sends and gets is frames. */
export async function bareClient({ url }: { readonly url: string }, init: boolean | Record<string, unknown> = true) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const frames: Frame[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
  await new Promise((resolve) => socket.once('open', resolve));
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  if (init !== false) {
    send({ type: 'connection_init', ...(init === true ? {} : { payload: init }) });
    await until(() => frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
  }
  return { socket, frames, closed, send };
}
