const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** 32-bit MurmurHash2 as Kafka's Java clients compute it (`Utils.murmur2`), as a signed number. */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let index = 0; index < tail; index += 4) {
    hash = Math.imul(hash, MULTIPLIER) ^ scramble(readInt32(data, index));
  }
  if (tail < length) {
    for (let index = length - 1; index >= tail; index -= 1) {
      hash ^= (data[index] ?? 0) << ((index - tail) * 8);
    }
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function scramble(word: number): number {
  const mixed = Math.imul(word, MULTIPLIER);
  return Math.imul(mixed ^ (mixed >>> 24), MULTIPLIER);
}

function readInt32(data: Uint8Array, index: number): number {
  return (
    (data[index] ?? 0) |
    ((data[index + 1] ?? 0) << 8) |
    ((data[index + 2] ?? 0) << 16) |
    ((data[index + 3] ?? 0) << 24)
  );
}
