/** Notices partitions that do not move although their log does. kafkajs consumers are known to stop silently. */

import type { KafkaPartition } from './kafka-partition.ts';

export type KafkaWatchdog = {
  /** To be called at intervals: the partitions that have something to read and have not moved since the last call. */
  unmoved(partitions: Iterable<KafkaPartition>): KafkaPartition[];
  /** Whether one of these (those that really can be read) has not moved for too long. None: all is well. */
  isStalled(stuck: readonly KafkaPartition[], nowMs: number): boolean;
  /** A new consumer was put in place; it is given twice the time of the last one. */
  restarted(): void;
};

/** The most that the time is stretched: a consumer that cannot be helped is still tried again now and then. */
const MAX_STRETCH = 32;

export function kafkaWatchdog(stallTimeoutMs: number): KafkaWatchdog {
  const lastPositions = new Map<KafkaPartition, bigint>();
  const stuckSinceMs = new Map<KafkaPartition, number>();
  let stretch = 1;

  return {
    unmoved: (partitions) => {
      const still: KafkaPartition[] = [];
      let moving = false;
      for (const partition of partitions) {
        const moved = lastPositions.get(partition) !== partition.position;
        lastPositions.set(partition, partition.position);
        if (moved) {
          stuckSinceMs.delete(partition);
          stretch = 1;
        }
        if (!partition.pending) continue;
        if (moved) moving = true;
        else still.push(partition);
      }
      // While others work off a backlog, one may wait for its turn.
      return moving ? [] : still;
    },
    isStalled: (stuck, nowMs) => {
      for (const partition of stuckSinceMs.keys()) if (!stuck.includes(partition)) stuckSinceMs.delete(partition);
      for (const partition of stuck) if (!stuckSinceMs.has(partition)) stuckSinceMs.set(partition, nowMs);
      return [...stuckSinceMs.values()].some((sinceMs) => nowMs - sinceMs >= stallTimeoutMs * stretch);
    },
    restarted: () => {
      stuckSinceMs.clear();
      stretch = Math.min(stretch * 2, MAX_STRETCH);
    },
  };
}
