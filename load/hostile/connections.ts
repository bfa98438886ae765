/** Hostile clients that hold connections, and say nothing, too little, or too slowly. */
import { maskedFrame, upgradeRequest } from '../wire.ts';
import { OPERATION } from '../workload.ts';
import { againAndAgain } from './attack.ts';
import type { Attack } from './attack.ts';
import { overTcp, overWebSocket } from './peers.ts';

const host = (port: number): string => `127.0.0.1:${port}`;

export const connectionAttacks = {
  'never init': {
    about: 'WebSockets that never send connection_init',
    clients: 1000,
    perSecond: 0,
    told: ['close 4408 LIMIT_EXCEEDED'],
    run: (options) => againAndAgain(options, () => overWebSocket(options, { init: false, messages: [] })),
  },
  'slow headers': {
    about: 'requests whose headers come one a second',
    clients: 300,
    perSecond: 0,
    told: ['HTTP 408 LIMIT_EXCEEDED HEADERS_TIMEOUT_SECONDS'],
    run: (options) => {
      const first = `POST /graphql HTTP/1.1\r\nHost: ${host(options.port)}\r\n`;
      return againAndAgain(options, () => overTcp(options, { first, drip: 'X-Slow: 1\r\n' }));
    },
  },
  'slow bodies': {
    about: 'requests whose bodies come a byte a second',
    clients: 300,
    perSecond: 0,
    told: ['HTTP 408 LIMIT_EXCEEDED BODY_TIMEOUT_SECONDS'],
    run: (options) => {
      const first = `POST /graphql HTTP/1.1\r\nHost: ${host(options.port)}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":"`;
      return againAndAgain(options, () => overTcp(options, { first, drip: ' ' }));
    },
  },
  'half-open': {
    about: 'WebSockets that subscribe to all events and then neither read nor answer',
    clients: 100,
    perSecond: 0,
    told: ['cut'],
    run: (options) => {
      const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: OPERATION } });
      const first = Buffer.concat([Buffer.from(upgradeRequest(host(options.port))), maskedFrame('{"type":"connection_init"}')]);
      // The head of a message that never comes to its end.
      const acknowledged = Buffer.concat([maskedFrame(subscribe), Buffer.from([0x81, 0xfe, 0xff, 0, 0, 0, 0, 0])]);
      return againAndAgain(options, () => overTcp(options, { first, acknowledged, drip: ' ' }));
    },
  },
  'file descriptors': {
    about: 'more connections than the process may have files open',
    clients: 4000,
    perSecond: 0,
    told: ['HTTP 408 LIMIT_EXCEEDED HEADERS_TIMEOUT_SECONDS'],
    run: (options) => againAndAgain(options, () => overTcp(options, { first: '' })),
  },
} as const satisfies Readonly<Record<string, Attack>>;
