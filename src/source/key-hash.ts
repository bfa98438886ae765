/** The hash by which Kafka's clients choose a record's partition, so that a key lands in the same partition of the embedded log. */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/** murmur2 as in Kafka's own clients, without its sign bit. */
export function keyHash(key: Buffer): number {
  let hash = SEED ^ key.length;
  const whole = key.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(key.readInt32LE(at), MULTIPLIER);
    word ^= word >>> SHIFT;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = key.length & 3;
  if (rest === 3) hash ^= (key[whole + 2] ?? 0) << 16;
  if (rest >= 2) hash ^= (key[whole + 1] ?? 0) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (key[whole] ?? 0), MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  hash ^= hash >>> 15;
  return hash & 0x7fffffff;
}
