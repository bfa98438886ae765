/** When an entity last changed: the timestamp of the newest record that changed it, in whichever order partitions are read. */
export function touch(entity: { updatedMs: number }, ms: number): void {
  if (ms > entity.updatedMs) entity.updatedMs = ms;
}
