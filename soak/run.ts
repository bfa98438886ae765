/**
 * `npm run soak -- [names] [--minutes N] [--seed N]`: long runs one after the other, a table on the screen, and a dated result in soak/results. Exit code 0 if
 * all is as it has to be, 1 if not or if it was stopped, 2 for arguments that cannot be meant. Ctrl-C ends it with all that it has started.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { javaAndMaven } from '../scripts/kafka-jars.ts';
import { version } from '../src/version.ts';
import { problems } from './soak.ts';
import type { Outcome, Soak } from './soak.ts';

/** Each is read when its turn comes: all of them are much to read for who has misspelt one. */
const soaks: Readonly<Record<string, () => Promise<Soak>>> = {
  churn: async () => (await import('./churn.ts')).churn,
  stalled: async () => (await import('./stalled.ts')).stalled,
  hostile: async () => (await import('./hostile.ts')).hostile,
  million: async () => (await import('./million.ts')).million,
  continuity: async () => (await import('./continuity.ts')).continuity,
  history: async () => (await import('./history.ts')).history,
  offline: async () => (await import('./offline.ts')).offline,
  checkpoint: async () => (await import('./checkpoint.ts')).checkpoint,
  mutants: async () => (await import('./mutants.ts')).mutants,
};
const results = fileURLToPath(new URL('results/', import.meta.url));

type Wanted = { readonly names: readonly string[]; readonly minutes: number | null; readonly seed: number | null };

/** A sentence for what cannot be meant. */
function readArguments(args: string[]): Wanted | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { minutes: { type: 'string' }, seed: { type: 'string' } },
    });
    const unknown = positionals.find((name) => !Object.hasOwn(soaks, name));
    if (unknown !== undefined) return `${JSON.stringify(unknown)} is no long run: use ${Object.keys(soaks).join(', ')}, or none for all.`;
    const minutes = values.minutes === undefined ? null : Number(values.minutes);
    if (minutes !== null && !(minutes > 0 && minutes <= MAX_MINUTES))
      return `--minutes is ${JSON.stringify(values.minutes)}: use a number above 0, at most ${MAX_MINUTES}.`;
    const seed = values.seed === undefined ? null : Number(values.seed);
    if (seed !== null && !(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED))
      return `--seed is ${JSON.stringify(values.seed)}: use a whole number from 0 to ${MAX_SEED}.`;
    return { names: positionals.length === 0 ? Object.keys(soaks) : [...new Set(positionals)], minutes, seed };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
/** A day. */
const MAX_MINUTES = 24 * 60;
const MAX_SEED = 2 ** 32 - 1;

function table({ figures }: Outcome): string {
  const rows = figures.map(({ name, unit, value, atMost }) => [
    name,
    value.toLocaleString('en-US'),
    unit,
    atMost === null ? '' : `at most ${atMost.toLocaleString('en-US')}`,
    atMost === null || value <= atMost ? '' : 'BEYOND',
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(width(1)) : cell.padEnd(width(column))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

type Result = Outcome & { readonly minutes: number; readonly problems: readonly string[] };

async function run({ names, minutes, seed }: Wanted, signal: AbortSignal): Promise<boolean> {
  const at = new Date().toISOString();
  const outcomes: Record<string, Result> = {};
  for (const name of names) {
    const soak = await soaks[name]?.();
    if (soak === undefined) continue;
    console.log(`${name}: ${soak.about}`);
    const startedMs = performance.now();
    const outcome = await soak.run({ minutes: minutes ?? soak.minutes ?? 0, seed, tell: (line) => console.log(`  ${line}`), signal });
    const wrong = problems(outcome);
    outcomes[name] = { minutes: Math.round((performance.now() - startedMs) / 6000) / 10, problems: wrong, ...outcome };
    console.log(`\n${table(outcome)}\n${wrong.map((problem) => `\n!!! ${problem}`).join('')}`);
  }
  mkdirSync(results, { recursive: true });
  const machine = { cpus: cpus().length, cpu: cpus()[0]?.model ?? null, node: process.version };
  const file = `${results}${at.replaceAll(':', '-')}.json`;
  writeFileSync(file, `${JSON.stringify({ at, version, commit: commit(), machine, results: outcomes }, null, 2)}\n`);
  console.log(`kept in ${file}`);
  return Object.values(outcomes).every((outcome) => outcome.problems.length === 0);
}

async function main(): Promise<number> {
  const wanted = readArguments(process.argv.slice(2));
  if (typeof wanted === 'string') {
    console.error(wanted);
    return 2;
  }
  const missing = javaAndMaven();
  if (missing !== null) {
    console.error(missing);
    return 2;
  }
  const stop = new AbortController();
  // The second time it ends at once.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  try {
    return (await run(wanted, stop.signal)) ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) console.error('Stopped: what was not finished has no result.');
    else console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

process.exitCode = await main();
