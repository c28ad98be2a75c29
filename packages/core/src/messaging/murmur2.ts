const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/** The 32-bit murmur2 hash, signed, as Kafka's Java client computes it (`org.apache.kafka.common.utils.Utils`). */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < tail; at += 4) {
    hash = Math.imul(hash, MULTIPLIER) ^ mixed(wordAt(bytes, at));
  }
  if (tail < length) hash = Math.imul(hash ^ tailAt(bytes, tail), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition of a key, from 0, as Kafka's Java client chooses it, and every client that follows it. */
export function partitionForKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

function mixed(word: number): number {
  const product = Math.imul(word, MULTIPLIER);
  return Math.imul(product ^ (product >>> SHIFT), MULTIPLIER);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return tailAt(bytes, at) | (byteAt(bytes, at + 3) << 24);
}

function tailAt(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16);
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
