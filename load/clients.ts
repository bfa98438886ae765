/**
 * Clients in a process of their own: they count whole frames and check for each that it belongs to the subscription, and that it is the next of its
 * agent.
 */
import { answer, nowMicros, report } from './answer.ts';
import type { Connect, CountingClient, Heard, Tally } from './counting-client.ts';
import { openSse } from './sse-client.ts';
import { openWebSocket } from './websocket-client.ts';
import { readMicros } from './workload.ts';

const AT_ONCE = 200;

export type Expect = {
  /** Of all sockets together; null for however many come. */
  readonly frames: number | null;
  /** Progress is told in units of so many frames. Default: never. */
  readonly unit?: number;
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
  expect: Expect;
  frames: number;
  bytes: number;
  nextUnit: number;
  units: number;
  readonly latencies: number[];
  readonly done: PromiseWithResolvers<Counted>;
};

let run: Run | null = null;
let failure: Error | null = null;
const clients: CountingClient[] = [];
let pongs = 0;
let onPongs = (): void => {};

const heard: Heard = {
  onEvent: count,
  onPong: () => {
    pongs += 1;
    onPongs();
  },
  onFailed: (error) => {
    failure ??= error;
    run?.done.reject(error);
    onPongs();
  },
};

const calls = {
  connect: async (options: Connect): Promise<void> => {
    for (let first = 0; first < options.sockets; first += AT_ONCE) {
      const some = Math.min(AT_ONCE, options.sockets - first);
      clients.push(...(await Promise.all(Array.from({ length: some }, (_, i) => openWebSocket(options, first + i, heard)))));
    }
  },
  /** Over SSE, one after the other. */
  connectSse: async (options: Connect): Promise<void> => {
    for (let i = 0; i < options.sockets; i += 1) clients.push(await openSse(options, i, heard));
  },
  /** One more that wants all of the tenant, and stops reading for good. */
  connectPaused: async (options: Connect): Promise<void> => {
    const client = await openWebSocket({ ...options, each: 'tenant' }, 0, heard);
    client.pause();
  },
  /** What may come from now on. */
  expect: async (expect: Expect): Promise<void> => {
    const done = Promise.withResolvers<Counted>();
    run = { expect, frames: 0, bytes: 0, nextUnit: expect.unit ?? Infinity, units: 0, latencies: [], done };
    run.done.promise.catch(() => {});
  },
  /** How many it is in the end, where that was not known before. */
  expectInAll: (frames: number): void => {
    if (run === null) throw new Error('nothing is expected');
    run.expect = { ...run.expect, frames };
    if (run.frames > frames) throw new Error(`${run.frames} of ${frames} frames`);
    finish(run);
  },
  /** Resolves once all frames have come. */
  counted: async (): Promise<Counted> => {
    if (run === null) throw new Error('nothing is expected');
    if (failure !== null) throw failure;
    // A gap shows itself as silence.
    let before = -1;
    const silence = setInterval(() => {
      if (run === null) return;
      if (run.frames === before) run.done.reject(new Error(`${run.frames} of ${run.expect.frames} frames, and then silence`));
      before = run.frames;
    }, SILENCE_MS);
    try {
      return await run.done.promise;
    } finally {
      clearInterval(silence);
      run = null;
    }
  },
  /** Resolves once every server has answered behind all that it has sent: whatever came twice is here by then. */
  settle: async (): Promise<void> => {
    const settled = Promise.withResolvers<void>();
    const open = clients.filter(({ tally }) => tally.end === null);
    pongs = 0;
    onPongs = () => {
      if (failure !== null) settled.reject(failure);
      else if (pongs >= open.length) settled.resolve();
    };
    for (const client of open) client.ping();
    onPongs();
    await settled.promise;
  },
  /** Of each client how many events it got, and how it ended. */
  tally: (): readonly Tally[] => clients.map(({ tally }) => tally),
  /** Rejects with whatever was wrong since the start. */
  check: (): void => {
    if (failure !== null) throw failure;
  },
};
const SILENCE_MS = 20_000;
export type LoadCalls = typeof calls;
answer(calls);

function count(bytes: Buffer, timeAt: number, length: number): void {
  if (run === null) throw new Error('a frame that nobody expects');
  const { expect } = run;
  if (expect.latencies === true) run.latencies.push(nowMicros() - readMicros(bytes, timeAt));
  run.frames += 1;
  run.bytes += length;
  if (run.frames === run.nextUnit) {
    run.nextUnit += expect.unit ?? Infinity;
    report((run.units += 1));
  }
  finish(run);
}

function finish({ frames, bytes, expect, latencies, done }: Run): void {
  if (frames !== expect.frames) return;
  const endedMicros = nowMicros();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  done.resolve({ bytes, endedMicros, p50Micros: at(0.5), p99Micros: at(0.99) });
}
