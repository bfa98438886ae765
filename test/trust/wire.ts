/** Bare clients: what they send and get is frames and bytes, the ones of refusals too. */
import { WebSocket } from 'ws';
import { until } from '../support/until.ts';

export type Frame = { readonly type: string; readonly id?: string; readonly payload?: unknown };
export type Coded = { readonly message: string; readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } };
export type Result = { readonly data?: Record<string, unknown> | null; readonly errors?: readonly Coded[] };

export type Socket = {
  readonly frames: readonly Frame[];
  /** Everything that came, as it came. */
  readonly texts: readonly string[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: unknown): void;
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  /** Resolves with the result of a query, which comes after all that was under way before. */
  query(query: string, variables?: Record<string, unknown>): Promise<Result>;
  /** The payloads of an operation. */
  results(id: string): readonly Result[];
  /** The code of the error frame that an operation ended with. */
  error(id: string): string | null;
  close(): Promise<void>;
};

export type SocketOptions = { readonly headers?: Record<string, string>; readonly query?: string };

/** Opens a connection; nothing is sent on it. */
export async function openSocket(url: string, { headers = {}, query = '' }: SocketOptions = {}): Promise<Socket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql${query}`, 'graphql-transport-ws', { headers });
  const frames: Frame[] = [];
  const texts: string[] = [];
  let isClosed = false;
  /** Who waits for the end of a query, by its id: nothing polls, since there are thousands. */
  const waiting = new Map<string, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => {
      isClosed = true;
      for (const { reject } of waiting.values()) reject(new Error('the connection closed before it answered'));
      resolve({ code, reason: String(reason) });
    }),
  );
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    texts.push(text);
    const frame = JSON.parse(text) as Frame;
    frames.push(frame);
    if (frame.type === 'complete' || frame.type === 'error') waiting.get(frame.id ?? '')?.resolve();
    // Who does not answer is taken for gone.
    if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let queries = 0;
  const send = (message: unknown): void => {
    if (!isClosed) socket.send(JSON.stringify(message));
  };
  const results = (id: string): readonly Result[] =>
    frames.filter((frame) => frame.type === 'next' && frame.id === id).map(({ payload }) => payload as Result);
  const error = (id: string): string | null => {
    const frame = frames.find((one) => one.type === 'error' && one.id === id);
    return frame === undefined ? null : ((frame.payload as readonly Coded[])[0]?.extensions.code ?? '?');
  };
  return {
    frames,
    texts,
    closed,
    send,
    results,
    error,
    subscribe: (id, text, variables = {}) => send({ id, type: 'subscribe', payload: { query: text, variables } }),
    query: async (text, variables = {}) => {
      const id = `query-${queries++}`;
      if (isClosed) throw new Error('the connection is closed');
      send({ id, type: 'subscribe', payload: { query: text, variables } });
      await new Promise<void>((resolve, reject) => waiting.set(id, { resolve, reject })).finally(() => waiting.delete(id));
      return results(id)[0] ?? { errors: frames.find((frame) => frame.id === id)?.payload as readonly Coded[] };
    },
    close: async () => {
      socket.close();
      await closed;
    },
  };
}

/** Opens a connection and hands in the token. Rejects if that is refused. */
export async function connect(url: string, authorization: string): Promise<Socket> {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init', payload: { authorization } });
  let refused: string | null = null;
  void socket.closed.then(({ reason }) => (refused = reason));
  await until(
    () => {
      if (refused !== null) throw new Error(`refused: ${refused}`);
      return socket.frames.some(({ type }) => type === 'connection_ack');
    },
    { what: 'the acknowledgement' },
  );
  return socket;
}

export type Stream = {
  readonly status: number;
  /** Everything that came. */
  text(): string;
  results(): readonly Result[];
  /** When the server has ended it. */
  readonly done: Promise<void>;
  leave(): void;
};

/** An operation over SSE. */
export async function openStream(
  url: string,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Stream> {
  const leaving = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  let text = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!leaving.signal.aborted) throw error;
    }
  };
  const done = read();
  return {
    status: response.status,
    text: () => text,
    results: () => {
      if (!response.headers.get('content-type')?.includes('event-stream')) return [JSON.parse(text) as Result];
      return text
        .split('\n\n')
        .filter((block) => block.includes('event: next'))
        .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as Result);
    },
    done,
    leave: () => leaving.abort(),
  };
}
