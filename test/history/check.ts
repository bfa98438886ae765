/** The checker: all that a history breaks of what the gateway promises, in words. Each begins with the promise (docs: README) and how it is broken. */
import { faultsOf } from './delivery.ts';
import type { Stretch } from './delivery.ts';
import type { Course, History } from './history.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { eventsIn } from './records.ts';
import { toldFaults } from './told.ts';
import { wantedIn } from './wanted.ts';

export function violations(history: History): string[] {
  const { clients, topics, log, replicas, unsettled } = history;
  const expectedOf = wantedIn(topics, eventsIn(log));
  const read = (cursor: string): Places | null => placesOf(cursor, Object.values(topics));
  return [
    ...clients.flatMap(({ name, subscription, courses }) => {
      const stretches = courses.map((course) => stretchOf(course, read));
      return faultsOf(stretches, expectedOf(subscription)).map((fault) => `${fault} (${name})`);
    }),
    ...toldFaults(history),
    ...unsettled.map((what) => `I7 unsettled: ${what}`),
    ...replicas.flatMap(({ leftOver }, n) => (leftOver ?? []).map((what) => `I7 left over: ${what} at replica ${n}`)),
    ...replicas.flatMap(({ ends, read: reached }, n) =>
      unreadOf(ends, reached).map((what) => `I8 too early: replica ${n} is ready, ${what}`),
    ),
  ];
}

function stretchOf({ start, events, places, end }: Course, read: (cursor: string) => Places | null): Stretch {
  const placeOf = (cursor: string | null): Places | null => (cursor === null ? null : read(cursor));
  const [from, notBefore] = 'after' in start ? [start.after, start.after] : [start.by, start.notBefore];
  return { events, course: { from: placeOf(from), notBefore: placeOf(notBefore), places, isWhole: end === null, read } };
}

function unreadOf(ends: Readonly<Record<string, number>>, reached: Readonly<Record<string, number>> | string | null): string[] {
  if (reached === null) return [];
  if (typeof reached === 'string') return [`and says: ${reached}`];
  return Object.entries(ends)
    .filter(([place, end]) => (reached[place] ?? 0) < end)
    .map(([place, end]) => `and has read ${place} up to ${reached[place] ?? 0} of ${end}`);
}
