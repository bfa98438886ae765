/** A checkpoint of a large site, written while it is at work, and read: how long it holds everything else, how long it takes, and whether it is true. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Diagnostics } from '../src/diagnostics.ts';
import type { Notes } from '../src/diagnostics.ts';
import { catalogue } from '../src/events/catalogue.ts';
import { createDecoder } from '../src/events/decode.ts';
import type { Family } from '../src/events/definition.ts';
import { Scope, UNAUTHENTICATED_CLAIMS } from '../src/scope.ts';
import { defaultRules } from '../src/state/rules.ts';
import { State } from '../src/state/state.ts';
import { ALL_AGENTS, ALL_THREADS } from '../test/state/log.ts';
import { until } from '../test/support/until.ts';
import { checkpointsOf, FAMILIES, TOPICS } from './checkpoints-of.ts';
import { mebibytes } from './soak.ts';
import type { Soak } from './soak.ts';

/** With as many telephones, and queues: 200,000 entities. */
const AGENTS = 66_000;
const THREADS = 67_000;
const AGENTS_PER_QUEUE = 100;
const RECORDS_PER_SECOND = 1_000;
const CHECKPOINTS = 5;
const TICK_MS = 10;

/** A site at work: the same agents and calls again and again. */
function site(): { readonly state: State; readonly next: () => void } {
  const decode = createDecoder({ catalogue, families: FAMILIES, maxRecordBytes: 1024 * 1024 });
  const state = new State(defaultRules);
  const offsets = { agentState: 0n, callThread: 0n };
  const write = (family: Family, key: string, event: Record<string, unknown>): void => {
    const nowMs = Date.now();
    const offset = offsets[family]++;
    const value = Buffer.from(JSON.stringify({ ...event, Server: 'sip', time: { TimeinSecs: Math.floor(nowMs / 1000), TimeinuSecs: 0 } }));
    state.advance(nowMs);
    const { events } = decode(TOPICS[family], 0, { offset, timestampMs: nowMs, key: Buffer.from(`acme:${key}`), value }, nowMs);
    state.apply({ topic: TOPICS[family], partition: 0, offset, timestampMs: nowMs }, events);
  };
  const agent = (n: number, id: string): void => {
    const AgentID = String(100_000 + n);
    const ThisQueue = `queue-${Math.floor(n / AGENTS_PER_QUEUE)}`;
    write('agentState', AgentID, {
      id,
      AgentID,
      ThisDN: `7${AgentID}`,
      ThisQueue,
      Reasons: { ReasonCode: 'Lunch' },
      Extensions: { node: 'a' },
    });
  };
  const call = (n: number, id: string): void => {
    const CallThreadID = `thread-${String(100_000 + n)}`;
    const UserData = { customer: `c-${n}`, product: 'mortgage', language: 'en', note: 'asked to be called back in the morning' };
    const common = { CallThreadID, ConnID: `${CallThreadID}@1`, ANI: `555${n}`, DNIS: '800', CallType: 'Inbound', UserData };
    const ThisQueue = `queue-${Math.floor(n / AGENTS_PER_QUEUE)}`;
    write('callThread', CallThreadID, { id, ...common, ThisQueue, ThisDN: id === 'EventQueued' ? ThisQueue : `7${100_000 + n}` });
  };
  for (let n = 0; n < AGENTS; n += 1) {
    agent(n, 'EventAgentLogin');
    agent(n, 'EventAgentNotReady');
  }
  for (let n = 0; n < THREADS; n += 1) {
    call(n, 'EventQueued');
    call(n, 'EventEstablished');
  }
  let turn = 0;
  const next = (): void => {
    turn += 1;
    if (turn % 2 === 0) agent((turn * 7919) % AGENTS, turn % 4 === 0 ? 'EventAgentReady' : 'EventAgentNotReady');
    else call((turn * 7919) % THREADS, turn % 3 === 0 ? 'EventHeld' : 'EventRetrieved');
  };
  return { state, next };
}

const SCOPE = Scope.of(UNAUTHENTICATED_CLAIMS, 'acme');

