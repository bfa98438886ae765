/** A port that nothing listens on now: for what is started again at the same place, or is told where to listen. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The one that is wanted, unless it is taken. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  const listen = (port: number) =>
    new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
  if (!(await listen(wanted))) await listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
