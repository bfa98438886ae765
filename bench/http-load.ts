/** The HTTP clients of a benchmark, in a process of their own: kept-alive raw sockets, one request at a time on each, every answer held against the first. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { answer, nowMicros } from '../load/answer.ts';

export type Ask = {
  readonly port: number;
  readonly sockets: number;
  /** Of all sockets together. */
  readonly requests: number;
  /** JSON. */
  readonly body: string;
};
/** How long all took, and what each was answered with. */
export type Asked = { readonly micros: number; readonly answer: string };

const calls = {
  ask: async ({ port, sockets, requests, body }: Ask): Promise<Asked> => {
    const request = Buffer.from(
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const done = Promise.withResolvers<void>();
    let first: Buffer | null = null;
    let sent = 0;
    let answered = 0;
    const next = (socket: Socket): void => {
      if (sent === requests) return;
      sent += 1;
      socket.write(request);
    };
    const startedMicros = nowMicros();
    const all = Array.from({ length: Math.min(sockets, requests) }, () => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      let rest: Buffer | null = null;
      socket.on('data', (chunk: Buffer) => {
        try {
          const bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
          const found = bodyOf(bytes);
          rest = found === null ? bytes : null;
          if (found === null) return;
          first ??= Buffer.from(found);
          if (!first.equals(found)) throw new Error(`another answer: ${found.toString()}`);
          answered += 1;
          if (answered === requests) done.resolve();
          next(socket);
        } catch (error) {
          done.reject(error);
        }
      });
      socket.on('error', (error) => done.reject(error));
      socket.on('close', () => done.reject(new Error('a connection was closed')));
      next(socket);
      return socket;
    });
    await done.promise;
    const micros = nowMicros() - startedMicros;
    for (const socket of all) socket.destroy();
    return { micros, answer: String(first) };
  },
};
export type HttpLoadCalls = typeof calls;
answer(calls);

/** The body of one whole response; null while it is not whole. */
function bodyOf(bytes: Buffer): Buffer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(bytes.toString());
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error(`a response without its length: ${head}`);
  return bytes.length < end + 4 + length ? null : bytes.subarray(end + 4, end + 4 + length);
}
