/**
 * The clients of a benchmark, in a process of their own: raw sockets that count whole frames and check for each that it belongs to the subscription,
 * and that it is the next of its agent. Cheap, since they share the machine with what they measure: headers and a mark of digits are all they read.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { answer, nowMicros, report } from './answer.ts';
import { FrameReader } from './frames.ts';
import { AGENT_DIGITS, agentId, BEFORE_MARK, MARK_LENGTH, OPERATION, SEQUENCE_DIGITS, TIME_DIGITS } from './workload.ts';

const ID_LENGTH = 8;
const BEFORE_PAYLOAD = '","type":"next","payload":';
const ID_AT = '{"id":"'.length;
const MARK_AT = ID_AT + ID_LENGTH + BEFORE_PAYLOAD.length + BEFORE_MARK.length;
const QUOTE = 0x22;
/** No frame of an event is shorter. */
const MIN_EVENT_LENGTH = MARK_AT + MARK_LENGTH;
const AT_ONCE = 200;
const READ_BYTES = 256 * 1024;

export type Connect = {
  readonly port: number;
  readonly sockets: number;
  /** What each subscribes to: all of the tenant, or an agent each, counted from 0. */
  readonly each: 'tenant' | 'agent';
  /** How many agents there are. */
  readonly agents: number;
  /** Default 1. With more, each wants another agent, none of which is ever written about. */
  readonly subscriptions?: number;
  /** The id of every subscription, for a server that knows one only. Default: a random one each. */
  readonly id?: string;
};

export type Expect = {
  /** Of all sockets together. */
  readonly frames: number;
  /** Progress is told in units of so many frames. */
  readonly unit: number;
  readonly latencies?: boolean;
};

export type Counted = {
  readonly bytes: number;
  readonly endedMicros: number;
  /** From when the record was written to when the frame was read; empty unless asked for. */
  readonly p50Micros: number;
  readonly p99Micros: number;
};

type Run = {
  readonly expect: Expect;
  frames: number;
  bytes: number;
  nextUnit: number;
  units: number;
  readonly latencies: Float64Array;
  readonly done: PromiseWithResolvers<Counted>;
};

let run: Run | null = null;
let failure: Error | null = null;
const sockets: Socket[] = [];

/** Shared by all: what is read is dealt with before the next read. */
const shared = Buffer.alloc(READ_BYTES);

const calls = {
  connect: async (options: Connect): Promise<void> => {
    for (let first = 0; first < options.sockets; first += AT_ONCE) {
      const some = Math.min(AT_ONCE, options.sockets - first);
      await Promise.all(Array.from({ length: some }, (_, i) => open(options, first + i)));
    }
  },
  /** One more that wants all of the tenant, and stops reading for good. */
  connectPaused: async (options: Connect): Promise<void> => {
    const socket = await open({ ...options, each: 'tenant' }, 0);
    socket.pause();
  },
  /** Resolves once all frames have come. */
  expect: async (expect: Expect): Promise<void> => {
    const latencies = new Float64Array(expect.latencies === true ? expect.frames : 0);
    run = { expect, frames: 0, bytes: 0, nextUnit: expect.unit, units: 0, latencies, done: Promise.withResolvers<Counted>() };
    run.done.promise.catch(() => {});
  },
  counted: async (): Promise<Counted> => {
    if (run === null) throw new Error('nothing is expected');
    if (failure !== null) throw failure;
    // A gap shows itself as silence.
    let before = -1;
    const { expect } = run;
    const silence = setInterval(() => {
      if (run === null) return;
      if (run.frames === before) run.done.reject(new Error(`${run.frames} of ${expect.frames} frames, and then silence`));
      before = run.frames;
    }, SILENCE_MS);
    try {
      return await run.done.promise;
    } finally {
      clearInterval(silence);
      run = null;
    }
  },
  /** Rejects with whatever was wrong since the start. */
  check: (): void => {
    if (failure !== null) throw failure;
  },
};
const SILENCE_MS = 20_000;
export type LoadCalls = typeof calls;
answer(calls);

