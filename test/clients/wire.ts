/** A wire between a client and the gateway that can be cut without a word: what is open then stays open and carries nothing more. */
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Wire = AsyncDisposable & {
  readonly url: string;
  /** What the gateway has said so far, over all connections. */
  said(): string;
  /** Connections that are made later work. */
  cut(): void;
};

export async function openWire(to: string): Promise<Wire> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let said = '';
  const server = createServer((near) => {
    const far = createConnection(Number(port), hostname);
    far.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(into);
      from.on('error', () => into.destroy());
      from.on('close', () => {
        open.delete(from);
        into.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said: () => said,
    cut: () => {
      for (const socket of open) {
        socket.unpipe();
        socket.removeAllListeners('close');
        socket.resume();
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
