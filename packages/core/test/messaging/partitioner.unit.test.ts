import { Partitioner } from '@foldmart/core';
import { expect, it } from 'vitest';
import { partitionForKey } from '../../src/messaging/murmur2.js';

it('messages without a key go to the partitions in turn, from a random one', () => {
  const turns = [0, 0.5, 0.99999].map((chance) => {
    const partitioner = new Partitioner({ next: () => chance });
    return [1, 2, 3, 4].map(() => partitioner.partition(null, 3));
  });
  expect(turns).toEqual([
    [1, 2, 0, 1],
    [0, 1, 2, 0],
    [1, 2, 0, 1],
  ]);
});

it('a key goes to one partition, whether it is text or its UTF-8 bytes', () => {
  const partitioner = new Partitioner({ next: () => 0 });
  for (const key of ['a', '한글', 'u_17', '']) {
    const bytes = new TextEncoder().encode(key);
    const expected = partitionForKey(bytes, 7);
    expect([key, bytes].map((each) => partitioner.partition(each, 7))).toEqual([
      expected,
      expected,
    ]);
  }
});
