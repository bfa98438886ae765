/** Holds what replicas told of the state against the fold of the log. I5: an answer is true at its cursor, which never goes back on one replica. */
import { alike } from '../trust/model.ts';
import { Fold } from './fold.ts';
import type { History, Told } from './history.ts';
import { placesOf } from './places.ts';

const MAX_UNTRUE = 3;
/** What differs without being wrong: where and when it was told. */
const BESIDE = new Set(['cursor', 'logCursor', 'serverTime', 'gateway']);

/** In words; each begins with the promise that is broken, and how. */
export function toldFaults(history: History): string[] {
  const byReplica = Map.groupBy(history.told, ({ replica }) => replica);
  return [...byReplica.values()].flatMap((told) => ofReplica(told, history));
}

function ofReplica(told: readonly Told[], history: History): string[] {
  const faults: string[] = [];
  const fold = new Fold(history);
  const topics = Object.values(history.topics);
  let furthest = -1;
  let untold = MAX_UNTRUE;
  for (const [n, each] of told.entries()) {
    const at = `answer ${n} of replica ${each.replica} to ${each.query.slice(0, 60)}… ${JSON.stringify(each.variables)}`;
    const places = placesOf(each.cursor, topics);
    if (places === null) {
      faults.push(`I5 no place: the cursor of ${at} cannot be read`);
      continue;
    }
    const sum = places.sum();
    if (sum < furthest) {
      faults.push(`I5 went back: the cursor of ${at} stands ${furthest - sum} records before one that was told earlier`);
      continue;
    }
    furthest = sum;
    const cursors = cursorsIn(each.data).filter((cursor) => cursor !== each.cursor);
    if (cursors.length > 0) faults.push(`I5 two places: ${at} tells of another one`);
    fold.read(places);
    const untrue = untrueAt(fold, each);
    if (untrue === null) continue;
    faults.push(`I5 untrue: ${at}: ${untrue}`);
    // As a rule what follows is untrue for the same reason, and to find that out takes long.
    if ((untold -= 1) === 0) break;
  }
  return faults;
}

/** How the answer differs from the fold at every clock that the gateway may have gone by; null if it does not at one of them. */
function untrueAt(fold: Fold, { query, variables, caller, serverTime, data }: Told): string | null {
  const latestMs = Date.parse(serverTime);
  const got = withoutBeside(data);
  for (;;) {
    const wanted = withoutBeside(fold.ask(query, variables, caller));
    if (alike(got, wanted)) return null;
    if (!fold.advanceToChange(latestMs)) return difference(got, wanted);
  }
}

function withoutBeside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBeside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !BESIDE.has(name))
      .map(([name, element]) => [name, withoutBeside(element)]),
  );
}

function cursorsIn(data: Readonly<Record<string, unknown>>): string[] {
  return Object.values(data).flatMap((value) =>
    typeof value === 'object' && value !== null && 'cursor' in value && typeof value.cursor === 'string' ? [value.cursor] : [],
  );
}

/** Where two values part. */
function difference(got: unknown, wanted: unknown): string {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `…${a.slice(Math.max(at - 120, 0), at + 60)}… instead of …${b.slice(Math.max(at - 60, 0), at + 60)}…`;
}
