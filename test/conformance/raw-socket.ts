/** A WebSocket of which every bit is the tester's: frames as they are written, right or wrong, and frames as they come. RFC 6455, 5.2. */
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { until } from '../support/until.ts';
import type { Target } from './target.ts';

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
const PONG = 10;

export type FrameOptions = {
  readonly opcode?: number;
  /** Whether it is the last of its message. */
  readonly fin?: boolean;
  readonly masked?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  /** What the header says, if not the truth. */
  readonly declaredBytes?: number;
};

export function frame(payload: string | Buffer, options: FrameOptions = {}): Buffer {
  const { opcode = TEXT, fin = true, masked = true, reserved = 0 } = options;
  const bytes = Buffer.from(payload);
  const length = options.declaredBytes ?? bytes.length;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  header[1] = (masked ? 0x80 : 0) | (header.length === 2 ? length : header.length === 4 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([header, bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([header, mask, bytes.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

/** The code of the close frame; 1006 for an end without one. */
export type Ended = { readonly code: number; readonly reason: string };
export type Message = { readonly type: string; readonly id?: string; readonly payload?: unknown };

export class RawSocket {
  readonly messages: Message[] = [];
  readonly pongs: string[] = [];
  ended: Ended | null = null;
  readonly #socket: Duplex;
  #rest: Buffer = Buffer.alloc(0);
  #probes = 0;

  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => (this.ended ??= { code: 1006, reason: '' }));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#read(head);
  }

  write(...frames: readonly Buffer[]): void {
    if (this.ended === null) this.#socket.write(Buffer.concat(frames));
  }

  send(...messages: readonly unknown[]): void {
    this.write(...messages.map((message) => frame(JSON.stringify(message))));
  }

  /** What came of an operation. */
  of(id: string): readonly Message[] {
    return this.messages.filter((message) => message.id === id);
  }

  /** Resolves with null once the server has answered a ping, which it does in every state: it goes on. */
  async outcome(): Promise<Ended | null> {
    const probe = `probe-${(this.#probes += 1)}`;
    this.send({ type: 'ping', payload: { probe } });
    const answered = (): boolean =>
      this.messages.some(({ type, payload }) => type === 'pong' && (payload as { probe?: unknown } | undefined)?.probe === probe);
    await until(() => this.ended !== null || answered(), { what: 'an answer, or the end' });
    return this.ended;
  }

  leave(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const short = (this.#rest[1] ?? 0) & 0x7f;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (this.#rest.length < header) return;
      const length = short < 126 ? short : short === 126 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2));
      if (this.#rest.length < header + length) return;
      this.#take((this.#rest[0] ?? 0) & 0x0f, this.#rest.subarray(header, header + length));
      this.#rest = this.#rest.subarray(header + length);
    }
  }

  #take(opcode: number, payload: Buffer): void {
    if (this.ended !== null) throw new Error('a frame after the close frame');
    if (opcode === CLOSE) {
      this.ended = { code: payload.length < 2 ? 1005 : payload.readUInt16BE(0), reason: payload.toString('utf8', 2) };
      // The answer, upon which the server ends the connection.
      this.#socket.end(frame(payload.subarray(0, 2), { opcode: CLOSE }));
    } else if (opcode === PONG) this.pongs.push(String(payload));
    else if (opcode === TEXT) {
      const message = JSON.parse(String(payload)) as Message;
      if (message.type === 'ping') this.send({ type: 'pong' });
      else this.messages.push(message);
    } else if (opcode !== PING) throw new Error(`a frame of opcode ${opcode}`);
  }
}

/** The status of a response that is no upgrade, or the socket and the sub-protocol that it speaks. */
export async function upgrade(
  { url, credentials }: Target,
  protocol: string | null = 'graphql-transport-ws',
): Promise<{ readonly status: number } | { readonly socket: RawSocket; readonly protocol: string | undefined }> {
  const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    headers: {
      ...{
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
      ...(protocol === null ? {} : { 'sec-websocket-protocol': protocol }),
      ...credentials,
    },
  });
  return await new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    request.on('upgrade', (response, socket: Duplex, head: Buffer) => {
      resolve({ socket: new RawSocket(socket, head), protocol: response.headers['sec-websocket-protocol'] });
    });
    request.end();
  });
}
