/** A client on a bare socket: it decides itself when it reads, and how much. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { FrameReader } from '../../load/frames.ts';
import { maskedFrame, upgradeRequest } from '../../load/wire.ts';
import { until } from './until.ts';

const OPERATION = `subscription ($agentId: ID) {
  agentStateEvents(tenantId: "acme", agentId: $agentId) { ... on AgentEvent { server agentId eventId } }
}`;
export type Item = { readonly server: string; readonly agentId: string; readonly eventId: string };
export type Frame = {
  readonly id?: string;
  readonly type: string;
  readonly payload?: { readonly data: { readonly agentStateEvents: Item } };
};

export class Peer {
  readonly socket: Socket;
  readonly frames: Frame[] = [];
  /** Of the close frame. */
  closed: { readonly code: number; readonly reason: string } | null = null;
  readonly #reader: FrameReader;
  #head: Buffer | null = Buffer.alloc(0);

  /** `init` is what it introduces itself with. */
  constructor(url: string, init?: unknown) {
    const { hostname, port, host } = new URL(url);
    this.#reader = new FrameReader(
      (bytes, start, length) => this.#onFrame(JSON.parse(bytes.toString('utf8', start, start + length)) as Frame),
      (code, reason) => (this.closed = { code, reason }),
    );
    this.socket = connect({ host: hostname, port: Number(port) });
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk: Buffer) => this.take(chunk));
    this.socket.write(upgradeRequest(host));
    this.send({ type: 'connection_init', payload: init });
  }

  take(chunk: Buffer): void {
    if (this.#head === null) return this.#reader.read(chunk, chunk.length);
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const rest = this.#head.subarray(end + 4);
    this.#head = null;
    this.#reader.read(rest, rest.length);
  }

  /** All in one packet. */
  send(...messages: readonly unknown[]): void {
    this.socket.write(Buffer.concat(messages.map((message) => maskedFrame(JSON.stringify(message)))));
  }

  /** Null for all agents. */
  subscribe(id: string, agentId: string | null): void {
    this.send(subscribe(id, agentId));
  }

  /** Resolves once the server has answered a ping: all that was sent before has been dealt with, and all frames of it are here. */
  async settle(): Promise<void> {
    const count = this.frames.filter(({ type }) => type === 'pong').length;
    this.send({ type: 'ping' });
    await until(() => this.frames.filter(({ type }) => type === 'pong').length > count, { what: 'an answer to a ping' });
  }

  /** What came for a subscription, in order. */
  items(id: string): Item[] {
    return this.frames.flatMap((frame) => (frame.id === id && frame.type === 'next' ? (frame.payload?.data.agentStateEvents ?? []) : []));
  }

  #onFrame(frame: Frame): void {
    // Nothing follows a close frame.
    expect(this.closed).toBeNull();
    if (frame.type === 'ping') this.send({ type: 'pong' });
    else this.frames.push(frame);
  }
}

export function subscribe(id: string, agentId: string | null) {
  return { id, type: 'subscribe', payload: { query: OPERATION, variables: agentId === null ? {} : { agentId } } };
}

/** The n-th event of an agent. `padding` bytes make it larger. */
export function eventOf(agentId: string, n: number, padding = 0) {
  const value = { id: 'EventOnHook', ThisDN: `7${agentId}`, AgentID: agentId, Server: String(n).padEnd(padding, ' ') };
  return { key: `acme:${agentId}`, value };
}

/** Whether they are all events of the agent in the order of the log. */
export function expectAll(items: readonly Item[], agentId: string, count: number): void {
  expect(items.map(({ server }) => Number(server))).toEqual(Array.from({ length: count }, (_, n) => n));
  expect(items.every((item) => item.agentId === agentId)).toBe(true);
}
