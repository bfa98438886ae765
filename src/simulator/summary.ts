/** What the simulator has produced, counted and told. */
import type { SimulatedRecord } from './records.ts';

/** Records by topic, then by event name. */
export type Produced = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What was produced before, and these. */
export function counted(before: Produced, records: readonly SimulatedRecord[]): Produced {
  const produced = new Map([...before].map(([topic, names]) => [topic, new Map(names)]));
  for (const { topic, name } of records) {
    const names = produced.get(topic) ?? new Map<string, number>();
    names.set(name, (names.get(name) ?? 0) + 1);
    produced.set(topic, names);
  }
  return produced;
}

/** Some lines for people: records in all and per second, per topic, per event name. */
export function summary(produced: Produced, elapsedMs: number): string {
  const sums = new Map([...produced].map(([topic, names]) => [topic, [...names.values()].reduce((sum, n) => sum + n, 0)]));
  const total = [...sums.values()].reduce((sum, n) => sum + n, 0);
  const perSecond = elapsedMs > 0 ? Math.round((total * 1000) / elapsedMs) : 0;
  const lines = [`${total} records in ${(elapsedMs / 1000).toFixed(1)} s, ${perSecond} per second`];
  for (const [topic, names] of [...produced].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`  ${topic}: ${sums.get(topic)}`);
    for (const [name, count] of [...names].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
      lines.push(`    ${String(count).padStart(8)}  ${name}`);
  }
  return lines.join('\n');
}
