/**
 * Holds what replicas told of the state against the fold of the log. I4: each page and each change is true at its cursor, and together they end in
 * what is there. I5: an answer is true at its cursor, which never goes back on one replica.
 */
import { alike } from '../trust/model.ts';
import { entitiesIn, idOf } from './draw.ts';
import { Fold } from './fold.ts';
import type { History, Told, Update, WatcherHistory } from './history.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { shownBy } from './watcher.ts';

const MAX_UNTRUE = 3;
/** What differs without being wrong: where and when it was told. */
const BESIDE = new Set(['cursor', 'logCursor', 'serverTime', 'gateway']);

/** Something that one replica told. `untrue` says how it differs from the fold as it stands; null where it does not. */
type Claim = {
  readonly promise: 'I4' | 'I5';
  readonly what: string;
  readonly places: Places;
  readonly serverTimeMs: number;
  readonly untrue: (fold: Fold) => string | null;
};

/** In words; each begins with the promise that is broken, and how. */
export function toldFaults(history: History): string[] {
  const faults: string[] = [];
  const claims = new Map<number, Claim[]>();
  const note = (
    replica: number,
    promise: Claim['promise'],
    what: string,
    told: Pick<Update, 'cursor' | 'serverTime'>,
    untrue: Claim['untrue'],
  ) => {
    const places = placesOf(told.cursor, Object.values(history.topics));
    if (places === null) return void faults.push(`${promise} no place: the cursor of ${what} cannot be read`);
    const ofReplica = claims.get(replica) ?? [];
    claims.set(replica, ofReplica);
    ofReplica.push({ promise, what, places, serverTimeMs: Date.parse(told.serverTime), untrue });
    return places;
  };

  const furthest = new Map<string, number>();
  const goOn = (promise: Claim['promise'], on: string, what: string, places: Places | undefined): void => {
    const [sum, before] = [places?.sum() ?? 0, furthest.get(on) ?? 0];
    if (places === undefined) return;
    if (sum < before) faults.push(`${promise} went back: the cursor of ${what} stands ${before - sum} records before an earlier one`);
    furthest.set(on, Math.max(sum, before));
  };
  for (const [n, told] of history.told.entries()) {
    const { replica, query, variables, data, cursor } = told;
    const what = `answer ${n} of replica ${replica} to ${query.slice(0, 60)}… ${JSON.stringify(variables)}`;
    goOn(
      'I5',
      `answers ${replica}`,
      what,
      note(replica, 'I5', what, told, (fold) => untrueAnswer(fold, told)),
    );
    if (cursorsIn(data).some((other) => other !== cursor)) faults.push(`I5 two places: ${what} tells of another one`);
  }
  for (const watcher of history.watchers) {
    const { name, watching, courses } = watcher;
    for (const [c, { replica, updates, atLast }] of courses.entries()) {
      const about = `${name}, ${watching.list} ${JSON.stringify(watching.variables)} on connection ${c}`;
      let after: string | null = null;
      for (const [n, update] of updates.entries()) {
        const what = `${update.kind} ${n} of ${about}`;
        const from: string | null = after;
        goOn(
          'I4',
          about,
          what,
          note(replica, 'I4', what, update, (fold) => untrueUpdate(fold, watcher, update, from)),
        );
        const last = update.entities.at(-1);
        if (update.kind === 'SNAPSHOT' && last !== undefined) after = idOf(watching.list, last);
      }
      if (atLast === null) continue;
      const shown = [...shownBy(watching.list, updates.slice(0, atLast.updates)).values()];
      if (!alike(shown, atLast.entities)) faults.push(`I4 ends elsewhere: ${about}: ${difference(shown, atLast.entities)}`);
    }
  }
  return [...faults, ...[...claims.values()].flatMap((ofReplica) => untrueOf(ofReplica, history))];
}

function untrueOf(claims: readonly Claim[], history: History): string[] {
  const fold = new Fold(history);
  const faults: string[] = [];
  const inOrder = claims.toSorted((a, b) => a.places.sum() - b.places.sum() || a.serverTimeMs - b.serverTimeMs);
  const left = { I4: MAX_UNTRUE, I5: MAX_UNTRUE };
  for (const { promise, what, places, serverTimeMs, untrue } of inOrder) {
    // As a rule what follows is untrue for the same reason, and to find that out takes long.
    if (left[promise] === 0) continue;
    fold.read(places);
    // Of a clock between two ticks of a gateway nothing is known but its end.
    let wrong = untrue(fold);
    while (wrong !== null && fold.advanceToChange(serverTimeMs)) wrong = untrue(fold);
    if (wrong === null) continue;
    faults.push(`${promise} untrue: ${what}: ${wrong}`);
    left[promise] -= 1;
  }
  return faults;
}

function untrueAnswer(fold: Fold, { query, variables, caller, data }: Told): string | null {
  const [got, wanted] = [withoutBeside(data), withoutBeside(fold.ask(query, variables, caller))];
  return alike(got, wanted) ? null : difference(got, wanted);
}

/** `after`: the last of the page before. */
function untrueUpdate(fold: Fold, { watching }: WatcherHistory, update: Update, after: string | null): string | null {
  const { list, question, variables, caller } = watching;
  const { rate: _rate, ...asked } = variables;
  const all = entitiesIn(list, fold.ask(question, asked, caller));
  const { kind, entities, removed, snapshotComplete } = update;
  const ids = new Set(entities.map((entity) => idOf(list, entity)));
  const last = entities.at(-1);
  const to = snapshotComplete || last === undefined ? null : idOf(list, last);
  const wanted = all.filter((entity) => {
    const id = idOf(list, entity);
    // A page has all that there is in its range.
    return kind === 'SNAPSHOT' ? (after === null || id > after) && (to === null || id <= to) : ids.has(id);
  });
  const got = kind === 'SNAPSHOT' ? entities : entities.toSorted((a, b) => (idOf(list, a) < idOf(list, b) ? -1 : 1));
  if (!alike(got, wanted)) return difference(got, wanted);
  const there = removed.find((id) => all.some((entity) => idOf(list, entity) === id));
  return there === undefined ? null : `${there} was removed and is there`;
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
