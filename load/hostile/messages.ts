/** Hostile clients whose messages are too many, too large, or not what they seem. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { maskedFrame, upgradeRequest } from '../wire.ts';
import { OPERATION } from '../workload.ts';
import { steadily } from './attack.ts';
import type { Attack } from './attack.ts';
import { overHttp, overTcp, overWebSocket } from './peers.ts';

const LARGE_BYTES = 10 * 1024 * 1024;
/** Within what a client may say in a second, with its answers to the pings. */
const PAIRS_A_SECOND = 45;

const pairs = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => [
    JSON.stringify({ id: String(i % 3), type: 'subscribe', payload: { query: OPERATION, variables: { agentId: `a${i}` } } }),
    JSON.stringify({ id: String(i % 3), type: 'complete' }),
  ]).flat();

/** One after the other. */
function inTurn(...tries: readonly (() => Promise<string>)[]): () => Promise<string> {
  let n = 0;
  return () => (tries[n++ % tries.length] ?? (() => Promise.resolve('')))();
}

export const messageAttacks = {
  'subscribe and complete': {
    about: 'WebSockets that subscribe and complete, some as often as they may, some far more often',
    clients: 20,
    perSecond: 20,
    told: ['close 1008 LIMIT_EXCEEDED MAX_MESSAGES_PER_SECOND', 'pong'],
    run: (options) =>
      steadily(
        options,
        inTurn(
          () => overWebSocket(options, { messages: pairs(200), stayMs: null }),
          () => overWebSocket(options, { messages: [...pairs(PAIRS_A_SECOND), '{"type":"ping"}'], everyMs: 1050, stayMs: 3000 }),
        ),
      ),
  },
  pings: {
    about: 'WebSockets that send hundreds of pings at once',
    clients: 20,
    perSecond: 20,
    told: ['close 1008 LIMIT_EXCEEDED MAX_MESSAGES_PER_SECOND'],
    run: (options) => {
      const messages = Array.from({ length: 500 }, () => '{"type":"ping"}');
      const control = Buffer.concat(Array.from({ length: 500 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0])));
      const begun = Buffer.concat([
        Buffer.from(upgradeRequest(`127.0.0.1:${options.port}`)),
        maskedFrame('{"type":"connection_init"}'),
        control,
      ]);
      return steadily(
        options,
        inTurn(
          () => overWebSocket(options, { messages, stayMs: null }),
          () => overTcp(options, { first: begun }),
        ),
      );
    },
  },
  'large messages': {
    about: 'messages and bodies of 10 MB',
    clients: 4,
    perSecond: 4,
    told: ['close 1009 LIMIT_EXCEEDED MAX_MESSAGE_BYTES'],
    run: (options) => {
      const text = JSON.stringify({ query: `{ __typename } #${'x'.repeat(LARGE_BYTES)}` });
      return steadily(
        options,
        inTurn(
          () => overWebSocket(options, { messages: [text], stayMs: null }),
          () => overHttp(options, { body: text }),
        ),
      );
    },
  },
  'compressed bombs': {
    about: '10 MB of nothing in a body of 10 kB, and in a frame that says it is compressed',
    clients: 20,
    perSecond: 20,
    told: ['close 1002 BAD_USER_INPUT'],
    run: (options) => {
      const bomb = gzipSync(JSON.stringify({ query: '{ __typename }', extensions: { x: ' '.repeat(LARGE_BYTES) } }));
      const deflated = deflateRawSync(Buffer.alloc(LARGE_BYTES, ' '));
      const frame = Buffer.concat([Buffer.from([0xc1, 0xfe, deflated.length >> 8, deflated.length & 0xff, 0, 0, 0, 0]), deflated]);
      const upgrade = upgradeRequest(`127.0.0.1:${options.port}`, { 'Sec-WebSocket-Extensions': 'permessage-deflate' });
      const first = Buffer.concat([Buffer.from(upgrade), frame]);
      return steadily(
        options,
        inTurn(
          () => overHttp(options, { body: bomb, headers: { 'content-encoding': 'gzip' } }),
          () => overTcp(options, { first }),
        ),
      );
    },
  },
} as const satisfies Readonly<Record<string, Attack>>;
