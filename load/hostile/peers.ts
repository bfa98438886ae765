/** The clients of a hostile run: each opens one connection, says what it has to say, and resolves with the answer in a few words. */
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { FrameReader } from '../frames.ts';
import { closeOf, refusalOf } from './attack.ts';

export type Where = { readonly port: number; readonly signal: AbortSignal };

const NOT_ANSWERED = 'still open at the end';

type Frame = { readonly type: string; readonly id?: string; readonly payload?: unknown };
type Errors = Parameters<typeof refusalOf>[0];

export type Said = {
  /** Whether it introduces itself. */
  readonly init?: boolean;
  readonly messages: readonly (string | Buffer)[];
  /** Said again after so long, as often as one likes. */
  readonly everyMs?: number;
  /** How long it stays after the first answer; null until it is closed, which then is the answer. Default 0. */
  readonly stayMs?: number | null;
};

/** Over WebSocket: how the first operation was answered, or how it was closed. */
export function overWebSocket({ port, signal }: Where, { init = true, messages, everyMs, stayMs = 0 }: Said): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { perMessageDeflate: true });
  let answer: string | null = null;
  let [again, leaving]: (NodeJS.Timeout | undefined)[] = [];
  const abort = (): void => socket.terminate();
  const say = (): void => {
    for (const message of messages) if (socket.readyState === WebSocket.OPEN) socket.send(message);
  };
  const begin = (): void => {
    say();
    if (everyMs !== undefined) again = setInterval(say, everyMs);
  };
  const answered = (said: string): void => {
    if (stayMs === null) return;
    answer ??= said;
    leaving ??= setTimeout(abort, stayMs);
  };
  socket.on('open', () => (init ? socket.send('{"type":"connection_init"}') : begin()));
  socket.on('message', (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString('utf8')) as Frame;
    if (type === 'connection_ack') begin();
    else if (type === 'pong') answered('pong');
    else if (type === 'error') answered(`error ${refusalOf(payload as Errors)}`);
    else if (type === 'next') {
      const { errors } = payload as { readonly errors?: Errors };
      answered(errors === undefined ? 'answered' : `error ${refusalOf(errors)}`);
    }
  });
  socket.on('unexpected-response', (_request, { statusCode }) => answered(`HTTP ${statusCode}`));
  socket.on('error', () => {});
  socket.once('close', (code, reason) => {
    signal.removeEventListener('abort', abort);
    clearInterval(again);
    clearTimeout(leaving);
    resolve(answer ?? (signal.aborted && code === 1006 ? NOT_ANSWERED : closeOf(code, String(reason))));
  });
  signal.addEventListener('abort', abort);
  return promise;
}

export type Posted = { readonly body: string | Buffer<ArrayBuffer>; readonly headers?: Readonly<Record<string, string>> };

/** By POST; of a stream the first result. */
export async function overHttp({ port, signal }: Where, { body, headers = {} }: Posted): Promise<string> {
  const leaving = new AbortController();
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body,
      signal: AbortSignal.any([signal, leaving.signal]),
    });
    const { status } = response;
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const text = isStream ? await firstResult(response, leaving) : await response.text();
    if (text === null) return 'answered';
    if (!text.startsWith('{')) return `HTTP ${status}`;
    const { errors } = JSON.parse(text) as { readonly errors?: Errors };
    if (errors === undefined) return 'answered';
    return `${status === 200 ? 'error' : `HTTP ${status}`} ${refusalOf(errors)}`;
  } catch {
    return signal.aborted ? NOT_ANSWERED : 'cut';
  } finally {
    leaving.abort();
  }
}

/** Null where none comes for a while: the stream has begun. */
async function firstResult(response: Response, leaving: AbortController): Promise<string | null> {
  const late = setTimeout(() => leaving.abort(), STREAM_MS);
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const [, data] = /^data: (\{.*)$/m.exec(text) ?? [];
      if (data !== undefined && text.includes('\n\n', text.indexOf(data))) return data;
    }
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    clearTimeout(late);
  }
  return null;
}
const STREAM_MS = 500;

export type Dripped = {
  readonly first: string | Buffer;
  /** Said once its connection_init has been acknowledged; from then on it reads nothing. */
  readonly acknowledged?: Buffer;
  /** What it goes on to say, once a second. */
  readonly drip?: string | Buffer;
  /** How long it stays; null until it is closed, which is the default. */
  readonly stayMs?: number | null;
};

const DRIP_MS = 1000;

/** On a bare socket, until the other side ends it. */
export function overTcp({ port, signal }: Where, { first, acknowledged, drip, stayMs = null }: Dripped): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port });
  let bytes = Buffer.alloc(0);
  const abort = (): void => void socket.destroy();
  socket.on('error', () => {});
  socket.on('connect', () => socket.write(first));
  socket.on('data', (chunk: Buffer) => {
    if (bytes.length < MAX_KEPT_BYTES) bytes = Buffer.concat([bytes, chunk]);
    if (acknowledged === undefined || !bytes.includes('connection_ack')) return;
    socket.pause();
    socket.write(acknowledged);
  });
  // Who does not read hears of an end when it writes.
  const dripping = drip === undefined ? undefined : setInterval(() => void (socket.writable && socket.write(drip)), DRIP_MS);
  const leaving = stayMs === null ? undefined : setTimeout(abort, stayMs);
  signal.addEventListener('abort', abort);
  socket.once('close', () => {
    clearInterval(dripping);
    clearTimeout(leaving);
    signal.removeEventListener('abort', abort);
    resolve(answerIn(bytes) ?? (signal.aborted || (stayMs !== null && socket.bytesRead === 0) ? NOT_ANSWERED : 'cut'));
  });
  return promise;
}
const MAX_KEPT_BYTES = 64 * 1024;

/** What was answered before the end; null for nothing. */
function answerIn(bytes: Buffer): string | null {
  const text = bytes.toString('latin1');
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  if (status === undefined) return null;
  const [, setting] = /"setting":"(\w+)"/.exec(text) ?? [];
  if (status !== '101') return `HTTP ${status}${setting === undefined ? '' : ` LIMIT_EXCEEDED ${setting}`}`;
  let answer: string | null = null;
  const frames = new FrameReader(
    () => {},
    (code, reason) => (answer = closeOf(code, reason)),
  );
  try {
    const rest = bytes.subarray(text.indexOf('\r\n\r\n') + 4);
    frames.read(rest, rest.length);
  } catch {
    // A frame of control.
  }
  return answer;
}
