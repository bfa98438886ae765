/** P5 and P6: how fast a retained log is read, and how soon the gateway is ready, against a reader in kafkajs that only parses. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { nowMicros } from '../load/answer.ts';
import { startChild } from '../load/child.ts';
import { ratios, ROUNDS } from './ratio.ts';
import { emptyKafka, fill, RECORDS_PER_SECOND } from '../load/retained.ts';

export type ReadOptions = {
  readonly brokers: readonly string[];
  readonly records: number;
  /** For whoever keeps recent events: whether they are. */
  readonly keepsEvents?: boolean;
};
/** From the first batch to the last record. */
export type Read = { readonly micros: number; readonly cpuMicros: number };
type ReaderCalls = { read(options: ReadOptions): Promise<Read> };

const INGESTED = 200_000;
const RETAINED = 1_000_000;

/** All of it has happened by now, and lately: the gateway keeps it for those who resume. */
const justEnding = (records: number): number => Date.now() - (records / RECORDS_PER_SECOND) * 1000;

export const P5: Bench = {
  about: `reading ${INGESTED.toLocaleString('en-US')} records of a simulated contact centre through decoder and state, against kafkajs that only parses`,
  run: async (tell) => {
    await using kafka = await emptyKafka();
    await fill(kafka, INGESTED, { startMs: justEnding(INGESTED) });
    await using ours = await startChild<ReaderCalls>('bench/subjects/ingest.ts');
    await using bare = await startChild<ReaderCalls>('bench/baselines/kafkajs-parse.ts');
    const options = { brokers: kafka.brokers, records: INGESTED };
    const rates: [number[], number[]] = [[], []];
    const costs: [number[], number[]] = [[], []];
    const without: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const both = [await ours.ask('read', options), await bare.ask('read', options)] as const;
      const [a, b] = both.map(({ micros }) => Math.round(INGESTED / (micros / 1_000_000)));
      tell(`round ${round}: ${a?.toLocaleString('en-US')} and ${b?.toLocaleString('en-US')} records/s${round === 0 ? ', to warm up' : ''}`);
      const { cpuMicros: cpuWithout } = await ours.ask('read', { ...options, keepsEvents: false });
      if (round === 0) continue;
      without.push(Math.round((cpuWithout / INGESTED) * 100) / 100);
      for (const [i, { micros, cpuMicros }] of both.entries()) {
        rates[i]?.push(Math.round(INGESTED / (micros / 1_000_000)));
        costs[i]?.push(Math.round((cpuMicros / INGESTED) * 100) / 100);
      }
    }
    return [
      { name: 'times the records of kafkajs with JSON.parse', unit: 'x', rounds: ratios(...rates), bar: { atLeast: 0.8 } },
      { name: 'gateway', unit: 'records/s', rounds: rates[0], bar: null },
      { name: 'kafkajs', unit: 'records/s', rounds: rates[1], bar: null },
      { name: 'gateway', unit: 'us of a core a record', rounds: costs[0], bar: null },
      { name: 'kafkajs', unit: 'us of a core a record', rounds: costs[1], bar: null },
      { name: 'with a journal: times the cost without', unit: 'x', rounds: ratios(costs[0], without), bar: null },
      { name: 'gateway without a journal', unit: 'us of a core a record', rounds: without, bar: null },
    ];
  },
};

export const P6: Bench = {
  about: `from the start of the process to ready with ${RETAINED.toLocaleString('en-US')} retained records, against kafkajs that only parses them`,
  run: async (tell) => {
    await using kafka = await emptyKafka();
    await fill(kafka, RETAINED, { startMs: justEnding(RETAINED) });
    const seconds: [number[], number[]] = [[], []];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const [a, b] = [await untilReady(kafka.brokers), await untilParsed(kafka.brokers)];
      seconds[0].push(a);
      seconds[1].push(b);
      tell(`round ${round}: ${a} and ${b} s`);
    }
    return [
      { name: 'times the time of kafkajs with JSON.parse', unit: 'x', rounds: ratios(...seconds), bar: { atMost: 1.3 } },
      { name: 'gateway, until ready', unit: 's', rounds: seconds[0], bar: null },
      { name: 'kafkajs, until all is parsed', unit: 's', rounds: seconds[1], bar: null },
    ];
  },
};

async function untilParsed(brokers: readonly string[]): Promise<number> {
  const startedMicros = nowMicros();
  await using reader = await startChild<ReaderCalls>('bench/baselines/kafkajs-parse.ts');
  await reader.ask('read', { brokers, records: RETAINED });
  return secondsSince(startedMicros);
}

/** `npm start` as it is, without npm. */
async function untilReady(brokers: readonly string[]): Promise<number> {
  const startedMicros = nowMicros();
  const child = spawn(
    process.execPath,
    ['--disable-warning=TimeoutNegativeWarning', fileURLToPath(new URL('../src/main.ts', import.meta.url)), 'start'],
    {
      env: { PORT: '0', AUTH: 'none', REPLAY_FROM: 'earliest', LOG_LEVEL: 'error', KAFKA_BROKERS: brokers.join(',') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\S+/.exec(line.toString())?.[0] ?? '';
    while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
    const seconds = secondsSince(startedMicros);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const read = [...metrics.matchAll(/^voice_gateway_records_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
    if (read !== RETAINED) throw new Error(`ready after ${read} of ${RETAINED} records`);
    return seconds;
  } finally {
    const exited = once(child, 'exit');
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await exited;
    }
  }
}

function secondsSince(startedMicros: number): number {
  return Math.round((nowMicros() - startedMicros) / 10_000) / 100;
}
