/**
 * A client that keeps all that it gets, and its place: the cursor of the last event, or of a ping. Written from the protocol alone, so that what
 * it proves does not depend on any client of ours.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Received } from '../history/delivery.ts';

export type End =
  | { readonly kind: 'error'; readonly code: string; readonly extensions: Readonly<Record<string, unknown>> }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** One connection. */
export type Connection = {
  readonly events: Received[];
  /** Where it was taken up; null for live. */
  readonly after: string | null;
  /** Cursors that pings brought, each with how many events had come by then. */
  readonly pings: { readonly cursor: string; readonly events: number }[];
  /** When each event came, by the clock of this process. */
  readonly arrivedMs: number[];
  /** Of all frames. */
  bytes: number;
  /** Null as long as it goes on. */
  end: End | null;
  readonly ended: Promise<End>;
};

export type RecorderOptions = {
  readonly field: 'agentStateEvents' | 'callThreadEvents';
  /** Arguments besides `after` and `since`: name, type and value. */
  readonly args?: Readonly<Record<string, readonly [type: string, value: unknown]>>;
  readonly tenantId?: string;
  readonly authorization?: string;
};

type Frame = {
  readonly type: string;
  readonly payload?: unknown;
};

const RETRY_MS = 50;
const OPERATION_ID = 'one';

/** The text of the subscription, and its variables. */
export function operationOf({ field, args = {}, tenantId = 'acme' }: RecorderOptions, from: { after?: string | null; since?: string }) {
  const all: Record<string, readonly [string, unknown]> = { tenantId: ['ID!', tenantId], ...args };
  if (from.after !== undefined && from.after !== null) all['after'] = ['Cursor', from.after];
  if (from.since !== undefined) all['since'] = ['DateTime', from.since];
  const names = Object.keys(all);
  const parameters = names.map((name) => `$${name}: ${all[name]?.[0]}`).join(', ');
  const passed = names.map((name) => `${name}: $${name}`).join(', ');
  const ids = field === 'agentStateEvents' ? '... on AgentEvent { id: agentId }' : '... on CallEvent { id: callThreadId }';
  return {
    query: `subscription (${parameters}) { ${field}(${passed}) { ... on VoiceEvent { eventId tenantId cursor attributes } ${ids} } }`,
    variables: Object.fromEntries(names.map((name) => [name, all[name]?.[1]])),
  };
}

export class Recorder implements Disposable {
  readonly connections: Connection[] = [];
  /** From where to go on: what it has had is before it. */
  place: string | null = null;
  readonly #options: RecorderOptions;
  #socket: WebSocket | null = null;
  #following = true;
  readonly #had = new Set<string>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** How many different events it has had. */
  get count(): number {
    return this.#had.size;
  }

  get last(): Connection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('it has not connected yet');
    return last;
  }

  /** Connects and subscribes from its place on, or from where it is told. Resolves once the gateway has read that, or the connection has ended. */
  async connect(
    url: string,
    from: { readonly after?: string | null; readonly since?: string } = { after: this.place },
  ): Promise<Connection> {
    const ended = Promise.withResolvers<End>();
    const heard = Promise.withResolvers<void>();
    const connection: Connection = {
      events: [],
      after: from.after ?? null,
      pings: [],
      arrivedMs: [],
      bytes: 0,
      end: null,
      ended: ended.promise,
    };
    this.connections.push(connection);
    const end = (how: End): void => {
      connection.end ??= how;
      ended.resolve(connection.end);
      heard.resolve();
    };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    this.#socket = socket;
    const send = (frame: Frame & { readonly id?: string }): void => socket.send(JSON.stringify(frame));
    let isSubscribed = false;
    socket.on('open', () => {
      const { authorization } = this.#options;
      send({ type: 'connection_init', payload: authorization === undefined ? {} : { authorization } });
    });
    socket.on('error', () => {});
    socket.on('close', (code, reason) => end({ kind: 'close', code, reason: String(reason) }));
    socket.on('message', (data) => {
      // What still comes by a connection that it has left is not its any more.
      if (connection.end !== null) return;
      connection.bytes += (data as Buffer).length;
      const { type, payload } = JSON.parse(String(data)) as Frame;
      if (type === 'connection_ack') {
        send({ id: OPERATION_ID, type: 'subscribe', payload: operationOf(this.#options, from) });
        send({ type: 'ping' });
      } else if (type === 'pong') {
        isSubscribed = true;
        heard.resolve();
      } else if (type === 'ping') {
        send({ type: 'pong' });
        const { cursor } = (payload ?? {}) as { readonly cursor?: string };
        // One from before the gateway knew of the subscription says nothing about it.
        if (cursor === undefined || !isSubscribed) return;
        connection.pings.push({ cursor, events: connection.events.length });
        this.place = cursor;
      } else if (type === 'next') {
        const event = (payload as { readonly data: Readonly<Record<string, Received>> }).data[this.#options.field];
        if (event === undefined) throw new Error(`not an event: ${String(data)}`);
        connection.events.push(event);
        this.#had.add(event.eventId);
        connection.arrivedMs.push(performance.now());
        this.place = event.cursor;
      } else if (type === 'error') {
        const [{ extensions } = { extensions: {} }] = payload as readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
        end({ kind: 'error', code: String(extensions['code']), extensions });
        socket.terminate();
      }
    });
    await heard.promise;
    return connection;
  }

  /** Comes back after each close, until it is disposed or the subscription ends with an error. */
  follow(next: () => string): void {
    void (async () => {
      while (this.#following) {
        await this.connect(next());
        const { kind } = await this.last.ended;
        if (kind === 'error') return;
        await wait(RETRY_MS);
      }
    })();
  }

  /** Goes without a word. */
  cut(): void {
    const { last } = this;
    last.end ??= { kind: 'close', code: 1006, reason: 'cut' };
    this.#socket?.terminate();
  }

  /** Tells the gateway that it wants no more, and stays connected. */
  complete(): void {
    this.#socket?.send(JSON.stringify({ id: OPERATION_ID, type: 'complete' }));
  }

  /** Reads nothing, until `read`. */
  stall(): void {
    this.#socket?.pause();
  }

  read(): void {
    this.#socket?.resume();
  }

  [Symbol.dispose](): void {
    this.#following = false;
    this.#socket?.terminate();
  }
}
