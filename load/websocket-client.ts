/** A client on a raw socket that reads the headers of frames and the marks of events, and nothing else: it shares the machine with what it measures. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { InOrder } from './counting-client.ts';
import type { Connect, CountingClient, Heard, Tally } from './counting-client.ts';
import { FrameReader } from './frames.ts';
import { maskedFrame, upgradeRequest } from './wire.ts';
import { agentId, BEFORE_MARK, MARK_LENGTH, OPERATION, readMark } from './workload.ts';
import type { Mark } from './workload.ts';

const ID_LENGTH = 8;
const BEFORE_PAYLOAD = '","type":"next","payload":';
const ID_AT = '{"id":"'.length;
/** An error says what went wrong, however long it is. */
const TYPE_AT = ID_AT + ID_LENGTH + '","type":"'.length;
const NEXT = 'n'.charCodeAt(0);
/** What stands there in a frame that is about no subscription: `{"type":"ping","payload":{"cursor":"..."}}`. An id has hexadecimal digits. */
const OF_TYPE = '{"type":"'.charCodeAt(ID_AT);
const MARK_AT = ID_AT + ID_LENGTH + BEFORE_PAYLOAD.length + BEFORE_MARK.length;
/** No frame of an event is shorter. */
const MIN_EVENT_LENGTH = MARK_AT + MARK_LENGTH;

/** Shared by all: what is read is dealt with before the next read. */
const shared = Buffer.alloc(256 * 1024);
const mark: Mark = { agent: 0, sequence: 0, timeAt: 0 };

/** Resolves once it has subscribed. */
export async function openWebSocket(options: Connect, index: number, heard: Heard): Promise<CountingClient> {
  const { port, each, agents, subscriptions = 1, id: fixedId, query = OPERATION, after, readBytes, mayEnd = false } = options;
  const ready = Promise.withResolvers<void>();
  const ids = Array.from({ length: subscriptions }, () => fixedId ?? randomBytes(ID_LENGTH / 2).toString('hex'));
  const id = Buffer.from(ids[0] ?? '');
  const tally: Tally = { each, index, frames: 0, end: null };
  const order = new InOrder(tally, options);

  const onFrame = (bytes: Buffer, start: number, length: number): void => {
    if (length < MIN_EVENT_LENGTH || bytes[start + ID_AT] === OF_TYPE) return onControl(bytes.toString('utf8', start, start + length));
    if (bytes.compare(id, 0, ID_LENGTH, start + ID_AT, start + ID_AT + ID_LENGTH) !== 0) throw new Error('a frame of another subscription');
    if (bytes[start + TYPE_AT] !== NEXT) throw new Error(bytes.toString('utf8', start, start + length));
    if (tally.end !== null) throw new Error('a frame after the end');
    readMark(bytes, start + MARK_AT, mark);
    order.take(mark);
    heard.onEvent(bytes, mark.timeAt, length);
  };
  const onControl = (text: string): void => {
    const { type } = JSON.parse(text) as { type: string };
    if (type === 'ping') socket.write(maskedFrame('{"type":"pong"}'));
    else if (type === 'pong') heard.onPong();
    else if (type !== 'connection_ack') throw new Error(`unexpected: ${text}`);
    else {
      const wanted = subscriptions > 1 ? (i: number) => agentId(agents + index * subscriptions + i) : () => agentId(index);
      for (const [i, each_] of ids.entries()) {
        const variables = { ...(each === 'tenant' ? {} : { agentId: wanted(i) }), ...(after === undefined ? {} : { after }) };
        socket.write(maskedFrame(JSON.stringify({ id: each_, type: 'subscribe', payload: { query, variables } })));
      }
      ready.resolve();
    }
  };
  const failed = (error: Error): void => {
    ready.reject(error);
    heard.onFailed(error);
  };
  let left = false;
  const ended = (code: number | null, reason: string): void => {
    if (left) return;
    tally.end ??= { code, reason };
    if (mayEnd) socket.destroy();
    else failed(new Error(`client ${index} was closed with ${code}: ${reason}`));
  };

  const reader = new FrameReader(onFrame, ended);
  let head: string | null = '';
  const read = (bytes: Buffer, size: number): boolean => {
    try {
      if (head === null) reader.read(bytes, size);
      else {
        head += bytes.toString('latin1', 0, size);
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
  const buffer = readBytes === undefined ? shared : Buffer.alloc(readBytes);
  const socket = connect({ host: '127.0.0.1', port, onread: { buffer, callback: (size) => read(buffer, size) } });
  socket.setNoDelay(true);
  socket.on('error', (error) => (mayEnd ? ended(null, error.message) : failed(error)));
  socket.on('close', () => ended(null, 'cut'));
  socket.write(upgradeRequest(`127.0.0.1:${port}`));
  socket.write(maskedFrame('{"type":"connection_init"}'));
  await ready.promise;
  return {
    tally,
    ping: () => void socket.write(maskedFrame('{"type":"ping"}')),
    pause: () => void socket.pause(),
    leave: () => {
      left = true;
      socket.destroy();
    },
  };
}