async function open({ port, each, agents, subscriptions = 1, id: fixedId }: Connect, index: number): Promise<Socket> {
  const ready = Promise.withResolvers<void>();
  const ids = Array.from({ length: subscriptions }, () => fixedId ?? randomBytes(ID_LENGTH / 2).toString('hex'));
  const id = Buffer.from(ids[0] ?? '');
  /** Of each agent, or of the one that it wants. */
  const last = new Int32Array(each === 'tenant' ? agents : 1).fill(-1);

  const onFrame = (bytes: Buffer, start: number, length: number): void => {
    if (length < MIN_EVENT_LENGTH) return onControl(bytes.toString('utf8', start, start + length));
    if (bytes.compare(id, 0, ID_LENGTH, start + ID_AT, start + ID_AT + ID_LENGTH) !== 0) throw new Error('a frame of another subscription');
    const at = start + MARK_AT;
    if (bytes[at - 1] !== QUOTE || bytes[at + MARK_LENGTH] !== QUOTE) throw new Error('a frame without its mark');
    const agent = number(bytes, at, AGENT_DIGITS);
    if (each === 'agent' && agent !== index) throw new Error(`socket ${index} got an event of agent ${agent}`);
    const slot = each === 'agent' ? 0 : agent;
    const expected = (last[slot] ?? 0) + 1;
    const sequence = number(bytes, at + AGENT_DIGITS, SEQUENCE_DIGITS);
    if (sequence !== expected) throw new Error(`socket ${index} got event ${sequence} of agent ${agent} instead of ${expected}`);
    last[slot] = sequence;
    count(bytes, at + AGENT_DIGITS + SEQUENCE_DIGITS, length);
  };
  const onControl = (text: string): void => {
    const { type } = JSON.parse(text) as { type: string };
    if (type === 'ping') socket.write(maskedFrame('{"type":"pong"}'));
    else if (type !== 'connection_ack') throw new Error(`unexpected: ${text}`);
    else {
      const wanted = subscriptions > 1 ? (i: number) => agentId(agents + index * subscriptions + i) : () => agentId(index);
      for (const [i, each_] of ids.entries()) {
        const variables = each === 'tenant' ? {} : { agentId: wanted(i) };
        socket.write(maskedFrame(JSON.stringify({ id: each_, type: 'subscribe', payload: { query: OPERATION, variables } })));
      }
      ready.resolve();
    }
  };

  const failed = (error: Error): void => {
    failure ??= error;
    ready.reject(error);
    run?.done.reject(error);
  };

  const reader = new FrameReader(onFrame);
  let head: string | null = '';
  const onRead = (size: number): boolean => {
    try {
      if (head === null) reader.read(shared, size);
      else {
        head += shared.toString('latin1', 0, size);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return true;
        if (!head.startsWith('HTTP/1.1 101')) throw new Error(head);
        const rest = Buffer.from(head.slice(end + 4), 'latin1');
        head = null;
        reader.read(rest, rest.length);
      }
    } catch (error) {
      failed(error as Error);
    }
    return true;
  };
  const socket = connect({ host: '127.0.0.1', port, onread: { buffer: shared, callback: onRead } });
  sockets.push(socket);
  socket.setNoDelay(true);
  socket.on('error', failed);
  socket.on('close', () => failed(new Error(`socket ${index} was closed`)));
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  socket.write(maskedFrame('{"type":"connection_init"}'));
  await ready.promise;
  return socket;
}

function count(bytes: Buffer, timeAt: number, length: number): void {
  if (run === null) throw new Error('a frame that nobody expects');
  const { expect } = run;
  if (expect.latencies === true) run.latencies[run.frames] = nowMicros() - number(bytes, timeAt, TIME_DIGITS);
  run.frames += 1;
  run.bytes += length;
  if (run.frames === run.nextUnit) {
    run.nextUnit += expect.unit;
    report((run.units += 1));
  }
  if (run.frames !== expect.frames) return;
  const endedMicros = nowMicros();
  const sorted = run.latencies.toSorted();
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  run.done.resolve({ bytes: run.bytes, endedMicros, p50Micros: at(0.5), p99Micros: at(0.99) });
}

function number(bytes: Buffer, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i += 1) value = value * 10 + ((bytes[i] ?? 0) - 48);
  return value;
}

/** With a mask of zeros, which changes nothing. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.from([0x81, 0x80 | 126, length >> 8, length & 0xff]);
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}
