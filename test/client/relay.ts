/** A relay between WebSocket clients and the real gateway, which can do to a connection whatever networks, proxies and gateways do. */
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export type Frame = {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Record<string, unknown> & { readonly variables?: Record<string, unknown>; readonly query?: string };
};

type Pair = { readonly near: WebSocket; readonly far: WebSocket };

export class Relay implements AsyncDisposable {
  readonly #server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  readonly #pairs = new Set<Pair>();
  /** All that clients have sent, over all connections. */
  readonly sent: Frame[] = [];
  /** All that they were sent. */
  readonly told: Frame[] = [];
  connections = 0;
  /** Where the next connection leads. */
  to: string;
  /** What of a client goes on to the gateway; null for nothing. */
  toGateway: (frame: Frame) => Frame | null = (frame) => frame;

  constructor(to: string) {
    this.to = to;
    this.#server.on('connection', (near) => this.#open(near));
  }

  static async open(to: string): Promise<Relay> {
    const relay = new Relay(to);
    await new Promise((resolve) => relay.#server.once('listening', resolve));
    return relay;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  /** Operations that were begun, without questions for a place. */
  get subscribes(): readonly Frame[] {
    return this.sent.filter(({ type, payload }) => type === 'subscribe' && payload?.query?.includes('subscription') === true);
  }

  /** The network is gone: no close frame on either side. */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.terminate();
      far.terminate();
    }
  }

  /** The client is closed with this code; 1005 is a close frame without one. */
  close(code: number, reason = ''): void {
    for (const { near, far } of this.#pairs) {
      far.terminate();
      if (code === 1005) near.close();
      else near.close(code, reason);
    }
  }

  /** Nothing more comes through on connections that are open now, and nobody says so. */
  silence(): void {
    for (const { near, far } of this.#pairs) {
      near.removeAllListeners('message');
      far.removeAllListeners();
      far.on('error', () => {});
      far.terminate();
    }
    this.#pairs.clear();
  }

  /** The gateway ends the newest subscription so. */
  end(type: 'error' | 'complete', errors?: readonly object[]): void {
    const id = this.subscribes.at(-1)?.id ?? '';
    for (const { near, far } of this.#pairs) {
      far.send(JSON.stringify({ id, type: 'complete' }));
      near.send(JSON.stringify({ id, type, ...(errors === undefined ? {} : { payload: errors }) }));
    }
  }

  /** Whether the client is read; what it has sent meanwhile then comes all at once. */
  set isHearing(hearing: boolean) {
    for (const { near } of this.#pairs) {
      if (hearing) near.resume();
      else near.pause();
    }
  }

  /** Whether the gateway is read. */
  set isReading(reading: boolean) {
    for (const { far } of this.#pairs) {
      if (reading) far.resume();
      else far.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #open(near: WebSocket): void {
    this.connections += 1;
    const far = new WebSocket(`${this.to.replace('http', 'ws')}/graphql`, near.protocol);
    const pair = { near, far };
    this.#pairs.add(pair);
    let waiting: string[] | null = [];
    const forward = (text: string): void => void (waiting === null ? far.send(text) : waiting.push(text));
    far.on('open', () => {
      for (const text of waiting ?? []) far.send(text);
      waiting = null;
    });
    near.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as Frame;
      this.sent.push(frame);
      const passed = this.toGateway(frame);
      if (passed !== null) forward(JSON.stringify(passed));
    });
    far.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.told.push(JSON.parse(text) as Frame);
      near.send(text);
    });
    const over = (close: () => void): void => {
      if (this.#pairs.delete(pair)) close();
    };
    far.on('close', (code, reason) =>
      over(() => {
        if (code === 1006) near.terminate();
        else if (code === 1005) near.close();
        else near.close(code, reason);
      }),
    );
    near.on('close', () => over(() => far.terminate()));
    far.on('error', () => {});
    near.on('error', () => {});
  }
}