/** All that is shown of all entities, but for links; some at a time, so that it need not be held twice. */
function* shown(state: State): Generator<string> {
  const window = (after: string | null) => ({ first: 1000, after });
  for (let after: string | null = null; ;) {
    const { items, hasNextPage } = state.agents(SCOPE, ALL_AGENTS, window(after));
    for (const { calls: _calls, lastEvent, ...agent } of items) yield JSON.stringify([agent, lastEvent?.eventId, lastEvent?.attributes]);
    if (!hasNextPage) break;
    after = items.at(-1)?.agentId ?? null;
  }
  for (let after: string | null = null; ;) {
    const { items, hasNextPage } = state.callThreads(SCOPE, ALL_THREADS, window(after));
    for (const { agents, lastEvent, ...thread } of items)
      yield JSON.stringify([thread, agents.map(({ agentId }) => agentId), lastEvent?.eventId, lastEvent?.attributes]);
    if (!hasNextPage) break;
    after = items.at(-1)?.callThreadId ?? null;
  }
  yield JSON.stringify([state.queues(SCOPE), state.tenantSummary(SCOPE)]);
}

/** In a heap of its own, as a gateway that starts has it. */
async function readSeconds(path: string): Promise<number> {
  const worker = new Worker(new URL('checkpoint-reader.ts', import.meta.url), { workerData: path });
  const [seconds] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  return seconds;
}

export const checkpoint: Soak = {
  about: `the checkpoint of ${AGENTS.toLocaleString('en-US')} agents and ${THREADS.toLocaleString('en-US')} calls, written ${CHECKPOINTS} times at ${RECORDS_PER_SECOND} records/s, and read`,
  minutes: null,
  run: async ({ tell, signal }) => {
    const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
    const path = join(folder, 'state');
    try {
      const { state, next } = site();
      const diagnostics = new Diagnostics();
      const faults: string[] = [];
      const written: Notes['checkpointWritten'][] = [];
      diagnostics.on('checkpointWritten', (one) => {
        written.push(one);
        tell(`${one.lines.toLocaleString('en-US')} entities, ${mebibytes(one.bytes)} MiB in ${one.seconds.toFixed(1)} s`);
      });
      diagnostics.on('checkpointFailed', ({ problem }) => faults.push(problem));
      const delay = monitorEventLoopDelay({ resolution: 1 });
      const checkpoints = checkpointsOf(state, path, 100, diagnostics);
      await checkpoints.open();
      checkpoints.meet('soak');
      checkpoints.start();
      delay.enable();
      const folding = setInterval(() => {
        for (let i = 0; i < (RECORDS_PER_SECOND * TICK_MS) / 1000; i += 1) next();
      }, TICK_MS);
      const isOver = () => signal.aborted || faults.length > 0 || written.length >= CHECKPOINTS;
      await until(isOver, { what: 'the checkpoints', timeoutMs: 600_000 });
      clearInterval(folding);
      delay.disable();
      await checkpoints[Symbol.asyncDispose]();
      signal.throwIfAborted();
      globalThis.gc?.();
      const read = new State(defaultRules);
      const reading = checkpointsOf(read, path, 60_000, diagnostics);
      await reading.open();
      reading.meet('soak');
      if (reading.figures.outcome !== 'RESTORED') faults.push(`it was not read: ${reading.figures.outcome}`);
      const [expected, actual] = [shown(state), shown(read)];
      for (const line of expected) {
        if (actual.next().value !== line) {
          faults.push('what was read is not what was written');
          break;
        }
        await nextTurn();
      }
      const last = written.at(-1);
      const most = (of: (one: Notes['checkpointWritten']) => number): number => rounded(Math.max(0, ...written.map(of)));
      return {
        figures: [
          { name: 'entities', unit: '', value: reading.figures.outcome === null ? 0 : (last?.lines ?? 0), atMost: null },
          { name: 'size', unit: 'MiB', value: mebibytes(last?.bytes ?? 0), atMost: null },
          { name: 'longest time to write one at work', unit: 's', value: most(({ seconds }) => seconds), atMost: null },
          { name: 'time to write the last one at rest', unit: 's', value: rounded(last?.seconds ?? 0), atMost: null },
          {
            name: 'longest pause by writing',
            unit: 'ms',
            value: most(({ longestPauseSeconds }) => longestPauseSeconds * 1000),
            atMost: 20,
          },
          { name: 'longest delay of the event loop, by whatever', unit: 'ms', value: rounded(delay.max / 1e6), atMost: null },
          { name: 'the same, 99.9 % of the time', unit: 'ms', value: rounded(delay.percentile(99.9) / 1e6), atMost: null },
          { name: 'time to read it', unit: 's', value: rounded(await readSeconds(path)), atMost: 5 },
        ],
        faults,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const rounded = (value: number): number => Math.round(value * 100) / 100;
