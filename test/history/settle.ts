/** The end of a run: how all come to rest after the last fault, and what they leave behind. */
import { createRandom } from '../../src/simulator/random.ts';
import { until } from '../support/until.ts';
import { logCursorOf, tellOne } from './asker.ts';
import { dueOf } from './delivery.ts';
import type { Door, Follower } from './follower.ts';
import type { History, Told } from './history.ts';
import { placesOf } from './places.ts';
import { eventsIn } from './records.ts';
import type { LogRecord, Written } from './records.ts';
import { wantedIn } from './wanted.ts';
import type { Watcher } from './watcher.ts';
import type { Node } from './world.ts';

export type Settling = Pick<History, 'log' | 'topics'> & {
  readonly followers: readonly Follower[];
  readonly watchers: readonly Watcher[];
  readonly doors: readonly Door[];
  readonly told: Told[];
  readonly patienceMs: number;
};

/** Waits until all clients and replicas have all there is, the replicas asked once more then. What does not come to that in time is named. */
export async function settle({ followers, watchers, doors, log, topics, told, patienceMs }: Settling): Promise<string[]> {
  const expectedOf = wantedIn(topics, eventsIn(log));
  const waiting = new Map<string, () => boolean | Promise<boolean>>(
    followers.map((follower, n) => [`client ${n} has not all events`, lacksIn(follower, topics, dueOf(expectedOf(follower.subscription)))]),
  );
  const ends = endsOf(log);
  for (const { replica, url } of doors)
    waiting.set(`replica ${replica} has not read all`, async () => {
      const places = placesOf((await logCursorOf(url, 'acme')) ?? '', Object.values(topics));
      return places === null || ends.some(({ topic, partition, end }) => places.at(topic, partition) < end);
    });
  for (const [n, watcher] of watchers.entries()) waiting.set(`watcher ${n} shows something else than is there`, () => watcher.differs());
  const areDone = async (): Promise<boolean> => {
    for (const [what, lacks] of waiting) if (!(await lacks())) waiting.delete(what);
    return waiting.size === 0;
  };
  // What never comes is named below.
  await until(areDone, { what: 'all to have everything', timeoutMs: patienceMs }).catch(() => {});
  const random = createRandom(1);
  for (const door of doors) for (let n = 0; n < LAST_QUESTIONS; n += 1) await tellOne(door, random, [], told);
  return [...waiting.keys()];
}

const LAST_QUESTIONS = 4;

/** Whether something is still to come to a client. */
function lacksIn(follower: Follower, topics: History['topics'], due: readonly Written[]): () => boolean {
  return () => {
    const { open } = follower;
    if (open === null) return true;
    const cursor = 'after' in open.start ? open.start.after : open.start.by;
    const from = cursor === null ? null : placesOf(cursor, Object.values(topics));
    if (from === null) return false;
    const came = new Set(open.events.map(({ eventId }) => eventId));
    return due.some(({ eventId, topic, partition, offset }) => offset >= from.at(topic, partition) && !came.has(eventId));
  };
}

function endsOf(log: readonly LogRecord[]): { readonly topic: string; readonly partition: number; readonly end: number }[] {
  const byPlace = Map.groupBy(log, ({ topic, partition }) => `${topic}:${partition}`);
  return [...byPlace.values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : [{ topic: first.topic, partition: first.partition, end: Math.max(first.offset, ...more.map(({ offset }) => offset)) + 1 }],
  );
}

/** What a replica still holds when all have left, in words. */
export async function leftOver(node: Node, patienceMs: number): Promise<readonly string[]> {
  let held: readonly string[] = [];
  await until(async () => (held = await node.held()).length === 0, { what: 'nothing to be left', timeoutMs: patienceMs }).catch(() => {});
  return held;
}
