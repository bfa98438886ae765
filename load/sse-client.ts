/** A client over SSE that counts like the others. */
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { InOrder } from './counting-client.ts';
import type { Connect, CountingClient, Heard, Tally } from './counting-client.ts';
import { agentId, BEFORE_MARK, OPERATION, readMark } from './workload.ts';
import type { Mark } from './workload.ts';

const EVENT = 'event: next\ndata: ';
const mark: Mark = { agent: 0, sequence: 0, timeAt: 0 };

/** Resolves once the stream has begun. There is nothing to ping: `ping` throws. */
export async function openSse(options: Connect, index: number, heard: Heard): Promise<CountingClient> {
  const { port, each, query = OPERATION, mayEnd = false } = options;
  const tally: Tally = { each, index, frames: 0, end: null };
  const order = new InOrder(tally, options);
  const onMessage = (message: string): void => {
    // A colon begins a comment, which keeps the stream alive.
    if (message.startsWith(':') || message === '') return;
    if (!message.startsWith(EVENT + BEFORE_MARK)) throw new Error(`unexpected: ${message.slice(0, 200)}`);
    const bytes = Buffer.from(message);
    readMark(bytes, EVENT.length + BEFORE_MARK.length, mark);
    order.take(mark);
    heard.onEvent(bytes, mark.timeAt, bytes.length);
  };
  const ended = (reason: string): void => {
    tally.end ??= { code: null, reason };
    if (!mayEnd) heard.onFailed(new Error(`client ${index} was closed: ${reason}`));
  };
  const body = JSON.stringify({ query, variables: each === 'tenant' ? {} : { agentId: agentId(index) } });
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const asked = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers, agent: false });
  const begun = Promise.withResolvers<IncomingMessage>();
  asked.once('response', begun.resolve);
  asked.on('error', (error) => {
    begun.reject(error);
    ended(error.message);
  });
  asked.end(body);
  const response = await begun.promise;
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\n\n');
    rest = messages.pop() ?? '';
    try {
      for (const message of messages) onMessage(message);
    } catch (error) {
      heard.onFailed(error as Error);
    }
  });
  response.on('error', (error) => ended(error.message));
  response.once('close', () => ended('closed'));
  const ping = (): never => {
    throw new Error('nothing answers a ping over SSE');
  };
  return { tally, ping, pause: () => void response.pause(), leave: () => void response.destroy() };
}
