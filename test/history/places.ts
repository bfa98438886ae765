/** Cursors as the checker reads them: which offset each partition stands at. Clients take them as they are; whoever proves something about them has to look inside. */
import { logName, Position } from '../../src/position.ts';

/** What is read next, by topic and partition. */
export type Places = { at(topic: string, partition: number): number; sum(): number };

/** The bytes of a cursor that name its cluster: taken from the cursor itself, since it is held against one log only. */
const CLUSTER_TAG = [1, 5] as const;

/** Null for a text that is no cursor. A topic that it does not tell of stands at its beginning. */
export function placesOf(cursor: string, topics: readonly string[]): Places | null {
  const clusterTag = Buffer.from(cursor, 'base64url').subarray(...CLUSTER_TAG);
  const positions = new Map<string, Position>();
  for (const topic of topics) {
    const position = Position.read({ ...logName('', topic), clusterTag }, cursor);
    if (position === 'UNREADABLE') return null;
    if (typeof position !== 'string') positions.set(topic, position);
  }
  if (positions.size === 0) return null;
  return {
    at: (topic, partition) => Number(positions.get(topic)?.at(partition) ?? 0n),
    sum: () => {
      let sum = 0;
      for (const position of positions.values())
        for (let partition = 0; partition < position.partitions; partition += 1) sum += Number(position.at(partition));
      return sum;
    },
  };
}
