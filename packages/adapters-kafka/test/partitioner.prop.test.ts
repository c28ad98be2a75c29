import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { partitionOfKey, StickyPartition } from '../src/producer/partitioner.js';
import { seededRandom } from './support/seeded-random.js';

describe('the partition of a key', () => {
  // From the test of Utils.murmur2 in Kafka's Java client.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s matches the hash of the Java client', (key, hash) => {
    expect(partitionOfKey(key, 1_009)).toBe((hash & 0x7fffffff) % 1_009);
  });

  it('is the one that kafkajs chooses, for any bytes', () => {
    const choose = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.integer({ min: 1, max: 50 }),
        (key, count) => {
          const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
            partitionErrorCode: 0,
            partitionId,
            leader: 1,
            replicas: [1],
            isr: [1],
          }));
          const message = { key: Buffer.from(key), value: null };
          const expected = choose({ topic: 'any', partitionMetadata, message });
          expect(partitionOfKey(key, count)).toBe(expected);
        },
      ),
    );
  });

  it('is the same for text and for its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        expect(partitionOfKey(key, 12)).toBe(partitionOfKey(Buffer.from(key), 12));
      }),
    );
  });
});

describe('messages without a key', () => {
  it('stay together for a while, and reach every partition', () => {
    const sticky = new StickyPartition(seededRandom(1), 16_384);
    const chosen = Array.from({ length: 480 }, () => sticky.next(3, 10));
    const changes = chosen.filter((partition, index) => partition !== chosen[index - 1]).length;
    expect(new Set(chosen)).toEqual(new Set([0, 1, 2]));
    expect(changes).toBe(30);
  });

  it('change the partition when a batch is full', () => {
    const sticky = new StickyPartition(seededRandom(2), 1_000);
    const chosen = Array.from({ length: 4 }, () => sticky.next(3, 1_000));
    expect(new Set(chosen.slice(0, 3)).size).toBe(3);
  });
});
