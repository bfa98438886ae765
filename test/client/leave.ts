/** A process that subscribes, is brought to one state of the client, leaves, and has to end by itself. Run by leaving.test.ts. */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createResumingClient } from '../../schema/client/resuming.ts';
import type { ConnectionState } from '../../schema/client/resuming.ts';
import { AGENTS } from './page.ts';

const [state = '', implementation = '', url = ''] = process.argv.slice(2);

const { promise, resolve } = Promise.withResolvers<void>();
const reached: Record<string, (state: ConnectionState) => boolean> = {
  connecting: ({ status }) => status === 'connecting',
  connected: ({ status }) => status === 'connected',
  waiting: ({ status }) => status === 'waiting',
  fetching: ({ status }) => status === 'connecting',
};
const client = createResumingClient({
  url,
  ...(implementation === 'ws' ? { webSocketImpl: WebSocket } : {}),
  firstWaitMs: 3_600_000,
  longestWaitMs: 3_600_000,
  ...(state === 'fetching' ? { token: () => new Promise<string>(() => {}) } : {}),
  onState: (now) => {
    if (reached[state]?.(now) === true) resolve();
  },
});
const { unsubscribe } = client.subscribe(
  AGENTS,
  { tenantId: 'acme', ...(state === 'refused' ? { after: 'no cursor' } : {}) },
  {
    next: () => {
      if (state === 'receiving') resolve();
    },
    onRefused: () => {
      resolve();
      return new Promise<null>(() => {});
    },
    onState: (now) => {
      if (state === 'alone' && now.status === 'waiting') resolve();
    },
  },
);
if (state !== 'at once') await promise;
// Some way into the state.
await pause(state === 'at once' ? 0 : 50);
console.log('reached');
if (state === 'connected') await new Promise((go) => process.once('SIGUSR2', go));
unsubscribe();
if (client.state.status !== 'closed') throw new Error(`it is ${client.state.status}`);
await client.dispose();
console.log('left', process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length);
