/** `npm run bench -- [names] [--json file]`: runs benchmarks one after the other, a table on the screen, all that was measured as JSON on request. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { version } from '../src/version.ts';
import { median, meetsBar } from './bench.ts';
import type { Bench, Figure } from './bench.ts';
import { P1, P2, P3 } from './fan-out.ts';
import { P8 } from './idle.ts';
import { P7 } from './latency.ts';
import { memory } from './memory.ts';
import { P9 } from './queries.ts';
import { P5, P6 } from './reading.ts';
import { P10 } from './stalled.ts';
import { P11 } from './storm.ts';
import { P4 } from './unwanted.ts';
import { S1, S2, S3 } from './watching.ts';

const benches: Readonly<Record<string, Bench>> = { P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, S1, S2, S3, memory };

type Wanted = { readonly names: readonly string[]; readonly jsonFile: string | null };

/** Null, with a sentence on stderr, for what cannot be meant. */
function readArguments(args: readonly string[]): Wanted | null {
  const names: string[] = [];
  let jsonFile: string | null = null;
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--json') {
      jsonFile = args[(i += 1)] ?? '';
      if (jsonFile !== '') continue;
      console.error('--json has no file: write --json <file>.');
      return null;
    }
    if (!Object.hasOwn(benches, arg)) {
      console.error(`${JSON.stringify(arg)} is no benchmark: use ${Object.keys(benches).join(', ')}, or none for all.`);
      return null;
    }
    names.push(arg);
  }
  return { names: names.length === 0 ? Object.keys(benches) : names, jsonFile };
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, unit, rounds, bar } = figure;
    const limit = bar === null ? '' : 'atMost' in bar ? `at most ${bar.atMost}` : `at least ${bar.atLeast}`;
    const spread = `${Math.min(...rounds).toLocaleString('en-US')} to ${Math.max(...rounds).toLocaleString('en-US')}`;
    return [name, median(rounds).toLocaleString('en-US'), unit, spread, limit, meetsBar(figure) ? '' : 'MISSED'];
  });
  const all = [['', 'median', '', 'rounds', 'bar', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

const wanted = readArguments(process.argv.slice(2));
if (wanted === null) process.exitCode = 2;
else {
  const results: Record<string, readonly Figure[]> = {};
  for (const name of wanted.names) {
    const bench = benches[name];
    if (bench === undefined) continue;
    console.log(`${name}: ${bench.about}`);
    const figures = await bench.run((text) => console.log(`  ${text}`));
    results[name] = figures;
    console.log(`\n${table(figures)}\n`);
    if (!figures.every(meetsBar)) process.exitCode = 1;
  }
  if (wanted.jsonFile !== null) {
    const machine = { cpus: cpus().length, cpu: cpus()[0]?.model ?? null, node: process.version };
    const report = { at: new Date().toISOString(), version, commit: commit(), machine, results };
    writeFileSync(wanted.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  }
}
