import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { expect, it } from 'vitest';
import { Partitioner } from '@foldmart/core';
import { seededRandom } from './support/seeded-random.js';

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
  return kafkaPartitioner({ topic: 'any', partitionMetadata, message });
}

it('assigns every key to the partition that Kafka’s default partitioner chooses', () => {
  const partitioner = new Partitioner(seededRandom(1));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 1, max: 99 }), (key, count) => {
      expect(partitioner.partition(key, count)).toBe(kafkaPartition(key, count));
    }),
    { numRuns: 2_000 },
  );
});

it('spreads messages without a key evenly', () => {
  const partitioner = new Partitioner(seededRandom(1));
  const counts = [0, 0, 0];
  for (let message = 0; message < 300; message += 1) {
    const partition = partitioner.partition(null, 3);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  expect(counts).toEqual([100, 100, 100]);
});
