/** A port that nothing listens on now: for what is started again at the same place, or is told where to listen. */

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below what systems give to outgoing connections, which else take the port of whoever restarts: even a client that calls it there, by meeting itself. */
const FIRST = 15_000;
const LAST = 32_000;

/** The one that is wanted, unless it is taken. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await portProblem(wanted)) === null) return wanted;
  const [port] = await freePorts(1);
  return port as number;
}

/** As many, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(FIRST, LAST);
    if ((await portProblem(port)) === null) found.add(port);
  }
  return [...found];
}

/** One sentence if the port cannot be had, or null. */
export async function portProblem(port: number): Promise<string | null> {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return null;
  } catch {
    return `Port ${port} on 127.0.0.1 is taken: stop what listens there and try again.`;
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
