const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** MurmurHash2 with 32 bits as Kafka's Java client computes it, signed (`org.apache.kafka.common.utils.Utils.murmur2`). */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  const tail = length & ~3;
  let hash = seed ^ length;
  for (let index = 0; index < tail; index += 4) {
    const word = Math.imul(littleEndianWord(data, index), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(word ^ (word >>> 24), multiplier);
  }
  if (tail < length) hash = Math.imul(hash ^ littleEndianWord(data, tail), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** Up to four bytes; those beyond the end count as zero. */
function littleEndianWord(data: Uint8Array, index: number): number {
  return (
    (data[index] ?? 0) |
    ((data[index + 1] ?? 0) << 8) |
    ((data[index + 2] ?? 0) << 16) |
    ((data[index + 3] ?? 0) << 24)
  );
}
