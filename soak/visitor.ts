/** One client that comes, subscribes and completes at random, and leaves in one way or another; what it gets has no gap and is its own. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { FrameReader } from '../load/frames.ts';
import { maskedFrame, upgradeRequest } from '../load/wire.ts';
import { agentId, BEFORE_MARK, OPERATION, readMark } from '../load/workload.ts';
import type { Mark } from '../load/workload.ts';
import type { Random } from '../src/simulator/random.ts';

export type Visits = { connections: number; subscriptions: number; frames: number };

const STEPS = 12;
const PAUSE_MS = 40;
const IDS = ['first', 'second', 'third'] as const;

/** An operation: what it asks for, and the last event of each agent that it got. */
type Place = { readonly id: string; readonly agent: number | null; readonly last: Map<number, number> };

/** Resolves once it has gone; rejects with what was wrong. */
export async function visit(port: number, agents: number, random: Random, visits: Visits): Promise<void> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const open = new Map<string, Place>();
  /** Completed, each with the ping that followed: until that is answered, events may still be under way. */
  let leaving: { readonly place: Place; readonly ping: number }[] = [];
  let [pings, pongs] = [0, 0];
  const mark: Mark = { agent: 0, sequence: 0, timeAt: 0 };
  const acknowledged = Promise.withResolvers<void>();
  let gone = false;

  const onEvent = (id: string, bytes: Buffer, markAt: number): void => {
    readMark(bytes, markAt, mark);
    const { agent, sequence } = mark;
    const places = [...leaving.filter(({ place }) => place.id === id).map(({ place }) => place), open.get(id)];
    const place = places.find(
      (one) => one !== undefined && (one.agent ?? agent) === agent && (one.last.get(agent) ?? sequence - 1) === sequence - 1,
    );
    if (place === undefined) throw new Error(`event ${sequence} of agent ${agent} for ${id}, which is not the next of what it asked for`);
    place.last.set(agent, sequence);
    visits.frames += 1;
  };
  const onFrame = (bytes: Buffer, start: number, length: number): void => {
    const text = bytes.toString('latin1', start, Math.min(start + length, start + 200));
    const next = /^\{"id":"(\w+)","type":"next","payload":/.exec(text);
    if (next !== null) return onEvent(next[1] ?? '', bytes, start + next[0].length + BEFORE_MARK.length);
    if (text.includes('"type":"connection_ack"')) acknowledged.resolve();
    else if (text.includes('"type":"pong"')) {
      pongs += 1;
      leaving = leaving.filter(({ ping }) => ping > pongs);
    } else if (text.includes('"type":"ping"')) send({ type: 'pong' });
    else if (!text.startsWith('{"id":"refused","type":"error"')) throw new Error(`unexpected: ${text}`);
  };
  const reader = new FrameReader(onFrame, (code, reason) => {
    if (!gone) throw new Error(`closed with ${code}: ${reason}`);
  });
  const socket = connect({ host: '127.0.0.1', port });
  const send = (message: unknown): void => void (gone || socket.write(maskedFrame(JSON.stringify(message))));
  let head: Buffer | null = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    try {
      if (head === null) return reader.read(chunk, chunk.length);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const rest = head.subarray(end + 4);
      head = null;
      reader.read(rest, rest.length);
    } catch (error) {
      failed.reject(error);
    }
  });
  socket.on('error', (error) => failed.reject(error));
  socket.write(upgradeRequest(`127.0.0.1:${port}`));
  send({ type: 'connection_init' });
  await Promise.race([acknowledged.promise, failed.promise]);
  visits.connections += 1;

  for (let step = 0; step < STEPS; step += 1) {
    const id = random.pick(IDS);
    const place = open.get(id);
    if (place !== undefined) {
      open.delete(id);
      leaving.push({ place, ping: pings + 1 });
      send({ id, type: 'complete' });
    }
    // The same id at once, for something else; or for nothing for a while.
    if (place === undefined || random.chance(0.5)) {
      const agent = random.chance(0.2) ? null : random.below(agents);
      open.set(id, { id, agent, last: new Map() });
      visits.subscriptions += 1;
      send({ id, type: 'subscribe', payload: { query: OPERATION, variables: agent === null ? {} : { agentId: agentId(agent) } } });
    }
    if (random.chance(0.1)) send({ id: 'refused', type: 'subscribe', payload: { query: 'subscription { nothing }' } });
    pings += 1;
    send({ type: 'ping' });
    await Promise.race([wait(random.below(PAUSE_MS)), failed.promise]);
  }
  gone = true;
  leave(socket, random);
}

function leave(socket: Socket, random: Random): void {
  random.pick([
    () => socket.resetAndDestroy(),
    () => socket.destroy(),
    // A close frame, 1000, with a mask of zeros.
    () => socket.end(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8])),
  ])();
}
