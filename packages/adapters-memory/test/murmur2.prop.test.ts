import fc from 'fast-check';
import { Partitioners, type PartitionerArgs } from 'kafkajs';
import { expect, it } from 'vitest';
import { murmur2 } from '../src/bus/murmur2.js';
import { partitionOfKey } from '../src/bus/partitioner.js';

const kafkaPartitioner = Partitioners.DefaultPartitioner();

function kafkaPartition(key: Uint8Array, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_none, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const message = { key: Buffer.from(key), value: null };
  return kafkaPartitioner({ topic: 'any', partitionMetadata, message } satisfies PartitionerArgs);
}

it('puts every key where Kafka’s default partitioner puts it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.integer({ min: 1, max: 100 }),
      (key, count) => {
        expect(partitionOfKey(key, count)).toBe(kafkaPartition(key, count));
      },
    ),
    { numRuns: 2_000 },
  );
});

it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as the Java client’s own test vectors say', (text, hash) => {
  expect(murmur2(new TextEncoder().encode(text))).toBe(hash);
});
